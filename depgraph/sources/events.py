"""The events of PyYAML's parser, with the types of what is read of them.

Its own types allow None for everything, and have no attribute in common but the marks. The
readers look at the kind of an event first, and then ask for what that kind has; to check more
than that in their loops would double the time to load a large plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    class Mark:
        """A place in a text; all its numbers count from 0."""

        index: int
        line: int
        column: int

    class Event:
        """An event. Of what follows `end_mark`, it has what its kind has."""

        start_mark: Mark
        end_mark: Mark
        anchor: str | None
        tag: str | None
        value: str
        style: str | None
        flow_style: bool | None

    class NodeEvent(Event):
        """The start of a node, or all of it."""

    class AliasEvent(NodeEvent):
        """An alias, which stands for the node with its anchor."""

        anchor: str

    class ScalarEvent(NodeEvent):
        """A scalar."""

    class SequenceStartEvent(NodeEvent):
        """The start of a list."""

    class SequenceEndEvent(Event):
        """The end of a list."""

    class MappingStartEvent(NodeEvent):
        """The start of a mapping."""

    class MappingEndEvent(Event):
        """The end of a mapping."""

    class DocumentStartEvent(Event):
        """The start of a document."""

    class StreamEndEvent(Event):
        """The end of the file."""

    class YAMLError(Exception):
        """What the parser raises where a text is no YAML."""

else:

    def __getattr__(name: str) -> type:
        """Import the types when the first of them is asked for: small files do without."""
        if name not in __all__:
            raise AttributeError(name)
        import yaml

        # Without this function, the interpreter finds them as fast as names of the reader's own.
        globals().pop("__getattr__", None)
        globals().update({kind: getattr(yaml, kind) for kind in __all__})
        return globals()[name]


__all__ = [
    "AliasEvent",
    "DocumentStartEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "NodeEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
]
