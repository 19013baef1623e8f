"""Reads the sheets of a workbook, as a process of its own: `depgraph.sources.workbook` starts it.

The library ends its process, or takes all memory, on some files that are damaged. It also
writes about these to standard error, which nobody reads here.

Called with the folder of the library, the size of the workbook, the most cells of a sheet, and
the names of the sheets; the workbook comes from standard input. The result goes to standard
output, marshalled: a word and what belongs to it. ``ok``: the names of all sheets, the rows of
those that are wanted (None for a missing one), and the places of their merged cells;
``protected``; ``too large``: name, rows and columns of a sheet; ``damaged``: what the library
says.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_MEMORY = 4 * 1024**3
_MEMORY_OF_NONE = 900 * 1024**2
_MEMORY_PER_BYTE = 40
"""A workbook may take so much, as what is damaged asks for gigabytes where there are none."""


def most_memory(size: int) -> int:
    """Return how many bytes of memory the reading of a file of a size may take."""
    return min(_MAX_MEMORY, _MEMORY_OF_NONE + _MEMORY_PER_BYTE * size)


def read(data: bytes, most_cells: int, sheet_names: Sequence[str]) -> tuple[Any, ...]:
    """Return the result for a workbook, with the library on the path."""
    from python_calamine import CalamineWorkbook, PasswordError

    sheets: list[list[list[Any]] | None] = []
    merged: list[list[tuple[tuple[int, int], tuple[int, int]]]] = []
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = {name.strip().casefold(): name for name in workbook.sheet_names}
        for name in sheet_names:
            if name.casefold() not in names:
                sheets.append(None)
                merged.append([])
                continue
            sheet = workbook.get_sheet_by_name(names[name.casefold()])
            rows, columns = sheet.end or (0, 0)
            if (rows + 1) * (columns + 1) > most_cells:
                return "too large", sheet.name, rows + 1, columns + 1
            sheets.append(sheet.to_python(skip_empty_area=False))
            merged.append(getattr(sheet, "merged_cell_ranges", None) or [])
    except PasswordError:
        return ("protected",)
    except BaseException as error:  # noqa: BLE001 - where the library gives up, it raises no Exception
        return "damaged", str(error)
    return "ok", workbook.sheet_names, sheets, merged


def dates_as_text(rows: Sequence[list[Any]]) -> None:
    """Write the dates and times in rows as text, year first."""
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, date | time | timedelta):
                row[place] = str(cell)


def main() -> None:
    """Read the workbook of standard input."""
    folder, size, most_cells, *sheet_names = sys.argv[1:]
    sys.path.insert(0, folder)
    gc.disable()  # rows are many, and no cycles
    data = sys.stdin.buffer.read(int(size))
    try:
        import resource
    except ImportError:  # there are no such limits on Windows
        pass
    else:
        wanted = most_memory(len(data))
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or most > wanted:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    result = read(data, int(most_cells), sheet_names)
    try:
        marshalled = marshal.dumps(result)
    except ValueError:  # there are dates, which few exports have
        for rows in result[2]:
            dates_as_text(rows or ())
        marshalled = marshal.dumps(result)
    sys.stdout.buffer.write(marshalled)
    sys.stdout.buffer.flush()
    os._exit(0)  # the interpreter would free each cell, only to exit


if __name__ == "__main__":
    main()
