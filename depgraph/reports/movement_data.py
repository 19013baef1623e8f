"""How far milestones moved from schedule to schedule: the contract of ``slips --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.movements import TrendWord
from depgraph.reports.data import (
    Day,
    DocumentData,
    LevelledMilestone,
    data_of,
    documents_data,
)
from depgraph.reports.recoding_data import LikelyRecodedData, likely_recoded_data

if TYPE_CHECKING:
    from depgraph.analysis.movements import Movement, Movements


class ComparedSchedule(TypedDict):
    """A schedule that is compared."""

    schedule: Annotated[str, "its file"]
    as_of: Day | None
    documents: list[DocumentData]


class DateInSchedule(TypedDict):
    """What a schedule says of a milestone."""

    in_schedule: bool
    date: Annotated[Day | None, "the completion, else the forecast, else the due date"]
    complete: bool


class MilestoneMovement(LevelledMilestone):
    """How far a milestone moved."""

    dates: Annotated[list[DateInSchedule], "one for each schedule"]
    moves: Annotated[
        list[int | None], "days, positive for later: one for each schedule but the first"
    ]
    total_days: Annotated[int | None, "from the first date to the last"]
    trend: TrendWord


class SlipsAnswer(TypedDict):
    """How far milestones moved from schedule to schedule: depgraph slips."""

    schedules: Annotated[list[ComparedSchedule], "in the order in which they are compared"]
    milestones: Annotated[list[MilestoneMovement], "the biggest movers first"]
    in_no_schedule: Annotated[list[str], "codes"]
    later_schedules: Annotated[list[str], "files: later than the plan, and not compared unasked"]
    likely_recoded: Annotated[
        list[LikelyRecodedData], "what likely vanished under one code and is new under another"
    ]


def movement_data(movements: Movements) -> SlipsAnswer:
    """Return all movements."""
    return {
        "schedules": [
            data_of(
                ComparedSchedule,
                schedule,
                schedule=schedule.shown,
                documents=documents_data(schedule.documents),
            )
            for schedule in movements.schedules
        ],
        "milestones": [_movement_data(movement) for movement in movements.movements],
        "in_no_schedule": list(movements.elsewhere),
        "later_schedules": [schedule.shown for schedule in movements.later],
        "likely_recoded": likely_recoded_data(movements.recoded),
    }


def _movement_data(movement: Movement) -> MilestoneMovement:
    return data_of(
        MilestoneMovement,
        movement.milestone,
        dates=[
            data_of(DateInSchedule, dated, in_schedule=dated.is_there, complete=dated.is_complete)
            for dated in movement.dates
        ],
        moves=movement.moves,
        total_days=movement.total,
        trend=movement.trend,
    )
