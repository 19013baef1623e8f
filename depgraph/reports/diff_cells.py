"""What the tables of changes share: their columns, and days that are later or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.reports.page import Head, Table, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.reports.page import Value

MILESTONE = Head("milestone", "milestone", is_code=True, least=0)
WAITS_ON = Head("waits_on", "waits on", is_code=True, least=0)
OWNER = Head("owner", "owner", is_code=True, least=3)
NAME = Head("name", "name")


class Kind(Struct):
    """One kind of change.

    Attributes
    ----------
    is_minor
        Whether it is told by its number alone, unless everything is asked for.
    """

    table: Table
    is_minor: bool = False


def kind(
    title: str,
    heads: tuple[Head, ...],
    rows: Iterable[tuple[Value, ...]],
    *,
    about: str = "",
    is_minor: bool = False,
) -> Kind:
    """Return a kind of change: a table with a row for each of them."""
    return Kind(Table(title, heads, tuple(rows), about=about), is_minor)


def dated(title: str, *, least: int = 0) -> Head:
    """Return the head of a column of dates."""
    return Head(title, title, "date", least=least)


def counting(title: str, *, least: int = 0, has_bar: bool = False) -> Head:
    """Return the head of a column of numbers."""
    return Head(title, title, "number", least=least, has_bar=has_bar)


def text(title: str, *, least: int = 0) -> Head:
    """Return the head of a column of texts."""
    return Head(title, title, least=least)


def signed(days: int | None) -> Value:
    """Return a number of days with its sign, red for later and green for earlier."""
    if not days:
        return days
    return marked(f"{days:+d}", colour="red" if days > 0 else "green", is_bold=False)
