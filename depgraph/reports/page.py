"""What an answer says, for every format: a page of sentences, lists and tables.

An answer makes one page for readers (`Page`) and one table for programs (`Table`); the writers
in `depgraph.reports.writers` turn these into text, Markdown, HTML, CSV and workbooks. Texts may
be marked with `click.style`: what shows no colours drops them. Only writers escape.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from click import style

from depgraph.records import Struct
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value = str | int | float | bool | date | tuple[str, ...] | None
Type = Literal["text", "number", "date", "truth", "texts"]


class Head(Struct):
    """The head of a column.

    Attributes
    ----------
    name
        The key of the column, for options and for programs.
    title
        What stands over it where people read it.
    type
        What its cells are; any may be None, for unknown or none. Numbers end together.
    is_signed
        Whether a positive number has its sign: where it says how far something moved.
    is_code
        Whether the texts are never broken into lines: codes, places, bars.
    least
        Which columns a narrow terminal does without: those with the greatest number first, of
        equals the one on the right. 0 is never left out, nor is the first column.
    has_bar
        Whether a document for a browser draws its numbers of days as bars too.
    """

    name: str
    title: str
    type: Type = "text"
    is_signed: bool = False
    is_code: bool = False
    least: int = 1
    has_bar: bool = False


class Group(Struct):
    """Some rows of a table that stand together under a title."""

    title: str
    rows: int


class Table(Struct):
    """A table with typed cells.

    Attributes
    ----------
    title
        What it is a table of, in a few words; where it is a part of a page, it may have none.
    heads, rows
        A cell of a row for each head. No heads are for rows that need none.
    facts
        What holds for the whole table, for programs: the as-of date and so on.
    notes
        Sentences for readers, below the table.
    groups
        Parts of the rows, in their order; none for a table in one piece.
    about
        A sentence under the title.
    details
        Lines that belong under a row, by its number from 0.
    """

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    facts: Mapping[str, Value] = {}
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    about: str = ""
    details: Mapping[int, Sequence[str]] = {}


class Lines(Struct):
    """Lines that stand together: with a title a list, without one a paragraph.

    Attributes
    ----------
    language
        Of a drawing, the language that Markdown has it in: all lines together are the drawing.
    """

    lines: Sequence[str]
    title: str = ""
    language: str = ""


class Section(Struct):
    """Parts under a title of their own, folded away where a format can do that."""

    title: str
    parts: Sequence[Part]
    is_folded: bool = False


class Page(Struct):
    """An answer for readers.

    The parts that are sentences or lines and stand first belong to the title; empty parts are
    left out.

    Attributes
    ----------
    is_titled_in_text
        Whether a text begins with the title: not where that is what was asked for, and no more.
    """

    title: str
    parts: Sequence[Part]
    is_titled_in_text: bool = True


Part = str | Lines | Table | Section


def heads(*titles: str | Head, right: Sequence[int] = ()) -> tuple[Head, ...]:
    """Return the heads of a table for readers, those at the places `right` for numbers."""
    return tuple(
        title
        if isinstance(title, Head)
        else Head(title, title, "number" if place in right else "text")
        for place, title in enumerate(titles)
    )


def without_columns(table: Table, left_out: Sequence[int]) -> Table:
    """Return a table without the columns at some places."""
    kept_columns = [place for place in range(len(table.heads)) if place not in left_out]
    return table._replace(
        heads=tuple(table.heads[place] for place in kept_columns),
        rows=tuple(tuple(row[place] for place in kept_columns) for row in table.rows),
    )


def capped(
    table: Table, most: int | None, noun: str = "row", hint: str = "", *, of: int | None = None
) -> Table:
    """Return a table with its first rows, and a note that says how many more there are.

    Parameters
    ----------
    most
        How many rows are kept; None for all.
    noun
        What a row is; empty where that is plain.
    hint
        What shows the others, as ``--all shows them``.
    of
        How many rows there would be, where the table has the first ones only.
    """
    number = len(table.rows) if of is None else of
    if most is None or number <= most:
        return table
    rest = number - most
    more = counted(rest, f"more {noun}") if noun else f"{rest} more"
    groups = []
    room = most
    for group in table.groups:
        if room > 0:
            groups.append(group._replace(rows=min(group.rows, room)))
        room -= group.rows
    return table._replace(
        rows=table.rows[:most],
        groups=tuple(groups),
        notes=(f"and {more}{f' ({hint})' if hint else ''}", *table.notes),
        details={row: lines for row, lines in table.details.items() if row < most},
    )


def filled(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that say something."""
    return [part for part in parts if _says_something(part)]


def _says_something(part: Part) -> bool:
    if isinstance(part, Table):
        return bool(part.rows or part.notes or part.about)
    if isinstance(part, Lines):
        return bool(part.lines)
    return bool(filled(part.parts) if isinstance(part, Section) else part)


class Marked(str):
    """The text of a cell with colours of ours. Those in other cells are the plan's, and go."""

    __slots__ = ()


def marked(text: str, *, colour: str | None = None, is_bold: bool = True) -> Marked:
    """Return the text of a cell, bold or in a colour."""
    return Marked(style(printable(text), fg=colour, bold=is_bold or None))


def cell_text(value: Value, head: Head) -> str:
    """Return a cell as people read it, without control characters but colours of ours."""
    return value if isinstance(value, Marked) else printable(_shown(value, head))


def _shown(value: Value, head: Head) -> str:
    if value is None or value == ():
        return "-" if head.type in ("date", "number") else ""
    if isinstance(value, bool):
        return "?" if value and "queried" in head.name else "yes" if value else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, int) and head.is_signed:
        return f"{value:+d}" if value else "0"
    return str(value)
