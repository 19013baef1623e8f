"""The nodes of a YAML file: texts, lists and mappings, each with its place.

Every scalar is the text that stands in the file: what a text means is for its readers.
"""

from __future__ import annotations

from depgraph.records import Struct

_LONGEST_SHOWN = 60


class Scalar(Struct):
    """A text. `cut` is what a `` #`` cut off behind it, where that looks like text."""

    text: str
    line: int
    column: int
    plain: bool
    cut: str = ""


class Sequence(Struct):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(Struct):
    """Keys with their values, in the order of the file, each key once."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def describe(node: Node) -> str:
    """Say what a node is, for a message: ``a list``, ``a mapping`` or the quoted text."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    if not node.text and node.plain:
        return "nothing"
    return quoted(node.text)


def quoted(text: str) -> str:
    """Return a text for a message: in quotes, and cut where it is long."""
    if len(text) > _LONGEST_SHOWN:
        return repr(text[: _LONGEST_SHOWN - 3] + "...")
    return repr(text)
