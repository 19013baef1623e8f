"""What differs between the milestones and links of two plans, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.model.values import LinkType, State
from depgraph.reports.data import Day, iso

if TYPE_CHECKING:
    from depgraph.analysis.comparison import AttributeChange, Change, Comparison
    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.analysis.recoding import Recoded
    from depgraph.model import Link, Milestone, Question
    from depgraph.plans.comparing import PlanChanges

Value = str | int | list[str] | None


class MilestoneData(TypedDict):
    """A milestone that only one plan has."""

    id: str
    name: str | None
    owner: str | None
    team: str | None
    level: int | None
    state: State
    due: Day | None
    forecast: Day | None
    completed: Day | None


class RecodedData(TypedDict):
    """A milestone with another code."""

    before: Annotated[str, "its code in OLD"]
    after: Annotated[str, "its code in NEW"]
    certain: Annotated[bool, "whether a plan says so; else the names are nearly the same"]
    likeness: Annotated[float, "how alike the names are, from 0 to 1"]
    name: str | None


class RenamedData(TypedDict):
    """A milestone with another name."""

    id: str
    before: str | None
    after: str | None
    spelling_only: Annotated[bool, "whether only case, spaces and punctuation differ"]


class MovedData(TypedDict):
    """A milestone with another date, or completed or reopened."""

    id: str
    name: str | None
    before: Annotated[Day | None, "the completion, else the forecast, else the due date"]
    after: Day | None
    days: Annotated[int | None, "positive for later; null without both dates"]
    due_before: Day | None
    due_after: Day | None
    due_days: int | None
    state_before: State
    state_after: State


class AttributeData(TypedDict):
    """Another attribute of a milestone that differs."""

    id: str
    attribute: str
    before: Value
    after: Value


class MilestoneChanges(TypedDict):
    """What became of milestones."""

    added: list[MilestoneData]
    removed: list[MilestoneData]
    recoded: list[RecodedData]
    renamed: list[RenamedData]
    moved: list[MovedData]
    completed: list[MovedData]
    reopened: list[MovedData]
    changed: list[AttributeData]


class LinkData(TypedDict):
    """A link."""

    prerequisite: str
    dependent: str
    type: LinkType
    lag: int
    calendar: str | None
    queried: bool
    queries: list[str]
    note: str | None


class OneLinkData(LinkData):
    """A link that only one plan has."""

    joined_through_others: Annotated[bool, "whether the other plan joins its ends so"]


class BothLinksData(TypedDict):
    """A link of both plans, in each of them."""

    before: LinkData
    after: LinkData


class LinkChanges(TypedDict):
    """What became of links."""

    added: list[OneLinkData]
    removed: list[OneLinkData]
    queried: list[BothLinksData]
    confirmed: list[BothLinksData]
    changed: list[BothLinksData]


class QuestionData(TypedDict):
    """An open question."""

    milestone: str
    text: str


class QuestionChanges(TypedDict):
    """The questions that only one plan has."""

    asked: list[QuestionData]
    settled: list[QuestionData]


# -- milestones ------------------------------------------------------------------------


def milestone_changes(comparison: Comparison) -> MilestoneChanges:
    """Return what became of milestones."""
    return {
        "added": list(map(_milestone, comparison.added)),
        "removed": list(map(_milestone, comparison.removed)),
        "recoded": list(map(_recoded, comparison.recoded)),
        "renamed": list(map(_renamed, comparison.renamed)),
        "moved": list(map(_moved, comparison.moved)),
        "completed": list(map(_moved, comparison.completed)),
        "reopened": list(map(_moved, comparison.reopened)),
        "changed": list(map(_attribute, comparison.attributes)),
    }


def _milestone(milestone: Milestone) -> MilestoneData:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "level": milestone.level,
        "state": milestone.state,
        "due": iso(milestone.due),
        "forecast": iso(milestone.forecast),
        "completed": iso(milestone.completed),
    }


def _recoded(recoded: Recoded) -> RecodedData:
    return {
        "before": recoded.before.id,
        "after": recoded.after.id,
        "certain": recoded.is_certain,
        "likeness": recoded.likeness,
        "name": recoded.after.name,
    }


def _renamed(change: Change) -> RenamedData:
    return {
        "id": change.id,
        "before": change.before.name,
        "after": change.after.name,
        "spelling_only": change.is_respelled,
    }


def _moved(change: Change) -> MovedData:
    return {
        "id": change.id,
        "name": change.after.name,
        "before": iso(change.before.own_date),
        "after": iso(change.after.own_date),
        "days": change.days,
        "due_before": iso(change.before.due),
        "due_after": iso(change.after.due),
        "due_days": change.due_days,
        "state_before": change.before.state,
        "state_after": change.after.state,
    }


def _attribute(change: AttributeChange) -> AttributeData:
    before, after = change.values
    return {
        "id": change.id,
        "attribute": change.attribute,
        "before": _value(before),
        "after": _value(after),
    }


def _value(value: object) -> Value:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, int) else str(value)


# -- links and questions ----------------------------------------------------------------


def link_changes(changes: PlanChanges) -> LinkChanges:
    """Return what became of links."""
    links = changes.comparison.links
    return {
        "added": [_one_link(link, changes, added=True) for link in links.added],
        "removed": [_one_link(link, changes, added=False) for link in links.removed],
        "queried": list(map(_both_links, links.queried)),
        "confirmed": list(map(_both_links, links.confirmed)),
        "changed": list(map(_both_links, links.changed)),
    }


def _link(link: Link) -> LinkData:
    return {
        "prerequisite": link.prerequisite,
        "dependent": link.dependent,
        "type": link.type,
        "lag": link.lag,
        "calendar": link.calendar,
        "queried": link.queried,
        "queries": [query.text for query in link.queries if query.text],
        "note": link.note,
    }


def _one_link(link: Link, changes: PlanChanges, *, added: bool) -> OneLinkData:
    joined = changes.joined_before if added else changes.still_joined
    return {**_link(link), "joined_through_others": (link.prerequisite, link.dependent) in joined}


def _both_links(change: LinkChange) -> BothLinksData:
    return {"before": _link(change.before), "after": _link(change.after)}


def question_changes(comparison: Comparison) -> QuestionChanges:
    """Return the questions that only one plan has."""
    return {
        "asked": list(map(_question, comparison.asked)),
        "settled": list(map(_question, comparison.settled)),
    }


def _question(question: Question) -> QuestionData:
    return {"milestone": question.milestone, "text": question.text}
