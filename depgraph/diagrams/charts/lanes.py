"""Where the milestones of a timeline stand: lanes, labels, and the room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.charts.marks import MARK_RADIUS
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE, shorten, signed_days, width
from depgraph.diagrams.charts.time_axis import TimeScale, time_scale
from depgraph.diagrams.standing import standing
from depgraph.diagrams.text import clean
from depgraph.records import by_type

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.late import Late
    from depgraph.analysis.timeline import Entry, Timeline
    from depgraph.diagrams.theme import Standing

MOST_LANES = 36
MOST_DRAWN = 150

_FEW_LANES = 23
_MOST_NAME = 185.0
_MOST_LONE_NAME = 290.0
_GAP = 5.0
_SIDE = 10.0
_LEAST_TIME = 0.55


@by_type
class Label(NamedTuple):
    """What stands left of a mark, in parts that are set differently; parts may be empty."""

    code: str
    name: str
    dates: str

    def widths(self) -> tuple[float, float, float]:
        """Return how wide each part is with the gap after it, in points."""
        code = width(self.code, LABEL_SIZE, bold=True)
        name = width(self.name, LABEL_SIZE) + _GAP if self.name else 0.0
        dates = width(self.dates, SMALL_SIZE, bold=True) + _GAP if self.dates else 0.0
        return code, name, dates


@by_type
class Placed(NamedTuple):
    """A milestone of a timeline, and where it is.

    Attributes
    ----------
    lane
        Counted from 0, the uppermost.
    x
        Where its mark is, in points.
    start
        Where its label ends: at the mark, or at the bar that begins left of it.
    label_start
        Where its label begins.
    """

    entry: Entry
    standing: Standing
    lane: int
    x: float
    start: float
    label_start: float
    label: Label


@by_type
class Lanes(NamedTuple):
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
    Up to 36 milestones have a lane each. More share lanes: each goes to the first lane where
    it is clear of the one before. What finds no lane is left out, and so are all but the 150
    that are dated nearest to the as-of date.
    """
    if len(data.entries) <= MOST_LANES:
        return _own_lanes(data, left, right)
    return _shared_lanes(data, left, right)


def _own_lanes(data: Timeline, left: float, right: float) -> Lanes:
    entries, as_of = data.entries, data.as_of
    has_two_lines = len(entries) <= _FEW_LANES
    most = _MOST_NAME if not has_two_lines else _MOST_LONE_NAME
    labels = [_label(entry, data.late.get(entry.code), most) for entry in entries]
    days = [day for entry in entries for day in _days_to_show(entry, as_of)]
    whole = time_scale(days, 0, 1)
    starts = [whole.x(_start(entry)) for entry in entries]
    room = right - left - _SIDE
    # The narrowest gutter on the left in which the labels of the earliest milestones fit.
    gutter = max(
        (_room(label, has_two_lines=has_two_lines) - share * room) / (1 - share)
        for label, share in zip(labels, starts, strict=True)
    )
    gutter = min(max(gutter, 0.0), (1 - _LEAST_TIME) * room)
    scale = time_scale(days, left + gutter, right - _SIDE)
    placed = []
    for lane, (entry, label) in enumerate(zip(entries, labels, strict=True)):
        x, start = scale.x(entry.date), scale.x(_start(entry))
        cut = _cut(label, _room(label, has_two_lines=has_two_lines) - (start - left))
        begin = start - _room(cut, has_two_lines=has_two_lines)
        how = standing(entry.milestone, as_of, data.late)
        placed.append(Placed(entry, how, lane, x, start, begin, cut))
    return Lanes(
        tuple(placed), len(entries), scale, is_shared=False, has_two_lines=has_two_lines, left_out=0
    )


def _shared_lanes(data: Timeline, left: float, right: float) -> Lanes:
    entries, as_of = data.entries, data.as_of
    middle = as_of or entries[0].date
    nearest = sorted(entries, key=lambda entry: (abs((entry.date - middle).days), entry.code))
    chosen = set(nearest[:MOST_DRAWN])
    shown = [entry for entry in entries if entry in chosen]
    days = [entry.date for entry in shown] + ([] if as_of is None else [as_of])
    labels = [
        Label(shorten(clean(entry.code), 90, SMALL_SIZE, bold=True), "", "") for entry in shown
    ]
    room = [width(label.code, SMALL_SIZE, bold=True) + MARK_RADIUS + _GAP for label in labels]
    scale = time_scale(days, left + room[0], right - _SIDE)
    ends: list[float] = []
    placed = []
    for entry, label, needed in zip(shown, labels, room, strict=True):
        x = scale.x(entry.date)
        lane = next((n for n, end in enumerate(ends) if end <= x - needed), len(ends))
        if lane == MOST_LANES or x - needed < left - _GAP:
            continue
        ends[lane : lane + 1] = [x + MARK_RADIUS + _GAP]
        how = standing(entry.milestone, as_of, data.late)
        placed.append(Placed(entry, how, lane, x, x, x - needed, label))
    left_out = len(entries) - len(placed)
    return Lanes(
        tuple(placed), len(ends), scale, is_shared=True, has_two_lines=False, left_out=left_out
    )


def _label(entry: Entry, late: Late | None, most: float) -> Label:
    milestone = entry.milestone
    name = shorten(clean(milestone.name or ""), most, LABEL_SIZE)
    code = shorten(clean(milestone.id), 120, LABEL_SIZE, bold=True)
    return Label(code, name, _date_words(entry, late))


def _date_words(entry: Entry, late: Late | None) -> str:
    if late is not None and late.kind == "overdue":
        return f"{late.since}, {late.words}"
    if entry.milestone.is_complete and entry.slip:
        return f"{entry.date}, {signed_days(entry.slip)}"
    return str(entry.date)


def _room(label: Label, *, has_two_lines: bool) -> float:
    code, name, dates = label.widths()
    return (max(code + dates, name) if has_two_lines else code + name + dates) + _GAP + MARK_RADIUS


def _cut(label: Label, over: float) -> Label:
    """Return a label that is narrower by so many points, at the cost of the name."""
    if over <= 0 or not label.name:
        return label
    room = width(label.name, LABEL_SIZE) - over
    return label._replace(name=shorten(label.name, room, LABEL_SIZE) if room > 20 else "")


def _start(entry: Entry) -> date:
    """Return where a milestone begins on the page: at its date, or before at its due date."""
    due = entry.milestone.due
    return entry.date if due is None else min(entry.date, due)


def _days_to_show(entry: Entry, as_of: date | None) -> list[date]:
    days = [entry.date, entry.projected, entry.milestone.due, as_of]
    return [day for day in days if day is not None]
