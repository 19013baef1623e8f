"""What a scheduling program says of the work of an activity, and by which rules it schedules.

A moment is a number of minutes: ``date.toordinal() * 1440 + minute``, counted from the start of
the day. A finish at midnight and a start at midnight are the same moment.
"""

from __future__ import annotations

from typing import Literal

from depgraph.records import Struct

MINUTES_OF_DAY = 1440

Span = tuple[int, int]
"""A time of work within a day: from its first minute up to, not with, another."""

ConstraintKind = Literal[
    "start no earlier",
    "finish no earlier",
    "start no later",
    "finish no later",
    "start on",
    "finish on",
    "mandatory start",
    "mandatory finish",
]


class Constraint(Struct):
    """A limit on the start or the finish of an activity: its kind and its moment."""

    kind: ConstraintKind
    moment: int


class Work(Struct):
    """The work of an activity in minutes, and the moments that its program states.

    Attributes
    ----------
    start, finish, late_finish
        The moments that the program itself calculated: a proof, and no part of the logic. Of an
        activity that has begun, the start is that of what remains where the program tells it.
    float_minutes
        The total float that the program itself calculated.
    started, completed
        The actual moments; None for what has not happened.
    minutes
        The work that remains.
    total
        The work from start to finish; of an activity not begun, the same as `minutes`.
    is_elapsed
        Whether the work goes on day and night, whatever the calendar says.
    is_milestone, is_start
        Whether it is a milestone, and whether that is one of a start: shown on the day that
        begins then.
    resume
        The moment at which interrupted work goes on.
    expected_finish
        The finish that somebody expects, which counts where the rules say so.
    constraints
        Its limits, in their order.
    is_fixed
        Whether it keeps its dates, as what is scheduled by hand and what another project has.
    held
        The moment that it may not start before although no logic says why: the program says so.
    finish_floor
        The moment that it may not finish before, whether it has begun or not: a date that
        somebody asks about.
    """

    start: int | None = None
    finish: int | None = None
    late_finish: int | None = None
    float_minutes: int | None = None
    started: int | None = None
    completed: int | None = None
    minutes: int = 0
    total: int = 0
    is_elapsed: bool = False
    is_milestone: bool = False
    is_start: bool = False
    resume: int | None = None
    expected_finish: int | None = None
    constraints: tuple[Constraint, ...] = ()
    is_fixed: bool = False
    held: int | None = None
    finish_floor: int | None = None


class Rules(Struct):
    """How the program of a schedule network schedules it.

    Attributes
    ----------
    program
        ``p6`` or ``microsoft``.
    data_date
        The moment of which the states tell, None where the file has none.
    start
        The moment at which the project starts.
    progress
        What counts for work that began out of sequence: all links (``retained logic``), or none
        from unfinished work (``progress override``).
    ss_lag_from
        From which start of the prerequisite the lag of a start-to-start link counts: the actual
        one, or the early one.
    must_finish_by
        The moment by which the project must be finished.
    use_expected_finish
        Whether expected finishes count.
    """

    program: Literal["p6", "microsoft"] = "p6"
    data_date: int | None = None
    start: int | None = None
    progress: Literal["retained logic", "progress override"] = "retained logic"
    ss_lag_from: Literal["early start", "actual start"] = "early start"
    must_finish_by: int | None = None
    use_expected_finish: bool = False
