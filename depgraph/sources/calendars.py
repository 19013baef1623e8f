"""Working calendars as the configuration gives them: days of the week, less holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from depgraph.model import Calendar
from depgraph.sources.document import Mapping, Scalar, describe
from depgraph.sources.keys import CODE, TEXT, Choice, Items, Key, Record

if TYPE_CHECKING:
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAGS = ("calendar", "working")

_LONGEST_HOLIDAY = 366

CALENDAR = Record(
    {
        "week": Key(
            Items(Choice(WEEKDAYS), empty=False),
            "The working days of a week; Monday to Friday unless said.",
        ),
        "holidays": Key(
            Items(TEXT, one=True),
            "Days without work: dates, or spans of dates as 2019-12-24/2020-01-01.",
        ),
    },
)
CALENDAR_KEY = Key(CODE, "The calendar of its working days: one of the configuration.")


class Calendars(NamedTuple):
    """The calendars of a plan, and who follows which where nothing else says so.

    Attributes
    ----------
    default
        The name of the calendar of every milestone that names none; None for none.
    lags_are_working
        Whether a lag counts the working days of the prerequisite's calendar.
    """

    by_name: dict[str, Calendar] = {}  # noqa: RUF012 - never changed
    default: str | None = None
    lags_are_working: bool = False


def read_calendars(fields: Fields, node: Node) -> dict[str, Calendar]:
    """Read the calendars of a configuration. Everything wrong is reported at its place."""
    if not isinstance(node, Mapping):
        fields.report(node, f"calendars: expected a mapping, got {describe(node)}")
        return {}
    found: dict[str, Calendar] = {}
    for key, value in node.pairs:
        name = fields.code(key, "calendars")
        if name is not None:
            found[name] = _calendar(fields, name, value)
    return found


def _calendar(fields: Fields, name: str, node: Node) -> Calendar:
    calendar = Calendar(name)
    what = f"calendars: {name}"
    if isinstance(node, Scalar) and node.plain and not node.text:
        return calendar
    for key, _, value in fields.entries(node, what, CALENDAR.keys):
        inner = f"{what}: {key}"
        if key == "week":
            days = fields.items(
                value, inner, lambda item, at: _weekday(fields, item, at), empty=False
            )
            if days:
                calendar = calendar._replace(weekdays=frozenset(days))
        else:
            spans = fields.items(value, inner, lambda item, at: _days(fields, item, at), one=True)
            calendar = calendar._replace(holidays=frozenset(day for span in spans for day in span))
    return calendar


def _weekday(fields: Fields, node: Node, what: str) -> int | None:
    word = fields.choice(node, what, WEEKDAYS)
    return None if word is None else WEEKDAYS.index(word)


def _days(fields: Fields, node: Node, what: str) -> list[date] | None:
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
