"""Arithmetic with the working days of a calendar, for the days of many runs at once.

It is that of `depgraph.analysis.workdays.WorkingDays`, by tables from day numbers to the numbers
of working days and back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from depgraph.analysis.risk.network import UNDATED
from depgraph.analysis.risk.spreads import slips_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from depgraph.analysis.risk.network import Network
    from depgraph.model import Calendar

    Days = NDArray[np.int32]

LAST_DAY = date.max.toordinal()


class WorkdayTables:
    """The working days of one calendar between two days.

    Parameters
    ----------
    first, last
        The first and the last day that may be asked for. Days before count as the first, days
        after the last raise `IndexError`.
    """

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        self._first = max(1, first)
        days = np.arange(self._first, min(last, LAST_DAY + 1) + 1)
        is_worked = np.isin((days - 1) % 7, sorted(calendar.weekdays))
        holidays = [day.toordinal() for day in calendar.holidays]
        is_worked &= ~np.isin(days, holidays)
        self._numbers = np.cumsum(is_worked, dtype=np.int32)  # up to and with each day
        self._worked = days[is_worked].astype(np.int32)

    def number(self, days: Days) -> Days:
        """Return how many working days there are up to and with some days."""
        return np.take(self._numbers, np.maximum(days - self._first, 0))

    def day(self, numbers: Days) -> Days:
        """Return the working days with some numbers, which begin at 1."""
        return np.take(self._worked, np.maximum(numbers - 1, 0))

    def after(self, days: Days, number: Days | int) -> Days:
        """Return the days at whose end so many working days have passed since some days.

        With 0 each is the day itself or, where no work is done on it, the next working day.
        """
        moved = self.day(self.number(days) + number)
        return np.where(np.equal(number, 0), self.day(self.number(days - 1) + 1), moved)

    def latest(self, days: Days, number: Days | int) -> Days:
        """Return the last days from which `after` comes to some days, for a number above 0."""
        return self.day(self.number(days) + 1 - number) - 1


def workday_tables(network: Network) -> dict[str, WorkdayTables]:
    """Return the tables of the calendars, for all days that a run can come to."""
    if not network.calendars:
        return {}
    days = [row.own for row in network.rows if row.own != UNDATED]
    days += (row.as_of for row in network.rows)
    reach = sum(
        max(map(abs, slips_of(spread, network.tables[spread.table][[0, -1]]).tolist()))
        for spread in network.spreads
        if spread is not None
    )
    reach += sum(
        len(hit.rows) * max(map(abs, slips_of(hit, network.tables[hit.table][[0, -1]]).tolist()))
        for hit in network.hits
    )
    reach += sum(
        row.duration + row.work + sum(abs(link.lag) for link in row.incoming)
        for row in network.rows
    )
    tables = {}
    for name, calendar in network.calendars.items():
        around = 14 + reach * 7 // len(calendar.weekdays) + len(calendar.holidays)
        tables[name] = WorkdayTables(calendar, min(days) - around, max(days) + around)
    return tables
