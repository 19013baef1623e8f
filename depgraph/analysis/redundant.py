"""Redundant links: those that a longer chain implies, with the shortest such chain."""

from __future__ import annotations

from collections import deque
from operator import eq
from typing import TYPE_CHECKING

from depgraph.model.ordering import order_by_successors
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph


class Redundant(Struct):
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

    A link is redundant if two links or more lead from its prerequisite to its dependent too.
    Only finish-to-start links without lag are looked at, and only chains of such links: others
    say more than an order. Where they go round in a cycle nothing is certain, and none is
    found.

    Parameters
    ----------
    most_visits
        How many links are looked at in all before the search is given up: in a large dense
        graph it would take time in proportion to milestones times links.
    """
    sources = graph.link_sources
    incoming = _plain_links(graph)
    levels = _depths(graph, incoming)
    chains: dict[int, tuple[int, ...]] = {}
    if levels is None:
        return Redundant(chains, is_complete=True)
    visits = 0
    for numbers in incoming:
        # The last link of a chain comes from a higher level than the prerequisite.
        highest = max((levels[sources[number]] for number in numbers), default=0)
        below_highest = [number for number in numbers if levels[sources[number]] < highest]
        if not below_highest:
            continue
        search = _ChainSearch(graph, incoming, levels, numbers)
        chains |= search.chains_for(below_highest, most_visits - visits)
        visits += search.visits
        if visits >= most_visits:
            return Redundant(chains, is_complete=False)
    return Redundant(chains, is_complete=True)


def _plain_links(graph: Graph) -> Sequence[Sequence[int]]:
    """Return for each milestone the finish-to-start links without lag to its prerequisites."""
    sources = graph.link_sources
    typed = {number for number, link in graph.other_links if link.type != "FS" or link.lag}
    self_links = map(eq, sources, graph.link_targets)
    if not typed and not any(self_links):
        return graph.incoming
    return [
        [number for number in numbers if number not in typed and sources[number] != n]
        for n, numbers in enumerate(graph.incoming)
    ]


def _depths(graph: Graph, incoming: Sequence[Sequence[int]]) -> list[int] | None:
    """Return for each milestone the links of the longest chain to it; None with a cycle."""
    sources = graph.link_sources
    order = graph.numbers_in_order()
    if not graph.is_acyclic:
        # Links that do not count may go round in a cycle, and those that do in none.
        outgoing: list[list[int]] = [[] for _ in incoming]
        for n, numbers in enumerate(incoming):
            for number in numbers:
                outgoing[sources[number]].append(n)
        order = order_by_successors(outgoing)
        if len(order) < len(graph):
            return None
    levels = [0] * len(graph)
    for n in order:
        for number in incoming[n]:
            levels[n] = max(levels[n], levels[sources[number]] + 1)
    return levels


class _ChainSearch:
    """The search for shortest chains of two links or more to one dependent.

    A breadth-first search from its direct prerequisites. Levels rise along a chain, so what
    stands no higher than all that is wanted is passed over.
    """

    def __init__(
        self,
        graph: Graph,
        incoming: Sequence[Sequence[int]],
        levels: Sequence[int],
        direct: Sequence[int],
    ) -> None:
        self._sources, self._targets = graph.link_sources, graph.link_targets
        self._incoming = incoming
        self._levels = levels
        self._came: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for number in direct:
            self._last.setdefault(self._sources[number], number)
        self.visits = 0

    def chains_for(self, wanted: Sequence[int], most_visits: int) -> dict[int, tuple[int, ...]]:
        """Return by link the chain that implies it, for those of the wanted that have one."""
        came, last, levels, sources = self._came, self._last, self._levels, self._sources
        missing = {sources[number] for number in wanted}
        lowest = min(levels[n] for n in missing)
        queue = deque(n for n in last if levels[n] > lowest)
        while queue and missing and self.visits < most_visits:
            n = queue.popleft()
            self.visits += len(self._incoming[n])
            for number in self._incoming[n]:
                source = sources[number]
                if source in came or levels[source] < lowest:
                    continue
                came[source] = number
                missing.discard(source)
                if source not in last and levels[source] > lowest:
                    queue.append(source)
        return {
            number: self._chain_from(sources[number])
            for number in wanted
            if sources[number] in came
        }

    def _chain_from(self, n: int) -> tuple[int, ...]:
        chain = [self._came[n]]
        at = self._targets[chain[-1]]
        while at not in self._last:
            chain.append(self._came[at])
            at = self._targets[chain[-1]]
        return (*chain, self._last[at])
