"""Pages as text: as wide as they are, or as a terminal has room for.

Where there is room for so many columns only, prose is broken at words, the texts of tables are
broken at words under themselves, and the columns that matter least are left out with a word.
Nothing is cut, and no word is broken.
"""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from click import style, unstyle

from depgraph.reports.page import Lines, Page, Table, cell_text, filled
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.reports.page import Head, Part, Value

_GAP = 2
_INDENT = "  "
_ESCAPE = "\x1b"
_RESET = "\x1b[0m"
_ARROWS = ("->", "<-", "<-?", "<-+", "<-x")
_LATE = ("late", "overdue")
_COMFORTABLE = 24
"""How narrow a column of texts gets before a column that matters less is left out."""


def page_text(page: Page, room: int | None = None) -> str:
    """Return a page as text that ends with a line feed.

    Parameters
    ----------
    room
        How many columns a terminal has; None for as wide as the page is.
    """
    parts = filled(page.parts)
    first = next(
        (n for n, part in enumerate(parts) if not isinstance(part, str | Lines)), len(parts)
    )
    title = page.title if page.is_titled_in_text else ""
    if not title:
        first = 0
    head = _wrapped(_bold(title), room) if title else []
    for part in parts[:first]:
        head += _lines(part, room)
    blocks = [head] if head else []
    blocks += (_lines(part, room) for part in parts[first:])
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes, colours not counted."""
    if _ESCAPE in text:
        text = unstyle(text)
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def padded_text(text: str, room: int, *, is_right: bool = False) -> str:
    """Return a text with spaces behind it, or before it, as wide as there is room."""
    padding = " " * (room - width(text))
    return padding + text if is_right else text + padding


def columns(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: str = "") -> str:
    """Lay rows out in columns, two spaces apart; the columns of `right` end together."""
    lines = _aligned([[row] for row in rows], set(right), indent)
    return "".join(f"{line}\n" for row in lines for line in row)


def _lines(part: Part, room: int | None, indent: str = "") -> list[str]:
    """Return the lines of a part."""
    if isinstance(part, str):
        return _wrapped(part, room, indent)
    if isinstance(part, Lines):
        if not part.title:
            return [line for text in part.lines for line in _wrapped(text, room, indent)]
        items = (line for text in part.lines for line in _item(text, room, indent + _INDENT))
        return [*_wrapped(part.title, room, indent), *items]
    if isinstance(part, Table):
        return _table_lines(part, room, indent)
    lines = _wrapped(_bold(part.title), room, indent)
    for n, inner_part in enumerate(filled(part.parts)):
        lines += [""] * (n > 0)
        lines += _lines(inner_part, room, indent)
    return lines


def _bold(text: str) -> str:
    return text if _ESCAPE in text else style(text, bold=True)


def _wrapped(text: str, room: int | None, indent: str = "") -> list[str]:
    """Return a paragraph as lines; those after the first stand under its first word."""
    safe_text = _safe(text)
    if room is None or width(indent + safe_text) <= room:
        return [f"{indent}{safe_text}".rstrip()]
    inner = safe_text[: len(safe_text) - len(safe_text.lstrip())]
    stripped = safe_text.strip()
    lines = _hung(stripped, room - width(indent + inner), _hanging(stripped))
    return [f"{indent}{inner}{line}".rstrip() for line in lines]


def _item(text: str, room: int | None, indent: str) -> list[str]:
    """Return a line of a list; what it is broken into stands further in."""
    first, *others = _wrapped(text, room, indent)
    if not others:
        return [first]
    rest = " ".join(line.strip() for line in others)
    return [first, *_wrapped(rest, room, indent + _INDENT)]


def _hanging(text: str) -> str:
    """Return the indent of the lines that go on after the sign of an item."""
    sign = unstyle(text).split(" ", 1)[0]
    return _INDENT if sign in ("!", "?", "-", "+", "~") else ""


def _hung(text: str, room: int, hanging: str) -> list[str]:
    """Return a text in lines of so many columns, those after the first with an indent."""
    first, *others = broken(text, max(1, room))
    if hanging and others:
        rest = broken(" ".join(others), max(1, room - width(hanging)))
        others = [f"{hanging}{line}" for line in rest]
    return [first, *others]


def _safe(text: str) -> str:
    """Return a text in one line whose only control sequences are colours."""
    if _ESCAPE not in text:
        return printable(text)
    parts = text.split(_ESCAPE)
    safe = printable(parts[0])
    for part in parts[1:]:
        sequence, end, rest = part.partition("m")
        is_colour = end and sequence[:1] == "[" and sequence[1:].replace(";", "").isdigit()
        safe += f"{_ESCAPE}{sequence}m{printable(rest)}" if is_colour else printable(f" {part}")
    return safe


def broken(text: str, room: int) -> list[str]:
    """Return a text in lines of so many columns, broken between words only.

    A colour that the whole text has, each line has.
    """
    if width(text) <= room:
        return [text]
    before = after = ""
    while text.startswith(_ESCAPE) and text.endswith(_RESET) and text.count(_RESET) == 1:
        colour, _, inner = text.partition("m")
        before, after = f"{before}{colour}m", _RESET
        text = inner if inner.startswith(_ESCAPE) else inner.removesuffix(_RESET)
    lines: list[str] = []
    line = ""
    for word in _with_arrows(text.split(" ")):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [f"{before}{part.rstrip()}{after}" for part in (*lines, line)]


def _with_arrows(words: Sequence[str]) -> Iterator[str]:
    """Yield words, an arrow of a chain together with the code that it belongs to."""
    arrow = ""
    for word in words:
        if word in _ARROWS:
            arrow = f"{arrow}{word} "
        else:
            yield f"{arrow}{word}"
            arrow = ""
    if arrow:
        yield arrow.rstrip()


# -- tables ----------------------------------------------------------------------------


def _table_lines(table: Table, room: int | None, indent: str) -> list[str]:
    lines: list[str] = []
    if table.title:
        lines += _wrapped(_bold(table.title), room, indent)
    if table.about:
        lines += _wrapped(table.about, room, indent)
    inner = indent + _INDENT if table.title or table.about else indent
    left_out: list[str] = []
    if table.rows:
        body, left_out = _body(table, room, inner)
        lines += body
    for note in table.notes:
        lines += _wrapped(note, room, inner)
    if left_out:
        sentence = f"Left out, as the terminal is narrow: {', '.join(left_out)}"
        lines += _wrapped(f"{sentence} (a file or a pipe has all columns)", room, inner)
    return lines


def _body(table: Table, room: int | None, indent: str) -> tuple[list[str], list[str]]:
    """Return the lines of heads and rows, and the titles of the columns that are left out."""
    rows = [[_bold(head.title) for head in table.heads]]
    rows += (_cells(row, table.heads) for row in table.rows)
    shown = list(range(len(table.heads)))
    if room is None:
        heads = [*table.heads]
        broken_rows: list[Sequence[Sequence[str]]] = [[row] for row in rows]
    else:
        widths, shown = _fitted(table.heads, rows, room - width(indent))
        heads = [table.heads[n] for n in shown]
        hanging = _INDENT if [head.title for head in heads] == [""] else ""
        hung = partial(_hung, hanging=hanging)
        broken_rows = [
            [*zip_longest(*map(hung, (row[n] for n in shown), widths), fillvalue="")]
            for row in rows
        ]
    if not any(head.title for head in heads):
        del broken_rows[0]
    right = {place for place, head in enumerate(heads) if head.type == "number"}
    blocks = _aligned(broken_rows, right, indent)
    lines = blocks.pop(0) if len(blocks) > len(table.rows) else []
    lines += _with_details(table, blocks, room, indent)
    return lines, [head.title for n, head in enumerate(table.heads) if n not in shown]


def _with_details(
    table: Table, blocks: Sequence[Sequence[str]], room: int | None, indent: str
) -> Iterator[str]:
    """Yield the lines of rows, with the titles of groups before and the details below them."""
    titles = _titles(table)
    for number, block in enumerate(blocks):
        if number in titles:
            yield ""
            yield from _wrapped(_bold(titles[number]), room, indent)
        yield from block
        for detail in table.details.get(number, ()):
            yield from _wrapped(detail, room, indent + 2 * _INDENT)


def _titles(table: Table) -> dict[int, str]:
    """Return the titles of groups by the number of the row that they stand before."""
    titles = {}
    begin = 0
    for group in table.groups:
        titles[begin] = group.title
        begin += group.rows
    return titles


def _cells(row: Sequence[Value], heads: Sequence[Head]) -> list[str]:
    return [
        _coloured(cell_text(value, head), value, head)
        for value, head in zip(row, heads, strict=True)
    ]


def _coloured(cell: str, value: Value, head: Head) -> str:
    if head.name in _LATE and isinstance(value, int) and value > 0:
        return style(cell, fg="yellow", bold=True)
    if head.name.endswith("state") and value == "complete":
        return style(cell, fg="blue")
    return cell


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*rows, strict=True)]


def _fitted(
    heads: Sequence[Head], rows: Sequence[Sequence[str]], room: int
) -> tuple[list[int], list[int]]:
    """Return how wide the columns of a table get, and which of them are kept."""
    natural = _widths(rows)
    longest = [
        max(width(word) for cell in column for word in _with_arrows(cell.split(" ")))
        if _can_be_broken(head)
        else wide
        for head, column, wide in zip(heads, zip(*rows, strict=True), natural, strict=True)
    ]
    shown = list(range(len(heads)))
    while True:
        droppable = [n for n in shown[1:] if heads[n].least]
        # A last column of names is worth more than its place says.
        if len(droppable) > 1 and droppable[-1] == shown[-1] and _can_be_broken(heads[shown[-1]]):
            droppable = [shown[-1], *droppable[:-1]]
        floor = [
            max(longest[n], min(natural[n], _COMFORTABLE)) if droppable else longest[n]
            for n in shown
        ]
        gaps = _GAP * (len(shown) - 1)
        if sum(floor) + gaps <= room or not droppable:
            return _shrunk([natural[n] for n in shown], floor, room - gaps), shown
        shown.remove(max(droppable, key=lambda n: (heads[n].least, droppable.index(n))))


def _can_be_broken(head: Head) -> bool:
    return head.type in ("text", "texts") and not head.is_code


def _shrunk(natural: Sequence[int], floor: Sequence[int], room: int) -> list[int]:
    """Take from the widest columns until all have room, but none more than to its floor."""
    widths = list(natural)
    while sum(widths) > room:
        wider = [n for n, wide in enumerate(widths) if wide > floor[n]]
        if not wider:
            break
        widths[max(wider, key=lambda n: (widths[n], n))] -= 1
    return widths


def _aligned(
    blocks: Sequence[Sequence[Sequence[str]]], right: set[int], indent: str
) -> list[list[str]]:
    """Return the rows of a table, each as the cells of one line or more, as lines of columns."""
    widths = _widths([cells for block in blocks for cells in block])
    sides = [place in right for place in range(len(widths))]
    return [[_line(cells, widths, sides, indent) for cells in block] for block in blocks]


def _line(cells: Sequence[str], widths: Sequence[int], sides: Sequence[bool], indent: str) -> str:
    padded = (
        padded_text(cell, wide, is_right=is_right)
        for cell, wide, is_right in zip(cells, widths, sides, strict=True)
    )
    return (indent + (" " * _GAP).join(padded)).rstrip()
