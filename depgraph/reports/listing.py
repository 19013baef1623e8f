"""Tables of milestones: what is in them, for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct
from depgraph.reports.page import Head, Table
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from depgraph.reports.page import Type, Value

R = TypeVar("R")

_LEAST = 2
"""When a narrow terminal leaves out a column that says nothing else; see `Head.least`."""


class Column(Struct, Generic[R]):
    """A column that can be asked for.

    Attributes
    ----------
    head
        Its name, title and type.
    about
        What it says, in a few words, for help.
    value
        What makes a cell of what a row is about.
    is_projected
        Whether that needs projected dates, and so an as-of date and links without cycles.
    """

    head: Head
    about: str
    value: Callable[[R], Value]
    is_projected: bool = False


def make_column(
    name: str,
    type_: Type,
    about: str,
    value: Callable[[R], Value],
    *,
    title: str = "",
    is_code: bool = False,
    is_projected: bool = False,
    least: int = _LEAST,
) -> Column[R]:
    """Return a column; its title is its name with spaces, unless it has another."""
    head = Head(name, title or name.replace("_", " "), type_, is_code=is_code, least=least)
    return Column(head, about, value, is_projected)


def chosen_columns(
    registry: Mapping[str, Column[R]], names: Iterable[str], option: str = "--columns"
) -> tuple[Column[R], ...]:
    """Return columns by name.

    Raises
    ------
    DepgraphError
        If there is no such column, with the nearest name or all of them; or one is named twice.
    """
    columns: dict[str, Column[R]] = {}
    for name in names:
        if name not in registry:
            hint = did_you_mean(name, registry) or f": there are {', '.join(registry)}"
            raise DepgraphError(f"{option}: there is no column {name!r}{hint}")
        if name in columns:
            raise DepgraphError(f"{option}: the column {name!r} is named twice")
        columns[name] = registry[name]
    if not columns:
        raise DepgraphError(f"{option}: no column is named")
    return tuple(columns.values())


class Key(Struct):
    """A column to sort by."""

    name: str
    is_descending: bool = False


def sort_keys(text: str) -> tuple[Key, ...]:
    """Return the columns to sort by: names with commas between, ``-`` before one for descending.

    Examples
    --------
    >>> sort_keys("-late,due")
    (Key(name='late', is_descending=True), Key(name='due', is_descending=False))
    """
    parts = [part.strip() for part in text.split(",")]
    return tuple(Key(part.removeprefix("-"), part.startswith("-")) for part in parts)


def sorted_rows(
    items: Sequence[R], registry: Mapping[str, Column[R]], keys: Iterable[Key]
) -> list[R]:
    """Return what rows are about in the order of some columns; of equals, as they stood.

    What has no value comes last, whether ascending or descending.
    """
    ordered = list(items)
    for key in reversed(tuple(keys)):
        (column,) = chosen_columns(registry, [key.name], "--sort")
        known = []
        unknown = []
        for item in ordered:
            value = column.value(item)
            if value is None:
                unknown.append(item)
            else:
                known.append((value, item))
        known.sort(key=_in_order, reverse=key.is_descending)  # reversed, it is stable too
        ordered = [item for _, item in known] + unknown
    return ordered


def _in_order(known: tuple[Any, object]) -> Any:
    """Return what a value is sorted by: of a text, the numbers in it by their value."""
    value, _ = known
    return natural(value) if isinstance(value, str) else value


def make_table(
    title: str,
    columns: Sequence[Column[R]],
    items: Iterable[R],
    *,
    facts: Mapping[str, Value] | None = None,
    notes: Iterable[str] = (),
) -> Table:
    """Return a table with a row for each item."""
    values = [column.value for column in columns]
    return Table(
        title,
        tuple(column.head for column in columns),
        tuple(tuple(value(item) for value in values) for item in items),
        facts or {},
        tuple(notes),
    )
