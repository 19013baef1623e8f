"""Checks of the float of a schedule and of its critical path.

Floats are those that scheduling programs show: to the latest date of the project, or to the
latest date of a milestone (``not_after``). They are working days: of the milestone's calendar
or, where it has none, Monday to Friday.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.floats import late_finishes_before
from depgraph.analysis.health.basis import is_activity
from depgraph.analysis.health.measures import Measured, NotComputed, Population, share_of_bad
from depgraph.analysis.what_if import what_if
from depgraph.analysis.workdays import WorkingDays
from depgraph.errors import DepgraphError
from depgraph.model import Calendar
from depgraph.model.changes import Move
from depgraph.records import Struct

if TYPE_CHECKING:
    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.health.basis import Basis
    from depgraph.model import Milestone

_OFFICE = Calendar("Monday to Friday")


class Float(Struct):
    """The total float of a milestone, in working days."""

    code: str
    days: int


class Floats:
    """The floats of the open milestones, and the critical path to the end of the project."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._office = WorkingDays(_OFFICE)
        calendars = basis.graph.calendars
        self._calendars = {name: WorkingDays(calendar) for name, calendar in calendars.items()}

    def working_days(self, milestone: Milestone, first: int, last: int) -> int:
        """Return the working days of a milestone from one day number to another."""
        days = self._calendars[milestone.calendar] if milestone.calendar else self._office
        return days.between(first, last)

    @cached_property
    def totals(self) -> tuple[Float, ...] | NotComputed:
        """The floats of the open milestones that have a projected date."""
        projection = self._basis.projection
        if isinstance(projection, NotComputed):
            return projection
        milestones = projection.graph.milestones
        days = {
            n: day
            for n, day in enumerate(projection.finish)
            if day is not None and not milestones[n].is_complete
        }
        if not days:
            return NotComputed("no milestone that is not complete has a date")
        end = max(days.values())
        latest = {
            n: end if (limit := milestones[n].not_after) is None else min(end, limit.toordinal())
            for n in days
        }
        late = late_finishes_before(projection, latest)
        return tuple(
            Float(milestones[n].id, self.working_days(milestones[n], day, last))
            for n, day in days.items()
            if is_activity(milestones[n]) and (last := late[n]) is not None
        )

    @cached_property
    def path(self) -> CriticalPath | NotComputed:
        """The critical path to the end of the project, of at least two milestones."""
        basis = self._basis
        end, projection = basis.end, basis.projection
        if isinstance(end, NotComputed):
            return end
        if isinstance(projection, NotComputed):
            return projection
        if basis.graph[end].is_complete:
            return NotComputed(f"the end, {end}, is complete")
        path = critical_path(basis.graph, end)
        if path.projected is None:
            return NotComputed(f"the end, {end}, has no date")
        if len(path.steps) < 2:
            return NotComputed(f"nothing that is not complete and has a date leads to {end}")
        return path


def high_float(basis: Basis, floats: Floats) -> Measured | NotComputed:
    """Count the open milestones with more than so many working days of total float."""
    totals = floats.totals
    if isinstance(totals, NotComputed):
        return totals
    most = basis.limits.high_float_days
    high = [total.code for total in totals if total.days > most]
    median = sorted(total.days for total in totals)[len(totals) // 2] if totals else 0
    remark = f"half of them have {median} working days of float or more"
    return share_of_bad(_with_float(basis, totals), high, len(totals), remark)


def negative_float(basis: Basis, floats: Floats) -> Measured | NotComputed:
    """Count the open milestones whose dates leave less than no time to a latest date."""
    totals = floats.totals
    if isinstance(totals, NotComputed):
        return totals
    milestones = basis.graph.milestones
    if not any(milestone.not_after and not milestone.is_complete for milestone in milestones):
        return NotComputed(
            "no milestone has a latest date (not_after), and without one no float is negative"
        )
    negative = [total.code for total in totals if total.days < 0]
    return share_of_bad(_with_float(basis, totals), negative, len(totals))


def critical_path_test(basis: Basis, floats: Floats) -> Measured | NotComputed:
    """Delay the first milestone of the critical path, and see by how much the end moves."""
    path = floats.path
    if isinstance(path, NotComputed):
        return path
    first, end, days = path.steps[-1], path.target, basis.limits.test_days
    try:
        moved = what_if(basis.graph, [Move(first.id, days=days)], plan=basis.plan).of(end.id)
    except DepgraphError as error:
        return NotComputed(f"a delay of {first.id} by {days} days cannot be projected: {error}")
    absorbed = moved.absorbed.days or 0
    if moved.worked is None:
        by_work = "; if the gaps of the plan are work there are no dates"
    else:
        by_work = f", or {moved.worked.days or 0} if the gaps of the plan are work"
    words = f"the critical path to {end.id}: {len(path.steps)} milestones from {first.id}"
    moves = f"{first.id} {days} days later makes {end.id} {absorbed} days later{by_work}"
    remarks = [moves]
    gaps = [step for step in path.steps[1:] if not step.is_driving]
    if absorbed < days and gaps:
        remarks.append(
            "the path has slack: " + ", ".join(f"{step.id} {step.link_slack} days" for step in gaps)
        )
    return Measured(Population(words), max(absorbed, 0), days, remarks=tuple(remarks), unit="days")


def path_gaps(basis: Basis, floats: Floats) -> Measured | NotComputed:
    """Count the links of the critical path that do not set the date of their dependent."""
    del basis
    path = floats.path
    if isinstance(path, NotComputed):
        return path
    codes = path.codes
    gaps = (
        f"{step.id} -> {codes[place]}"
        for place, step in enumerate(path.steps[1:])
        if not step.is_driving
    )
    words = f"{len(codes) - 1} links of the critical path to {path.target.id}"
    return share_of_bad(Population(words), gaps, len(codes) - 1)


def cpli(basis: Basis, floats: Floats) -> Measured | NotComputed:
    """Say how far the end can be reached by its due date: the critical path length index.

    The critical path is as long as the working days from the as-of date to the projected
    date of the end; its float are those from there to its latest date (``not_after``),
    else to its due date. The index is length and float over length.
    """
    end, projection = basis.end, basis.projection
    if isinstance(end, NotComputed):
        return end
    if isinstance(projection, NotComputed):
        return projection
    milestone = basis.graph[end]
    day = projection.finish[basis.graph.number(end)]
    limit = milestone.not_after or milestone.due
    if milestone.is_complete or day is None:
        state = "is complete" if milestone.is_complete else "has no date"
        return NotComputed(f"the end, {end}, {state}")
    if limit is None:
        return NotComputed(
            f"the end, {end}, has neither a due date nor a latest date (not_after): name another"
        )
    length = floats.working_days(milestone, projection.as_of.toordinal(), day)
    if length <= 0:
        return NotComputed(f"the end, {end}, is projected for the as-of date: there is no length")
    left = floats.working_days(milestone, day, limit.toordinal())
    projected = projection.date(end)
    more = f"{abs(left)} {'fewer' if left < 0 else 'more'}"
    return Measured(
        Population(f"the end of the project: {end}, projected for {projected}"),
        length + left,
        length,
        remarks=(f"{length} working days from {projection.as_of}, and {more} to {limit}",),
    )


def _with_float(basis: Basis, totals: tuple[Float, ...]) -> Population:
    return basis.dated(f"{len(totals)} milestones that are not complete and have a projected date")
