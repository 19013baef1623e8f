"""The pages that only a notebook has: of a milestone, a finding, a cycle and a projection."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from depgraph.analysis.late import (
    days_behind,
    late_milestones,
    late_words,
    projection_or_none,
)
from depgraph.model.documents import as_of_words
from depgraph.reports.evidence import details
from depgraph.reports.layout import day, doubts, relation, state, title_of, whose
from depgraph.reports.page import Head, Lines, Page, Table, heads, without_columns
from depgraph.reports.readings import READINGS
from depgraph.words import counted, days, left_out, printable, shortened

if TYPE_CHECKING:
    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Milestone
    from depgraph.reports.page import Part, Value
    from depgraph.rules.findings import Finding

_MOST_LISTED = 20
_MOST_CODES = 12

_LINK_HEADS = (
    Head("dependent", "milestone", is_code=True),
    Head("prerequisite", "waits on", is_code=True),
    Head("type", "type"),
    Head("where", "where", is_code=True),
    Head("doubt", "queried"),
)
_MOST_SHOWN = 40

_LATE_HEADS = (
    Head("code", "milestone", is_code=True),
    Head("due", "due", "date"),
    Head("projected", "projected", "date"),
    Head("days", "days", "number"),
    Head("driver", "set by", is_code=True),
    Head("name", "name"),
)


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


def finding_page(finding: Finding) -> Page:
    """Return one finding with its evidence, why it matters and what to do."""
    status = "" if finding.status == "new" else f" ({finding.status})"
    place = f"{finding.position}: " if finding.position else ""
    lines = (f"{place}{finding.message}", *details(finding))
    return Page(f"{finding.severity}: {finding.rule}{status}", [Lines([*map(printable, lines)])])


def cycle_page(cycle: Cycle) -> Page:
    """Return a cycle: the cycle of links, and which of them to cut."""
    count = counted(len(cycle.milestones), "milestone")
    kind = "A cycle" if cycle.kind == "cycle" else "A cycle through a level of effort"
    chain = printable(shortened(cycle.chain, " -> ", most=_MOST_CODES))
    remarks = Lines([*map(printable, cycle.remarks)])
    return Page(f"{kind}: {count} wait on each other", [chain, _links(cycle), remarks])


def _links(cycle: Cycle) -> Table:
    rows: list[tuple[Value, ...]] = []
    for link in cycle.links:
        doubt = " / ".join(doubts(link)) or "(no reason given)" if link.queried else ""
        place = str(link.position or "-")
        rows.append((link.dependent, link.prerequisite, relation(link), place, doubt))
    table = Table("The links round it", _LINK_HEADS, tuple(rows))
    return without_columns(table, [] if any(row[-1] for row in rows) else [len(_LINK_HEADS) - 1])


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
    table = Table("Late, the latest first", _LATE_HEADS, rows, notes=notes)
    return Page(title, [counts, table])


def _set_by(projection: Projection, code: str) -> str:
    driver, link = projection.driver(code)
    return driver if link is None else f"{link.prerequisite}{' ?' if link.queried else ''}"
