"""The hops between milestones of a view: which wait on which through activities alone.

Of the chains that join two milestones directly, the one of least slack is told; without dates,
one of the fewest links.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.folding import joined_chain
from depgraph.analysis.reach import reach
from depgraph.model.gates import as_chains

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link


def next_shown(
    graph: Graph,
    n: int,
    shown: Collection[str],
    follow: Callable[[int], bool] = lambda _: True,
) -> set[int]:
    """Return the numbers of the milestones that one waits on through activities alone.

    Parameters
    ----------
    shown
        The codes of the milestones of its view.
    follow
        Whether a link, by its number, counts.
    """
    seen, todo, reached = {n}, [n], set[int]()
    for at in todo:
        for number in graph.incoming[at]:
            source = graph.link_sources[number]
            if source in seen or not follow(number):
                continue
            seen.add(source)
            if graph.milestones[source].id in shown:
                reached.add(source)
            else:
                todo.append(source)
    return reached


class ViewHops:
    """The hops between milestones of a view, by the numbers of its network.

    Parameters
    ----------
    graph
        The view, or a plan, whose hops are its links.
    projection
        Its dates, where there are any.
    """

    def __init__(self, graph: Graph, projection: Projection | None) -> None:
        self.graph = graph.whole
        self._view = graph if graph.is_view else None
        self._shown = frozenset(map(self.graph.number, graph.codes))
        self._projection = projection
        self._chains_to: dict[int, dict[int, tuple[int, list[int]]]] = {}
        self._slacks_to: dict[int, dict[int, int]] = {}
        self._rows: dict[int, list[tuple[int, int | None, int]]] = {}
        self._links: dict[int, list[tuple[int, int | None, int]]] = {}
        self._asked_to: set[int] = set()

    def successors(self, n: int) -> Iterable[int]:
        """Return the milestones that hops lead to from one, ascending."""
        targets, outgoing = self.graph.link_targets, self.graph.outgoing
        if self._view is None:
            # Links are in the order of their dependents, those of a pair beside each other.
            return dict.fromkeys([targets[number] for number in outgoing[n]])
        return self._next(n, outgoing, targets)

    def prerequisites(self, n: int) -> Iterable[int]:
        """Return the milestones that hops lead from to one, ascending."""
        return self._next(n, self.graph.incoming, self.graph.link_sources)

    def _next(self, n: int, steps: Sequence[Sequence[int]], ends: Sequence[int]) -> list[int]:
        seen, todo = {n}, [n]
        for at in todo:
            for number in steps[at]:
                to = ends[number]
                if to not in seen:
                    seen.add(to)
                    if to not in self._shown:
                        todo.append(to)
        return sorted((seen & self._shown) - {n})

    def slacks(self, n: int) -> dict[int, int]:
        """Return the least slack of the hops to a milestone, by the prerequisite's number."""
        if n not in self._slacks_to:
            self._slacks_to[n] = self._least_slacks(n)
        return self._slacks_to[n]

    def keep_least(
        self, most: int, ends: Collection[int], first: Collection[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Return the hops of least slack between some milestones, and keep only their slacks.

        Parameters
        ----------
        most
            How many, at most.
        ends
            The numbers of the milestones.
        first
            Pairs of a prerequisite and a dependent that come first, where a hop joins them.
        """
        from heapq import nsmallest

        kept: dict[tuple[int, int], int | None] = {}
        least: list[tuple[int, int, int]] = []
        limit = None
        for n in sorted(ends):
            for source, slack in self._least_slacks(n, limit).items():
                if (source, n) in first:
                    kept[source, n] = slack
                elif source in ends:
                    least.append((slack, n, source))
            if len(least) > 4 * most:
                least = nsmallest(most, least)
                # What has more slack than all of these is not looked for.
                limit = self._counts_of_days(least[-1][0] + 1) if most else None
        for source, n in sorted(first):
            if (source, n) not in kept and source in self.prerequisites(n):
                kept[source, n] = None
        for least_slack, n, source in nsmallest(max(0, most - len(kept)), least):
            kept[source, n] = least_slack
        undated = (
            (source, n) for n in sorted(ends) for source in self.prerequisites(n) if source in ends
        )
        while len(kept) < most and (pair := next(undated, None)) is not None:
            kept.setdefault(pair, None)
        self._slacks_to = {n: {} for n in ends}
        for (source, n), days in kept.items():
            if days is not None:
                self._slacks_to[n][source] = days
        return [*kept]

    def slack(self, number: int, link: Link) -> int | None:
        """Return the slack of a link of the plan or the view, by its place there."""
        if self._projection is None:
            return None
        if self._view is None:
            return self._projection.link_slack(number)
        n, to = map(self.graph.number, link.ends)
        return self.slacks(to).get(n)

    def is_driving(self, number: int, link: Link) -> bool:
        """Whether a link of the plan or the view allows no earlier date."""
        if self._projection is None or self._view is None:
            return self._projection is not None and self._projection.is_driving(number)
        n, to = map(self.graph.number, link.ends)
        _, chain = self._to(to).get(n, (0, []))
        return bool(chain) and all(map(self._projection.is_driving, chain))

    def links(self, n: int, to: int) -> list[Link]:
        """Return the links of a hop: those that join the two, else a chain as one link."""
        graph = self.graph
        direct = [graph.links[number] for number in graph.numbers_between(n, to)]
        if direct or self._view is None:
            return direct
        # Where a milestone is asked about again, the chains of all hops to it are found at once.
        chains = self._to(to) if to in self._asked_to else self._find(to, self._behind(n, to))
        self._asked_to.add(to)
        _, chain = chains.get(n) or (None, self._shortest(n, to))
        if self._projection is not None:
            return [self._projection.chains.folded(chain)]
        return [joined_chain([graph.links[number] for number in chain])]

    def _behind(self, n: int, to: int) -> set[int]:
        """Return a milestone and the activities behind it that may lead to another."""
        graph, is_ordered = self.graph, self.graph.is_acyclic
        behind, todo = {n}, [n]
        for at in todo:
            for number in graph.outgoing[at]:
                target = graph.link_targets[number]
                if (
                    target not in behind
                    and target not in self._shown
                    and not (is_ordered and self._places[target] > self._places[to])
                ):
                    behind.add(target)
                    todo.append(target)
        return behind

    def _shortest(self, n: int, to: int) -> list[int]:
        """Return the links of a shortest chain of activities from a milestone to another."""
        came = reach(
            self.graph, to, accept=lambda at: at == n or at not in self._shown, wanted={n}
        ).came
        chain = [came[n]]
        while self.graph.link_targets[chain[-1]] != to:
            chain.append(came[self.graph.link_targets[chain[-1]]])
        return chain

    def queried(self) -> list[tuple[int, int, Link]]:
        """Return the queried links with the numbers of their ends, chains as one link."""
        number = self.graph.number
        links = [as_chains(link) for link in self.graph.queried_links]
        return [(number(link.prerequisite), number(link.dependent), link) for link in links]

    def _to(self, n: int) -> dict[int, tuple[int, list[int]]]:
        """Return the slack and the links of the tightest chain of each hop to a milestone."""
        if n not in self._chains_to:
            self._chains_to[n] = self._find(n)
        return self._chains_to[n]

    def _counts_of_days(self, days: int) -> int | None:
        """Return what days count at most where slack only grows back along links, else None."""
        projection = self._projection
        day = projection.bounds.day if projection is not None else None
        if day is None or not self._is_even:
            return None
        return days * day

    @cached_property
    def _is_even(self) -> bool:
        """Whether all links that count do so in one calendar, and none has a negative slack."""
        counts = self._counts
        return all(
            shift is not None and counts[-source] + shift <= counts[place]
            for place, n in enumerate(self._order)
            for source, shift, _ in self._row(n)
        )

    @cached_property
    def _counts(self) -> Sequence[int]:
        """What the finish of each activity counts, by its place in the order; 0 without one."""
        assert self._projection is not None, "there are dates"
        bounds, ends = self._projection.bounds, self._projection.ends
        return [0 if (end := ends[n]) is None else bounds.count(n, end) for n in self._order]

    def _least_slacks(self, n: int, limit: int | None = None) -> dict[int, int]:
        """Return the slacks of `_find`, by one look at each link that leads to a milestone.

        Nothing is looked for behind what can finish so much later as `limit`, or more.

        What is behind an activity is known before what is before it: they are taken by their
        places in the order of the links, the last one first.
        """
        from heapq import heappop, heappush

        projection, graph = self._projection, self.graph
        if projection is None or not graph.is_acyclic:
            return {source: slack for source, (slack, _) in self._find(n).items()}
        bounds, last = projection.bounds, projection.ends[n]
        if last is None:
            return {}
        order, places, rows = self._order, self._places, self._rows
        late, todo, reached = {-places[n]: bounds.count(n, last)}, [-places[n]], list[int]()
        while todo:
            place = heappop(todo)
            if place not in rows:
                rows[place] = self._row(order[-place])
            at, count, moment = order[-place], late[place], None
            if limit is not None and count - self._counts[-place] >= limit:
                continue
            for source, shift, number in rows[place]:
                if shift is None:
                    if moment is None:
                        moment = last if at == n else bounds.uncount(at, count)
                    before = order[-source]
                    latest = bounds.count(before, bounds.latest(number, moment))
                else:
                    latest = count - shift
                known = late.get(source)
                if known is None:
                    late[source] = latest
                    if order[-source] in self._shown:
                        reached.append(source)
                    else:
                        heappush(todo, source)
                elif latest < known:
                    late[source] = latest
        return {order[-place]: self._margin(order[-place], late[place]) for place in reached}

    def _margin(self, n: int, count: int) -> int:
        """Return the days from the finish of a milestone to a later one, by what that counts."""
        assert self._projection is not None, "it has a date"
        bounds, first = self._projection.bounds, self._projection.ends[n]
        assert first is not None, "what has no date is left out"
        return bounds.margin(n, first, bounds.uncount(n, count))

    def _row(self, n: int) -> list[tuple[int, int | None, int]]:
        """Return the place of the source, the shift and the number of each link that counts."""
        return [
            (-self._places[source], shift, number) for source, shift, number in self._links_to(n)
        ]

    @cached_property
    def _order(self) -> Sequence[int]:
        return self.graph.numbers_in_order()

    @cached_property
    def _places(self) -> Sequence[int]:
        places = [0] * len(self._order)
        for place, n in enumerate(self._order):
            places[n] = place
        return places

    @cached_property
    def _shifts(self) -> Sequence[int | None]:
        assert self._projection is not None, "there are dates"
        return self._projection.bounds.shifts

    @cached_property
    def _sources(self) -> Sequence[int]:
        return self.graph.link_sources

    def _find(
        self, n: int, among: Collection[int] | None = None
    ) -> dict[int, tuple[int, list[int]]]:
        """Return the slack and the chain of hops to a milestone, of all or of those among some."""
        projection, graph = self._projection, self.graph
        best: dict[int, tuple[int, list[int]]] = {}
        if projection is None:
            return best
        bounds, shown, last = projection.bounds, self._shown, projection.ends[n]
        if last is None:
            return best
        # Late finishes are what they count: most links take a number of that off.
        late, ahead, todo = {n: bounds.count(n, last)}, dict[int, int](), [n]
        for at in todo:
            count, moment = late[at], None
            for source, shift, number in self._links_to(at):
                if source == n or (among is not None and source not in among):
                    continue
                if shift is None:
                    if moment is None:
                        moment = last if at == n else bounds.uncount(at, count)
                    latest = bounds.count(source, bounds.latest(number, moment))
                else:
                    latest = count - shift
                if late.get(source, latest + 1) <= latest:
                    continue
                late[source], ahead[source] = latest, number
                if source not in shown:
                    todo.append(source)
        for source in shown.intersection(ahead):
            chain = [ahead[source]]
            while graph.link_targets[chain[-1]] != n:
                chain.append(ahead[graph.link_targets[chain[-1]]])
            best[source] = self._margin(source, late[source]), chain
        return best

    def _links_to(self, n: int) -> list[tuple[int, int | None, int]]:
        """Return the source, the shift and the number of each link that counts."""
        if n not in self._links:
            assert self._projection is not None, "there are dates"
            ends, idle = self._projection.ends, self._projection.bounds.idle
            self._links[n] = [
                (self._sources[number], self._shifts[number], number)
                for number in self.graph.incoming[n]
                if number not in idle and ends[self._sources[number]] is not None
            ]
        return self._links[n]
