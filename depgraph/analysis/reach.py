"""Reach: who waits on whom through others, with the shortest chain as evidence."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from depgraph.model import Graph, Link

_MOST_BITS = 2**29
"""How many bits the sets of one pass may have in all: 64 MiB."""


class Reached(Struct):
    """What a milestone waits on, directly or through others.

    Attributes
    ----------
    came
        For the number of each milestone reached, the number of the first link of a
        shortest chain from it.
    visits
        How many links were looked at.
    """

    graph: Graph
    came: dict[int, int]
    visits: int = 0

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
    wanted: Collection[int] = (),
    enough: int | None = None,
    most_visits: int | None = None,
) -> Reached:
    """Find what a milestone waits on, with a shortest chain of links for each.

    A breadth-first search from the dependent against the links. Of chains of the same
    length, the one whose links, counted from the dependent, stand first in ``graph.links``
    is taken.

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
    wanted
        The numbers of milestones that are looked for: the search ends when all are reached.
        Without any, it goes on to the end.
    enough
        With how many of the wanted it ends, in place of all.
    most_visits
        How many links are looked at before the search is given up.
    """
    came: dict[int, int] = {}
    missing = set(wanted)
    left = len(missing) - (len(missing) if enough is None else enough)
    visits = 0
    queue = deque([dependent])
    while queue and (most_visits is None or visits < most_visits):
        n = queue.popleft()
        visits += len(graph.incoming[n])
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if source == dependent or source in came or not follow(number):
                continue
            if accept(source):
                came[source] = number
                if not direct:
                    queue.append(source)
                if source in missing:
                    missing.remove(source)
                    if len(missing) <= left:
                        return Reached(graph, came, visits)
    return Reached(graph, came, visits)


class Led(Struct):
    """What waits on a milestone, directly or through others.

    Attributes
    ----------
    steps
        For the number of each milestone that waits, the links of a shortest chain to it; 0
        for the milestone itself.
    visits
        How many links were looked at.
    """

    graph: Graph
    steps: dict[int, int]
    visits: int
    follow: Callable[[int], bool]

    def chain(self, n: int) -> tuple[Link, ...]:
        """Return the links of a shortest chain to a milestone that waits, in order.

        It is the chain that `reach` finds for the two.
        """
        graph, steps = self.graph, self.steps
        links: list[Link] = []
        for step in range(steps[n] - 1, -1, -1):
            number = next(
                number
                for number in graph.incoming[n]
                if steps.get(graph.link_sources[number]) == step and self.follow(number)
            )
            links.append(graph.links[number])
            n = graph.link_sources[number]
        return tuple(reversed(links))


def reach_from(
    graph: Graph,
    prerequisite: int,
    *,
    follow: Callable[[int], bool] = lambda _: True,
    accept: Callable[[int], bool] = lambda _: True,
    wanted: Collection[int] = (),
    most_visits: int | None = None,
) -> Led:
    """Find what waits on a milestone: `reach` in the direction of the links.

    It is the quicker one for few prerequisites of many dependents. The parameters are those
    of `reach`; with `wanted`, chains to these alone can be asked for.
    """
    steps = {prerequisite: 0}
    missing = set(wanted)
    visits = 0
    queue = deque([prerequisite])
    while queue and (most_visits is None or visits < most_visits):
        n = queue.popleft()
        visits += len(graph.outgoing[n])
        for number in graph.outgoing[n]:
            target = graph.link_targets[number]
            if target in steps or not accept(target) or not follow(number):
                continue
            steps[target] = steps[n] + 1
            queue.append(target)
            if target in missing:
                missing.remove(target)
                if not missing:
                    return Led(graph, steps, visits, follow)
    return Led(graph, steps, visits, follow)


class Between(Struct):
    """Which of some milestones lead to which of others.

    Attributes
    ----------
    sources
        The numbers of the milestones that may lead to any of the others, ascending.
    sets
        For the number of each milestone that any of `sources` leads to, these as a bit set:
        the bit ``1 << n`` stands for the n-th of `sources`.
    """

    sources: tuple[int, ...]
    sets: dict[int, int]

    def members(self, bits: int) -> Iterator[int]:
        """Yield the numbers of the milestones of a bit set, ascending."""
        # Taking the lowest bit of a large number again and again would copy it each time.
        digits = bin(bits)[:1:-1]
        n = digits.find("1")
        while n >= 0:
            yield self.sources[n]
            n = digits.find("1", n + 1)


def reach_between(
    graph: Graph,
    sources: Iterable[int],
    targets: Iterable[int],
    *,
    follow: Callable[[int], bool] = lambda _: True,
    accept: Callable[[int], bool] = lambda _: True,
    keep_sources: bool = False,
) -> Between:
    """Find which of some milestones lead to which of others, all in one pass.

    Each milestone passes the set of what leads to it on to its dependents, in topological
    order; a cycle counts as one. Nothing leads to itself. Time is in proportion to links
    times sources, with a very small factor: a set is one Python integer.

    Parameters
    ----------
    sources, targets
        The numbers of the milestones. What is not accepted is left out.
    follow
        Whether a link, by its number, counts.
    accept
        Whether a milestone, by its number, may be an end of a chain or be passed.
    keep_sources
        Whether `sources` of the result are those given, also where they lead to nothing: then
        the bits of two results for the same sources mean the same.
    """
    link_sources = graph.link_sources
    accepted = {n for n in targets if accept(n)}
    before: dict[int, list[int]] = {}
    stack = sorted(accepted)
    visited = set(stack)
    while stack:
        n = stack.pop()
        before[n] = []
        for number in graph.incoming[n]:
            source = link_sources[number]
            if source != n and accept(source) and follow(number):
                before[n].append(source)
                if source not in visited:
                    visited.add(source)
                    stack.append(source)
    starts = sorted(n for n in set(sources) if keep_sources or n in visited)
    if not starts:
        return Between((), {})
    components = _prerequisites_first(before)
    sets: dict[int, int] = {}
    step = max(1024, _MOST_BITS // len(before))
    for first in range(0, len(starts), step):
        own = {n: 1 << bit for bit, n in enumerate(starts[first : first + step])}
        for n, bits in _sets(components, before, own, accepted):
            sets[n] = sets.get(n, 0) | bits << first
    return Between(tuple(starts), sets)


def _prerequisites_first(before: dict[int, list[int]]) -> list[list[int]]:
    """Return the strong components, each behind all that leads to it."""
    numbers = list(before)
    places = {n: place for place, n in enumerate(numbers)}
    # A component comes behind those that it leads to: here, its prerequisites.
    components = strong_components([[places[source] for source in before[n]] for n in numbers])
    return [[numbers[place] for place in component] for component in components]


def _sets(
    components: Iterable[Sequence[int]],
    before: dict[int, list[int]],
    own: dict[int, int],
    wanted: Collection[int],
) -> Iterator[tuple[int, int]]:
    """Yield those of the wanted that something leads to, each with the set of that."""
    passed: dict[int, int] = {}
    for component in components:
        bits = 0
        for n in component:
            for source in before[n]:
                bits |= passed.get(source, 0)
        if len(component) == 1:
            n = component[0]
            if bits and n in wanted:
                yield n, bits
            bits |= own.get(n, 0)
            if bits:
                passed[n] = bits
            continue
        for n in component:
            bits |= own.get(n, 0)
        if bits:
            for n in component:
                passed[n] = bits
                others = bits & ~own.get(n, 0)
                if others and n in wanted:
                    yield n, others
