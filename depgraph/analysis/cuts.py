"""Cuts: the fewest links without which a strongly connected component has no cycle.

This is the minimum feedback arc set of the events, in which the step from start to finish
inside a milestone cannot be cut.

- One link is enough exactly if it is on every cycle. Those links are found in time in
  proportion to the links, however large the component is: take any cycle; where the other
  links lead from one event of it to another, they go round all that lies between.
- Else links are chosen that hit all cycles known so far, as few as possible; where cycles
  are left, some of them are added and the choice is made anew. When none is left, the cut is
  a smallest one. (A. Baharev, H. Schichl, A. Neumaier and T. Achterberg, *An exact method for
  the minimum feedback arc set problem*, ACM Journal of Experimental Algorithmics 26, 2021.)
- When that takes too long, the best cut found by then is returned.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from depgraph.analysis.hitting_sets import smallest_hitting_set
from depgraph.analysis.small_cuts import Arc, small_cut
from depgraph.model.ordering import order_by_successors
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

_MOST_RANKED = 1_000
"""Of how many links at most it is settled which of several smallest cuts comes first."""


class EventStep(Struct):
    """A link from one event to another, or the step inside a milestone with the link -1."""

    tail: int
    head: int
    link: int


class Cut(Struct):
    """Links whose removal leaves a component without a cycle.

    Attributes
    ----------
    links
        The numbers of the links, sorted.
    is_smallest
        Whether it is known that fewer links would not do.
    alternatives
        Where one link is enough, all links of which any one is enough, the best first.
    work
        The work that was done, in links looked at.
    """

    links: tuple[int, ...]
    is_smallest: bool
    alternatives: tuple[int, ...]
    work: int


def smallest_cut(
    size: int,
    steps: Sequence[EventStep],
    cycle: Sequence[int],
    *,
    reluctance: Callable[[int], int],
    most_work: int,
) -> Cut:
    """Find the fewest links without which a component has no cycle.

    Parameters
    ----------
    size
        The number of events of the component.
    steps
        Its links and the steps inside milestones, between events numbered from 0.
    cycle
        The links of a cycle that passes no event twice, in order.
    reluctance
        For the number of a link, 0 or more: of cuts with as few links, the one with the
        least sum is taken, and of those the one that comes first when sorted. That is
        exact for single links and for components of up to 1,000 links.
    most_work
        How many links are looked at, about, before the search for fewer is given up.
    """
    is_whole = sum(step.link >= 0 for step in steps) == len(cycle)
    single = list(cycle) if is_whole else links_on_every_cycle(size, steps, cycle)
    if single:
        single.sort(key=lambda link: (reluctance(link), link))
        return Cut((single[0],), is_smallest=True, alternatives=tuple(single), work=len(steps))
    search = _Search(size, steps, reluctance, most_work)
    search.run()
    return Cut(search.links, search.is_smallest, alternatives=(), work=search.work)


def links_on_every_cycle(size: int, steps: Sequence[EventStep], cycle: Sequence[int]) -> list[int]:
    """Return the numbers of the links that every cycle of a component passes.

    Parameters
    ----------
    size, steps, cycle
        As for `smallest_cut`.
    """
    places = _places_on_cycle(steps, cycle)
    passed = zip(places, _bypassed(size, steps, places), strict=True)
    return [
        steps[place].link
        for place, is_bypassed in passed
        if not is_bypassed and steps[place].link >= 0
    ]


def _bypassed(size: int, steps: Sequence[EventStep], places: Sequence[int]) -> list[bool]:
    """Return for each step of a cycle, given by places in `steps`, whether others go round it.

    Where the others have a cycle without it, they need none of its steps.
    """
    on_cycle = set(places)
    leaving: list[list[int]] = [[] for _ in range(size)]
    for n, step in enumerate(steps):
        if n not in on_cycle:
            leaving[step.tail].append(step.head)
    order = order_by_successors(leaving)
    length = len(places)
    if len(order) < size:
        return [True] * length
    tails = [steps[number].tail for number in places]
    position = [-1] * size
    for n, tail in enumerate(tails):
        position[tail] = n
    first, last = _positions_behind(order, leaving, position, length)
    before = _positions_ahead(order, leaving, position)
    begins = [0] * (length + 1)
    wraps_from, wraps_to = length, 0
    for n, tail in enumerate(tails):
        if last[tail] > n:
            begins[n] += 1
            begins[last[tail]] -= 1
        if first[tail] < n:
            wraps_from = min(wraps_from, n)
        if before[tail] > n:
            wraps_to = max(wraps_to, n)
    return [
        detours > 0 or not wraps_to <= n < wraps_from
        for n, detours in enumerate(accumulate(begins[:length]))
    ]


def _positions_behind(
    order: Sequence[int], leaving: Sequence[Sequence[int]], position: Sequence[int], length: int
) -> tuple[list[int], list[int]]:
    """Return the first and the last position on a cycle that each event leads to off it."""
    first, last = [length] * len(order), [-1] * len(order)
    for event in reversed(order):
        for head in leaving[event]:
            last[event] = max(last[event], last[head], position[head])
            first[event] = min(first[event], first[head])
            if position[head] >= 0:
                first[event] = min(first[event], position[head])
    return first, last


def _positions_ahead(
    order: Sequence[int], leaving: Sequence[Sequence[int]], position: Sequence[int]
) -> list[int]:
    """Return the last position on a cycle that leads to each event off it."""
    before = [-1] * len(order)
    for event in order:
        for head in leaving[event]:
            before[head] = max(before[head], before[event], position[event])
    return before


def _places_on_cycle(steps: Sequence[EventStep], cycle: Sequence[int]) -> list[int]:
    """Return the places in `steps` of the links of a cycle and of the steps between them."""
    place_of = {step.link: n for n, step in enumerate(steps)}
    inside = {step.tail: n for n, step in enumerate(steps) if step.link < 0}
    places = []
    event = steps[place_of[cycle[-1]]].head
    for link in cycle:
        place = place_of[link]
        if steps[place].tail != event:
            places.append(inside[event])
        places.append(place)
        event = steps[place].head
    return places


class _Search:
    """The search for a cut of more than one link."""

    def __init__(
        self,
        size: int,
        steps: Sequence[EventStep],
        reluctance: Callable[[int], int],
        most_work: int,
    ) -> None:
        between: dict[tuple[int, int], list[int]] = {}
        for step in steps:
            between.setdefault((step.tail, step.head), []).append(step.link)
        pairs = sorted(between)
        self._links = [between[pair] if between[pair] != [-1] else [] for pair in pairs]
        listed = sorted(link for links in self._links for link in links)
        total = sum(map(reluctance, listed)) + 1
        numbers = [len(links) for links in self._links]
        self._costs = [len(links) * total + sum(map(reluctance, links)) for links in self._links]
        never = sum(self._costs) + 1
        self._arcs = [
            Arc(*pair, cost or never) for pair, cost in zip(pairs, self._costs, strict=True)
        ]
        self._counts = dict(enumerate(numbers))
        self._ranked = self._ranked_costs(listed) if len(listed) <= _MOST_RANKED else {}
        self._leaving: list[list[int]] = [[] for _ in range(size)]
        for n, arc in enumerate(self._arcs):
            self._leaving[arc.tail].append(n)
        self._cycles: list[frozenset[int]] = []
        self._most_work = most_work
        self._best: Collection[int] = ()
        self.work = 0
        self.is_smallest = False

    @property
    def links(self) -> tuple[int, ...]:
        """The links of the best cut."""
        return tuple(sorted(link for arc in self._best for link in self._links[arc]))

    def run(self) -> None:
        """Search for a smallest cut, and then for the first of the smallest."""
        self._best = self._rest(())
        self._add_cycles((), self._best)
        self.is_smallest = self._settle(self._counts, self._most_work // 2)
        if self.is_smallest and self._ranked:
            self._settle(self._ranked, self._most_work)

    def _ranked_costs(self, listed: Sequence[int]) -> dict[int, int]:
        """Return costs of which those of two cuts are never equal: the first one's are less.

        Above the bits that rank cuts of the same links by which come first are the
        number of links and how reluctantly they are cut.
        """
        bit = {link: 1 << n for n, link in enumerate(reversed(listed))}
        return {
            n: (cost << len(listed)) - sum(bit[link] for link in links)
            for n, (cost, links) in enumerate(zip(self._costs, self._links, strict=True))
        }

    def _settle(self, costs: dict[int, int], most_work: int) -> bool:
        """Make the cut one of the least costs; return whether it is known to be."""
        while self.work <= most_work:
            hitting_set = smallest_hitting_set(
                self._cycles, costs, most_work=(most_work - self.work) // 3
            )
            self.work += hitting_set.work
            chosen = hitting_set.elements
            if hitting_set.is_smallest and self._cost(chosen, costs) >= self._cost(
                self._best, costs
            ):
                return True
            rest = self._rest(chosen)
            whole = (*chosen, *rest)
            if rest:
                self._add_cycles(chosen, rest)
                whole = self._improved(whole)
            if self._cost(whole, costs) < self._cost(self._best, costs):
                self._best = whole
            if not rest:
                return hitting_set.is_smallest
        return False

    def _cost(self, arcs: Iterable[int], costs: dict[int, int]) -> int:
        return sum(costs[arc] for arc in arcs)

    def _rest(self, arcs: Collection[int]) -> tuple[int, ...]:
        """Return few arcs that make a cut of some others."""
        rest = small_cut(
            len(self._leaving), self._arcs, without=set(arcs), most_work=self._most_work // 10
        )
        self.work += rest.work
        return rest.arcs

    def _improved(self, arcs: Collection[int]) -> tuple[int, ...]:
        better = small_cut(
            len(self._leaving), self._arcs, start=set(arcs), most_work=self._most_work // 10
        )
        self.work += better.work
        return better.arcs

    def _add_cycles(self, removed: Collection[int], through: Collection[int]) -> None:
        """Add short cycles, each through one of some arcs, without those that are removed."""
        cut_arcs = set(removed)
        most_work = self.work + self._most_work // 8
        for arc in sorted(through):
            if self.work > most_work:
                break
            cycle = self._cycle_through_arc(arc, cut_arcs)
            if cycle:
                self._cycles.append(frozenset(n for n in cycle if self._links[n]))

    def _cycle_through_arc(self, arc: int, gone: Collection[int]) -> list[int]:
        """Return the arcs of a cycle of fewest arcs through one; none if there is none."""
        start, end = self._arcs[arc].head, self._arcs[arc].tail
        came: dict[int, int] = {start: arc}
        queue = [start]
        for event in queue:
            for n in self._leaving[event]:
                head = self._arcs[n].head
                self.work += 1
                if head not in came and n not in gone:
                    came[head] = n
                    queue.append(head)
            if end in came:
                break
        else:
            return []
        cycle = [came[end]]
        while cycle[-1] != arc:
            cycle.append(came[self._arcs[cycle[-1]].tail])
        return cycle
