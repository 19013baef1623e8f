"""The links that differ between two plans, and what is around them, as a drawing in Markdown."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from depgraph.flowchart import Arrow, Node, flowchart
from depgraph.reports.page import Lines, Section
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.analysis.comparison import Comparison
    from depgraph.model import Graph, Link, Milestone
    from depgraph.plans.comparing import PlanChanges

_MOST = 30
"""How many milestones are drawn: more cannot be read in a comment."""

_LOOKS = {
    "added": "fill:#DFF2DF,stroke:#1B7F3B,color:#0B3D1B",
    "removed": "fill:#F8D7DA,stroke:#C1121F,color:#4A0A10,stroke-dasharray:4",
    "moved": "fill:#FFF6C9,stroke:#8A7A00,color:#3D3600",
}


def changed_links(changes: PlanChanges) -> Section | None:
    """Return a drawing of the links that differ, with what is next to them where there is room.

    None for two accounts of one plan, and where no link differs.
    """
    links = changes.comparison.links
    if changes.is_drift or not any((links.added, links.removed, links.queried, links.confirmed)):
        return None
    arrows = list(_arrows(changes.comparison))
    codes: dict[str, None] = {}
    drawn: list[Arrow] = []
    for arrow in arrows:
        ends = (arrow.prerequisite, arrow.dependent)
        if len(codes.keys() | set(ends)) <= _MOST:
            codes.update(dict.fromkeys(ends))
            drawn.append(arrow)
    after = changes.comparison.after
    for code in _neighbours(after, list(codes)):
        if len(codes) < _MOST:
            codes.setdefault(code)
    differing = {(arrow.prerequisite, arrow.dependent) for arrow in arrows}
    same = [
        Arrow(link.prerequisite, link.dependent, is_dotted=link.queried)
        for link in after.links
        if link.prerequisite in codes
        and link.dependent in codes
        and (link.prerequisite, link.dependent) not in differing
    ]
    text = flowchart(_nodes(changes, codes), (*drawn, *same), _LOOKS)
    rest = len(arrows) - len(drawn)
    not_drawn = f"Not drawn: {counted(rest, 'more link')} that differ{'s' * (rest == 1)}."
    return Section(
        "Links that differ, and what is next to them",
        [Lines(text.splitlines(), language="mermaid"), not_drawn if rest else ""],
    )


def _arrows(comparison: Comparison) -> Iterator[Arrow]:
    """Yield the links that differ, those that came and went first."""
    codes, links = comparison.code_after, comparison.links

    def now(code: str) -> str:
        return codes.get(code, code)

    def arrow(link: Link, words: str, *, is_dotted: bool = False, is_thick: bool = False) -> Arrow:
        return Arrow(link.prerequisite, link.dependent, is_dotted, is_thick, words)

    for link in links.added:
        yield arrow(link, "new, queried" if link.queried else "new", is_thick=True)
    for link in links.removed:
        yield Arrow(now(link.prerequisite), now(link.dependent), is_dotted=True, words="gone")
    for change in links.queried:
        yield arrow(change.after, "now queried", is_dotted=True)
    for change in links.confirmed:
        yield arrow(change.after, "query gone")


def _neighbours(graph: Graph, codes: Iterable[str]) -> Iterator[str]:
    """Yield what some milestones wait on, and what waits on them."""
    for code in codes:
        if code in graph:
            yield from chain(graph.predecessors(code), graph.successors(code))


def _nodes(changes: PlanChanges, codes: Iterable[str]) -> Iterator[Node]:
    comparison = changes.comparison
    removed = {milestone.id: milestone for milestone in comparison.removed}
    added = {milestone.id for milestone in comparison.added}
    projected = changes.projected.moves if changes.projected else ()
    moved = {move.id for move in comparison.moved} | {move.milestone.id for move in projected}
    for code in codes:
        look = "moved" if code in moved else ""
        if code not in comparison.after:
            yield Node(code, _lines(removed[code]), "removed")
        else:
            yield Node(code, _lines(comparison.after[code]), "added" if code in added else look)


def _lines(milestone: Milestone) -> list[str]:
    day = milestone.own_date
    name = [milestone.name] if milestone.name else []
    return [milestone.id, *name, *([str(day)] if day else [])]
