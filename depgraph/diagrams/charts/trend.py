"""The milestone trend chart: the dates of milestones over the successive schedules.

From left to right are the as-of dates of the schedules, from the bottom up the dates that
they give. A line that rises is a milestone that slips. On the diagonal a date is the as-of
date itself: there a milestone is complete, and below it, overdue. So the room right of the
diagonal is empty, and the names of what is complete stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.schedule_recoding import likely_recoded_sentence
from depgraph.diagrams.charts.marks import MARK_RADIUS, SAID_IN_KEYS, draw_due, draw_key, draw_mark
from depgraph.diagrams.charts.page import Page, codes_note, scope_notes
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE, shaded
from depgraph.diagrams.charts.surface import GRID_AT, LINES_AT, TEXT_AT
from depgraph.diagrams.charts.time_axis import (
    FLAGS,
    HEADING,
    draw_time_axis,
    time_scale,
)
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.spreading import spread_labels
from depgraph.diagrams.text import clean, counted, shorten, signed_days, width
from depgraph.diagrams.theme import FAINT_INK, INK, PAINTS
from depgraph.model.documents import as_of_words
from depgraph.records import Struct
from depgraph.words import listed, natural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.analysis.late import LateKind
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.trends import Trend, Trends
    from depgraph.diagrams.theme import Standing

MOST_DRAWN = 32

_PITCH = 10.2
_SIDE = 256.0
_AXIS = 34.0
_KEY_HEIGHT = 18.0
_HALF = 2.7
_LEAST_LABEL = 110.0
_LEAST_NAME = 50.0
_DIAGONAL = "#8A8A8A"
_DASHES: tuple[tuple[float, ...], ...] = ((), (5, 1.6), (1.6, 1.4), (6, 1.6, 1.6, 1.6))
_SHADES = (0.0, 0.45, -0.35)
"""How much darker or lighter than another a line of the same state is."""
_APART = 1.9
_SAMPLE = 17.0


class _End(Struct):
    """The last point of a trend on the page, and how its milestone and its line look."""

    trend: Trend
    x: float
    y: float
    standing: Standing
    colour: str
    dashes: Sequence[float]


def figure(
    data: Trends,
    *,
    title: str | None = None,
    scope: Scope | None = None,
    paper: Paper = A4,
) -> Page:
    """Draw a milestone trend chart."""
    followed = [trend for trend in data.trends if not _is_history(trend, data.as_of[0])]
    largest = set(sorted(followed, key=lambda trend: (-abs(trend.days), trend.code))[:MOST_DRAWN])
    drawn = [trend for trend in followed if trend in largest]
    page = Page(
        title or "Milestone trends",
        _trends_subtitle(data, followed),
        _trends_notes(data, followed, drawn, scope),
        scope=scope,
        paper=paper,
    )
    if drawn:
        _Chart(page, data, drawn).draw()
    else:
        page.say_nothing("No milestone has a date that could move.")
    return page


class _Chart:
    """The trends of one page."""

    def __init__(self, page: Page, data: Trends, drawn: Sequence[Trend]) -> None:
        self._page = page
        self._data = data
        self._drawn = drawn
        room = page.frame
        self._frame = Frame(
            room.left + _AXIS,
            room.bottom + FLAGS + _KEY_HEIGHT,
            room.right - _SIDE,
            room.top - HEADING,
        )
        across = [place for trend in drawn for place, _ in _places(trend)]
        self._across = time_scale([*across, *data.as_of], self._frame.left, self._frame.right)
        up = [day for trend in drawn for _, day in _places(trend)]
        self._up = time_scale(up, self._frame.bottom, self._frame.top)

    def draw(self) -> None:
        days = [(as_of, str(as_of)) for as_of in self._data.as_of]
        draw_time_axis(self._page, self._across, self._frame, days)
        self._draw_dates()
        self._draw_diagonal()
        ends = [self._draw_trend(n, trend) for n, trend in enumerate(self._drawn)]
        for end in ends:
            with self._page.about("milestone", end.trend.code):
                _draw_mark(self._page, end.x, end.y, end.standing)
        self._draw_labels(sorted(ends, key=lambda end: (end.y, end.trend.code)))
        self._draw_key({end.standing for end in ends})

    def _draw_dates(self) -> None:
        for band in self._up.bands():
            y = self._up.at(band.start)
            if y > self._frame.bottom + 1:
                self._page.level(self._frame, y, band.name)

    def _draw_diagonal(self) -> None:
        first = max(self._across.first, self._up.first)
        last = min(self._across.last, self._up.last)
        if first >= last:
            return
        begin = self._across.at(first), self._up.at(first)
        end = self._across.at(last), self._up.at(last)
        self._page.line((begin, end), colour=_DIAGONAL, weight=0.9, dashes=(1, 2))

    def _draw_trend(self, number: int, trend: Trend) -> _End:
        """Draw a line; lines after each other by date look different, and none hides another."""
        days = _places(trend)
        same = sum(_places(other) == days for other in self._drawn[:number])
        # Lines of the same dates run side by side: by turns above and below.
        aside = (same + 1) // 2 * _APART * (1 if same % 2 else -1)
        places = [(self._across.x(place), self._up.x(day) + aside) for place, day in days]
        how = _standing(trend, self._data.late)
        colour = shaded(PAINTS[how].line, _SHADES[number // len(_DASHES) % len(_SHADES)])
        dashes = _DASHES[number % len(_DASHES)]
        with self._page.about("slip", trend.code):
            self._page.line(places, colour=colour, weight=1.4, dashes=dashes, at=LINES_AT)
            for x, y in places[:-1]:
                self._page.disc(x, y, 2.0, fill=colour)
        return _End(trend, *places[-1], how, colour, dashes)

    def _draw_labels(self, ends: Sequence[_End]) -> None:
        """Write what each line is: beside the last schedule, else right of the diagonal."""
        frame = self._frame
        # What has no room for a label before the last schedule has it in the column behind.
        edge = self._across.x(self._data.as_of[-1]) - MARK_RADIUS - _LEAST_LABEL
        at_last = [end for end in ends if end.x >= edge]
        for end, y in self._spread(at_last):
            with self._page.about("lane", end.trend.code):
                self._draw_label(end, frame.right + MARK_RADIUS + 8, y, self._page.frame.right)
        before = [end for end in ends if end.x < edge]
        for end, y in self._spread(before):
            x = min(edge, max(end.x, self._diagonal_at(y + _HALF))) + MARK_RADIUS + 6
            with self._page.about("lane", end.trend.code):
                self._draw_label(end, x, y, edge + _LEAST_LABEL - 6)

    def _spread(self, ends: Sequence[_End]) -> list[tuple[_End, float]]:
        wanted_heights = [end.y - _HALF for end in ends]
        places = spread_labels(wanted_heights, _PITCH, self._frame.bottom + 2, self._frame.top - 6)
        return list(zip(ends, places, strict=True))

    def _draw_label(self, end: _End, x: float, y: float, right: float) -> None:
        page, milestone = self._page, end.trend.milestone
        code = shorten(clean(milestone.id), 100, LABEL_SIZE, bold=True)
        moved = signed_days(end.trend.days)
        is_slipped = end.trend.days > 0
        page.line(
            ((end.x + 4, end.y), (x - 1.5, y + _HALF)), colour=_DIAGONAL, weight=0.4, at=GRID_AT
        )
        # The line goes on in its own look up to the name of its milestone.
        sample = (x, y + _HALF), (x + _SAMPLE, y + _HALF)
        page.line(sample, colour=end.colour, weight=1.4, dashes=end.dashes, at=TEXT_AT)
        x += _SAMPLE + 3
        page.text(x, y, code, size=LABEL_SIZE, bold=True, plate=True, url=milestone.url)
        x += width(code, LABEL_SIZE, bold=True) + 4
        colour = PAINTS["late"].line if is_slipped else INK
        page.text(x, y, moved, colour=colour, bold=is_slipped, plate=True)
        x += width(moved, SMALL_SIZE, bold=is_slipped) + 4
        if right - x > _LEAST_NAME and milestone.name:
            name = shorten(clean(milestone.name), right - x, SMALL_SIZE)
            page.text(x, y, name, colour=FAINT_INK, plate=True)

    def _diagonal_at(self, y: float) -> float:
        """Return where the diagonal has a height; left of the chart where it has not."""
        share = (y - self._up.left) / (self._up.right - self._up.left)
        day = self._up.first + share * (self._up.last - self._up.first)
        if not self._across.first <= day <= self._across.last:
            return self._frame.left
        return self._across.at(day)

    def _draw_key(self, there: set[Standing]) -> None:
        page, y = self._page, self._frame.bottom - FLAGS - 14
        x = self._frame.left + 5
        words = {how: "due, " * (how == "projected") + SAID_IN_KEYS[how] for how in there}
        x = draw_key(page, x, y, words, _draw_mark)
        page.line(((x, y + 2.4), (x + 18, y + 2.4)), colour=_DIAGONAL, weight=0.9, dashes=(1, 2))
        x = page.explain(x + 22, y, "the date is the as-of date: complete on it, overdue below it")
        page.line(((x, y), (x + 18, y + 5)), colour=PAINTS["later"].line, weight=1.4)
        page.explain(x + 22, y, "a line that rises slips")


def _draw_mark(page: Page, x: float, y: float, standing: Standing) -> None:
    """Draw a mark: a hollow one where the milestone is due, and expected later."""
    if standing == "projected":
        draw_due(page, x, y, standing)
    else:
        draw_mark(page, x, y, standing, radius=4.0)


def _places(trend: Trend) -> list[tuple[date, date]]:
    """Return the points of a trend up to its completion, which lies on the diagonal.

    Where a schedule still has it open that is later than that, it lies there, below the
    diagonal: no line runs back in time.
    """
    places: list[tuple[date, date]] = []
    for point in trend.points:
        if point.is_complete:
            places.append((trend.open_after_completion or point.date, point.date))
            break
        places.append((point.as_of, point.date))
    return places


def _told_later_notes(drawn: Sequence[Trend]) -> list[str]:
    """Return notes on what was complete already when a schedule still had it open."""
    codes: dict[date, list[str]] = {}
    for trend in sorted(drawn, key=lambda trend: natural(trend.code)):
        if (as_of := trend.open_after_completion) is not None:
            codes.setdefault(as_of, []).append(trend.code)
    return [
        f"Complete by {as_of}, but still open in the schedule of that day, {len(late_told)}: "
        f"{listed(late_told)}; their ✔ stands there, below the dotted line."
        for as_of, late_told in sorted(codes.items())
    ]


def _is_history(trend: Trend, first: date) -> bool:
    """Whether it was complete before the first schedule."""
    return trend.points[0].is_complete and trend.points[0].date <= first


def _standing(trend: Trend, late: Mapping[str, LateKind]) -> Standing:
    if trend.points[-1].is_complete:
        return "done"
    kind = late.get(trend.code)
    if kind is None:
        return "later"
    return "late" if kind == "overdue" else "projected"


def _trends_subtitle(data: Trends, followed: Sequence[Trend]) -> list[str]:
    later = sum(trend.days > 0 for trend in followed)
    earlier = sum(trend.days < 0 for trend in followed)
    return [
        f"{counted(len(followed), 'milestone')} over {len(data.as_of)} schedules",
        f"{later} moved later, {earlier} earlier",
        as_of_words(data.as_of[-1], data.documents),
    ]


def _trends_notes(
    data: Trends, followed: Sequence[Trend], drawn: Sequence[Trend], scope: Scope | None
) -> list[str]:
    notes = []
    if len(drawn) < len(followed):
        notes.append(
            f"The {len(drawn)} that moved most are drawn, {len(followed) - len(drawn)} more are "
            "not: `depgraph chart trend` draws those of a team or an owner, or some by code."
        )
    dropped = sum(trend.points[-1].as_of < data.as_of[-1] for trend in drawn)
    if dropped:
        notes.append(f"{dropped} of them end early: the last schedule does not have them.")
    notes += _told_later_notes(drawn)
    history = sorted(t.code for t in data.trends if _is_history(t, data.as_of[0]))
    notes.append(codes_note(f"complete by {data.as_of[0]}", history))
    notes.append(codes_note("without a date in any schedule", data.without_date))
    notes.append(likely_recoded_sentence(data.recoded))
    notes += scope_notes(scope)
    if data.left_out:
        notes.append(f"{data.left_out}.")
    if data.skipped:
        notes.append(f"Without an as-of date: {', '.join(data.skipped)}")
    return notes
