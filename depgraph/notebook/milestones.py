"""Milestones as small tables for a notebook."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from depgraph.notebook.page import Page, Table, bundle, named
from depgraph.reports.layout import day, state, whose
from depgraph.words import counted, days

if TYPE_CHECKING:
    from depgraph.model import Graph, Milestone
    from depgraph.showing import Bundle

_MOST_LISTED = 20


def milestone_bundle(milestone: Milestone) -> Bundle:
    """Return what is known of a milestone."""
    known = (
        ("owner", whose(milestone) if milestone.owner or milestone.team else ""),
        ("level", "" if milestone.level is None else str(milestone.level)),
        ("kind", "" if milestone.kind == "milestone" else milestone.kind),
        ("tags", ", ".join(milestone.tags)),
        ("state", milestone.state),
        ("due", str(milestone.due or "")),
        ("forecast", str(milestone.forecast or "")),
        ("completed", str(milestone.completed or "")),
        ("not before", str(milestone.not_before or "")),
        ("not after", str(milestone.not_after or "")),
        ("duration", "" if milestone.duration is None else days(milestone.duration)),
        ("calendar", milestone.calendar or ""),
        ("progress", "" if milestone.progress is None else f"{milestone.progress} %"),
        ("other codes", ", ".join(milestone.aka)),
        ("address", milestone.url or ""),
        ("note", milestone.note or ""),
        ("where", str(milestone.position or "")),
    )
    rows = [row for row in known if row[1]]
    return bundle(Page(named(milestone), [Table("", ("attribute", "value"), rows)]))


def next_milestones(graph: Graph) -> list[str | Table]:
    """Return the open milestones of a plan that come next, by date, and how many there are."""
    left = [milestone for milestone in graph.milestones if not milestone.is_complete]
    shown = nsmallest(_MOST_LISTED, left, key=_when)
    done = counted(len(graph) - len(left), "milestone")
    more = f", the first {len(shown)} of them by date" if len(shown) < len(left) else ", by date"
    rows = [
        (
            milestone.id,
            day(milestone.planned),
            str(len(graph.predecessors(milestone.id))),
            state(milestone, graph.as_of),
            whose(milestone),
            milestone.name or "",
        )
        for milestone in shown
    ]
    heads = ("milestone", "date", "waits on", "state", "owner", "name")
    table = Table(f"{len(left)} not complete{more}", heads, rows, right=(2,))
    return [f"{done} complete.", table]


def _when(milestone: Milestone) -> tuple[bool, str, str]:
    return milestone.planned is None, day(milestone.planned), milestone.id
