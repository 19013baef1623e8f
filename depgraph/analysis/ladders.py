"""Ladders: milestones that wait on each other through SS, FF or SF links, without a cycle.

A SS B and B FF A is one: B starts after A has started, and A finishes after B has. It is
legitimate, and dates can satisfy it exactly if no cycle of its links has a positive length.
The length of a link is the days that it demands at least between the finishes of its ends,
with d the duration, or 0 where none is stated:

    FS: lag + d(dependent)      SS: lag + d(dependent) - d(prerequisite)
    FF: lag                     SF: lag - d(prerequisite)

So A SS+x B, B FF+y A is feasible exactly when x + d(B) + y <= d(A). Days are plain calendar
days here, whatever calendar the plan has; a link into a complete milestone, which nothing
moves, demands nothing.

Cycles of positive length are looked for as in the longest-path form of the algorithm of
Bellman and Ford, in the order of the events, with the test of B. V. Cherkassky and
A. V. Goldberg, *Negative-cycle detection algorithms*, Mathematical Programming 85, 1999.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.components import circles, from_first, shortest_cycle
from depgraph.analysis.cycles import links_on_cycles
from depgraph.analysis.events import events_in_order, rounds, within
from depgraph.records import Struct
from depgraph.words import shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from depgraph.analysis.components import Successors
    from depgraph.model import Graph, Link

_MOST_WORK = 500_000
_MOST_WORK_EACH = 10_000
"""How many links the search for a shorter cycle follows before it is given up: in all
ladders together, and in each in any case."""

_MOST_SWEEPS_WORK = 5_000_000
"""How many links are looked at before it is left open whether dates can satisfy a ladder."""


class Ladder(Struct):
    """Milestones that wait on each other although no cycle joins their events.

    Attributes
    ----------
    milestones
        All milestones of the ladder, sorted by code.
    links
        A cycle of its links in order: each one's dependent is the next one's prerequisite.
        It is one that no dates satisfy, if there is one, else one of few links.
    days
        The length of that cycle in days: above 0 by how much lags and durations contradict
        each other, below 0 what they leave to spare. None with a complete milestone on it.
    is_feasible
        Whether dates can satisfy all links; None for a very large ladder of which that was
        not found out.
    component_links
        All links of the ladder, in the order of ``graph.links``.
    durations
        For each milestone of the cycle, from the first, its duration in days, or None where
        none is stated, which counts as 0.
    """

    milestones: tuple[str, ...]
    links: tuple[Link, ...]
    days: int | None
    is_feasible: bool | None
    component_links: tuple[Link, ...]
    durations: tuple[int | None, ...]

    @property
    def chain(self) -> tuple[str, ...]:
        """The codes round the cycle, from the first back to the first."""
        return (*(link.prerequisite for link in self.links), self.links[-1].dependent)

    @property
    def queried_links(self) -> tuple[Link, ...]:
        """The links of the ladder that a reviewer doubts."""
        return tuple(link for link in self.component_links if link.queried)

    @property
    def remarks(self) -> list[str]:
        """What there is to say of it besides the cycle, as lines: its size, and durations."""
        from depgraph.analysis.link_words import size_lines

        stated = [
            f"{code} {'none (counts as 0)' if days is None else days}"
            for code, days in zip(self.chain, self.durations, strict=False)
        ]
        return [
            *size_lines(self.milestones, self.component_links, cycle=self.links),
            f"durations in days: {shortened(stated)}",
        ]


def find_ladders(graph: Graph) -> tuple[Ladder, ...]:
    """Find the ladders of a graph: milestones in cycles whose events are in none.

    They are the strongly connected components of the milestones, without the links that are
    on a cycle between events.

    Returns
    -------
    tuple of Ladder
        Sorted by the first code of each.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [Milestone("A", duration=9), Milestone("B", duration=5)],
    ...     [Link("A", "B", type="SS", lag=1), Link("B", "A", type="FF")],
    ... )
    >>> (ladder,) = find_ladders(plan)
    >>> ladder.chain, ladder.days, ladder.is_feasible
    (('A', 'B', 'A'), -3, True)
    """
    if graph.is_acyclic:
        return ()
    return tuple(graph.once(_all_ladders))


def _all_ladders(graph: Graph) -> list[Ladder]:
    on_cycles = links_on_cycles(graph)
    targets = graph.link_targets
    search = _Search(graph)
    ladders = []
    for milestones in graph.once(rounds):
        members = set(milestones)
        successors = {
            source: [
                (target, number)
                for number in graph.outgoing[source]
                if (target := targets[number]) in members and target != source
                if number not in on_cycles
            ]
            for source in milestones
        }
        ladders += [search.ladder(within(successors, ladder)) for ladder in circles(successors)]
    return sorted(ladders, key=lambda ladder: ladder.milestones)


class _Search:
    """The search for a cycle of each ladder, with the work that it has taken so far."""

    def __init__(self, graph: Graph) -> None:
        from depgraph.analysis.bounds import link_lengths

        self._graph = graph
        self._visits = 0
        self._sources, self._targets = graph.link_sources, graph.link_targets
        self._is_history = [milestone.is_complete for milestone in graph.milestones]
        durations = [milestone.duration or 0 for milestone in graph.milestones]
        self._lengths = link_lengths(graph, durations)
        self._work = 0

    def ladder(self, successors: Successors) -> Ladder:
        """Return the ladder of a component, with a cycle that says most of it."""
        component = list(successors)
        numbers = sorted(number for leaving in successors.values() for _, number in leaving)
        cycle, is_feasible = self._contradiction(component, numbers)
        if not cycle:
            most = max(_MOST_WORK - self._visits, _MOST_WORK_EACH)
            shortest = shortest_cycle(successors, component, most_visits=most)
            self._visits += shortest.visits
            cycle = [*shortest.links]
        cycle = from_first(cycle, self._sources)
        links, milestones = self._graph.links, self._graph.milestones
        return Ladder(
            milestones=tuple(milestones[n].id for n in component),
            links=tuple(links[number] for number in cycle),
            days=self._total_length(cycle),
            is_feasible=is_feasible,
            component_links=tuple(links[number] for number in numbers),
            durations=tuple(milestones[self._sources[number]].duration for number in cycle),
        )

    def _total_length(self, cycle: Iterable[int]) -> int | None:
        """Return the length of a cycle; None if it passes a complete milestone."""
        if any(self._is_history[self._targets[number]] for number in cycle):
            return None
        return sum(self._lengths[number] for number in cycle)

    def _contradiction(
        self, component: Sequence[int], numbers: Collection[int]
    ) -> tuple[list[int], bool | None]:
        """Return the links of a cycle that no dates satisfy, if any; whether dates satisfy all.

        Dates are pushed on along the links, in the order of the events, until all links are
        satisfied, or until the links that set the dates close to a cycle. That settles every
        chain in one sweep but where it enters a milestone by its finish and leaves it by its
        start.
        """
        sources, targets, lengths = self._sources, self._targets, self._lengths
        into: dict[int, list[int]] = {n: [] for n in component}
        out_of: dict[int, list[int]] = {n: [] for n in component}
        for number in numbers:
            if not self._is_history[targets[number]]:
                into[targets[number]].append(number)
                out_of[sources[number]].append(targets[number])
        others = {number for n in component for number in self._graph.outgoing[n]}.difference(
            numbers
        )
        events = events_in_order(self._graph, component, without=others)
        finish = dict.fromkeys(component, 0)
        setters: dict[int, int] = {}
        due = set(component)
        while due:
            if self._work > _MOST_SWEEPS_WORK:
                return [], None
            self._work += len(events)
            for event in events:
                n = event // 2
                if n not in due:
                    continue
                due.remove(n)
                self._work += len(into[n])
                is_moved = False
                for number in into[n]:
                    day = finish[sources[number]] + lengths[number]
                    if day > finish[n]:
                        finish[n] = day
                        setters[n] = number
                        is_moved = True
                if is_moved:
                    due.update(out_of[n])
            cycle = self._cycle_of_setters(setters)
            if cycle:
                return cycle, False
        return [], True

    def _cycle_of_setters(self, setters: dict[int, int]) -> list[int]:
        """Return links that set the dates of each other round a cycle, if any do."""
        seen_from: dict[int, int] = {}
        for start in setters:
            n = start
            while n in setters and n not in seen_from:
                seen_from[n] = start
                n = self._sources[setters[n]]
            if n in setters and seen_from[n] == start:
                cycle = [setters[n]]
                while self._sources[cycle[-1]] != n:
                    cycle.append(setters[self._sources[cycle[-1]]])
                return cycle[::-1]
        return []
