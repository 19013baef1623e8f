"""CSV files: lists of any team, and the lists of activities that Primavera P6 exports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import LoadError
from depgraph.model import Position
from depgraph.sources import activity_lists
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.lists.decoding import DELIMITERS, doubt_of_encoding, read_text, rows_of
from depgraph.sources.lists.headings import score
from depgraph.sources.lists.reader import read_list
from depgraph.sources.table import text_of

if TYPE_CHECKING:
    from depgraph.errors import Problem
    from depgraph.model import Notice
    from depgraph.sources.lists.decoding import Row, Text
    from depgraph.sources.reading import ListOptions, ReadingOptions

_LOOKED_AT = 60
"""How many rows are looked at for the delimiter."""


def read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    """Read a CSV file.

    Parameters
    ----------
    shown
        The name that messages and positions use for it; their lines are those of the file,
        their columns those of the table.
    problems
        The list that everything wrong in the file is added to.
    """
    list_options = options.of_list(Path(os.path.realpath(path)))
    try:
        text = read_text(path, shown, list_options.encoding)
        delimiter = list_options.delimiter or text.delimiter or _delimiter(text, list_options)
        rows = rows_of(text, delimiter, shown)
    except LoadError as error:
        problems += error.problems
        return GraphFile(shown, None, (), {}, [], [], is_whole=False)
    notices = _of_encoding(text, rows, shown)
    place = None if list_options.columns else activity_lists.place_of_fields(rows)
    if place is not None:
        return activity_lists.read_rows(rows[place:], shown, options, problems, notices)
    is_utf_8 = text.encoding.casefold() in ("utf-8", "utf-8-sig")
    list_options = list_options._replace(
        delimiter=None if delimiter == "," else delimiter,
        encoding=None if is_utf_8 else text.encoding,
    )
    return read_list(
        shown,
        rows,
        options,
        list_options,
        problems,
        notices=notices,
        comma_is_decimal=delimiter == ";",
    )


def _delimiter(text: Text, options: ListOptions) -> str:
    """Return what parts the cells: with it the most headings are known, else the most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            rows = rows_of(text, delimiter, "", _LOOKED_AT, is_strict=False)
        except LoadError:  # a cell is too long
            return 0, 0
        best = max((score(row.cells, options.columns) for row in rows), default=0)
        return best, max((len(row.cells) for row in rows), default=0)

    return max(DELIMITERS, key=worth)


def _of_encoding(text: Text, rows: list[Row], shown: str) -> tuple[Notice, ...]:
    """Return a notice where the encoding is guessed, with a text that depends on it."""
    if not text.is_guessed:
        return ()
    for row in rows:
        for place, cell in enumerate(row.cells):
            sample = text_of(cell)
            if not sample.isascii():
                position = Position(shown, row.line, place + 1)
                return (doubt_of_encoding(text, sample, position),)
    return ()
