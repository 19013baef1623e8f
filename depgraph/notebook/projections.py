"""The page of a projection: what is late, and how late."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from depgraph.analysis.late import days_behind, late_milestones, late_words
from depgraph.model.documents import as_of_words
from depgraph.reports.page import Head, Page, Table
from depgraph.reports.readings import READINGS
from depgraph.words import counted, left_out

if TYPE_CHECKING:
    from depgraph.analysis.projection import Projection

_MOST_SHOWN = 40

_HEADS = (
    Head("code", "milestone", is_code=True),
    Head("due", "due", "date"),
    Head("projected", "projected", "date"),
    Head("days", "days", "number"),
    Head("driver", "set by", is_code=True),
    Head("name", "name"),
)


def projection_page(projection: Projection) -> Page:
    """Return the milestones that are late, the latest first."""
    graph = projection.shown
    left = [milestone for milestone in graph.milestones if not milestone.is_complete]
    late_ones = late_milestones(graph, projection)
    late = [(-(days_behind(projection, code) or 0), code) for code in late_ones]
    shown = nsmallest(_MOST_SHOWN, late)
    rows = tuple(
        (
            code,
            graph[code].due,
            projection.date(code),
            -sooner,
            _set_by(projection, code),
            graph[code].name,
        )
        for sooner, code in shown
    )
    undated = sum(projection.date(milestone.id) is None for milestone in left)
    counts = f"{counted(len(left), 'milestone')} not complete; {late_words(late_ones.values())}"
    counts += f"; {undated} without a date." if undated else "."
    as_of = as_of_words(projection.as_of, graph.documents)
    title = f"Projected {as_of}, where {READINGS[projection.gaps]}"
    notes = tuple(left_out(len(late) - len(shown)))
    table = Table("Late, the latest first", _HEADS, rows, notes=notes)
    return Page(title, [counts, table])


def _set_by(projection: Projection, code: str) -> str:
    driver, link = projection.driver(code)
    return driver if link is None else f"{link.prerequisite}{' ?' if link.queried else ''}"
