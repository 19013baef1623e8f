"""The burndown chart: how many milestones are left, as planned, as it went, as forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.page import Page, codes_note, scope_notes
from depgraph.diagrams.charts.style import LABEL_SIZE, SMALL_SIZE, SUBTITLE_SIZE, round_step
from depgraph.diagrams.charts.surface import BANDS_AT, GRID_AT, LINES_AT, MARKS_AT
from depgraph.diagrams.charts.time_axis import (
    FLAGS,
    HEADING,
    as_of_flag,
    draw_time_axis,
    time_scale,
)
from depgraph.diagrams.paper import A4, Frame, Paper
from depgraph.diagrams.text import clean, counted, shorten, width
from depgraph.diagrams.theme import FAINT_INK, INK, PAINTS
from depgraph.model.documents import as_of_words
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.analysis.burndown import Burndown, Count
    from depgraph.analysis.scope import Scope
    from depgraph.diagrams.charts.time_axis import TimeScale

PLANNED = "#6B6B6B"
ACTUAL = PAINTS["done"].line
FORECAST = PAINTS["late"].line
_PLANNED_DASHES = (5, 2.5)
_FORECAST_DASHES = (1.2, 1.6)
_SIDE = 172.0
_AXIS = 26.0
_CLEAR = 14.0
_MOST_GROUPS = 14


def figure(
    data: Burndown,
    *,
    title: str | None = None,
    scope: Scope | None = None,
    paper: Paper = A4,
) -> Page:
    """Draw a burndown."""
    parts = (
        f"{counted(data.total, 'milestone')} by due date",
        as_of_words(data.as_of, data.documents),
    )
    notes = _date_notes(data, scope)
    page = Page(title or "Burndown", parts, notes, scope=scope, paper=paper)
    if not data.total:
        page.say_nothing("No milestone has a due date: there is nothing to count.")
        return page
    room = page.frame
    frame = Frame(room.left + _AXIS, room.bottom + FLAGS, room.right - _SIDE, room.top - HEADING)
    scale = time_scale([count.date for count in data.counts], frame.left, frame.right)
    draw_time_axis(page, scale, frame, as_of_flag(data.as_of))
    _Chart(page, data, frame, scale).draw()
    _Panel(page, data, Frame(frame.right + 16, room.bottom, room.right, room.top)).draw()
    return page


class _Chart:
    """The three counts over time."""

    def __init__(self, page: Page, data: Burndown, frame: Frame, scale: TimeScale) -> None:
        self._page = page
        self._data = data
        self._frame = frame
        self._scale = scale
        self._step = round_step(data.total / 10)
        self._most = max(data.total * 1.04, 1.0)

    def draw(self) -> None:
        self._draw_axis()
        planned = self._steps(lambda count: count.planned)
        actual = self._steps(lambda count: count.actual)
        forecast = self._steps(lambda count: count.forecast)
        self._fill_gap()
        page = self._page
        page.line(planned, colour=PLANNED, weight=1.4, dashes=_PLANNED_DASHES)
        if forecast and self._data.complete < self._data.total:
            forecast.insert(0, actual[-1])
            page.line(forecast, colour=FORECAST, weight=2.0, dashes=_FORECAST_DASHES)
        page.line(actual, colour=ACTUAL, weight=2.4)
        self._mark_today()

    def _y(self, count: float) -> float:
        return self._frame.bottom + count / self._most * self._frame.height

    def _draw_axis(self) -> None:
        frame, page = self._frame, self._page
        for count in range(0, self._data.total + 1, self._step):
            page.level(frame, self._y(count), f"{count:,}")
        page.text(frame.left - _AXIS, frame.top + 4, "left", colour=FAINT_INK)

    def _steps(self, pick: Callable[[Count], int | None]) -> list[tuple[float, float]]:
        """Return the corners of the line of one count: level until it changes."""
        points: list[tuple[float, float]] = []
        for count in self._data.counts:
            left = pick(count)
            if left is None:
                continue
            x, y = self._scale.x(count.date), self._y(left)
            if points:
                points.append((x, points[-1][1]))
            points.append((x, y))
        return points

    def _fill_gap(self) -> None:
        """Shade what is behind the plan up to the as-of date, and what is ahead of it."""
        for before, after in zip(self._data.counts, self._data.counts[1:], strict=False):
            if after.actual is None or before.actual is None or before.actual == before.planned:
                continue
            low, high = sorted((before.actual, before.planned))
            left, right = self._scale.x(before.date), self._scale.x(after.date)
            is_behind = before.actual > before.planned
            fill = PAINTS["late" if is_behind else "done"].fill
            self._page.box(
                Frame(left, self._y(low), right, self._y(high)), fill=f"{fill}99", at=GRID_AT
            )

    def _mark_today(self) -> None:
        data, page = self._data, self._page
        x = self._scale.x(data.as_of)
        left, planned = data.total - data.complete, data.total - data.planned
        y, aim = self._y(left), self._y(planned)
        is_low = y < aim
        page.disc(x, y, 3.6, fill=ACTUAL)
        self._say_left(x, y, f"{left:,} left", colour=ACTUAL, size=SUBTITLE_SIZE, is_low=is_low)
        if abs(aim - y) > _CLEAR:
            page.disc(x, aim, 2.6, fill=PLANNED)
            words = f"{planned:,} planned"
            self._say_left(x, aim, words, colour=PLANNED, size=LABEL_SIZE, is_low=not is_low)

    def _say_left(
        self, x: float, y: float, words: str, *, colour: str, size: float, is_low: bool
    ) -> None:
        """Write a count beside its dot: right above it, or left below it, if there is room."""
        room = width(words, size, bold=True) + 12
        is_low = is_low and y - self._frame.bottom > 12
        is_right = x + room < self._frame.right and (not is_low or x - room < self._frame.left)
        self._page.text(
            x + 7 if is_right else x - 7,
            y - 10 if is_low else y + 3,
            words,
            size=size,
            colour=colour,
            bold=True,
            align="left" if is_right else "right",
            plate=True,
        )


class _Panel:
    """The column at the right: what the lines say, and how each group stands."""

    def __init__(self, page: Page, data: Burndown, frame: Frame) -> None:
        self._page = page
        self._data = data
        self._frame = frame
        self._y = frame.top - 8

    def draw(self) -> None:
        data = self._data
        behind = data.planned - data.complete
        verdict = f"{abs(behind):,} behind the plan" if behind > 0 else (
            f"{-behind:,} ahead of the plan" if behind else "as planned"
        )  # fmt: skip
        paint = PAINTS["late"] if behind > 0 else PAINTS["done"]
        self._say(verdict, size=12, bold=True, colour=paint.line, leading=20)
        self._line(ACTUAL, (), 2.4)
        self._say("Actual", bold=True, size=LABEL_SIZE)
        self._say(f"{data.complete:,} of {data.total:,} complete on {data.as_of}", leading=16)
        self._line(PLANNED, _PLANNED_DASHES, 1.4)
        self._say("Planned", bold=True, size=LABEL_SIZE)
        self._say(f"{data.planned:,} due by then, the last on {data.last_due}", leading=16)
        if not data.unprojected and data.complete < data.total:
            self._line(FORECAST, _FORECAST_DASHES, 2.0)
            self._say("Forecast: at the earliest", bold=True, size=LABEL_SIZE)
            end = data.last_projected
            self._say(f"the last on {end}" if end else "", leading=10)
            if data.at_once:
                self._say(f"{data.at_once:,} of them could be complete at once", leading=16)
        if len(data.shares) > 1:
            self._draw_groups()

    def _draw_groups(self) -> None:
        page, left, right = self._page, self._frame.left, self._frame.right
        self._y -= 12
        for x, head in ((right - 84, "done"), (right - 42, "planned"), (right, "of")):
            page.text(x, self._y, head, colour=FAINT_INK, align="right")
        page.line(((left, self._y - 3.5), (right, self._y - 3.5)), colour=FAINT_INK)
        self._y -= 13
        shares = sorted(
            self._data.shares, key=lambda share: (share.complete - share.planned, share.group or "")
        )
        for share in shares[:_MOST_GROUPS]:
            is_behind = share.complete < share.planned
            colour = PAINTS["late"].line if is_behind else INK
            name = shorten(
                clean(share.group or "no team"), right - 110 - left, LABEL_SIZE, bold=True
            )
            page.text(left, self._y, name, size=LABEL_SIZE, bold=True)
            page.text(
                right - 84, self._y, f"{share.complete:,}",
                size=LABEL_SIZE, colour=colour, bold=is_behind, align="right",
            )  # fmt: skip
            page.text(right - 42, self._y, f"{share.planned:,}", size=LABEL_SIZE, align="right")
            page.text(right, self._y, f"{share.total:,}", size=LABEL_SIZE, align="right")
            self._draw_share(share.complete, share.planned, share.total)
            self._y -= 18
        if rest := and_more(len(shares) - _MOST_GROUPS, "more groups"):
            self._say(rest, colour=FAINT_INK)

    def _draw_share(self, complete: int, planned: int, total: int) -> None:
        """Draw a bar of what is done, with a tick at what should be."""
        page, left, right, y = self._page, self._frame.left, self._frame.right, self._y - 5.5
        span = right - left
        page.box(Frame(left, y, right, y + 3), fill=PAINTS["undated"].fill, at=BANDS_AT)
        page.box(Frame(left, y, left + span * complete / total, y + 3), fill=PAINTS["done"].cell)
        x = left + span * planned / total
        page.line(((x, y - 1), (x, y + 4)), colour=INK, weight=1.4, at=MARKS_AT)

    def _line(self, colour: str, dashes: Sequence[float], weight: float) -> None:
        left = self._frame.left
        self._page.line(
            ((left, self._y + 2.6), (left + 22, self._y + 2.6)),
            colour=colour,
            weight=weight,
            dashes=dashes,
            at=LINES_AT,
        )

    def _say(
        self,
        words: str,
        *,
        size: float = SMALL_SIZE,
        bold: bool = False,
        colour: str = INK,
        leading: float = 10.0,
    ) -> None:
        indent = 28 if size == LABEL_SIZE else 0
        self._page.text(
            self._frame.left + indent, self._y, words, size=size, bold=bold, colour=colour
        )
        self._y -= leading


def _date_notes(data: Burndown, scope: Scope | None) -> list[str]:
    notes = [
        codes_note("without a due date", data.without_due),
        codes_note("complete at no known date", data.without_completion),
    ]
    notes += scope_notes(scope)
    if data.unprojected:
        notes.append(f"There is no forecast: {data.unprojected}.")
    return notes
