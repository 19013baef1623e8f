"""Spreadsheet files: what can be wrong with one before its cells are read.

A small file may stand for more than fits in memory, and a damaged one may end the process that
reads it. So everything is bounded first, and the library runs in a process of its own.
"""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from depgraph.errors import LoadError, MissingToolError, Problem, did_you_mean
from depgraph.records import Struct
from depgraph.sources.nodes import quoted
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader
    from zipfile import ZipFile

MAX_BYTES = 100 * 1024 * 1024
"""The largest file that is read. Exports of 14,000 relationships have 3 MB."""

MAX_UNPACKED = 400 * 1024 * 1024
"""How much the parts of an .xlsx file may have all together."""

MAX_CELLS = 10_000_000
"""How many cells a sheet may have, blank ones between others included."""

_PATIENCE = 120
"""After how many seconds reading is given up."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"
_CHUNK = 1 << 20

_ROW = re.compile(rb"<(?:[\w.-]+:)?row\b")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,8})["']""")
_ROW_NUMBER = re.compile(rb"""[^>]*?\br\s*=\s*["']([0-9]{1,10})["']""")

_WHOLE_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b([^>]*[^>/])>(.*?)</(?:[\w.-]+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\b[^>]*>([^<]*)<")

_EXPORT_AGAIN = "export it again, or save it as .xlsx with a spreadsheet program"


class Sheet(Struct):
    """A sheet: its name, and its rows with their numbers.

    Attributes
    ----------
    merged
        The first and the last cell of each range of merged cells: row and column from 0.
    """

    name: str
    rows: list[tuple[int, Sequence[object]]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


class Workbook(Struct):
    """The names of all sheets of a workbook, and the sheets that were asked for."""

    names: tuple[str, ...]
    sheets: tuple[Sheet | None, ...]


def read_workbook(path: Path, shown: str, sheet_names: Sequence[str]) -> Workbook:
    """Read sheets of an .xls or .xlsx file, and the names of all.

    What the file is is told by its content.

    Parameters
    ----------
    shown
        The name that messages use for it.
    sheet_names
        The names of the sheets, in any case.

    Raises
    ------
    LoadError
        If it cannot be read. That there is no such sheet is no reason.
    MissingToolError
        If the library for spreadsheets is not installed.
    """
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
            _refuse_large_file(max(len(data), path.stat().st_size), shown)
            _refuse_what_is_none(data, shown)
            workbook = _sheets(file, len(data), shown, sheet_names)
    except FileNotFoundError:
        raise _load_error(shown, "there is no such file") from None
    except OSError as error:
        raise _load_error(shown, f"cannot be read: {error.strerror or error}") from None
    if data.startswith(_ZIP):
        _add_valueless(data, workbook)
    return workbook


def _load_error(shown: str, message: str) -> LoadError:
    return LoadError([Problem(shown, 0, 0, message)])


def _refuse_large_file(size: int, shown: str) -> None:
    if size > MAX_BYTES:
        raise _load_error(
            shown,
            f"the file has {size // 2**20} MB, and spreadsheets of at most {MAX_BYTES // 2**20} MB "
            "are read: keep only the sheets that are needed",
        )


def _refuse_what_is_none(data: bytes, shown: str) -> None:
    """Raise `LoadError` where the content is no spreadsheet, saying what it seems to be."""
    if not data:
        raise _load_error(shown, "the file is empty")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _protected(shown)
        return
    if data.startswith(_ZIP):
        _refuse_large_parts(data, shown)
        return
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    seems = ""
    if head.startswith((b"<html", b"<!doctype", b"<table")):
        seems = ": it is a web page with the name of a spreadsheet"
    elif head.startswith(b"<?xml"):
        seems = ": it is an XML file with the name of a spreadsheet"
    elif b"\0" not in head and (b"," in head or b"\t" in head or b";" in head):
        seems = ": it seems to be a text file (name it .csv where it is one)"
    raise _load_error(shown, f"this is no .xls or .xlsx spreadsheet{seems}; {_EXPORT_AGAIN}")


def _protected(shown: str) -> LoadError:
    return _load_error(
        shown, "the spreadsheet is password-protected: save it without a password, and try again"
    )


def _corrupt(shown: str, why: object) -> LoadError:
    text = " ".join(str(why).split())[:200] or type(why).__name__
    return _load_error(
        shown, f"the spreadsheet is damaged or not complete ({text}): {_EXPORT_AGAIN}"
    )


def _too_many_cells(shown: str, what: str, rows: int, columns: int) -> LoadError:
    return _load_error(
        shown,
        f"{what} spans {rows:,} rows and {columns:,} columns, and at most {MAX_CELLS:,} cells are "
        "read: delete what stands apart from the table, or export it again",
    )


# -- .xlsx files, which are zip archives -------------------------------------------------


def _refuse_large_parts(data: bytes, shown: str) -> None:
    """Raise `LoadError` where an .xlsx file unpacks to too much, whatever it says itself."""
    try:
        _look_into(data, shown)
    except LoadError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile raises many kinds, which are listed nowhere
        if "is encrypted" in str(error):
            raise _protected(shown) from None
        raise _corrupt(shown, error) from None


def _look_into(data: bytes, shown: str) -> None:
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        stated = sum(part.file_size for part in parts)
        if stated > MAX_UNPACKED:
            raise _load_error(
                shown,
                f"the spreadsheet unpacks to {stated // 2**20} MB, and at most "
                f"{MAX_UNPACKED // 2**20} MB are read: keep only the sheets that are needed",
            )
        names = archive.namelist()
        if len(set(names)) < len(names):
            raise _corrupt(shown, "a part of it is there twice")
        if _WORKBOOK not in names:
            raise _load_error(
                shown, f"this is a zip archive, but no .xlsx spreadsheet: {_EXPORT_AGAIN}"
            )
        for name in names:
            _refuse_large_part(archive, name, shown)


def _refuse_large_part(archive: ZipFile, name: str, shown: str) -> None:
    """Read a part to its end, which fails where it is longer than it says; count its cells."""
    with archive.open(name) as part:
        if not name.startswith("xl/worksheets/"):
            while part.read(_CHUNK):
                pass
            return
        xml = part.read()
    rows, columns = _extent(xml)
    if rows * columns > MAX_CELLS:
        raise _too_many_cells(shown, "a sheet", rows, columns)


def _extent(xml: bytes) -> tuple[int, int]:
    """Return how many rows and columns a sheet may span at most.

    Rows and cells say where they are, or follow the one before.
    """
    last_row = last_column = most_cells = count = 0
    for row in _ROW.split(xml)[1:]:
        count += 1
        number = _ROW_NUMBER.match(row)
        if number is not None:
            last_row = max(last_row, int(number[1]))
        places = _PLACE.findall(row)
        if places:
            last_row = max(last_row, *(int(line) for _, line in places))
            last_column = max(last_column, *(_column_number(letters) for letters, _ in places))
        most_cells = max(most_cells, len(_CELL.findall(row)) - len(places))
    return last_row + count if last_row > count else max(last_row, count), last_column + most_cells


def _add_valueless(data: bytes, workbook: Workbook) -> None:
    """Write into cells without a value what stands there: an error, or a formula never worked out.

    The library reads both as blank, and a date or a code that is missing is to be told.
    """
    from zipfile import ZipFile

    with ZipFile(BytesIO(data)) as archive:
        parts = _parts_of_sheets(archive)
        for sheet in workbook.sheets:
            part = parts.get(sheet.name) if sheet is not None else None
            if sheet is None or part not in archive.namelist():
                continue
            xml = archive.read(part)
            if b't="e"' not in xml and not _FORMULA.search(xml):
                continue
            for attributes, content in _WHOLE_CELL.findall(xml):
                place = _PLACE.search(attributes)
                text = _text_without_value(attributes, content)
                if text is None or place is None or int(place[2]) > len(sheet.rows):
                    continue
                row = sheet.rows[int(place[2]) - 1][1]
                column = _column_number(place[1]) - 1
                if isinstance(row, list) and column < len(row) and row[column] in ("", None):
                    row[column] = text


def _text_without_value(attributes: bytes, content: bytes) -> str | None:
    """Return the error or the formula of a cell that has nothing else; None for all others."""
    value, formula = _VALUE.search(content), _FORMULA.search(content)
    if b't="e"' in attributes:
        return value[1].decode("utf-8", "replace") if value else "#ERROR!"
    if formula is not None and value is None:
        return f"={formula[1].decode('utf-8', 'replace')}"
    return None


def _parts_of_sheets(archive: ZipFile) -> dict[str, str]:
    """Return the names of the parts of an .xlsx file by the names of the sheets."""
    from xml.etree import ElementTree as ET

    try:
        names = ("xl/_rels/workbook.xml.rels", _WORKBOOK)
        texts = [archive.read(name) for name in names]
        if any(b"<!DOCTYPE" in text for text in texts):
            return {}  # which no spreadsheet program writes
        relations, sheets = (ET.fromstring(text).iter() for text in texts)  # noqa: S314
    except (KeyError, ET.ParseError):
        return {}
    targets = {
        relation.get("Id"): str(relation.get("Target")).removeprefix("/xl/")
        for relation in relations
    }
    return {
        str(sheet.get("name")): f"xl/{targets.get(number, '')}"
        for sheet in sheets
        if sheet.tag.endswith("}sheet")
        for key, number in sheet.items()
        if key.endswith("}id")
    }


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


# -- the cells ------------------------------------------------------------------------------


def _sheets(
    file: BufferedReader | BytesIO, size: int, shown: str, sheet_names: Sequence[str]
) -> Workbook:
    result = _in_a_process(file.fileno(), size, shown, sheet_names)
    if result is None:
        raise _corrupt(shown, "nothing could be read")
    word, *rest = result
    if word == "protected":
        raise _protected(shown)
    if word == "too large":
        name, rows, columns = rest
        raise _too_many_cells(shown, f"the sheet {quoted(name)}", rows, columns)
    if word != "ok":
        raise _corrupt(shown, *rest)
    names, cells, merged = rest
    exact = {name.strip().casefold(): name for name in names}
    sheets = [
        None if rows is None else Sheet(exact[name.casefold()], list(enumerate(rows, 1)), of_sheet)
        for name, rows, of_sheet in zip(sheet_names, cells, merged, strict=True)
    ]
    return Workbook(tuple(names), tuple(sheets))


def _in_a_process(
    file: int, size: int, shown: str, sheet_names: Sequence[str]
) -> tuple[Any, ...] | None:
    """Return what `depgraph.sources.workbook_process` says; None where it came to an end."""
    library = find_spec("python_calamine")
    if library is None or library.origin is None:
        raise MissingToolError(
            f"{shown}: reading spreadsheets needs python-calamine: "
            "pip install 'depgraph[primavera]'"
        )
    script = Path(__file__).with_name("workbook_process.py")
    folder = Path(library.origin).parent.parent
    options = ("-I", "-S")  # neither the environment nor installed packages matter, and it is quick
    words = (str(script), str(folder), str(size), str(MAX_CELLS), *sheet_names)
    os.lseek(file, 0, os.SEEK_SET)
    try:
        process = subprocess.run(  # noqa: S603 - this interpreter, and a script of this package
            (sys.executable, *options, *words),
            stdin=file,  # as a pipe would take it in pieces of 4 kB
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _corrupt(shown, f"nothing was read in {_PATIENCE} seconds") from None
    except OSError as error:
        raise MissingToolError(
            f"{shown}: no process can be started to read it: {error.strerror or error}"
        ) from None
    if process.returncode:
        return None
    result: tuple[Any, ...] = marshal.loads(process.stdout)  # noqa: S302 - what this package wrote
    return result


def missing_sheet(name: str, names: Sequence[str]) -> str:
    """Say that an export lacks a sheet, and which sheets there are."""
    there = ", ".join(map(quoted, names)) or "none"
    needed = "the activities" if name == "TASK" else "the activity relationships"
    return (
        f"there is no sheet {name!r}{did_you_mean(name, names)}: the sheets are {there}; "
        f"export {needed} too"
    )
