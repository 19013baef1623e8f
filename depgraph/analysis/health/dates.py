"""Checks of the dates of a schedule: against the as-of date, the baseline and each other.

The baseline of a milestone is its due date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.health.basis import NO_AS_OF, is_activity, is_status_known, link_text
from depgraph.analysis.health.measures import Measured, NotComputed, Population, share_of_bad
from depgraph.analysis.late import missed_date
from depgraph.words import listed

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
    long = []
    for n in working:
        milestone = graph.milestones[n]
        share = (1, 1) if milestone.calendar else (_WORK_WEEK, _WEEK)
        if (milestone.duration or 0) * share[0] > limit * share[1]:
            long.append(milestone.id)
    words = f"{len(working)} activities with a duration that are {basis.are_open}"
    departure = "the method looks at baseline durations; these are the present ones"
    return share_of_bad(Population(words, departure), long, len(working))


def invalid_dates(basis: Basis) -> Measured | NotComputed:
    """Count forecasts before the as-of date of what is not complete, and later completions.

    Without a forecast, what is not complete is forecast for its due date.
    """
    as_of = basis.as_of
    if as_of is None:
        return NO_AS_OF
    if lacking := basis.lacking("completions"):
        return lacking
    dated = [
        milestone for milestone in basis.with_status if milestone.completed or milestone.planned
    ]
    future = [
        milestone.id
        for milestone in dated
        if milestone.completed is not None and milestone.completed > as_of
    ]
    past = [
        milestone.id
        for milestone in dated
        if not milestone.is_complete
        and milestone.completed is None
        and milestone.planned is not None
        and milestone.planned < as_of
    ]
    words = f"{len(dated)} milestones with a date, complete or not"
    wrong = (
        f"{len(past)} not complete and forecast before {as_of}, {len(future)} completed after it"
    )
    return share_of_bad(
        basis.dated(words),
        sorted(past + future),
        len(dated),
        wrong,
        "without a forecast, the due date counts as one",
        *_overdue_elsewhere(basis, as_of),
    )


def _overdue_elsewhere(basis: Basis, as_of: date) -> list[str]:
    """Return what is overdue, and as only the schedule has it no part of what is looked at."""
    codes = [
        milestone.id for milestone in basis.graph.schedule_only if missed_date(milestone, as_of)
    ]
    return [f"only in the schedule, and overdue: {listed(codes)}"] if codes else []


def missed_tasks(basis: Basis) -> Measured | NotComputed:
    """Count what was due by the as-of date, and was or will be complete only later."""
    as_of = basis.as_of
    if as_of is None:
        return NO_AS_OF
    if lacking := basis.lacking("completions"):
        return lacking
    due = [
        milestone
        for milestone in basis.with_status
        if milestone.due is not None and milestone.due <= as_of
    ]
    missed = [
        milestone for milestone in due if _finish(milestone, as_of) > (milestone.due or as_of)
    ]
    late = sum(milestone.is_complete for milestone in missed)
    words = f"{len(due)} milestones that were due on or before {as_of}"
    return share_of_bad(
        basis.dated(words),
        (milestone.id for milestone in missed),
        len(due),
        f"{late} completed late, {len(missed) - late} not complete",
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
    if lacking := basis.lacking("completions"):
        return lacking
    complete = sum(milestone.is_complete for milestone in basis.with_status)
    due = sum(
        milestone.due is not None and milestone.due <= as_of for milestone in basis.with_status
    )
    without = sum(milestone.due is None for milestone in basis.with_status)
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
    without = [milestone.id for milestone in basis.with_status if milestone.due is None]
    words = f"{len(basis.with_status)} milestones whose status is known"
    return share_of_bad(basis.dated(words), without, len(basis.with_status))


def out_of_order(basis: Basis) -> Measured | NotComputed:
    """Count the links whose dependent was complete before the prerequisite was.

    Only links that hold the finish of the dependent by the finish of the prerequisite, FS and
    FF, without a lead, and only where the status of both ends is known.
    """
    if lacking := basis.lacking("completions"):
        return lacking
    graph = basis.graph
    looked_at, wrong = 0, []
    for number, link in enumerate(graph.links):
        before, after = (graph.milestones[n] for n in _end_numbers(graph, number))
        if not after.is_complete or link.type[0] != "F" or link.lag < 0:
            continue
        if not (is_activity(before) and is_activity(after) and is_status_known(before)):
            continue
        looked_at += 1
        if not before.is_complete or (
            before.completed and after.completed and before.completed > after.completed
        ):
            wrong.append(link_text(graph, number))
    words = f"{looked_at} links of type FS or FF into complete milestones"
    return share_of_bad(Population(words), wrong, looked_at)


def date_order(basis: Basis) -> Measured:
    """Count the links into open milestones whose own dates the link does not allow."""
    graph = basis.graph
    bounds = Bounds(graph)
    looked_at, wrong = 0, []
    for number in range(len(graph.links)):
        source, target = _end_numbers(graph, number)
        first, last = graph.milestones[source].own_date, graph.milestones[target].own_date
        if first is None or last is None or graph.milestones[target].is_complete:
            continue
        looked_at += 1
        if bounds.earliest(number, first.toordinal()) > last.toordinal():
            wrong.append(link_text(graph, number))
    words = f"{looked_at} links into milestones that are not complete, both ends with a date"
    return share_of_bad(Population(words), wrong, looked_at)


def one_sided(basis: Basis) -> Measured | NotComputed:
    """Count the milestones that only the graph or only the schedule has."""
    graph = basis.graph
    unscheduled = [
        milestone.id
        for milestone in graph.milestones
        if is_activity(milestone) and milestone.state == "unknown"
    ]
    unlinked = [milestone.id for milestone in graph.schedule_only if is_activity(milestone)]
    if not unscheduled and not unlinked:
        return NotComputed(
            "nothing tells what the whole of the work is: no schedule beside the graph has "
            "milestones that the other lacks"
        )
    total = sum(map(is_activity, graph.milestones)) + len(unlinked)
    return share_of_bad(
        Population(f"{total} milestones of the graph and the schedule"),
        sorted(unscheduled + unlinked),
        total,
        f"{len(unscheduled)} only in the graph, {len(unlinked)} only in the schedule",
    )


def _end_numbers(graph: Graph, number: int) -> tuple[int, int]:
    return graph.link_sources[number], graph.link_targets[number]
