"""Tables of milestones as text, CSV, Markdown and JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from click import style

from depgraph.reports.data import as_text
from depgraph.reports.listing_months import MARKS, Month, month_of
from depgraph.reports.tables import csv_table
from depgraph.reports.writers.markdown import escaped, markdown_table
from depgraph.reports.writers.text import columns, width
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.listing_months import Grid, GridRow
    from depgraph.reports.page import Head, Table, Value

_NARROWEST = 8
"""How narrow a column of texts is made to fit a terminal."""

_LATE = ("late", "overdue")
_MONTHS_OF_A_PIPE = 60
_NAME_OF_A_GRID = 40
_GRID_HEADS = ("milestone", "name")


# -- text ------------------------------------------------------------------------------


def listing_text(table: Table, *, room: int | None = None) -> str:
    """Return a table as text, its notes below it.

    Parameters
    ----------
    room
        How many columns a terminal has: long texts are cut, so that a row is one line of it if
        that can be. None for as wide as the cells are.
    """
    heads = [style(head.title, bold=True) for head in table.heads]
    rows = [
        [_shown(value, head) for value, head in zip(row, table.heads, strict=True)]
        for row in table.rows
    ]
    if room is not None:
        _fit([heads, *rows], table.heads, room)
    rows = [
        [
            _coloured(cell, value, head)
            for cell, value, head in zip(cells, row, table.heads, strict=True)
        ]
        for cells, row in zip(rows, table.rows, strict=True)
    ]
    right = [n for n, head in enumerate(table.heads) if head.type == "number"]
    parts = []
    if rows:
        lines = columns([heads, *rows], right=right).splitlines(keepends=True)
        parts.append("".join(_in_sections(lines, table)))
    parts += (f"{note}\n" for note in table.notes)
    return "\n".join(parts)


def narrowed(table: Table, room: int) -> Table:
    """Return a table whose text has room, without as many columns behind the first as need be.

    A note says which are left out.
    """
    least = []
    for n, head in enumerate(table.heads):
        widest = max([width(head.title), *(width(_shown(row[n], head)) for row in table.rows)])
        can_be_cut = head.type in ("text", "texts") and not head.is_code
        least.append(min(widest, max(_NARROWEST, width(head.title))) if can_be_cut else widest)
    dropped = 0
    while dropped < len(least) - 2 and sum(least) + 2 * (len(least) - dropped - 1) > room:
        dropped += 1
        least[dropped] = 0
    if not dropped:
        return table
    names = ", ".join(head.name for head in table.heads[1 : dropped + 1])
    note = f"Left out, as the terminal is narrow: {names} (--columns shows them)"
    return table._replace(
        heads=(table.heads[0], *table.heads[dropped + 1 :]),
        rows=tuple((row[0], *row[dropped + 1 :]) for row in table.rows),
        notes=(*table.notes, note),
    )


def _in_sections(lines: Sequence[str], table: Table) -> list[str]:
    """Put the titles of the sections between the lines, the first of which is the heads."""
    if not table.groups:
        return list(lines)
    head, *rest = lines
    put = [head]
    begin = 0
    for group in table.groups:
        put += ("\n", style(printable(group.title), bold=True), "\n")
        put += rest[begin : begin + group.rows]
        begin += group.rows
    return put


def _shown(value: Value, head: Head) -> str:
    if value is None or value == ():
        return "-" if head.type in ("date", "number") else ""
    if isinstance(value, bool):
        return "?" if value and "queried" in head.name else "yes" if value else ""
    if isinstance(value, tuple):
        return printable(", ".join(value))
    if isinstance(value, int) and head.is_signed:
        return f"{value:+d}" if value else "0"
    return printable(str(value))


def _coloured(cell: str, value: Value, head: Head) -> str:
    if head.name in _LATE and isinstance(value, int) and value > 0:
        return style(cell, fg="yellow", bold=True)
    if head.name.endswith("state") and value == "complete":
        return style(cell, fg="blue")
    return cell


def _fit(lines: list[list[str]], heads: Sequence[Head], room: int) -> None:
    """Cut the widest texts until a line has room, as far as this goes."""
    widths = [max(width(line[n]) for line in lines) for n in range(len(heads))]
    too_much = sum(widths) + 2 * (len(heads) - 1) - room
    wide = [
        n for n, head in enumerate(heads) if head.type in ("text", "texts") and not head.is_code
    ]
    narrowed = set()
    while too_much > 0 and wide:
        n = max(wide, key=lambda n: (widths[n], n))
        if widths[n] <= max(_NARROWEST, width(lines[0][n])):
            wide.remove(n)
            continue
        widths[n] -= 1
        too_much -= 1
        narrowed.add(n)
    for n in narrowed:
        for line in lines[1:]:
            line[n] = cut(line[n], widths[n])


def cut(text: str, room: int) -> str:
    """Return a text of at most so many columns of a terminal, with an ellipsis if it is cut."""
    if width(text) <= room:
        return text
    kept = ""
    taken = 0
    for character in text:
        taken += width(character)
        if taken > room - 1:
            break
        kept += character
    return f"{kept.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def grid_text(grid: Grid, notes: Sequence[str] = (), *, room: int | None = None) -> str:
    """Return a grid as text: a column for each month, headed by years and months.

    Parameters
    ----------
    notes
        Sentences below it.
    room
        How many columns a terminal has; None for no limit, but so many months as people read.
    """
    if not grid.rows:
        return "\n".join(f"{note}\n" for note in notes)
    codes = max(len(_GRID_HEADS[0]), *(width(printable(row.code)) for row in grid.rows))
    names = max(len(_GRID_HEADS[1]), *(width(printable(row.name or "")) for row in grid.rows))
    names = min(names, _NAME_OF_A_GRID)
    most = _MONTHS_OF_A_PIPE
    if room is not None:
        names = min(names, max(_NARROWEST, room // 4))
        most = max(12, (room - codes - names - 8) // 3)
    shown = _window(grid, most)
    is_cut = len(shown) < len(grid.months)
    before, after = ["<"] * is_cut, [">"] * is_cut
    years = [
        str(each.year % 100).zfill(2) if each.month == 1 or each == shown[0] else ""
        for each in shown
    ]
    margin = [""] * is_cut
    rows = [
        ["", "", *margin, *(style(year, bold=True) for year in years), *margin],
        [*_GRID_HEADS, *before, *(f"{each.month:02}" for each in shown), *after],
    ]
    for row in grid.rows:
        left = [_letters(row, [each for each in row.marks if each < shown[0]])] * is_cut
        right = [_letters(row, [each for each in row.marks if each > shown[-1]])] * is_cut
        cells = (_letters(row, [each]) if each in row.marks else "" for each in shown)
        rows.append(
            [printable(row.code), cut(printable(row.name or ""), names), *left, *cells, *right]
        )
    said = [", ".join(f"{letter} {word}" for word, letter in MARKS.items()) + "."]
    if is_cut:
        said[0] += (
            f" From {shown[0]} to {shown[-1]}, of {grid.months[0]} to {grid.months[-1]}; what lies "
            "before stands under <, what lies after under >."
        )
    table = "".join(_grid_line(cells, codes, names) for cells in rows)
    return "\n".join([table, *(f"{note}\n" for note in (*said, *notes))])


def _grid_line(cells: Sequence[str], codes: int, names: int) -> str:
    code, name, *rest = cells
    line = f"{code}{' ' * (codes - width(code))}  {name}{' ' * (names - width(name))} "
    return (
        line + "".join(f" {' ' * (2 - width(cell))}{cell}" if cell else "   " for cell in rest)
    ).rstrip() + "\n"


def _letters(row: GridRow, months: Sequence[Month]) -> str:
    """Return the letters of the marks in some months: of several equal ones, one."""
    words = {word for each in months for word in row.marks.get(each, ())}
    letters = "".join(letter for word, letter in MARKS.items() if word in words)
    due = min((each for each, words in row.marks.items() if "due" in words), default=None)
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


# -- for pages and for programs --------------------------------------------------------


def listing_csv(table: Table) -> str:
    """Return a table as CSV, headed by the names of the columns; semicolons part several texts."""
    rows = (
        [";".join(cell) if isinstance(cell, tuple) else cell for cell in row] for row in table.rows
    )
    return csv_table([head.name for head in table.heads], rows)


def listing_markdown(table: Table) -> str:
    """Return a table as Markdown: title, table by sections, notes."""
    parts = [f"### {escaped(table.title)}\n"]
    heads = [head.title for head in table.heads]
    rows = [
        [_shown(value, head) for value, head in zip(row, table.heads, strict=True)]
        for row in table.rows
    ]
    begin = 0
    for group in table.groups:
        parts.append(f"#### {escaped(group.title)}\n")
        parts.append(markdown_table(heads, rows[begin : begin + group.rows]))
        begin += group.rows
    if rows and not table.groups:
        parts.append(markdown_table(heads, rows))
    parts += (f"{escaped(note)}\n" for note in table.notes)
    return "\n".join(parts)


def listing_json(table: Table) -> str:
    """Return a table as JSON.

    The object has the facts of the table, ``columns`` with ``name``, ``title`` and ``type``,
    and ``rows``, each an object by the names of the columns. Numbers are numbers, truths are
    truths, several texts are an array, dates are YYYY-MM-DD, null stands for unknown or none.
    """
    names = [head.name for head in table.heads]
    data: dict[str, Any] = {name: _plain(value) for name, value in table.facts.items()}
    data["columns"] = [
        {"name": head.name, "title": head.title, "type": head.type} for head in table.heads
    ]
    data["rows"] = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows]
    return as_text(data)


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
