"""Changes of a plan as data, with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.model.changes import (
    AddLink,
    Complete,
    DropQueries,
    DropQuery,
    KeepQuery,
    Move,
    RemoveLink,
)
from depgraph.reports.data import Day, LinkEnds, LinkTerms, data_of, iso, link_terms
from depgraph.reports.impact_words import change_sentence

if TYPE_CHECKING:
    from depgraph.analysis.impact import Impact
    from depgraph.model import Link
    from depgraph.model.changes import Change


class _Worded(TypedDict):
    words: Annotated[str, "the change in a sentence"]


class MoveData(_Worded):
    """A milestone moves."""

    change: Literal["move"]
    milestone: str
    days: Annotated[int | None, "negative for earlier; null for a move to a date"]
    to: Day | None
    is_working: Annotated[bool, "whether the days are working days of its calendar"]


class CompletionData(_Worded):
    """A milestone is complete."""

    change: Literal["complete"]
    milestone: str
    completed: Day


class NewLinkData(LinkTerms, _Worded):
    """A link is added."""

    change: Literal["link"]
    calendar: Annotated[str | None, "whose working days the lag counts; null for all days"]


class OldLinkData(LinkEnds, _Worded):
    """A link is removed, or a queried link is dropped, or stays where the others are dropped."""

    change: Literal["unlink", "drop", "keep"]


class DropAllData(_Worded):
    """All queried links are dropped."""

    change: Literal["drop all"]


ChangeData = MoveData | CompletionData | NewLinkData | OldLinkData | DropAllData


def change_data(impact: Impact, change: Change) -> ChangeData:
    """Return a change, with its words."""
    words = change_sentence(impact, change)
    match change:
        case Move():
            return {
                "change": "move",
                "milestone": change.milestone,
                "days": change.days,
                "to": iso(change.to),
                "is_working": change.is_working,
                "words": words,
            }
        case Complete():
            return {
                "change": "complete",
                "milestone": change.milestone,
                "completed": change.completed.isoformat(),
                "words": words,
            }
        case AddLink():
            link = link_terms(change)
            return {"change": "link", **link, "calendar": change.calendar, "words": words}
        case RemoveLink():
            return {"change": "unlink", **link_ends(change), "words": words}
        case DropQuery():
            return {"change": "drop", **link_ends(change), "words": words}
        case KeepQuery():
            return {"change": "keep", **link_ends(change), "words": words}
        case DropQueries():
            return {"change": "drop all", "words": words}


def link_ends(link: Link | RemoveLink | DropQuery | KeepQuery) -> LinkEnds:
    """Return the milestones that a link joins."""
    return data_of(LinkEnds, link)
