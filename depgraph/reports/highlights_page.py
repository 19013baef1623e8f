"""Highlights for people who read text; other formats are made from templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.documents import as_of_words
from depgraph.reports.highlights import CHANGES
from depgraph.reports.page import Head, Page, Table
from depgraph.reports.records import rows_of
from depgraph.words import printable

if TYPE_CHECKING:
    from depgraph.reports.highlights import Change, Highlights

_TITLES: dict[Change, str] = {
    "completed": "Complete",
    "moved": "New dates",
    "new": "New milestones",
    "unchanged": "As before",
}
_HEADS = (
    Head("code", "milestone", is_code=True),
    Head("name", "name", least=0),
    Head("date", "date", "date", least=0),
    Head("previous_date", "before", "date", least=2),
    Head("moved", "moved", is_code=True),
    Head("state", "state", is_code=True, least=3),
)


def highlights_page(highlights: Highlights, title: str) -> Page:
    """Return highlights, by what became of the milestones."""
    tables = [_change_table(highlights, change) for change in CHANGES]
    sentences = [_compared_sentence(highlights)]
    if not highlights.highlights:
        sentences.append("No milestone was completed or moved, and none is new.")
    return Page(printable(title), [*sentences, *tables])


def _compared_sentence(highlights: Highlights) -> str:
    """Say which schedules are compared."""
    present = as_of_words(highlights.as_of, highlights.documents, without="now")
    before = highlights.previous_as_of
    previous = as_of_words(
        None,
        highlights.previous_documents,
        without=f"the schedule of {before}" if before else printable(highlights.previous_file),
    )
    return f"{present[0].upper()}{present[1:]}, compared with {previous}."


def _change_table(highlights: Highlights, change: Change) -> Table:
    return Table(
        _TITLES[change],
        _HEADS,
        rows_of(
            _HEADS,
            (highlight for highlight in highlights.highlights if highlight.change == change),
            code=lambda highlight: highlight.id,
            state=lambda highlight: "complete" if highlight.completed else "incomplete",
        ),
    )
