"""The time axis of a chart: days to points, bands of years or months, the as-of line."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from depgraph.diagrams.charts.style import LABEL_SIZE, MINOR_GRID, SMALL_SIZE
from depgraph.diagrams.charts.surface import BANDS_AT, MARKS_AT
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.text import width
from depgraph.diagrams.theme import AS_OF, BANDS, FAINT_INK
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depgraph.diagrams.charts.page import Page

HEADING = 24.0
"""How much room the names of the bands take above a chart."""

FLAGS = 14.0
"""How much room the words of days take below it."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEAST_DAYS = 60
_PADDING = 0.02
_NARROWER = 1.15
_DAYS_PER_MONTH = 365.2425 / 12
_LAST = date.max.toordinal()

# Bands and marks in months, the finest first, with the room that the name of each needs.
_BAND_MONTHS = ((1, 52.0), (12, 30.0))
_MARK_MONTHS = ((1, 20.0), (3, 17.0), (6, 17.0))
_YEARS = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class Band(Struct):
    """A stretch of the axis with its name; the end is the first day after it."""

    start: int
    end: int
    name: str


class TimeScale(Struct):
    """Where the days from `first` to `last` (day numbers) stand between two x."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day is."""
        return self.at(day.toordinal())

    def at(self, number: float) -> float:
        """Return where a day number is."""
        share = (number - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)

    @property
    def points_per_day(self) -> float:
        """How far a day is from the next."""
        return (self.right - self.left) / (self.last - self.first)

    def bands(self) -> list[Band]:
        """Return the bands of the axis: months, years or several years, as there is room."""
        month = self.points_per_day * _DAYS_PER_MONTH
        for months, room in _BAND_MONTHS:
            if month * months >= room:
                return list(self._periods(months, is_band=True))
        for years in _YEARS:
            if month * 12 * years >= _BAND_MONTHS[-1][1]:
                break
        return list(self._periods(12 * years, is_band=True))

    def marks(self) -> list[Band]:
        """Return the finer parts of the bands that have room for a name; none where not."""
        month = self.points_per_day * _DAYS_PER_MONTH
        if month >= _BAND_MONTHS[0][1]:
            return []
        for months, room in _MARK_MONTHS:
            if month * months >= room:
                return list(self._periods(months, is_band=False))
        return []

    def _periods(self, months: int, *, is_band: bool) -> Iterator[Band]:
        place = month_of(self.first) // months * months
        begin = first_of(place)
        while begin <= self.last:
            end = first_of(place + months)
            yield Band(
                max(begin, self.first),
                min(end, self.last),
                _period_name(place, months, is_band=is_band),
            )
            begin = end
            place += months


def time_scale(days: Iterable[date], left: float, right: float) -> TimeScale:
    """Return a scale on which some days stand with a little room on either side.

    Examples
    --------
    >>> scale = time_scale([date(2020, 1, 1), date(2021, 1, 1)], 0, 100)
    >>> 0 < scale.x(date(2020, 1, 1)) < scale.x(date(2021, 1, 1)) < 100
    True
    """
    numbers = sorted(day.toordinal() for day in days)
    first, last = numbers[0], numbers[-1]
    span = max(last - first, _LEAST_DAYS)
    middle = (first + last) / 2
    reach = span * (0.5 + _PADDING)
    first, last = min(first, int(middle - reach)), max(last, int(middle + reach) + 1)
    return _with_names(TimeScale(max(1, first), min(_LAST, last), left, right))


def _with_names(scale: TimeScale) -> TimeScale:
    """Return a scale that is longer where the first or the last band had no room for its name."""
    bands = scale.bands()
    wanted = [width(band.name, LABEL_SIZE, bold=True) + 3 for band in (bands[0], bands[-1])]
    there = [scale.at(band.end) - scale.at(band.start) for band in (bands[0], bands[-1])]
    # What is added makes all the rest narrower.
    days = [
        max(0, ceil((room - band) / scale.points_per_day * _NARROWER))
        for room, band in zip(wanted, there, strict=True)
    ]
    longer = scale._replace(
        first=max(1, scale.first - days[0]), last=min(_LAST, scale.last + days[1])
    )
    if longer == scale:
        return scale
    names = {band.name for band in bands}
    inside = [band for band in longer.bands() if band.name in names]
    if not inside:  # the bands became coarser, and have other names
        return _with_names(longer)
    # No further band begins for that.
    last = max(scale.last, inside[-1].end - 1)
    return longer._replace(first=inside[0].start, last=min(longer.last, last))


def draw_time_axis(
    page: Page,
    scale: TimeScale,
    frame: Frame,
    days: Sequence[tuple[date, str]],
    *,
    gaps: Sequence[tuple[float, float]] = (),
) -> None:
    """Draw bands with their names above a frame, and lines at days that matter.

    Parameters
    ----------
    frame
        The room of the chart; the names stand in the `HEADING` points above it.
    days
        Days, ascending, each with the words for a flag at the foot of its line, such as
        ``as of 2019-05-20``: in the `FLAGS` points below the frame. Where flags would overlap,
        the later one is left out, and so is what is not on the axis.
    gaps
        Where these lines are broken, as pairs of a lower and an upper y, from the top down.
    """
    days = [day for day in days if scale.first <= day[0].toordinal() <= scale.last]
    flags = _flags(scale, frame, days)
    _draw_bands(page, scale, frame)
    for mark in scale.marks():
        left, right = scale.at(mark.start), scale.at(mark.end)
        page.upright(frame, left, colour=MINOR_GRID)
        middle, half = (left + right) / 2, width(mark.name, SMALL_SIZE) / 2 + 1
        if right - left > 2 * half:
            page.text(middle, frame.top + 4, mark.name, colour=FAINT_INK, align="center")
    for day, _ in days:
        x, upper = scale.x(day), frame.top
        for low, high in (*gaps, (frame.bottom, frame.bottom)):
            page.line(((x, upper), (x, high)), colour=AS_OF, weight=1.1, dashes=(4, 3))
            upper = low
    for flag, words in flags:
        page.box(flag, fill=AS_OF, at=MARKS_AT)
        middle = (flag.left + flag.right) / 2
        page.text(middle, flag.bottom + 3, words, colour="#FFFFFF", bold=True, align="center")


def as_of_flag(as_of: date | None) -> list[tuple[date, str]]:
    """Return the days of `draw_time_axis` for a chart of one as-of date."""
    return [] if as_of is None else [(as_of, f"as of {as_of}")]


def _draw_bands(page: Page, scale: TimeScale, frame: Frame) -> None:
    for number, band in enumerate(scale.bands()):
        left, right = scale.at(band.start), scale.at(band.end)
        whole = Frame(left, frame.bottom, right, frame.top + HEADING)
        page.box(whole, fill=BANDS[number % 2], at=BANDS_AT)
        if number:
            page.upright(whole, left)
        middle, half = (left + right) / 2, width(band.name, LABEL_SIZE, bold=True) / 2 + 1
        if right - left < 2 * half - 2:
            continue
        page.text(middle, whole.top - 10, band.name, size=LABEL_SIZE, bold=True, align="center")


def _flags(
    scale: TimeScale, frame: Frame, days: Sequence[tuple[date, str]]
) -> list[tuple[Frame, str]]:
    """Return where the words of days are written: below their lines, as wide as the frame."""
    flags: list[tuple[Frame, str]] = []
    for day, words in days:
        half = width(words, SMALL_SIZE, bold=True) / 2 + 4
        middle = min(max(scale.x(day), frame.left + half), frame.right - half)
        if flags:  # a little aside of its line, where that is enough
            middle = min(max(middle, flags[-1][0].right + 2 + half), scale.x(day) + half)
        flag = Frame(middle - half, frame.bottom - 12, middle + half, frame.bottom - 1)
        if not flags or flags[-1][0].right < flag.left:
            flags.append((flag, words))
    return flags


def month_of(day: int) -> int:
    """Return the month of a day number, counted from year 0."""
    at = date.fromordinal(day)
    return at.year * 12 + at.month - 1


def first_of(place: int) -> int:
    """Return the day number of the first of a month, counted from year 0."""
    year, month = divmod(place, 12)
    if year < 1:
        return 1
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else _LAST + 1


def _period_name(place: int, months: int, *, is_band: bool) -> str:
    year, month = divmod(place, 12)
    if months % 12 == 0:
        return str(year) if months == 12 else f"{year}–{year + months // 12 - 1}"  # noqa: RUF001
    if months == 1:
        return f"{_MONTHS[month]} {year}" if is_band else _MONTHS[month]
    return f"{'Q' if months == 3 else 'H'}{month // months + 1}"
