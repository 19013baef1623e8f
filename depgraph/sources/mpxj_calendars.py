"""The calendars of a project that MPXJ read."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from depgraph.sources.work_facts import one_line
from depgraph.sources.xer_calendars import STANDARD, Hours, calendar_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.model import Calendar
    from depgraph.model.work import Span
    from depgraph.sources.mpxj_facts import CalendarFacts


def named_calendars(
    calendars: Iterable[CalendarFacts],
) -> tuple[dict[int, Calendar], list[str]]:
    """Return the calendars by number, with names that tell them apart, and what is to be told."""
    by_number: dict[int, Calendar] = {}
    remarks: list[str] = []
    names: Counter[str] = Counter()
    for facts in calendars:
        name = one_line(facts["name"]) or "calendar"
        names[name] += 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        week = tuple(_spans(spans) for spans in facts["week"])
        changed = {
            date.fromisoformat(day): _spans(spans) for day, spans in facts["changed"].items()
        }
        if not any(week) and not any(changed.values()):
            remarks.append(
                f"the calendar {name} has no time of work: Monday to Friday is taken, from 8 to 12 "
                "and from 13 to 17"
            )
            week = STANDARD
        by_number[facts["uid"]] = calendar_of(name, Hours(week, changed))
    return by_number, remarks


def _spans(spans: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple((begin, end) for begin, end in spans)
