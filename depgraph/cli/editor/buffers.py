"""A text as an editor has it: places in UTF-16, the words at a place, and the keys around it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    "(?P<double>(?:[^"\\]|\\.)*)"          # between double quotes
    | '(?P<single>(?:[^']|'')*)'           # between single quotes
    | (?P<comment>(?:^|(?<=\s))\#.*)
    | (?P<plain>[^\s\[\]{},:\#"'-](?:(?!:\s|:$|\s\#)[^\[\]{},])*
        | -(?=[^\s\[\]{},])(?:(?!:\s|:$|\s\#)[^\[\]{},])*)
    """,
    re.VERBOSE,
)
_KEY_FOLLOWS = re.compile(r"\s*:(?:\s|$)")
_BLANK = re.compile(r"\s*(?:#.*)?$")


class Token(Struct):
    """A word of a line: a key or a value, without its quotes.

    Attributes
    ----------
    start, end
        Where it stands in its line, in characters from 0, with its quotes.
    """

    text: str
    line: int
    start: int
    end: int
    is_key: bool


class Spot(Struct):
    """A place in a file of a plan.

    Attributes
    ----------
    token
        The word there; None between words.
    path
        The keys around it, from the outermost.
    begun
        What is typed of a word before the place.
    """

    token: Token | None
    path: tuple[str, ...]
    begun: str


class Buffer:
    """A text and its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ranges: dict[tuple[int, int], types.Range] = {}

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; there is at least one."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Return a line; an empty one behind the last."""
        return self.lines[number].rstrip("\r") if 0 <= number < len(self.lines) else ""

    # -- places ------------------------------------------------------------------------

    def place(self, line: int, column: int) -> types.Position:
        """Return a place as an editor counts it: columns are units of UTF-16."""
        before = self.line(line)[:column]
        units = len(before) if before.isascii() else len(before.encode("utf-16-le")) // 2
        return types.Position(line, units)

    def column(self, position: types.Position) -> int:
        """Return the column of a place, in characters."""
        units = 0
        line = self.line(position.line)
        for column, character in enumerate(line):
            if units >= position.character:
                return column
            units += 2 if ord(character) > 0xFFFF else 1
        return len(line)

    def range(self, line: int, start: int, end: int) -> types.Range:
        """Return a part of a line."""
        return types.Range(self.place(line, start), self.place(line, end))

    def range_of(self, token: Token) -> types.Range:
        """Return where a word stands."""
        return self.range(token.line, token.start, token.end)

    def range_at(self, line: int, column: int) -> types.Range:
        """Return the range of the word that begins at a place, or of what is left of the line.

        Parameters
        ----------
        line, column
            From 0; a line above the first stands for the whole text.
        """
        if line < 0:
            return types.Range(types.Position(0, 0), self.place(0, len(self.line(0))))
        place = (line, column)
        if place not in self._ranges:
            self._ranges[place] = self._range_at(line, column)
        return self._ranges[place]

    def _range_at(self, line: int, column: int) -> types.Range:
        text = self.line(line)
        match = _TOKEN.match(text, column)
        if match is not None and match.lastgroup != "comment":
            return self.range(line, column, column + len(match[0].rstrip()))
        return self.range(line, min(column, len(text)), max(column, len(text.rstrip())))

    def offset(self, line: int, column: int) -> int:
        """Return where a place is in the whole text."""
        return sum(len(text) + 1 for text in self.lines[:line]) + column

    def position(self, offset: int) -> types.Position:
        """Return a place of the whole text as an editor counts it."""
        line = self.text.count("\n", 0, offset)
        return self.place(line, offset - (self.text.rfind("\n", 0, offset) + 1))

    def edit_to(self, after: str) -> list[types.TextEdit]:
        """Return the one edit that makes another text of this one; none for the same."""
        before = self.text
        if before == after:
            return []
        start = 0
        most = min(len(before), len(after))
        while start < most and before[start] == after[start]:
            start += 1
        end = 0
        while end < most - start and before[-1 - end] == after[-1 - end]:
            end += 1
        part = types.Range(self.position(start), self.position(len(before) - end))
        return [types.TextEdit(part, after[start : len(after) - end])]

    # -- words -------------------------------------------------------------------------

    def tokens(self, number: int) -> Iterator[Token]:
        """Yield the words of a line, without comments."""
        line = self.line(number)
        for match in _TOKEN.finditer(line):
            kind = match.lastgroup
            if kind == "comment" or kind is None:
                continue
            text = match[kind]
            end = match.end()
            if kind == "plain":
                stripped = text.rstrip()
                end -= len(text) - len(stripped)
                text = stripped
            is_key = _KEY_FOLLOWS.match(line, match.end()) is not None
            yield Token(text, number, match.start(), end, is_key)

    def spot(self, position: types.Position) -> Spot:
        """Return what stands at a place."""
        column = self.column(position)
        token = next(
            (token for token in self.tokens(position.line) if token.start <= column <= token.end),
            None,
        )
        start = column if token is None else token.start
        begun = self.line(position.line)[start:column].lstrip("\"'")
        return Spot(token, self.path_at(position.line, start), begun)

    def path_at(self, number: int, column: int) -> tuple[str, ...]:
        """Return the keys around a place, the outermost first.

        They are found by the indentation of the lines above, and by the brackets of the line
        itself, so that it does not matter whether the text is YAML at the moment.
        """
        path: list[str] = []
        limit, is_item = column, False
        for above in range(number, -1, -1):
            for place, key in reversed(self._entries(above)):
                if above == number and place >= column:
                    continue
                if key is None:
                    if place < limit:
                        limit, is_item = place, True
                elif place < limit or (is_item and place == limit):
                    path.insert(0, key)
                    limit, is_item = place, False
            if limit == 0 and not is_item:
                break
        return (*path, *self._flow_keys(number, column))

    def _entries(self, number: int) -> list[tuple[int, str | None]]:
        """Return the dashes that a line begins with, and its key behind them, with their places."""
        line = self.line(number)
        entries: list[tuple[int, str | None]] = []
        at = len(line) - len(line.lstrip())
        while line.startswith("- ", at) or line[at:] == "-":
            entries.append((at, None))
            at += 1
            at += len(line[at:]) - len(line[at:].lstrip())
        first = next(self.tokens(number), None)
        if first is not None and first.is_key and first.start == at:
            entries.append((at, first.text))
        return entries

    def _flow_keys(self, number: int, column: int) -> list[str]:
        """Return the keys between brackets in a line that what stands at a place belongs to."""
        line = self.line(number)
        stack: list[str | None] = [None]
        behind = 0
        for token in (*self.tokens(number), None):
            end = column if token is None or token.start >= column else token.start
            for character in line[behind:end]:
                if character in "[{":
                    stack.append(None)
                elif character in "]}" and len(stack) > 1:
                    stack.pop()
                elif character == "," and stack[-1] is not None:
                    stack[-1] = None
            if token is None or token.start >= column:
                break
            behind = token.end
            if token.is_key and len(stack) > 1:
                stack[-1] = token.text
        return [key for key in stack if key is not None]
