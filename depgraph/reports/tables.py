"""Tables for programs and for pages: CSV and Markdown."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.formats.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180, lines end with a line feed); None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as Markdown, every cell shown as it is; colours are dropped."""
    shown = [list(map(escaped, heads)), ["---"] * len(heads)]
    shown += ([escaped(unstyle(cell)) for cell in row] for row in rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in shown)
