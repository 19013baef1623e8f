"""Strict YAML: a file as nodes with positions, every scalar as the text that stands there.

The nodes are built from the event stream of PyYAML's parser (libyaml where PyYAML was
built with it), which is many times faster than its loaders and tells the position of
everything. What YAML would lose or guess is reported: a key that stands twice, a plain
text that a `` #`` cuts short, tags, several documents in one file, aliases that grow
beyond reason.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from depgraph.errors import Problem
from depgraph.records import Struct
from depgraph.sources import events, plain_nodes
from depgraph.sources.bounds import MAX_BYTES
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe, quoted
from depgraph.sources.opening import opened
from depgraph.sources.read_record import note_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depgraph.model import Position
    from depgraph.sources.events import Event, Mark
    from depgraph.sources.nodes import Node

    ReadStream = Callable[[Mapping | None], None]

MAX_DEPTH = 40
"""No file of this format nests deeper than a few levels."""

MAX_ALIASED_NODES = 100_000
"""How many nodes the aliases of one file may stand for, all together."""

LEAST_LARGE = 100_000
"""Files from so many bytes on are shortened; smaller ones are read without the parser."""

# A `#` after white space begins a comment. With a word or a number behind it, it was
# rather meant as text: "commissioning #2", "issue # 7". (A pattern that begins with the
# character itself is found many times faster than one that looks behind first.)
_CUT = r"#(?<=\s#)(?=[^\s#!]|\s\d)"
_TAIL = r"\s+#(?:[^\s#!]|\s\d)"

# What YAML forbids in a file, and what ends a line for YAML but in no editor. (Patterns are
# compiled where they are needed: most runs do without, and compiling takes time.)
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"

# A part of what the parser says about text that is not YAML, and what most often helps.
_ADVICE = (
    ("mapping values are not allowed", "quote a text that has ': ' in it"),
    (
        "did not find expected ',' or",
        "close the bracket, or quote a text that has ',' or ':' in it",
    ),
    ("did not find expected key", "check the indentation, and quote a text that has quotes in it"),
    ("cannot start any token", "quote a text that begins like this"),
    ("did not find expected node content", "a value is missing, or a bracket is not closed"),
    ("unexpected end of stream", "close the quote"),
)


# A named tuple from a tuple, without the call of its Python-level constructor.
_new = tuple.__new__


class _Anchored(Struct):
    """A node with an anchor: how many nodes it stands for, lists and mappings how deep."""

    node: Node
    nodes: int
    levels: int


class _StopReading(Exception):  # noqa: N818 - control flow inside this module
    """Raised inside this module after a problem behind which nothing can be read."""


class Document:
    """One YAML file, read strictly. Problems gather in `problems` as they are met.

    Parameters
    ----------
    source
        The file, or what stands in it.
    shown
        The name that messages use for it.
    problems
        The list that problems are added to.

    Attributes
    ----------
    is_whole
        Whether the file was read to its end.
    shorten
        Where it is set, takes from the text of a large file what need not be parsed.
    """

    def __init__(self, source: Path | bytes, shown: str, problems: list[Problem]) -> None:
        self._source = source
        self.shown = shown
        self.problems = problems
        self.is_whole = False
        self.size = 0
        self._anchors: dict[str, _Anchored] = {}
        self._open_anchors: set[str] = set()
        self._aliased = 0
        self.cut_lines: dict[int, str] = {}
        self.next_event: Callable[[], Event]
        self.shorten: Callable[[bytes], bytes] | None = None

    def report(self, line: int, column: int, message: str) -> None:
        """Add a problem at a line and column that count from 1 (0, 0: the whole file)."""
        if not message.isprintable():
            message = "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)
        self.problems.append(Problem(self.shown, line, column, message))

    def report_node(self, node: Node | Position, message: str) -> None:
        """Add a problem at a node, or at a position in this file."""
        self.report(node.line, node.column, message)

    # -- reading ---------------------------------------------------------------------

    def entries(
        self, stream_key: str = "", read_stream: ReadStream | None = None
    ) -> Iterator[tuple[Scalar, Node | None]]:
        """Yield the entries of the mapping that the file is, as they are read.

        Parameters
        ----------
        stream_key, read_stream
            The mapping below this key is given to `read_stream`; of a file that the parser reads
            it is not built: called behind its first event, without a mapping, `read_stream` takes
            all others with `next_event`, its end included.

        Yields
        ------
        tuple
            A key and its value; None for the mapping below `stream_key`, after its end.

        Notes
        -----
        After a syntax error the rest of the file is not read.
        """
        data = self._read_text()
        if data is None:
            return
        try:
            self.size = len(data)
            shorten, self.shorten = self.shorten, None  # which may know of this document
            pairs = None
            if self.size < LEAST_LARGE:
                pairs = plain_nodes.plain_pairs(data.decode(), self.cut_lines)
            elif shorten is not None:
                data = shorten(data)
            if pairs is None:
                self._start_parser(data)
                yield from self._root_entries(stream_key, read_stream)
            else:
                for key, node in pairs:
                    if key.text == stream_key and read_stream and isinstance(node, Mapping):
                        read_stream(node)
                        yield key, None
                    else:
                        yield key, node
            self.is_whole = True
        except _StopReading:
            pass
        except events.YAMLError as error:
            self._report_yaml(error, data.decode())
        finally:
            self._anchors.clear()
            self.next_event = _no_event

    @property
    def path(self) -> Path:
        """The file; where bytes are read, the name that they are shown by."""
        return self._source if isinstance(self._source, Path) else Path(self.shown)

    def _read_text(self) -> bytes | None:
        """Return the bytes of the file if they are text that a plan may have."""
        data = self._source
        if isinstance(data, Path):
            note_read(data)
            try:
                with opened(data) as file:
                    data = file.read(MAX_BYTES + 1)
            except OSError as error:
                self.report(0, 0, f"cannot be read: {error.strerror or error}")
                return None
        if len(data) > MAX_BYTES:
            self.report(0, 0, f"is larger than {MAX_BYTES // 1024**2} MiB: this is no plan")
            return None
        data = data.removeprefix(BOM_UTF8)
        if not data or data.isspace():
            self.report(0, 0, "the file is empty: expected a mapping")
            return None
        is_large = len(data) >= LEAST_LARGE
        if is_large and data.isascii() and not re.search(_CUT.encode(), data):
            return data  # as most large files are: no other copy of it is made
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            start = data.rfind(b"\n", 0, error.start) + 1
            self.report(
                data.count(b"\n", 0, start) + 1,
                len(data[start : error.start].decode()) + 1,
                f"byte 0x{data[error.start]:02x} is not UTF-8 text: save the file as UTF-8",
            )
            return None
        if text.isspace():
            self.report(0, 0, "the file is empty: expected a mapping")
            return None
        if not text.isascii() and self._report_forbidden(text):
            return None
        cut = re.compile(_CUT)
        if cut.search(text):
            self.cut_lines = {
                number: line for number, line in enumerate(text.splitlines()) if cut.search(line)
            }
        return data

    def _report_forbidden(self, text: str) -> bool:
        """Report the first character that no file may have; return whether there is one."""
        forbidden = re.search(_FORBIDDEN, text)
        if forbidden is None:
            return False
        start = text.rfind("\n", 0, forbidden.start()) + 1
        self.report(
            text.count("\n", 0, start) + 1,
            forbidden.start() - start + 1,
            f"the character U+{ord(forbidden[0]):04X} cannot be seen and has no place here: "
            "remove it",
        )
        return True

    def _start_parser(self, data: bytes) -> None:
        try:
            from yaml._yaml import CParser as Parser
        except ImportError:  # without libyaml: the same events, slowly
            from yaml import SafeLoader as Parser  # type: ignore[assignment]
        self.next_event = cast("Callable[[], Event]", Parser(data).get_event)

    def _root_entries(
        self, stream_key: str, read_stream: ReadStream | None
    ) -> Iterator[tuple[Scalar, Node | None]]:
        get = self.next_event
        get()  # the start of the stream
        event = get()
        if not isinstance(event, events.DocumentStartEvent):
            self.report(0, 0, "the file has only comments: expected a mapping")
            raise _StopReading
        event = get()
        if type(event) is not events.MappingStartEvent:
            node = self.node(event, 0)
            got = "a text" if isinstance(node, Scalar) and node.text else describe(node)
            self.report_node(node, f"expected a mapping, got {got}")
            raise _StopReading
        self._check_start(event)
        key_lines: dict[str, int] = {}
        while type(event := get()) is not events.MappingEndEvent:
            key = self.key(event, key_lines)
            event = get()
            is_stream = key is not None and key.text == stream_key
            if is_stream and read_stream is not None and type(event) is events.MappingStartEvent:
                self._check_start(event)
                read_stream(None)
                value = None
            else:
                value = self.node(event, 1)
            if key is not None:
                yield key, value
        get()  # the end of the document
        event = get()
        if not isinstance(event, events.StreamEndEvent):
            mark = event.start_mark
            self.report(
                mark.line + 1,
                mark.column + 1,
                "a second YAML document begins here: put one document in a file",
            )

    def _check_start(self, event: Event) -> None:
        """Report what has no use at the start of a mapping that is not built as a whole."""
        self._check_tag(event)
        if event.anchor is not None:
            mark = event.start_mark
            self.report(
                mark.line + 1,
                mark.column + 1,
                f"the anchor &{event.anchor} stands for too much to be repeated: remove it",
            )

    # -- parts of it, for those who take the events of a stream themselves ------------

    def key(self, event: Event, key_lines: dict[str, int], depth: int = 1) -> Scalar | None:
        """Return the key that an event stands for; None if it is a second one or no text.

        Parameters
        ----------
        event
            The event of a key.
        key_lines
            The lines of the keys of the mapping so far, to which this one is added.
        depth
            How deep the key is inside the file's mapping.
        """
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if type(event) is events.ScalarEvent and event.tag is None and event.anchor is None:
            node: Node = _new(Scalar, (event.value, line, column, not event.style, ""))
        else:
            node = self.node(event, depth)
        if not isinstance(node, Scalar):
            self.report(line, column, f"expected a key, got {describe(node)}")
            return None
        text = node.text
        if text in key_lines:
            self.report(
                line,
                column,
                f"duplicate key {quoted(text)}: it stands in line {key_lines[text]} too",
            )
            return None
        if text == "<<" and node.plain:
            self.report(
                line, column, "the merge key '<<' has no meaning here: write the entries out"
            )
            return None
        key_lines[text] = line
        return node if node.line == line else node._replace(line=line, column=column)

    def node(self, event: Event, depth: int) -> Node:
        """Return the node that begins with an event, at a depth inside the file's mapping."""
        kind = type(event)
        mark = event.start_mark
        if kind is events.ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                self._check_tag(event)
            plain = not event.style
            cut = self._cut_behind(event.end_mark) if plain and self.cut_lines else ""
            scalar = Scalar(event.value, mark.line + 1, mark.column + 1, plain, cut)
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(scalar, 1, 0)
            return scalar
        if isinstance(event, events.AliasEvent):
            return self._aliased_node(event, depth)
        self._check_depth(depth, mark)
        self._check_tag(event)
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        node: Node
        if kind is events.SequenceStartEvent:
            node = self._sequence_from(event, depth)
        else:
            node = self._mapping_from(event, depth)
        if event.anchor is not None:
            self._open_anchors.discard(event.anchor)
            self._anchors[event.anchor] = _anchored(node)
        return node

    # The two loops below build a plain scalar themselves, without a call to `node`: a
    # large plan is mostly plain scalars, and this halves the time to read it.

    def _sequence_from(self, event: Event, depth: int) -> Sequence:
        get = self.next_event
        cut_lines = self.cut_lines
        items: list[Node] = []
        start = event.start_mark
        while (kind := type(event := get())) is not events.SequenceEndEvent:
            if (
                kind is events.ScalarEvent
                and event.tag is None
                and event.anchor is None
                and (not cut_lines or event.end_mark.line not in cut_lines)
            ):
                mark = event.start_mark
                items.append(
                    _new(
                        Scalar,
                        (event.value, mark.line + 1, mark.column + 1, not event.style, ""),
                    )
                )
            else:
                items.append(self.node(event, depth + 1))
        return Sequence(items, start.line + 1, start.column + 1)

    def _mapping_from(self, event: Event, depth: int) -> Mapping:
        get = self.next_event
        cut_lines = self.cut_lines
        pairs: list[tuple[Scalar, Node]] = []
        key_lines: dict[str, int] = {}
        start = event.start_mark
        while type(event := get()) is not events.MappingEndEvent:
            key = self.key(event, key_lines, depth + 1)
            event = get()
            kind = type(event)
            value: Node
            if (
                kind is events.ScalarEvent
                and event.tag is None
                and event.anchor is None
                and (not cut_lines or event.end_mark.line not in cut_lines)
            ):
                mark = event.start_mark
                value = _new(
                    Scalar, (event.value, mark.line + 1, mark.column + 1, not event.style, "")
                )
            else:
                value = self.node(event, depth + 1)
            if key is not None:
                pairs.append((key, value))
        return Mapping(pairs, start.line + 1, start.column + 1)

    # -- what YAML would do silently -------------------------------------------------

    def _aliased_node(self, event: events.AliasEvent, depth: int) -> Node:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        inside = event.anchor in self._open_anchors
        anchored = None if inside else self._anchors.get(event.anchor)
        if anchored is None:
            what = "stands inside its own anchor" if inside else "has no anchor before it"
            self.report(line, column, f"the alias *{event.anchor} {what}")
            return Scalar(f"*{event.anchor}", line, column, plain=True)
        self._check_depth(depth + anchored.levels - 1, mark)
        self._aliased += anchored.nodes
        if self._aliased > MAX_ALIASED_NODES:
            self.report(
                line,
                column,
                f"the aliases of this file stand for more than {MAX_ALIASED_NODES:,} entries: "
                "write them out",
            )
            raise _StopReading
        return anchored.node

    def _check_depth(self, depth: int, mark: Mark) -> None:
        if depth > MAX_DEPTH:
            self.report(mark.line + 1, mark.column + 1, f"nested deeper than {MAX_DEPTH} levels")
            raise _StopReading

    def _check_tag(self, event: Event) -> None:
        if event.tag is not None and event.tag != "!":
            mark = event.start_mark
            self.report(
                mark.line + 1,
                mark.column + 1,
                f"the YAML tag {quoted(event.tag)} has no meaning here: remove it",
            )

    def _cut_behind(self, mark: Mark) -> str:
        line = self.cut_lines.get(mark.line)
        if line is None or not re.compile(_TAIL).match(line, mark.column):
            return ""
        return line[mark.column :].strip()

    def _report_yaml(self, error: events.YAMLError, text: str) -> None:
        """Say what the parser found, where, inside what, and what to do about it."""
        if self._report_forbidden(text):
            return
        context = getattr(error, "context", None)
        began: Mark | None = getattr(error, "context_mark", None)
        mark: Mark | None = getattr(error, "problem_mark", None) or began
        message = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        if mark is None:
            self.report(0, 0, message)
            return
        if context and began is not None and began.line < mark.line:
            message += f" ({context} that begins in line {began.line + 1})"
        elif context:
            message += f" ({context})"
        first = (mark if began is None else began).line - 1
        cut = [number for number in self.cut_lines if first <= number <= mark.line]
        if _character_at(text, mark) == "\t":
            message += ": indent with spaces, not tabs"
        elif cut:
            message += (
                f": all behind ' #' in line {cut[-1] + 1} is comment, "
                "quote the text if that belongs to it"
            )
        else:
            remedy = next((remedy for part, remedy in _ADVICE if part in message), None)
            message += f": {remedy}" if remedy else ""
        self.report(mark.line + 1, mark.column + 1, message)


def _no_event() -> NoReturn:
    raise AssertionError("events are taken while the entries of a document are read")


def _character_at(text: str, mark: Mark) -> str:
    lines = text.splitlines()
    return lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""


def _anchored(node: Node) -> _Anchored:
    """Count the nodes and the levels of a node, all that aliases in it stand for included."""
    count = levels = 0
    todo: list[tuple[Node, int]] = [(node, 1)]
    while todo and count <= MAX_ALIASED_NODES:
        inner, level = todo.pop()
        count += 1
        if isinstance(inner, Scalar):
            continue
        levels = max(levels, level)
        if isinstance(inner, Sequence):
            todo.extend((item, level + 1) for item in inner.items)
        else:
            todo.extend((value, level + 1) for _, value in inner.pairs)
    return _Anchored(node, count, levels)
