"""What differs between the milestones and links of two plans, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.model.values import State
from depgraph.reports.data import (
    Day,
    LevelledMilestone,
    StatedDates,
    iso,
    levelled_milestone,
    stated_dates,
)
from depgraph.reports.export_data import QuestionData, WordedLink, question_data, worded_link

if TYPE_CHECKING:
    from depgraph.analysis.comparison import AttributeChange, Change, Comparison
    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.analysis.recoding import Recoded
    from depgraph.model import Milestone
    from depgraph.plans.comparing import OneSide, PlanChanges

Value = str | int | list[str] | None


class OneSidedMilestone(LevelledMilestone, StatedDates):
    """A milestone that only one plan has."""

    state: State


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

    added: list[OneSidedMilestone]
    removed: list[OneSidedMilestone]
    recoded: list[RecodedData]
    renamed: list[RenamedData]
    moved: list[MovedData]
    completed: list[MovedData]
    reopened: list[MovedData]
    changed: list[AttributeData]


class OneSidedLink(WordedLink):
    """A link that only one plan has."""

    joined_through_others: Annotated[bool, "whether the other plan joins its ends so"]


class LinkInBoth(TypedDict):
    """A link of both plans, in each of them."""

    before: WordedLink
    after: WordedLink


class LinkChanges(TypedDict):
    """What became of links."""

    added: list[OneSidedLink]
    removed: list[OneSidedLink]
    queried: list[LinkInBoth]
    confirmed: list[LinkInBoth]
    changed: list[LinkInBoth]


class QuestionChanges(TypedDict):
    """The questions that only one plan has."""

    asked: list[QuestionData]
    settled: list[QuestionData]


# -- milestones ------------------------------------------------------------------------


def milestone_changes(comparison: Comparison) -> MilestoneChanges:
    """Return what became of milestones."""
    return {
        "added": list(map(_one_sided_milestone, comparison.added)),
        "removed": list(map(_one_sided_milestone, comparison.removed)),
        "recoded": list(map(_recoded_milestone, comparison.recoded)),
        "renamed": list(map(_renamed_milestone, comparison.renamed)),
        "moved": list(map(_moved_milestone, comparison.moved)),
        "completed": list(map(_moved_milestone, comparison.completed)),
        "reopened": list(map(_moved_milestone, comparison.reopened)),
        "changed": list(map(_changed_attribute, comparison.attributes)),
    }


def _one_sided_milestone(milestone: Milestone) -> OneSidedMilestone:
    return {
        **levelled_milestone(milestone),
        "state": milestone.state,
        **stated_dates(milestone),
    }


def _recoded_milestone(recoded: Recoded) -> RecodedData:
    return {
        "before": recoded.before.id,
        "after": recoded.after.id,
        "certain": recoded.is_certain,
        "likeness": recoded.likeness,
        "name": recoded.after.name,
    }


def _renamed_milestone(change: Change) -> RenamedData:
    return {
        "id": change.id,
        "before": change.before.name,
        "after": change.after.name,
        "spelling_only": change.is_respelled,
    }


def _moved_milestone(change: Change) -> MovedData:
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


def _changed_attribute(change: AttributeChange) -> AttributeData:
    before, after = change.values
    return {
        "id": change.id,
        "attribute": change.attribute,
        "before": _json_value(before),
        "after": _json_value(after),
    }


def _json_value(value: object) -> Value:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, int) else str(value)


# -- links and questions ----------------------------------------------------------------


def link_changes(changes: PlanChanges) -> LinkChanges:
    """Return what became of links."""
    links = changes.comparison.links
    return {
        "added": _one_sided_links(changes.only_after),
        "removed": _one_sided_links(changes.only_before),
        "queried": list(map(_in_both, links.queried)),
        "confirmed": list(map(_in_both, links.confirmed)),
        "changed": list(map(_in_both, links.changed)),
    }


def _one_sided_links(side: OneSide) -> list[OneSidedLink]:
    return [
        {**worded_link(link), "joined_through_others": side.is_joined(link)} for link in side.links
    ]


def _in_both(change: LinkChange) -> LinkInBoth:
    return {"before": worded_link(change.before), "after": worded_link(change.after)}


def question_changes(comparison: Comparison) -> QuestionChanges:
    """Return the questions that only one plan has."""
    return {
        "asked": list(map(question_data, comparison.asked)),
        "settled": list(map(question_data, comparison.settled)),
    }
