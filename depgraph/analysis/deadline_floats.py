"""Float with respect to all deadlines that a milestone leads to, and the one that gives it.

The deadline of a milestone is a date that it must not be later than (``not_after``); the date
that it is due counts in the same way, by itself. The float of a milestone to these dates is the
least of its total floats (see `depgraph.analysis.floats`) to its own date and to those of all that
waits on it, directly or through others: how far it can move before one of them is missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.projection import Projection
    from depgraph.model import Milestone

Limit = Literal["not_after", "due"]


class DeadlineFloat(Struct):
    """The least float of a milestone to the dates that it leads to.

    Attributes
    ----------
    days
        Working days where the milestone has a calendar; negative where a date is missed.
    milestone
        The one whose date gives the float; of several, the first by code.
    """

    days: int
    milestone: Milestone


def deadline_floats(
    projection: Projection, limit: Limit = "not_after"
) -> Mapping[str, DeadlineFloat]:
    """Return the least float of milestones to all deadlines that they lead to.

    Parameters
    ----------
    limit
        Which dates count as deadlines.

    Returns
    -------
    dict
        By code, for all incomplete, dated milestones that have a deadline or lead to one through
        such milestones.
    """
    graph, finish, bounds = projection.graph, projection.ends, projection.bounds
    milestones = graph.milestones
    # The last day of each milestone, and the number of the one whose deadline gives it.
    late: dict[int, tuple[int, int]] = {}
    for n, milestone in enumerate(milestones):
        deadline = getattr(milestone, limit)
        if deadline is not None and finish[n] is not None and not milestone.is_complete:
            late[n] = (bounds.end_of(n, deadline), n)
    # Dependents come first: one sweep settles all but what goes to and fro in ladders.
    waiting = set(late)
    while waiting:
        for n in reversed(projection.order):
            if n not in waiting:
                continue
            waiting.discard(n)
            last, giver = late[n]
            for number in graph.incoming[n]:
                source = graph.link_sources[number]
                is_history = milestones[source].is_complete and source not in bounds.handing_on
                if finish[source] is None or is_history or number in bounds.idle:
                    continue
                bound = (bounds.latest(number, last), giver)
                if source not in late or bound < late[source]:
                    late[source] = bound
                    waiting.add(source)
    return {
        milestones[n].id: DeadlineFloat(bounds.margin(n, day, late[n][0]), milestones[late[n][1]])
        for n in sorted(late)
        if (day := finish[n]) is not None and not milestones[n].is_complete
    }
