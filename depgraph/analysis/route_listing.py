"""The chains between two milestones one by one, the shortest first."""

from __future__ import annotations

from functools import cmp_to_key
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.routes import descend, hops_left, turned
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.analysis.routes import Routes


class _Branch(Struct):
    """All chains that begin as an earlier one does, and then turn off.

    Attributes
    ----------
    chain
        Which of the chains found before it begins as.
    at
        The last position of that chain that it shares.
    to
        The place that it turns to; never the next one of that chain.
    """

    chain: int
    at: int
    to: int


class _Listing:
    """The search for one chain after the other, shortest first.

    When a chain is found, the others are parted by where they turn off from it, each part with
    the length of its shortest chain. (E. L. Lawler, *A procedure for computing the K best
    solutions to discrete optimization problems*, Management Science 18, 1972.) In a cycle, the
    shortest way from where a chain turns off may come back to the chain; the length is then
    found when the part is taken up, and may put it off.
    """

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        has_order = len(routes.in_order()) == len(routes.after)
        self._before = None if has_order else turned(routes.after)
        self._chains: list[list[int]] = []
        self._parts: dict[int, list[_Branch]] = {}
        self._shared: dict[tuple[int, int], int] = {}

    def run(self) -> Iterator[list[int]]:
        """Yield all chains."""
        yield self._take(self._routes.shortest(), 0)
        key = cmp_to_key(self._compare)
        while self._parts:
            length = min(self._parts)
            # Parts of the length that is at hand are added to it while it is worked on.
            queue = [(key(branch), branch) for branch in self._parts[length]]
            self._parts[length] = []
            heapify(queue)
            while queue:
                _, branch = heappop(queue)
                tail = self._tail(branch)
                if tail and branch.at + len(tail) > length:
                    self._parts.setdefault(branch.at + len(tail), []).append(branch)
                elif tail:
                    head = self._chains[branch.chain][: branch.at + 1]
                    yield self._take(head + tail, branch.at + 1)
                    for part in self._parts[length]:
                        heappush(queue, (key(part), part))
                    self._parts[length].clear()
            del self._parts[length]

    def _take(self, chain: list[int], first: int) -> list[int]:
        """Keep a chain, and part the others that begin like it as far as a position."""
        routes = self._routes
        number = len(self._chains)
        self._chains.append(chain)
        position = {place: at for at, place in enumerate(chain)} if self._before else {}
        for at in range(first, len(chain) - 1):
            for to in routes.after[chain[at]]:
                if to != chain[at + 1] and position.get(to, len(chain)) > at:
                    # In a cycle this may seem shorter than it is: no chain left is that short.
                    length = max(at + 1 + routes.left[to], len(chain) - 1)
                    self._parts.setdefault(length, []).append(_Branch(number, at, to))
        return chain

    def _tail(self, branch: _Branch) -> list[int]:
        """Return the shortest way on from where a part turns off; empty if there is none."""
        routes = self._routes
        if self._before is None:
            return routes.shortest(branch.to)
        head = set(self._chains[branch.chain][: branch.at + 1])
        left = hops_left(self._before, routes.end, head)
        return descend(routes.after, left, branch.to) if left[branch.to] >= 0 else []

    def _compare(self, one: _Branch, other: _Branch) -> int:
        """Return whether the chains of one part come before (-1) or behind (1) the other's."""
        at = min(one.at + 1, other.at + 1, self._alike(one.chain, other.chain))
        numbers = self._routes.numbers
        mine, others = numbers[self._place_at(one, at)], numbers[self._place_at(other, at)]
        return (mine > others) - (mine < others)

    def _place_at(self, branch: _Branch, at: int) -> int:
        return branch.to if at == branch.at + 1 else self._chains[branch.chain][at]

    def _alike(self, one: int, other: int) -> int:
        """Return how many places two of the chains found have in common before they part."""
        pair = (min(one, other), max(one, other))
        if pair not in self._shared:
            first, second = self._chains[one], self._chains[other]
            shortest = min(len(first), len(second))
            self._shared[pair] = next(
                (at for at in range(shortest) if first[at] != second[at]), shortest
            )
        return self._shared[pair]


def shortest_first(routes: Routes) -> Iterator[list[int]]:
    """Yield the chains from the start to the end, those of fewest hops first.

    Chains of the same length come in the order of the numbers of their milestones. None is
    looked for before it is asked for.
    """
    return _Listing(routes).run()
