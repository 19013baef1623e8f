"""The columns that a table of milestones can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.listing import make_column

if TYPE_CHECKING:
    from depgraph.analysis.deadline_floats import DeadlineFloat
    from depgraph.reports.listing import Column
    from depgraph.reports.listing_facts import Entry


def _codes(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _days(least: DeadlineFloat | None) -> int | None:
    return None if least is None else least.days


def _giver(least: DeadlineFloat | None) -> str | None:
    return None if least is None else least.milestone.id


_ALL: tuple[Column[Entry], ...] = (
    make_column("code", "text", "its code", lambda e: e.milestone.id, is_code=True),
    make_column("name", "text", "its name", lambda e: e.milestone.name, least=1),
    make_column("owner", "text", "whose it is", lambda e: e.milestone.owner, least=3),
    make_column("team", "text", "the team of the owner", lambda e: e.milestone.team),
    make_column("level", "number", "its level in the plan", lambda e: e.milestone.level, least=4),
    make_column(
        "kind", "text", "milestone, requirement, test-plan or test-report",
        lambda e: e.milestone.kind,
    ),
    make_column("tags", "texts", "its tags", lambda e: e.milestone.tags),
    make_column("aka", "texts", "other codes for it", lambda e: e.milestone.aka),
    make_column(
        "state", "text", "complete, incomplete or unknown",
        lambda e: e.milestone.state, least=3,
    ),
    make_column("due", "date", "when it is due", lambda e: e.milestone.due, least=1),
    make_column("forecast", "date", "the forecast", lambda e: e.milestone.forecast),
    make_column(
        "completed", "date", "when it was completed",
        lambda e: e.milestone.completed, least=1,
    ),
    make_column(
        "date", "date", "completed, else forecast, else due",
        lambda e: e.milestone.own_date,
    ),
    make_column("not_before", "date", "its earliest date", lambda e: e.milestone.not_before),
    make_column("not_after", "date", "its deadline", lambda e: e.milestone.not_after),
    make_column("duration", "number", "days of its own work", lambda e: e.milestone.duration),
    make_column("calendar", "text", "whose working days count", lambda e: e.milestone.calendar),
    make_column("progress", "number", "per cent", lambda e: e.milestone.progress),
    make_column(
        "overdue", "number", "days since it was due, else forecast, at the as-of date",
        lambda e: e.days_overdue, least=1,
    ),
    make_column(
        "projected", "date", "the projected date",
        lambda e: e.projected, is_projected=True, least=1,
    ),
    make_column(
        "projected_without_queries", "date", "the projected date without the queried links",
        lambda e: e.projected_without_queries, title="without queries", is_projected=True,
    ),
    make_column(
        "late", "number", "days from due, or a forecast that has passed, to projected",
        lambda e: e.delay.late, is_projected=True, least=0,
    ),
    make_column(
        "delayed_by", "text", "the root of what drives its date",
        lambda e: e.delay.root, is_code=True, is_projected=True, least=0,
    ),
    make_column("because", "text", "why that has its date", lambda e: e.cause, is_projected=True),
    make_column(
        "equally_by", "texts", "what holds it as much as that",
        lambda e: _codes([*e.equal_roots]), is_projected=True, least=3,
    ),
    make_column(
        "queried_roots", "texts", "which of these hold it only by a queried link, if not all",
        lambda e: e.queried_roots, title="of these queried", is_projected=True, least=3,
    ),
    make_column(
        "first_late", "text", "the first late one from there on",
        lambda e: e.delay.first_late, is_code=True, is_projected=True, least=3,
    ),
    make_column(
        "chain_queried", "truth", "if it takes a queried link to hold it",
        lambda e: e.delay.is_queried, title="queried", is_projected=True, least=3,
    ),
    make_column(
        "float", "number", "total float: days until an end, or --target, moves",
        lambda e: e.facts.floats.get(e.milestone.id), is_projected=True, least=1,
    ),
    make_column(
        "deadline_float", "number", "days until a deadline that it leads to is missed",
        lambda e: _days(e.facts.deadline_floats.get(e.milestone.id)), is_projected=True, least=1,
    ),
    make_column(
        "deadline_of", "text", "whose deadline that is",
        lambda e: _giver(e.facts.deadline_floats.get(e.milestone.id)),
        is_code=True, is_projected=True,
    ),
    make_column(
        "due_float", "number", "days until a due date that it leads to is missed",
        lambda e: _days(e.facts.due_floats.get(e.milestone.id)), is_projected=True,
    ),
    make_column(
        "due_of", "text", "whose due date that is",
        lambda e: _giver(e.facts.due_floats.get(e.milestone.id)),
        is_code=True, is_projected=True,
    ),
    make_column(
        "free_float", "number", "days until anything else moves",
        lambda e: e.facts.projection.free_float(e.milestone.id), title="free", is_projected=True,
    ),
    make_column("prerequisites", "number", "how many links it waits on", lambda e: len(e.links_in)),
    make_column(
        "waits_on", "texts", "their codes",
        lambda e: _codes([k.prerequisite for k in e.links_in]),
    ),
    make_column(
        "open", "number", "how many of these are not complete",
        lambda e: sum(not e.facts.graph[k.prerequisite].is_complete for k in e.links_in),
    ),
    make_column("dependents", "number", "how many links wait on it", lambda e: len(e.links_out)),
    make_column(
        "blocks", "texts", "their codes",
        lambda e: _codes([k.dependent for k in e.links_out]),
    ),
    make_column(
        "queried", "number", "how many links that it waits on are queried",
        lambda e: sum(k.queried for k in e.links_in), least=3,
    ),
    make_column(
        "questions", "number", "open questions on it",
        lambda e: e.facts.questions.get(e.milestone.id, 0),
    ),
    make_column(
        "findings", "number", "findings about it, of any severity and status",
        lambda e: e.facts.findings.get(e.milestone.id, 0),
    ),
    make_column("url", "text", "its address", lambda e: e.milestone.url, is_code=True),
    make_column("note", "text", "its note", lambda e: e.milestone.note),
    make_column(
        "position", "text", "file and line of its definition",
        lambda e: str(e.milestone.position) if e.milestone.position else None, is_code=True,
    ),
)  # fmt: skip

COLUMNS = {column.head.name: column for column in _ALL}
"""All columns by name, in the order in which help lists them."""
