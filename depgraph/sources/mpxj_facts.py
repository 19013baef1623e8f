"""What `depgraph.sources.mpxj_program` writes of the file of a scheduling program.

Moments are texts, YYYY-MM-DDTHH:MM; days, YYYY-MM-DD; durations and lags are minutes of work, or of
all time where they are elapsed. The times of work of a day are pairs of minutes of that day.
"""

from __future__ import annotations

from typing import TypedDict


class TaskFacts(TypedDict):
    """An activity, a milestone or a summary.

    Its `start` and `finish` are those that its program calculated; of P6, of what remains.
    """

    uid: int
    row: int
    parent: int | None
    code: str | None
    name: str | None
    type: str | None
    is_milestone: bool
    is_summary: bool
    is_active: bool
    is_manual: bool
    is_external: bool
    is_assigned: bool
    subproject: str | None
    baselines: dict[str, str]
    start: str | None
    finish: str | None
    late_finish: str | None
    slack: int | None
    actual_start: str | None
    actual_finish: str | None
    suspend: str | None
    resume: str | None
    expected_finish: str | None
    remaining: int | None
    duration: int | None
    is_elapsed: bool
    percent: float | None
    status: str | None
    calendar: int | None
    constraints: list[tuple[str, str | None]]
    deadline: str | None


class RelationFacts(TypedDict):
    """A relationship; `external` is its prerequisite where another project has that.

    A lag is in minutes, or in `percent` of the duration of the prerequisite.
    """

    uid: int
    prerequisite: int
    dependent: int
    external: TaskFacts | None
    type: str
    lag: int
    percent: float | None
    is_elapsed: bool


class CalendarFacts(TypedDict):
    """A calendar: the times of work of its week from Monday, and of the days that differ."""

    uid: int
    name: str | None
    week: list[list[tuple[int, int]]]
    changed: dict[str, list[tuple[int, int]]]


class ProjectFacts(TypedDict):
    """A project; `passed_over` are the errors in the file that MPXJ went on after."""

    id: str | None
    name: str | None
    is_exported: bool
    as_of: str | None
    start: str | None
    must_finish_by: str | None
    is_from_finish: bool
    progress: str | None
    counts_lag_from_early_start: bool
    uses_expected_finish: bool
    lag_calendar: str | None
    default_calendar: int | None
    activities: list[TaskFacts]
    relations: list[RelationFacts]
    calendars: list[CalendarFacts]
    passed_over: list[str]


class Answer(TypedDict, total=False):
    """The projects of a file, or an error."""

    projects: list[ProjectFacts]
    error: str
    message: str
