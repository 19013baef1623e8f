"""Dates in the tables of an export: real ones, or texts in the form that its user chose.

Whether 3/4/2019 is in March or in April is told by the other dates of the file, such as
3/14/2019, or by the configuration.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from depgraph.model import Notice, Position
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_date
from depgraph.sources.nodes import quoted
from depgraph.sources.table import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.sources.reading import DateOrder, ReadingOptions
    from depgraph.sources.table import Table

_TIME = (
    r"(?:[T ,]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?: ?[AP]\.?M\.?)?"
    r"(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_MARK = r"(?P<mark>(?: ?A)?\*?)"
_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]{2,10})\.?,? )?"
_YEAR_FIRST = re.compile(r"\d{4}\D")
_NUMBERS = re.compile(
    rf"{_WEEKDAY}(?P<a>[0-9]{{1,4}})(?P<between>[-/.])(?P<b>[0-9]{{1,2}})(?P=between)(?P<c>[0-9]{{1,4}})"
    rf"{_TIME}{_MARK}",
    re.IGNORECASE,
)
# Compiled where a date names its month, as few do.
_DAY_FIRST = (
    rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})[-/. ](?P<month>[a-z]{{3,9}})\.?[-/. ](?P<year>[0-9]{{2,4}})"
    rf"{_TIME}{_MARK}"
)
_MONTH_FIRST = (
    rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.?[-/. ](?P<day>[0-9]{{1,2}})"
    rf"(?:[-/.]|, ?| )(?P<year>[0-9]{{2,4}}){_TIME}{_MARK}"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PLAIN = re.compile(r"(?:19|20|21)[0-9]{6}")
"""Year, month and day without a mark between."""

_SERIAL = re.compile(r"[2-7][0-9]{4}(?:[.,][0-9]+)?")
_FIRST_SERIAL, _BEHIND_SERIALS = 20_000, 80_000
_DAY_ZERO = date(1899, 12, 30)
"""From when on spreadsheets count days, and which numbers are taken for dates: 1954 to 2119."""

_CENTURY = 69
"""Two-digit years from this one on are of the 20th century, as POSIX has it."""


class Stated(Struct):
    """A date that a cell states; whether it is marked as an actual one, and its column."""

    day: date
    is_actual: bool
    column: int


class _Cell(Struct):
    """The text in a row under a field."""

    line: int
    field: str
    text: str


class TableDates:
    """Reads the dates of a table.

    Parameters
    ----------
    fields
        The fields that are dates.
    options
        How dates such as 3/4/2019 are meant, if that is known; else the other dates tell.
    """

    def __init__(self, table: Table, fields: Sequence[str], options: ReadingOptions) -> None:
        order = options.date_order
        self._of_file = options.date_order_of_file
        self._table = table
        self._fields = [field for field in fields if field in table.columns]
        self._is_known = order is not None
        self._unclear: _Cell | None = None
        self._is_mixed = self._has_orders = False
        self._serials: dict[str, tuple[_Cell, date]] = {}
        # Most dates of a table are there many times.
        self._dates_read: dict[str, Stated] = {}
        self._day_first = self._is_day_first() if order is None else order == "day-first"

    @property
    def order(self) -> DateOrder | None:
        """How dates such as 3/4/2019 are taken; None where there are none such."""
        if not self._is_known and not self._has_orders:
            return None
        return "day-first" if self._day_first else "month-first"

    @property
    def notices(self) -> list[Notice]:
        """What a reader must know of the order of day and month."""
        notices = []
        if self._serials:
            text, (cell, day) = next(iter(self._serials.items()))
            notices.append(
                Notice(
                    "dates that are numbers are taken as the days that spreadsheets count: "
                    f"{text} is {day}",
                    position=Position(self._table.shown, cell.line, self._table.column(cell.field)),
                    is_warning=False,
                )
            )
        if self._unclear is None:
            return notices
        cell = self._unclear
        return [
            *notices,
            Notice(
                f"the dates do not tell whether day or month comes first: {cell.text} is read with "
                "the month first; say 'date_order: day-first' in the configuration where it is "
                "meant the other way, else 'date_order: month-first'",
                position=Position(self._table.shown, cell.line, self._table.column(cell.field)),
            ),
        ]

    def read(self, line: int, row: Sequence[object], field: str) -> Stated | None:
        """Return the date in a row under a field, or None; what is no date is reported."""
        cell = self._table.cell(row, field)
        if cell == "" or cell is None:
            return None
        column = self._table.column(field)
        if isinstance(cell, str) and (again := self._dates_read.get(cell)) is not None:
            return Stated(again.day, again.is_actual, column)
        if isinstance(cell, date):
            day = cell.date() if isinstance(cell, datetime) else cell
            if wrong := wrong_date(day, str(day)):
                self._table.report(line, field, wrong)
                return None
            return Stated(day, False, column)  # noqa: FBT003
        text = text_of(cell)
        if not text:
            return None
        stated_date = self._of_serial(_Cell(line, field, text)) or self._parsed(text)
        if stated_date is None and self._is_mixed and _NUMBERS.fullmatch(text):
            return None  # that the orders differ is told already
        if stated_date is None:
            self._table.report(
                line, field, f"expected a date, got {quoted(text)}{self._order_advice(cell)}"
            )
            return None
        if wrong := wrong_date(stated_date.day, quoted(text)):
            self._table.report(line, field, wrong)
            return None
        if isinstance(cell, str):
            self._dates_read[cell] = stated_date
        return stated_date._replace(column=column)

    def _order_advice(self, cell: object) -> str:
        if not isinstance(cell, str):
            return ": format the column as dates"
        if _NUMBERS.fullmatch(cell.strip()):
            if _YEAR_FIRST.match(cell.strip()):
                return ", which is no day of the calendar"
            first = "day" if self._day_first else "month"
            why = "the configuration says so" if self._is_known else "as in the other dates"
            return f" (read with the {first} first, {why})"
        return ""

    def _of_serial(self, cell: _Cell) -> Stated | None:
        """Return the date that a number of days is, as spreadsheets count them."""
        if not _SERIAL.fullmatch(cell.text):
            return None
        days = int(float(cell.text.replace(",", ".")))
        if not _FIRST_SERIAL <= days < _BEHIND_SERIALS:
            return None
        day = _DAY_ZERO + timedelta(days)
        self._serials.setdefault(cell.text, (cell, day))
        return Stated(day, False, 0)  # noqa: FBT003

    def _parsed(self, text: str) -> Stated | None:
        if _PLAIN.fullmatch(text):
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        match = _NUMBERS.fullmatch(text)
        if match is not None:
            year, month, day = self._ordered(match)
        else:
            match = re.fullmatch(_DAY_FIRST, text, re.IGNORECASE)
            match = match or re.fullmatch(_MONTH_FIRST, text, re.IGNORECASE)
            if match is None:
                return None
            written = match["month"].casefold()
            names = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(written)]
            if not names and written != "sept":
                return None
            year, month, day = match["year"], names[0] if names else 9, int(match["day"])
        full = int(year)
        if len(year) == 2:
            full += 1900 if full >= _CENTURY else 2000
        try:
            read = date(full, month, day)
        except ValueError:
            return None
        if not _is_on(read, match["weekday"]):
            return None
        return Stated(read, "a" in match["mark"].casefold(), 0)

    def _ordered(self, match: re.Match[str]) -> tuple[str, int, int]:
        """Return year, month and day of a date in numbers."""
        first, second, third = match["a"], match["b"], match["c"]
        if len(first) > 2:
            return first, int(second), int(third)
        if self._day_first or (match["between"] == "." and not self._is_known):
            return third, int(second), int(first)
        return third, int(first), int(second)

    def _is_day_first(self) -> bool:
        """Find out by the dates of all rows whether the day comes before the month."""
        sure: dict[bool, _Cell] = {}
        seen: set[str] = set()
        for line, row in self._table.rows:
            for field in self._fields:
                cell = self._table.cell(row, field)
                if not isinstance(cell, str) or not cell or cell in seen:
                    continue
                seen.add(cell)
                match = _NUMBERS.fullmatch(cell.strip())
                if match is None or len(match["a"]) > 2 or match["between"] == ".":
                    continue
                first, second = int(match["a"]), int(match["b"])
                example = _Cell(line, field, cell.strip())
                if first > 12 >= second or second > 12 >= first:
                    sure.setdefault(first > 12, example)
                elif (by_weekday := _day_first_by_weekday(match)) is not None:
                    sure.setdefault(by_weekday, example)
                elif first != second and self._unclear is None:
                    self._unclear = example
        self._has_orders = bool(sure) or self._unclear is not None
        if sure or self._of_file is not None:
            self._unclear = None
        self._is_mixed = len(sure) == 2
        if self._is_mixed:
            earlier, later = sorted(sure.values())
            self._table.report(
                later.line,
                later.field,
                f"{later.text} and {earlier.text} (row {earlier.line}) have day and month in "
                "different orders: correct the dates, or export again with one form",
            )
        if not sure:
            return self._of_file == "day-first"
        return True in sure and False not in sure


def _is_on(day: date, weekday: str | None) -> bool:
    """Whether a date is on the weekday that stands before it, if that is an English one."""
    name = (weekday or "")[:3].casefold()
    return name not in _WEEKDAYS or _WEEKDAYS[day.weekday()] == name


def _day_first_by_weekday(match: re.Match[str]) -> bool | None:
    """Return whether the day comes before the month where the weekday fits one order alone."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["c"])
    if (match["weekday"] or "")[:3].casefold() not in _WEEKDAYS or first == second:
        return None
    if len(match["c"]) == 2:
        year += 1900 if year >= _CENTURY else 2000
    fits = []
    for month, day in ((second, first), (first, second)):
        try:
            fits.append(_is_on(date(year, month, day), match["weekday"]))
        except ValueError:
            fits.append(False)
    return fits[0] if fits[0] != fits[1] else None
