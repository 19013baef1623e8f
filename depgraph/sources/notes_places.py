"""Where what a document of notes has stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from depgraph.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.sources.notes_lines import Line


class NotePlaces:
    """The lines of a file, and where in them nodes of the parser and parts of texts stand.

    Parameters
    ----------
    shown
        The name that positions use for the file.
    regular
        The lines in the form that was parsed.
    """

    def __init__(self, shown: str, lines: Sequence[str], regular: Sequence[Line]) -> None:
        self.shown = shown
        self.lines = lines
        self.regular = regular
        self._line = 1

    def line_of(self, node: nodes.Node) -> int:
        """Return the line of a node, as docutils counts; that of the one before if it has none."""
        within = (element.line for element in node.findall(nodes.Element) if element.line)
        self._line = next(within, None) or self._line
        return self._line

    def line_of_title(self, line: int, title: str) -> int:
        """Return the line of a title; docutils may tell the one that is drawn below or above."""
        near = [line, line - 1, line + 1]
        lines = self.regular
        return next((n for n in near if 0 < n <= len(lines) and title in lines[n - 1].text), line)

    def file_line(self, line: int) -> int:
        """Return the line of the file that a line of the parsed form is, from 1; 0 for none."""
        return self.regular[line - 1].number if 0 < line <= len(self.regular) else 0

    def position(self, line: int, text: str, offset: int, token: str = "") -> Position:
        """Return where a part of a text stands that begins in a line."""
        number = self.file_line(line + text.count("\n", 0, offset))
        if not token:
            words = text[offset:].split(maxsplit=1)
            token = words[0] if words else ""
        return self.position_in(number, token)

    def position_in(self, number: int, token: str) -> Position:
        """Return where a word stands in a line of the file."""
        column = self.lines[number - 1].find(token) if number else -1
        return Position(self.shown, number, max(column, 0) + 1 if number else 0)
