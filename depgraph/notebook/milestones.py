"""The page of a milestone, and what of a plan comes next."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from depgraph.analysis.late import projection_or_none
from depgraph.reports.layout import day, state, title_of, whose
from depgraph.reports.page import Head, Page, Table, heads
from depgraph.words import counted, days

if TYPE_CHECKING:
    from depgraph.model import Graph, Milestone
    from depgraph.reports.page import Part

_MOST_LISTED = 20


def milestone_page(milestone: Milestone) -> Page:
    """Return what is known of a milestone."""
    attributes = (
        ("owner", whose(milestone) if milestone.owner or milestone.team else None),
        ("level", milestone.level),
        ("kind", None if milestone.kind == "milestone" else milestone.kind),
        ("tags", milestone.tags),
        ("state", milestone.state),
        ("due", milestone.due),
        ("forecast", milestone.forecast),
        ("completed", milestone.completed),
        ("not before", milestone.not_before),
        ("not after", milestone.not_after),
        ("duration", None if milestone.duration is None else days(milestone.duration)),
        ("calendar", milestone.calendar),
        ("progress", None if milestone.progress is None else f"{milestone.progress} %"),
        ("other codes", milestone.aka),
        ("address", milestone.url),
        ("note", milestone.note),
        ("where", str(milestone.position or "")),
    )
    known = tuple((name, value) for name, value in attributes if value not in (None, "", ()))
    return Page(title_of(milestone), [Table("", heads("attribute", "value"), known)])


def next_milestones(graph: Graph) -> list[Part]:
    """Return the open milestones of a plan that come next, by date, and how many there are."""
    left = [milestone for milestone in graph.milestones if not milestone.is_complete]
    first = nsmallest(_MOST_LISTED, left, key=_by_date)
    projection = projection_or_none(graph)
    complete_words = counted(len(graph) - len(left), "milestone")
    more = f", the first {len(first)} of them by date" if len(first) < len(left) else ", by date"
    rows = tuple(
        (
            milestone.id,
            milestone.planned,
            len(graph.predecessors(milestone.id)),
            state(milestone, graph.as_of, projection),
            whose(milestone),
            milestone.name,
        )
        for milestone in first
    )
    columns = heads(
        *("milestone", Head("date", "date", "date"), "waits on", "state", "owner", "name"),
        right=[2],
    )
    return [f"{complete_words} complete.", Table(f"{len(left)} not complete{more}", columns, rows)]


def _by_date(milestone: Milestone) -> tuple[bool, str, str]:
    return milestone.planned is None, day(milestone.planned), milestone.id
