"""What pictures use of a `graphviz.Digraph`, which has no types of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class Canvas(Protocol):
    """A drawing that is built up node by node. Attributes are those of Graphviz."""

    def node(self, name: str, label: str | None = None, **attributes: str) -> None:
        """Add a node, or say more of one."""

    def edge(self, tail_name: str, head_name: str, /, **attributes: str) -> None:
        """Add an edge between two nodes."""


class Digraph(Canvas, Protocol):
    """A whole graph, a `graphviz.Digraph`."""

    @property
    def source(self) -> str:
        """All that was added, in the language DOT."""

    def attr(self, **attributes: str) -> None:
        """Give attributes to the graph."""

    def subgraph(self, **attributes: str) -> AbstractContextManager[Digraph]:
        """Return a part of the graph, which is added at the end of the block."""
