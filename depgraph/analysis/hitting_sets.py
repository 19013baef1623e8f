"""Smallest hitting sets: the cheapest elements of which each of some sets has one.

Branch and bound. The bound is a dual one: each set still unhit puts up a price, no element is
charged more than it costs, and the prices add up to what any solution must cost at least. An
element whose price is not covered by then makes no better solution and is left out. Before
the search, sets that contain another one and elements that another one replaces are dropped,
and sets that share no element are searched apart. (J. E. Beasley, *An algorithm for set
covering problem*, European Journal of Operational Research 31, 1987.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class HittingSet(Struct):
    """Elements of which each set has one.

    Attributes
    ----------
    elements
        Sorted.
    is_smallest
        Whether it is known that nothing costs less: the search was not given up.
    work
        The work that was done, in elements looked at.
    """

    elements: tuple[int, ...]
    is_smallest: bool
    work: int


def smallest_hitting_set(
    sets: Iterable[Iterable[int]], costs: Mapping[int, int], *, most_work: int
) -> HittingSet:
    """Find the cheapest elements of which each set has at least one.

    Parameters
    ----------
    sets
        None of them empty.
    costs
        The positive cost of each element.
    most_work
        How many elements are looked at, about, before the search is given up and the
        cheapest solution found by then is returned.

    Examples
    --------
    >>> costs = {1: 1, 2: 1, 3: 2, 4: 1}
    >>> smallest_hitting_set([{1, 2}, {2, 3}, {3, 4}], costs, most_work=99).elements
    (2, 4)
    """
    is_smallest = True
    elements: list[int] = []
    reduced, work = _reduced(sets, costs)
    for block in _blocks(reduced):
        if len(block) == 1:
            work += len(block[0])
            elements.append(min(block[0], key=lambda element: (costs[element], element)))
            continue
        search = _Search(block, costs)
        is_smallest &= search.run(max(most_work - work, 0))
        work += search.work
        elements += search.best
    return HittingSet(tuple(sorted(elements)), is_smallest, work)


def _reduced(
    sets: Iterable[Iterable[int]], costs: Mapping[int, int]
) -> tuple[list[frozenset[int]], int]:
    """Return the sets without those, and without the elements, that need no look; the work."""
    current = _short_first(sets)
    work = 0
    while True:
        minimal_sets: list[frozenset[int]] = []
        by_least: dict[int, list[frozenset[int]]] = {}
        for members in current:
            near = [other for element in members for other in by_least.get(element, ())]
            work += len(members) + len(near)
            if not any(other <= members for other in near):
                minimal_sets.append(members)
                by_least.setdefault(min(members), []).append(members)
        hits: dict[int, int] = {}
        for number, members in enumerate(minimal_sets):
            for element in members:
                hits[element] = hits.get(element, 0) | 1 << number
        cheapest: dict[int, int] = {}
        for element in sorted(hits, key=lambda element: (costs[element], element)):
            cheapest.setdefault(hits[element], element)
        left: set[int] = set()
        for hit, element in cheapest.items():
            # What replaces it is in each of its sets, so also in the first, a short one.
            first = minimal_sets[(hit & -hit).bit_length() - 1]
            work += len(first)
            if not any(other in left and hit & ~hits[other] == 0 for other in first):
                left.add(element)
        if len(left) == len(hits):
            return minimal_sets, work
        current = _short_first(members & left for members in minimal_sets)


def _short_first(sets: Iterable[Iterable[int]]) -> list[frozenset[int]]:
    """Return sets, each once, the short ones first."""
    return sorted(
        {frozenset(members) for members in sets},
        key=lambda members: (len(members), sorted(members)),
    )


def _blocks(sets: Sequence[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    """Yield the sets in groups that share no element, each in the order given."""
    leader: dict[int, int] = {}

    def lead(element: int) -> int:
        while leader.setdefault(element, element) != element:
            leader[element] = leader[leader[element]]
            element = leader[element]
        return element

    for members in sets:
        first, *others = sorted(members)
        for element in others:
            leader[lead(element)] = lead(first)
    blocks: dict[int, list[frozenset[int]]] = {}
    for members in sets:
        blocks.setdefault(lead(min(members)), []).append(members)
    yield from blocks.values()


class _Search:
    """The search in one block. Elements and sets are numbered; bits stand for both."""

    def __init__(self, sets: Sequence[frozenset[int]], costs: Mapping[int, int]) -> None:
        self._elements = sorted(set().union(*sets))
        place = {element: n for n, element in enumerate(self._elements)}
        self._costs = [costs[element] for element in self._elements]
        self._sets = [sorted(place[element] for element in members) for members in sets]
        self._hits = [0] * len(self._elements)
        for number, members in enumerate(self._sets):
            for element in members:
                self._hits[element] |= 1 << number
        self._best = self._greedy()
        self._best_cost = sum(self._costs[element] for element in self._best)
        self.work = 0

    @property
    def best(self) -> list[int]:
        """The cheapest solution found."""
        return [self._elements[element] for element in self._best]

    def run(self, most_work: int) -> bool:
        """Look for cheaper solutions; return whether the search came to its end."""
        hits = self._hits
        stack: list[tuple[int, int, int, tuple[int, ...]]] = [
            ((1 << len(self._sets)) - 1, 0, 0, ())
        ]
        while stack:
            if self.work > most_work:
                return False
            unhit, left_out, cost, chosen = stack.pop()
            if cost >= self._best_cost:
                continue
            if not unhit:
                self._best, self._best_cost = list(chosen), cost
                continue
            options = self._options(unhit, left_out, cost)
            for element in options:
                left_out |= 1 << element
            for element in options:  # the last one pushed is the first one tried
                left_out &= ~(1 << element)
                stack.append(
                    (
                        unhit & ~hits[element],
                        left_out,
                        cost + self._costs[element],
                        (*chosen, element),
                    )
                )
        return True

    def _options(self, unhit: int, left_out: int, cost: int) -> list[int]:
        """Return the elements of an unhit set to branch on, the best last; none if it is vain."""
        spare = list(self._costs)
        bound = cost
        options: list[int] = []
        for number, members in enumerate(self._sets):
            if not unhit >> number & 1:
                continue
            allowed = [element for element in members if not left_out >> element & 1]
            self.work += len(members)
            if not allowed:
                return []
            price = min(spare[element] for element in allowed)
            if price:
                bound += price
                if bound >= self._best_cost:
                    return []
                for element in allowed:
                    spare[element] -= price
            if not options or len(allowed) < len(options):
                options = allowed
        options = [element for element in options if bound + spare[element] < self._best_cost]
        options.sort(
            key=lambda element: (
                (self._hits[element] & unhit).bit_count(),
                -self._costs[element],
                -element,
            )
        )
        return options

    def _greedy(self) -> list[int]:
        """Return a solution: again and again what hits most for its cost."""
        unhit = (1 << len(self._sets)) - 1
        chosen: list[int] = []
        while unhit:
            # Costs of many digits are compared in whole numbers.
            best, most = -1, 0
            for element, hit in enumerate(self._hits):
                count = (hit & unhit).bit_count()
                if count and (best < 0 or count * self._costs[best] > most * self._costs[element]):
                    best, most = element, count
            chosen.append(best)
            unhit &= ~self._hits[best]
        return chosen
