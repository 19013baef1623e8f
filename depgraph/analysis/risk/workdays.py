"""Arithmetic with the working days of a calendar, for the days of many runs at once.

It is that of `depgraph.analysis.workdays.WorkingDays`, in closed form.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from depgraph.model import Calendar

    Days = NDArray[np.int32]

LAST_DAY = date.max.toordinal()


class WorkdayRows:
    """The working days of one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self._weekdays = np.array(sorted(calendar.weekdays), np.int32)
        until = accumulate(weekday in calendar.weekdays for weekday in range(7))
        self._until = np.array([0, *until], np.int32)
        self._holidays = np.array(
            sorted(
                d.toordinal()
                for d in calendar.holidays - calendar.extra
                if d.weekday() in calendar.weekdays
            ),
            np.int32,
        )
        self._extra = np.array(
            sorted(d.toordinal() for d in calendar.extra if d.weekday() not in calendar.weekdays),
            np.int32,
        )
        # From which number on a working day lies behind each holiday.
        places = np.arange(len(self._holidays), dtype=np.int32)
        self._behind = self._on_weekdays(self._holidays) - places
        self._extra_numbers = self._number(self._extra)

    def _on_weekdays(self, days: Days) -> Days:
        """Return how many weekdays with work there are up to and with some days."""
        weeks = days // np.int32(7)  # day 1 is a Monday
        rest = days - weeks * np.int32(7)
        return weeks * np.int32(len(self._weekdays)) + self._until[rest]

    def _number(self, days: Days) -> Days:
        """Return how many working days there are up to and with some days."""
        numbers = self._on_weekdays(days)
        if len(self._holidays):
            numbers = numbers - np.searchsorted(self._holidays, days, side="right")
        if len(self._extra):
            numbers = numbers + np.searchsorted(self._extra, days, side="right")
        return numbers

    def _day(self, numbers: Days) -> Days:
        """Return the working days with some numbers."""
        if not len(self._extra):
            return self._weekday(numbers)
        before = np.searchsorted(self._extra_numbers, numbers, side="right")
        last = np.maximum(before - 1, 0)
        is_extra = self._extra_numbers[last] == numbers
        return np.where(is_extra, self._extra[last], self._weekday(numbers - before))

    def _weekday(self, numbers: Days) -> Days:
        """Return the days with some numbers among the weekdays that are no holidays."""
        if len(self._holidays):
            numbers = numbers + np.searchsorted(self._behind, numbers, side="right")
        places = numbers - np.int32(1)
        weeks = places // np.int32(len(self._weekdays))
        rest = places - weeks * np.int32(len(self._weekdays))
        return weeks * np.int32(7) + self._weekdays[rest] + np.int32(1)

    def after(self, days: Days, number: Days | int) -> Days:
        """Return the days at whose end so many working days have passed since some days.

        With 0 each is the day itself or, where no work is done on it, the next working day.
        """
        if isinstance(number, int):
            if number:
                return self._day(self._number(days) + np.int32(number))
            return self._day(self._number(days - np.int32(1)) + np.int32(1))
        moved = self._day(self._number(days) + number)
        still = self._day(self._number(days - np.int32(1)) + np.int32(1))
        return np.where(number == 0, still, moved)

    def latest(self, days: Days, number: Days | int) -> Days:
        """Return the last days from which `after` comes to some days, for a number above 0."""
        return self._day(self._number(days) + np.int32(1) - number) - np.int32(1)


def workday_rows(calendars: Mapping[str, Calendar]) -> dict[str, WorkdayRows]:
    """Return the arithmetic of some calendars by their names."""
    return {name: WorkdayRows(calendar) for name, calendar in calendars.items()}
