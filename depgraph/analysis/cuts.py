"""Cuts: the fewest links without which a strongly connected component has no circle.

This is the minimum feedback arc set of the events, in which the step from start to finish
inside a milestone cannot be cut.

- One link is enough exactly if it is on every circle. Those links are found in time in
  proportion to the links, however large the component is: take any circle; where the other
  links lead from one event of it to another, they go round all that lies between.
- Else links are chosen that hit all circles known so far, as few as possible; where circles
  are left, some of them are added and the choice is made anew. When none is left, the cut is
  a smallest one. (A. Baharev, H. Schichl, A. Neumaier and T. Achterberg, *An exact method for
  the minimum feedback arc set problem*, ACM Journal of Experimental Algorithmics 26, 2021.)
- When that takes too long, the best cut found by then is returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.hitting_sets import smallest_hitting_set
from depgraph.analysis.small_cuts import Arc, small_cut
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

_MOST_RANKED = 1_000
"""Of how many links at most it is settled which of several smallest cuts comes first."""


@by_type
class Step(NamedTuple):
    """A link from one event to another, or the step inside a milestone with the link -1."""

    tail: int
    head: int
    link: int


@by_type
class Cut(NamedTuple):
    """Links whose removal leaves a component without a circle.

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
    steps: Sequence[Step],
    circle: Sequence[int],
    *,
    reluctance: Callable[[int], int],
    most_work: int,
) -> Cut:
    """Find the fewest links without which a component has no circle.

    Parameters
    ----------
    size
        The number of events of the component.
    work
        Its links and the steps inside milestones, between events numbered from 0.
    circle
        The links of a circle that passes no event twice, in order.
    reluctance
        For the number of a link, 0 or more: of cuts with as few links, the one with the
        least sum is taken, and of those the one that comes first when sorted. That is
        exact for single links and for components of up to 1,000 links.
    most_work
        How many links are looked at, about, before the search for fewer is given up.
    """
    is_ring = sum(step.link >= 0 for step in steps) == len(circle)
    single = list(circle) if is_ring else links_on_every_circle(size, steps, circle)
    if single:
        single.sort(key=lambda link: (reluctance(link), link))
        return Cut((single[0],), is_smallest=True, alternatives=tuple(single), work=len(steps))
    search = _Search(size, steps, reluctance, most_work)
    search.run()
    return Cut(search.links, search.is_smallest, alternatives=(), work=search.work)


def links_on_every_circle(size: int, steps: Sequence[Step], circle: Sequence[int]) -> list[int]:
    """Return the numbers of the links that every circle of a component passes.

    Parameters
    ----------
    size, steps, circle
        As for `smallest_cut`.
    """
    places = _places(steps, circle)
    on_circle = set(places)
    leaving: list[list[int]] = [[] for _ in range(size)]
    waiting = [0] * size
    for n, step in enumerate(steps):
        if n not in on_circle:
            leaving[step.tail].append(step.head)
            waiting[step.head] += 1
    order = [event for event, count in enumerate(waiting) if not count]
    for event in order:
        for head in leaving[event]:
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    if len(order) < size:
        return []
    length = len(places)
    place = [-1] * size
    for n, number in enumerate(places):
        place[steps[number].tail] = n
    # Off the circle: the first and the last place of it that an event leads to, and the last
    # one that leads to the event.
    first, last, before = [length] * size, [-1] * size, [-1] * size
    for event in reversed(order):
        for head in leaving[event]:
            last[event] = max(last[event], last[head], place[head])
            first[event] = min(first[event], first[head])
            if place[head] >= 0:
                first[event] = min(first[event], place[head])
    for event in order:
        for head in leaving[event]:
            before[head] = max(before[head], before[event], place[event])
    begins = [0] * (length + 1)
    wraps_from, wraps_to = length, 0
    for n, number in enumerate(places):
        event = steps[number].tail
        if last[event] > n:
            begins[n] += 1
            begins[last[event]] -= 1
        if first[event] < n:
            wraps_from = min(wraps_from, n)
        if before[event] > n:
            wraps_to = max(wraps_to, n)
    found = []
    detours = 0
    for n, number in enumerate(places):
        detours += begins[n]
        if not detours and wraps_to <= n < wraps_from and steps[number].link >= 0:
            found.append(steps[number].link)
    return found


def _places(steps: Sequence[Step], circle: Sequence[int]) -> list[int]:
    """Return the places in `steps` of the links of a circle and of the steps between them."""
    place_of = {step.link: n for n, step in enumerate(steps)}
    inside = {step.tail: n for n, step in enumerate(steps) if step.link < 0}
    places = []
    event = steps[place_of[circle[-1]]].head
    for link in circle:
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
        steps: Sequence[Step],
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
        self._circles: list[frozenset[int]] = []
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
        self._add_circles((), self._best)
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
            found = smallest_hitting_set(
                self._circles, costs, most_work=(most_work - self.work) // 3
            )
            self.work += found.work
            chosen = found.elements
            if found.is_smallest and self._cost(chosen, costs) >= self._cost(self._best, costs):
                return True
            rest = self._rest(chosen)
            whole = (*chosen, *rest)
            if rest:
                self._add_circles(chosen, rest)
                whole = self._improved(whole)
            if self._cost(whole, costs) < self._cost(self._best, costs):
                self._best = whole
            if not rest:
                return found.is_smallest
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

    def _add_circles(self, removed: Collection[int], through: Collection[int]) -> None:
        """Add short circles, each through one of some arcs, without those that are removed."""
        gone = set(removed)
        most_work = self.work + self._most_work // 8
        for arc in sorted(through):
            if self.work > most_work:
                break
            circle = self._circle_through(arc, gone)
            if circle:
                self._circles.append(frozenset(n for n in circle if self._links[n]))

    def _circle_through(self, arc: int, gone: Collection[int]) -> list[int]:
        """Return the arcs of a circle of fewest arcs through one; none if there is none."""
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
        circle = [came[end]]
        while circle[-1] != arc:
            circle.append(came[self._arcs[circle[-1]].tail])
        return circle
