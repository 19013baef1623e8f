"""The transitive reduction of what a schedule network says of its milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.model import Graph, Link


def fewest_links(graph: Graph) -> Graph:
    """Return a graph without the links of a network that chains of such links imply.

    A link that chains of activities make says that one milestone comes after another; so does
    a chain of such links, whatever lags and types there are. What reviewers wrote on a link
    keeps it, and where they go round in a circle all stay. A graph of no network, or of one with
    all its activities, stays as it is.

    Notes
    -----
    The transitive reduction of a directed acyclic graph, by networkx.
    """
    if graph.network is None:
        return graph
    import networkx as nx

    pairs: nx.DiGraph[str] = nx.DiGraph()
    pairs.add_edges_from(link.ends for link in graph.links if link.witness is not None)
    if not nx.is_directed_acyclic_graph(pairs):
        return graph
    needed = nx.transitive_reduction(pairs)

    def stays(link: Link) -> bool:
        return (
            link.witness is None
            or bool(link.queries or link.allowances or link.note)
            or needed.has_edge(*link.ends)
        )

    return graph.with_links(filter(stays, graph.links))
