"""The text of a list, and the cells in it: encodings, delimiters, quotes."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from io import StringIO
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.model import Notice
from depgraph.records import Struct
from depgraph.sources.nodes import quoted
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from depgraph.model import Position

MAX_BYTES = 100 * 1024 * 1024
"""The largest file that is read: hundreds of thousands of activities."""

DELIMITERS = ",;\t|"

_OTHER_SCRIPTS = (
    *("cp1251", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "cp949", "gb18030", "big5"),
)
"""Encodings of Windows for texts that are not in Latin letters."""

_SAMPLE = 64 * 1024
_LEAST_BEYOND_ASCII = 8
"""How many bytes beyond ASCII it takes to tell encodings apart."""

_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class Text(Struct):
    """The text of a file.

    Attributes
    ----------
    is_guessed
        Whether nothing says that the encoding is this one.
    delimiter
        What the first line says that parts the cells, as ``sep=;`` does; else empty.
    first
        The number of the line in the file that the text begins on.
    """

    text: str
    encoding: str
    is_guessed: bool = False
    delimiter: str = ""
    first: int = 1


class Row(Struct):
    """A row: the line of the file that it begins on, its number in a sheet, and its cells."""

    line: int
    number: int
    cells: Sequence[object]


def read_text(path: Path, shown: str, encoding: str | None) -> Text:
    """Return the text of a file.

    Parameters
    ----------
    shown
        The name that messages use for it.
    encoding
        The encoding that the configuration names; None to go by the bytes: UTF-8, UTF-16, or
        else what the words in it are in most likely, Windows-1252 where they do not tell.

    Raises
    ------
    LoadError
        If it is no text, too large, or cannot be read.
    """
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _load_error(shown, "there is no such file") from None
    except OSError as error:
        raise _load_error(shown, f"cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise _load_error(
            shown,
            f"the file has more than {MAX_BYTES // 2**20} MB, the most that is read of a list of "
            "activities: export only the columns that are needed",
        )
    text = decoded(data, shown, encoding)
    if "\0" in text.text:
        raise _load_error(shown, "this file is no text: export it again, or save it as 'CSV UTF-8'")
    separator = _SEP.match(text.text)
    if separator is not None:
        text = text._replace(text=text.text[separator.end() :], delimiter=separator[1], first=2)
    if not text.text.strip():
        raise _load_error(shown, "the file is empty")
    return text


def decoded(data: bytes, shown: str, encoding: str | None) -> Text:
    """Return the text that bytes stand for.

    Parameters
    ----------
    shown, encoding
        As of `read_text`.

    Raises
    ------
    LoadError
        If they are no text, or none in the encoding.
    """
    if encoding is not None:
        try:
            return Text(data.decode(encoding).removeprefix("\ufeff"), encoding)
        except UnicodeError as error:
            line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
            raise _load_error(
                shown, f"this file is not {encoding}, as the configuration says", line
            ) from None
    for mark, marked in (
        (BOM_UTF8, "utf-8-sig"),
        (BOM_UTF16_LE, "utf-16"),
        (BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return Text(data.decode(marked), marked)
            except UnicodeError as error:
                line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
                raise _load_error(
                    shown,
                    f"the file begins as {marked}, and is none from here on: it is damaged or cut "
                    "short; export it again",
                    line,
                ) from None
    if b"\0" in data[1:2] or b"\0" in data[:1]:
        guess = "utf-16-le" if b"\0" in data[1:2] else "utf-16-be"
        try:
            return Text(data.decode(guess), guess)
        except UnicodeError:
            raise _load_error(
                shown, "this file is no text: export it again, or save it as 'CSV UTF-8'"
            ) from None
    try:
        return Text(data.decode(), "utf-8")
    except UnicodeError:
        pass
    # What cp1252 has no letters for is of Central Europe, rather than control characters.
    for guess in (*_other_script(data), "cp1252", "cp1250", "latin-1"):
        try:
            return Text(data.decode(guess), guess, is_guessed=True)
        except UnicodeError:
            continue
    raise AssertionError("every byte is a character of Latin-1")


def _other_script(data: bytes) -> tuple[str, ...]:
    """Return the encoding of a text in another script than the Latin one, if it seems to be any.

    Only words beyond ASCII are looked at: all others are the same in every encoding.
    """
    words = [word for word in re.split(rb"[\t\r\n,;|]+", data) if not word.isascii()]
    sample = b"\n".join(words)[:_SAMPLE]
    if sum(byte > 127 for byte in sample) < _LEAST_BEYOND_ASCII:
        return ()
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_OTHER_SCRIPTS, "cp1252", "cp1250"]).best()
    return (best.encoding,) if best is not None and best.encoding in _OTHER_SCRIPTS else ()


def doubt_of_encoding(text: Text, sample: str, position: Position) -> Notice:
    """Tell that an encoding is guessed.

    Parameters
    ----------
    sample
        A text of the file that depends on it.
    """
    names = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}
    return Notice(
        f"the file is not UTF-8 and is read as {names.get(text.encoding, text.encoding)}, as in "
        f"{quoted(sample[:40])}; write 'encoding: {text.encoding}' beside the file in the "
        "configuration, or the one that it has",
        position=position,
    )


def _load_error(shown: str, message: str, line: int = 0) -> LoadError:
    return LoadError([Problem(shown, line, min(line, 1), message)])


def rows_of(
    text: Text, delimiter: str, shown: str, most: int | None = None, *, is_strict: bool = True
) -> list[Row]:
    """Return the rows of a text that are not blank.

    Parameters
    ----------
    most
        How many rows are read at most; None for all.
    is_strict
        Whether quotes must be closed.

    Raises
    ------
    LoadError
        If a row cannot be read to its end.
    """
    reader = csv.reader(StringIO(text.text, newline=""), delimiter=delimiter, strict=is_strict)
    rows: list[Row] = []
    line, number = text.first, text.first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, number, cells))
            line = reader.line_num + text.first
            number += 1
            if most is not None and len(rows) >= most:
                break
    except csv.Error as error:
        raise _load_error(shown, f"the row cannot be read: {error}", line) from None
    return rows


def column_letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 1.

    Examples
    --------
    >>> column_letters(1), column_letters(26), column_letters(28)
    ('A', 'Z', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
