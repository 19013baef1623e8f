"""Arithmetic with the working days of a calendar, by numpy's business day functions.

A day number (`datetime.date.toordinal`) stands for the end of that day.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from depgraph.model import Calendar

_MOST_KEPT = 2**16
_EPOCH = date(1970, 1, 1).toordinal()


class WorkingDays:
    """The working days of one calendar, in order.

    Parameters
    ----------
    calendar
        The calendar; it has at least one working day a week.

    Examples
    --------
    >>> from depgraph.model import Calendar
    >>> office = WorkingDays(Calendar("office"))
    >>> friday = date(2019, 5, 17).toordinal()
    >>> str(date.fromordinal(office.after(friday, 1)))
    '2019-05-20'
    >>> str(date.fromordinal(office.after(friday + 1, 0)))
    '2019-05-20'
    >>> office.between(friday, friday + 7)
    5
    """

    def __init__(self, calendar: Calendar) -> None:
        working = np.busdaycalendar(
            weekmask=[weekday in calendar.weekdays for weekday in range(7)],
            holidays=np.array(sorted(calendar.holidays), dtype="datetime64[D]"),
        )

        @lru_cache(_MOST_KEPT)
        def offset(day: int, number: int, roll: Literal["forward", "backward"]) -> int:
            start = np.datetime64(day - _EPOCH, "D")
            moved = np.busday_offset(start, number, roll=roll, busdaycal=working)
            return int(moved.astype(np.int64)) + _EPOCH

        @lru_cache(_MOST_KEPT)
        def count(first: int, last: int) -> int:
            start, end = (np.datetime64(day + 1 - _EPOCH, "D") for day in (first, last))
            return int(np.busday_count(start, end, busdaycal=working))

        self._offset = offset
        self._count = count

    def after(self, day: int, number: int) -> int:
        """Return the day at whose end so many working days have passed since a day.

        With 0 it is the day itself or, where no work is done on it, the next working day;
        with a negative number, the working day from whose end there are so many to the day.
        """
        return self._offset(day, number, "backward" if number else "forward")

    def latest(self, day: int, number: int) -> int:
        """Return the last day from which `after` comes to a day or to an earlier one."""
        if not number:
            return self._offset(day, 0, "backward")
        return self._offset(day, 1 - number, "backward") - 1

    def latest_finish(self, start: int, duration: int) -> int:
        """Return the last day from which `latest` comes to a start or to an earlier one."""
        return self._offset(start + 1, duration, "backward") - 1 if duration else start

    def between(self, first: int, last: int) -> int:
        """Return how many working days follow one day, up to and with another.

        The number is negative where the second is the earlier one.
        """
        return self._count(first, last) if first <= last else -self._count(last, first)
