"""The numbers behind the charts as data, sorted: the contract of ``chart --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.analysis.burndown import Burndown
from depgraph.analysis.late import LateKind
from depgraph.analysis.risk.chances import ChanceOf, SensitivityOf
from depgraph.analysis.timeline import Timeline
from depgraph.analysis.trends import Trends
from depgraph.reports.chart_risk_data import (
    RiskNumbers,
    SensitivityNumbers,
    risk_numbers,
    sensitivity_numbers,
)
from depgraph.reports.data import (
    Day,
    DocumentData,
    LevelledMilestone,
    LinkEnds,
    documents_data,
    iso,
    levelled_milestone,
)
from depgraph.reports.recoding_data import LikelyRecodedData, likely_recoded_data

if TYPE_CHECKING:
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.trends import Slips


# -- timeline --------------------------------------------------------------------------


class TimelineMilestone(LevelledMilestone):
    """A milestone of a timeline."""

    date: Annotated[Day, "the completion, else the forecast, else the due date"]
    expected: Annotated[Day, "the completion, or when it is expected now"]
    due: Day | None
    projected: Day | None
    slip_days: Annotated[int | None, "from the due date to the completion or projected date"]
    complete: bool
    late: Annotated[LateKind | None, "whether and how it is late; null for not"]


class TimelineLink(LinkEnds):
    """What waits on what, perhaps through milestones that are not drawn."""

    queried: bool
    through: Annotated[list[str], "codes"]


class LeftOutOfTimeline(TypedDict):
    """The codes of what is not drawn."""

    undated: list[str]
    schedule_only: list[str]
    links: Annotated[int, "how many links of a network are left out, all or none"]


class TimelineNumbers(TypedDict):
    """Milestones by date, and the links between them."""

    chart: Literal["timeline"]
    only_in_schedule: Annotated[list[str], "codes that only the schedule has, without links"]
    as_of: Day | None
    documents: list[DocumentData]
    milestones: list[TimelineMilestone]
    links: list[TimelineLink]
    left_out: LeftOutOfTimeline


# -- burndown --------------------------------------------------------------------------


class BurndownCount(TypedDict):
    """How many milestones are left at the end of a day."""

    date: Day
    planned: Annotated[int, "those due later"]
    actual: Annotated[int | None, "those not complete; null after the as-of date"]
    forecast: Annotated[int | None, "those projected later; null before the as-of date"]


class BurndownGroup(TypedDict):
    """How a group stands at the as-of date."""

    group: Annotated[str | None, "the team, else the owner"]
    total: int
    planned: int
    complete: int


class LeftOutOfBurndown(TypedDict):
    """The codes of what is not counted."""

    without_due: list[str]
    without_completion: list[str]
    schedule_only: list[str]


class BurndownNumbers(TypedDict):
    """How many are left, by date, and how the groups stand at the as-of date."""

    chart: Literal["burndown"]
    only_in_schedule: Annotated[list[str], "codes that only the schedule has, without links"]
    as_of: Day
    documents: list[DocumentData]
    total: int
    planned: Annotated[int, "those due on or before the as-of date"]
    complete: int
    counts: list[BurndownCount]
    groups: list[BurndownGroup]
    left_out: LeftOutOfBurndown


# -- trend -----------------------------------------------------------------------------


class TrendPoint(TypedDict):
    """The date of a milestone in a schedule."""

    as_of: Day
    date: Day
    complete: bool


class TrendMilestone(LevelledMilestone):
    """The dates of a milestone."""

    slip_days: Annotated[int, "from the first point to the last; negative for earlier"]
    open_after_completion: Annotated[
        Day | None, "the last schedule that has it open, if it was complete by then"
    ]
    points: list[TrendPoint]


class LeftOutOfTrend(TypedDict):
    """The codes of what is not drawn, and the schedules that are not."""

    without_date: list[str]
    schedule_only: list[str]
    schedules: list[str]
    later_schedules: Annotated[list[str], "files: later than the plan"]


class TrendNumbers(TypedDict):
    """The dates of milestones in each schedule."""

    chart: Literal["trend"]
    only_in_schedule: Annotated[list[str], "codes that only the schedule has, without links"]
    as_of: Annotated[list[Day], "those of the schedules"]
    documents: Annotated[list[DocumentData], "those of the last schedule"]
    milestones: list[TrendMilestone]
    likely_recoded: Annotated[
        list[LikelyRecodedData], "what likely has another code from one schedule on"
    ]
    left_out: LeftOutOfTrend


# -- slips -----------------------------------------------------------------------------


class SlipOfMilestone(LevelledMilestone):
    """How far a milestone moved."""

    before: Day
    after: Day
    slip_days: Annotated[int, "negative for earlier"]
    complete: bool


class LeftOutOfSlips(TypedDict):
    """The codes of what is not compared."""

    only_before: list[str]
    only_after: list[str]
    without_date: list[str]
    schedule_only: list[str]


class SlipsNumbers(TypedDict):
    """How far milestones moved, the biggest movers first."""

    chart: Literal["slips"]
    only_in_schedule: Annotated[list[str], "codes that only the schedule has, without links"]
    as_of: Day | None
    documents: Annotated[list[DocumentData], "those of the later dates"]
    before: Annotated[str, "what the earlier dates are, in words"]
    after: Annotated[str, "what the later dates are, in words"]
    slips: list[SlipOfMilestone]
    likely_recoded: Annotated[list[LikelyRecodedData], "what likely has another code now"]
    left_out: LeftOutOfSlips


ChartAnswer = (
    TimelineNumbers
    | BurndownNumbers
    | TrendNumbers
    | SlipsNumbers
    | RiskNumbers
    | SensitivityNumbers
)
"""The numbers of any chart."""


def chart_data(
    data: Timeline | Burndown | Trends | Slips | ChanceOf | SensitivityOf, scope: Scope
) -> ChartAnswer:
    """Return the numbers of a chart, and which milestones of its scope it leaves out."""
    if isinstance(data, ChanceOf):
        return risk_numbers(data)
    if isinstance(data, SensitivityOf):
        return sensitivity_numbers(data)
    if isinstance(data, Timeline):
        return _timeline_numbers(data, scope)
    if isinstance(data, Burndown):
        return _burndown_numbers(data, scope)
    return _trend_numbers(data, scope) if isinstance(data, Trends) else _slips_numbers(data, scope)


def _timeline_numbers(data: Timeline, scope: Scope) -> TimelineNumbers:
    return {
        "chart": "timeline",
        "only_in_schedule": list(scope.unlinked),
        "as_of": iso(data.as_of),
        "documents": documents_data(data.documents),
        "milestones": [
            {
                **levelled_milestone(entry.milestone),
                "date": entry.date.isoformat(),
                "expected": entry.expected.isoformat(),
                "due": iso(entry.milestone.due),
                "projected": iso(entry.projected),
                "slip_days": entry.slip,
                "complete": entry.milestone.is_complete,
                "late": late.kind if (late := data.late.get(entry.code)) else None,
            }
            for entry in data.entries
        ],
        "links": [
            {
                "prerequisite": tie.prerequisite,
                "dependent": tie.dependent,
                "queried": tie.is_queried,
                "through": list(tie.through),
            }
            for tie in data.ties
        ],
        "left_out": {
            "undated": list(data.undated),
            "schedule_only": list(scope.schedule_only),
            "links": data.untied,
        },
    }


def _burndown_numbers(data: Burndown, scope: Scope) -> BurndownNumbers:
    return {
        "chart": "burndown",
        "only_in_schedule": list(scope.unlinked),
        "as_of": data.as_of.isoformat(),
        "documents": documents_data(data.documents),
        "total": data.total,
        "planned": data.planned,
        "complete": data.complete,
        "counts": [
            {
                "date": count.date.isoformat(),
                "planned": count.planned,
                "actual": count.actual,
                "forecast": count.forecast,
            }
            for count in data.counts
        ],
        "groups": [
            {
                "group": share.group,
                "total": share.total,
                "planned": share.planned,
                "complete": share.complete,
            }
            for share in data.shares
        ],
        "left_out": {
            "without_due": list(data.without_due),
            "without_completion": list(data.without_completion),
            "schedule_only": list(scope.schedule_only),
        },
    }


def _trend_numbers(data: Trends, scope: Scope) -> TrendNumbers:
    return {
        "chart": "trend",
        "only_in_schedule": list(scope.unlinked),
        "as_of": [as_of.isoformat() for as_of in data.as_of],
        "documents": documents_data(data.documents),
        "milestones": [
            {
                **levelled_milestone(trend.milestone),
                "slip_days": trend.days,
                "open_after_completion": iso(trend.open_after_completion),
                "points": [
                    {
                        "as_of": point.as_of.isoformat(),
                        "date": point.date.isoformat(),
                        "complete": point.is_complete,
                    }
                    for point in trend.points
                ],
            }
            for trend in data.trends
        ],
        "likely_recoded": likely_recoded_data(data.recoded),
        "left_out": {
            "without_date": list(data.without_date),
            "schedule_only": list(scope.schedule_only),
            "schedules": list(data.skipped),
            "later_schedules": list(data.later),
        },
    }


def _slips_numbers(data: Slips, scope: Scope) -> SlipsNumbers:
    return {
        "chart": "slips",
        "only_in_schedule": list(scope.unlinked),
        "as_of": iso(data.as_of),
        "documents": documents_data(data.documents),
        "before": data.before,
        "after": data.after,
        "slips": [
            {
                **levelled_milestone(slip.milestone),
                "before": slip.before.isoformat(),
                "after": slip.after.isoformat(),
                "slip_days": slip.days,
                "complete": slip.is_complete,
            }
            for slip in data.slips
        ],
        "likely_recoded": likely_recoded_data(data.recoded),
        "left_out": {
            "only_before": list(data.only_before),
            "only_after": list(data.only_after),
            "without_date": list(data.without_date),
            "schedule_only": list(scope.schedule_only),
        },
    }
