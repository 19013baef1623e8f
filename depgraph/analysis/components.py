"""Strongly connected components of a graph of numbers, and a shortest cycle in one.

The components are found with Tarjan's algorithm (R. Tarjan, *Depth-first search and linear
graph algorithms*, SIAM J. Comput. 1, 1972), written without recursion.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Successors = Mapping[int, Sequence[tuple[int, int]]]
    """For each node, the nodes that it leads to, each with the number of the link, or with -1
    for a step that is no link."""


class ShortCycle(Struct):
    """The links of a cycle in order.

    Attributes
    ----------
    is_shortest
        Whether it is known that no cycle of the component has fewer links.
    visits
        How many links were followed to find it.
    """

    links: tuple[int, ...]
    is_shortest: bool
    visits: int


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


def shortest_cycle(
    successors: Successors, component: Sequence[int], *, most_visits: int
) -> ShortCycle:
    """Find a cycle of fewest links in a strongly connected component.

    A breadth-first search from each node of the component, no deeper than the shortest cycle
    found before. Steps that are no links cost nothing (0-1 breadth-first search).

    Parameters
    ----------
    component
        The nodes of the component, more than one.
    most_visits
        How many links are followed, about, before the shortest cycle found by then is
        returned.
    """
    members = frozenset(component)
    best: list[int] = []
    visits = 0
    for start in component:
        if best and visits >= most_visits:
            return ShortCycle(tuple(best), is_shortest=False, visits=visits)
        longest = len(best) - 1 if best else len(component)
        links, more = _cycle_through(successors, members, start, longest)
        best = links or best
        visits += more
    assert best, "a strong component has a cycle through each of its nodes"
    return ShortCycle(tuple(best), is_shortest=True, visits=visits)


def _cycle_through(
    successors: Successors, members: frozenset[int], start: int, longest: int
) -> tuple[list[int], int]:
    """Return the links of a shortest cycle through a node, none if it is longer; the visits."""
    visits = 0
    distance = {start: 0}
    came: dict[int, tuple[int, int]] = {}
    queue = deque([start])
    finished: set[int] = set()
    while queue:
        node = queue.popleft()
        if node in finished:
            continue
        finished.add(node)
        for target, number in successors[node]:
            visits += 1
            length = distance[node] + (number >= 0)
            if length > longest:
                continue
            if target == start:
                numbers = [number]
                while node != start:
                    node, step = came[node]
                    numbers.append(step)
                return [n for n in reversed(numbers) if n >= 0], visits
            if target in members and length < distance.get(target, length + 1):
                distance[target] = length
                came[target] = (node, number)
                if number >= 0:
                    queue.append(target)
                else:
                    queue.appendleft(target)
    return [], visits


def from_first(links: Sequence[int], sources: Sequence[int]) -> list[int]:
    """Return the links of a cycle in order, from that whose source has the smallest number."""
    first = min(range(len(links)), key=lambda place: sources[links[place]])
    return [*links[first:], *links[:first]]
