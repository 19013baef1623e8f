"""Tables for programs and for pages: CSV and Markdown."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.formats.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# A number with a sign, and perhaps a unit, is none; nor is a list of such: "+3 d", "-3;+2".
_NUMBER = r"\d+(\.\d+)?[ a-z%]*"
_FORMULA = re.compile(rf"[=@\t\r]|[+-](?!{_NUMBER}(;[+-]?{_NUMBER})*$)")


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180, lines end with a line feed).

    None is an empty cell, truth values are ``yes`` and ``no``. A text that a spreadsheet would
    run as a formula has an apostrophe before it.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as Markdown, every cell shown as it is; colours are dropped."""
    shown = [list(map(escaped, heads)), ["---"] * len(heads)]
    shown += ([escaped(unstyle(cell)) for cell in row] for row in rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in shown)
