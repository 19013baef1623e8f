"""The tables of an XER file of Primavera P6: rows of texts, each with its line.

A file is lines of fields that tabs part. The first field says what a line is: ``%T`` the name of
a table, ``%F`` its columns, ``%R`` a row, ``%E`` the end.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.records import Struct
from depgraph.sources.bounds import wrong_date
from depgraph.sources.nodes import quoted
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<n>\d\d?)-(?P<named>[A-Za-z]{3})-(?P<y>\d{4}|\d\d))"
    r"(?:[ T](?P<time>.*))?"
)
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_CENTURY_FROM = 50
"""Years of two digits from this one on are of the last century."""

_LONGEST_NUMBER = 18
"""How many characters a number of hours may have before it is told in words."""


class Row(Struct):
    """A row of a table: its line and its fields, as many as the table has columns."""

    line: int
    fields: Sequence[str]


class Table:
    """The rows of one table.

    Attributes
    ----------
    name
        The name of the table, as ``TASK``.
    columns
        The names of its columns.
    rows
        Its rows in their order.
    line
        The line of the names of its columns.
    """

    __slots__ = ("_columns", "_tables", "columns", "line", "name", "rows")

    def __init__(self, name: str, columns: Sequence[str], tables: Tables, line: int = 1) -> None:
        self.name = name
        self.line = line
        self.rows: list[Row] = []
        self.columns = tuple(columns)
        self._columns = {column: n for n, column in reversed([*enumerate(columns)])}
        self._tables = tables

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)

    def text(self, row: Row, column: str) -> str:
        """Return a field without the spaces around it; empty where there is no such column."""
        place = self._columns.get(column)
        return "" if place is None else row.fields[place].strip()

    def moment(self, row: Row, column: str) -> int | None:
        """Return the moment of a field; None for none, and after one was reported as wrong."""
        place = self._columns.get(column)
        if place is None:
            return None
        text = row.fields[place]
        known = self._tables.moments.get(text)
        if known is None and text.strip():
            try:
                known = self._tables.moments[text] = moment_of_text(text.strip())
            except ValueError as error:
                self.report(row, f"{column}: {quoted(text)} {error}")
        return known

    def minutes(self, row: Row, column: str) -> int | None:
        """Return sixty times a number, as the minutes of hours; None for none or a wrong one."""
        place = self._columns.get(column)
        if place is None:
            return None
        text = row.fields[place]
        known = self._tables.minutes.get(text)
        if known is None and text.strip():
            if not _NUMBER.fullmatch(text.strip()) or len(text) > _LONGEST_NUMBER:
                what = "number of hours" if column.endswith("hr_cnt") else "number"
                self.report(row, f"{column}: {quoted(text)} is no {what}")
                return None
            if _THOUSANDS.fullmatch(text.strip()):
                self.report(
                    row,
                    f"{column}: {quoted(text)} may be a number with thousands or with decimals: "
                    "export it without a comma",
                )
                return None
            hours = float(text.strip().replace(",", "."))
            known = self._tables.minutes[text] = round(hours * 60)
        return known

    def report(self, row: Row, message: str) -> None:
        """Report what is wrong in a row."""
        tables = self._tables
        tables.problems.append(Problem(tables.shown, row.line, 1, f"{self.name}: {message}"))


class Tables:
    """All tables of a file.

    Parameters
    ----------
    shown
        The name of the file in messages.
    problems
        The list that everything wrong is added to.
    columns
        The columns that are read, by tables: a row that ends before one of them is cut short.
    required
        Those that a table must have.

    Attributes
    ----------
    rest
        The first line with anything behind the end; None for none.
    """

    def __init__(
        self,
        shown: str,
        problems: list[Problem],
        columns: Mapping[str, Collection[str]],
        required: Mapping[str, Collection[str]],
    ) -> None:
        self.shown = shown
        self.problems = problems
        self.moments: dict[str, int] = {}
        self.minutes: dict[str, int] = {}
        self.rest: int | None = None
        self._tables: dict[str, Table] = {}
        self._columns = columns
        self._required = required

    def __getitem__(self, name: str) -> Table:
        """Return a table; one without rows where the file has none of the name."""
        return self._tables.get(name) or Table(name, (), self)

    def __iter__(self) -> Iterator[Table]:
        """Go through the tables in the order of the file."""
        return iter(self._tables.values())

    def read(self, text: str) -> bool:
        """Read the text of a file; return whether it has its end."""
        table: Table | None = None
        name = mark = ""
        lines = enumerate(text.split("\n"), start=1)
        for number, whole_line in lines:
            line = whole_line.removesuffix("\r")
            if not line or line.isspace():
                continue
            mark, *fields = line.split("\t")
            if mark == "%R" and table is not None:
                if len(fields) != table.width:
                    fields = self._of_width(table, Row(number, fields))
                table.rows.append(Row(number, fields))
            elif mark == "%T":
                name, table = "".join(fields[:1]).strip(), None
            elif mark == "%F" and name:
                table = self._tables.setdefault(name, Table(name, fields, self, number))
                self._check_columns(table, number, fields)
            elif mark == "%E":
                self.rest = next((n for n, behind in lines if behind.strip("\r\x1a\0 ")), None)
                break
            elif not line.startswith("ERMHDR"):
                message = f"{name or 'no table'}: expected %T, %F, %R or %E, got {quoted(mark)}"
                self.problems.append(Problem(self.shown, number, 1, message))
        return mark == "%E"

    def _check_columns(self, table: Table, line: int, columns: Sequence[str]) -> None:
        """Report columns that stand twice or are missing, and a table that comes again as another.

        A column that must be there is one of `required`.
        """
        read = self._columns.get(table.name, ())
        messages = [
            f"the column {column} stands twice" for column in read if columns.count(column) > 1
        ]
        messages += [
            f"there is no column {column}"
            for column in self._required.get(table.name, ())
            if column not in columns
        ]
        if tuple(columns) != table.columns:
            messages.append("the table comes twice, with other columns")
        for message in messages:
            self.problems.append(Problem(self.shown, line, 1, f"{table.name}: {message}"))

    def _of_width(self, table: Table, row: Row) -> list[str]:
        """Return the fields of a row, as many as the table has columns."""
        fields, width = list(row.fields), table.width
        of_table = self._columns.get(table.name, ())
        if len(fields) > width:
            table.report(row, f"has {counted(len(fields), 'field')} for {counted(width, 'column')}")
        elif lost := [name for name in table.columns[len(fields) :] if name in of_table]:
            table.report(
                row,
                f"is cut short: {counted(len(fields), 'field')} for {counted(width, 'column')}, "
                f"without {lost[0]}",
            )
        return fields[:width] + [""] * (width - len(fields))


def moment_of_text(text: str) -> int:
    """Return the moment that a text of an XER file says.

    Raises
    ------
    ValueError
        With what is wrong, to be read behind the text.

    Examples
    --------
    >>> moment_of_text("2024-01-05 08:30") - moment_of_text("05-JAN-24T08:00:00.000")
    30
    """
    form = _DATE.fullmatch(text)
    if form is None:
        raise ValueError("is no date")
    time = form["time"] or ""
    if form["named"] is None:
        year, month, number = int(form["year"]), int(form["month"]), int(form["day"])
    elif form["named"].upper() in _MONTHS:
        year, month = int(form["y"]), _MONTHS.index(form["named"].upper()) + 1
        number = int(form["n"])
        if len(form["y"]) == 2:
            year += 1900 if year >= _CENTURY_FROM else 2000
    else:
        raise ValueError("is no date")
    try:
        of_day = date(year, month, number)
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    if wrong := wrong_date(of_day, text):
        raise ValueError(f"is no date of a plan: {wrong}")
    moment = of_day.toordinal() * MINUTES_OF_DAY
    if not time.strip():
        return moment
    clock = _TIME.fullmatch(time.strip())
    if not clock:
        raise ValueError("has no time of day that is read")
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueError("has a time of day that no day has")
    return moment + hour * 60 + minute
