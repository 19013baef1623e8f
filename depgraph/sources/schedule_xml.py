"""XML of Microsoft Project and Primavera P6 before MPXJ reads it: what it would pass over.

MPXJ takes another value, or none, where a date, a duration, a lag or the end of a relationship is
none. Here each such field is an error, with its table, row and value, at its line.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from depgraph.errors import Problem
from depgraph.model import Notice, Position
from depgraph.records import by_type
from depgraph.sources.document import quoted
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CHUNK = 1024 * 1024
_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:\d\d([.,]\d+)?)?(Z|[-+]\d\d:?\d\d)?)?"
)
_DURATION = re.compile(
    r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?"
    r"(T(?=.)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?"
)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?")
_LONGEST_NUMBER = 24
"""How many characters a number may have; no duration has as many."""


def _wrong_date(text: str) -> str | None:
    form = _DATE.fullmatch(text)
    if form is None:
        return "is no date"
    try:
        date.fromisoformat(form["day"])
    except ValueError:
        return "is no day of the calendar"
    if int(form["hour"] or 0) > 24 or int(form["minute"] or 0) > 59:
        return "has a time of day that no day has"
    return None


def _wrong_duration(text: str) -> str | None:
    return None if _DURATION.fullmatch(text) else "is no duration, as PT8H0M0S"


def _wrong_number(text: str) -> str | None:
    is_number = _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER
    return None if is_number else "is no number"


@by_type
class _Format(NamedTuple):
    """What is looked at in the files of a program.

    Attributes
    ----------
    tables
        The fields of each table with what says what is wrong with a text in them.
    activities, relationships
        The names of the two tables.
    number
        The field with the number of an activity, by which relationships name it.
    code
        The field that messages name a row of activities by.
    ends
        The fields of a relationship that name activities.
    is_outside
        Whether a relationship leads to another project, by its fields.
    """

    tables: Mapping[str, Mapping[str, Callable[[str], str | None]]]
    activities: str
    number: str
    code: str
    relationships: str
    ends: tuple[str, ...]
    is_outside: Callable[[Mapping[str, str]], bool]


_MICROSOFT = _Format(
    tables={
        "Project": dict.fromkeys(("StartDate", "FinishDate", "StatusDate"), _wrong_date),
        "Task": {
            **dict.fromkeys(("Start", "Finish", "ActualStart", "ActualFinish"), _wrong_date),
            **dict.fromkeys(("LateFinish", "Resume", "ConstraintDate", "Deadline"), _wrong_date),
            **dict.fromkeys(("Duration", "RemainingDuration", "ActualDuration"), _wrong_duration),
        },
        "Baseline": dict.fromkeys(("Start", "Finish"), _wrong_date),
        "PredecessorLink": {"PredecessorUID": _wrong_number, "LinkLag": _wrong_number},
    },
    activities="Task",
    number="UID",
    code="UID",
    relationships="PredecessorLink",
    ends=("PredecessorUID",),
    is_outside=lambda fields: fields.get("CrossProject") in ("1", "true"),
)
_PRIMAVERA = _Format(
    tables={
        "Project": dict.fromkeys(("DataDate", "PlannedStartDate", "MustFinishByDate"), _wrong_date),
        "Activity": {
            **dict.fromkeys(("StartDate", "FinishDate", "ActualStartDate"), _wrong_date),
            **dict.fromkeys(("ActualFinishDate", "ExpectedFinishDate"), _wrong_date),
            **dict.fromkeys(("RemainingEarlyStartDate", "RemainingEarlyFinishDate"), _wrong_date),
            **dict.fromkeys(("RemainingLateFinishDate", "PlannedFinishDate"), _wrong_date),
            **dict.fromkeys(("PrimaryConstraintDate", "SecondaryConstraintDate"), _wrong_date),
            **dict.fromkeys(("PlannedStartDate", "SuspendDate", "ResumeDate"), _wrong_date),
            **dict.fromkeys(("PlannedDuration", "RemainingDuration"), _wrong_number),
            **dict.fromkeys(("ActualDuration", "AtCompletionDuration"), _wrong_number),
        },
        "Relationship": {"Lag": _wrong_number},
    },
    activities="Activity",
    number="ObjectId",
    code="Id",
    relationships="Relationship",
    ends=("PredecessorActivityObjectId", "SuccessorActivityObjectId"),
    is_outside=lambda fields: (
        fields.get("PredecessorProjectObjectId") != fields.get("SuccessorProjectObjectId")
    ),
)
_FORMATS = {"mspdi": _MICROSOFT, "pmxml": _PRIMAVERA}


@by_type
class _End(NamedTuple):
    """The number by which a relationship names an activity, and where."""

    where: str
    line: int
    field: str
    number: str
    is_outside: bool


class _Row:
    """A row that is being read: its table, its number in it, its lines and fields."""

    __slots__ = ("fields", "lines", "number", "table")

    def __init__(self, table: str, number: int) -> None:
        self.table = table
        self.number = number
        self.fields: dict[str, str] = {}
        self.lines: dict[str, int] = {}


class _Reader:
    def __init__(self, format_: _Format, shown: str) -> None:
        from xml.parsers import expat

        self._format = format_
        self._shown = shown
        self._rows: list[_Row] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._counts = dict.fromkeys(format_.tables, 0)
        self._numbers: set[str] = set()
        self._named: list[_End] = []
        self.notices: list[Notice] = []
        self.problems: list[Problem] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def finish(self) -> None:
        """Report relationships that name no activity; tell those with another project."""
        for end in self._named:
            if end.number in self._numbers:
                continue
            named = f"{end.where}: {end.field}:"
            if end.is_outside:
                text = (
                    f"{named} the activity {end.number} is of a project that is not in the file: "
                    "the relationship is left out"
                )
                self.notices.append(Notice(text, None, Position(self._shown, end.line, 1)))
            else:
                message = f"{named} there is no activity {quoted(end.number)}"
                self.problems.append(Problem(self._shown, end.line, 1, message))

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._path.append(tag)
        self._text.clear()
        if tag in self._format.tables:
            self._counts[tag] += 1
            self._rows.append(_Row(tag, self._counts[tag]))

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self._path.pop()
        if self._rows and tag == self._rows[-1].table:
            self._end_row(self._rows.pop())
        elif self._rows and self._path and self._path[-1] == self._rows[-1].table:
            row = self._rows[-1]
            row.fields[tag] = "".join(self._text).strip()
            row.lines[tag] = self.parser.CurrentLineNumber
        self._text.clear()

    def _end_row(self, row: _Row) -> None:
        """Report what is wrong in a row, and keep what relationships name."""
        where, format_ = self._where(row), self._format
        for field, wrong_text in format_.tables[row.table].items():
            text = row.fields.get(field, "")
            if text and text != "NA" and (wrong := wrong_text(text)):
                message = f"{where}: {field}: {quoted(text)} {wrong}"
                self.problems.append(Problem(self._shown, row.lines[field], 1, message))
        if row.table == format_.activities:
            self._numbers.add(row.fields.get(format_.number, ""))
        elif row.table == format_.relationships:
            is_outside = format_.is_outside(row.fields)
            self._named += (
                _End(where, row.lines[field], field, row.fields[field], is_outside)
                for field in format_.ends
                if row.fields.get(field)
            )

    def _where(self, row: _Row) -> str:
        """Return the table and the row in words; of what stands in an activity, with that."""
        format_ = self._format
        if row.table == format_.activities:
            code = row.fields.get(format_.code)
            return f"{row.table} {row.number}" + (f" ({format_.code} {code})" if code else "")
        of = self._rows[-1] if self._rows else None
        inside = of is not None and of.table == format_.activities
        return f"{row.table} {row.number}" + (f" of {self._where(of)}" if of and inside else "")


def report_wrong_fields(kind: str, path: Path, shown: str, problems: list[Problem]) -> list[Notice]:
    """Add what is wrong in the fields of a file, and return what must be known of it.

    Files of other kinds are not looked at.

    Parameters
    ----------
    kind
        What the file is, as `depgraph.sources.scheduling_files.kind_of` says.
    shown
        The name that messages use for it.
    problems
        The list that everything wrong is added to.
    """
    from xml.parsers import expat

    format_ = _FORMATS.get(kind)
    if format_ is None:
        return []
    reader = _Reader(format_, shown)
    try:
        with opened(path) as file:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)  # noqa: FBT003
            reader.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError):
        return []  # MPXJ says what is wrong with such a file
    reader.finish()
    problems += reader.problems
    return reader.notices
