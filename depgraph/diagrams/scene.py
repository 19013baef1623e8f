"""What a picture shows, worked out from the plan before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.folding import fold
from depgraph.diagrams.marks import number
from depgraph.diagrams.standing import standing
from depgraph.diagrams.theme import STANDINGS
from depgraph.diagrams.timeline import columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.diagrams.folding import Folding
    from depgraph.diagrams.marks import Marks
    from depgraph.diagrams.theme import Standing
    from depgraph.diagrams.timeline import Column
    from depgraph.model import Graph, Link
    from depgraph.rules.findings import Finding


class DrawnLink(NamedTuple):
    """All links of one pair of nodes, drawn as one line.

    Attributes
    ----------
    prerequisite, dependent
        The codes of the two ends.
    links
        What the plan has between them, one or several.
    query
        The number of the query, or None where nobody doubts the pair.
    is_critical
        Whether it is a link of the critical path.
    is_marked
        Whether a finding is about it.
    goes_back
        Whether the dependent stands left of the prerequisite, or above it.
    """

    prerequisite: str
    dependent: str
    links: tuple[Link, ...]
    query: int | None
    is_critical: bool
    is_marked: bool
    goes_back: bool


class Scene(NamedTuple):
    """What a picture shows.

    Attributes
    ----------
    graph
        The plan.
    home
        The owner whose plan it is; None where all milestones count as inside.
    folding, marks, columns
        What is a node and what a cell; what is numbered; what stands where.
    links
        The lines between nodes, sorted by dependent and prerequisite.
    chain
        The critical path, target first.
    projected
        The projected date of its target, where that is known.
    """

    graph: Graph
    home: str | None
    folding: Folding
    marks: Marks
    columns: tuple[Column, ...]
    links: tuple[DrawnLink, ...]
    chain: tuple[str, ...]
    projected: date | None = None

    def standing(self, code: str) -> Standing:
        """Return how a milestone stands at the as-of date."""
        return standing(self.graph[code], self.graph.as_of)

    def is_outside(self, code: str) -> bool:
        """Whether a milestone belongs to another owner than the plan."""
        return self.home is not None and self.graph[code].owner != self.home

    def is_critical(self, code: str) -> bool:
        """Whether a milestone is on the critical path, or has a cell that is."""
        return code in self.chain or any(
            code in self.folding.targets.get(member, ()) and self._leads_on(member, code)
            for member in self.chain
        )

    def _leads_on(self, member: str, target: str) -> bool:
        """Whether the chain goes on from a folded member to this node of several."""
        later = self.chain[: self.chain.index(member)]
        return target in later or not any(code in later for code in self.folding.targets[member])

    def features(self, code: str) -> list[str]:
        """Return the folded milestones of a node as its strip shows them.

        They are sorted by standing, so that the strip reads as a progress bar, then by
        date and code.
        """

        def order(feature: str) -> tuple[int, str, str]:
            milestone = self.graph[feature]
            day = milestone.completed if milestone.is_complete else milestone.planned
            return STANDINGS.index(self.standing(feature)), str(day), feature

        return sorted(self.folding.features[code], key=order)


def compose(
    graph: Graph, *, findings: Sequence[Finding], chain: Sequence[str], home: str | None
) -> Scene:
    """Work out what the picture of a plan shows."""
    folding = fold(graph, home)
    marks = number(graph, folding, findings)
    chain = tuple(graph[code].id for code in chain)
    critical = {(chain[n + 1], chain[n]) for n in range(len(chain) - 1)}
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in graph.links:
        if link.prerequisite not in folding.targets and link.dependent not in folding.targets:
            pairs.setdefault((link.prerequisite, link.dependent), []).append(link)
    placed = tuple(columns(graph, folding.drawn, pairs))
    place = {code: n for n, column in enumerate(placed) for code in column.codes}
    links = tuple(
        DrawnLink(
            *pair,
            tuple(links),
            marks.query_numbers.get(pair),
            is_critical=pair in critical,
            is_marked=pair in marks.marked_links,
            goes_back=place[pair[0]] >= place[pair[1]],
        )
        for pair, links in pairs.items()
    )
    return Scene(graph, home, folding, marks, placed, links, chain)
