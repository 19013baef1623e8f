"""Columns of time: where each milestone of a picture stands from left to right."""

from __future__ import annotations

from collections import Counter
from math import ceil, sqrt
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.standing import drawn_date
from depgraph.model.ordering import order_cutting_cycles
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.model import Graph

MOST_COLUMNS = 16
"""Periods are the finest of quarter, half-year and year with about so many columns."""

MOST_COLUMNS_OF_STACKS = 12
"""The same where milestones stand with others, in columns that are higher."""

Letter = Literal["Q", "H", ""]
"""A kind of period: a quarter, a half-year or a year."""

MONTHS: dict[Letter, int] = {"Q": 3, "H": 6, "": 12}

Period = tuple[int, int, bool]
"""A year, the number of a part of it, and whether it is behind the as-of date."""

UNDATED: Period = (9999, 99, True)
"""The period of what has no date."""

_LEAST_FULL = 8
_FEWEST_COLUMNS = 6
_FULLNESS = 1.2


class Column(Struct):
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
        Whether it lies behind the as-of date: what is to do.
    first, last
        The first and the last date in it; None where nothing in it has one.
    """

    codes: tuple[str, ...]
    year: int | None
    period: str
    is_ahead: bool
    first: date | None = None
    last: date | None = None

    @property
    def year_words(self) -> str:
        """The words on the band."""
        return "no date" if self.year is None else str(self.year)


def columns(
    graph: Graph,
    drawn: Sequence[str],
    links: Iterable[tuple[str, str]],
    *,
    finest: Letter = "Q",
    expected: Mapping[str, date | None] | None = None,
    hosts: Mapping[str, str] | None = None,
) -> list[Column]:
    """Return the columns of time, left to right.

    Parameters
    ----------
    drawn
        The codes of the milestones to place.
    links
        Pairs of a prerequisite and a dependent, both drawn.
    finest
        The finest period: quarter, half-year or year.
    expected
        When milestones are expected, by code; what is not there has its own date.
    hosts
        Milestones that stand with another one, whatever their date: the other one by their
        codes. Columns are then few and high; None where nothing may stand so.

    Notes
    -----
    Columns follow the dates: what is dated later never stands left of what is dated earlier.
    A new column begins with each period of time, at the as-of date, where a milestone waits
    on one of the column, and where a column is full. What is not complete never stands before
    the as-of date. A milestone without a date stands left
    of its earliest dependent, else right of its latest prerequisite, else at the end.
    """
    few = min(MOST_COLUMNS_OF_STACKS, max(_FEWEST_COLUMNS, len(drawn) // 2))
    guests_of = hosts or {}
    drawn = [code for code in drawn if code not in guests_of]
    seated = {(guests_of.get(a, a), guests_of.get(b, b)) for a, b in links}
    pairs = sorted(pair for pair in seated if pair[0] != pair[1])
    placing = _Placing(graph, drawn, pairs, expected or {}, Counter(guests_of.values()))
    full = max(_LEAST_FULL, ceil(_FULLNESS * sqrt(len(drawn))))
    most = max(MOST_COLUMNS if hosts is None else few, 2 * len(drawn) // full)
    placed: list[Column] = []
    for letter in list(MONTHS)[list(MONTHS).index(finest) :]:
        placed = placing.columns(letter, full)
        if len(placed) <= most:
            break
    guests: dict[str, list[str]] = {}
    for code, host in sorted(guests_of.items()):
        guests.setdefault(host, []).append(code)
    return [
        column._replace(
            codes=tuple(c for code in column.codes for c in (code, *guests.get(code, ())))
        )
        for column in placed
    ]


class _Stack:
    """A column while it is filled."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.codes: list[str] = []


class _Placing:
    def __init__(
        self,
        graph: Graph,
        drawn: Sequence[str],
        pairs: Sequence[tuple[str, str]],
        expected: Mapping[str, date | None],
        guests: Mapping[str, int],
    ) -> None:
        self._as_of = graph.as_of
        self._guests = guests
        self._complete = {code for code in drawn if graph[code].is_complete}
        self._drawn = drawn
        self._pairs = pairs
        self._own = {
            code: expected[code] if code in expected else drawn_date(graph[code]) for code in drawn
        }
        self._rank = {code: n for n, code in enumerate(sorted_by_links(drawn, pairs))}
        self._before: dict[str, list[str]] = {code: [] for code in drawn}
        self._after: dict[str, list[str]] = {code: [] for code in drawn}
        for prerequisite, dependent in pairs:
            self._before[dependent].append(prerequisite)
            self._after[prerequisite].append(dependent)
        self._stacks: list[_Stack] = []
        self._place: dict[str, _Stack] = {}
        self._number: dict[_Stack, int] = {}

    def columns(self, letter: Letter, full: int) -> list[Column]:
        """Return the columns where periods are those of a letter, and so many make one full."""
        self._stacks, self._place, self._number = [], {}, {}
        self._place_dated(letter, full)
        undated = [code for code in self._drawn if self._own[code] is None]
        undated.sort(key=self._rank.__getitem__)
        for code in reversed(undated):
            self._place_left_of_dependents(code)
        for code in undated:
            if code not in self._place:
                self._place_right_of_prerequisites(code)
        free = [code for code in self._drawn if code not in self._place]
        chains = _places(free, [pair for pair in self._pairs if not {*pair} & self._place.keys()])
        for place in range(max(chains.values(), default=-1) + 1):
            stack = _Stack(UNDATED)
            stack.codes = [code for code in free if chains[code] == place]
            self._stacks.append(stack)
        return [
            Column(
                tuple(sorted(stack.codes, key=lambda code: (str(self._own[code]), code))),
                None if stack.period == UNDATED else stack.period[0],
                f"{letter}{stack.period[1]}" if letter and stack.period != UNDATED else "",
                stack.period[2] and stack.period != UNDATED,
                min(days, default=None),
                max(days, default=None),
            )
            for stack in self._stacks
            for days in [list(filter(None, (self._own[code] for code in stack.codes)))]
        ]

    def _place_dated(self, letter: Letter, full: int) -> None:
        dated = [
            (day, code not in self._complete, self._rank[code], code)
            for code, day in self._own.items()
            if day
        ]
        for day, is_open, _, code in sorted(dated):
            period = period_of(day, self._as_of, MONTHS[letter], is_open=is_open)
            stack = self._stacks[-1] if self._stacks else None
            if (
                stack is None
                or stack.period != period
                or sum(1 + self._guests.get(other, 0) for other in stack.codes) >= full
                or any(self._place.get(other) is stack for other in self._before[code])
            ):
                stack = _Stack(period)
                self._insert(len(self._stacks), stack)
            self._put(code, stack)

    def _place_left_of_dependents(self, code: str) -> None:
        placed = self._numbers(self._after[code])
        if not placed:
            return
        target = min(placed)
        period = self._stacks[target].period
        least = max(self._numbers(self._before[code]), default=-1)
        is_free = target - 1 > least or target <= least
        if target and self._stacks[target - 1].period == period and is_free:
            self._put(code, self._stacks[target - 1])
        else:
            self._put(code, self._insert(target, _Stack(period)))

    def _place_right_of_prerequisites(self, code: str) -> None:
        placed = self._numbers(self._before[code])
        if not placed:
            return
        latest = max(placed)
        period = self._stacks[latest].period
        if latest + 1 < len(self._stacks) and self._stacks[latest + 1].period == period:
            self._put(code, self._stacks[latest + 1])
        else:
            self._put(code, self._insert(latest + 1, _Stack(period)))

    def _numbers(self, codes: Iterable[str]) -> list[int]:
        """Return the numbers of the columns of those that are placed."""
        return [self._number[self._place[code]] for code in codes if code in self._place]

    def _put(self, code: str, stack: _Stack) -> None:
        stack.codes.append(code)
        self._place[code] = stack

    def _insert(self, place: int, stack: _Stack) -> _Stack:
        self._stacks.insert(place, stack)
        for n in range(place, len(self._stacks)):
            self._number[self._stacks[n]] = n
        return stack


def period_of(
    day: date | None, as_of: date | None, months: int, *, is_open: bool = False
) -> Period:
    """Return the period that a date is in; one has so many months.

    What is open, that is, not complete, is behind the as-of date on that day too.
    """
    if day is None:
        return UNDATED
    is_ahead = as_of is not None and (day > as_of or (is_open and day == as_of))
    return day.year, (day.month - 1) // months + 1, is_ahead


def _places(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return for each milestone how many links the longest chain to it has."""
    places = dict.fromkeys(codes, 0)
    after = leading_on(codes, pairs)
    for code, dependents in after.items():
        for dependent in dependents:
            places[dependent] = max(places[dependent], places[code] + 1)
    for code, dependents in reversed(after.items()):
        if dependents:
            places[code] = min(places[dependent] for dependent in dependents) - 1
    return places


def leading_on(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return for each code, prerequisites first, its dependents; where links go round, less."""
    order = sorted_by_links(codes, pairs)
    rank = {code: n for n, code in enumerate(order)}
    after: dict[str, list[str]] = {code: [] for code in order}
    for prerequisite, dependent in pairs:
        if rank[prerequisite] < rank[dependent]:
            after[prerequisite].append(dependent)
    return after


def sorted_by_links(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the codes, prerequisites first; where links form a cycle, it is cut."""
    number = {code: n for n, code in enumerate(codes)}
    successors: list[list[int]] = [[] for _ in codes]
    for prerequisite, dependent in pairs:
        successors[number[prerequisite]].append(number[dependent])
    return [codes[n] for n in order_cutting_cycles(successors)]
