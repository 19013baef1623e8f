"""Reach: who waits on whom through others, with the shortest chain as evidence."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.model import Graph, Link


class Reached(NamedTuple):
    """What a milestone waits on, directly or through others.

    Attributes
    ----------
    came
        For the number of each milestone reached, the number of the first link of a
        shortest chain from it.
    """

    graph: Graph
    came: dict[int, int]

    def chain(self, n: int) -> tuple[Link, ...]:
        """Return the links of a shortest chain from a milestone reached, in order."""
        links: list[Link] = []
        while n in self.came:
            links.append(self.graph.links[self.came[n]])
            n = self.graph.link_targets[self.came[n]]
        return tuple(links)


def reach(
    graph: Graph,
    dependent: int,
    *,
    follow: Callable[[int], bool] = lambda _: True,
    accept: Callable[[int], bool] = lambda _: True,
    direct: bool = False,
) -> Reached:
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
    direct
        True for the direct prerequisites only.
    """
    came: dict[int, int] = {}
    queue = deque([dependent])
    while queue:
        n = queue.popleft()
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if source == dependent or source in came or not follow(number):
                continue
            if accept(source):
                came[source] = number
                if not direct:
                    queue.append(source)
    return Reached(graph, came)


class Redundant(NamedTuple):
    """The redundant links of a graph.

    Attributes
    ----------
    chains
        For the number of each redundant link, the numbers of the links of the chain that
        implies it, from its prerequisite to its dependent.
    is_complete
        Whether all links were looked at; False where the graph is too large for that.
    """

    chains: dict[int, tuple[int, ...]]
    is_complete: bool


def redundant_links(graph: Graph, *, most_visits: int = 1_000_000) -> Redundant:
    """Find the links that a longer chain implies, with the shortest such chain.

    A link is redundant if the graph without it still leads from its prerequisite to its
    dependent. Only finish-to-start links without lag are looked at, and only chains of
    such links: others say more than an order.

    Parameters
    ----------
    most_visits
        How many links are looked at in all before the search is given up: in a large dense
        graph it would take time in proportion to milestones times links.
    """
    visits = 0
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
        wanted = {sources[c] for c in candidates}
        chain_to, visited = _chains_of_two_or_more(graph, n, wanted, plain, most_visits - visits)
        visits += visited
        for number in candidates:
            if sources[number] in chain_to:
                found[number] = chain_to[sources[number]]
        if visits >= most_visits:
            return Redundant(found, is_complete=False)
    return Redundant(found, is_complete=True)


def _chains_of_two_or_more(
    graph: Graph, dependent: int, wanted: set[int], plain: list[bool], most_visits: int
) -> tuple[dict[int, tuple[int, ...]], int]:
    """Return for the wanted milestones a shortest chain of at least two links, and the cost."""
    visits = 0
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
    while queue and len(found) < len(wanted) and visits < most_visits:
        n = queue.popleft()
        if n in expanded:
            continue
        expanded.add(n)
        visits += len(graph.incoming[n])
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
    return found, visits
