"""Chapters of the documentation as text for a terminal: Markdown, laid out for 80 columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.reports.page import Head, Page, Table
from depgraph.reports.writers.text import broken, page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)\)")
_CHAPTER = re.compile(r"([\w-]+)\.md(#.*)?")
_ITEM = re.compile(r"( *)(- |\d+\. )")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


def chapter_text(markdown: str, room: int = 80) -> str:
    """Return a chapter as text that ends with a line feed.

    Paragraphs, lists and tables are broken between words; what is fenced or indented stands as it
    is written. Another chapter that is linked to is named by the command that prints it.

    Parameters
    ----------
    markdown
        Headings, paragraphs, lists, tables and blocks of code.
    room
        How many columns there are.
    """
    lines = [line for block in _blocks(markdown.split("\n")) for line in _laid_out(block, room)]
    return "\n".join(lines).strip("\n") + "\n"


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each block: all of a fence, else up to an empty line or an item."""
    block: list[str] = []
    fence = ""
    for line in lines:
        if fence:
            block.append(line)
            if line.strip() == fence:
                yield block
                block, fence = [], ""
            continue
        starts_fence = line.lstrip().startswith("```")
        if not line.strip() or starts_fence or _ITEM.match(line):
            if block:
                yield block
            block = [line]
            fence = "```" if starts_fence else ""
            if not line.strip():
                yield block
                block = []
        else:
            block.append(line)
    if block:
        yield block


def _laid_out(block: list[str], room: int) -> list[str]:
    first = block[0]
    if first.lstrip().startswith("```"):
        return [f"  {line}".rstrip() for line in block[1:-1]]
    if first.startswith("|"):
        return _table(block, room)
    if item := _ITEM.match(first):
        text = " ".join(line.strip() for line in block)
        return _hung(item[1] + item[2], text.removeprefix(item[2]), room)
    if not first.strip() or first.startswith(("    ", "#")):
        return block
    return broken(_without_links(" ".join(map(str.strip, block))), room)


def _hung(sign: str, text: str, room: int) -> list[str]:
    lines = broken(_without_links(text), room - len(sign))
    return [f"{sign if not place else ' ' * len(sign)}{line}" for place, line in enumerate(lines)]


def _table(lines: list[str], room: int) -> list[str]:
    heads, _, *rows = [
        tuple(_without_links(cell.strip().replace(r"\|", "|")) for cell in _cells(line))
        for line in lines
    ]
    columns = tuple(Head(title, title, least=0) for title in heads)
    return page_text(Page("", [Table("", columns, tuple(rows))]), room).rstrip("\n").split("\n")


def _cells(line: str) -> list[str]:
    return _CELL_BORDER.split(line.strip())[1:-1]


def _without_links(text: str) -> str:
    return _LINK.sub(_named, text)


def _named(link: re.Match[str]) -> str:
    text, target = link.groups()
    if chapter := _CHAPTER.fullmatch(target):
        return f"{text} (depgraph help {chapter[1]})"
    return f"{text} ({target})" if "://" in target else text
