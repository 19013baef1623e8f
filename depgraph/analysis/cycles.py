"""Cycles between events.

Each milestone is two events, start and finish, with start -> finish inside it. A link
joins the events that its type names (finish -> start for FS). A ladder such as A SS B and
B FF A is therefore no cycle, although the two milestones wait on each other.

The components are found with Tarjan's algorithm (R. Tarjan, *Depth-first search and
linear graph algorithms*, SIAM J. Comput. 1, 1972), written without recursion.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from depgraph.errors import CycleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Link

_MOST_STARTS = 200
"""From how many events of a large component a shortest cycle is looked for."""


class Cycle(NamedTuple):
    """A strongly connected component of the events, with one short cycle through it.

    Attributes
    ----------
    milestones
        All milestones of the component, sorted by code.
    links
        The links of the cycle in order: each one's dependent is the next one's
        prerequisite, and the last leads back to the first.
    is_shortest
        Whether no cycle of the component has fewer links (not known where the component
        is very large).
    """

    milestones: tuple[str, ...]
    links: tuple[Link, ...]
    is_shortest: bool

    @property
    def chain(self) -> tuple[str, ...]:
        """The codes round the cycle, from the first back to the first."""
        return (*(link.prerequisite for link in self.links), self.links[-1].dependent)

    @property
    def queried_links(self) -> tuple[Link, ...]:
        """The links of the cycle that a reviewer doubts."""
        return tuple(link for link in self.links if link.queried)


def find_cycles(graph: Graph) -> tuple[Cycle, ...]:
    """Find the cycles of a graph: one for each strongly connected component of its events.

    A link from a milestone to itself is no cycle here but a finding of its own.

    Returns
    -------
    tuple of Cycle
        Sorted by the first code of each component; empty if there is none.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> ring = [Link("A", "B"), Link("B", "C"), Link("C", "A")]
    >>> find_cycles(Graph([Milestone(x) for x in "ABC"], ring))[0].chain
    ('A', 'B', 'C', 'A')
    """
    if _has_order(graph):
        return ()
    successors = _events(graph)
    cycles = [
        _shortest_cycle(graph, successors, component)
        for component in strong_components([[t for t, _ in out] for out in successors])
        if len(component) > 1
    ]
    return tuple(sorted(cycles, key=lambda cycle: cycle.milestones))


def refuse_cycles(graph: Graph, what: str) -> None:
    """Raise `CycleError` if the graph has a cycle, naming it.

    Parameters
    ----------
    graph
        The graph.
    what
        What needs an order, for the message.
    """
    cycles = find_cycles(graph)
    own = [link for link in graph.links if link.prerequisite == link.dependent]
    if not cycles and not own:
        return
    lines = [f"{what} needs an order, and the links go round in a circle:"]
    lines += (_line(link) for link in own)
    for cycle in cycles:
        lines.append(f"  {' -> '.join(cycle.chain)}")
        lines += (f"  {_line(link)}" for link in cycle.links)
    lines.append("remove or correct one link of each circle ('depgraph check' lists them too)")
    raise CycleError("\n".join(lines))


def _line(link: Link) -> str:
    place = f" ({link.position})" if link.position else ""
    doubt = ", queried" if link.queried else ""
    prerequisite = "itself" if link.prerequisite == link.dependent else link.prerequisite
    return f"  {link.dependent} waits on {prerequisite}{place}{doubt}"


def strong_components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph of numbers, each sorted.

    Parameters
    ----------
    successors
        For each number, the numbers that it leads to.
    """
    count = len(successors)
    unseen = -1
    found_at = [unseen] * count
    lowest = [0] * count
    on_stack = bytearray(count)
    stack: list[int] = []
    components: list[list[int]] = []
    clock = 0
    for root in range(count):
        if found_at[root] != unseen:
            continue
        found_at[root] = lowest[root] = clock
        clock += 1
        stack.append(root)
        on_stack[root] = 1
        work = [(root, iter(successors[root]))]
        while work:
            node, rest = work[-1]
            for target in rest:
                if found_at[target] == unseen:
                    found_at[target] = lowest[target] = clock
                    clock += 1
                    stack.append(target)
                    on_stack[target] = 1
                    work.append((target, iter(successors[target])))
                    break
                if on_stack[target] and found_at[target] < lowest[node]:
                    lowest[node] = found_at[target]
            else:
                work.pop()
                if work and lowest[node] < lowest[work[-1][0]]:
                    lowest[work[-1][0]] = lowest[node]
                if lowest[node] == found_at[node]:
                    component = []
                    while True:
                        member = stack.pop()
                        on_stack[member] = 0
                        component.append(member)
                        if member == node:
                            break
                    components.append(sorted(component))
    return components


def _has_order(graph: Graph) -> bool:
    """Whether the milestones alone have an order; then their events have one too."""
    targets = graph.link_targets
    waiting = [0] * len(graph)
    own = 0
    for source, target in zip(graph.link_sources, targets, strict=True):
        if source == target:
            own += 1
        else:
            waiting[target] += 1
    order = [n for n, count in enumerate(waiting) if not count]
    for n in order:
        for number in graph.outgoing[n]:
            target = targets[number]
            if target == n:
                continue
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return len(order) == len(graph)


def _events(graph: Graph) -> list[list[tuple[int, int]]]:
    """Return for each event the events that it leads to, with the link (-1 for inside).

    Event ``2 n`` is the start of milestone n, ``2 n + 1`` its finish.
    """
    successors: list[list[tuple[int, int]]] = []
    for n in range(len(graph)):
        successors += [[(2 * n + 1, -1)], []]
    ends = zip(graph.links, graph.link_sources, graph.link_targets, strict=True)
    for number, (link, source, target) in enumerate(ends):
        if source == target:
            continue
        before = 2 * source + (link.type[0] == "F")
        after = 2 * target + (link.type[1] == "F")
        successors[before].append((after, number))
    return successors


def _shortest_cycle(
    graph: Graph, successors: Sequence[Sequence[tuple[int, int]]], component: Sequence[int]
) -> Cycle:
    """Find a cycle of fewest links by breadth-first search from the events of a component."""
    members = set(component)
    best: list[int] | None = None
    for start in component[:_MOST_STARTS]:
        found = _cycle_through(start, successors, members, None if best is None else len(best))
        if found is not None:
            best = found
    assert best is not None, "a strong component has a cycle through each of its events"
    links = [graph.links[number] for number in best]
    first = min(range(len(links)), key=lambda n: links[n].prerequisite)
    codes = sorted({graph.milestones[event // 2].id for event in component})
    return Cycle(
        milestones=tuple(codes),
        links=tuple(links[first:] + links[:first]),
        is_shortest=len(component) <= _MOST_STARTS,
    )


def _cycle_through(
    start: int,
    successors: Sequence[Sequence[tuple[int, int]]],
    members: set[int],
    shorter_than: int | None,
) -> list[int] | None:
    """Return the links of a shortest cycle through an event, if it is short enough.

    The step from start to finish inside a milestone costs nothing (0-1 breadth-first
    search), so that the length is the number of links.
    """
    distance = {start: 0}
    came: dict[int, tuple[int, int]] = {}
    queue = deque([start])
    done: set[int] = set()
    while queue:
        event = queue.popleft()
        if event in done:
            continue
        done.add(event)
        if shorter_than is not None and distance[event] + 1 > shorter_than:
            continue
        for target, number in successors[event]:
            length = distance[event] + (number >= 0)
            if target == start:
                if shorter_than is not None and length >= shorter_than:
                    continue
                numbers = [number]
                at = event
                while at != start:
                    at, step = came[at]
                    numbers.append(step)
                return [n for n in reversed(numbers) if n >= 0]
            if target in members and length < distance.get(target, length + 1):
                distance[target] = length
                came[target] = (event, number)
                if number >= 0:
                    queue.append(target)
                else:
                    queue.appendleft(target)
    return None
