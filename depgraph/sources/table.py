"""Tables of a scheduling program's export: rows of cells under the names of fields.

The first row has the names of the fields, the second one captions for people. Columns vary
from export to export, so they are found by name. What is wrong is told with row and column.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from depgraph.errors import Problem, did_you_mean
from depgraph.model import Notice, Position
from depgraph.records import Struct
from depgraph.sources.amounts import NUMBER, number_of
from depgraph.sources.nodes import quoted
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

DELETED = "delete_record_flag"
"""The field that marks rows for deletion."""

_MOST_ALIKE = 20
"""How many problems of one kind are told one by one."""

_MOST_NAMED = 12

_MOST_TITLES = 20
"""How many rows may stand above the names of the fields."""

_KEPT = frozenset({"", "n", "no", "0", "false"})
"""What stands in the column that marks rows for deletion, where a row is to be kept."""

_CAPTIONS = {
    "activity id": "task_code",
    "activity name": "task_name",
    "activity status": "status_code",
    "activity type": "task_type",
    "start": "start_date",
    "finish": "end_date",
    "(*)start": "start_date",
    "(*)finish": "end_date",
    "actual start": "act_start_date",
    "actual finish": "act_end_date",
    "bl project start": "base_start_date",
    "bl project finish": "base_end_date",
    "(*)bl project start": "base_start_date",
    "(*)bl project finish": "base_end_date",
    "original duration": "target_drtn_hr_cnt",
    "(*)original duration": "target_drtn_hr_cnt",
    "remaining duration": "remain_drtn_hr_cnt",
    "primary constraint": "cstr_type",
    "primary constraint date": "cstr_date",
    "secondary constraint": "cstr_type2",
    "secondary constraint date": "cstr_date2",
    "predecessor": "pred_task_id",
    "successor": "task_id",
    "relationship type": "pred_type",
    "lag": "lag_hr_cnt",
    "predecessor activity name": "PREDTASK__task_name",
    "successor activity name": "TASK__task_name",
    "predecessor activity status": "PREDTASK__status_code",
    "successor activity status": "TASK__status_code",
    "delete this row": DELETED,
}
"""The fields by their captions, which some exports have alone: without the unit behind."""

_OF_VALUES = ("_date", "_cnt")
"""How fields end that have dates or amounts."""

_UNIT = re.compile(r"\(([^()]*)\)\s*\Z")
_AMOUNT = re.compile(rf"([+-]?)({NUMBER})\s*([A-Za-z]*)")


class Reporter:
    """Collects what is wrong in the tables of a file; of many alike, the first ones.

    Parameters
    ----------
    problems
        The list that the problems are added to.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._counts: Counter[tuple[str, str]] = Counter()
        self.count = 0

    def report(self, file: str, line: int, column: int, message: str, *, kind: str) -> None:
        """Tell one problem; `kind` says in one word what it is about."""
        self.count += 1
        self._counts[file, kind] += 1
        if self._counts[file, kind] <= _MOST_ALIKE:
            self._problems.append(Problem(file, line, column, message))

    def finish(self) -> None:
        """Tell how many problems were not told one by one."""
        for (file, kind), count in sorted(self._counts.items()):
            rest = count - _MOST_ALIKE
            if rest > 0:
                self._problems.append(
                    Problem(file, 0, 0, f"{kind}: {rest} more problems like these")
                )


class Table(Struct):
    """A table of an export.

    Attributes
    ----------
    shown
        The name that messages and positions use for it.
    columns
        The places of the fields in a row, from 0.
    captions
        The captions of the fields.
    rows
        The rows with data, each with its number.
    """

    shown: str
    columns: dict[str, int]
    captions: dict[str, str]
    rows: list[tuple[int, Sequence[object]]]
    reporter: Reporter

    def cell(self, row: Sequence[object], field: str) -> object:
        """Return what stands in a row under a field; nothing where there is no such column."""
        place = self.columns.get(field)
        return row[place] if place is not None and place < len(row) else ""

    def text(self, row: Sequence[object], field: str) -> str:
        """Return a cell as text, without spaces around it."""
        return text_of(self.cell(row, field))

    def is_deleted(self, row: Sequence[object]) -> bool:
        """Whether a row is marked for deletion."""
        return self.text(row, DELETED).casefold() not in _KEPT

    def column(self, field: str) -> int:
        """Return the number of the column of a field, from 1."""
        return self.columns[field] + 1

    def unread(self, fields: Collection[str]) -> list[Notice]:
        """Tell the columns with something in them that give none of some fields.

        A row that was taken for captions, and has none that is known, is told too.
        """
        captions = [caption for caption in self.captions.values() if caption]
        if captions and not any(_field(caption) != caption.casefold() for caption in captions):
            text = (
                f"the row below the names of the fields is taken for captions: "
                f"{listed(list(map(quoted, captions)), _MOST_NAMED)}"
            )
            position = Position(self.shown, self.rows[0][0] - 1 if self.rows else 1, 1)
            return [Notice(text, position=position), *self._unread(fields)]
        return self._unread(fields)

    def _unread(self, fields: Collection[str]) -> list[Notice]:
        known = {field.casefold() for field in fields}
        names = {
            place: name
            for name, place in self.columns.items()
            if _field(name).casefold() not in known
            and any(text_of(row[place]) for _, row in self.rows if place < len(row))
        }
        if not names:
            return []
        text = f"columns that are not read: {', '.join(map(quoted, names.values()))}"
        position = Position(self.shown, 1, min(names) + 1)
        return [Notice(text, position=position, is_warning=False)]

    def report(self, line: int, field: str, message: str) -> None:
        """Report what is wrong in the cell of a row under a field."""
        self.reporter.report(
            self.shown, line, self.column(field), f"{field}: {message}", kind=field
        )

    def hours(self, line: int, row: Sequence[object], field: str, hours_per_day: float) -> float:
        """Return a span of work in hours; 0 for a blank cell, or one that cannot be read.

        The unit is in the cell, else in the caption, else it is the hour.
        """
        cell = self.cell(row, field)
        if cell in ("0", "", 0):
            return 0.0
        text = text_of(cell)
        match = _AMOUNT.fullmatch(text)
        number = None if match is None else number_of(match[2])
        if match is None or number is None:
            if text:
                self.report(line, field, f"expected a number of hours, got {quoted(text)}")
            return 0.0
        if not number:
            return 0.0
        in_caption = _UNIT.search(self.captions.get(field, ""))
        unit = match[3] or (in_caption[1].strip() if in_caption else "")
        hours = {"": 1, "h": 1, "d": hours_per_day, "w": 5 * hours_per_day}.get(unit.casefold())
        if hours is None:
            self.report(
                line,
                field,
                f"expected hours (h), days (d) or weeks (w), got {quoted(unit)}: "
                "choose hours as the unit of time, and export again",
            )
            return 0.0
        return (-number if match[1] == "-" else number) * hours


def text_of(cell: object) -> str:
    """Return what a cell says as text: whole numbers without a point, no spaces around it.

    Examples
    --------
    >>> text_of(" A1000 "), text_of(1000.0), text_of(2.5)
    ('A1000', '1000', '2.5')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def read_table(
    shown: str,
    rows: Iterable[tuple[int, Sequence[object]]],
    *,
    required: Sequence[str],
    is_data: Callable[[Table, Sequence[object]], bool],
    reporter: Reporter,
) -> Table | None:
    """Make a table of numbered rows.

    Parameters
    ----------
    shown
        The name that messages and positions use for it.
    rows
        The rows with their numbers; blank ones count for nothing.
    required
        The fields without which nothing can be read.
    is_data
        Whether a row that stands where captions should be is none; one with a number or a date
        in a field that must be there, or in one of dates or amounts, is none in any case.
    reporter
        Whoever is told what is wrong.

    Returns
    -------
    Table or None
        None where the fields of the first row are not those of such a table.
    """
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        reporter.report(shown, 0, 0, "the table is empty", kind="rows")
        return None
    filled = filled[_place_of_fields(filled, required) :]
    first, names = filled[0]
    columns = _places_of(
        names,
        required,
        lambda place, message: reporter.report(shown, first, place + 1, message, kind="columns"),
    )
    by_field = {_field(name): place for name, place in reversed(columns.items())}
    units = {_field(name): name for name in columns if _UNIT.search(name)}
    is_captions = not {name.casefold() for name in columns} & set(required)
    missing = [name for name in required if name not in by_field]
    if missing:
        reporter.report(shown, first, 1, _missing_columns(missing, columns), kind="columns")
        return None
    table = Table(shown, {**by_field, **columns}, units, filled[1:], reporter)
    follows = bool(table.rows) and table.rows[0][0] == first + 1
    if follows and not is_captions and not _has_values(table, required, is_data):
        _, captions = table.rows.pop(0)
        table.captions.update((name, table.text(captions, name)) for name in columns)
    return table


def _has_values(
    table: Table, required: Sequence[str], is_data: Callable[[Table, Sequence[object]], bool]
) -> bool:
    """Whether the first row of a table has data, and no captions."""
    row = table.rows[0][1]
    fields = (name for name in table.columns if name in required or name.endswith(_OF_VALUES))
    return is_data(table, row) or any(table.text(row, name)[:1].isdigit() for name in fields)


def _places_of(
    names: Sequence[object], required: Sequence[str], report: Callable[[int, str], None]
) -> dict[str, int]:
    """Return the places of the columns by their names; a required one that is twice is told."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(names):
        name = text_of(cell)
        if name and columns.setdefault(name, place) != place and name in required:
            report(place, f"the column {name!r} is there twice: also column {columns[name] + 1}")
    return columns


def _place_of_fields(rows: Sequence[tuple[int, Sequence[object]]], required: Sequence[str]) -> int:
    """Return which of the rows has the names of fields; the first where none has them all."""
    for place, (_, cells) in enumerate(rows[:_MOST_TITLES]):
        if set(required) <= {_field(text_of(cell)) for cell in cells}:
            return place
    return 0


def _field(heading: str) -> str:
    """Return the field that a heading means: its name in any case, or its caption."""
    name = heading.casefold()
    return _CAPTIONS.get(_UNIT.sub("", name).strip(), name)


def _missing_columns(names: Sequence[str], columns: Collection[str]) -> str:
    """Say that columns are missing, and what is there in place of them."""
    fields = list(columns)
    there = f"there are {listed(list(map(quoted, fields)), _MOST_NAMED)}"
    hints = [f"{name!r}{did_you_mean(name, fields)}" for name in names]
    if not any("did you" in hint for hint in hints) and not any("_" in field for field in fields):
        there += "; the first row must have the names of fields, as Primavera P6 exports them"
    return f"there is no column {' and no '.join(hints)}: {there}"
