"""Pages that are no larger than a place has room for, which say what is left out."""

from __future__ import annotations

from sys import maxsize
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.reports.page import Lines, Section, Table, capped, filled
from depgraph.words import and_more, left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.page import Page, Part


class Caps(Struct):
    """How large a page may be; without a number as large as it is.

    Attributes
    ----------
    parts
        How many tables, lists with titles and sections stand beside each other.
    rows
        How many rows a table has.
    table_lines
        How many lines all tables have together, those under rows counted.
    few
        How many rows a table has all the same, where those before it take all these lines.
    lines
        How many lines a list or a paragraph has, and how many notes a table.
    details
        How many lines stand under a row.
    hint
        What shows the rows that are left out, as ``--all shows them``.
    """

    parts: int = maxsize
    rows: int = maxsize
    table_lines: int = maxsize
    few: int = 0
    lines: int = maxsize
    details: int = maxsize
    hint: str = ""


def capped_page(page: Page, caps: Caps) -> Page:
    """Return a page that is no larger than `caps` allow, and says what is left out.

    Of too many rows and lines the first are kept; of too many parts the first and the last.
    """
    return page._replace(parts=_Capping(caps).parts(page.parts))


class _Capping:
    """Cuts the parts of a page in their order, and counts the lines of its tables."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.lines_left = caps.table_lines

    def parts(self, parts: Sequence[Part]) -> list[Part]:
        filled_parts = filled(parts)
        blocks = [place for place, part in enumerate(filled_parts) if not _is_prose(part)]
        if len(blocks) > self.caps.parts:
            first, *others = blocks[self.caps.parts - 1 : -1]
            filled_parts[first] = and_more(1 + len(others), "more like these")
            for place in reversed(others):
                del filled_parts[place]
        return [self._part(part) for part in filled_parts]

    def _part(self, part: Part) -> Part:
        if isinstance(part, Lines):
            if part.language:
                return part
            return part._replace(lines=_first(part.lines, self.caps.lines))
        if isinstance(part, Section):
            return part._replace(parts=self.parts(part.parts))
        return self._table(part) if isinstance(part, Table) else part

    def _table(self, table: Table) -> Table:
        details: dict[int, Sequence[str]] = {}
        most = 0
        for row in range(min(self.caps.rows, len(table.rows))):
            lines = _first(table.details.get(row, ()), self.caps.details)
            self.lines_left -= 1 + len(lines)
            if self.lines_left < 0 and row >= self.caps.few:
                break
            if lines:
                details[row] = lines
            most += 1
        notes = tuple(_first(table.notes, self.caps.lines))
        return capped(table._replace(details=details, notes=notes), most, hint=self.caps.hint)


def _is_prose(part: Part) -> bool:
    return isinstance(part, str) or (isinstance(part, Lines) and not part.title)


def _first(lines: Sequence[str], most: int) -> list[str]:
    return [*lines[:most], *left_out(len(lines) - most)]
