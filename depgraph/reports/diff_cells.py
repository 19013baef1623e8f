"""What the tables of changes share: their columns, and days that are later or earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.reports.page import Head, Table, marked
from depgraph.reports.records import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depgraph.reports.page import Value
    from depgraph.reports.records import Thing


def coded(title: str, name: str = "") -> Head:
    """Return the head of a column of codes; `name` is the attribute that it has, as for all."""
    return Head(name or title, title, is_code=True, least=0)


def dated(title: str, name: str = "", *, least: int = 0) -> Head:
    """Return the head of a column of dates."""
    return Head(name or title, title, "date", least=least)


def counting(title: str, name: str = "", *, least: int = 0, has_bar: bool = False) -> Head:
    """Return the head of a column of numbers."""
    return Head(name or title, title, "number", least=least, has_bar=has_bar)


def text(title: str, name: str = "", *, least: int = 0) -> Head:
    """Return the head of a column of texts."""
    return Head(name or title, title, least=least)


MILESTONE = coded("milestone", "id")
OWNER = Head("owner", "owner", is_code=True, least=3)
NAME = Head("name", "name")
DAYS = counting("days", has_bar=True)


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
    changes: Iterable[Thing],
    *,
    about: str = "",
    is_minor: bool = False,
    **cells: Callable[[Thing], Value],
) -> Kind:
    """Return a kind of change: a table with a row for each of them, see `rows_of`."""
    return Kind(Table(title, heads, rows_of(heads, changes, **cells), about=about), is_minor)


def signed(days: int | None) -> Value:
    """Return a number of days with its sign, red for later and green for earlier."""
    if not days:
        return days
    return marked(f"{days:+d}", colour="red" if days > 0 else "green", is_bold=False)
