"""A kind of change between two plans as a table, which every format writes in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from click import style

from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Milestone


class Section(NamedTuple):
    """One kind of change, as a table.

    Attributes
    ----------
    heads, rows
        The table; cells may be coloured.
    right
        The columns that end together.
    note
        A sentence under the title.
    is_minor
        Whether it is told by its number alone, unless everything is asked for.
    """

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    right: tuple[int, ...] = ()
    note: str = ""
    is_minor: bool = False


def signed(count: int | None) -> str:
    """Return a number of days with its sign, red for later and green for earlier."""
    if not count:
        return "-" if count is None else "0"
    return style(f"{count:+d}", fg="red" if count > 0 else "green")


def name_of(milestone: Milestone) -> str:
    """Return the name of a milestone in one line, or nothing."""
    return printable(milestone.name or "")
