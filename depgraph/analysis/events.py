"""The events of a graph: the start and the finish of each milestone, and what leads where.

Event ``2 n`` is the start of milestone n, ``2 n + 1`` its finish; the start leads to the
finish. A link joins the events that its type names (finish -> start for FS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.components import strong_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.components import Successors
    from depgraph.model import Graph


def events_in_order(graph: Graph) -> list[int]:
    """Return the events of a graph without cycles, each before those that wait on it.

    Returns
    -------
    list of int
        ``2 n`` is the start of milestone n, ``2 n + 1`` its finish. What is on a cycle or
        behind one is left out.
    """
    return events_sorted(event_successors(graph, range(len(graph))))


def milestones_going_round(graph: Graph) -> list[int]:
    """Return the numbers of the milestones that are on circles of links, or between circles.

    A circle of links need not be a cycle between events. In a large network few milestones
    are left, so that little has to be searched.
    """
    inside = bytearray(b"\1") * len(graph)
    for n in graph.numbers_in_order():
        inside[n] = 0
    left = [n for n, is_inside in enumerate(inside) if is_inside]
    outgoing, targets = graph.outgoing, graph.link_targets
    incoming, sources = graph.incoming, graph.link_sources
    waiting = {n: sum(inside[targets[number]] for number in outgoing[n]) for n in left}
    last = [n for n in left if not waiting[n]]
    for n in last:
        inside[n] = 0
        for number in incoming[n]:
            source = sources[number]
            if inside[source]:
                waiting[source] -= 1
                if not waiting[source]:
                    last.append(source)
    return [n for n in left if inside[n]]


def event_successors(graph: Graph, milestones: Sequence[int]) -> list[list[tuple[int, int]]]:
    """Return for each event the events that it leads to, with the link (-1 for inside).

    Event ``2 n`` is the start of milestone n, ``2 n + 1`` its finish. Those of other
    milestones than the given ones lead nowhere, and nothing leads to them.
    """
    successors: list[list[tuple[int, int]]] = [[] for _ in range(2 * len(graph))]
    is_given = bytearray(len(graph))
    for n in milestones:
        is_given[n] = 1
        successors[2 * n].append((2 * n + 1, -1))
    links, targets = graph.links, graph.link_targets
    for n in milestones:
        for number in graph.outgoing[n]:
            target = targets[number]
            if is_given[target] and target != n:
                type_ = links[number].type
                after = 2 * target + (type_[1] == "F")
                successors[2 * n + (type_[0] == "F")].append((after, number))
    return successors


def events_sorted(successors: Successors) -> list[int]:
    """Return the events, each before those that it leads to, without those behind a cycle."""
    waiting = [0] * len(successors)
    for out in successors:
        for target, _ in out:
            waiting[target] += 1
    order = [event for event, count in enumerate(waiting) if not count]
    for event in order:
        for target, _ in successors[event]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order


def event_components(successors: Successors) -> list[list[int]]:
    """Return the strongly connected components of the events that have a cycle."""
    stuck = sorted(set(range(len(successors))).difference(events_sorted(successors)))
    place = {event: n for n, event in enumerate(stuck)}
    components = strong_components(
        [[place[target] for target, _ in successors[event]] for event in stuck]
    )
    return [[stuck[n] for n in component] for component in components if len(component) > 1]
