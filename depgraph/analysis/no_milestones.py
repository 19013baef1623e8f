"""What a schedule network without a milestone shows, in words: one wording for all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.words import counted

if TYPE_CHECKING:
    from depgraph.model import Graph


def hidden_activities(graph: Graph) -> str | None:
    """Say that a network has activities and no milestone to show; None for any other graph."""
    network = graph.network
    if len(graph) or network is None or not len(network):
        return None
    number = counted(len(network), "activity", "activities")
    return f"no milestone is among {number} of the network: --activities takes them all"
