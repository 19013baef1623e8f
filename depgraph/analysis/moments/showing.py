"""The day on which a moment is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.moments.timetable import Timetable
from depgraph.errors import DateRangeError
from depgraph.model.work import MINUTES_OF_DAY

if TYPE_CHECKING:
    from depgraph.analysis.moments.timetable import WorkingTime


def shown_day(times: WorkingTime, moment: int, *, is_start: bool = False) -> int:
    """Return the number of the day on which a moment is shown.

    Midnight at the end of work belongs to the day before.

    Parameters
    ----------
    times
        The calendar of the activity.
    is_start
        Whether it is the moment of a start milestone, which begins a day.
    """
    day, minute = divmod(moment, MINUTES_OF_DAY)
    if minute or is_start or day <= 1:
        return day
    return day - 1 if times.previous(moment) == moment else day


def shown_date(times: WorkingTime, moment: int, *, is_start: bool = False) -> date:
    """Return the date on which a moment is shown.

    Raises
    ------
    DateRangeError
        If it lies outside of the years 1 to 9999.
    """
    day = shown_day(times, moment, is_start=is_start)
    if not 1 <= day <= date.max.toordinal():
        raise DateRangeError(f"a date lies outside of the years 1 to {date.max.year}")
    return date.fromordinal(day)


def minutes_of_day(times: WorkingTime) -> int:
    """Return the minutes of work that make a day: those of the longest day of the week."""
    return times.minutes_of_day if isinstance(times, Timetable) else MINUTES_OF_DAY
