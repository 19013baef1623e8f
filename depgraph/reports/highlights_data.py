"""Highlights as data: the contract of ``highlights --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Dated, Day, DocumentData, data_of, documents_data, iso
from depgraph.reports.highlights import Change
from depgraph.reports.recoding_data import LikelyRecodedData, likely_recoded_data

if TYPE_CHECKING:
    from depgraph.reports.highlights import Highlights


class HighlightedMilestone(TypedDict):
    """What became of a milestone since the previous schedule."""

    id: str
    name: str | None
    change: Annotated[Change, "moved: has another date, or is no longer complete"]
    date: Annotated[Day | None, "the completion, else the forecast, else the due date"]
    previous_date: Annotated[Day | None, "the same in the previous schedule"]
    moved_days: Annotated[int | None, "negative for earlier"]
    likely_recoded: Annotated[
        LikelyRecodedData | None, "what a new one likely is, under another code before"
    ]
    due: Day | None
    completed: Day | None


class HighlightsAnswer(Dated):
    """What is complete since the previous schedule, new, or moved: depgraph highlights."""

    previous_as_of: Annotated[Day | None, "the as-of date of the previous schedule"]
    previous_documents: list[DocumentData]
    previous_file: Annotated[str, "the name of its file"]
    highlights: Annotated[list[HighlightedMilestone], "by change, date and code"]


def highlights_data(highlights: Highlights) -> HighlightsAnswer:
    """Return highlights."""
    return {
        "as_of": iso(highlights.as_of),
        "documents": documents_data(highlights.documents),
        "previous_as_of": iso(highlights.previous_as_of),
        "previous_documents": documents_data(highlights.previous_documents),
        "previous_file": highlights.previous_file,
        "highlights": [
            data_of(
                HighlightedMilestone,
                highlight,
                moved_days=highlight.days,
                likely_recoded=highlight.likely and likely_recoded_data([highlight.likely])[0],
            )
            for highlight in highlights.highlights
        ],
    }
