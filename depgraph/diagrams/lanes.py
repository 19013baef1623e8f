"""The lanes of the calendar: who has one, what is in it, and in which rows."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING

from depgraph.diagrams.elbows import KINDS, Kind
from depgraph.diagrams.standing import drawn_date
from depgraph.diagrams.timeline import leading_on
from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.elbows import Name
    from depgraph.diagrams.scene import Scene

MOST_ROWS = 3
"""So many rows of features a lane has at most; where they fill these, they share them."""

UNDATED_IN_A_ROW = 6
"""How many symbols without a date stand side by side, right of the axis."""

ROW = 7.8
"""The height of a row of features, in points."""

_NAMED_ROW = 11.0
_PADDING = 0.1
_HALF = 6.25
_ABOVE = 4.5
_ABOVE_RING = 3.6
_BETWEEN = 4.4
_TO_ROWS = 4.2
_BELOW_ROWS = 9.2
_ON_PATH = 4.2
_PILL = 1.5
_OVER = 0.9
"""A link may go along a little above a lane: there nothing of the lane before is in its way."""

_INTO = 3.5
"""The tip of a ring may reach into the lane below."""

_DRIVER_ROW = 3
"""There is room for the slack of its link between a lane's milestone and this row."""


class Span(Struct):
    """What a symbol on the calendar tells of dates.

    Attributes
    ----------
    due
        The date that it should have been, or should be, complete by, where that is another
        than `at`.
    at
        When it was completed, or is expected now; None where it has no date.
    before
        The date in an earlier schedule, where that was another.
    """

    at: date | None
    due: date | None
    before: date | None

    @property
    def days(self) -> list[date]:
        """All dates that it tells of."""
        return [day for day in self if day is not None]


class Guest(Struct):
    """A milestone in the lane of one that waits on it.

    `row` counts upward from 1, the row above the lane's own milestone; it is 0 for what stands
    beside that in the column of what has no date, where `place` is its place.
    """

    code: str
    row: int
    place: int = 0


class Lane(Struct):
    """A milestone, and what is shown in its lane. Lengths are in points.

    Attributes
    ----------
    code, guests
        Who has the lane, and who is in it.
    height
        How high it is.
    middle
        How far below its top its own milestone stands.
    levels
        How far above that milestone the links to it go along, by their kind.
    rows, pitch
        How far above that milestone the lowest row of guests is, and each above the one before.
    """

    code: str
    guests: tuple[Guest, ...]
    height: float
    middle: float
    levels: Mapping[Kind, float]
    rows: float
    pitch: float = ROW

    def below_top(self, row: int) -> float:
        """Return how far below the top of the lane a row of guests is."""
        return self.middle - (self.rows + self.pitch * (row - 1) if row else 0.0)


def span(scene: Scene, code: str) -> Span:
    """Return what the symbol of a milestone tells of dates."""
    milestone, at = scene.graph[code], scene.expected.get(code)
    late = scene.late.get(code)
    due = late.since if late else milestone.due
    move = scene.move(code)
    return Span(at, due if at != due else None, move.before if move else None)


def spans_of(scene: Scene) -> dict[str, Span]:
    """Return what the symbols of all milestones tell of dates, by code."""
    shown = (*scene.folding.drawn, *scene.folding.targets)
    return {code: span(scene, code) for code in shown}


def dated_places(
    names: Iterable[Name],
    spans: Mapping[str, Span],
    day_of: Callable[[Span], date | None],
    x: Callable[[date], float],
) -> dict[Name, float]:
    """Return where another date is of each symbol that has one, and stands at a date."""
    days = {name: day_of(spans[name[0]]) for name in names if spans[name[0]].at is not None}
    return {name: x(day) for name, day in days.items() if day is not None}


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


class Room(Struct):
    """What a lane needs room for. Lengths are in points.

    Attributes
    ----------
    words
        How high the words beside its milestone are.
    left
        How high the words left of the axis are.
    levels
        The kinds of links that come in.
    has_words_below
        Whether a link goes along above the words beside its milestone.
    is_on_path
        Whether a float path goes through its milestone, which has a ring then.
    has_pill
        Whether the slack of a link to it stands above it.
    has_driver
        Whether the path comes from one of its guests.
    has_names
        Whether its guests have words beside them, and a row each where these would meet.
    """

    words: float
    left: float
    levels: Collection[Kind]
    has_words_below: bool = False
    is_on_path: bool = False
    has_pill: bool = False
    has_driver: bool = False
    has_names: bool = False


def lanes(
    scene: Scene,
    spans: Mapping[str, Span],
    extent: Callable[[str], tuple[float, float]],
    room_of: Callable[[str], Room],
) -> list[Lane]:
    """Return the lanes from top to bottom.

    Parameters
    ----------
    spans
        The dates of each milestone.
    extent
        Returns from where to where a dated guest reaches, in points.
    room_of
        Returns what a lane needs room for.

    Notes
    -----
    Lanes are sorted by the expected date, prerequisites first, then by code. In a lane, a guest
    takes the first row in which it covers no other, or the one where it covers least.
    """
    guests_by_code = guests_of(scene)
    codes = sorted(guests_by_code)
    has_lane = set(codes)
    pairs = [
        (link.prerequisite, link.dependent)
        for link in scene.links
        if link.prerequisite in has_lane and link.dependent in has_lane
    ]
    laid = []
    for code in _in_order(scene, codes, pairs, spans):
        guests = guests_by_code[code]
        dated = [guest for guest in guests if spans[guest].at is not None]
        undated = [guest for guest in guests if spans[guest].at is None]
        dated.sort(key=lambda guest: (*extent(guest), guest))
        room = room_of(code)
        most = len(dated) if room.has_names else MOST_ROWS
        placed = _in_rows(dated, extent, spans, scene, most)
        start, in_a_row = 1 if spans[code].at is None else 0, UNDATED_IN_A_ROW
        if room.has_names:
            start, in_a_row = max((guest.row for guest in placed), default=0) + 1, 1
        placed += [
            Guest(guest, start + n // in_a_row, n % in_a_row)
            for n, guest in enumerate(sorted(undated))
        ]
        laid.append(_lane(code, placed, room))
    return laid


def _in_order(
    scene: Scene,
    codes: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    spans: Mapping[str, Span],
) -> list[str]:
    """Return codes by the expected date; of one day, prerequisites and float paths first."""
    dependents = leading_on(codes, pairs)
    weight = {"critical": 0, "near": 1}
    place: dict[str, int] = {}

    def order(code: str) -> tuple[object, ...]:
        return weight.get(scene.rank(code) or "", 2), natural(code)

    def day(code: str) -> tuple[bool, str]:
        at = spans[code].at
        return at is None, str(at)

    for _, same_day in groupby(sorted(codes, key=day), key=day):
        left = set(same_day)
        waiting = Counter(after for code in left for after in dependents[code])
        while left:
            # Links that go round were cut: something always waits on nothing that is left.
            free = (code for code in left if not waiting[code])
            code = min(free, key=order)
            left.remove(code)
            place[code] = len(place)
            waiting.subtract(dependents[code])
    return list(place)


def _lane(code: str, guests: Sequence[Guest], room: Room) -> Lane:
    """Return a lane as high as what is in it."""
    half = _HALF + (_ON_PATH if room.is_on_path else 0.0)
    levels: dict[Kind, float] = {}
    above = max(half, room.words / 2 - 2) if room.has_words_below else half
    for kind in KINDS:
        if kind in room.levels:
            above += _BETWEEN if levels else _ABOVE_RING if room.is_on_path else _ABOVE
            levels[kind] = above
    rows = max((guest.row for guest in guests), default=0)
    lowest = max(above + _TO_ROWS if levels else 0.0, _BELOW_ROWS)
    pitch = _NAMED_ROW if room.has_names else ROW
    lowest += (pitch - ROW) / 2
    top = lowest + pitch * (rows - 1) + pitch / 2 if rows else above - _OVER
    top += _ON_PATH / 2 if room.has_driver else 0.0
    top = max(top, room.words / 2) + (_PILL if room.has_pill else 0.0)
    bottom = max(half - (_INTO if room.is_on_path else 0.0), room.words / 2 + _OVER) + _PADDING
    missing = room.left - top - bottom
    top += max(missing, 0.0) + _PADDING
    return Lane(code, tuple(guests), top + bottom, top, levels, lowest, pitch)


def _in_rows(
    guests: Sequence[str],
    extent: Callable[[str], tuple[float, float]],
    spans: Mapping[str, Span],
    scene: Scene,
    most: int,
) -> list[Guest]:
    """Return the guests in at most so many rows; what a path comes from is in the highest."""
    ends: list[float] = []
    rows: dict[str, int] = {}
    for guest in guests:
        left, right = extent(guest)
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        if row >= most:
            same_day = Counter(
                row for code, row in rows.items() if spans[code].at == spans[guest].at
            )
            row = min(range(most), key=lambda n: (same_day[n], ends[n]))
        ends[row : row + 1] = [max(right, ends[row] if row < len(ends) else right)]
        rows[guest] = row
    driving = [guest for guest in guests if scene.paths.rank(guest)]
    if driving and not any(
        rows[guest] >= _DRIVER_ROW - 1 for guest in guests if guest not in driving
    ):
        rows.update(dict.fromkeys(driving, _DRIVER_ROW - 1))
    elif driving:
        top, row = len(ends) - 1, rows[driving[0]]
        rows = {code: {row: top, top: row}.get(place, place) for code, place in rows.items()}
    return [Guest(guest, row + 1) for guest, row in rows.items()]
