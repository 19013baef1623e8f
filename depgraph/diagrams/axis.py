"""The axis of the calendar: where each day is, and the grid of years and quarters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.diagrams.labels import TABLE, font
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.shapes import add_as_of_line, add_box, add_words, place
from depgraph.diagrams.text import width
from depgraph.diagrams.theme import BAND_SIZE, CODE_SIZE, SMALL_SIZE, TEXT_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.theme import Theme

_EDGE = 14.0
_BEHIND = 64.0

_LEAST_DAYS = 30
_UNDATED_ROOM = 62.0
_QUARTER_ROOM = 11.0
_QUARTER_WORD_ROOM = 26.0
_YEAR_ROOM = 44.0
_NARROW_YEAR = 18.5
"""So much room a year needs in smaller words."""

_MONTHS_IN_A_QUARTER = 3
_MONTHS = 12


class Axis:
    """Time from left to right. Lengths are in points, from the left of the body.

    Parameters
    ----------
    days
        All days that must be on it; without any it has no years. It begins with the quarter of
        the first.
    left, right
        What it takes.
    has_undated
        Whether there is room right of it for marks without a date.
    behind
        What is free behind the last day, for words beside its symbol.
    """

    def __init__(
        self,
        days: Sequence[date],
        left: float,
        right: float,
        *,
        has_undated: bool,
        behind: float = _BEHIND,
    ) -> None:
        self._is_dated = bool(days)
        first, self._last = (min(days), max(days)) if days else (date.min, date.min)
        month = (first.month - 1) // _MONTHS_IN_A_QUARTER * _MONTHS_IN_A_QUARTER + 1
        self._first = date(first.year, month, 1)
        self._left = left + _EDGE
        self._end = right - (_UNDATED_ROOM if has_undated else 0.0)
        self._behind = behind
        self._has_undated = has_undated
        self._days = max((self._last - self._first).days, _LEAST_DAYS)
        self._last_year = min(self._last.year + 1, date.max.year)

    @property
    def undated(self) -> float:
        """Where the marks without a date begin."""
        return self._end + _EDGE

    def x(self, day: date) -> float:
        """Return where a day is."""
        room = self._end - self._behind - self._left
        return self._left + room * (day - self._first).days / self._days

    @property
    def before(self) -> float:
        """Where what is dated before the axis begins is told."""
        return self._left - _EDGE / 2

    def draw(
        self, drawing: Canvas, frame: Frame, tops: Sequence[float], as_of: date | None, theme: Theme
    ) -> None:
        """Add years and quarters, stripes behind every other lane, and the as-of date if any.

        Parameters
        ----------
        frame
            Where the body is on the sheet.
        tops
            The top of each lane, and the bottom of the last.
        """
        for n in range(0, len(tops) - 1, 2):
            stripe = frame._replace(top=tops[n], bottom=tops[n + 1])
            add_box(drawing, f"stripe~{n}", stripe, theme.bands[0], "band")
        bottom, top = tops[-1], frame.top - 4
        quarters = self._quarters() if self._is_dated else []
        quarter = (self._end - self._left) / max(len(quarters), 1)
        every = self._years_between_words()
        for day in quarters:
            is_year = day.month == 1
            if day.year % every if is_year else quarter < _QUARTER_ROOM:
                continue
            x = frame.left + self.x(day)
            half, high = (0.5, top) if is_year else (0.2, top - 15)
            line = Frame(x - half, bottom, x + half, high)
            add_box(drawing, f"tick~{day}", line, theme.frame, "tick")
            if quarter >= _QUARTER_WORD_ROOM:
                words = f"Q{day.month // _MONTHS_IN_A_QUARTER + 1}"
                at = x + quarter / 2, tops[0] + 6
                if at[0] + width(words, SMALL_SIZE) / 2 < frame.left + self._end:
                    add_words(drawing, f"period~{day}", words, at, SMALL_SIZE, theme.faint)
        if self._is_dated:
            self._add_years(drawing, frame, every, theme)
        if self._has_undated:
            x = frame.left + self._end
            line = Frame(x - 0.5, bottom, x + 0.5, top)
            add_box(drawing, "tick~undated", line, theme.frame, "tick")
            at = x + _UNDATED_ROOM / 2, frame.top - 10
            add_words(drawing, "no-date", "no date", at, CODE_SIZE, theme.faint)
        if as_of is not None:
            self._add_as_of(drawing, frame, tops, as_of, theme)

    def _add_years(self, drawing: Canvas, frame: Frame, every: int, theme: Theme) -> None:
        """Add the years in the middle of their room, or at their beginning where it is narrow."""
        is_narrow = self._room_of_a_year() < _YEAR_ROOM
        size, room = (SMALL_SIZE, _NARROW_YEAR) if is_narrow else (BAND_SIZE, _YEAR_ROOM)
        for year in range(self._first.year, self._last_year + 1):
            left = max(self.x(date(year, 1, 1)), self.x(self._first))
            if left > self._end - room / 2:
                continue
            ends = year < date.max.year
            right = min(self.x(date(year + 1, 1, 1)) if ends else self._end, self._end)
            if every > 1:
                if year % every:
                    continue
                right = left + _YEAR_ROOM
            if right - left < room - 1 and self._last_year > self._first.year:
                continue
            at = frame.left + (left + right) / 2, frame.top - 10
            add_words(drawing, f"year~{year}", str(year), at, size, theme.faint)

    def _add_as_of(
        self, drawing: Canvas, frame: Frame, tops: Sequence[float], as_of: date, theme: Theme
    ) -> None:
        """Add the line at the as-of date, with its date on a plate at its end."""
        x = frame.left + self.x(as_of)
        words = f"as of {as_of}"
        half = width(words, TEXT_SIZE, bold=True) / 2 + 6
        at = min(x, frame.right - half), tops[-1] - 4
        add_as_of_line(drawing, x, at[1], frame.top - 20, theme.as_of)
        label = (
            f'<{TABLE[:-1]} BGCOLOR="{theme.as_of}" CELLPADDING="2">'
            f"<TR><TD>{font(words, TEXT_SIZE, theme.page, bold=True)}</TD></TR></TABLE>>"
        ).replace(' CELLPADDING="0"', "")
        drawing.node("as-of", label, shape="plain", pos=place(*at), **{"class": "words"})

    def _years_between_words(self) -> int:
        """Return every how many years there is room for a word."""
        year = self._room_of_a_year()
        if year >= _NARROW_YEAR:
            return 1
        for every in (2, 5, 10, 20, 50, 100):
            if year * every >= _YEAR_ROOM:
                return every
        return 200

    def _room_of_a_year(self) -> float:
        return (self._end - self._behind - self._left) * 365 / self._days

    def _quarters(self) -> list[date]:
        """Return the first days of the quarters on the axis."""
        return [
            date(year, month, 1)
            for year in range(self._first.year, self._last_year + 1)
            for month in range(1, _MONTHS + 1, _MONTHS_IN_A_QUARTER)
            if self._first <= date(year, month, 1) and self.x(date(year, month, 1)) < self._end - 2
        ]
