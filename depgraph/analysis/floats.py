"""Float with respect to a target: the backward pass.

The late finish of a milestone is the last day on which it may finish without moving the
target, or without its missing a deadline: LF(target) = F(target), or the deadline, and for
any other the least of what its links to milestones that lead to the target let it have. Its
total float is the number of days from its projected date to that: without calendars, the
smallest sum of slacks over all chains from it to the target. (J. E. Kelley and M. R. Walker,
*Critical-path planning and scheduling*, 1959.)

Complete milestones are history: they have no float, and no chain leads through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.analysis.projection import Projection


def total_floats(
    projection: Projection, target: str, *, deadline: date | None = None
) -> dict[str, int]:
    """Return the total float of every milestone that can move the target.

    Parameters
    ----------
    projection
        The projected dates.
    target
        The code of a milestone.
    deadline
        Count to this date in place of the target's projected date.

    Returns
    -------
    dict
        Days by code, working days where a milestone has a calendar, for the target and all
        incomplete, dated milestones that lead to it through such ones; empty for a complete
        or undated target, which nothing moves.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    TypeError
        If it is given a graph, which has no projected dates yet.
    """
    if not hasattr(projection, "finish"):
        raise TypeError(f"expected what project() returns, got {projection!r}")
    graph, finish = projection.graph, projection.ends
    late = late_finishes(projection, graph.number(target), deadline)
    return {
        graph.milestones[n].id: projection.bounds.margin(n, day, late[n])
        for n in sorted(late)
        if (day := finish[n]) is not None and not graph.milestones[n].is_complete
    }


def floats_to_ends(projection: Projection) -> dict[str, int]:
    """Return how far every milestone can move before the end of a chain moves.

    An end is an incomplete, dated milestone that no incomplete, dated one waits on. The float
    of a milestone is the least of its total floats with respect to the ends that it leads to.

    Returns
    -------
    dict
        Days by code, working days where a milestone has a calendar, for all incomplete, dated
        milestones; 0 for an end. What waits on itself in a ladder without an end has none.
    """
    graph, finish = projection.graph, projection.ends
    counts = _counted(projection)
    targets = graph.link_targets
    ends = {
        n: day
        for n, day in enumerate(finish)
        if day is not None
        and counts[n]
        and not graph.milestones[n].is_complete
        and not any(counts[targets[number]] for number in graph.outgoing[n])
    }
    late = _swept(projection, counts, ends)
    return {
        graph.milestones[n].id: projection.bounds.margin(n, day, late[n])
        for n in sorted(late)
        if (day := finish[n]) is not None and not graph.milestones[n].is_complete
    }


def late_finishes(projection: Projection, target: int, deadline: date | None) -> dict[int, int]:
    """Return the late finishes with respect to a target, all by number.

    Returns
    -------
    dict
        The late finish of each milestone that `total_floats` has, in the unit of the bounds.
    """
    counts = _counted(projection)
    day = projection.ends[target]
    if day is None or not counts[target]:
        return {}
    if deadline is not None:
        day = projection.bounds.end_of(target, deadline)
    return _swept(projection, counts, {target: day})


def late_finishes_before(projection: Projection, limits: Mapping[int, int]) -> dict[int, int]:
    """Return the late finishes where those of several milestones are given, all by number.

    Parameters
    ----------
    projection
        The projected dates.
    limits
        The day number that each of some incomplete, dated milestones may finish on at the
        latest. What waits on them may make it earlier.

    Returns
    -------
    dict
        The day number of the late finish of these and of all incomplete, dated milestones
        that lead to them through such ones.
    """
    return _swept(projection, _counted(projection), dict(limits))


def _counted(projection: Projection) -> list[bool]:
    """Return, for each milestone, whether it is incomplete and dated, or hands on what holds it."""
    counts = [
        day is not None and not milestone.is_complete
        for day, milestone in zip(projection.ends, projection.graph.milestones, strict=True)
    ]
    for n in projection.bounds.handing_on:
        counts[n] = True
    return counts


def _swept(projection: Projection, counts: list[bool], late: dict[int, int]) -> dict[int, int]:
    """Return the late finishes of all that leads to milestones whose late finishes are given."""
    graph = projection.graph
    lengths, latest = projection.bounds.lengths, projection.bounds.latest
    idle = projection.bounds.idle
    incoming, sources = graph.incoming, graph.link_sources
    late = dict(late)
    # Dependents come first: one sweep settles all but what goes to and fro in ladders.
    is_due = bytearray(len(graph))
    for n in late:
        is_due[n] = 1
    while any(is_due):
        for n in reversed(projection.order):
            if not is_due[n]:
                continue
            is_due[n] = 0
            last = late[n]
            for number in incoming[n]:
                source = sources[number]
                if not counts[source] or number in idle:
                    continue
                day = last - lengths[number] if lengths is not None else latest(number, last)
                if source not in late or day < late[source]:
                    late[source] = day
                    is_due[source] = 1
    return late
