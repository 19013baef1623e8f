"""Pages as Markdown, as GitHub and GitLab read it: every text shown literally, no colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click import unstyle

from depgraph.reports.page import Lines, Page, Table, cell_text, filled
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.reports.page import Head, Part, Value

_SPECIAL = re.compile(r"[\\`*_\[\]#~$]")
_MENTION = re.compile(r"@(?=\w)")
_BLOCK = re.compile(r"^([-+=](?=\s|$)|>|\d+[.)](?=\s|$))")
_DEEPEST = 6


def page_markdown(page: Page, *, level: int = 2) -> str:
    """Return a page as Markdown.

    Parameters
    ----------
    level
        The level of the heading of the page; the titles of its parts stand below that.
    """
    head = [f"{'#' * level} {_line(page.title)}"] if page.title else []
    blocks = [*head, *(block for part in filled(page.parts) for block in _blocks(part, level + 1))]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, in one cell of a table.

    A zero-width space keeps ``@name`` from calling somebody. A ``>`` stays as it is, so that
    arrows can be read where Markdown is shown as text; at the beginning of a line, where it
    would quote, it is for the caller to escape.
    """
    text = _SPECIAL.sub(r"\\\g<0>", printable(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return _MENTION.sub("@\u200b", text.replace("|", "&#124;"))


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as Markdown, every cell shown as it is; colours are dropped."""
    cells = [list(map(_line, heads)), ["---"] * len(heads)]
    cells += (list(map(_line, row)) for row in rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _line(text: str) -> str:
    return escaped(" ".join(unstyle(text).split()))


def _paragraph(text: str) -> str:
    """Return a line that Markdown takes for no list and no rule, whatever it begins with."""
    return _BLOCK.sub(lambda sign: f"{sign[1][:-1]}\\{sign[1][-1]}", _line(text))


def _blocks(part: Part, level: int) -> list[str]:
    """Return the paragraphs, lists and tables of a part."""
    if isinstance(part, str):
        return [_paragraph(part)]
    if isinstance(part, Lines):
        if part.language:
            return ["\n".join((f"```{part.language}", *part.lines, "```"))]
        if not part.title:
            return ["  \n".join(map(_paragraph, part.lines))]
        return [_paragraph(part.title), "\n".join(f"- {_paragraph(line)}" for line in part.lines)]
    if isinstance(part, Table):
        return _table_markdown(part, level)
    inner = [block for inner_part in filled(part.parts) for block in _blocks(inner_part, level + 1)]
    if part.is_folded:
        title = f"<summary>{_line(part.title)}</summary>"
        return ["\n\n".join((f"<details>\n{title}", *inner, "</details>"))]
    return [_heading(part.title, level), *inner]


def _heading(title: str, level: int) -> str:
    return f"{'#' * min(level, _DEEPEST)} {_line(title)}"


def _table_markdown(table: Table, level: int) -> list[str]:
    blocks = [_heading(table.title, level)] if table.title else []
    blocks += [_paragraph(table.about)] if table.about else []
    if table.rows:
        heads = [head.title for head in table.heads]
        begin = 0
        for group in table.groups:
            blocks.append(_heading(group.title, level + bool(table.title)))
            blocks.append(markdown_table(heads, _markdown_rows(table, begin, group.rows)).rstrip())
            begin += group.rows
        if not table.groups:
            blocks.append(_plain_table(table, heads))
    return blocks + [_paragraph(note) for note in table.notes]


def _plain_table(table: Table, heads: Sequence[str]) -> str:
    lines = markdown_table(heads, _markdown_rows(table, 0, len(table.rows))).splitlines()
    for number, details in table.details.items():
        lines_below = "<br>".join(map(_line, details))
        lines[number + 2] = f"{lines[number + 2].removesuffix(' |')}<br>{lines_below} |"
    return "\n".join(lines)


def _markdown_rows(table: Table, begin: int, number: int) -> list[list[str]]:
    return [_cells(row, table.heads) for row in table.rows[begin : begin + number]]


def _cells(row: Sequence[Value], heads: Sequence[Head]) -> list[str]:
    return [_indented(cell_text(value, head)) for value, head in zip(row, heads, strict=True)]


def _indented(cell: str) -> str:
    """Return a cell with dots for the spaces before it, which Markdown would drop."""
    text = cell.lstrip(" ")
    return "\u00b7 " * ((len(cell) - len(text)) // 2) + text
