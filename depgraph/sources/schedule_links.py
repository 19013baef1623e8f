"""Files of Planner, GanttProject and MPX before MPXJ reads them: what it would pass over.

MPXJ leaves a relationship out that names no task, takes one of an unknown type for finish to
start, and a 30 February for a day of March. Here each is an error, at its line.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.model import Notice, Position
from depgraph.sources.nodes import quoted
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Report = Callable[[int, str], None]

_LINKS = {
    "planner": ("predecessor", "predecessor-id", ("FS", "SS", "FF", "SF")),
    "ganttproject": ("depend", "id", ("1", "2", "3", "4")),
}
"""The element of a relationship, the attribute that names its other task, and the types."""

_DATES = ("start", "thirdDate")
"""The attributes of a task of GanttProject with dates."""

_MPX_NAMES, _MPX_ROW = "61", "70"
_MPX_LINKS = {"70": "90", "74": "98"}
"""The numbers of the fields of predecessors, with that of the number that they name tasks by."""


def report_lost(kind: str, path: Path, shown: str, problems: list[Problem]) -> list[Notice]:
    """Add what MPXJ would pass over in a file of Planner, GanttProject or MPX.

    Returned is what must be known of its letters.

    Parameters
    ----------
    kind
        What the file is, as `depgraph.sources.scheduling_files.kind_of` says.
    shown
        The name that messages use for it.
    problems
        The list that everything wrong is added to.
    """

    def report(line: int, message: str) -> None:
        problems.append(Problem(shown, line, 1, message))

    if kind != "mpx" and kind not in _LINKS:
        return []
    with opened(path) as file:
        data = file.read()
    if kind == "mpx":
        _report_of_mpx(data, report)
        return _doubt_of_letters(data, shown)
    _report_of_xml(kind, data, report)
    return []


def _report_of_xml(kind: str, data: bytes, report: Report) -> None:
    from xml.parsers import expat

    link, end, types = _LINKS[kind]
    tasks: list[str] = []
    ends: list[tuple[int, str, str]] = []
    parser = expat.ParserCreate()

    def element(tag: str, fields: Mapping[str, str]) -> None:
        line = parser.CurrentLineNumber
        if tag == "task":
            tasks.append(fields.get("id", ""))
        elif tag == link and tasks:
            where = f"{link} of task {quoted(tasks[-1])}"
            ends.append((line, where, fields.get(end, "")))
            if (type_ := fields.get("type")) is not None and type_ not in types:
                report(line, f"{where}: type: {quoted(type_)} is none of {', '.join(types)}")
        for name in _DATES if kind == "ganttproject" and tag == "task" else ():
            if (text := fields.get(name)) and not _is_date(text):
                where = f"task {quoted(tasks[-1])}: {name}"
                report(line, f"{where}: {quoted(text)} is no day of the calendar")

    parser.StartElementHandler = element
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError):
        return  # MPXJ says what is wrong with such a file
    known = set(tasks)
    for line, where, number in ends:
        if number not in known:
            report(line, f"{where}: {end}: there is no task {quoted(number)}")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _doubt_of_letters(data: bytes, shown: str) -> list[Notice]:
    """Tell that ANSI, which MPX says where Windows wrote it, is read as Windows-1252."""
    lines = data.splitlines()
    number = next((n for n, line in enumerate(lines, 1) if not line.isascii()), 0)
    if not number or b"ANSI" not in lines[0]:
        return []
    cells = lines[number - 1].split(data[3:4])
    letters = next((cell for cell in cells if not cell.isascii()), lines[number - 1])
    sample = letters.decode("cp1252", "replace").strip()
    text = (
        f"the file says ANSI and is read as Windows-1252, as in {quoted(sample[:40])}: where that "
        "is wrong, save it as XML of Microsoft Project"
    )
    return [Notice(text, position=Position(shown, number, 1))]


def _report_of_mpx(data: bytes, report: Report) -> None:
    """Report predecessors that no task of an MPX file has the number of."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    reader = csv.reader(StringIO(text), delimiter=text[3])
    names: list[str] = []
    tasks: list[tuple[int, dict[str, str]]] = []
    try:
        for cells in reader:
            if cells[:1] == [_MPX_NAMES]:
                names = cells[1:]
            elif cells[:1] == [_MPX_ROW]:
                tasks.append((reader.line_num, dict(zip(names, cells[1:], strict=False))))
    except csv.Error:
        return  # MPXJ says what is wrong with such a file
    for field, number in _MPX_LINKS.items():
        known = {row.get(number, "").strip() for _, row in tasks}
        for line, row in tasks if known - {""} else ():
            for item in row.get(field, "").split(text[3]):
                digits = re.match(r"\s*(\d+)", item)
                if digits and digits[1] not in known:
                    report(line, f"predecessors: there is no task {quoted(digits[1])}")
