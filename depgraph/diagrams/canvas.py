"""Graphs in the language DOT of Graphviz, which are built up node by node."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Canvas(Protocol):
    """What can be drawn on. Attributes are those of Graphviz."""

    def node(self, name: str, label: str | None = None, **attributes: str) -> None:
        """Add a node, or say more of one."""

    def edge(self, tail_name: str, head_name: str, /, **attributes: str) -> None:
        """Add an edge between two nodes."""


class Digraph:
    """A directed graph, or a part of one. Attributes are those of Graphviz.

    A value that begins with ``<`` and ends with ``>`` is an HTML-like label; any other may
    have escapes of Graphviz, but for quotes.

    Parameters
    ----------
    head
        What it begins with.
    indent
        How far it is indented.
    """

    def __init__(self, head: str = "{", indent: str = "\t") -> None:
        self._lines = [head]
        self._indent = indent

    @property
    def source(self) -> str:
        """All that was added."""
        return "\n".join([*self._lines, f"{self._indent[1:]}}}", ""])

    def node(self, name: str, label: str | None = None, **attributes: str) -> None:
        """Add a node, or say more of one."""
        if label is not None:
            attributes = {"label": label, **attributes}
        self._add(_quoted(name), attributes)

    def edge(self, tail_name: str, head_name: str, /, **attributes: str) -> None:
        """Add an edge between two nodes."""
        self._add(f"{_quoted(tail_name)} -> {_quoted(head_name)}", attributes)

    def attr(self, kind: str = "graph", /, **attributes: str) -> None:
        """Give attributes to the graph, or to all of its nodes or edges."""
        self._add(kind, attributes)

    @contextmanager
    def subgraph(self, name: str = "") -> Iterator[Digraph]:
        """Return a part of the graph, which is added at the end of the block."""
        head = f"subgraph {_quoted(name)} {{" if name else "{"
        part = Digraph(f"{self._indent}{head}", f"{self._indent}\t")
        yield part
        self._lines.append(part.source.removesuffix("\n"))

    def _add(self, what: str, attributes: Mapping[str, str]) -> None:
        if not attributes:
            self._lines.append(f"{self._indent}{what}")
            return
        pairs = " ".join(f"{name}={_quoted(value)}" for name, value in attributes.items())
        self._lines.append(f"{self._indent}{what} [{pairs}]")


def _quoted(text: str) -> str:
    if text[:1] == "<" and text[-1:] == ">":
        return text
    return '"' + text.replace('"', '\\"') + '"'
