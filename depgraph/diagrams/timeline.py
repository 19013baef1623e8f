"""Columns of time: where each milestone of a picture stands from left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.standing import drawn_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from depgraph.model import Graph

MOST_COLUMNS = 16
"""Periods are the finest of quarter, half-year and year with about so many columns."""

_MONTHS = {"Q": 3, "H": 6, "": 12}
_Period = tuple[int, int, bool]
_UNDATED: _Period = (9999, 99, True)


class Column(NamedTuple):
    """Milestones that stand above each other.

    Attributes
    ----------
    codes
        The milestones, sorted by date and code.
    year
        The year of the band that the column is in; None for a band without dates.
    period
        The part of the year, for example ``H1``; empty where a band is a whole year.
    is_ahead
        Whether it lies behind the as-of date, that is, in the future.
    """

    codes: tuple[str, ...]
    year: int | None
    period: str
    is_ahead: bool


def columns(graph: Graph, drawn: Sequence[str], links: Iterable[tuple[str, str]]) -> list[Column]:
    """Return the columns of time, left to right.

    Parameters
    ----------
    graph
        The plan.
    drawn
        The codes of the milestones to place.
    links
        Pairs of a prerequisite and a dependent, both drawn.

    Notes
    -----
    A period of time is one column, or several where chains of links lie inside it: then a
    milestone stands in the column of the longest chain that leads to it. A period is
    split at the as-of date. A milestone without a date stands left of its earliest
    dependent, else in the period of its latest prerequisite, else at the end.
    """
    pairs = sorted(set(links))
    dates = _dates(graph, drawn, pairs)
    found: list[Column] = []
    for letter in _MONTHS:
        found = _columns(graph, drawn, pairs, dates, letter)
        if len(found) <= MOST_COLUMNS:
            break
    return found


def _dates(
    graph: Graph, drawn: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> dict[str, date | None]:
    """Return the date that places each milestone, own or taken from a neighbour."""
    dates = {code: drawn_date(graph[code]) for code in drawn}
    undated = [code for code, day in dates.items() if day is None]
    order = {code: n for n, code in enumerate(_sorted_by_links(drawn, pairs))}
    after: dict[str, list[str]] = {code: [] for code in undated}
    before: dict[str, list[str]] = {code: [] for code in undated}
    for prerequisite, dependent in pairs:
        if prerequisite in after:
            after[prerequisite].append(dependent)
        if dependent in before:
            before[dependent].append(prerequisite)
    for code in sorted(undated, key=order.__getitem__, reverse=True):
        dates[code] = min((d for n in after[code] if (d := dates[n])), default=None)
    for code in sorted(undated, key=order.__getitem__):
        if dates[code] is None:
            dates[code] = max((d for n in before[code] if (d := dates[n])), default=None)
    return dates


def _columns(
    graph: Graph,
    drawn: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    dates: Mapping[str, date | None],
    letter: str,
) -> list[Column]:
    periods = {code: _period(dates[code], graph.as_of, _MONTHS[letter]) for code in drawn}
    members: dict[_Period, list[str]] = {}
    for code in drawn:
        members.setdefault(periods[code], []).append(code)
    inside: dict[_Period, list[tuple[str, str]]] = {period: [] for period in members}
    for prerequisite, dependent in pairs:
        if periods[prerequisite] == periods[dependent]:
            inside[periods[prerequisite]].append((prerequisite, dependent))
    undated = {code for code in drawn if drawn_date(graph[code]) is None}
    found = []
    for period in sorted(members):
        places = _places(members[period], inside[period], undated)
        year, part, is_ahead = period
        for place in range(max(places.values()) + 1):
            codes = [code for code in members[period] if places[code] == place]
            codes.sort(key=lambda code: (str(dates[code]), code))
            found.append(
                Column(
                    tuple(codes),
                    None if period == _UNDATED else year,
                    f"{letter}{part}" if letter and period != _UNDATED else "",
                    is_ahead,
                )
            )
    return found


def _period(day: date | None, as_of: date | None, months: int) -> _Period:
    if day is None:
        return _UNDATED
    return day.year, (day.month - 1) // months + 1, as_of is not None and day > as_of


def _places(
    codes: Sequence[str], pairs: Sequence[tuple[str, str]], undated: AbstractSet[str]
) -> dict[str, int]:
    """Return for each milestone how many links the longest chain to it has."""
    places = dict.fromkeys(codes, 0)
    order = _sorted_by_links(codes, pairs)
    rank = {code: n for n, code in enumerate(order)}
    after: dict[str, list[str]] = {code: [] for code in codes}
    for prerequisite, dependent in pairs:
        if rank[prerequisite] < rank[dependent]:
            after[prerequisite].append(dependent)
    for code in order:
        for dependent in after[code]:
            places[dependent] = max(places[dependent], places[code] + 1)
    # What has no date of its own stands right before what waits on it.
    for code in reversed(order):
        if code in undated and after[code]:
            places[code] = min(places[dependent] for dependent in after[code]) - 1
    return places


def _sorted_by_links(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the codes, prerequisites first; where links form a circle, it is cut."""
    waiting = dict.fromkeys(codes, 0)
    after: dict[str, list[str]] = {code: [] for code in codes}
    for prerequisite, dependent in pairs:
        waiting[dependent] += 1
        after[prerequisite].append(dependent)
    ready = [code for code in codes if not waiting[code]]
    order: list[str] = []
    left = dict.fromkeys(codes)
    while left:
        if not ready:
            ready.append(next(iter(left)))
        for code in ready:
            if code not in left:
                continue
            del left[code]
            order.append(code)
            for dependent in after[code]:
                waiting[dependent] -= 1
                if not waiting[dependent]:
                    ready.append(dependent)
        ready = []
    return order
