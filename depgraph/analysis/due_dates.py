"""When a due date is met: one rule for projected dates, wherever they are told.

A due date is met on that day. One on a day on which the milestone does no work cannot be met
on it by what is rounded to working days, so it is met on the next working day too: unless the
due date is before the as-of date, since then it has passed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Graph, Milestone


def on_time_until(graph: Graph, milestone: Milestone, as_of: date | None) -> date | None:
    """Return the last day on which an incomplete milestone of a plan meets its due date."""
    due = milestone.due
    calendar = graph.calendars.get(milestone.calendar or "")
    if due is None or calendar is None or as_of is None or due < as_of:
        return due
    day = due
    while not calendar.is_worked(day):
        if day == day.max:
            return due
        day += timedelta(1)
    return day


def days_late(graph: Graph, milestone: Milestone, day: date, as_of: date | None) -> int | None:
    """Return the calendar days from the due date of a milestone to a day.

    Returns
    -------
    int or None
        Negative for early; 0 where the milestone is on time (see `on_time_until`). None
        without a due date.
    """
    if milestone.due is None:
        return None
    days = (day - milestone.due).days
    if days <= 0 or milestone.is_complete:
        return days
    last = on_time_until(graph, milestone, as_of)
    return 0 if last is not None and day <= last else days
