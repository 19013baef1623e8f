"""Checks of the dates of a schedule: against the as-of date, the baseline and each other.

The baseline of a milestone is its due date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.health.basis import NO_AS_OF, is_activity, is_status_known, link_text
from depgraph.analysis.health.measures import Measured, NotComputed, Population

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.health.basis import Basis
    from depgraph.model import Graph, Milestone

_WEEK, _WORK_WEEK = 7, 5


def high_duration(basis: Basis) -> Measured | NotComputed:
    """Count the open activities whose own work takes more than so many working days.

    A duration in working days of a calendar counts as it is; of one in calendar days, five
    days of seven.
    """
    graph = basis.network
    working = [n for n in basis.open_activities if graph.milestones[n].duration]
    if not working:
        return NotComputed("no activity that is not complete has a duration")
    limit = basis.limits.high_duration_days
    found = []
    for n in working:
        each = graph.milestones[n]
        share = (1, 1) if each.calendar else (_WORK_WEEK, _WEEK)
        if (each.duration or 0) * share[0] > limit * share[1]:
            found.append(each.id)
    words = f"{len(working)} activities with a duration that are {basis.are_open}"
    departure = "the method looks at baseline durations; these are the present ones"
    return Measured(Population(words, departure), len(found), len(working), found=tuple(found))


def invalid_dates(basis: Basis) -> Measured | NotComputed:
    """Count forecasts before the as-of date of what is not complete, and later completions.

    Without a forecast, what is not complete is forecast for its due date.
    """
    as_of = basis.as_of
    if as_of is None:
        return NO_AS_OF
    dated = [each for each in basis.with_status if each.completed or each.planned]
    future = [each.id for each in dated if each.completed is not None and each.completed > as_of]
    past = [
        each.id
        for each in dated
        if not each.is_complete
        and each.completed is None
        and each.planned is not None
        and each.planned < as_of
    ]
    words = f"{len(dated)} milestones with a date, complete or not"
    wrong = (
        f"{len(past)} not complete and forecast before {as_of}, {len(future)} completed after it"
    )
    return Measured(
        basis.dated(words),
        len(past) + len(future),
        len(dated),
        found=tuple(sorted(past + future)),
        remarks=(wrong, "without a forecast, the due date counts as one"),
    )


def missed_tasks(basis: Basis) -> Measured | NotComputed:
    """Count what was due by the as-of date, and was or will be complete only later."""
    as_of = basis.as_of
    if as_of is None:
        return NO_AS_OF
    due = [each for each in basis.with_status if each.due is not None and each.due <= as_of]
    found = [each for each in due if _finish(each, as_of) > (each.due or as_of)]
    late = sum(each.is_complete for each in found)
    words = f"{len(due)} milestones that were due on or before {as_of}"
    return Measured(
        basis.dated(words),
        len(found),
        len(due),
        found=tuple(each.id for each in found),
        remarks=(f"{late} completed late, {len(found) - late} not complete",),
    )


def _finish(milestone: Milestone, as_of: date) -> date:
    """Return when a milestone that was due is complete: not before now, where it is not yet."""
    if milestone.is_complete:
        return milestone.completed or milestone.due or as_of
    return max(milestone.completed or milestone.planned or as_of, as_of)


def bei(basis: Basis) -> Measured | NotComputed:
    """Compare what is complete with what should be: the baseline execution index.

    All that is complete, over all that was due by the as-of date, together with all that has
    no baseline.
    """
    as_of = basis.as_of
    if as_of is None:
        return NO_AS_OF
    complete = sum(each.is_complete for each in basis.with_status)
    due = sum(each.due is not None and each.due <= as_of for each in basis.with_status)
    without = sum(each.due is None for each in basis.with_status)
    words = f"{len(basis.with_status)} milestones whose status is known"
    if not due:
        return NotComputed(f"no milestone was due on or before {as_of}")
    return Measured(
        basis.dated(words),
        complete,
        due + without,
        remarks=(
            f"{complete} complete, {due} due on or before {as_of}, {without} without a due date",
        ),
    )


def baseline(basis: Basis) -> Measured:
    """Count the milestones without a due date."""
    found = tuple(each.id for each in basis.with_status if each.due is None)
    words = f"{len(basis.with_status)} milestones whose status is known"
    return Measured(basis.dated(words), len(found), len(basis.with_status), found=found)


def out_of_order(basis: Basis) -> Measured:
    """Count the links whose dependent was complete before the prerequisite was.

    Only links that hold the finish of the dependent by the finish of the prerequisite, FS and
    FF, without a lead, and only where the status of both ends is known.
    """
    graph = basis.graph
    looked_at, found = 0, []
    for number, link in enumerate(graph.links):
        before, after = (graph.milestones[n] for n in _ends(graph, number))
        if not after.is_complete or link.type[0] != "F" or link.lag < 0:
            continue
        if not (is_activity(before) and is_activity(after) and is_status_known(before)):
            continue
        looked_at += 1
        if not before.is_complete or (
            before.completed and after.completed and before.completed > after.completed
        ):
            found.append(link_text(graph, number))
    words = f"{looked_at} links of type FS or FF into complete milestones"
    return Measured(Population(words), len(found), looked_at, found=tuple(found))


def date_order(basis: Basis) -> Measured:
    """Count the links into open milestones whose own dates the link does not allow."""
    graph = basis.graph
    bounds = Bounds(graph)
    looked_at, found = 0, []
    for number in range(len(graph.links)):
        source, target = _ends(graph, number)
        first, last = graph.milestones[source].own_date, graph.milestones[target].own_date
        if first is None or last is None or graph.milestones[target].is_complete:
            continue
        looked_at += 1
        if bounds.earliest(number, first.toordinal()) > last.toordinal():
            found.append(link_text(graph, number))
    words = f"{looked_at} links into milestones that are not complete, both ends with a date"
    return Measured(Population(words), len(found), looked_at, found=tuple(found))


def one_sided(basis: Basis) -> Measured | NotComputed:
    """Count the milestones that only the graph or only the schedule has."""
    graph = basis.graph
    unscheduled = [
        each.id for each in graph.milestones if is_activity(each) and each.state == "unknown"
    ]
    unlinked = [each.id for each in graph.schedule_only if is_activity(each)]
    if not unscheduled and not unlinked:
        return NotComputed(
            "nothing tells what the whole of the work is: no schedule beside the graph has "
            "milestones that the other lacks"
        )
    total = sum(map(is_activity, graph.milestones)) + len(unlinked)
    return Measured(
        Population(f"{total} milestones of the graph and the schedule"),
        len(unscheduled) + len(unlinked),
        total,
        found=tuple(sorted(unscheduled + unlinked)),
        remarks=(f"{len(unscheduled)} only in the graph, {len(unlinked)} only in the schedule",),
    )


def _ends(graph: Graph, number: int) -> tuple[int, int]:
    return graph.link_sources[number], graph.link_targets[number]
