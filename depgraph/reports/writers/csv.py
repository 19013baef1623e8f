"""Tables as CSV."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.reports.page import Table, Value

# A number with a sign, and perhaps a unit, is none; nor is a list of such: "+3 d", "-3;+2".
_NUMBER = r"\d+(\.\d+)?[ a-z%]*"
# The signs are there in full width too, which spreadsheets take for the same.
_FORMULA = re.compile(rf"[=@\t\r\uff1d\uff0b\uff0d\uff20]|[+-](?!{_NUMBER}(;[+-]?{_NUMBER})*$)")


def table_csv(table: Table) -> str:
    """Return a table as CSV (RFC 4180, lines end with a line feed), headed by names of columns.

    None is an empty cell, truth values are ``yes`` and ``no``, semicolons part several texts.
    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([head.name for head in table.heads])
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return text.getvalue()


def _csv_cell(value: Value) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        value = ";".join(value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return value
