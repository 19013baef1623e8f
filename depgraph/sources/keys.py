"""What a mapping of a file may have: its keys, their types, and what they mean.

A key stands in one of these tables. By it the key is read, and hinted at where another is
written; in its order ``depgraph fmt`` lays keys out; and the JSON Schema of a file and the
explanation of a kind of rule are made of it.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from depgraph.sources.fields import Fields, is_blank, is_nothing
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as Table

    from depgraph.model import Position
    from depgraph.sources.nodes import Node

Value_co = TypeVar("Value_co", covariant=True)
Word = TypeVar("Word", bound=str)
Inner = TypeVar("Inner")

Values = dict[str, Any]
"""The values of a mapping, by the names that they are read into."""


class ValueType(Generic[Value_co]):
    """The type of a value."""

    def read(self, fields: Fields, node: Node, what: str) -> Value_co | None:
        """Return the value that a node gives, which messages call `what`.

        None after it has been reported what is wrong with it.
        """
        raise NotImplementedError

    def fits(self, node: Node) -> bool:
        """Whether a node is of the kind of this type, whatever it says."""
        return isinstance(node, Scalar)

    def mapping(self) -> Record | Named[object] | None:
        """Return the type of the mapping that a value is, or an item of it; None for no mapping."""
        return None


class Simple(ValueType[Value_co]):
    """A type that needs no more words than its name."""

    def __init__(self, read: Callable[[Fields, Node, str], Value_co | None]) -> None:
        self._read = read

    def read(self, fields: Fields, node: Node, what: str) -> Value_co | None:
        """Return the value."""
        return self._read(fields, node, what)


class Empty(ValueType[str]):
    """A key without a value, read as an empty text. With `is_blank`, an empty text is one too."""

    def __init__(self, *, is_blank: bool = False) -> None:
        self.is_blank = is_blank

    def read(self, fields: Fields, node: Node, what: str) -> str:  # noqa: ARG002
        """Return an empty text."""
        return ""

    def fits(self, node: Node) -> bool:
        """Whether a node says nothing."""
        return is_blank(node) if self.is_blank else is_nothing(node)


TEXT = Simple(Fields.text)
CODE = Simple(Fields.code)
DATE = Simple(Fields.date)
BOOLEAN = Simple(Fields.boolean)
NOTHING = Empty()
BLANK = Empty(is_blank=True)


class Integer(ValueType[int]):
    """A whole number, within limits where there are any."""

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def read(self, fields: Fields, node: Node, what: str) -> int | None:
        """Return the number."""
        return fields.integer(node, what, self.least, self.most)


class Choice(ValueType[Word]):
    """One of a few words."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words = words
        self._words: dict[str, Word] = {word: word for word in words}

    def read(self, fields: Fields, node: Node, what: str) -> Word | None:
        """Return the word."""
        chosen = fields.choice(node, what, self._words)
        return None if chosen is None else self._words[chosen]


class Items(ValueType[tuple[Value_co, ...]]):
    """A list of at least 0, 1 or 2 items. With `one`, a single item may stand for a list of it."""

    def __init__(
        self, of: ValueType[Value_co], *, may_be_single: bool = False, least: int = 0
    ) -> None:
        self.of = of
        self.may_be_single = may_be_single
        self.least = least

    def read(self, fields: Fields, node: Node, what: str) -> tuple[Value_co, ...]:
        """Return the items that are sound, none where there is no list."""
        if self.may_be_single and not isinstance(node, Sequence) and self.of.fits(node):
            item = self.of.read(fields, node, what)
            return () if item is None else (item,)
        if isinstance(node, Sequence) and 0 < len(node.items) < self.least:
            fields.report(node, f"{what}: expected two or more, got one")
        return fields.items(node, what, partial(self.of.read, fields), empty=not self.least)

    def fits(self, node: Node) -> bool:
        """Whether a node is a list, or may stand for one."""
        return isinstance(node, Sequence) or (self.may_be_single and self.of.fits(node))

    def mapping(self) -> Record | Named[object] | None:
        """Return that of the items."""
        return self.of.mapping()


class Key:
    """The type of a key's value, and what it means.

    Attributes
    ----------
    into
        The name that its value is read into, if that is not the key.
    at_key
        Whether a value without words stands where the key does.

    Notes
    -----
    No named tuple, as to define one takes longer than to fill a table.
    """

    __slots__ = ("about", "at_key", "into", "type")

    def __init__(
        self, type_: ValueType[object], about: str, into: str = "", *, at_key: bool = False
    ) -> None:
        self.type = type_
        self.about = about
        self.into = into
        self.at_key = at_key


class Record(ValueType[Values]):
    """A mapping whose keys are known.

    Attributes
    ----------
    keys
        The keys in their canonical order.
    required
        Those that have to be given.
    any_of
        Those of which at least one has to be given.
    other_keys_before
        Of a record that may have other keys, which are known elsewhere: the key before which
        these stand.
    """

    def __init__(
        self,
        keys: Table[str, Key],
        *,
        required: tuple[str, ...] = (),
        any_of: tuple[str, ...] = (),
        other_keys_before: str = "",
    ) -> None:
        self.keys = keys
        self.required = required
        self.any_of = any_of
        self.other_keys_before = other_keys_before

    def read(self, fields: Fields, node: Node, what: str) -> Values | None:
        """Return the values that are sound; None if one that is required is not among them."""
        return self.sound_values(fields, node, what)

    def sound_values(self, fields: Fields, node: Node, what: str, of: str = "") -> Values | None:
        """Return the same. Behind a key that is missing, `of` says what it is a key of."""
        if not isinstance(node, Mapping):
            fields.report(node, f"{what}: expected a mapping, got {describe(node)}")
            return None if self.required else {}
        fields.report_missing(node, what, self.required, of)
        if self.any_of and all(name.text not in self.any_of for name, _ in node.pairs):
            fields.report(node, f"{what}: give {' or '.join(map(repr, self.any_of))}")
        values = self.values(fields, node.pairs, what, f"{what}: ")
        sound = {name: value for name, value in values.items() if value is not None}
        for name in self.required:
            if (self.keys[name].into or name) not in sound:
                return None
        return sound

    def values(
        self,
        fields: Fields,
        pairs: Iterable[tuple[Scalar, Node | None]],
        what: str,
        before: str = "",
    ) -> Values:
        """Return the values of keys, None for one that is wrong or was read elsewhere.

        Parameters
        ----------
        what
            What messages call the mapping.
        before
            What they have before the name of a key.
        """
        values: Values = {}
        for name, node in pairs:
            key = self.keys.get(name.text)
            if key is None:
                fields.unknown_key(name, what, self.keys)
            elif node is None:
                values[key.into or name.text] = None
            else:
                placed = node
                if key.at_key and is_blank(node):
                    placed = node._replace(line=name.line, column=name.column)
                values[key.into or name.text] = key.type.read(fields, placed, before + name.text)
        return values

    def fits(self, node: Node) -> bool:
        """Whether a node is a mapping."""
        return isinstance(node, Mapping)

    def mapping(self) -> Record:
        """Return the record."""
        return self

    def below(self, name: str) -> Record | Named[object] | None:
        """Return the type of the mapping below a key, or in the list there."""
        return self._mappings.get(name)

    @cached_property
    def _mappings(self) -> dict[str, Record | Named[object] | None]:
        return {name: key.type.mapping() for name, key in self.keys.items()}

    def place(self, name: str) -> float:
        """Return a number by which the keys are sorted into their canonical order."""
        return self._place_by_key.get(name, self._place_of_other_keys)

    @cached_property
    def _place_by_key(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.keys)}

    @cached_property
    def _place_of_other_keys(self) -> float:
        return self._place_by_key.get(self.other_keys_before, len(self.keys)) - 0.5


class Named(ValueType[tuple[Value_co, ...]]):
    """A mapping from names that the author chooses, of milestones, say, to values.

    It is read as what `make` makes of each name, its value and the place of the name.
    """

    def __init__(
        self,
        of: ValueType[Inner],
        make: Callable[[str, Inner, Position], Value_co],
        *,
        names: ValueType[str] = TEXT,
        called: str = "a mapping",
    ) -> None:
        self.of: ValueType[object] = of
        self.names = names
        self._make: Callable[[str, Any, Position], Value_co] = make
        self._called = called

    def read(self, fields: Fields, node: Node, what: str) -> tuple[Value_co, ...] | None:
        """Return what is made of the entries that are sound."""
        if not isinstance(node, Mapping):
            fields.report(node, f"{what}: expected {self._called}, got {describe(node)}")
            return None
        values: list[Value_co] = []
        for key, inner in node.pairs:
            name = self.names.read(fields, key, what)
            value = None if name is None else self.of.read(fields, inner, f"{what}: {name}")
            if name is not None and value is not None:
                values.append(self._make(name, value, fields.position(key)))
        return tuple(values)

    def fits(self, node: Node) -> bool:
        """Whether a node is a mapping."""
        return isinstance(node, Mapping)

    def mapping(self) -> Named[object]:
        """Return the mapping."""
        return self

    def below(self, _name: str) -> Record | Named[object] | None:
        """Return the type of the mapping below each name."""
        return self._mapping

    @cached_property
    def _mapping(self) -> Record | Named[object] | None:
        return self.of.mapping()


class Either(ValueType[Value_co]):
    """A value of one of several types: the first of those that a node fits, else the first."""

    def __init__(self, *of: ValueType[Value_co]) -> None:
        self.of = of

    def read(self, fields: Fields, node: Node, what: str) -> Value_co | None:
        """Return the value."""
        fitting = next((type_ for type_ in self.of if type_.fits(node)), self.of[0])
        return fitting.read(fields, node, what)

    def fits(self, node: Node) -> bool:
        """Whether a node fits one of the types."""
        return any(type_.fits(node) for type_ in self.of)

    def mapping(self) -> Record | Named[object] | None:
        """Return the first that there is."""
        mappings = (type_.mapping() for type_ in self.of)
        return next((mapping for mapping in mappings if mapping is not None), None)


class Custom(ValueType[Value_co]):
    """A value that looks like one of a type, and is read in a way of its own."""

    def __init__(
        self, of: ValueType[object], read: Callable[[Fields, Node, str], Value_co | None]
    ) -> None:
        self.of = of
        self._read = read

    def read(self, fields: Fields, node: Node, what: str) -> Value_co | None:
        """Return the value."""
        return self._read(fields, node, what)

    def fits(self, node: Node) -> bool:
        """Whether a node fits the type that it looks like."""
        return self.of.fits(node)

    def mapping(self) -> Record | Named[object] | None:
        """Return that of the type that it looks like."""
        return self.of.mapping()


class Made(Custom[Value_co]):
    """What is made of a value and of the place where it stands."""

    def __init__(
        self, of: ValueType[Inner], make: Callable[[Inner, Position], Value_co | None]
    ) -> None:
        def read(fields: Fields, node: Node, what: str) -> Value_co | None:
            value = of.read(fields, node, what)
            return None if value is None else make(value, fields.position(node))

        super().__init__(of, read)


class Defined(ValueType[Value_co]):
    """A value that may have others of the same type in it: the type is known by a name.

    Attributes
    ----------
    about
        What it means.
    of
        Returns the type that it looks like, in which this type may stand.
    """

    def __init__(
        self,
        name: str,
        about: str,
        of: Callable[[], ValueType[object]],
        read: Callable[[Fields, Node, str], Value_co | None],
    ) -> None:
        self.name = name
        self.about = about
        self.of = of
        self._read = read

    def read(self, fields: Fields, node: Node, what: str) -> Value_co | None:
        """Return the value."""
        return self._read(fields, node, what)

    def fits(self, node: Node) -> bool:
        """Whether a node fits the type that it looks like."""
        return self.of().fits(node)
