"""The table of the main milestones on the page that is sent round, with a strip of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.diagrams.charts.style import GRID
from depgraph.diagrams.charts.surface import BARS_AT, GRID_AT, Surface
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.text import clean, shorten, width
from depgraph.diagrams.theme import AS_OF, FAINT_INK, INK, LATE_WORDS, PAINTS
from depgraph.words import and_more, listed

if TYPE_CHECKING:
    from depgraph.diagrams.charts.summary_contents import Contents, Row
    from depgraph.diagrams.charts.surface import Align
    from depgraph.diagrams.theme import Standing

_SIZE = 8.0
_SMALL = 7.6
_LEAST_PITCH, _MOST_PITCH = 11.0, 15.0
_HEAD = 34.0
_NOTE = 22.0
_MOST_CODES = 7
_NAME, _DUE, _EXPECTED, _LATE = 72.0, 242.0, 292.0, 368.0
_MOVED, _DONE, _STRIP = 404.0, 434.0, 444.0
_REACH = 3.6
_KEPT = 5
"""Of a code that is too wide, so many of its last characters stay."""
_YEAR = 24.0


class MainTable:
    """The main milestones that are not complete, as many as there is room for.

    Parameters
    ----------
    contents
        What stands on the page.
    frame
        The room that there is.
    """

    def __init__(self, sheet: Surface, contents: Contents, frame: Frame) -> None:
        self._sheet = sheet
        self._contents = contents
        self._frame = frame
        rows = contents.rows
        room = frame.height - _HEAD - _NOTE
        most = max(int(room / _LEAST_PITCH), 1)
        self._rows = rows[:most]
        self._pitch = min(_MOST_PITCH, room / max(len(self._rows), 1))
        days = [
            day
            for row in self._rows
            for day in (row.before, row.due, row.expected)
            if day is not None
        ]
        if contents.as_of:
            days.append(contents.as_of)
        self._is_dated = bool(days)
        self._first = min(days, default=date.min).toordinal()
        self._last = max(days, default=date.min).toordinal()

    def draw(self) -> float:
        """Draw it, and return how far down the page it reaches."""
        if not self._rows:
            return self._frame.top
        contents, sheet = self._contents, self._sheet
        left, right, y = self._frame.left, self._frame.right, self._frame.top
        sheet.text(left, y, contents.heading, size=10.4, bold=True)
        sheet.line([(left, y - 4), (right, y - 4)], colour=INK, weight=0.8)
        self._draw_heads(y - 15)
        top = y - 19
        if self._is_dated:
            self._draw_grid(top, top - self._pitch * len(self._rows))
        for number, row in enumerate(self._rows):
            self._draw_row(row, top - self._pitch * (number + 1))
        return self._draw_notes(top - self._pitch * len(self._rows))

    def _draw_heads(self, y: float) -> None:
        heads: list[tuple[float, str, Align]] = [
            (4.0, "milestone", "left"),
            (_NAME, "name", "left"),
            (_DUE, "due", "left"),
        ]
        heads += [(_EXPECTED, "expected", "left"), (_LATE, "late", "right")]
        if self._contents.previous:
            heads.append((_MOVED, "moved", "right"))
        if any(row.done for row in self._rows):
            heads.append((_DONE, "done", "right"))
        for across, title, align in heads:
            x = self._frame.left + across
            self._sheet.text(x, y, title, size=_SMALL, bold=True, align=align, colour=FAINT_INK)

    def _x(self, ordinal: int) -> float:
        left, right = self._frame.left + _STRIP + 5, self._frame.right - 5
        share = (ordinal - self._first) / max(self._last - self._first, 1)
        return left + share * (right - left)

    def _draw_grid(self, top: float, bottom: float) -> None:
        sheet = self._sheet
        years = range(date.fromordinal(self._first).year, date.fromordinal(self._last).year + 1)
        step = max(1, round(_YEAR * len(years) / (self._frame.width - _STRIP)))
        for year in years:
            begin = date(year, 1, 1).toordinal()
            if self._first <= begin <= self._last:
                x = self._x(begin)
                sheet.line([(x, bottom), (x, top)], colour=GRID, at=GRID_AT)
                if year % step == 0:
                    label = f"’{year % 100:02d}"  # noqa: RUF001 - as years are shortened
                    sheet.text(x, top + 4, label, size=_SMALL, align="center", colour=FAINT_INK)
        if self._contents.as_of:
            x = self._x(self._contents.as_of.toordinal())
            sheet.line([(x, bottom), (x, top)], colour=AS_OF, dashes=(2, 2), weight=0.8, at=GRID_AT)

    def _draw_row(self, row: Row, bottom: float) -> None:
        sheet, left = self._sheet, self._frame.left
        y = bottom + self._pitch / 2 - 2.6
        standing = row.standing
        if standing in ("late", "projected"):
            paint = PAINTS[standing]
            wide = _NAME - 4 if standing == "late" else 3.0
            frame = Frame(left, bottom + 0.4, left + wide, bottom + self._pitch - 0.4)
            sheet.box(frame, fill=paint.fill if standing == "late" else paint.line)
        code = _shorter_code(clean(row.code), _NAME - 8)
        sheet.text(left + 5, y, code, size=_SIZE, bold=True)
        name = shorten(clean(row.name), _DUE - _NAME - 6, _SIZE)
        sheet.text(left + _NAME, y, name, size=_SIZE)
        sheet.text(left + _DUE, y, str(row.due or "–"), size=_SIZE)  # noqa: RUF001
        is_late = row.late is not None
        sheet.text(left + _EXPECTED, y, row.expected_words, size=_SIZE, bold=is_late)
        self._draw_numbers(row, left, y)
        sheet.line([(left, bottom), (self._frame.right, bottom)], colour=GRID, weight=0.5)
        self._draw_strip(row, standing, bottom + self._pitch / 2)

    def _draw_numbers(self, row: Row, left: float, y: float) -> None:
        late = row.late
        if late is not None:
            text, colour = f"+{late:,}", LATE_WORDS
        else:
            text = "–" if row.days_left is None else f"in {row.days_left} d"  # noqa: RUF001
            colour = INK
        numbers = [(_LATE, text, colour, late is not None)]
        if self._contents.previous:
            ink = FAINT_INK if row.moved == "new" else INK
            numbers.append((_MOVED, row.moved, ink, False))
        numbers.append((_DONE, row.done, INK, False))
        for across, words, ink, bold in numbers:
            self._sheet.text(
                left + across, y, words, size=_SIZE, align="right", colour=ink, bold=bold
            )

    def _draw_strip(self, row: Row, standing: Standing, y: float) -> None:
        sheet, paint = self._sheet, PAINTS[standing]
        before, due, expected = (
            None if day is None else self._x(day.toordinal())
            for day in (row.before, row.due, row.expected)
        )
        if before is not None and due is not None and before != due:
            sheet.line([(before, y - 3), (before, y + 3)], colour=FAINT_INK, weight=0.9)
            sheet.line([(before, y), (due, y)], colour=FAINT_INK, dashes=(1.2, 1.2))
        if due is not None and expected is not None and due != expected:
            bar = Frame(min(due, expected), y - 1.8, max(due, expected), y + 1.8)
            sheet.box(bar, fill=paint.bar, line=paint.line, at=BARS_AT)
            sheet.diamond(due, y, _REACH, fill="#FFFFFF", line=paint.line)
        if expected is not None:
            weight = 1.5 if standing == "projected" else 0.8
            sheet.diamond(expected, y, _REACH, fill=paint.cell, line=paint.cell_line, weight=weight)

    def _draw_notes(self, bottom: float) -> float:
        notes = []
        if rest := and_more(len(self._contents.rows) - len(self._rows)):
            notes.append(f"… {rest}: depgraph report -o report.html")
        if self._contents.complete:
            notes.append(f"Complete: {listed(self._contents.complete, _MOST_CODES)}")
        previous = self._contents.previous
        moved = f"; moved: days since {previous}; │ its date then" if previous else ""
        drawn = "; ◇ due, ◆ now expected; dashed: as of" if self._is_dated else ""
        notes.append(f"Late: days after due{moved}{drawn}")
        y = bottom
        for note in (". ".join(notes[:-1]), notes[-1]):
            if note:
                y -= 9.5
                text = shorten(clean(note), self._frame.width, _SMALL)
                self._sheet.text(self._frame.left, y, text, size=_SMALL, colour=FAINT_INK)
        return y - 10


def _shorter_code(code: str, room: float) -> str:
    """Return a code that is not too wide: it differs from others mostly at its end."""
    if width(code, _SIZE, bold=True) <= room:
        return code
    end = code[-_KEPT:]
    return shorten(code[:-_KEPT], room - width(end, _SIZE, bold=True), _SIZE, bold=True) + end
