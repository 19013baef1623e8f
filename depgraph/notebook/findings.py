"""The pages of one finding and of a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.evidence import details
from depgraph.reports.layout import doubts, relation
from depgraph.reports.page import Head, Lines, Page, Table, without_columns
from depgraph.words import counted, printable, shortened

if TYPE_CHECKING:
    from depgraph.analysis.cycles import Cycle
    from depgraph.reports.page import Value
    from depgraph.rules.findings import Finding

_MOST_CODES = 12

_LINK_HEADS = (
    Head("dependent", "milestone", is_code=True),
    Head("prerequisite", "waits on", is_code=True),
    Head("type", "type"),
    Head("where", "where", is_code=True),
    Head("doubt", "queried"),
)


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
