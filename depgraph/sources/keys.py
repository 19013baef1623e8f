"""What a mapping of the file format may have: its keys, their types, and what they mean.

These tables are what the readers go by, and what the JSON Schema of the format is made of.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Simple(Enum):
    """The types that need no more words."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    NOTHING = "nothing"
    """A key without a value."""
    BLANK = "blank"
    """A key without a value, or with an empty text."""


TEXT, CODE, DATE = Simple.TEXT, Simple.CODE, Simple.DATE
NOTHING, BLANK = Simple.NOTHING, Simple.BLANK


class Integer(NamedTuple):
    """A whole number within limits."""

    least: int
    most: int


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class Items(NamedTuple):
    """A list. With `one`, a single value may stand for a list of one."""

    of: ValueType
    one: bool = False
    empty: bool = True


class Record(NamedTuple):
    """A mapping whose keys are known; an open one may have others, known elsewhere."""

    keys: Mapping[str, Key]
    required: Collection[str] = ()
    is_open: bool = False


class Named(NamedTuple):
    """A mapping from names that the author chooses, of milestones, say, to values."""

    of: ValueType
    names: Simple = TEXT


class Either(NamedTuple):
    """A value of one of several types."""

    of: tuple[ValueType, ...]


ValueType = Simple | Integer | Choice | Items | Record | Named | Either


class Key(NamedTuple):
    """The type of a key's value, and what it means."""

    type: ValueType
    about: str
