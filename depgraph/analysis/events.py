"""The events of a graph: the start and the finish of each milestone, and what leads where.

Event ``2 n`` is the start of milestone n, ``2 n + 1`` its finish.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components
from depgraph.model.ordering import order_by_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.model import Graph


class Events:
    """The events of some milestones of a graph, and the steps from one to another.

    A step is a link, which joins the events that its type names (finish -> start for FS), or
    leads from the start of a milestone to its finish. Links from a milestone to itself, from
    other milestones and to others are left out.

    Parameters
    ----------
    graph
        The plan.
    milestones
        The numbers of the milestones.

    Attributes
    ----------
    outgoing
        For each event, the steps that lead from it: the numbers of links, and in place of one
        the number of the milestone behind those of all links for the step inside it.
    heads
        For each step, the event that it leads to.
    """

    def __init__(self, graph: Graph, milestones: Sequence[int]) -> None:
        links, targets = graph.links, graph.link_targets
        self._inside = len(links)
        self.outgoing: list[list[int]] = [[] for _ in range(2 * len(graph))]
        self.heads = [0] * (len(links) + len(graph))
        self._waiting = [0] * (2 * len(graph))
        is_given = bytearray(len(graph))
        for n in milestones:
            is_given[n] = 1
            self.heads[self._inside + n] = 2 * n + 1
            self.outgoing[2 * n].append(self._inside + n)
            self._waiting[2 * n + 1] = 1
        for n in milestones:
            for number in graph.outgoing[n]:
                target = targets[number]
                if is_given[target] and target != n:
                    type_ = links[number].type
                    head = 2 * target + (type_[1] == "F")
                    self.heads[number] = head
                    self.outgoing[2 * n + (type_[0] == "F")].append(number)
                    self._waiting[head] += 1

    def __len__(self) -> int:
        """Return the number of the events of the whole graph."""
        return len(self.outgoing)

    def in_order(self) -> list[int]:
        """Return the events, each before those that it leads to, without those behind a cycle."""
        return order_by_links(self._waiting.copy(), self.outgoing, self.heads)

    @cached_property
    def stuck(self) -> list[int]:
        """The events on cycles, or behind one."""
        return sorted(set(range(len(self))).difference(self.in_order()))

    def components(self) -> list[list[int]]:
        """Return the strongly connected components of the events that have a cycle."""
        stuck = self.stuck
        place = {event: n for n, event in enumerate(stuck)}
        components = strong_components(
            [[place[self.heads[step]] for step in self.outgoing[event]] for event in stuck]
        )
        return [[stuck[n] for n in component] for component in components if len(component) > 1]

    def successors(self, among: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
        """Return for some events those that each leads to, with the link (-1 for none)."""
        heads, inside = self.heads, self._inside
        return {
            event: [(heads[step], step if step < inside else -1) for step in self.outgoing[event]]
            for event in among
        }


def events_in_order(graph: Graph) -> list[int]:
    """Return the events of a graph without cycles, each before those that wait on it.

    What is on a cycle or behind one is left out.
    """
    return Events(graph, range(len(graph))).in_order()


def milestones_going_round(graph: Graph) -> list[int]:
    """Return the numbers of the milestones that are on cycles of links, or between them.

    A cycle of links need not be one between events. In a large network few milestones
    are left, so that little has to be searched.
    """
    inside = bytearray(b"\1") * len(graph)
    for n in graph.numbers_in_order():
        inside[n] = 0
    left = [n for n, is_inside in enumerate(inside) if is_inside]
    outgoing, targets = graph.outgoing, graph.link_targets
    waiting = [-1] * len(graph)
    for n in left:
        waiting[n] = sum(inside[targets[number]] for number in outgoing[n])
    for n in order_by_links(waiting, graph.incoming, graph.link_sources):
        inside[n] = 0
    return [n for n in left if inside[n]]
