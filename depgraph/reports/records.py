"""Tables for programs: heads with the names of keys, and rows of records as JSON has them."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from depgraph.reports.page import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from depgraph.reports.page import Type, Value


Thing = TypeVar("Thing")


def key_heads(type_: Type, *names: str) -> tuple[Head, ...]:
    """Return the heads of columns of one type, titled as their keys, with spaces."""
    return tuple(Head(name, name.replace("_", " "), type_) for name in names)


def record_rows(
    heads: Sequence[Head], records: Iterable[Mapping[str, object]]
) -> tuple[tuple[Value, ...], ...]:
    """Return a row for each record: what it has under the names of the heads, or None."""
    return tuple(
        tuple(_typed(record.get(head.name), head.type) for head in heads) for record in records
    )


def rows_of(
    heads: Sequence[Head], things: Iterable[Thing], **cells: Callable[[Thing], Value]
) -> tuple[tuple[Value, ...], ...]:
    """Return a row for each thing: what `cells` makes of it, else its attribute of that name."""
    ways = [cells.get(head.name, attrgetter(head.name)) for head in heads]
    return tuple(tuple(way(thing) for way in ways) for thing in things)


def _typed(value: object, type_: Type) -> Value:
    if isinstance(value, list):
        return tuple(map(str, value))
    assert value is None or isinstance(value, str | int | float), "a record has plain values"
    return date.fromisoformat(value) if type_ == "date" and isinstance(value, str) else value
