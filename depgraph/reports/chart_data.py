"""The numbers behind the charts as data, sorted: the contract of ``chart --format json``."""

from __future__ import annotations

from functools import partial
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
    data_of,
    documents_data,
)
from depgraph.reports.recoding_data import LikelyRecodedData, likely_recoded_data

if TYPE_CHECKING:
    from depgraph.analysis.late import Late
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Entry
    from depgraph.analysis.trends import Slip, Slips, Trend


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
    common: dict[str, object] = {
        "only_in_schedule": scope.unlinked,
        "documents": documents_data(data.documents),
    }
    left_out = partial(data_of, source=data, schedule_only=scope.schedule_only)
    if isinstance(data, Timeline):
        return data_of(
            TimelineNumbers,
            data,
            chart="timeline",
            milestones=[
                _timeline_milestone(entry, data.late.get(entry.code)) for entry in data.entries
            ],
            links=[data_of(TimelineLink, tie, queried=tie.is_queried) for tie in data.ties],
            left_out=left_out(LeftOutOfTimeline, links=data.untied),
            **common,
        )
    if isinstance(data, Burndown):
        return data_of(
            BurndownNumbers,
            data,
            chart="burndown",
            counts=[data_of(BurndownCount, count) for count in data.counts],
            groups=[data_of(BurndownGroup, share) for share in data.shares],
            left_out=left_out(LeftOutOfBurndown),
            **common,
        )
    common["likely_recoded"] = likely_recoded_data(data.recoded)
    if isinstance(data, Trends):
        schedules = {"schedules": data.skipped, "later_schedules": data.later}
        return data_of(
            TrendNumbers,
            data,
            chart="trend",
            milestones=list(map(_trend_milestone, data.trends)),
            left_out=left_out(LeftOutOfTrend, **schedules),
            **common,
        )
    return data_of(
        SlipsNumbers,
        data,
        chart="slips",
        slips=list(map(_moved_milestone, data.slips)),
        left_out=left_out(LeftOutOfSlips),
        **common,
    )


def _timeline_milestone(entry: Entry, late: Late | None) -> TimelineMilestone:
    return data_of(
        TimelineMilestone,
        entry.milestone,
        date=entry.date,
        expected=entry.expected,
        projected=entry.projected,
        slip_days=entry.slip,
        complete=entry.milestone.is_complete,
        late=late and late.kind,
    )


def _trend_milestone(trend: Trend) -> TrendMilestone:
    return data_of(
        TrendMilestone,
        trend.milestone,
        slip_days=trend.days,
        open_after_completion=trend.open_after_completion,
        points=[data_of(TrendPoint, point, complete=point.is_complete) for point in trend.points],
    )


def _moved_milestone(slip: Slip) -> SlipOfMilestone:
    dates = {"before": slip.before, "after": slip.after, "slip_days": slip.days}
    return data_of(SlipOfMilestone, slip.milestone, complete=slip.is_complete, **dates)
