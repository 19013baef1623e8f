"""The editor of YAML: keys and items come, go and change by cuts in the text.

The cuts stand at the places that the YAML parser gives; every byte outside of them stays. What
comes in is written in the way of what it joins: lines of a block, or words between brackets.
Comments in what goes become lines of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from depgraph.edits.entries import list_entry, pair_entry, written
from depgraph.edits.proof import EditError
from depgraph.edits.quoting import plain_or_quoted
from depgraph.edits.text import Node, Text
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.edits.entries import Entry
    from depgraph.model import Position

_DASH = re.compile(r"-(?:\s|(?<=\s)#[^\r\n]*)*")
_MOST_BEHIND_DASH = 10_000


class _Cut(Struct):
    """What is replaced, by what."""

    start: int
    end: int
    text: str


class Editor(Text):
    """The text of a file that is a mapping, and the cuts that change it.

    Parameters
    ----------
    text
        The text, without a byte order mark.
    shown
        The name of the file, for messages.
    place
        What messages name as the place of an edit; by default the file.

    Attributes
    ----------
    newline
        How lines end in it.

    Raises
    ------
    EditError
        If the text is not YAML.
    """

    def __init__(self, text: str, shown: str, *, place: str | None = None) -> None:
        try:
            super().__init__(text)
        except yaml.YAMLError as error:
            raise EditError(f"{shown} has changed and is not valid YAML: {error}") from None
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._place = place or shown
        self._cuts: list[_Cut] = []
        if self.root.kind != "mapping":
            raise self.refuse("it is not a mapping")

    def refuse(self, why: str) -> EditError:
        """Return the error that says why an edit is not made."""
        return EditError(f"{self._place}: {why}: edit it by hand")

    def cut(self, start: int, end: int, text: str = "") -> None:
        """Take a stretch out of the text and put other words in its place."""
        self._cuts.append(_Cut(start, end, text))

    def edited(self) -> str:
        """Return the text with all cuts made. Cuts at one place are made in their order.

        Raises
        ------
        EditError
            If two of them overlap.
        """
        parts: list[str] = []
        at = 0
        for cut in sorted(self._cuts, key=lambda cut: (cut.start, cut.end)):
            if cut.start < at:
                raise EditError("two changes are about the same words of a file: make one by hand")
            parts += (self.text[at : cut.start], cut.text)
            at = cut.end
        return "".join((*parts, self.text[at:]))

    # -- finding ---------------------------------------------------------------------

    def pair(self, mapping: Node, key: str) -> tuple[Node, Node]:
        """Return the nodes of a key and its value; refuse what an alias writes."""
        for name, node in mapping.pairs():
            if name.text == key:
                if node.kind == "alias":
                    raise self.refuse(f"{key!r} is written by an alias")
                return name, node
        raise self.refuse("the file has changed")

    def item_at(self, sequence: Node, position: Position | None, what: str) -> int:
        """Return the number of the item that stands at a position, or whose ``id`` does.

        Parameters
        ----------
        what
            What the item says, for the message that it is not found.
        """
        assert position is not None, "what was read has its place"
        place = (position.line - 1, position.column - 1)
        for number, item in enumerate(sequence.items if sequence.kind == "sequence" else ()):
            if item.kind != "alias":
                code = self.pair(item, "id")[1] if item.kind == "mapping" else item
                if (code.line, code.column) == place:
                    return number
        raise self.refuse(f"{what} by an alias, or the file has changed")

    def is_spaced(self, mapping: Node) -> bool:
        """Whether a blank line stands between all entries."""
        ends = [self.line_end(self.pair_end(*pair)) for pair in mapping.pairs()][:-1]
        return bool(ends) and all(not self.text[end : self.line_end(end)].strip() for end in ends)

    # -- places in the text ----------------------------------------------------------

    def pair_end(self, name: Node, node: Node) -> int:
        """Return where the text of a key with its value ends."""
        return node.end if node.end > name.end else self._colon(name)

    def _colon(self, name: Node) -> int:
        """Return the place behind the colon of a key."""
        colon = self.text.find(":", name.end)
        return colon + 1 if colon >= 0 else name.end

    def dash(self, item: Node) -> int:
        """Return where the dash of an item of a list stands."""
        at = place = item.start
        while (place := self.text.rfind("-", 0, place)) >= 0 and at - place < _MOST_BEHIND_DASH:
            is_comment = any(self.comments(self.line_start(place), place + 1))
            if not is_comment and _DASH.fullmatch(self.text, place, at):
                return place
        raise self.refuse("its dash is not found")

    def comments_in(self, start: int, end: int) -> list[str]:
        """Return the words of the comments in a stretch of the text."""
        return [comment[0] for comment in self.comments(start, end)]

    def as_lines(self, comments: Sequence[str], indent: int) -> str:
        """Return comments as lines of their own."""
        return "".join(f"{' ' * indent}{comment}{self.newline}" for comment in comments)

    def has_words_behind(self, at: int) -> bool:
        """Whether anything but a comment stands behind a place in its line."""
        rest = self.text[at : self.line_end(at)].strip()
        return rest != "" and not rest.startswith("#")

    def refuse_comments(self, start: int, end: int) -> None:
        """Refuse to cut between brackets where comments stand."""
        if self.comments_in(start, end):
            raise self.refuse("there is a comment between the brackets")

    # -- what goes -------------------------------------------------------------------

    def cut_pair(self, mapping: Node, key: str) -> None:
        """Take out a key with its value."""
        name, node = self.pair(mapping, key)
        pairs = [*mapping.pairs()]
        number = next(n for n, pair in enumerate(pairs) if pair[0] is name)
        if mapping.is_flow:
            self._cut_of_flow([(a.start, self.pair_end(a, b)) for a, b in pairs], number)
            return
        start, end = name.start, self.pair_end(name, node)
        first = self.line_start(start)
        before = self.text[first:start]
        if not before.strip(" "):
            self._cut_lines(start, end, at_end=end >= mapping.end)
            return
        if number + 1 == len(pairs):
            raise self.refuse("something else stands before it in its line")
        # The first key stands behind the dash: the next one takes its place.
        following = pairs[number + 1][0].start
        lines = self.as_lines(
            self.comments_in(start, following), len(before) - len(before.lstrip(" "))
        )
        self.cut(first, following, lines + before)

    def cut_item(self, sequence: Node, number: int) -> None:
        """Take out an item of a list of several."""
        item = sequence.items[number]
        if sequence.is_flow:
            self._cut_of_flow([(item.start, item.end) for item in sequence.items], number)
        else:
            self._cut_lines(self.dash(item), item.end, at_end=item is sequence.items[-1])

    def cut_text(self, mapping: Node, key: str, text: str) -> None:
        """Take a text out of the list of a key, or the key with it where it is the only one."""
        _, node = self.pair(mapping, key)
        if node.kind != "sequence" or len(node.items) == 1:
            self.cut_pair(mapping, key)
            return
        number = next((n for n, item in enumerate(node.items) if item.text == text), None)
        if number is None:
            raise self.refuse("the file has changed")
        self.cut_item(node, number)

    def make_plain(self, item: Node) -> None:
        """Make of an entry with keys its plain code."""
        _, code = self.pair(item, "id")
        start, end = item.start, item.end
        words = self.text[code.start : code.end]
        if item.is_flow:
            self.refuse_comments(start, end)
            self.cut(start, end, words)
            return
        if self.has_words_behind(end):
            raise self.refuse("something else stands behind it in its line")
        if self.has_words_behind(code.end):
            raise self.refuse("something else stands behind the code in its line")
        last, own_end = self.line_end(end), self.line_end(code.end)
        own = self.text[code.end : own_end].rstrip()
        comments = [*self.comments_in(start, code.end), *self.comments_in(own_end, last)]
        comment_lines = self.as_lines(comments, max(item.column - 2, 0))
        entry = words + own + self.newline + comment_lines
        if last == len(self.text) and not self.text.endswith(("\n", "\r")):
            entry = entry.removesuffix(self.newline)
        self.cut(start, last, entry)

    def _cut_lines(self, start: int, end: int, *, at_end: bool) -> None:
        """Take out whole lines, and leave the comments in them as lines of their own."""
        first, last = self.line_start(start), self.line_end(end)
        if self.text[first:start].strip(" "):
            raise self.refuse("something else stands before it in its line")
        if self.has_words_behind(end):
            raise self.refuse("something else stands behind it in its line")
        comment_lines = self.as_lines(self.comments_in(start, last), start - first)
        if at_end and last == len(self.text) and not self.text.endswith(("\n", "\r")):
            # The last line of the file has no line feed, and stays so.
            if not comment_lines:
                first = len(self.text[:first].rstrip("\r\n"))
            comment_lines = comment_lines.removesuffix(self.newline)
        self.cut(first, last, comment_lines)

    def _cut_of_flow(self, spans: Sequence[tuple[int, int]], number: int) -> None:
        """Take out one of the things between brackets, with its comma."""
        start, end = spans[number]
        if number + 1 < len(spans):
            end = spans[number + 1][0]
        elif number:
            start = spans[number - 1][1]
        self.refuse_comments(start, end)
        self.cut(start, end)

    # -- keys that come or change ----------------------------------------------------

    def set_key(self, mapping: Node, key: str, value: object, order: Sequence[str]) -> None:
        """Give a key another value, or take it out (None)."""
        node = mapping.value(key)
        if node is None and value is not None:
            self.insert_key(mapping, key, pair_entry(key, value), order)
        elif node is not None and value is None:
            self.cut_pair(mapping, key)
        elif node is not None and node.text != str(value):
            name, _ = self.pair(mapping, key)  # refuses an alias
            start = max(node.start, self._colon(name))
            blank = "" if self.text[start - 1].isspace() else " "
            self.cut(start, max(start, node.end), blank + written(value, in_flow=mapping.is_flow))

    def fill_key(self, mapping: Node, key: str, entry: Entry, order: Sequence[str]) -> None:
        """Give a key its value, which is not there yet, or has no value."""
        if mapping.value(key) is None:
            self.insert_key(mapping, key, entry, order)
        else:
            self.fill(mapping, *self.pair(mapping, key), entry)

    def fill(self, mapping: Node, name: Node, node: Node, entry: Entry) -> None:
        """Put the value of an entry in the place of one that says nothing."""
        colon, end = self._colon(name), self.pair_end(name, node)
        if mapping.is_flow:
            key = plain_or_quoted(name.text, in_flow=True)
            self.cut(colon, end, entry.flow.removeprefix(f"{key}:"))
            return
        self.cut(colon, end)
        self.insert_lines(end, entry.lines[1:], name.column)

    def insert_key(self, mapping: Node, key: str, entry: Entry, order: Sequence[str]) -> None:
        """Put a key where it stands in the canonical order."""
        before = order[: order.index(key)]
        numbers = (n for n, (name, _) in enumerate(mapping.pairs()) if name.text in before)
        self.insert(mapping, max(numbers, default=-1), entry)

    def insert(self, mapping: Node, at: int, entry: Entry, *, is_spaced: bool = False) -> None:
        """Put an entry behind the one with a number; -1 for before all."""
        first = mapping.items[0]
        if at < 0:
            text = f"{entry.flow}, "
            if not mapping.is_flow:
                indent = f"{self.newline}{' ' * first.column}"
                blank = self.newline if is_spaced else ""
                text = f"{indent.join(entry.lines)}{blank}{indent}"
            self.cut(first.start, first.start, text)
            return
        end = self.pair_end(*mapping.items[2 * at : 2 * at + 2])
        if mapping.is_flow:
            self.cut(end, end, f", {entry.flow}")
            return
        lines = ("", *entry.lines) if is_spaced else entry.lines
        self.insert_lines(self._behind_comments(end, first.column), lines, first.column)

    def _behind_comments(self, at: int, column: int) -> int:
        """Return a place in the last of the comments below an entry that belong to it.

        They are indented deeper than its column.
        """
        start = self.line_end(at)
        while start < len(self.text):
            end = self.line_end(start)
            line = self.text[start:end]
            words = line.lstrip(" ")
            if words.startswith("#") and len(line) - len(words) > column:
                at = start + len(line) - len(words)
            elif words.strip():
                break
            start = end
        return at

    def insert_lines(self, at: int, lines: Sequence[str], indent: int) -> None:
        """Put lines below the one in which a place is."""
        if self.has_words_behind(at):
            number = self.text.count("\n", 0, at) + 1
            raise self.refuse(f"something else stands behind an entry in line {number}")
        end = self.line_end(at)
        text = self.newline.join(f"{' ' * indent}{line}".rstrip() for line in lines)
        if end == len(self.text) and not self.text.endswith(("\n", "\r")):
            self.cut(end, end, self.newline + text)
        else:
            self.cut(end, end, text + self.newline)

    # -- items that come -------------------------------------------------------------

    def append(self, mapping: Node, key: str, items: Sequence[Entry], order: Sequence[str]) -> None:
        """Add items to the list of a key; a single value becomes a list."""
        if mapping.value(key) is None:
            self.insert_key(mapping, key, list_entry(key, items), order)
            return
        name, node = self.pair(mapping, key)
        if node.kind != "sequence":
            self._make_list(mapping, name, node, list_entry(key, items))
        elif node.items and node.items[-1].kind == "alias":
            raise self.refuse("the last entry of a list is written by an alias")
        elif node.items:
            self.append_to(node, items)
        else:
            self.cut(node.start, node.end, f"[{', '.join(item.flow for item in items)}]")

    def append_to(self, sequence: Node, items: Sequence[Entry]) -> None:
        """Add items behind the last one of a list."""
        end = sequence.items[-1].end
        if sequence.is_flow:
            self.cut(end, end, "".join(f", {item.flow}" for item in items))
            return
        dash = self.dash(sequence.items[0])
        lines = [line[2:] for line in list_entry("", items).lines[1:]]
        self.insert_lines(end, lines, dash - self.line_start(dash))

    def _make_list(self, mapping: Node, name: Node, node: Node, entry: Entry) -> None:
        """Make the list of a single value, or of none, and of what is added."""
        colon, end = self._colon(name), self.pair_end(name, node)
        single = self.text[node.start : end] if node.text or node.items else ""
        if not single:
            self.fill(mapping, name, node, entry)
            return
        if node.style in ("|", ">"):
            single = plain_or_quoted(node.text)
        if "\n" in single or self.comments_in(colon, end):
            raise self.refuse(f"the only entry of a list in line {name.line + 1}")
        if mapping.is_flow:
            inner = entry.flow[entry.flow.index("[") + 1 :]
            self.cut(colon, end, f" [{single}, {inner}")
            return
        indent = f"{self.newline}{' ' * name.column}"
        lines = (f"  - {single}", *entry.lines[1:])
        self.cut(colon, end, "".join(f"{indent}{line}" for line in lines))
