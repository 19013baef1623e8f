"""Routes: all chains between two milestones, without listing them.

A *hop* is a pair of milestones with one link or more between them; a chain is a sequence of
hops that passes no milestone twice. Links into the start and out of the end are left out, as
no chain has them, and so is everything that does not lie between. What is left is numbered
anew: a *place* is a number from 0 (the start).
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.model.ordering import order_by_successors
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence


class Routes(Struct):
    """The hops from a start to an end; each lies on a way from the one to the other.

    Attributes
    ----------
    numbers
        For each place, the number of the milestone; the first is the start.
    after
        For each place, the places that its hops lead to, in the order of their numbers.
    left
        For each place, the hops of a shortest way to the end.
    end
        The place of the end.
    """

    numbers: Sequence[int]
    after: Sequence[Sequence[int]]
    left: Sequence[int]
    end: int

    def past(self, accept: Callable[[int], bool]) -> Routes | None:
        """Return what is left of the routes with some milestones only.

        Parameters
        ----------
        accept
            Whether a milestone, by its number, may be passed or be an end.

        Returns
        -------
        Routes or None
            These routes, if all their milestones are accepted; None if nothing is left.
        """
        after, end = self.after, self.end
        accepted = [accept(number) for number in self.numbers]
        if all(accepted):
            return self
        if not (accepted[0] and accepted[end]):
            return None
        return _routes_between(
            self.numbers, [[to for to in out if accepted[to]] for out in after], end
        )

    def without(self, hops: Collection[tuple[int, int]]) -> Routes | None:
        """Return what is left of the routes without some hops, or None if nothing is.

        Parameters
        ----------
        hops
            The numbers of the two milestones of each.
        """
        numbers, after = self.numbers, list(self.after)
        ends = {number for number, _ in hops}
        for place, number in enumerate(numbers):
            if number in ends:
                after[place] = [to for to in after[place] if (number, numbers[to]) not in hops]
        return _routes_between(numbers, after, self.end)

    def in_order(self) -> list[int]:
        """Return the places, each before those that its hops lead to.

        What is on a cycle or behind one is left out.
        """
        return order_by_successors(self.after)

    def shortest(self, start: int = 0) -> list[int]:
        """Return the chain of fewest hops from a place to the end; of several, the first.

        Chains of the same length are compared by the numbers of their milestones.
        """
        return descend(self.after, self.left, start)

    def least(self, costs: Callable[[int], Mapping[int, int]]) -> list[int] | None:
        """Return the chain of least cost; of several, that of fewest hops, then the first.

        Dijkstra's algorithm from the end, which stops at the start.

        Parameters
        ----------
        costs
            For the number of a milestone, the costs of the hops to it by the numbers that they
            come from: 0 or more. What is no hop of the routes is passed over; a chain with a hop
            that has no cost is not taken.

        Returns
        -------
        list of int or None
            The places; None if every chain has a hop without a cost.
        """
        # One number for both: the cost, and below it the hops.
        unit = len(self.after)
        prices: list[list[tuple[int, int]]] = [[] for _ in self.after]
        before = turned(self.after)
        least = [-1] * unit
        least[self.end] = 0
        queue = [(0, self.end)]
        while queue and queue[0][1] != 0:
            so_far, place = heappop(queue)
            if so_far > least[place]:
                continue
            known = costs(self.numbers[place])
            for source in before[place]:
                cost = known.get(self.numbers[source])
                if cost is None:
                    continue
                total = so_far + cost * unit + 1
                if least[source] < 0 or total <= least[source]:
                    prices[source].append((place, total))
                    if total != least[source]:
                        least[source] = total
                        heappush(queue, (total, source))
        if not queue:
            return None
        chain = [0]
        while chain[-1] != self.end:
            place = chain[-1]
            chain.append(
                min(
                    (to for to, total in prices[place] if total == least[place]),
                    key=self.numbers.__getitem__,
                )
            )
        return chain


def find_routes(start: int, end: int, successors: Callable[[int], Iterable[int]]) -> Routes | None:
    """Find all hops that lie between two milestones.

    Parameters
    ----------
    start, end
        The numbers of two different milestones.
    successors
        For a milestone, those that a hop leads to, ascending, each once.

    Returns
    -------
    Routes or None
        None if nothing leads from the start to the end.
    """
    places = {start: 0}
    numbers = [start]
    after: list[list[int]] = []
    for number in numbers:
        out: list[int] = []
        after.append(out)
        if number == end:
            continue
        for to in successors(number):
            place = places.get(to)
            if place is None:
                place = places[to] = len(numbers)
                numbers.append(to)
            if place and to != number:
                out.append(place)
    return _routes_between(numbers, after, places[end]) if end in places else None


def _routes_between(
    numbers: Sequence[int], after: Sequence[Sequence[int]], end: int
) -> Routes | None:
    """Return the hops that lie between the first place and the end, with places numbered anew."""
    visited = bytearray(len(after))
    visited[0] = 1
    reached = [0]
    before: list[list[int]] = [[] for _ in after]
    for place in reached:
        for to in after[place]:
            before[to].append(place)
            if not visited[to]:
                visited[to] = 1
                reached.append(to)
    if not visited[end]:
        return None
    left = hops_left(before, end)
    in_reach = [place for place in reached if left[place] >= 0]
    anew = [-1] * len(after)
    for place, old in enumerate(in_reach):
        anew[old] = place
    return Routes(
        numbers=[numbers[place] for place in in_reach],
        after=[[anew[to] for to in after[place] if left[to] >= 0] for place in in_reach],
        left=[left[place] for place in in_reach],
        end=anew[end],
    )


def turned(ahead: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return for each place those from which a hop leads to it."""
    before: list[list[int]] = [[] for _ in ahead]
    for place, out in enumerate(ahead):
        for to in out:
            before[to].append(place)
    return before


def hops_left(
    before: Sequence[Sequence[int]], end: int, without: Collection[int] = ()
) -> list[int]:
    """Return for each place the fewest hops to the end past none of some places, or -1."""
    left = [-1] * len(before)
    left[end] = 0
    queue = deque([end])
    while queue:
        place = queue.popleft()
        for source in before[place]:
            if left[source] < 0 and source not in without:
                left[source] = left[place] + 1
                queue.append(source)
    return left


def descend(after: Sequence[Sequence[int]], left: Sequence[int], start: int) -> list[int]:
    """Return the first of the chains from a place whose hops bring it nearer to the end."""
    chain = [start]
    hops = left[start]
    while hops:
        hops -= 1
        chain.append(next(to for to in after[chain[-1]] if left[to] == hops))
    return chain
