"""Reach: who waits on whom through others, with the shortest chain as evidence."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.model import Graph


def shortest_chains(
    graph: Graph,
    dependent: int,
    *,
    follow: Callable[[int], bool],
    accept: Callable[[int], bool],
    reach_all: bool = True,
) -> dict[int, tuple[int, ...]]:
    """Find what a milestone waits on, with a shortest chain of links for each.

    A breadth-first search from the dependent against the links. Of chains of the same
    length, the one whose links stand first in ``graph.links`` is taken.

    Parameters
    ----------
    dependent
        The number of the milestone that waits.
    follow
        Whether a link, by its number, counts.
    accept
        Whether a milestone, by its number, waits in turn: the search goes on behind it.
        What is not accepted is neither reached nor passed.
    reach_all
        False for the direct prerequisites only.

    Returns
    -------
    dict
        For each milestone reached, the numbers of the links from it to the dependent.
    """
    chains: dict[int, tuple[int, ...]] = {}
    queue = deque([dependent])
    while queue:
        n = queue.popleft()
        behind = chains.get(n, ())
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if source == dependent or source in chains or not follow(number):
                continue
            if accept(source):
                chains[source] = (number, *behind)
                if reach_all:
                    queue.append(source)
    return chains


def redundant_links(graph: Graph) -> dict[int, tuple[int, ...]]:
    """Find the links that a longer chain implies, with the shortest such chain.

    A link is redundant if the graph without it still leads from its prerequisite to its
    dependent. Only finish-to-start links without lag are looked at, and only chains of
    such links: others say more than an order.

    Returns
    -------
    dict
        For the number of each redundant link, the numbers of the links of the chain.
    """
    plain = [link.type == "FS" and link.lag == 0 for link in graph.links]
    sources, targets = graph.link_sources, graph.link_targets
    found: dict[int, tuple[int, ...]] = {}
    for n, numbers in enumerate(graph.incoming):
        # A chain needs two links into the dependent, and one out of the prerequisite that
        # does not lead to it directly.
        candidates = [
            number
            for number in numbers
            if plain[number]
            and len(numbers) > 1
            and sources[number] != n
            and any(targets[other] != n for other in graph.outgoing[sources[number]])
        ]
        if not candidates:
            continue
        chain_to = _chains_of_two_or_more(graph, n, {sources[c] for c in candidates}, plain)
        for number in candidates:
            if sources[number] in chain_to:
                found[number] = chain_to[sources[number]]
    return found


def _chains_of_two_or_more(
    graph: Graph, dependent: int, wanted: set[int], plain: list[bool]
) -> dict[int, tuple[int, ...]]:
    """Return for the wanted milestones a shortest chain of at least two links."""
    sources = graph.link_sources
    direct = [
        number
        for number in graph.incoming[dependent]
        if plain[number] and sources[number] != dependent
    ]
    came: dict[int, int] = {}
    found: dict[int, tuple[int, ...]] = {}
    first_link = {sources[number]: number for number in reversed(direct)}
    queue = deque(first_link)
    expanded: set[int] = set()
    while queue and len(found) < len(wanted):
        n = queue.popleft()
        if n in expanded:
            continue
        expanded.add(n)
        for number in graph.incoming[n]:
            source = sources[number]
            if not plain[number] or source in (dependent, n) or source in came:
                continue
            came[source] = number
            if source in wanted and source not in found:
                chain = [number]
                at = graph.link_targets[number]
                while at in came and at not in first_link:
                    chain.append(came[at])
                    at = graph.link_targets[came[at]]
                found[source] = (*chain, first_link[at])
            if source not in expanded:
                queue.append(source)
    return found
