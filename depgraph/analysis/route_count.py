"""How many chains there are between two milestones, without listing them.

Where the hops have an order, chains are counted by adding up, prerequisites first. Where they
go round (in a cycle, or in a ladder of SS, FF and SF links), a chain enters a strongly
connected component once and leaves it once: the chains inside are walked through one by one,
and the rest is added up as before. That is given up where such components are large.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.analysis.routes import Routes

MOST_STEPS = 200_000
"""How many steps inside cycles the count takes before it is given up."""


class Census(Struct):
    """How many chains there are, and the places on them.

    Attributes
    ----------
    chains
        None where the cycles between are too large to be walked through.
    places
        The places that a chain passes, the ends too, ascending; without `chains`, those that
        lie between.
    cycle
        Without `chains`, the places of the component in which the count was given up.
    idle_hops
        The hops between two of the places that no chain takes, as they only lead back.
    """

    chains: int | None
    places: Sequence[int]
    cycle: Sequence[int] = ()
    idle_hops: frozenset[tuple[int, int]] = frozenset()


def count_chains(routes: Routes, *, most_steps: int = MOST_STEPS) -> Census:
    """Count the chains from the start to the end.

    Parameters
    ----------
    most_steps
        How many steps inside cycles are taken before the count is given up.
    """
    after = routes.after
    order = routes.in_order()
    everything = range(len(after))
    if len(order) == len(after):
        ways = [0] * len(after)
        ways[0] = 1
        for place in order:
            own = ways[place]
            if place != routes.end:
                ways[place] = 0  # the numbers can be long: only those still needed are kept
            for to in after[place]:
                ways[to] += own
        return Census(ways[routes.end], everything)
    return _count_round_cycles(routes, most_steps)


def _count_round_cycles(routes: Routes, most_steps: int) -> Census:
    after = routes.after
    ways: dict[int, int] = {0: 1}
    passed: set[int] = set()
    idle: set[tuple[int, int]] = set()
    # A component comes behind those that it leads to.
    for component in reversed(strong_components(after)):
        leaving = {place: ways[place] for place in component if place in ways}
        if len(component) == 1:
            passed.update(component)
        else:
            walk = _Walk(after, component, most_steps)
            if not walk.run(leaving):
                return Census(None, range(len(after)), component)
            most_steps -= walk.steps
            leaving = walk.leaving
            passed |= walk.passed
            idle |= walk.idle_hops()
        inside = frozenset(component)
        for place, own in leaving.items():
            for to in after[place]:
                if to not in inside:
                    ways[to] = ways.get(to, 0) + own
    return Census(ways[routes.end], sorted(passed), idle_hops=frozenset(idle))


class _Walk:
    """A walk through all chains inside one component, from where chains enter it."""

    def __init__(
        self, after: Sequence[Sequence[int]], component: Sequence[int], most_steps: int
    ) -> None:
        inside = frozenset(component)
        self._after = {place: [to for to in after[place] if to in inside] for place in component}
        self._exits = frozenset(
            place for place in component if len(self._after[place]) < len(after[place])
        )
        self._most_steps = most_steps
        self.steps = 0
        self.leaving: dict[int, int] = {}
        self.passed: set[int] = set()
        self._hops: set[tuple[int, int]] = set()

    def run(self, entering: dict[int, int]) -> bool:
        """Count the chains at each exit; return whether the steps were enough."""
        return all(self._run_from(entry, ways) for entry, ways in entering.items())

    def idle_hops(self) -> set[tuple[int, int]]:
        """Return the hops inside that no chain of a finished walk takes."""
        hops = {(place, to) for place, out in self._after.items() for to in out}
        return hops - self._hops

    def _run_from(self, entry: int, ways: int) -> bool:
        chain: dict[int, Iterator[int]] = {}  # in the order in which they are passed
        place: int | None = entry
        while place is not None:
            self.steps += 1
            if self.steps > self._most_steps:
                return False
            chain[place] = iter(self._after[place])
            if place in self._exits:
                self.leaving[place] = self.leaving.get(place, 0) + ways
                self.passed.update(chain)
                self._hops.update(pairwise(chain))
            place = None
            while chain and place is None:
                last = next(reversed(chain))
                place = next((to for to in chain[last] if to not in chain), None)
                if place is None:
                    chain.popitem()
        return True
