"""The topological sort: nodes by number, each behind all that lead to it.

The method is that of A. B. Kahn, *Topological sorting of large networks*, 1962. What is on a
cycle or behind one is left out, so that the result is then shorter than the graph, unless cycles
are cut.
"""

from __future__ import annotations

from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def order_by_links(
    waiting: list[int], outgoing: Sequence[Sequence[int]], heads: Sequence[int]
) -> list[int]:
    """Sort the nodes of a graph whose links have numbers.

    Among nodes that could come next, the order is that of a queue that starts in the order of
    the numbers.

    Parameters
    ----------
    waiting
        For each node, how many links lead to it. The list is used up. A node with a number
        below 0 is left out, whatever leads to it.
    outgoing
        For each node, the numbers of the links that lead from it.
    heads
        For each link, the node that it leads to.
    """
    first = [node for node, count in enumerate(waiting) if not count]
    return _with_followers(first, waiting, outgoing, heads)


def _with_followers(
    order: list[int], waiting: list[int], outgoing: Sequence[Sequence[int]], heads: Sequence[int]
) -> list[int]:
    """Add to some nodes in their order all that wait for nothing else."""
    for node in order:
        for link in outgoing[node]:
            head = heads[link]
            left = waiting[head] = waiting[head] - 1
            if not left:
                order.append(head)
    return order


def order_by_successors(successors: Sequence[Sequence[int]]) -> list[int]:
    """Sort the nodes of a graph that is given by the nodes that each leads to.

    Examples
    --------
    >>> order_by_successors([[1, 2], [], [1], [4], [3]])
    [0, 2, 1]
    """
    return order_by_links(*_numbered_links(successors))


def order_cutting_cycles(successors: Sequence[Sequence[int]]) -> list[int]:
    """Sort all nodes of a graph; where only cycles are left, one is cut before its first node.

    Examples
    --------
    >>> order_cutting_cycles([[1, 2], [], [1], [4], [3]])
    [0, 2, 1, 3, 4]
    """
    waiting, outgoing, heads = _numbered_links(successors)
    order = order_by_links(waiting, outgoing, heads)
    for node in range(len(successors)):
        if waiting[node] > 0:
            waiting[node] = -1  # so that it is never added again
            order += _with_followers([node], waiting, outgoing, heads)
    return order


def _numbered_links(
    successors: Sequence[Sequence[int]],
) -> tuple[list[int], list[range], list[int]]:
    """Return what `order_by_links` takes."""
    heads = list(chain.from_iterable(successors))
    waiting = [0] * len(successors)
    for head in heads:
        waiting[head] += 1
    ends = accumulate(map(len, successors), initial=0)
    return waiting, [range(*between) for between in pairwise(ends)], heads
