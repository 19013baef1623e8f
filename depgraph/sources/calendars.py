"""Working calendars as the configuration gives them: days of the week, less holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from depgraph.model import Calendar, Position
from depgraph.records import Struct
from depgraph.sources.keys import (
    CODE,
    NOTHING,
    TEXT,
    Choice,
    Custom,
    Either,
    Items,
    Key,
    Made,
    Named,
    Record,
    Values,
)
from depgraph.sources.nodes import Node, Scalar

if TYPE_CHECKING:
    from depgraph.sources.fields import Fields

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAGS = ("calendar", "working")

_LONGEST_HOLIDAY = 366


def _days_of_span(fields: Fields, node: Node, what: str) -> list[date] | None:
    """Return the days of a date, or of a span ``first/last``."""
    if not isinstance(node, Scalar) or "/" not in node.text:
        day = fields.date(node, what)
        return None if day is None else [day]
    ends = [fields.date(node._replace(text=text.strip()), what) for text in node.text.split("/", 1)]
    first, last = ends
    if first is None or last is None:
        return None
    length = (last - first).days + 1
    if not 0 < length <= _LONGEST_HOLIDAY:
        wrong = "ends before it begins" if length < 1 else f"has {length} days"
        fields.report(node, f"{what}: the span {node.text} {wrong}: correct one of its dates")
        return None
    return [first + timedelta(n) for n in range(length)]


def _calendar_of(name: str, values: Values, _place: Position) -> Calendar:
    extra: frozenset[date] = values.get("extra", frozenset())
    calendar = Calendar(name, holidays=values.get("holidays", frozenset()) - extra, extra=extra)
    return calendar._replace(weekdays=values.get("weekdays") or calendar.weekdays)


CALENDAR = Record(
    {
        "week": Key(
            Made(
                Items(Choice(WEEKDAYS), least=1),
                lambda days, _place: frozenset(map(WEEKDAYS.index, days)),
            ),
            "The working days of a week; Monday to Friday unless said.",
            into="weekdays",
        ),
        "holidays": Key(
            Made(
                Items(Custom(TEXT, _days_of_span), may_be_single=True),
                lambda spans, _place: frozenset(day for span in spans for day in span),
            ),
            "Days without work: dates, or spans of dates as 2019-12-24/2020-01-01.",
        ),
        "working": Key(
            Made(
                Items(Custom(TEXT, _days_of_span), may_be_single=True),
                lambda spans, _place: frozenset(day for span in spans for day in span),
            ),
            "Days with work although they are none of the week, or holidays: dates, or spans.",
            into="extra",
        ),
    },
)
CALENDARS = Named(
    Either(CALENDAR, Made(NOTHING, lambda _text, _place: Values())), _calendar_of, names=CODE
)
CALENDAR_KEY = Key(CODE, "The calendar of its working days: one of the configuration.")


class Calendars(Struct):
    """The calendars of a plan, and who follows which where nothing else says so.

    Attributes
    ----------
    default
        The name of the calendar of every milestone that names none; None for none.
    lags_are_working
        Whether a lag counts the working days of the prerequisite's calendar.
    gives_way
        Whether calendars of files with times of work count in place of those of the same names.
    """

    by_name: dict[str, Calendar] = {}  # noqa: RUF012 - never changed
    default: str | None = None
    lags_are_working: bool = False
    gives_way: bool = False
