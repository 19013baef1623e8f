"""Arithmetic with the minutes of work of a calendar.

A moment is a number of minutes (see `depgraph.model.work`). Work is counted from a moment on that
all of a timetable's questions share, so that what lies between two moments is a difference.

The times of work are kept as sorted spans for all days on which the calendar differs from its
week, and for some weeks around them; what lies further away is looked up a whole number of weeks
nearer, as every week is like the other there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from depgraph.errors import DateRangeError
from depgraph.model.work import MINUTES_OF_DAY, Span

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Calendar

_WEEK = 7 * MINUTES_OF_DAY
_WHOLE_DAY: tuple[Span, ...] = ((0, MINUTES_OF_DAY),)
_FIRST_DAY = 719_163  # 1970-01-01, where a calendar says nothing of any day


class WorkingTime(Protocol):
    """Times of work: those of a calendar, or all time."""

    def work(self, moment: int) -> int:
        """Return the minutes of work until a moment, counted from some fixed one."""
        ...

    def next(self, moment: int) -> int:
        """Return the first moment, from one on, behind which there is work."""
        ...

    def previous(self, moment: int) -> int:
        """Return the last moment, up to one, before which there is work."""
        ...

    def add(self, moment: int, minutes: int) -> int:
        """Return the moment at which so much work is done since one, or before it."""
        ...

    def ended(self, work: int) -> int:
        """Return the moment that ends so much work, counted as `work` does."""
        ...


class AllTime:
    """Elapsed time: every minute is one of work."""

    def work(self, moment: int) -> int:
        """Return the minutes until a moment."""
        return moment

    def next(self, moment: int) -> int:
        """Return the moment itself."""
        return moment

    def previous(self, moment: int) -> int:
        """Return the moment itself."""
        return moment

    def add(self, moment: int, minutes: int) -> int:
        """Return the moment so many minutes after one, or before it."""
        return moment + minutes

    def ended(self, work: int) -> int:
        """Return the moment that ends so many minutes."""
        return work


ELAPSED = AllTime()


class Timetable:
    """The times of work of one calendar.

    Parameters
    ----------
    calendar
        The calendar. Where it has no shifts, a working day is one of 24 hours.
    days
        The first and the last day number that most questions are about, which are then
        answered faster.

    Raises
    ------
    DateRangeError
        By its methods, where a calendar has no work behind a moment, or before it.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Calendar
    >>> hours = ((480, 720), (780, 1020))
    >>> office = Timetable(Calendar("office", shifts=(hours,) * 5 + ((), ())))
    >>> friday = date(2024, 1, 5).toordinal() * 1440
    >>> (office.add(friday + 16 * 60, 120) - friday) / 60  # Monday at 9
    81.0
    """

    def __init__(self, calendar: Calendar, days: tuple[int, int] | None = None) -> None:
        self._name = calendar.name
        self._week = week_of(calendar)
        changed = changed_days(calendar)
        known = [*changed, *(days or ())] or [_FIRST_DAY]
        # Whole weeks, three of them before and three behind all that differs from the week.
        first = (min(known) - 22) // 7 * 7 + 1
        last = first + ((max(known) - first) // 7 + 4) * 7
        starts: list[int] = []
        ends: list[int] = []
        worked = [day for day in changed if changed[day]]
        for day in range(first, last) if any(self._week) else sorted(worked):
            midnight = day * MINUTES_OF_DAY
            for begin, end in changed.get(day, self._week[(day - 1) % 7]):
                if ends and midnight + begin <= ends[-1]:
                    ends[-1] = max(ends[-1], midnight + end)
                else:
                    starts.append(midnight + begin)
                    ends.append(midnight + end)
        self._starts, self._ends = starts, ends
        lengths = [end - start for start, end in zip(starts, ends, strict=True)]
        longest: int = max(lengths, default=MINUTES_OF_DAY)
        self._done: list[int] = [0, *accumulate(lengths)]
        """The work before each span, and all of it."""
        self._of_week = sum(end - begin for spans in self._week for begin, end in spans)
        of_days: list[int] = [sum(end - begin for begin, end in spans) for spans in self._week]
        self.minutes_of_day: int = max(of_days) or longest
        """The work of the longest day of the week, or of the longest day at all without one."""
        # Moments before the second week, or from the last but one on, are moved by whole weeks.
        self._low: int = (first + 7) * MINUTES_OF_DAY
        self._high: int = (last - 7) * MINUTES_OF_DAY
        self._low_work = self._work_within(self._low)
        self._high_work = self._work_within(self._high)

    @property
    def is_endless(self) -> bool:
        """Whether there is work before and behind every moment."""
        return bool(self._of_week)

    def _work_within(self, moment: int) -> int:
        n = bisect_right(self._starts, moment) - 1
        if n < 0:
            return 0
        return self._done[n] + min(moment, self._ends[n]) - self._starts[n]

    def _weeks_off(self, moment: int) -> int:
        """Return by how many weeks a moment lies outside of what is kept."""
        if not self._of_week or self._low <= moment < self._high:
            return 0
        if moment < self._low:
            return (moment - self._low) // _WEEK
        return (moment - self._high) // _WEEK + 1

    def work(self, moment: int) -> int:
        """Return the minutes of work until a moment, counted from some fixed one."""
        weeks = self._weeks_off(moment)
        return self._work_within(moment - weeks * _WEEK) + weeks * self._of_week

    def next(self, moment: int) -> int:
        """Return a moment that is within work or starts it, else the next start of work."""
        weeks = self._weeks_off(moment)
        inside = moment - weeks * _WEEK
        n = bisect_right(self._ends, inside)
        if n == len(self._starts):
            raise self._no_work("behind", moment)
        start = self._starts[n]
        return moment if start <= inside else start + weeks * _WEEK

    def previous(self, moment: int) -> int:
        """Return a moment that is within work or ends it, else the end of work before it."""
        weeks = self._weeks_off(moment)
        inside = moment - weeks * _WEEK
        n = bisect_left(self._starts, inside) - 1
        if n < 0:
            raise self._no_work("before", moment)
        end = self._ends[n]
        return moment if end >= inside else end + weeks * _WEEK

    def add(self, moment: int, minutes: int) -> int:
        """Return the moment at which so much work is done since one, or before it.

        Of several it is the earliest for work behind the moment, the latest for work before it.
        """
        if not minutes:
            return moment
        at = self._moment_of(self.work(moment) + minutes, is_first=minutes > 0)
        if at is None:
            raise self._no_work("behind" if minutes > 0 else "before", moment)
        return at

    def ended(self, work: int) -> int:
        """Return the moment that ends so much work, counted as `work` does."""
        moment = self._moment_of(work, is_first=True)
        assert moment is not None, "what does not end has any work"
        return moment

    def _moment_of(self, work: int, *, is_first: bool) -> int | None:
        """Return the first moment, or the last, until which so much work is done."""
        weeks = 0
        if self._of_week:
            if work > self._high_work:
                weeks = -((self._high_work - work) // self._of_week)
            elif work < self._low_work:
                weeks = (work - self._low_work) // self._of_week
            work -= weeks * self._of_week
        n = (bisect_left if is_first else bisect_right)(self._done, work) - 1
        if n < 0 or n >= len(self._starts):
            return None
        return self._starts[n] + work - self._done[n] + weeks * _WEEK

    def _no_work(self, where: str, moment: int) -> DateRangeError:
        from datetime import date

        day = date.fromordinal(min(max(moment // MINUTES_OF_DAY, 1), date.max.toordinal()))
        return DateRangeError(f"the calendar {self._name} has too little work {where} {day}")


def week_of(calendar: Calendar) -> tuple[tuple[Span, ...], ...]:
    """Return the times of work of each day of a calendar's week."""
    if calendar.shifts is not None:
        return calendar.shifts
    return tuple(_WHOLE_DAY if day in calendar.weekdays else () for day in range(7))


def changed_days(calendar: Calendar) -> dict[int, tuple[Span, ...]]:
    """Return the times of work of the days that differ from the week, by day number."""
    changed: dict[date, tuple[Span, ...]] = dict.fromkeys(calendar.holidays, ())
    longest = max(week_of(calendar), key=lambda spans: sum(end - begin for begin, end in spans))
    changed |= dict.fromkeys(calendar.extra, longest or _WHOLE_DAY)
    changed |= dict(calendar.changed)
    return {day.toordinal(): spans for day, spans in changed.items()}
