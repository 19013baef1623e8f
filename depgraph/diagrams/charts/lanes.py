"""Where the milestones of a timeline stand, and the lines between: lanes, labels, their room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.marks import MARK_RADIUS
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE
from depgraph.diagrams.charts.time_axis import TimeScale, time_scale
from depgraph.diagrams.standing import date_lines, standing
from depgraph.diagrams.text import clean, shorten, width
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.analysis.timeline import Entry, Timeline
    from depgraph.diagrams.theme import Standing

    _Point = tuple[float, float]

MOST_LANES = 42
MOST_DRAWN = 150

_FEW_LANES = 23
_MOST_NAME = 400.0
_GAP = 5.0
_BESIDE = 4.0
_SIDE = 10.0
_LEAST_NAME = 20.0

_ASIDE = 7.0
_STEP = 5.0
_STEPS = 8
_BETWEEN = 3.0
_SAME = 1.0


class Label(Struct):
    """What stands beside a mark, in parts that are set differently; parts may be empty.

    Attributes
    ----------
    words
        What is said of its dates, as in all pictures.
    is_strong
        Whether that is what matters most of it.
    """

    code: str
    name: str
    words: str
    is_strong: bool = False

    def widths(self) -> tuple[float, float, float]:
        """Return how wide each part is with the gap after it, in points."""
        code = width(self.code, LABEL_SIZE, bold=True) + _GAP
        name = width(self.name, LABEL_SIZE) + _GAP if self.name else 0.0
        words = width(self.words, SMALL_SIZE, bold=self.is_strong) if self.words else 0.0
        return code, name, words


class Placed(Struct):
    """A milestone of a timeline, and where it is.

    Attributes
    ----------
    lane
        Counted from 0, the uppermost.
    x
        Where its mark is, in points: when it is expected, or was completed.
    due
        Where the hollow mark of its due date is; None where that is no other date.
    left, right
        Where its label begins and ends.
    """

    entry: Entry
    standing: Standing
    lane: int
    x: float
    due: float | None
    left: float
    right: float
    label: Label


class Lanes(Struct):
    """Milestones in lanes.

    Attributes
    ----------
    is_shared
        Whether a lane holds several milestones; then labels are codes only, and nothing is
        drawn right of a mark.
    has_two_lines
        Whether the name stands on a line of its own.
    left_out
        How many milestones found no room.
    """

    placed: tuple[Placed, ...]
    lanes: int
    scale: TimeScale
    is_shared: bool
    has_two_lines: bool
    left_out: int


def arrange_lanes(data: Timeline, left: float, right: float) -> Lanes:
    """Place milestones in lanes between two x.

    Parameters
    ----------
    data
        With at least one entry.

    Notes
    -----
    Up to 42 milestones have a lane each. More share lanes: each goes to the first lane where
    it is clear of the one before. What finds no lane is left out, and so are all but the 150
    that are expected nearest to the as-of date.
    """
    if len(data.entries) <= MOST_LANES:
        return _own_lanes(data, left, right)
    return _shared_lanes(data, left, right)


def _own_lanes(data: Timeline, left: float, right: float) -> Lanes:
    entries, as_of = data.entries, data.as_of
    has_two_lines = len(entries) <= _FEW_LANES
    days = [day for entry in entries for day in (entry.expected, _due(entry), as_of) if day]
    scale = time_scale(days, left + _SIDE, right - _SIDE)
    placed = []
    for lane, entry in enumerate(entries):
        x, due = scale.x(entry.expected), _due(entry)
        due_x = None if due is None else scale.x(due)
        marks = x, x if due_x is None else due_x
        begin = max(marks) + MARK_RADIUS + _BESIDE
        end = min(marks) - MARK_RADIUS - _BESIDE
        label = _label(entry, as_of, data.late.get(entry.code))
        room = right - begin, end - left
        needed = _room(label, has_two_lines=has_two_lines)
        # Right of its mark, unless there is no room and more on the left.
        is_left = needed > room[0] and room[1] > room[0]
        label = _cut(label, max(room) if is_left else room[0], has_two_lines=has_two_lines)
        needed = _room(label, has_two_lines=has_two_lines)
        sides = (end - needed, end) if is_left else (begin, begin + needed)
        how = standing(entry.milestone, as_of, data.late)
        placed.append(Placed(entry, how, lane, x, due_x, *sides, label))
    return Lanes(
        tuple(placed), len(entries), scale, is_shared=False, has_two_lines=has_two_lines, left_out=0
    )


def _shared_lanes(data: Timeline, left: float, right: float) -> Lanes:
    entries, as_of = data.entries, data.as_of
    middle = as_of or entries[0].expected
    nearest = sorted(entries, key=lambda entry: (abs((entry.expected - middle).days), entry.code))
    chosen = set(nearest[:MOST_DRAWN])
    shown = [entry for entry in entries if entry in chosen]
    days = [entry.expected for entry in shown] + ([] if as_of is None else [as_of])
    labels = [
        Label(shorten(clean(entry.code), 90, SMALL_SIZE, bold=True), "", "") for entry in shown
    ]
    room = [width(label.code, SMALL_SIZE, bold=True) + MARK_RADIUS + _GAP for label in labels]
    scale = time_scale(days, left + room[0], right - _SIDE)
    ends: list[float] = []
    placed = []
    for entry, label, needed in zip(shown, labels, room, strict=True):
        x = scale.x(entry.expected)
        lane = next((n for n, end in enumerate(ends) if end <= x - needed), len(ends))
        if lane == MOST_LANES or x - needed < left - _GAP:
            continue
        ends[lane : lane + 1] = [x + MARK_RADIUS + _GAP]
        how = standing(entry.milestone, as_of, data.late)
        placed.append(Placed(entry, how, lane, x, None, x - needed, x - MARK_RADIUS - 3, label))
    left_out = len(entries) - len(placed)
    return Lanes(
        tuple(placed), len(ends), scale, is_shared=True, has_two_lines=False, left_out=left_out
    )


def _label(entry: Entry, as_of: date | None, late: Late | None) -> Label:
    milestone = entry.milestone
    name = shorten(clean(milestone.name or ""), _MOST_NAME, LABEL_SIZE)
    code = shorten(clean(milestone.id), 120, LABEL_SIZE, bold=True)
    lines = date_lines(milestone, as_of, late, entry.expected)
    # When it was due is where the hollow mark stands.
    shown = [line.with_slip for line in lines if late is None or line.weight != "faint"]
    return Label(code, name, " · ".join(shown), is_strong=late is not None)


def _due(entry: Entry) -> date | None:
    """Return the due date of a milestone where it is another than the one it is expected at."""
    due = entry.milestone.due
    return None if due == entry.expected else due


def _room(label: Label, *, has_two_lines: bool) -> float:
    code, name, words = label.widths()
    return max(code + words, name) if has_two_lines else code + name + words


def _cut(label: Label, room: float, *, has_two_lines: bool) -> Label:
    """Return a label that is no wider than there is room for, at the cost of the name."""
    over = _room(label, has_two_lines=has_two_lines) - room
    if over <= 0 or not label.name:
        return label
    left = width(label.name, LABEL_SIZE) - over
    return label._replace(name=shorten(label.name, left, LABEL_SIZE) if left > _LEAST_NAME else "")


class Routes:
    """Where lines run; each keeps clear of those before.

    Parameters
    ----------
    placed
        What stands in the lanes, from the top down.
    top
        The top of the first lane, in points.
    pitch
        The height of a lane.
    """

    def __init__(self, placed: Sequence[Placed], top: float, pitch: float) -> None:
        self._placed = placed
        self._top = top
        self._pitch = pitch
        self._uprights: list[tuple[float, float, float, str]] = []

    def route(self, before: Placed, after: Placed) -> list[_Point]:
        """Return the corners of the line from one milestone to another."""
        down = 1 if after.lane > before.lane else -1
        start = before.x, self._middle(before) - down * MARK_RADIUS
        tip = after.x, self._middle(after) + down * (MARK_RADIUS + 0.5)
        edge = self._middle(after) + down * self._pitch / 2
        x = self._clear_x(before, after, edge)
        low, high = sorted((start[1], edge))
        self._uprights.append((x, low, high, before.entry.code))
        if abs(x - before.x) < _SAME and abs(x - after.x) < _SAME:
            return [start, tip]
        if abs(x - before.x) < _SAME:
            return [start, (before.x, edge), (after.x, edge), tip]
        below = self._middle(before) - down * self._pitch / 2
        return [start, (before.x, below), (x, below), (x, edge), (after.x, edge), tip]

    def _middle(self, placed: Placed) -> float:
        return self._top - (placed.lane + 0.5) * self._pitch

    def _clear_x(self, before: Placed, after: Placed, edge: float) -> float:
        """Return where a line goes down or up: where its source is, else left of that."""
        low, high = sorted((before.lane, after.lane))
        marks = [
            x
            for placed in self._placed[low + 1 : high]
            for x in (placed.x, placed.due)
            if x is not None
        ]
        reach = sorted((self._middle(before), edge))
        tried = [before.x, *(before.x - _ASIDE - n * _STEP for n in range(_STEPS))]
        for x in tried:
            is_hit = any(abs(mark - x) < MARK_RADIUS + 1 for mark in marks)
            if not is_hit and not self._is_taken(x, reach, before.entry.code):
                return x
        return tried[1]

    def _is_taken(self, x: float, reach: Sequence[float], code: str) -> bool:
        """Whether the line of another source runs there."""
        return any(
            abs(other - x) < _BETWEEN and low < reach[1] and reach[0] < high and source != code
            for other, low, high, source in self._uprights
        )
