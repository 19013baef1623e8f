"""How many links a view of a network has, without making them.

Between the milestones of a large network there are nearly as many as pairs of milestones; each
activity passes on the set of milestones whose chains lead to it, as the bits of one number.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph

MOST_MADE = 100_000
"""So many links of a view are made for a picture or a chart, at most."""

_MOST_BITS = 2**29
"""How many bits the sets of one pass may have in all: 64 MiB."""


class HopCounts(Struct):
    """How many links a plan has: in all, and by the numbers of its milestones.

    Attributes
    ----------
    before, after
        Of each milestone, the links to its prerequisites and to its dependents.
    """

    links: int
    before: Sequence[int]
    after: Sequence[int]


def link_count(graph: Graph) -> int:
    """Return how many links a plan has; those of a view are not made for it."""
    return graph.once(hop_counts).links if graph.is_view else len(graph.links)


def hop_counts(graph: Graph) -> HopCounts:
    """Count the links of a plan; those of a view are not made for it.

    Time is in proportion to links times milestones, with a very small factor.
    """
    if not graph.is_view or not graph.is_acyclic:
        return HopCounts(len(graph.links), [*map(len, graph.incoming)], [*map(len, graph.outgoing)])
    whole = graph.whole
    shown = [whole.number(code) for code in graph.codes]
    is_shown = bytearray(len(whole))
    for n in shown:
        is_shown[n] = 1
    order = whole.numbers_in_order()
    sources, targets = whole.link_sources, whole.link_targets
    before = _ends(shown, is_shown, order, whole.incoming, sources)
    after = _ends(shown, is_shown, order[::-1], whole.outgoing, targets)
    # One hop is one link, but where links join the two: then it is these.
    direct = graph.over(
        whole.with_links(
            link
            for link, source, target in zip(whole.links, sources, targets, strict=True)
            if is_shown[source] and is_shown[target]
        )
    )
    pairs = Counter(zip(direct.link_sources, direct.link_targets, strict=True))
    for (source, target), links in pairs.items():
        before[target] += links - 1
        after[source] += links - 1
    return HopCounts(sum(before), before, after)


def _ends(
    shown: Sequence[int],
    is_shown: Sequence[int],
    order: Sequence[int],
    steps: Sequence[Sequence[int]],
    ends: Sequence[int],
) -> list[int]:
    """Count the milestones of a view that chains lead to from each of them.

    Parameters
    ----------
    order
        All numbers of the network, each behind those that `steps` lead to.
    steps, ends
        The links of each activity in one direction, and where each leads.
    """
    counts = [0] * len(shown)
    at_once = max(1024, _MOST_BITS // len(order))
    for first in range(0, len(shown), at_once):
        passed = [0] * len(order)
        bits = {n: 1 << bit for bit, n in enumerate(shown[first : first + at_once])}
        reached = dict.fromkeys(shown, 0)
        for n in order:
            ends_of = 0
            for number in steps[n]:
                ends_of |= passed[ends[number]]
            if is_shown[n]:
                reached[n] = ends_of.bit_count()
                passed[n] = bits.get(n, 0)
            else:
                passed[n] = ends_of
        for place, n in enumerate(shown):
            counts[place] += reached[n]
    return counts
