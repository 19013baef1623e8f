"""What the work of an activity says in days: the attributes that graph files have of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.moments.showing import minutes_of_day, shown_date
from depgraph.analysis.moments.timetable import ELAPSED
from depgraph.sources.bounds import wrong_duration
from depgraph.sources.skeleton import lag_in_days

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.model import Constraint, Work

_FLOORS = ("on", "no earlier")
_LIMITS = ("on", "no later")


def stated_facts(work: Work, times: WorkingTime) -> dict[str, object]:
    """Return the dates and the duration of an activity in days; None for what it has not.

    A start constraint of work that has begun is history, and sets no date.

    Parameters
    ----------
    times
        The calendar of the activity.
    """
    facts: dict[str, object] = {"not_after": min(_days(work, times, later=True), default=None)}
    if work.completed is not None:
        facts["completed"] = shown_date(times, work.completed, is_start=work.is_start)
        return facts
    if work.finish is not None:
        facts["forecast"] = shown_date(times, work.finish, is_start=work.is_start)
    facts["not_before"] = max(_days(work, times, later=False), default=None)
    if not work.is_milestone or work.minutes:
        day = minutes_of_day(ELAPSED if work.is_elapsed else times)
        facts["duration"] = lag_in_days(work.total, day)
        if work.started is not None:
            facts["started"] = shown_date(times, work.started, is_start=True)
            facts["remaining"] = lag_in_days(work.minutes, day)
    return facts


def is_contradicted(status: tuple[bool, bool], started: int | None, completed: int | None) -> bool:
    """Whether actual dates say otherwise than a status: that work has begun, or is complete."""
    return status != (started is not None or completed is not None, completed is not None)


def wrong_work(work: Work) -> str | None:
    """Say what is wrong with the minutes of an activity, or return None."""
    for minutes in (work.minutes, work.total):
        if wrong := wrong_duration(minutes / 1440):
            return f"the duration: {wrong}"
    return None


def _days(work: Work, times: WorkingTime, *, later: bool) -> list[date]:
    """Return the dates of the finish that the constraints of one side make."""
    own = ELAPSED if work.is_elapsed else times
    return [
        shown_date(times, _finish(constraint, work, own), is_start=work.is_start)
        for constraint in work.constraints
        if _is_of_side(constraint, later=later)
        and (work.started is None or "finish" in constraint.kind)
        and (later or work.started is None)
    ]


def _is_of_side(constraint: Constraint, *, later: bool) -> bool:
    kind = constraint.kind
    return kind.endswith(_LIMITS if later else _FLOORS) or kind.startswith("mandatory")


def _finish(constraint: Constraint, work: Work, own: WorkingTime) -> int:
    if "finish" in constraint.kind or not work.minutes:
        return constraint.moment
    return own.add(own.next(constraint.moment), work.minutes)


def one_line(text: str | None) -> str | None:
    """Return a text in one line, without what cannot be seen; None for none."""
    if text is None:
        return None
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split()) or None


def whole_percent_of(share: float) -> int | None:
    """Return a share of the work in whole per cent; 100 only for all of it, None for nothing."""
    if share <= 0:
        return None
    return 100 if share >= 1 else min(max(int(share * 100 + 0.5), 1), 99)
