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

from depgraph.analysis.bounds import completions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.analysis.projection import Projection

_NEVER = 2**62
_MOST_KEPT = 2_000_000
"""So many late finishes are kept of one projection, about, for who asks for a target again."""


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
    return _floats(projection, late_finishes(projection, projection.graph.number(target), deadline))


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
    graph = projection.graph
    is_open = _open(projection)
    targets = graph.link_targets
    ends = {
        n: day
        for n, day in enumerate(projection.ends)
        if day is not None
        and is_open[n]
        and not graph.milestones[n].is_complete
        and not any(is_open[targets[number]] for number in graph.outgoing[n])
    }
    return _floats(projection, _swept(projection, is_open, ends))


def late_finishes(
    projection: Projection, target: int, deadline: date | None
) -> Sequence[int | None]:
    """Return the late finishes with respect to a target, all by number.

    Returns
    -------
    sequence
        The late finish of each milestone that `total_floats` has, in the unit of the bounds;
        None for the others.
    """
    is_open = _open(projection)
    day = projection.ends[target]
    if day is None or not is_open[target]:
        return [None] * len(is_open)
    if deadline is not None:
        day = projection.bounds.end_of(target, deadline)
    kept = projection.late_finishes
    if (target, day) not in kept:
        if len(kept) * len(is_open) > _MOST_KEPT:
            kept.clear()
        kept[target, day] = _swept(projection, is_open, {target: day})
    return kept[target, day]


def late_finishes_before(projection: Projection, limits: Mapping[int, int]) -> Sequence[int | None]:
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
    sequence
        The day number of the late finish of these and of all incomplete, dated milestones
        that lead to them through such ones; None for the others.
    """
    return _swept(projection, _open(projection), limits)


def _open(projection: Projection) -> list[bool]:
    """Return, for each milestone, whether it is incomplete and dated, or hands on what holds it."""
    dated_and_complete = zip(projection.ends, projection.graph.once(completions), strict=True)
    is_open = [day is not None and not is_complete for day, is_complete in dated_and_complete]
    for n in projection.bounds.handing_on:
        is_open[n] = True
    return is_open


def _floats(projection: Projection, late: Sequence[int | None]) -> dict[str, int]:
    """Return the days from the projected dates to late finishes, of all that is incomplete."""
    graph, bounds = projection.graph, projection.bounds
    is_complete = graph.once(completions)
    if bounds.lengths is not None:
        days = zip(graph.codes, projection.ends, late, strict=True)
        return {
            code: last - day for code, day, last in days if last is not None and day is not None
        }
    return {
        code: bounds.margin(n, day, last)
        for n, (code, day, last) in enumerate(zip(graph.codes, projection.ends, late, strict=True))
        if last is not None and day is not None and not is_complete[n]
    }


def _swept(
    projection: Projection, is_open: Sequence[bool], limits: Mapping[int, int]
) -> list[int | None]:
    """Return the late finishes of all that leads to milestones whose late finishes are given."""
    graph = projection.graph
    lengths, latest = projection.bounds.lengths, projection.bounds.latest
    if lengths is not None and not projection.has_ladders:
        return _swept_once(projection, is_open, limits, lengths)
    idle = projection.bounds.idle
    incoming, sources = graph.incoming, graph.link_sources
    late: list[int | None] = [None] * len(graph)
    # Dependents come first: one sweep settles all but what goes to and fro in ladders.
    is_due = bytearray(len(graph))
    for n, day in limits.items():
        late[n] = day
        is_due[n] = 1
    while any(is_due):
        for n in reversed(projection.order):
            if not is_due[n]:
                continue
            is_due[n] = 0
            last = late[n] or 0  # it is there, as it is due
            for number in incoming[n]:
                source = sources[number]
                if not is_open[source]:
                    continue
                if number in idle:
                    continue
                day = latest(number, last)
                before = late[source]
                if before is None or day < before:
                    late[source] = day
                    is_due[source] = 1
    return late


def _swept_once(
    projection: Projection,
    is_open: Sequence[bool],
    limits: Mapping[int, int],
    lengths: Sequence[int],
) -> list[int | None]:
    """Return the same where each link demands its number of days and nothing goes round."""
    incoming, sources = projection.graph.incoming, projection.graph.link_sources
    late = [_NEVER] * len(is_open)
    for n, day in limits.items():
        late[n] = day
    for n in reversed(projection.order):
        last = late[n]
        if last == _NEVER:
            continue
        for number in incoming[n]:
            source = sources[number]
            day = last - lengths[number]
            if day < late[source] and is_open[source]:
                late[source] = day
    return [None if day == _NEVER else day for day in late]
