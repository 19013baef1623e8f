"""The text of a YAML file with its nodes and its comments, each where the parser has it."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import yaml

from depgraph.sources.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depgraph.sources.events import Event

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r")


_ENDS = (SequenceEndEvent, MappingEndEvent)


@dataclass(slots=True)
class Node:
    """A node with its place in the text. Places count characters from 0.

    Attributes
    ----------
    start, end
        Where it begins, its anchor included, and behind its last character.
    line, column, end_line
        The line and the column of its start, and the line of its end, from 0.
    text
        Of a scalar what it says, of an alias the name of the anchor.
    style
        How a scalar is written: in quotes, as a block with ``|`` or ``>``, or plain (empty).
    is_flow
        Whether a list or a mapping is written between brackets.
    items
        The items of a list; the keys and values of a mapping in turn.
    """

    kind: Literal["scalar", "sequence", "mapping", "alias"]
    start: int
    line: int
    column: int
    end: int
    end_line: int
    text: str = ""
    style: str = ""
    anchor: str = ""
    is_flow: bool = False
    items: Sequence[Node] = ()

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Return the keys of a mapping with their values; none of anything else."""
        items = iter(self.items if self.kind == "mapping" else ())
        return zip(items, items, strict=True)

    def value(self, key: str) -> Node | None:
        """Return the value of a key of a mapping; None where it has none."""
        return next((node for name, node in self.pairs() if name.text == key), None)


class Text:
    """A text and its nodes.

    Parameters
    ----------
    text
        The text, without a byte order mark.

    Attributes
    ----------
    root
        The node of the whole; of an empty text, a scalar that says nothing.
    scalars
        All scalars and aliases, in the order of the text.
    has_anchors
        Whether a node has an anchor.
    tagged
        The first node with a tag, if there is one.

    Raises
    ------
    yaml.YAMLError
        If the text is not YAML.
    """

    def __init__(self, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self.text = text
        self.scalars: list[Node] = []
        self.has_anchors = False
        self.tagged: Node | None = None
        self._next_event: Callable[[], Event] = loader.get_event
        while not isinstance(event := self._next_event(), NodeEvent | StreamEndEvent):
            pass
        is_empty = isinstance(event, StreamEndEvent)
        self.root = Node("scalar", 0, 0, 0, 0, 0) if is_empty else self._node(event)

    def _node(self, event: Event) -> Node:
        kind = type(event)
        mark, end = event.start_mark, event.end_mark
        start, last = mark.line, end.line
        last = start if last == start else last  # one number less to keep, of very many
        node = Node("scalar", mark.index, start, mark.column, end.index, last)
        if kind is AliasEvent:
            node.kind, node.text = "alias", str(event.anchor)
            self.scalars.append(node)
            return node
        if event.anchor is not None:
            node.anchor = event.anchor
            self.has_anchors = True
        if event.tag is not None and self.tagged is None:
            self.tagged = node
        if kind is ScalarEvent:
            node.text = event.value
            if event.style:
                node.style = event.style
                if node.style in "|>":
                    self._end_block(node)
            self.scalars.append(node)
            return node
        node.kind = "mapping" if kind is MappingStartEvent else "sequence"
        node.is_flow = bool(event.flow_style)
        items: list[Node] = []
        node.items, get = items, self._next_event
        while type(event := get()) not in _ENDS:
            items.append(self._node(event))
        if node.is_flow:
            end = event.end_mark
            node.end, node.end_line = end.index, end.line
        else:  # The parser has the end of a block where the next one begins.
            node.end, node.end_line = items[-1].end, items[-1].end_line
        return node

    def _end_block(self, node: Node) -> None:
        """Correct the end of a block of text: the parser takes the lines below for a part of it."""
        written = self.text[node.start : node.end].rstrip()
        node.end = node.start + len(written)
        node.end_line = node.line + len(_LINE_END.findall(written))

    def line_start(self, at: int) -> int:
        """Return where the line of a place begins."""
        start = self.text.rfind("\n", 0, at) + 1
        return max(start, self.text.rfind("\r", start, at) + 1)

    def line_end(self, at: int) -> int:
        """Return where the line of a place ends, its line feed included."""
        line_end = _LINE_END.search(self.text, at)
        return line_end.end() if line_end else len(self.text)

    def comments(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the comments in a stretch of the text."""
        first = bisect(self.scalars, start, key=lambda scalar: scalar.end)
        behind = bisect(self.scalars, end, key=lambda scalar: scalar.start)
        for scalar in self.scalars[first:behind]:
            # Behind the head of a block of text, a comment may stand.
            is_block = scalar.style in ("|", ">")
            body = self.line_end(scalar.start) if is_block else scalar.start
            yield from _COMMENT.finditer(self.text, start, min(body, end))
            start = max(start, scalar.end)
        yield from _COMMENT.finditer(self.text, start, end)
