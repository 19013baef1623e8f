"""The lanes of the calendar: who has one, what is in it, and in which rows."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.moves import plan_date
from depgraph.diagrams.standing import drawn_date
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.scene import Scene
    from depgraph.model import Milestone

ROW = 8.6
"""The height of a row of features, in points."""

_MAIN_ROW = 13.0
_PADDING = 2.0
_ARROWS = 22.0


@by_type
class Span(NamedTuple):
    """What a mark on the calendar tells of dates.

    Attributes
    ----------
    at
        The date of the plan, where the mark stands; else that of the completion. None for a
        milestone without any.
    until
        The completion, or the projected date where that is later; None where there is
        neither.
    before
        The date in an earlier schedule, where that was another.
    """

    at: date | None
    until: date | None
    before: date | None

    @property
    def days(self) -> list[date]:
        """All dates that it tells of."""
        return [day for day in (self.at, self.until, self.before) if day is not None]


@by_type
class Guest(NamedTuple):
    """A milestone in the lane of one that waits on it.

    `row` is 0 for the row of the lane's own milestone, and counts downward; `place` is its
    place among those without a date.
    """

    code: str
    row: int
    place: int


@by_type
class Lane(NamedTuple):
    """A milestone, and what is shown in its lane."""

    code: str
    guests: tuple[Guest, ...]
    height: float

    @property
    def middle(self) -> float:
        """How far below the top of the lane its own milestone stands."""
        has_rows = any(guest.row for guest in self.guests)
        return _PADDING + _MAIN_ROW / 2 if has_rows else self.height / 2

    def below_top(self, row: int) -> float:
        """Return how far below the top of the lane a row of guests is."""
        return _PADDING + _MAIN_ROW + ROW * (row - 0.5) if row else self.middle


def span(scene: Scene, milestone: Milestone, projected: Mapping[str, date]) -> Span:
    """Return what the mark of a milestone tells of dates."""
    at = plan_date(milestone)
    until = milestone.completed if milestone.is_complete else projected.get(milestone.id)
    if not milestone.is_complete and at is not None and until is not None and until <= at:
        until = None
    move = scene.move(milestone.id)
    return Span(at or until, until if at else None, move.before if move else None)


def guests_of(scene: Scene) -> dict[str, list[str]]:
    """Return for each milestone with a lane the codes of its guests: features, and others'.

    A milestone of another owner is a guest where nothing is its prerequisite and all that
    wait on it have lanes of their own.
    """
    graph = scene.graph
    drawn = scene.folding.drawn
    visiting = {
        code
        for code in drawn
        if scene.is_outside(code)
        and graph.successors(code)
        and not graph.predecessors(code)
        and not any(scene.is_outside(after) for after in graph.successors(code))
    }
    guests = {code: list(scene.folding.features[code]) for code in drawn if code not in visiting}
    for code in sorted(visiting):
        for after in graph.successors(code):
            if after in guests:
                guests[after].append(code)
    return guests


def with_fewer_lanes(scene: Scene, most: int) -> Scene:
    """Return a scene with at most so many lanes, and a remark on what is left out.

    The critical path stays. Then come the milestones of the smallest level, and of one
    level those that are dated nearest to the as-of date; without one, the earliest.
    """
    guests = guests_of(scene)
    if len(guests) <= most:
        return scene
    as_of = scene.graph.as_of

    def order(code: str) -> tuple[bool, float, float, str]:
        milestone = scene.graph[code]
        day = drawn_date(milestone)
        away = inf if day is None else abs((day - as_of).days) if as_of else day.toordinal()
        level = inf if milestone.level is None else milestone.level
        return code not in critical, level, away, code

    critical = {code for code in guests if scene.is_critical(code)}
    kept_guests = set(sorted(guests, key=order)[:most])
    near = "nearest to the as-of date" if as_of else "that are due first"
    has_levels = any(scene.graph[code].level is not None for code in guests)
    first = "those of the smallest level and, of one level, " if has_levels else ""
    remark = (
        f"{len(guests) - most:,} of {len(guests):,} lanes are left out: drawn are {first}those "
        f"{near}; an owner, a team or a selector chooses others"
    )
    return _only(scene, kept_guests.union(*(guests[code] for code in kept_guests)))._replace(
        remarks=(*scene.remarks, remark), warnings=(*scene.warnings, remark)
    )


def _only(scene: Scene, kept: set[str]) -> Scene:
    """Return a scene with the nodes of these codes only, and what is folded into them."""
    folding = scene.folding
    drawn = {code for code in folding.drawn if code in kept}
    targets = {
        code: tuple(target for target in nodes if target in drawn)
        for code, nodes in folding.targets.items()
    }
    columns = (
        column._replace(codes=tuple(code for code in column.codes if code in drawn))
        for column in scene.columns
    )
    return scene._replace(
        folding=folding._replace(
            drawn=tuple(code for code in folding.drawn if code in drawn),
            features={code: folding.features[code] for code in folding.drawn if code in drawn},
            targets={code: nodes for code, nodes in targets.items() if nodes},
        ),
        columns=tuple(column for column in columns if column.codes),
        links=tuple(
            link for link in scene.links if link.prerequisite in drawn and link.dependent in drawn
        ),
    )


def lanes(
    scene: Scene,
    spans: Mapping[str, Span],
    extent: Callable[[str], tuple[float, float]],
    undated_in_a_row: int,
    least: Callable[[str], float],
) -> list[Lane]:
    """Return the lanes from top to bottom.

    Parameters
    ----------
    scene
        What the picture shows.
    spans
        The dates of each milestone.
    extent
        Returns from where to where a dated mark reaches, in points.
    undated_in_a_row
        How many guests without a date stand side by side.
    least
        Returns how high the words of a lane are, in points.

    Notes
    -----
    Lanes are sorted by date, prerequisites first, then by code. In a lane, a guest takes the
    first row in which it covers no other.
    """
    order = {code: n for n, column in enumerate(scene.columns) for code in column.codes}

    def by_date(code: str) -> tuple[bool, str, int, str]:
        at = spans[code].at
        return at is None, str(at), order[code], code

    laid = []
    for code, guests in sorted(guests_of(scene).items(), key=lambda item: by_date(item[0])):
        dated = [guest for guest in guests if spans[guest].at is not None]
        undated = [guest for guest in guests if spans[guest].at is None]
        # Left of its own milestone a lane is free, but for the arrows that come in.
        free = extent(code)[0] - _ARROWS if spans[code].at is not None else None
        placed = _in_rows(sorted(dated, key=lambda guest: (*extent(guest), guest)), extent, free)
        start = 1 if spans[code].at is None else 0
        placed += [
            Guest(guest, start + n // undated_in_a_row, n % undated_in_a_row)
            for n, guest in enumerate(sorted(undated))
        ]
        rows = max((guest.row for guest in placed), default=0)
        height = _MAIN_ROW + 2 * _PADDING + ROW * rows
        laid.append(Lane(code, tuple(placed), max(height, least(code))))
    return laid


def _in_rows(
    guests: Sequence[str], extent: Callable[[str], tuple[float, float]], free: float | None
) -> list[Guest]:
    """Return the guests in rows; the first is free up to a place only, or not at all."""
    ends = [inf if free is None else -inf]
    placed = []
    for guest in guests:
        left, right = extent(guest)
        row = next(
            (
                n
                for n, end in enumerate(ends)
                if end <= left and (n or free is None or right <= free)
            ),
            len(ends),
        )
        ends[row : row + 1] = [right]
        placed.append(Guest(guest, row, 0))
    return placed
