"""The rows of a list: what each says of its milestone, links left aside."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from depgraph.errors import did_you_mean
from depgraph.model import Calendar, Notice, Position
from depgraph.records import Struct
from depgraph.sources.amounts import number_of, span_of
from depgraph.sources.bounds import wrong_duration, wrong_length
from depgraph.sources.fields import is_code
from depgraph.sources.graph_file import Attribute
from depgraph.sources.lists.decoding import column_letters
from depgraph.sources.lists.headings import MILESTONE_TYPES, NO, OTHER_TYPES, YES
from depgraph.sources.milestone_format import KINDS
from depgraph.sources.nodes import quoted
from depgraph.sources.skeleton import lag_in_days
from depgraph.sources.table import text_of
from depgraph.sources.table_dates import TableDates
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from depgraph.model import Fact
    from depgraph.sources.lists.decoding import Row
    from depgraph.sources.lists.headings import Columns
    from depgraph.sources.reading import ReadingOptions
    from depgraph.sources.table import Table

WORK_WEEK = Calendar("work week")
"""The days that lags and durations count where the configuration has no calendar for all.

A calendar of the configuration with this name is taken in place of it.
"""

_DATES = ("due", "forecast", "completed", "not_before", "not_after")
_TEXTS = ("owner", "team", "url", "note")

_COMPLETE = frozenset(
    {*("complete", "completed", "done", "closed", "resolved", "finished", "released"), "100%"}
)
_INCOMPLETE = frozenset(
    {
        *("incomplete", "not started", "in progress", "started", "open", "opened", "reopened"),
        *("to do", "todo", "new", "backlog", "ready", "blocked", "planned", "active", "pending"),
        *("in review", "on hold", "late", "on schedule", "future task", "unknown", ""),
    }
)
_NOTHING = frozenset({"", "-", "\u2013", "\u2014", "n/a", "na", "none", "tbd", "?"})
"""What stands in place of a date where there is none."""

_ALL = 100  # per cent

_LEVEL = re.compile(r"(?:level|l)?\s*([0-9]{1,2})", re.IGNORECASE)
_PARTS = re.compile(r"[,;\r\n]")
_DEFUSED = re.compile(r"'(?=[=@\t\r\uff1d\uff0b\uff0d\uff20+-])")


class Entry(Struct):
    """A row with its code, and what it states by names of fields of `Milestone`."""

    row: Row
    code: str
    is_milestone: bool
    stated: dict[str, Attribute[object]]

    @property
    def days(self) -> float:
        """The days of its own work, as far as they are stated."""
        duration = self.stated.get("duration")
        return float(str(duration.value)) if duration is not None else 0.0


class EntryReader:
    """Reads the rows of a list, and tells what is wrong or doubtful in them.

    Parameters
    ----------
    table
        The list: its columns are those that single fields are read from.
    rows
        The rows below the headings.
    comma_is_decimal
        Whether the list writes decimals with a comma.

    Attributes
    ----------
    dates
        The reader of dates, which knows their order.
    has_calendar
        Whether a duration counts the days of `WORK_WEEK`.
    """

    def __init__(
        self,
        table: Table,
        columns: Columns,
        rows: list[Row],
        options: ReadingOptions,
        *,
        comma_is_decimal: bool,
    ) -> None:
        self._table = table
        self._columns = columns
        self._options = options
        self._comma_is_decimal = comma_is_decimal
        self.dates = TableDates(table, _DATES, options)
        self._progress_is_share = _are_shares(table, rows)
        self._notices: list[Notice] = []
        self._latest: tuple[date, int] | None = None
        self.has_calendar = False

    def read(self, row: Row, code: str, before: Entry | None) -> Entry | None:
        """Return what a row says; None after it has been reported what is wrong with its code."""
        table = self._table
        if not is_code(code):
            wrong = f"expected a code, got {quoted(code)}" if code else "the code is missing"
            table.report(row.line, "code", f"{wrong}{self._at(row, 'code')}")
            return None
        if before is not None:
            table.report(
                row.line, "code", f"{code} is there twice: also in row {before.row.number}"
            )
            return None
        stated: dict[str, Attribute[object]] = {}
        name = printable(undefused(table.text(row.cells, "name"))).strip()
        if f"{name} ".startswith(f"{code} ") and self._heading("name").casefold() == "summary":
            name = name.removeprefix(code).strip()
        self._state_text(row, "name", name, stated)
        for field in _TEXTS:
            self._state_text(row, field, undefused(table.text(row.cells, field)), stated)
        self._state_dates(row, code, stated)
        self._state_numbers(row, stated)
        self._state_words(row, stated)
        return Entry(row, code, self._is_milestone(row), stated)

    def _at(self, row: Row, field: str) -> str:
        return f" (cell {column_letters(self._table.column(field))}{row.number})"

    def _state(
        self, row: Row, field: str, value: object, stated: dict[str, Attribute[object]]
    ) -> None:
        stated[field] = Attribute(value, row.line, self._table.column(field))

    def _state_text(
        self, row: Row, field: str, text: str, stated: dict[str, Attribute[object]]
    ) -> None:
        if too_long := wrong_length(text):
            self._table.report(row.line, field, too_long)
        elif text:
            self._state(row, field, text, stated)

    def _tell(self, row: Row, field: str, text: str, *, is_warning: bool = True) -> None:
        table = self._table
        column = table.column(field) if field in table.columns else 1
        position = Position(table.shown, row.line, column)
        self._notices.append(Notice(text, position=position, is_warning=is_warning))

    # -- dates and completion ------------------------------------------------------------

    def _state_dates(self, row: Row, code: str, stated: dict[str, Attribute[object]]) -> None:
        """State the dates of a row, and whether it is complete."""
        table = self._table
        says_complete = self._read_dates(row, stated)
        word = table.text(row.cells, "status").casefold()
        if "status" in table.columns and word not in _COMPLETE | _INCOMPLETE:
            written = quoted(table.text(row.cells, "status"))
            text = f"the status {written} of {code} is not known, and taken as not complete"
            self._tell(row, "status", text, is_warning=False)
        progress = self._progress(row)
        if progress is not None:
            self._state(row, "progress", progress, stated)
        is_complete = "completed" in stated or says_complete or progress == _ALL
        if is_complete and word and word in _INCOMPLETE:
            self._tell(
                row,
                "status",
                f"{code} is {quoted(word)} by its status, and complete by its date or progress, "
                "which counts",
            )
        if (is_complete or word in _COMPLETE) and "completed" not in stated:
            if "forecast" in stated and "completed" not in table.columns:
                stated["completed"] = stated.pop("forecast")
                self._tell(
                    row,
                    "code",
                    f"{code} is complete without a date of completion; the forecast, "
                    f"{stated['completed'].value}, is taken for it",
                    is_warning=False,
                )
            else:
                stated["state"] = Attribute("complete", row.line, table.column("code"))
                text = f"{code} is complete without a date"
                self._tell(row, "code", text, is_warning=False)
        completed = stated.get("completed")
        if completed is not None:
            day = completed.value
            assert isinstance(day, date), "a completion is a date"
            if self._latest is None or day > self._latest[0]:
                self._latest = day, row.line

    def _read_dates(self, row: Row, stated: dict[str, Attribute[object]]) -> bool:
        """State the dates of a row; return whether a word in place of one says that it is done."""
        says_complete = False
        for field in _DATES:
            text = self._table.text(row.cells, field).casefold()
            if field == "completed" and text in YES | NO | _COMPLETE:
                says_complete = text not in NO
            elif text not in _NOTHING:
                stated_date = self.dates.read(row.line, row.cells, field)
                if stated_date is not None:
                    into = "completed" if stated_date.is_actual and field == "forecast" else field
                    stated[into] = Attribute(stated_date.day, row.line, stated_date.column)
        return says_complete

    def _progress(self, row: Row) -> int | None:
        cell = self._table.cell(row.cells, "progress")
        text = text_of(cell)
        if not text:
            return None
        has_sign = text.endswith("%")
        number = number_of(text.removesuffix("%"), comma_is_decimal=self._comma_is_decimal)
        if number is not None and self._progress_is_share and not has_sign:
            number *= _ALL
        if number is None or not 0 <= number <= _ALL:
            self._table.report(
                row.line, "progress", f"expected per cent from 0 to 100, got {quoted(text)}"
            )
            return None
        return min(int(number + 0.5), 99 if number < _ALL else _ALL)

    # -- numbers and words ---------------------------------------------------------------

    def _state_numbers(self, row: Row, stated: dict[str, Attribute[object]]) -> None:
        table = self._table
        level = table.text(row.cells, "level")
        if level:
            match = _LEVEL.fullmatch(level)
            if match is None:
                table.report(row.line, "level", f"expected a number to 99, got {quoted(level)}")
            else:
                self._state(row, "level", int(match[1]), stated)
        written = table.text(row.cells, "duration")
        if not written:
            return
        span = span_of(written, comma_is_decimal=self._comma_is_decimal)
        if span is None or span.unit == "%" or span.amount < 0:
            table.report(
                row.line,
                "duration",
                f"expected days, or an amount with a unit such as '2 weeks', got {quoted(written)}",
            )
            return
        in_hours = re.search(r"\(h(?:ours)?\)", self._heading("duration"), re.IGNORECASE)
        if not span.unit and in_hours:
            span = span._replace(unit="h")
        exact = span.days(self._options.hours_per_day)
        days = lag_in_days(exact, 1)
        if wrong := wrong_duration(days):
            table.report(row.line, "duration", wrong)
            return
        if abs(days - exact) > 0.005:
            code = table.text(row.cells, "code")
            self._tell(
                row,
                "duration",
                f"the duration of {code} is rounded to whole days, from {written} to "
                f"{counted(days, 'day')}",
            )
        self._state(row, "duration", days, stated)
        if days and not span.is_elapsed and self._options.calendar is None:
            stated["calendar"] = Attribute(WORK_WEEK.name, row.line, table.column("duration"))
            self.has_calendar = True

    def _heading(self, field: str) -> str:
        return self._columns.headings.get(self._table.columns.get(field, -1), "")

    def _state_words(self, row: Row, stated: dict[str, Attribute[object]]) -> None:
        for field in ("tags", "aka"):
            words: set[str] = set()
            for place in self._columns.places[field]:
                text = text_of(row.cells[place]) if place < len(row.cells) else ""
                words.update(undefused(part.strip()) for part in _PARTS.split(text))
            words.discard("")
            if words:
                stated[field] = Attribute(
                    tuple(sorted(words)), row.line, self._columns.places[field][0] + 1
                )
        kind = self._table.text(row.cells, "kind")
        if kind in KINDS:
            self._state(row, "kind", kind, stated)
        elif kind:
            hint = did_you_mean(kind, KINDS)
            message = f"expected one of {', '.join(KINDS)}, got {quoted(kind)}{hint}"
            self._table.report(row.line, "kind", message)

    def _is_milestone(self, row: Row) -> bool:
        if "milestone" not in self._table.columns:
            return True
        text = self._table.text(row.cells, "milestone")
        word = text.casefold()
        if word not in YES | NO | MILESTONE_TYPES | OTHER_TYPES:
            self._table.report(row.line, "milestone", f"expected yes or no, got {quoted(text)}")
        return word in YES | MILESTONE_TYPES

    # -- what is told --------------------------------------------------------------------

    def notices(self, first: int) -> list[Notice]:
        """Return what a reader must know of the rows.

        Parameters
        ----------
        first
            The line of the headings.
        """
        notices = [*self.dates.notices, *self._notices]
        table = self._table
        tells = any(field in table.columns for field in ("completed", "status", "progress"))
        lacks: tuple[Fact, ...] = ("completions",)
        if not tells and self._latest is None:
            notices.append(
                Notice(
                    "the list tells no completion: no milestone is taken as complete; give it a "
                    "column completed, status or progress",
                    position=Position(table.shown, first, 1),
                    is_warning=False,
                    lacks=lacks,
                )
            )
        if self._latest is not None:
            day, line = self._latest
            column = table.column("completed") if "completed" in table.columns else 1
            notices.append(
                Notice(
                    "the list does not tell its as-of date (data date): give --as-of, or write "
                    f"'as_of' beside its file; the latest completion in it is {day}",
                    position=Position(table.shown, line, column),
                    is_warning=False,
                    asks_as_of=True,
                )
            )
        return notices


def undefused(text: str) -> str:
    """Return a text without the apostrophe that tables write before what looks like a formula."""
    return text[1:] if _DEFUSED.match(text) else text


def _are_shares(table: Table, rows: list[Row]) -> bool:
    """Whether progress is written from 0 to 1: no number is above 1, and one is between."""
    numbers = [number_of(table.text(row.cells, "progress")) for row in rows]
    there = [number for number in numbers if number is not None]
    return any(0 < number < 1 for number in there) and all(number <= 1 for number in there)
