"""Strict YAML: a file as nodes with positions, every scalar as the text that stands there.

The nodes are built from the event stream of PyYAML's parser (libyaml where PyYAML was
built with it), which is many times faster than its loaders and tells the position of
everything. What YAML would lose or guess is reported: a key that stands twice, a plain
text that a `` #`` cuts short, tags, several documents in one file, aliases that grow
beyond reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from depgraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_DEPTH = 40
"""No file of this format nests deeper than a few levels."""

MAX_ALIASED_NODES = 100_000
"""How many nodes the aliases of one file may stand for, all together."""

# A `#` after white space begins a comment. With a word or a number behind it, it was
# rather meant as text: "commissioning #2", "issue # 7".
_CUT = re.compile(r"\s#(?=[^\s#!]|\s\d)")
_TAIL = re.compile(r"\s+#(?:[^\s#!]|\s\d)")


class Scalar(NamedTuple):
    """A text. `cut` is what a `` #`` cut off behind it, where that looks like text."""

    text: str
    line: int
    column: int
    plain: bool
    cut: str = ""


class Sequence(NamedTuple):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file, each key once."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping

# A named tuple from a tuple, without the call of its Python-level constructor.
_new = tuple.__new__


_LONGEST_SHOWN = 60


def describe(node: Node) -> str:
    """Say what a node is, for a message: ``a list``, ``a mapping`` or the quoted text."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    if not node.text and node.plain:
        return "nothing"
    if len(node.text) > _LONGEST_SHOWN:
        return repr(node.text[: _LONGEST_SHOWN - 3] + "...")
    return repr(node.text)


class _StopReading(Exception):  # noqa: N818 - control flow inside this module
    """Raised inside this module after a problem behind which nothing can be read."""


class Document:
    """One YAML file, read strictly. Problems gather in `problems` as they are met.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages use for it.
    problems
        The list that problems are added to.
    """

    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self.path = path
        self.shown = shown
        self.problems = problems
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open_anchors: set[str] = set()
        self._aliased = 0
        self._lines: list[str] = []
        self._cut_lines: frozenset[int] = frozenset()
        self._get: Callable[[], Any]

    def report(self, line: int, column: int, message: str) -> None:
        """Add a problem at a line and column that count from 1 (0, 0: the whole file)."""
        self.problems.append(Problem(self.shown, line, column, message))

    def report_node(self, node: Node, message: str) -> None:
        """Add a problem at a node."""
        self.report(node.line, node.column, message)

    # -- reading ---------------------------------------------------------------------

    def entries(self, stream_key: str = "") -> Iterator[tuple[str | None, Scalar, Node | None]]:
        """Yield the entries of the mapping that the file is, as they are read.

        Yields
        ------
        tuple
            ``(None, key, value)`` for an entry of the file's mapping. The mapping below
            `stream_key` is not built as a whole: its entries come as
            ``(stream_key, key, value)`` after a first ``(None, stream_key, None)``.

        Notes
        -----
        After a syntax error the rest of the file is not read.
        """
        text = self._read()
        if text is None:
            return
        try:
            self._start(text)
            yield from self._root_entries(stream_key)
        except _StopReading:
            pass
        except yaml.YAMLError as error:
            self._report_yaml(error)
        finally:
            self._anchors.clear()

    def _read(self) -> str | None:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            self.report(0, 0, f"cannot be read: {reason}")
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
            self.report(
                line,
                column,
                f"byte 0x{data[error.start]:02x} is not UTF-8 text: save the file as UTF-8",
            )
            return None
        if not text.strip():
            self.report(0, 0, "the file is empty: expected a mapping")
            return None
        return text

    def _start(self, text: str) -> None:
        if _CUT.search(text):
            self._lines = text.splitlines()
            self._cut_lines = frozenset(
                number for number, line in enumerate(self._lines) if _CUT.search(line)
            )
        try:
            from yaml._yaml import CParser
        except ImportError:  # without libyaml: the same events, slowly
            self._get = yaml.SafeLoader(text).get_event
        else:
            self._get = CParser(text).get_event

    def _root_entries(self, stream_key: str) -> Iterator[tuple[str | None, Scalar, Node | None]]:
        get = self._get
        get()  # the start of the stream
        event = get()
        if not isinstance(event, DocumentStartEvent):
            self.report(0, 0, "the file has only comments: expected a mapping")
            raise _StopReading
        event = get()
        if type(event) is not MappingStartEvent:
            node = self._node(event, 0)
            self.report_node(node, f"expected a mapping, got {describe(node)}")
            raise _StopReading
        seen: dict[str, int] = {}
        while type(event := get()) is not MappingEndEvent:
            key = self._key(event, seen)
            event = get()
            if key is not None and key.text == stream_key and type(event) is MappingStartEvent:
                yield None, key, None
                inner: dict[str, int] = {}
                while type(event := get()) is not MappingEndEvent:
                    name = self._key(event, inner)
                    value = self._node(get(), 2)
                    if name is not None:
                        yield stream_key, name, value
                continue
            value = self._node(event, 1)
            if key is not None:
                yield None, key, value
        get()  # the end of the document
        event = get()
        if not isinstance(event, StreamEndEvent):
            mark: Any = event.start_mark
            self.report(
                mark.line + 1,
                mark.column + 1,
                "a second YAML document begins here: put one document in a file",
            )

    def _key(self, event: Any, seen: dict[str, int]) -> Scalar | None:
        """Return the key that an event stands for; None if it is a second one or no text."""
        if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
            mark: Any = event.start_mark
            node: Node = _new(
                Scalar, (event.value, mark.line + 1, mark.column + 1, not event.style, "")
            )
        else:
            node = self._node(event, 1)
        if not isinstance(node, Scalar):
            self.report_node(node, f"expected a key, got {describe(node)}")
            return None
        text = node.text
        if text in seen:
            self.report_node(node, f"duplicate key {text!r}: it stands in line {seen[text]} too")
            return None
        seen[text] = node.line
        return node

    def _node(self, event: Any, depth: int) -> Node:
        """Return the node that begins with an event."""
        kind = type(event)
        mark: Any = event.start_mark
        if kind is ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                self._check_tag(event)
            plain = not event.style
            cut = self._cut_behind(event.end_mark) if plain and self._cut_lines else ""
            scalar = Scalar(event.value, mark.line + 1, mark.column + 1, plain, cut)
            if event.anchor is not None:
                self._anchors[event.anchor] = (scalar, 1)
            return scalar
        if kind is AliasEvent:
            return self._alias(event)
        if depth > MAX_DEPTH:
            self.report(mark.line + 1, mark.column + 1, f"nested deeper than {MAX_DEPTH} levels")
            raise _StopReading
        self._check_tag(event)
        before = self._aliased
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        node: Node
        if kind is SequenceStartEvent:
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if event.anchor is not None:
            self._open_anchors.discard(event.anchor)
            self._anchors[event.anchor] = (node, _size(node) + self._aliased - before)
        return node

    # The two loops below build a plain scalar themselves, without a call to `_node`: a
    # large plan is mostly plain scalars, and this halves the time to read it.

    def _sequence(self, event: Any, depth: int) -> Sequence:
        get = self._get
        anything_cut = bool(self._cut_lines)
        items: list[Node] = []
        start: Any = event.start_mark
        while type(event := get()) is not SequenceEndEvent:
            if (
                type(event) is ScalarEvent
                and event.tag is None
                and event.anchor is None
                and not anything_cut
            ):
                mark: Any = event.start_mark
                items.append(
                    _new(
                        Scalar,
                        (event.value, mark.line + 1, mark.column + 1, not event.style, ""),
                    )
                )
            else:
                items.append(self._node(event, depth + 1))
        return Sequence(items, start.line + 1, start.column + 1)

    def _mapping(self, event: Any, depth: int) -> Mapping:
        get = self._get
        anything_cut = bool(self._cut_lines)
        pairs: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        start: Any = event.start_mark
        while type(event := get()) is not MappingEndEvent:
            key = self._key(event, seen)
            event = get()
            value: Node
            if (
                type(event) is ScalarEvent
                and event.tag is None
                and event.anchor is None
                and not anything_cut
            ):
                mark: Any = event.start_mark
                value = _new(
                    Scalar, (event.value, mark.line + 1, mark.column + 1, not event.style, "")
                )
            else:
                value = self._node(event, depth + 1)
            if key is not None:
                pairs.append((key, value))
        return Mapping(pairs, start.line + 1, start.column + 1)

    # -- what YAML would do silently -------------------------------------------------

    def _alias(self, event: Any) -> Node:
        mark: Any = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        found = self._anchors.get(event.anchor)
        if found is None:
            inside = event.anchor in self._open_anchors
            what = "stands inside its own anchor" if inside else "has no anchor before it"
            self.report(line, column, f"the alias *{event.anchor} {what}")
            return Scalar("", line, column, plain=True)
        node, size = found
        self._aliased += size
        if self._aliased > MAX_ALIASED_NODES:
            self.report(
                line,
                column,
                f"the aliases of this file stand for more than {MAX_ALIASED_NODES:,} entries: "
                "write them out",
            )
            raise _StopReading
        return node

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            mark: Any = event.start_mark
            self.report(
                mark.line + 1,
                mark.column + 1,
                f"the YAML tag {event.tag!r} has no meaning here: remove it",
            )

    def _cut_behind(self, mark: Any) -> str:
        if mark.line not in self._cut_lines:
            return ""
        tail = self._lines[mark.line][mark.column :]
        return tail.strip() if _TAIL.match(tail) else ""

    def _report_yaml(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        context = getattr(error, "context", None)
        message = f"not valid YAML: {what}"
        if context:
            message += f" ({context})"
        cut = sorted(self._cut_lines)
        if cut:
            message += (
                f"; line {cut[0] + 1} has ' #', behind which all is comment: "
                "quote the text if it belongs to it"
            )
        if "\\t" in what or "'\\t'" in message:
            message += ": indent with spaces, not tabs"
        if mark is None:
            self.report(0, 0, message)
        else:
            self.report(mark.line + 1, mark.column + 1, message)


def _size(node: Node) -> int:
    """Count the nodes below and including one, without those that aliases repeat twice."""
    count = 0
    todo: list[Node] = [node]
    while todo:
        node = todo.pop()
        count += 1
        if isinstance(node, Sequence):
            todo.extend(node.items)
        elif isinstance(node, Mapping):
            todo.extend(value for _, value in node.pairs)
        if count > MAX_ALIASED_NODES:
            break
    return count
