"""The calendars of an XER file: the days of a week and the exceptions, with their times of work.

They stand in one field as nested groups, ``(0||2()((0||0(s|08:00|f|12:00)())))``: day 2 of the
week, which is Monday, with work from 8 to 12. An exception names its day as the number of days
since 1899-12-30, ``(0||0(d|43650)(...))``; without times nothing is done on it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from depgraph.model import Calendar
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.records import Struct
from depgraph.sources.nodes import quoted

if TYPE_CHECKING:
    from depgraph.model.work import Span
    from depgraph.sources.remarks import Teller
    from depgraph.sources.xer_tables import Row, Table

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xff]")
_DAY = re.compile(r"\(0\|\|([1-7])\(\)")
_EXCEPTION = re.compile(r"\(d\|(\d+)\)")
_SPAN = re.compile(r"s\|(\d\d?):(\d\d)\|f\|(\d\d?):(\d\d)|f\|(\d\d?):(\d\d)\|s\|(\d\d?):(\d\d)")
_START = re.compile(r"\bs\|")
_ZERO = date(1899, 12, 30)
_LAST = (date(2199, 12, 31) - _ZERO).days

STANDARD: tuple[tuple[Span, ...], ...] = (*([((480, 720), (780, 1020))] * 5), (), ())
"""Monday to Friday from 8 to 12 and from 13 to 17."""


class Hours(Struct):
    """The times of work of a calendar: those of its week from Monday, and of other days."""

    week: tuple[tuple[Span, ...], ...]
    changed: dict[date, tuple[Span, ...]]


class XerCalendars:
    """The calendars of a file by their numbers, each with a name of its own."""

    def __init__(self, table: Table, tell: Teller) -> None:
        self._table = table
        self._tell = tell
        self._rows = {table.text(row, "clndr_id"): row for row in table.rows}
        self._hours: dict[str, Hours] = {}
        self._by_number: dict[str, Calendar] = {}
        self._names: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for number, row in self._rows.items():
            name = " ".join(table.text(row, "clndr_name").split()) or "calendar"
            counts[name] += 1
            self._names[number] = name if counts[name] == 1 else f"{name} ({counts[name]})"

    def __contains__(self, number: str) -> bool:
        """Whether the file has a calendar of this number."""
        return number in self._rows

    def __getitem__(self, number: str) -> Calendar:
        """Return a calendar by its number; what is wrong in it is reported the first time."""
        known = self._by_number.get(number)
        if known is None:
            hours = self._hours_of(number, ())
            row = self._rows[number]
            if not any(hours.week) and not any(hours.changed.values()):
                self._table.report(
                    row, f"clndr_data: the calendar {self._names[number]} has no time of work"
                )
            known = self._by_number[number] = calendar_of(self._names[number], hours)
        return known

    def _hours_of(self, number: str, above: tuple[str, ...]) -> Hours:
        """Return the times of a calendar, with the exceptions of those that it is based on."""
        if number not in self._hours:
            row = self._rows[number]
            hours = hours_of(self._table, row)
            days = days_of(self._table, row)
            if days and days != "1234567":
                self._tell(
                    f"CALENDAR: clndr_data: {self._names[number]} has the days of the week {days}, "
                    "and not each of 1 to 7 once: on those that are missing nothing is done",
                    line=row.line,
                )
            base = self._table.text(row, "base_clndr_id")
            if base and base not in self._rows:
                self._tell(
                    f"CALENDAR: base_clndr_id: there is no calendar {quoted(base)}, on which "
                    f"{self._names[number]} is based: its holidays are missing",
                    line=row.line,
                )
            if base in self._rows and base not in (*above, number):
                inherited = self._hours_of(base, (*above, number))
                hours = hours._replace(changed={**inherited.changed, **hours.changed})
            self._hours[number] = hours
        return self._hours[number]


def calendar_of(name: str, hours: Hours) -> Calendar:
    """Return a calendar with times of work; exceptions that change nothing are left out."""
    changed = {
        day: spans for day, spans in hours.changed.items() if spans != hours.week[day.weekday()]
    }
    weekdays = frozenset(n for n, spans in enumerate(hours.week) if spans)
    return Calendar(
        name,
        weekdays,
        frozenset(day for day, spans in changed.items() if not spans and day.weekday() in weekdays),
        frozenset(day for day, spans in changed.items() if spans and day.weekday() not in weekdays),
        hours.week,
        tuple(sorted(changed.items())),
    )


def days_of(table: Table, row: Row) -> str:
    """Return the numbers of the days of the week that a row has, sorted; empty without a week."""
    of_week = _UNSEEN.sub("", table.text(row, "clndr_data")).partition("Exceptions")[0]
    return "".join(sorted(_DAY.findall(of_week.partition("DaysOfWeek")[2])))


def hours_of(table: Table, row: Row) -> Hours:
    """Return the times of work that a row of the table of calendars says."""
    text = _UNSEEN.sub("", table.text(row, "clndr_data"))
    if "DaysOfWeek" not in text:
        table.report(row, "clndr_data: the days of the week are missing")
        return Hours(STANDARD, {})
    of_week, _, of_exceptions = text.partition("Exceptions")
    of_week = of_week.partition("DaysOfWeek")[2]
    week: list[tuple[Span, ...]] = [()] * 7
    days = _DAY.split(of_week)
    for number, block in zip(days[1::2], days[2::2], strict=True):
        week[(int(number) - 2) % 7] = _spans(table, row, block)
    changed: dict[date, tuple[Span, ...]] = {}
    exceptions = _EXCEPTION.split(of_exceptions)
    for number, block in zip(exceptions[1::2], exceptions[2::2], strict=True):
        if int(number) > _LAST:
            table.report(row, f"clndr_data: an exception has the day {number[:20]}, too late a one")
            continue
        changed[_ZERO + timedelta(int(number))] = _spans(table, row, block)
    if of_exceptions.count("(d|") != len(exceptions) // 2:
        table.report(row, "clndr_data: an exception has no day that can be read")
    return Hours(tuple(week), changed)


def _spans(table: Table, row: Row, block: str) -> tuple[Span, ...]:
    """Return the times of work of a day, sorted and apart."""
    spans: list[Span] = []
    for match in _SPAN.finditer(block):
        parts = [int(part) for part in match.groups() if part is not None]
        if match[1] is None:
            parts = parts[2:] + parts[:2]
        begin, end = parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]
        if begin > MINUTES_OF_DAY or end > MINUTES_OF_DAY or parts[1] > 59 or parts[3] > 59:
            table.report(row, f"clndr_data: {match[0]} are no times of a day")
            continue
        if end and end <= begin:
            table.report(row, f"clndr_data: work ends before it begins: {match[0]}")
            continue
        spans.append((begin, end or MINUTES_OF_DAY))
    if len(_START.findall(block)) != len(_SPAN.findall(block)):
        table.report(row, "clndr_data: a time of work is cut short or no time of a day")
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)
