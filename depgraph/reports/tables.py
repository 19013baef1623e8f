"""Tables for programs and for pages: CSV and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.page import Head, Table
from depgraph.reports.writers.csv import table_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.reports.page import Value


def csv_table(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return a table as CSV."""
    return table_csv(Table("", tuple(Head(name, name) for name in heads), tuple(map(tuple, rows))))
