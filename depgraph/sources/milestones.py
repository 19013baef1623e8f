"""The milestones of a graph or schedule file, and the links to what they require.

A large plan is mostly codes, names, dates and lists of codes. `MilestoneReader` takes these
from the events of the parser as they come, and makes nodes of everything else; both ways
give the same values, places and problems.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from depgraph.model import Milestone, Name, Position, Question
from depgraph.model.links import LinkColumns
from depgraph.progress import current_listener
from depgraph.records import Struct
from depgraph.sources import events
from depgraph.sources.bounds import LONGEST_TEXT
from depgraph.sources.fields import Fields, is_code, is_nothing
from depgraph.sources.keys import DATE, TEXT
from depgraph.sources.milestone_format import LINK, MILESTONE, link_of
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from datetime import date

    from depgraph.sources.document import Document
    from depgraph.sources.events import Event
    from depgraph.sources.nodes import Node

FIELDS = {name: number for number, name in enumerate(Milestone._fields)}
"""The places of the fields of a milestone."""

TYPES = {name: key.type for name, key in MILESTONE.keys.items()}
_STATED_NAMES = {number: name for name, number in FIELDS.items() if name in TYPES}
STATED = frozenset(_STATED_NAMES)
"""The places of those that a file may state."""

_EITHER = ("slip", "estimate")
"""What says the same in two ways."""

_REQUIRES = (0, False)
USUAL = {"requires": _REQUIRES} | {
    name: (FIELDS[name], type_ is DATE) for name, type_ in TYPES.items() if type_ in (TEXT, DATE)
}
"""Of what is taken from events: the place of the field, and whether that is a date."""

_ID, _NAME, _NAMES, _POSITION = (FIELDS[name] for name in ("id", "name", "names", "position"))

Fieldwise = list[Any]
"""The values of the fields of a `Milestone`, in their order; None where nothing is stated."""

NOTHING_STATED: Fieldwise = [None] * len(FIELDS)

_DEPTH = 2
"""How deep in a file the value of a milestone is."""

TELL_EVERY = 5_000
"""After how many milestones the listener is told how far reading is."""

_new = tuple.__new__


class Places:
    """Where the attributes of all milestones of a file stand.

    Most are never asked for, and a large plan has many of them: so there is no object for
    each, but three numbers in three arrays.
    """

    __slots__ = ("columns", "fields", "lines")

    def __init__(self) -> None:
        self.fields = array("B")
        self.lines = array("Q")
        self.columns = array("Q")

    def add(self, field: int, line: int, column: int) -> None:
        """Add the next one."""
        self.fields.append(field)
        self.lines.append(line)
        self.columns.append(column)


class Definition(Struct):
    """A milestone as one file defines it.

    Attributes
    ----------
    values
        The fields of a `Milestone` in their order; None where the file says nothing.
    places
        The places of the file.
    first
        Where those of this milestone begin.
    """

    values: Fieldwise
    places: Places
    first: int

    @property
    def position(self) -> Position:
        """Where the milestone stands."""
        position: Position = self.values[_POSITION]
        return position

    def place(self, name: str) -> Position:
        """Return where an attribute stands that the file gives."""
        number = self.places.fields.index(FIELDS[name], self.first)
        return Position(self.position.file, self.places.lines[number], self.places.columns[number])

    def stated_attributes(self) -> dict[str, object]:
        """Return the attributes that the file gives, by name."""
        values = self.values
        return {
            name: values[field]
            for field, name in _STATED_NAMES.items()
            if values[field] is not None
        }


class WaitingFields(Fields):
    """Readers whose problems wait until a milestone is read to its end.

    What stands before an error of syntax is often not what it seems to be.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.waiting: list[tuple[Node, str]] = []

    def report(self, node: Node, message: str) -> None:
        """Keep a problem at a node."""
        self.waiting.append((node, message))

    def tell(self) -> None:
        """Report all problems that wait."""
        for node, message in self.waiting:
            super().report(node, message)
        self.waiting.clear()


class MilestoneReader:
    """Reads the milestones of a document.

    Attributes
    ----------
    milestones, links, questions
        What was read so far. Links refer to codes as they are written.
    is_certain
        Whether what was taken from lines is what the parser would have found there.
    """

    def __init__(self, document: Document) -> None:
        self.milestones: dict[str, Definition] = {}
        self.links = LinkColumns(document.shown)
        self.questions: list[Question] = []
        self._document = document
        self.fields = WaitingFields(document)
        self._places = Places()
        self.is_certain = True
        self._taken: AbstractSet[str] = frozenset()
        self._stretches: Iterator[int] = iter(())

    def expect(self, codes: AbstractSet[str], stretches: Iterator[int]) -> None:
        """Add what was taken from lines that the parser will not see, where they stood.

        Parameters
        ----------
        codes
            The milestones that were taken.
        stretches
            The line behind each stretch of such lines, from 0; it adds what stood there when it
            is asked for the next.
        """
        self._taken, self._stretches = codes, stretches
        self.is_certain = not codes

    def read(self, mapping: Mapping | None) -> None:
        """Read all milestones.

        Parameters
        ----------
        mapping
            The milestones; without it, their mapping has begun, and its end is taken too.
        """
        if mapping is not None:
            self._read_nodes(mapping)
            return
        document, fields = self._document, self.fields
        get, shown, codes = document.next_event, document.shown, fields.codes
        milestones, places = self.milestones, self._places
        what, size, listener = f"reading {shown}", document.size, current_listener()
        begins = not self._taken  # else it was told of most already
        if listener is not None and begins:
            listener(what, 0, size)
        code_lines: dict[str, int] = {}
        code: str | None = None
        behind = next(self._stretches, -1)
        try:
            while type(event := get()) is not events.MappingEndEvent:
                mark = event.start_mark
                if mark.line == behind:
                    behind = next(self._stretches, -1)
                text = event.value if type(event) is events.ScalarEvent else ""
                if (
                    text
                    and event.tag is None
                    and event.anchor is None
                    and text not in code_lines
                    and text != "<<"
                    and (text in codes or is_code(text))
                ):
                    line, column = mark.line + 1, mark.column + 1
                    code_lines[text] = line
                    code = codes.setdefault(text, text)
                else:
                    key = document.key(event, code_lines)
                    code = None if key is None else fields.code(key, "milestone")
                    if key is not None:
                        line, column = key.line, key.column
                event = get()
                if code is None:
                    document.node(event, _DEPTH)
                else:
                    values = NOTHING_STATED.copy()
                    values[_ID] = code
                    values[_POSITION] = _new(Position, (shown, line, column))
                    first = len(places.fields)
                    if (
                        type(event) is events.MappingStartEvent
                        and event.tag is None
                        and event.anchor is None
                    ):
                        self._read_attributes(values)
                    else:
                        self._read_node(values, document.node(event, _DEPTH))
                    milestones[code] = _new(Definition, (values, places, first))
                if fields.waiting:
                    fields.tell()
                if listener is not None and begins and not len(code_lines) % TELL_EVERY:
                    listener(what, min(event.end_mark.index, size - 1), size)
            self.is_certain = behind < 0 and self._taken.isdisjoint(code_lines)
        except BaseException:
            if code not in milestones:
                self._forget(code)
            raise
        finally:
            if listener is not None:
                listener(what, size, size)

    def _forget(self, code: str | None) -> None:
        """Drop what was read of a milestone that an error of syntax cuts short."""
        self.links.drop_last(code)
        while self.questions and self.questions[-1].milestone == code:
            self.questions.pop()

    def _read_attributes(self, values: Fieldwise) -> None:
        """Read the attributes of a milestone. Its mapping has begun; its end is taken too."""
        document, places = self._document, self._places
        get, shown, cut_lines = document.next_event, document.shown, document.cut_lines
        dates, codes = self.fields.dates, self.fields.codes
        code, add_link = values[_ID], self.links.add_plain
        key_lines: dict[str, int] = {}
        event: Event
        while type(event := get()) is not events.MappingEndEvent:
            name = event.value if type(event) is events.ScalarEvent else ""
            usual = USUAL.get(name)
            if (
                usual is None
                or event.tag is not None
                or event.anchor is not None
                or name in key_lines
            ):
                key = document.key(event, key_lines)
                value = document.node(get(), _DEPTH + 1)
                if key is not None:
                    self._read_attribute(values, key, value)
                continue
            mark = event.start_mark
            line = key_lines[name] = mark.line + 1
            event = get()
            kind = type(event)
            read: str | date | None = None
            if kind is events.ScalarEvent and event.tag is None and event.anchor is None:
                field, is_date = usual
                text = event.value
                if is_date:
                    read = dates.get(text)
                elif (
                    field
                    and text.isprintable()
                    and not text.isspace()
                    and len(text) <= LONGEST_TEXT
                    and (not cut_lines or event.end_mark.line not in cut_lines)
                ):
                    read = text
                if read:
                    column = mark.column + 1
                    values[field] = read
                    places.fields.append(field)
                    places.lines.append(line)
                    places.columns.append(column)
                    if field == _NAME:
                        position = _new(Position, (shown, line, column))
                        values[_NAMES] = (_new(Name, (read, position)),)
                    continue
            elif (
                usual is _REQUIRES
                and kind is events.SequenceStartEvent
                and event.tag is None
                and event.anchor is None
            ):
                while type(event := get()) is not events.SequenceEndEvent:
                    if (
                        type(event) is events.ScalarEvent
                        and event.tag is None
                        and event.anchor is None
                        and (prerequisite := codes.get(event.value)) is not None
                    ):
                        mark = event.start_mark
                        add_link(prerequisite, code, mark.line + 1, mark.column + 1)
                    else:
                        self._read_requirement(code, document.node(event, _DEPTH + 2))
                continue
            key = Scalar(name, line, mark.column + 1, plain=True)
            self._read_attribute(values, key, document.node(event, _DEPTH + 1))

    # -- from nodes ------------------------------------------------------------------

    def _read_nodes(self, mapping: Mapping) -> None:
        fields, places = self.fields, self._places
        for key, node in mapping.pairs:
            code = fields.code(key, "milestone")
            if code is not None:
                values = NOTHING_STATED.copy()
                values[_ID] = code
                values[_POSITION] = fields.position(key)
                first = len(places.fields)
                self._read_node(values, node)
                self.milestones[code] = _new(Definition, (values, places, first))
            fields.tell()

    def _read_node(self, values: Fieldwise, node: Node) -> None:
        if isinstance(node, Mapping):
            for name, value in node.pairs:
                self._read_attribute(values, name, value)
        elif not is_nothing(node):
            self.fields.report(
                node,
                f"{values[_ID]}: expected a mapping with the milestone's attributes, "
                f"got {describe(node)}",
            )

    def _read_attribute(self, values: Fieldwise, name: Scalar, node: Node) -> None:
        code, attribute = values[_ID], name.text
        if attribute == "requires":
            self._read_requires(code, node)
        elif attribute in TYPES:
            value = TYPES[attribute].read(self.fields, node, f"{code}: {attribute}")
            if attribute == "questions":
                questions = value if isinstance(value, tuple) else ()
                self.questions += (question._replace(milestone=code) for question in questions)
            elif value is not None:
                values[FIELDS[attribute]] = value
                self._places.add(FIELDS[attribute], name.line, name.column)
                if attribute in _EITHER and all(values[FIELDS[other]] for other in _EITHER):
                    self.fields.report(
                        name, f"{code}: it has a slip and an estimate of its date: keep one"
                    )
                if attribute == "name":
                    values[_NAMES] = (Name(str(value), self.fields.position(name)),)
        else:
            self.fields.unknown_key(name, code, MILESTONE.keys)

    # -- links -----------------------------------------------------------------------

    def _read_requires(self, code: str, node: Node) -> None:
        if isinstance(node, Sequence):
            for item in node.items:
                self._read_requirement(code, item)
        elif not is_nothing(node):
            self.fields.report(
                node, f"{code}: requires: expected a list of prerequisites, got {describe(node)}"
            )

    def _read_requirement(self, code: str, node: Node) -> None:
        fields, what = self.fields, f"{code}: requires"
        if isinstance(node, Scalar):
            prerequisite = fields.code(node, what)
            if prerequisite is not None:
                self.links.add_plain(prerequisite, code, node.line, node.column)
        else:
            values = LINK.read(fields, node, what)
            if values is not None:
                if "holds" in values and "queries" not in values:
                    fields.report(
                        node, f"{what}: holds is of queried links: add a query, or drop it"
                    )
                self.links.add(link_of(values, code))
