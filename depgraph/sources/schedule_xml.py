"""XML of Microsoft Project and Primavera P6 before MPXJ reads it: what it would pass over.

MPXJ takes another value, or none, where a date, a duration, a lag or the end of a relationship is
none. Here each such field is an error, with its table, row and value, at its line. What MPXJ then
says is counted against the rows of the file: one that it has not is told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.records import Struct
from depgraph.sources.nodes import quoted
from depgraph.sources.opening import opened
from depgraph.sources.remarks import Remarks
from depgraph.sources.schedule_xml_fields import FORMATS
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from depgraph.model import Notice
    from depgraph.sources.mpxj_facts import ProjectFacts
    from depgraph.sources.schedule_xml_fields import Format

_CHUNK = 1024 * 1024


class _Mention(Struct):
    """A number by which a row names another one, and where."""

    where: str
    line: int
    field: str
    number: str
    is_outside: bool


class Rows(Struct):
    """The rows of a file: activities by their numbers, relationships by their ends.

    Attributes
    ----------
    activities
        Where each activity is and its line, by its number, with its code.
    relationships
        The ends of each relationship by numbers of activities, where it is and its line.
    notices
        What must be known of the rows.
    """

    activities: Mapping[str, tuple[str, str, int]]
    relationships: list[tuple[tuple[str, str], str, int]]
    notices: list[Notice]


class _Row:
    """A row that is being read: its table, its number in it, its lines and fields."""

    __slots__ = ("fields", "line", "lines", "number", "table")

    def __init__(self, table: str, number: int, line: int) -> None:
        self.table = table
        self.number = number
        self.line = line
        self.fields: dict[str, str] = {}
        self.lines: dict[str, int] = {}


class _Reader:
    def __init__(self, format_: Format, shown: str) -> None:
        from xml.parsers import expat

        self._format = format_
        self._shown = shown
        self._rows: list[_Row] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._counts: Counter[str] = Counter()
        self._tables = {*format_.tables, *format_.doubts}
        self._activities: dict[str, tuple[str, str, int]] = {}
        self._calendars: set[str] = set()
        self._relationships: list[tuple[tuple[str, str], str, int]] = []
        self._ends: list[_Mention] = []
        self._of_calendars: list[_Mention] = []
        self._unread: dict[str, list[int]] = {tag: [] for tag in format_.unread}
        self._remarks = Remarks(shown)
        self.problems: list[Problem] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def finish(self) -> Rows:
        """Report what names no row, and return all rows."""
        tell = self._remarks.tell
        for end in self._ends:
            if end.number in self._activities:
                continue
            named = f"{end.where}: {end.field}:"
            if end.is_outside:
                tell(
                    f"{named} the activity {end.number} is of a project that is not in the file: "
                    "the relationship is left out",
                    line=end.line,
                )
            else:
                message = f"{named} there is no activity {quoted(end.number)}"
                self.problems.append(Problem(self._shown, end.line, 1, message))
        for mention in self._of_calendars:
            if mention.number not in self._calendars:
                tell(
                    f"{mention.where}: {mention.field}: there is no calendar "
                    f"{quoted(mention.number)}: it is passed over",
                    line=mention.line,
                )
        for tag, lines in self._unread.items():
            if lines:
                tell(
                    f"{tag}: {self._format.unread[tag]} are not read: {counted(len(lines), 'row')}",
                    line=lines[0],
                    is_warning=False,
                )
        return Rows(self._activities, self._relationships, self._remarks.notices)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        line = self.parser.CurrentLineNumber
        of_table = f"{self._rows[-1].table}/{tag}" if self._rows else tag
        if of_table in self._unread:
            self._unread[of_table].append(line)
        self._path.append(tag)
        self._text.clear()
        if tag in self._tables:
            self._counts[tag] += 1
            self._rows.append(_Row(tag, self._counts[tag], line))

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
        """Report what is wrong in a row, and keep what others name it by and what it names."""
        format_, fields = self._format, row.fields
        if row.table == format_.activities and format_.is_blank(fields):
            return
        where = self._where(row)
        for field, wrong_text in format_.tables.get(row.table, {}).items():
            text = fields.get(field, "")
            if text and text != "NA" and (wrong := wrong_text(text)):
                self._report(row.lines[field], f"{where}: {field}: {quoted(text)} {wrong}")
        for field, wrong_text in format_.doubts.get(row.table, {}).items():
            text = fields.get(field, "")
            if text and (wrong := wrong_text(text)):
                self._remarks.tell(
                    f"{where}: {field}: {quoted(text)} {wrong}: it is passed over",
                    line=row.lines[field],
                )
        for field in format_.required.get(row.table, ()):
            if not fields.get(field):
                self._report(row.line, f"{where}: there is no {field}")
        naming = format_.names_calendar.get(row.table, "")
        calendar = fields.get(naming, "")
        if calendar and calendar not in format_.no_calendar:
            mention = _Mention(where, row.lines[naming], naming, calendar, is_outside=False)
            self._of_calendars.append(mention)
        number = fields.get(format_.number, "")
        if row.table == format_.activities:
            self._add_activity(row, where, number)
        elif row.table == format_.calendars and number:
            if number in self._calendars:
                self._report(row.line, f"{where}: the number {number} stands twice")
            self._calendars.add(number)
        elif row.table == format_.relationships:
            self._add_relationship(row, where)

    def _add_activity(self, row: _Row, where: str, number: str) -> None:
        format_, fields = self._format, row.fields
        if format_.apart.isdisjoint(self._path):
            if number in self._activities:
                self._report(row.line, f"{where}: the number {number} stands twice")
            self._activities[number] = fields.get(format_.code, ""), where, row.line

    def _add_relationship(self, row: _Row, where: str) -> None:
        format_, fields = self._format, row.fields
        if not format_.apart.isdisjoint(self._path):
            return
        is_outside = format_.is_outside(fields)
        self._ends += (
            _Mention(where, row.lines[field], field, fields[field], is_outside)
            for field in format_.ends
            if fields.get(field)
        )
        of = self._rows[-1].fields if self._rows else {}
        ends = [fields.get(field, "") for field in format_.ends]
        before, after = ends if len(ends) > 1 else (*ends, of.get(format_.number, ""))
        self._relationships.append(((before, after), where, row.line))

    def _report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._shown, line, 1, message))

    def _where(self, row: _Row) -> str:
        """Return the table and the row in words; of what stands in an activity, with that."""
        format_ = self._format
        if row.table == format_.activities:
            code = row.fields.get(format_.code)
            return f"{row.table} {row.number}" + (f" ({format_.code} {code})" if code else "")
        of = self._rows[-1] if self._rows else None
        inside = of is not None and of.table == format_.activities
        return f"{row.table} {row.number}" + (f" of {self._where(of)}" if of and inside else "")


def read_rows(kind: str, path: Path, shown: str, problems: list[Problem]) -> Rows | None:
    """Add what is wrong in the fields of a file, and return its rows.

    None for files of other kinds, which are not looked at, and for XML that cannot be read, which
    is a problem but where its encoding is none that is known here.

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

    format_ = FORMATS.get(kind)
    if format_ is None:
        return None
    reader = _Reader(format_, shown)
    try:
        with opened(path) as file:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)  # noqa: FBT003
            reader.parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        # MPXJ may read such a file all the same, with other letters than it has.
        message = f"is no XML: {expat.ErrorString(error.code)}: export it again"
        problems.append(Problem(shown, error.lineno, error.offset + 1, message))
        return None
    except (LookupError, ValueError):
        return None  # MPXJ says what is wrong with such a file
    rows = reader.finish()
    problems += reader.problems
    return rows


def notices_of_lost(rows: Rows, projects: Iterable[ProjectFacts], shown: str) -> list[Notice]:
    """Tell each row of a file that MPXJ does not have."""
    remarks = Remarks(shown)
    codes: dict[int, str] = {}
    relations: Counter[tuple[str, str]] = Counter()
    for project in projects:
        tasks = (r["external"] for r in project["relations"] if r["external"])
        for task in (*project["activities"], *tasks):
            codes[task["uid"]] = task["code"] or str(task["uid"])
        relations.update(
            (codes.get(r["prerequisite"], ""), codes.get(r["dependent"], ""))
            for r in project["relations"]
        )
    there = set(codes.values())
    for code, where, line in rows.activities.values():
        if code not in there:
            remarks.tell(f"{where}: MPXJ does not take the row: it is left out", line=line)
    for ends, where, line in rows.relationships:
        if not rows.activities.keys() >= set(ends):
            continue  # told already, or of another file
        pair = rows.activities[ends[0]][0], rows.activities[ends[1]][0]
        if relations[pair] > 0:
            relations[pair] -= 1
        else:
            text = f"{where}: {pair[0]} -> {pair[1]} stands twice, or MPXJ does not take it"
            remarks.tell(f"{text}: the row is left out", line=line)
    return remarks.notices
