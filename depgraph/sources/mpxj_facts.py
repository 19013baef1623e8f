"""What `depgraph.sources.mpxj_program` writes of the file of a scheduling program.

Moments are texts, YYYY-MM-DDTHH:MM; days, YYYY-MM-DD; durations and lags count days of work, or of
24 hours where they are elapsed.
"""

from __future__ import annotations

from typing import TypedDict


class TaskFacts(TypedDict):
    """An activity, a milestone or a summary."""

    uid: int
    row: int
    code: str | None
    name: str | None
    type: str | None
    is_milestone: bool
    is_summary: bool
    is_active: bool
    baseline: str | None
    finish: str | None
    actual_start: str | None
    actual_finish: str | None
    days: float | None
    percent: float | None
    calendar: int | None
    constraints: list[tuple[str, str | None]]
    deadline: str | None


class RelationFacts(TypedDict):
    """A relationship; `external` is its prerequisite where another project has that."""

    uid: int
    prerequisite: int
    dependent: int
    external: TaskFacts | None
    type: str
    days: float
    is_elapsed: bool


class CalendarFacts(TypedDict):
    """A calendar: its days of the week from 0, Monday; the days that are other than these say."""

    uid: int
    name: str | None
    weekdays: list[int]
    holidays: list[str]
    worked: list[str]


class ProjectFacts(TypedDict):
    """A project."""

    id: str | None
    name: str | None
    is_exported: bool
    as_of: str | None
    lag_calendar: str | None
    default_calendar: int | None
    activities: list[TaskFacts]
    relations: list[RelationFacts]
    calendars: list[CalendarFacts]


class Answer(TypedDict, total=False):
    """The projects of a file, or an error."""

    projects: list[ProjectFacts]
    error: str
    message: str
