"""The longest chain to a milestone by the number of links, for a plan without dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.cycles import refuse_cycles
from depgraph.analysis.events import events_in_order

if TYPE_CHECKING:
    from depgraph.model import Graph, Link


def longest_chain(
    graph: Graph, target: str, *, without_queries: bool = False, history: bool = False
) -> tuple[Link, ...]:
    """Find the longest chain of links that a milestone waits on.

    It is a longest path in the order of the events (start and finish of each milestone);
    inside a milestone, from start to finish, costs nothing. In a ladder of SS, FF or SF links
    a milestone may therefore stand on it twice, by its start and by its finish. Of chains of
    the same length, the one is taken whose codes, from the target back, come first.

    Parameters
    ----------
    graph
        A graph without cycles between events. It needs neither dates nor an as-of date.
    without_queries
        Leave out the links that a reviewer doubts.
    history
        Go through complete milestones too. It is taken as given for a complete target.

    Returns
    -------
    tuple of Link
        From the target back: the first one's dependent is the target, and each one's
        prerequisite is the dependent of the next. Empty if the target waits on nothing.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    CycleError
        If the links go round in a cycle.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> links = [Link("A", "B"), Link("B", "C"), Link("A", "C")]
    >>> [link.prerequisite for link in longest_chain(Graph(map(Milestone, "ABC"), links), "C")]
    ['B', 'A']
    """
    n = graph.number(target)
    if without_queries:
        graph = graph.without_queried_links()
    history = history or graph.milestones[n].is_complete
    counts = [history or not milestone.is_complete for milestone in graph.milestones]
    if not counts[n]:
        return ()
    refuse_cycles(graph, "the longest chain")
    depth, came = _depths(graph, counts)
    chain: list[Link] = []
    event = 2 * n + 1
    while (number := came[event]) is not None:
        if number < 0:
            event -= 1
            continue
        chain.append(graph.links[number])
        event = _event_before(graph, number)
    assert len(chain) == depth[2 * n + 1], "each step back is one link shorter"
    return tuple(chain)


def _event_before(graph: Graph, number: int) -> int:
    """Return the event that a link comes from: ``2 n`` is a start, ``2 n + 1`` a finish."""
    return 2 * graph.link_sources[number] + (graph.link_types[number][0] == "F")


def _depths(graph: Graph, counts: list[bool]) -> tuple[list[int], list[int | None]]:
    """Return for each event the links of a longest chain to it, and by which link it comes.

    The link is -1 for the step from the start of a milestone to its finish, and None where
    no link leads.
    """
    depth = [0] * (2 * len(graph))
    came: list[int | None] = [None] * (2 * len(graph))
    for event in events_in_order(graph):
        n, is_finish = divmod(event, 2)
        if not counts[n]:
            continue
        if is_finish and depth[event - 1]:
            depth[event], came[event] = depth[event - 1], -1
        # Links come in the order of their prerequisites' codes: the first of several stays.
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            if (graph.link_types[number][1] == "F") != is_finish or not counts[source]:
                continue
            length = depth[_event_before(graph, number)] + 1
            if length > depth[event]:
                depth[event], came[event] = length, number
    return depth, came
