"""Tables of milestones for people: as a page, and months as a grid of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.listing_months import MARKS, Month, month_of
from depgraph.reports.page import Page, without_columns
from depgraph.reports.writers.text import broken, padded_text, page_text, width
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.listing_months import Grid, GridRow
    from depgraph.reports.page import Part, Table, Value

_NOTHING = (None, (), False)
_GRID_HEADS = ("milestone", "name")
_MONTHS_OF_A_PIPE = 60
_MONTH = 3
"""How many columns of a terminal a month takes."""


def list_page(table: Table, *, has_all_columns: bool = False) -> Page:
    """Return a table of milestones as a page, its notes below it.

    Parameters
    ----------
    has_all_columns
        Whether no column is left out, as they were asked for: neither those that say nothing
        in any row, nor any on a narrow terminal. Projected dates say nothing where each is a
        date that the row has already.
    """
    notes = list(map(printable, table.notes))
    if has_all_columns:
        table = table._replace(heads=tuple(head._replace(least=0) for head in table.heads))
    else:
        columns = range(1, len(table.heads))
        table = without_columns(
            table, [n for n in columns if all(_says_nothing(table, row, n) for row in table.rows)]
        )
    parts: list[Part] = [table._replace(title="", notes=()), *notes]
    return Page(table.title, parts, is_titled_in_text=False)


def _says_nothing(table: Table, row: Sequence[Value], n: int) -> bool:
    name = table.heads[n].name
    if name == "late":
        return not row[n]
    others = (row[m] for m, head in enumerate(table.heads) if m != n and head.type == "date")
    return row[n] in _NOTHING or (name == "projected" and row[n] in others)


def grid_text(grid: Grid, notes: Sequence[str] = (), *, room: int | None = None) -> str:
    """Return a grid as text: a column for each month, headed by years and months.

    Parameters
    ----------
    notes
        Sentences below it.
    room
        How many columns a terminal has; None for no limit, but so many months as people read.
    """
    sentences = list(map(printable, notes))
    if not grid.rows:
        return page_text(Page("", sentences), room)
    codes = [_GRID_HEADS[0], *(printable(row.code) for row in grid.rows)]
    names = [_GRID_HEADS[1], *(printable(row.name or "") for row in grid.rows)]
    code_room, name_room = max(map(width, codes)), max(map(width, names))
    most = _MONTHS_OF_A_PIPE
    if room is not None:
        longest_word = max(width(word) for name in names for word in name.split())
        name_room = min(name_room, max(longest_word, room // 4))
        most = max(1, (room - code_room - name_room - 3) // _MONTH - 2)
    window = _window(grid, most)
    lines = []
    for code, name, cells in zip(
        ("", *codes), ("", *names), _grid_cells(grid, window), strict=True
    ):
        first, *others = broken(name, name_room)
        head = f"{padded_text(code, code_room)}  {padded_text(first, name_room)}"
        lines.append(f"{head} {cells}".rstrip())
        lines += (f"{' ' * code_room}  {other}" for other in others)
    legend = ", ".join(f"{letter} {word}" for word, letter in MARKS.items()) + "."
    if len(window) < len(grid.months):
        legend += (
            f" From {window[0]} to {window[-1]}, of {grid.months[0]} to {grid.months[-1]}; what "
            "lies before stands under <, what lies after under >."
        )
    return "\n".join((*lines, "", page_text(Page("", [legend, *sentences]), room)))


def _grid_cells(grid: Grid, window: Sequence[Month]) -> list[str]:
    """Return what stands right of the names: years, months, and the marks of each row."""
    is_cut = len(window) < len(grid.months)
    years = (
        style(str(month.year % 100).zfill(2), bold=True)
        if month.month == 1 or month == window[0]
        else ""
        for month in window
    )
    lines = [["", *years, ""], ["<", *(f"{month.month:02}" for month in window), ">"]]
    for row in grid.rows:
        before = [month for month in row.marks if month < window[0]]
        after = [month for month in row.marks if month > window[-1]]
        months = (before, *([month] for month in window), after)
        lines.append([_letters(row, among) for among in months])
    cells = (line if is_cut else line[1:-1] for line in lines)
    return ["".join(padded_text(cell, _MONTH, is_right=True) for cell in line) for line in cells]


def _letters(row: GridRow, months: Sequence[Month]) -> str:
    """Return the letters of the marks in some months: of several equal ones, one."""
    words = {word for month in months for word in row.marks.get(month, ())}
    if not words:
        return ""
    letters = "".join(letter for word, letter in MARKS.items() if word in words)
    due = min((month for month, marks in row.marks.items() if "due" in marks), default=None)
    if "P" in letters and due is not None and due < months[-1]:
        return style(letters, fg="yellow", bold=True)
    return style(letters, fg="blue") if "C" in letters else letters


def _window(grid: Grid, most: int) -> tuple[Month, ...]:
    """Return the months that are shown: if not all can be, those from the as-of date on."""
    months = grid.months
    if len(months) <= most:
        return months
    first = 0
    if grid.as_of is not None:
        first = month_of(grid.as_of).number - months[0].number
    first = min(max(first, 0), len(months) - most)
    return months[first : first + most]
