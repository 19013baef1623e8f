"""A whole graph as data: the contract of ``export``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.model import State
from depgraph.model.risks import Shape
from depgraph.reports.data import (
    Day,
    LevelledMilestone,
    LinkTerms,
    OfPlan,
    StatedDates,
    activities,
    data_of,
    iso,
    levelled_milestone,
    of_plan,
    stated_dates,
)
from depgraph.reports.layout import doubts

if TYPE_CHECKING:
    from depgraph.model import Graph, Link, Milestone, Question
    from depgraph.model.risks import Estimate, Slip


class SlipData(TypedDict):
    """How many days later than its own date a milestone may be."""

    low: int
    likely: int
    high: int
    percent: Annotated[bool, "whether these are per cent of its duration, and no days"]
    shape: Shape
    by: str | None
    asked: Day | None


class EstimateData(TypedDict):
    """At which dates a milestone may be."""

    low: Day
    likely: Day
    high: Day
    shape: Shape
    by: str | None
    asked: Day | None


class MilestoneData(LevelledMilestone, StatedDates):
    """A milestone with all that the plan states of it."""

    kind: str
    tags: list[str]
    state: State
    duration: Annotated[int | None, "days of its own work after its prerequisites"]
    started: Annotated[str | None, "the day on which its work began"]
    remaining: Annotated[int | None, "days of its work that are left at the as-of date"]
    calendar: Annotated[str | None, "whose working days the duration counts; null for all days"]
    not_before: Day | None
    not_after: Day | None
    progress: Annotated[int | None, "per cent"]
    slip: SlipData | None
    estimate: EstimateData | None
    aka: Annotated[list[str], "other codes"]
    url: str | None
    note: str | None


class WordedLink(LinkTerms):
    """A link with the doubts about it and its note."""

    calendar: Annotated[str | None, "whose working days the lag counts; null for all days"]
    queried: bool
    holds: Annotated[float | None, "how likely a queried link is real, where that is said"]
    queries: Annotated[list[str], "the words of its queries, where they have any"]
    note: str | None


class LinkData(WordedLink):
    """A prerequisite and the dependent that waits on it."""

    through: Annotated[list[str], "the codes of the activities that it stands for"]


class QuestionData(TypedDict):
    """An open question on a milestone."""

    milestone: str
    text: str


class ExportAnswer(OfPlan):
    """A whole graph: depgraph export."""

    milestones: Annotated[list[MilestoneData], "sorted by id"]
    links: Annotated[list[LinkData], "sorted by prerequisite and dependent"]
    questions: Annotated[list[QuestionData], "sorted by milestone"]


def graph_data(graph: Graph) -> ExportAnswer:
    """Return a whole graph."""
    links = sorted(
        graph.links, key=lambda link: (link.prerequisite, link.dependent, link.type, link.lag)
    )
    return {
        **of_plan(graph),
        "milestones": [milestone_data(milestone) for milestone in graph.milestones],
        "links": [link_data(link) for link in links],
        "questions": [question_data(question) for question in graph.questions],
    }


def milestone_data(milestone: Milestone) -> MilestoneData:
    """Return a milestone with all that the plan states of it."""
    return {
        **levelled_milestone(milestone),
        "kind": milestone.kind,
        "tags": list(milestone.tags),
        **stated_dates(milestone),
        "state": milestone.state,
        "duration": milestone.duration,
        "started": iso(milestone.started),
        "remaining": milestone.remaining,
        "calendar": milestone.calendar,
        "not_before": iso(milestone.not_before),
        "not_after": iso(milestone.not_after),
        "progress": milestone.progress,
        "slip": slip_data(milestone.slip),
        "estimate": estimate_data(milestone.estimate),
        "aka": list(milestone.aka),
        "url": milestone.url,
        "note": milestone.note,
    }


def slip_data(slip: Slip | None) -> SlipData | None:
    """Return the slip of a milestone."""
    return data_of(SlipData, slip, percent=slip.is_percent) if slip else None


def estimate_data(estimate: Estimate | None) -> EstimateData | None:
    """Return the estimate of the date of a milestone."""
    return data_of(EstimateData, estimate) if estimate else None


def link_data(link: Link) -> LinkData:
    """Return a link, without its place."""
    return data_of(LinkData, link, queries=doubts(link), through=activities(link))


def worded_link(link: Link) -> WordedLink:
    """Return a link with the doubts about it and its note."""
    return data_of(WordedLink, link, queries=doubts(link))


def question_data(question: Question) -> QuestionData:
    """Return an open question."""
    return data_of(QuestionData, question)
