"""The lines of reviewers' notes, made regular for a parser of reStructuredText.

Notes are typed by hand or copied out of a document: bullets of other kinds, nested bullets
without an empty line before them, wrapped lines that are not indented. `regular_lines` brings
these into the form that reStructuredText asks for; what the lines say stays the same.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.records import Struct
from depgraph.sources.opening import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_BYTES = 2 * 1024 * 1024
"""The largest file of notes: thousands of headings, which nobody reviews."""

MAX_LINE = 10_000
"""The longest line, in characters."""

_SPACES = re.compile("[\x0b\x0c\x1c-\x1e\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u3000]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)
# As programs that write documents draw them. A dash of prose is not alone before a space.
_BULLET = re.compile(
    "( *)[-*+\u2022\u2023\u2043\u25e6\u25aa\u25ab\u25cf\u25cb"
    "\u25a0\u25a1\xb7\u2219\u2013\u2014\uf0b7\uf0a7]"
    r"(?:( +)(\S.*)|)"
)
_NUMBERED = re.compile(r"( *)(?:[0-9]{1,3}[.)]|\([0-9]{1,3}\)|#\.)( +)(\S.*)")
# What the parser would take for a number, and drop: the initial of "A. Smith", say.
_ENUMERATOR = re.compile(r"(?:[A-Za-z]|[ivxlcdmIVXLCDM]+|[0-9]+|#)[.)] ")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}")
_EXPLICIT = re.compile(r"\.\.(?: |$)")


class Line(Struct):
    """A line of the regular text, and the number that it has in the file, from 1.

    `is_joined` says that it was not indented, and is taken as a part of the entry above it.
    """

    text: str
    number: int
    is_joined: bool = False


class _Item(Struct):
    """An item of a list that may go on: the columns of its bullet in the file and the result."""

    bullet: int
    bullet_out: int

    @property
    def text_out(self) -> int:
        """The column of its text in the result."""
        return self.bullet_out + 2


def read_lines(path: Path, shown: str, problems: list[Problem]) -> list[str] | None:
    """Return the lines of a file of notes, or None after a problem was reported.

    White space of every kind is spaces in the result.
    """

    def report(line: int, column: int, message: str) -> None:
        problems.append(Problem(shown, line, column, message))

    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        report(0, 0, f"cannot be read: {error.strerror or error}")
        return None
    if len(data) > MAX_BYTES:
        report(0, 0, f"is larger than {MAX_BYTES // 1024**2} MiB: these are no notes of a review")
        return None
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        report(
            data.count(b"\n", 0, start) + 1,
            len(data[start : error.start].decode()) + 1,
            f"byte 0x{data[error.start]:02x} is not UTF-8 text: save the file as UTF-8",
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [_SPACES.sub(" ", line.expandtabs(8)).rstrip() for line in text.split("\n")]
    if not any(lines):
        report(0, 0, "the file is empty: expected headings with a code and a name")
        return None
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            report(number, 1, f"the line is longer than {MAX_LINE} characters: wrap it")
            return None
        forbidden = _FORBIDDEN.search(line)
        if forbidden:
            what = f"the character U+{ord(forbidden[0]):04X} cannot be seen and has no place here"
            report(number, forbidden.start() + 1, f"{what}: remove it")
            return None
    return lines


def regular_lines(lines: Sequence[str]) -> list[Line]:
    """Return notes in the form that reStructuredText asks for.

    Every bullet and every number of a list is a dash. Lists begin at the first column, and
    nested ones where the text of the item begins. An empty line stands before a bullet that is
    on another level than the line above it. A line directly below an item that has no bullet
    itself is indented as the text of the item. The bodies of directives and comments stay as
    they are.
    """
    return _Regular(lines).result


class _Regular:
    def __init__(self, lines: Sequence[str]) -> None:
        self.result: list[Line] = []
        self._lines = lines
        self._items: list[_Item] = []
        self._after_blank = True
        explicit: int | None = None
        for index, line in enumerate(lines):
            if not line:
                self._add("", index)
                self._after_blank = True
                continue
            column = len(line) - len(line.lstrip(" "))
            if explicit is not None and column > explicit:
                self._add(line, index)
                continue
            explicit = None
            bullet = _BULLET.fullmatch(line) or self._numbered(line, column)
            if _EXPLICIT.match(line, column):
                explicit = column
                self._items.clear()
                self._add(line, index)
            elif self._is_heading(index):
                self._separate(index)
                self._items.clear()
                self._add(line, index)
            elif bullet:
                self._bullet(bullet, index)
            else:
                self._take_text(line.lstrip(" "), column, index)
            self._after_blank = _ADORNMENT.fullmatch(line) is not None

    def _add(self, text: str, index: int, *, is_joined: bool = False) -> None:
        self.result.append(Line(text, index + 1, is_joined))

    def _separate(self, index: int) -> None:
        """Put an empty line before what is not a part of the item above it."""
        if not self._after_blank and self._items:
            self._add("", index)

    def _is_heading(self, index: int) -> bool:
        """Whether a line is the title of a section, or the line over or under one."""
        if _ADORNMENT.fullmatch(self._lines[index]):
            return True
        following = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        match = _ADORNMENT.fullmatch(following)
        return match is not None and not self._lines[index].startswith(" ")

    def _numbered(self, line: str, column: int) -> re.Match[str] | None:
        """Return the match of a numbered item; a line inside of a paragraph is none."""
        is_next = bool(self._items) and self._items[-1].bullet == column
        return _NUMBERED.fullmatch(line) if self._after_blank or is_next else None

    def _bullet(self, match: re.Match[str], index: int) -> None:
        column = len(match[1])
        items, before = self._items, len(self._items)
        while items and items[-1].bullet >= column:
            items.pop()
        is_next = before == len(items) + 1
        if not self._after_blank and not is_next:
            self._add("", index)
        # Bullets that are a little off are on the level of the last one at least as far out.
        column_out = items[-1].text_out if items else 0
        text = _unnumbered(match[3] or "")
        items.append(_Item(column, column_out))
        self._add(f"{' ' * column_out}- {text}".rstrip(), index)

    def _take_text(self, text: str, column: int, index: int) -> None:
        items = self._items
        text = _unnumbered(text)
        if not self._after_blank:
            if not items:
                self._add(" " * column + text, index)
                return
            item = items[-1]
            is_joined = column <= item.bullet and not self._is_bare(index - 1)
            self._add(" " * item.text_out + text, index, is_joined=is_joined)
            return
        while items and items[-1].bullet >= column:
            items.pop()
        indent = " " * items[-1].text_out if items else " " * column
        self._add(indent + text, index)

    def _is_bare(self, index: int) -> bool:
        """Whether a line is a bullet without text, which stands in the next line."""
        line = self._lines[index]
        return len(line.strip()) == 1 and _BULLET.fullmatch(line) is not None


def _unnumbered(text: str) -> str:
    """Return a text that the parser does not take for a numbered item: `A. Smith`, say."""
    enumerator = _ENUMERATOR.match(text.removeprefix("("))
    if enumerator is None:
        return text
    point = 0 if text.startswith("(") else enumerator.end() - 2
    return f"{text[:point]}\\{text[point:]}"
