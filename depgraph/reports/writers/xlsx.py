"""Tables of milestones as workbooks (Office Open XML), the same bytes for the same table."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from depgraph.errors import MissingToolError
from depgraph.reports.writers.text import width
from depgraph.words import printable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from depgraph.reports.page import Head, Table, Value

_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time of no zone, for the same bytes
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_FIRST_YEAR = 1900
_MOST_CHARACTERS = 32_767
_WIDTHS = {"date": 11, "number": 8, "truth": 8}
_WIDEST = 60
_MEASURED = 500
_LONGEST_TITLE = 31


def need_openpyxl() -> None:
    """Raise `MissingToolError` if the library that writes workbooks is not installed."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise MissingToolError(
            "a workbook (xlsx) needs openpyxl, which is not installed: pip install 'depgraph[xlsx]'"
        ) from None


def table_xlsx(table: Table) -> bytes:
    """Return a table as a workbook with one sheet.

    Dates are dates and numbers are numbers; a text stays a text, also one that begins with
    ``=``. The heads stay in view and have filters. Facts and notes are on a second sheet.

    Raises
    ------
    MissingToolError
        If openpyxl is not installed.
    """
    need_openpyxl()
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = _sheet_title(table.title)
    _fill(sheet, table)
    _write_facts(book.create_sheet("About"), table)
    book.properties.creator = "depgraph"
    book.properties.title = printable(table.title)
    book.properties.created = _WRITTEN
    return _bytes(book)


def _sheet_title(title: str) -> str:
    """Return a title that workbooks take for a sheet: short, without the signs of references."""
    return re.sub(r"[\\/*?:\[\]']", " ", printable(title)).strip()[:_LONGEST_TITLE] or "Table"


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    groups = [group.title for group in table.groups for _ in range(group.rows)]
    has_groups = bool(groups)
    heads = [head.title for head in table.heads]
    for n, title in enumerate(["group", *heads] if has_groups else heads, 1):
        _write(sheet, 1, n, title)
        cell = sheet.cell(1, n)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for line, row in enumerate(table.rows, 2):
        for n, value in enumerate((groups[line - 2], *row) if has_groups else row, 1):
            if value is not None:
                _write(sheet, line, n, value)
    if has_groups:
        sheet.column_dimensions["A"].width = 14
    for n, head in enumerate(table.heads):
        letter = get_column_letter(n + 1 + has_groups)
        sheet.column_dimensions[letter].width = _width(table, n, head)
    sheet.freeze_panes = "B2"
    last = get_column_letter(len(table.heads) + has_groups)
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"


def _write_facts(sheet: Worksheet, table: Table) -> None:
    lines: list[tuple[str, Value]] = [("", table.title)]
    lines += ((name.replace("_", " "), value) for name, value in table.facts.items())
    lines += (("", note) for note in table.notes)
    for line, (name, value) in enumerate(lines, 1):
        _write(sheet, line, 1, name)
        if value is not None:
            _write(sheet, line, 2, value)
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = _WIDEST


def _write(sheet: Worksheet, line: int, column: int, value: Value) -> None:
    cell = sheet.cell(line, column)
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int | float):
        cell.value = value
    else:
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        if not text:
            return
        cell.value = printable(text)[:_MOST_CHARACTERS]
        cell.data_type = "s"
        cell.quotePrefix = True


def _width(table: Table, n: int, head: Head) -> float:
    """Return how wide a column is, in characters, going by its first rows."""
    least = max(len(head.title) + 3, _WIDTHS.get(head.type, 0))
    if head.type in _WIDTHS:
        return least
    cells = (row[n] for row in table.rows[:_MEASURED])
    texts = (", ".join(cell) if isinstance(cell, tuple) else str(cell or "") for cell in cells)
    return min(_WIDEST, max(least, *(width(text) + 2 for text in ("", *texts))))


def _bytes(book: Workbook) -> bytes:
    """Save a workbook without the times of writing that the library puts in it."""
    from openpyxl.xml.functions import tostring

    saved = BytesIO()
    book.save(saved)
    book.properties.modified = _WRITTEN
    written = BytesIO()
    with ZipFile(saved) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == _PROPERTIES:
                data = tostring(book.properties.to_tree())
            info = ZipInfo(name, _ZIP_DATE)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            after.writestr(info, data)
    return written.getvalue()
