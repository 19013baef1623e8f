"""The hops between milestones of a view: which wait on which through activities alone.

Of the chains that join two milestones directly, the one of least slack is told; without dates,
one of the fewest links.
"""

from __future__ import annotations

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
        return {source: slack for source, (slack, _) in self._to(n).items()}

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
        _, chain = self._to(to).get(n) or (None, self._shortest(n, to))
        if self._projection is not None:
            return [self._projection.chains.folded(chain)]
        return [joined_chain([graph.links[number] for number in chain])]

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

    def _find(self, n: int) -> dict[int, tuple[int, list[int]]]:
        projection, graph = self._projection, self.graph
        best: dict[int, tuple[int, list[int]]] = {}
        if projection is None:
            return best
        bounds, finish, shown = projection.bounds, projection.ends, self._shown
        last = finish[n]
        if last is None:
            return best
        late, ahead, todo = {n: last}, dict[int, int](), [n]
        for at in todo:
            for number in graph.incoming[at]:
                source = graph.link_sources[number]
                day = bounds.latest(number, late[at])
                if (
                    number in bounds.idle
                    or source == n
                    or finish[source] is None
                    or late.get(source, day + 1) <= day
                ):
                    continue
                late[source], ahead[source] = day, number
                if source not in shown:
                    todo.append(source)
        for source in shown.intersection(ahead):
            chain = [ahead[source]]
            while graph.link_targets[chain[-1]] != n:
                chain.append(ahead[graph.link_targets[chain[-1]]])
            first = finish[source]
            assert first is not None, "what has no date is left out"
            best[source] = bounds.margin(source, first, late[source]), chain
        return best
