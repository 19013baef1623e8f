"""The text of a YAML file with its nodes, and cuts in it: every byte outside of them stays.

The cuts stand at the positions that the YAML parser gives. Comments in what is cut become
lines of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from depgraph.errors import DepgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_DASH = re.compile(r"-(?:[ \t]+#[^\r\n]*|[ \t]|\r?\n)*")
_ALIAS = re.compile(r"\s*:\s*\*\S+")
_MOST_BEHIND_DASH = 10_000


class EditError(DepgraphError):
    """Raised when a file cannot be edited without touching more than was asked for."""


class Cut(NamedTuple):
    """What is replaced, by what."""

    start: int
    end: int
    text: str


class YamlText:
    """A text with its nodes, and the cuts that take parts out of it.

    Parameters
    ----------
    text
        The text, without a byte order mark.
    shown
        The name of the file, for messages.

    Attributes
    ----------
    newline
        How lines end in it.
    root
        The node of the whole.

    Raises
    ------
    EditError
        If the text is not YAML.
    """

    def __init__(self, text: str, shown: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.text = text
        self.shown = shown
        self.newline = "\r\n" if "\r\n" in text else "\n"
        try:
            self.root: Any = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as error:
            raise EditError(f"{shown} has changed and is not valid YAML: {error}") from None

    def refuse(self, why: str) -> EditError:
        """Return the error that says why an edit is not made."""
        return EditError(f"{self.shown}: {why}: edit it by hand")

    def pair(self, node: Any, key: str) -> tuple[Any, Any]:
        """Return the nodes of a key and its value; refuse what an alias writes."""
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value == key:
                    if value.start_mark.index < name.end_mark.index:
                        raise self.refuse(f"{key!r} is written by an alias")
                    return name, value
        raise self.refuse("the file has changed")

    # -- places in the text ----------------------------------------------------------

    def end(self, node: Any) -> int:
        """Return where the text of a node ends, without what stands behind it."""
        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                start = node.start_mark.index
                return start + len(self.text[start : node.end_mark.index].rstrip())
            return int(node.end_mark.index)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(node, yaml.MappingNode):
            name, value = last
            # An alias has its text elsewhere; it is a word behind the colon.
            if value.start_mark.index < name.end_mark.index:
                found = _ALIAS.match(self.text, name.end_mark.index)
                return found.end() if found else int(name.end_mark.index)
            return max(self.end(value), int(name.end_mark.index))
        return self.end(last)

    def line_start(self, at: int) -> int:
        """Return where the line begins."""
        start = self.text.rfind("\n", 0, at) + 1
        return max(start, self.text.rfind("\r", start, at) + 1)

    def line_end(self, at: int) -> int:
        """Return where the line ends, its line feed included."""
        found = _LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)

    def comments(self, start: int, end: int, nodes: Sequence[yaml.Node]) -> list[str]:
        """Return the comments in a stretch of text, which the scalars of nodes are no part of."""
        kept = list(self.text[start:end])
        for scalar in _scalars(nodes):
            first = scalar.start_mark.index
            if scalar.style in ("|", ">"):
                first = self.line_end(first)
            for at in range(first - start, self.end(scalar) - start):
                if 0 <= at < len(kept) and kept[at] not in "\r\n":
                    kept[at] = "x"
        lines = "".join(kept).splitlines(keepends=True)
        comments = []
        offset = start
        for line in lines:
            found = _COMMENT.search(line)
            if found:
                comments.append(self.text[offset + found.start() : offset + found.end()])
            offset += len(line)
        return comments

    def as_lines(self, comments: Sequence[str], indent: int) -> str:
        """Return comments as lines of their own."""
        return "".join(f"{' ' * indent}{comment}{self.newline}" for comment in comments)

    def dash(self, item: yaml.Node) -> int:
        """Return where the dash of an item of a list stands."""
        at = found = item.start_mark.index
        while (found := self.text.rfind("-", 0, found)) >= 0 and at - found < _MOST_BEHIND_DASH:
            if _DASH.fullmatch(self.text, found, at):
                return found
        raise self.refuse("its dash is not found")

    # -- cuts ------------------------------------------------------------------------

    def cut_lines(
        self, start: int, end: int, nodes: Sequence[yaml.Node], *, at_end: bool = False
    ) -> Cut:
        """Cut whole lines, and leave the comments in them as lines of their own."""
        first = self.line_start(start)
        if self.text[first:start].strip(" "):
            raise self.refuse("something else stands before it in its line")
        last = self.line_end(end)
        rest = self.text[end:last].strip()
        if rest and not rest.startswith("#"):
            raise self.refuse("something else stands behind it in its line")
        comments = self.comments(start, last, nodes)
        if at_end and last == len(self.text) and not self.text.endswith(("\n", "\r")):
            # The last line of the file has no line feed, and stays so.
            kept = self.as_lines(comments, start - first)
            if kept:
                return Cut(first, last, kept.removesuffix(self.newline))
            return Cut(len(self.text[:first].rstrip("\r\n")), last, "")
        return Cut(first, last, self.as_lines(comments, start - first))

    def cut_of_flow(self, ends: Sequence[tuple[int, int]], number: int, *nodes: yaml.Node) -> Cut:
        """Cut one of the things between brackets, with its comma."""
        start, end = ends[number]
        if number + 1 < len(ends):
            end = ends[number + 1][0]
        elif number:
            start = ends[number - 1][1]
        if self.comments(start, end, nodes):
            raise self.refuse("there is a comment between the brackets")
        return Cut(start, end, "")

    def cut_pair(self, mapping: yaml.MappingNode, key: str) -> Cut:
        """Cut a key with its value."""
        name, value = self.pair(mapping, key)
        number = next(n for n, pair in enumerate(mapping.value) if pair[0] is name)
        if mapping.flow_style:
            ends = [(a.start_mark.index, self.end_of_pair(a, b)) for a, b in mapping.value]
            return self.cut_of_flow(ends, number, name, value)
        start, end = name.start_mark.index, self.end_of_pair(name, value)
        first = self.line_start(start)
        if not self.text[first:start].strip(" "):
            at_end = end >= self.end(mapping)
            return self.cut_lines(start, end, [name, value], at_end=at_end)
        if number + 1 == len(mapping.value):
            raise self.refuse("something else stands before it in its line")
        # The first key stands behind the dash: the next one takes its place.
        following = mapping.value[number + 1][0].start_mark.index
        comments = self.comments(start, following, [name, value])
        indent = len(self.text[first:start]) - len(self.text[first:start].lstrip(" "))
        lines = self.as_lines(comments, indent)
        return Cut(first, following, lines + self.text[first:start])

    def plain_entry(self, item: yaml.MappingNode) -> Cut:
        """Make an entry with keys a plain code."""
        _, code = self.pair(item, "id")
        start, end = item.start_mark.index, self.end(item)
        written = self.text[code.start_mark.index : self.end(code)]
        if item.flow_style:
            if self.comments(start, end, [item]):
                raise self.refuse("there is a comment between the brackets")
            return Cut(start, end, written)
        last = self.line_end(end)
        rest = self.text[end:last].strip()
        if rest and not rest.startswith("#"):
            raise self.refuse("something else stands behind it in its line")
        own = self.text[self.end(code) : self.line_end(self.end(code))].rstrip("\r\n")
        if own.strip() and not own.strip().startswith("#"):
            raise self.refuse("something else stands behind the code in its line")
        comments = self.comments(start, last, [item])
        if own.strip():
            comments.remove(own.strip())
        column = item.start_mark.column
        kept = self.as_lines(comments, max(column - 2, 0))
        entry = written + own.rstrip() + self.newline + kept
        if last == len(self.text) and not self.text.endswith(("\n", "\r")):
            entry = entry.removesuffix(self.newline)
        return Cut(start, last, entry)

    def end_of_pair(self, name: yaml.Node, value: yaml.Node) -> int:
        """Return where the text of a key with its value ends."""
        if self.end(value) > name.end_mark.index:
            return self.end(value)
        colon = self.text.find(":", name.end_mark.index)
        return colon + 1 if colon >= 0 else int(name.end_mark.index)


def with_cuts(text: str, cuts: Iterable[Cut]) -> str:
    """Return a text with all cuts made. Cuts at one place are made in their order.

    Raises
    ------
    EditError
        If two of them overlap.
    """
    parts: list[str] = []
    at = 0
    for cut in sorted(cuts, key=lambda each: (each.start, each.end)):
        if cut.start < at:
            raise EditError("two changes are about the same words of a file: make one by hand")
        parts += (text[at : cut.start], cut.text)
        at = cut.end
    return "".join((*parts, text[at:]))


def _scalars(nodes: Sequence[yaml.Node]) -> list[yaml.ScalarNode]:
    found = []
    todo = list(nodes)
    for node in todo:
        if isinstance(node, yaml.ScalarNode):
            found.append(node)
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                todo += (name, value)
    return found
