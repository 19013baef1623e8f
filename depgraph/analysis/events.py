"""The events of a graph: the start and the finish of each milestone, and what leads where.

Event ``2 n`` is the start of milestone n, ``2 n + 1`` its finish. A step leads from one event to
another: a link, which joins the events that its type names (finish -> start for FS), or what leads
from the start of a milestone to its finish. Links from a milestone to itself are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.components import circles, strong_components
from depgraph.model.ordering import order_by_successors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from depgraph.analysis.components import Successors
    from depgraph.model import Graph


def events_in_order(
    graph: Graph, milestones: Sequence[int] | None = None, *, without: Collection[int] = ()
) -> list[int]:
    """Return events, each before those that wait on it.

    What is on a cycle or behind one is left out.

    Parameters
    ----------
    milestones
        The numbers of those whose events are ordered, by the steps between them; all of the
        graph unless given.
    without
        The numbers of links that are left out.
    """
    milestones = range(len(graph)) if milestones is None else milestones
    place = {n: at for at, n in enumerate(milestones)}
    types, outgoing, targets = graph.link_types, graph.outgoing, graph.link_targets
    successors: list[list[int]] = []
    for n in milestones:
        from_start, from_finish = [len(successors) + 1], list[int]()
        for number in outgoing[n]:
            target = targets[number]
            if target in place and target != n and number not in without:
                from_, to = types[number]
                steps = from_finish if from_ == "F" else from_start
                steps.append(2 * place[target] + (to == "F"))
        successors += from_start, from_finish
    return [2 * milestones[at // 2] + at % 2 for at in order_by_successors(successors)]


def rounds(graph: Graph) -> list[list[int]]:
    """Return the milestones that wait on each other by links of any type, each round sorted.

    A round of links need not be one of events. It is made once of each graph:
    ``graph.once(rounds)``.
    """
    order = graph.numbers_in_order()
    outgoing, targets = graph.outgoing, graph.link_targets
    stuck = sorted(set(range(len(graph))).difference(order))
    place = {n: at for at, n in enumerate(stuck)}
    # Nothing that is stuck leads to what is in order.
    successors = [[place[targets[number]] for number in outgoing[n]] for n in stuck]
    return [
        [stuck[at] for at in members]
        for members in strong_components(successors)
        if len(members) > 1
    ]


def event_cycles(graph: Graph) -> list[Successors]:
    """Return the strongly connected components of the events that have a cycle, by their steps.

    It is made once of each graph: ``graph.once(event_cycles)``.
    """
    cycles = []
    for milestones in () if graph.is_acyclic else graph.once(rounds):
        stuck = {2 * n + is_finish for n in milestones for is_finish in (0, 1)}
        stuck.difference_update(events_in_order(graph, milestones))
        if stuck:
            steps = _event_steps(graph, stuck)
            cycles += [within(steps, members) for members in circles(steps)]
    return cycles


def _event_steps(graph: Graph, events: Collection[int]) -> Successors:
    """Return for some events those of them that each leads to, with the link (-1 for none)."""
    types, targets = graph.link_types, graph.link_targets
    steps: dict[int, list[tuple[int, int]]] = {}
    for event in sorted(events):
        n, is_finish = divmod(event, 2)
        leaving = [] if is_finish or event + 1 not in events else [(event + 1, -1)]
        for number in graph.outgoing[n]:
            from_, to = types[number]
            head = 2 * targets[number] + (to == "F")
            if is_finish == (from_ == "F") and targets[number] != n and head in events:
                leaving.append((head, number))
        steps[event] = leaving
    return steps


def within(successors: Successors, nodes: Iterable[int]) -> Successors:
    """Return what some nodes lead to among themselves."""
    members = frozenset(nodes)
    return {
        node: [(to, number) for to, number in successors[node] if to in members]
        for node in sorted(members)
    }
