"""Which projected dates of a schedule network an imported plan does not have.

A plan counts days: it has no times of day, and where milestones alone are imported, none of the
work between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.readings import project_if_possible
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Milestone


class OtherDate(Struct):
    """A milestone with its projected dates in the plan and in the source."""

    code: str
    of_plan: date | None
    of_source: date | None


class ImportedDates(Struct):
    """The open milestones whose projected dates were compared, and those that have others."""

    compared: int
    others: tuple[OtherDate, ...]
    is_contracted: bool


def with_projected_forecasts(source: Graph) -> tuple[Graph, tuple[str, ...]]:
    """Return a schedule network with the forecasts that its logic gives, where these are later.

    What its program states may be of an earlier run, or of none. A plan of days cannot tell how
    much work is left of what is late; its forecast can.

    Returns
    -------
    tuple
        The network, and the codes of the milestones whose forecasts are others.
    """
    if source.rules is None and not source.is_view:
        return source, ()
    projection, _ = project_if_possible(source, gaps="float")
    if projection is None:
        return source, ()
    changed: dict[int, Milestone] = {}
    later: list[str] = []
    for n, milestone in enumerate(source.milestones):
        day = projection.date(milestone.id)
        if milestone.is_complete or day is None:
            continue
        if milestone.planned is None or day > milestone.planned:
            changed[n] = milestone._replace(forecast=day)
            later.append(milestone.id)
        left = _left_behind_as_of(projection, milestone)
        if left is not None:
            changed[n] = changed.get(n, milestone)._replace(remaining=left)
    return (source.with_milestones(changed) if changed else source), tuple(later)


def _left_behind_as_of(projection: Projection, milestone: Milestone) -> int | None:
    """Return the days of work that are left of something begun at the end of the as-of day.

    A data date is a moment, mostly the start of a day, on which work goes on; None where that
    is not what sets its date.
    """
    day = projection.date(milestone.id)
    if milestone.remaining is None or milestone.calendar is None or day is None:
        return None
    if projection.driver(milestone.id).driver != "as-of date":
        return None
    from depgraph.analysis.workdays import WorkingDays

    days = WorkingDays(projection.graph.calendars[milestone.calendar])
    return max(0, days.between(projection.as_of.toordinal(), day.toordinal()))


def imported_dates(source: Graph, plan: Graph, codes: Collection[str]) -> ImportedDates | None:
    """Compare the projected dates of a plan with those of the network that it was imported from.

    Parameters
    ----------
    plan
        The plan after the import, with the dates of the source.
    codes
        The codes of what is imported.

    Returns
    -------
    ImportedDates or None
        None where the source is no schedule network with durations, or has no dates.
    """
    if source.rules is None and not source.is_view:
        return None
    of_source, _ = project_if_possible(source, gaps="float")
    of_plan, _ = project_if_possible(plan, gaps="float")
    if of_source is None or of_plan is None:
        return None
    known = sorted(code for code in codes if code in plan and not source[code].is_complete)
    dates = (OtherDate(code, of_plan.date(code), of_source.date(code)) for code in known)
    others = tuple(entry for entry in dates if entry.of_plan != entry.of_source)
    return ImportedDates(len(known), others, source.is_view)
