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

_MOST_VISITS = 500_000
_MOST_VISITS_EACH = 10_000
"""How many steps between events the search for shorter cycles takes before it is given up: in
all components together, and in each in any case."""

_MOST_CIRCLES = 10
_MOST_LINKS = 50
"""How many circles a message shows, and how many links of each."""


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
        Whether it is known that no cycle of the component has fewer links; in a very large
        component the search is given up.
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
    if len(graph.numbers_in_order()) == len(graph):
        return ()
    successors = _events(graph)
    if len(_in_order(successors)) == len(successors):
        return ()
    visits = 0
    cycles = []
    for component in strong_components([[t for t, _ in out] for out in successors]):
        if len(component) > 1:
            search = _Search(successors, component)
            search.run(most_visits=max(_MOST_VISITS - visits, _MOST_VISITS_EACH))
            visits += search.visits
            cycles.append(search.cycle(graph))
    return tuple(sorted(cycles, key=lambda cycle: cycle.milestones))


def events_in_order(graph: Graph) -> list[int]:
    """Return the events of a graph without cycles, each before those that wait on it.

    Returns
    -------
    list of int
        ``2 n`` is the start of milestone n, ``2 n + 1`` its finish. What is on a cycle or
        behind one is left out.
    """
    return _in_order(_events(graph))


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
    for cycle in cycles[:_MOST_CIRCLES]:
        lines += circle_lines(cycle.links)
    if len(cycles) > _MOST_CIRCLES:
        lines.append(f"  and {len(cycles) - _MOST_CIRCLES} more circles")
    lines.append("remove or correct one link of each circle ('depgraph check' lists them too)")
    if not own and not find_cycles(graph.without_queried_links()):
        lines.append("without the queried links there is no circle")
    raise CycleError("\n".join(lines))


def circle_lines(links: Sequence[Link]) -> list[str]:
    """Return a circle of links as lines of a message: the codes, then each link."""
    shown = links[:_MOST_LINKS]
    codes = [link.prerequisite for link in shown]
    rest = len(links) - len(shown)
    if rest:
        codes.append("...")
    lines = [f"  {' -> '.join((*codes, links[-1].dependent))}"]
    lines += (f"  {_line(link)}" for link in shown)
    if rest:
        lines.append(f"    and {rest} more links")
    return lines


def _line(link: Link) -> str:
    place = f" ({link.position})" if link.position else ""
    doubt = ", queried" if link.queried else ""
    prerequisite = "itself" if link.prerequisite == link.dependent else link.prerequisite
    kind = "" if link.type == "FS" else f" {link.type}"
    lag = f" {link.lag:+d} d" if link.lag else ""
    return f"  {link.dependent} waits on {prerequisite}{kind}{lag}{place}{doubt}"


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


def _in_order(successors: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
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


class _Search:
    """The search for a cycle of fewest links in one component.

    A breadth-first search from each event of the component, no deeper than the shortest
    cycle found before. The step from start to finish inside a milestone costs nothing (0-1
    breadth-first search), so that the length is the number of links.
    """

    def __init__(
        self, successors: Sequence[Sequence[tuple[int, int]]], component: Sequence[int]
    ) -> None:
        self._successors = successors
        self._component = component
        self._members = frozenset(component)
        self._best: list[int] = []
        self._is_complete = True
        self.visits = 0

    def run(self, *, most_visits: int) -> None:
        """Search from the first event, and from others until the visits are used up."""
        for start in self._component:
            if self._best and self.visits >= most_visits:
                self._is_complete = False
                return
            self._best = self._through(start) or self._best
        assert self._best, "a strong component has a cycle through each of its events"

    def cycle(self, graph: Graph) -> Cycle:
        """Return the shortest cycle found, from its smallest code."""
        links = [graph.links[number] for number in self._best]
        first = min(range(len(links)), key=lambda n: links[n].prerequisite)
        return Cycle(
            milestones=tuple(
                graph.milestones[n].id for n in sorted({event // 2 for event in self._component})
            ),
            links=tuple(links[first:] + links[:first]),
            is_shortest=self._is_complete,
        )

    def _through(self, start: int) -> list[int]:
        """Return the links of a shortest cycle through an event; none if it is no shorter."""
        longest = len(self._best) - 1 if self._best else len(self._component)
        distance = {start: 0}
        came: dict[int, tuple[int, int]] = {}
        queue = deque([start])
        done: set[int] = set()
        while queue:
            event = queue.popleft()
            if event in done:
                continue
            done.add(event)
            for target, number in self._successors[event]:
                self.visits += 1
                length = distance[event] + (number >= 0)
                if length > longest:
                    continue
                if target == start:
                    numbers = [number]
                    while event != start:
                        event, step = came[event]
                        numbers.append(step)
                    return [n for n in reversed(numbers) if n >= 0]
                if target in self._members and length < distance.get(target, length + 1):
                    distance[target] = length
                    came[target] = (event, number)
                    if number >= 0:
                        queue.append(target)
                    else:
                        queue.appendleft(target)
        return []
