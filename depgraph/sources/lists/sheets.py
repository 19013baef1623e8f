"""A list in a sheet of a workbook: which sheet it is, and what its merged cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem, did_you_mean
from depgraph.model import Notice, Position
from depgraph.sources.lists.decoding import Row, column_letters
from depgraph.sources.lists.headings import score
from depgraph.sources.lists.reader import heading_place, read_list
from depgraph.sources.nodes import quoted
from depgraph.sources.table import text_of
from depgraph.sources.telling import tell
from depgraph.sources.workbook import read_workbook
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.reading import ListOptions, ReadingOptions
    from depgraph.sources.workbook import Sheet, Workbook

_MOST_SHEETS = 20
"""How many sheets are looked at for a list."""


def read_list_sheet(
    path: Path,
    shown: str,
    workbook: Workbook,
    options: ReadingOptions,
    list_options: ListOptions,
    problems: list[Problem],
) -> GraphFile:
    """Read the sheet of a workbook that has the list.

    Parameters
    ----------
    shown
        The name that messages and positions use for the file; the sheet stands in brackets
        behind it.
    workbook
        Its names.
    problems
        The list that everything wrong in it is added to.

    Raises
    ------
    LoadError
        If there is no such sheet, or several may be meant.
    """
    sheet, others = _list_sheet(path, shown, workbook.names, list_options)
    where = f"{shown}[{sheet.name}]"
    cells, notices = _unmerged(sheet, where)
    rows = [
        Row(number, number, row)
        for number, row in enumerate(cells, 1)
        if any(text_of(cell) for cell in row)
    ]
    if len(workbook.names) > 1:
        list_options = list_options._replace(sheet=sheet.name)
    if others:
        text = f"sheets that are not read: {', '.join(others)}"
        notices.append(Notice(text, position=Position(where, 1, 1), is_warning=False))
    return read_list(where, rows, options, list_options, problems, notices=notices)


def _list_sheet(
    path: Path, shown: str, names: Sequence[str], options: ListOptions
) -> tuple[Sheet, list[str]]:
    """Return the sheet that is named, or whose headings are known best, and the names of others."""
    there = ", ".join(map(quoted, names))
    if options.sheet is not None:
        (sheet,) = read_workbook(path, shown, [options.sheet.strip()]).sheets
        if sheet is None:
            hint = did_you_mean(options.sheet, names)
            message = f"there is no sheet {quoted(options.sheet)}{hint}: the sheets are {there}"
            raise LoadError([Problem(shown, 0, 0, message)])
        return sheet, []
    sheets = read_workbook(path, shown, names[:_MOST_SHEETS]).sheets
    filled = [
        sheet for sheet in sheets if sheet is not None and any(any(row) for _, row in sheet.rows)
    ]
    if not filled:
        raise LoadError([Problem(shown, 0, 0, "no sheet has anything in it")])
    worth = [_score(sheet, options) for sheet in filled]
    best = filled[worth.index(max(worth))]
    if len(filled) == 1:
        return best, []
    if worth.count(max(worth)) > 1:
        alike = ", ".join(
            quoted(sheet.name)
            for sheet, of_sheet in zip(filled, worth, strict=True)
            if of_sheet == max(worth)
        )
        message = (
            f"several sheets may have the list: {alike}; write beside the file in the "
            f"configuration which does, as in 'sheet: {best.name}'"
        )
        raise LoadError([Problem(shown, 0, 0, message)])
    others = [quoted(sheet.name) for sheet in filled if sheet is not best]
    tell(f"{shown}: took the sheet {quoted(best.name)}; not read: {listed(others)}")
    return best, others


def _score(sheet: Sheet, options: ListOptions) -> int:
    rows = [Row(number, number, row) for number, row in sheet.rows if any(row)]
    place = heading_place(rows, options)
    return 0 if place is None else score(rows[place].cells, options.columns)


def _unmerged(sheet: Sheet, shown: str) -> tuple[list[list[object]], list[Notice]]:
    """Return the cells, those that are merged over several rows with what they show in each.

    A row that is one merged cell is a title, and left out.
    """
    cells = [list(row) for _, row in sheet.rows]
    filled: dict[str, Position] = {}
    titles: dict[str, Position] = {}
    for (first_row, first), (last_row, last) in sheet.merged:
        if last_row >= len(cells) or first >= len(cells[first_row]):
            continue
        value = cells[first_row][first]
        if not text_of(value):
            continue
        position = Position(shown, first_row + 1, first + 1)
        if first_row < last_row:
            for row in cells[first_row + 1 : last_row + 1]:
                row[first] = value
            ends = ((first, first_row), (last, last_row))
            name = ":".join(f"{column_letters(column + 1)}{row + 1}" for column, row in ends)
            filled[name] = position
        elif last - first > 1 and sum(bool(text_of(cell)) for cell in cells[first_row]) == 1:
            titles[f"row {first_row + 1}, {quoted(text_of(value))}"] = position
            cells[first_row] = []
    notices = []
    if filled:
        text = (
            f"{counted(len(filled), 'range')} of merged cells; what one shows is taken for each "
            f"of its rows: {listed([*filled])}"
        )
        notices.append(Notice(text, position=min(filled.values()), is_warning=False))
    if titles:
        text = f"a row that is one merged cell is a title, and not read: {listed([*titles])}"
        notices.append(Notice(text, position=min(titles.values()), is_warning=False))
    return cells, notices
