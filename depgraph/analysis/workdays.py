"""Arithmetic with the working days of a calendar.

A day number (`datetime.date.toordinal`) stands for the end of that day. Working days are
numbered from the first Monday of the calendar of dates on, so that what lies between two days
is a difference, and no walk from day to day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.model import Calendar

_MOST_REMEMBERED = 50_000
"""How many answers about days are kept of each calendar."""


class WorkingDays:
    """The working days of one calendar, in order.

    Parameters
    ----------
    calendar
        The calendar; it has at least one working day a week.

    Examples
    --------
    >>> from datetime import date
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
        self._weekdays = sorted(calendar.weekdays)
        self._until = [0, *accumulate(weekday in calendar.weekdays for weekday in range(7))]
        self._holidays = sorted(
            day.toordinal()
            for day in calendar.holidays - calendar.extra
            if day.weekday() in calendar.weekdays
        )
        self._extra = sorted(
            day.toordinal() for day in calendar.extra if day.weekday() not in calendar.weekdays
        )

        # The milestones of a large plan ask for few days again and again.
        self.after, self.latest = map(lru_cache(_MOST_REMEMBERED), (self._after, self._latest))

    def _working_day_number(self, day: int) -> int:
        """Return how many working days there are up to and with a day."""
        weeks, rest = divmod(day, 7)  # day 1 is a Monday
        on_weekdays = weeks * len(self._weekdays) + self._until[rest]
        return on_weekdays - bisect_right(self._holidays, day) + bisect_right(self._extra, day)

    def _working_day(self, number: int) -> int:
        """Return the working day with a number."""
        if self._extra:
            # Each day of work outside of the week makes the others come sooner.
            first = self._weekday_of_week(number - len(self._extra))
            last = self._weekday_of_week(number)
            days = range(first, last + 1)
            return days[bisect_left(days, number, key=self._working_day_number)]
        return self._weekday_of_week(number)

    def _weekday_of_week(self, number: int) -> int:
        """Return the day with a number among the weekdays that are no holidays."""
        weekdays, holidays = self._weekdays, self._holidays
        before = 0
        while True:
            weeks, place = divmod(number + before - 1, len(weekdays))
            day = 7 * weeks + weekdays[place] + 1
            passed = bisect_right(holidays, day)
            if passed == before:
                return day
            before = passed

    def _after(self, day: int, number: int) -> int:
        """Return the day at whose end so many working days have passed since a day.

        With 0 it is the day itself or, where no work is done on it, the next working day;
        with a negative number, the working day from whose end there are so many to the day.
        """
        return self._working_day(
            self._working_day_number(day) + number
            if number
            else self._working_day_number(day - 1) + 1
        )

    def _latest(self, day: int, number: int) -> int:
        """Return the last day from which `after` comes to a day or to an earlier one."""
        if not number:
            return self._working_day(self._working_day_number(day))
        return self._working_day(self._working_day_number(day) + 1 - number) - 1

    def latest_finish(self, start: int, duration: int) -> int:
        """Return the last day from which `latest` comes to a start or to an earlier one."""
        return (
            self._working_day(self._working_day_number(start + 1) + duration) - 1
            if duration
            else start
        )

    def between(self, first: int, last: int) -> int:
        """Return how many working days follow one day, up to and with another.

        The number is negative where the second is the earlier one.
        """
        return self._working_day_number(last) - self._working_day_number(first)
