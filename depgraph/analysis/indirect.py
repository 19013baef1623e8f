"""Which pairs of milestones a plan joins through others, without a link of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.reach import reach, reach_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.model import Graph

Pair = tuple[str, str]


def joined_through_others(graph: Graph, pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Return the pairs of which the second waits on the first, though no link says so.

    Parameters
    ----------
    pairs
        Prerequisites and dependents; pairs of a milestone that the graph lacks, or with a
        link of their own, are left out.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> graph = Graph([Milestone(x) for x in "ABC"], [Link("A", "B"), Link("B", "C")])
    >>> sorted(joined_through_others(graph, [("A", "B"), ("A", "C"), ("C", "A")]))
    [('A', 'C')]
    """
    direct = {link.ends for link in graph.links}
    numbers = {
        (graph.number(first), graph.number(second)): (first, second)
        for first, second in pairs
        if first != second and first in graph and second in graph and (first, second) not in direct
    }
    between = reach_between(
        graph, {source for source, _ in numbers}, {target for _, target in numbers}
    )
    places = {n: place for place, n in enumerate(between.sources)}
    return frozenset(
        pair
        for (source, target), pair in numbers.items()
        if source in places and between.sets.get(target, 0) >> places[source] & 1
    )


def shortest_chain(graph: Graph, pair: Pair) -> tuple[str, ...]:
    """Return the codes of a shortest chain from a prerequisite to what waits on it."""
    source = graph.number(pair[0])
    found = reach(graph, graph.number(pair[1]), wanted={source})
    links = found.chain(source)
    return (pair[0], *(link.dependent for link in links))
