"""The columns that a table of milestones can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.listing import Column
from depgraph.reports.page import Head

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.reports.listing_facts import Entry
    from depgraph.reports.page import Type, Value


_UNBROKEN = ("code", "delayed_by", "first_late", "url", "position")
_PROJECTED = (
    "projected",
    "late",
    "delayed_by",
    "because",
    "first_late",
    "chain_queried",
    "float",
    "free_float",
)
_LEAST = {
    **dict.fromkeys(("late", "delayed_by"), 0),
    **dict.fromkeys(("name", "due", "completed", "projected", "overdue", "float"), 1),
    **dict.fromkeys(("first_late", "chain_queried", "queried", "owner", "state"), 3),
    "level": 4,
}
"""Which of the columns that are shown unasked a narrow terminal leaves out first; others are 2."""


def _column(
    name: str, type_: Type, about: str, value: Callable[[Entry], Value], title: str = ""
) -> Column[Entry]:
    head = Head(
        name,
        title or name.replace("_", " "),
        type_,
        is_code=name in _UNBROKEN,
        least=_LEAST.get(name, 2),
    )
    return Column(head, about, value, is_projected=name in _PROJECTED)


def _codes(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


_ALL = (
    _column("code", "text", "its code", lambda e: e.milestone.id),
    _column("name", "text", "its name", lambda e: e.milestone.name),
    _column("owner", "text", "whose it is", lambda e: e.milestone.owner),
    _column("team", "text", "the team of the owner", lambda e: e.milestone.team),
    _column("level", "number", "its level in the plan", lambda e: e.milestone.level),
    _column("kind", "text", "milestone, requirement or test-plan", lambda e: e.milestone.kind),
    _column("tags", "texts", "its tags", lambda e: e.milestone.tags),
    _column("aka", "texts", "other codes for it", lambda e: e.milestone.aka),
    _column("state", "text", "complete, incomplete or unknown", lambda e: e.milestone.state),
    _column("due", "date", "when it is due", lambda e: e.milestone.due),
    _column("forecast", "date", "the forecast", lambda e: e.milestone.forecast),
    _column("completed", "date", "when it was completed", lambda e: e.milestone.completed),
    _column(
        "date", "date", "completed, else forecast, else due", lambda e: e.milestone.own_date
    ),
    _column("not_before", "date", "its earliest date", lambda e: e.milestone.not_before),
    _column("not_after", "date", "its deadline", lambda e: e.milestone.not_after),
    _column("duration", "number", "days of its own work", lambda e: e.milestone.duration),
    _column("calendar", "text", "whose working days count", lambda e: e.milestone.calendar),
    _column("progress", "number", "per cent", lambda e: e.milestone.progress),
    _column("overdue", "number", "days past due at the as-of date", lambda e: e.days_overdue),
    _column("projected", "date", "the projected date", lambda e: e.projected),
    _column("late", "number", "days from due to projected", lambda e: e.delay.late),
    _column(
        "delayed_by", "text", "the root of what drives its date", lambda e: e.delay.root
    ),
    _column("because", "text", "why that has its date", lambda e: e.cause),
    _column("first_late", "text", "the first late one from there on", lambda e: e.delay.first_late),
    _column(
        "chain_queried", "truth", "if a link of that chain is queried",
        lambda e: e.delay.is_queried, "queried",
    ),
    _column(
        "float", "number", "total float: days until an end, or --target, moves",
        lambda e: e.facts.floats.get(e.milestone.id),
    ),
    _column(
        "free_float", "number", "days until anything else moves",
        lambda e: e.facts.projection.free_float(e.milestone.id), "free",
    ),
    _column(
        "prerequisites", "number", "how many links it waits on", lambda e: len(e.links_in)
    ),
    _column(
        "waits_on", "texts", "their codes", lambda e: _codes([k.prerequisite for k in e.links_in])
    ),
    _column(
        "open", "number", "how many of these are not complete",
        lambda e: sum(not e.facts.graph[k.prerequisite].is_complete for k in e.links_in),
    ),
    _column("dependents", "number", "how many links wait on it", lambda e: len(e.links_out)),
    _column(
        "blocks", "texts", "their codes", lambda e: _codes([k.dependent for k in e.links_out])
    ),
    _column(
        "queried", "number", "how many links that it waits on are queried",
        lambda e: sum(k.queried for k in e.links_in),
    ),
    _column(
        "questions", "number", "open questions on it",
        lambda e: e.facts.questions.get(e.milestone.id, 0),
    ),
    _column(
        "findings", "number", "findings about it, of any severity and status",
        lambda e: e.facts.findings.get(e.milestone.id, 0),
    ),
    _column("url", "text", "its address", lambda e: e.milestone.url),
    _column("note", "text", "its note", lambda e: e.milestone.note),
    _column(
        "position", "text", "file and line of its definition",
        lambda e: str(e.milestone.position) if e.milestone.position else None,
    ),
)  # fmt: skip

COLUMNS = {column.head.name: column for column in _ALL}
"""All columns by name, in the order in which help lists them."""
