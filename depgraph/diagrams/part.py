"""The part of a plan that a picture is of: what is selected, near, and not redundant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import late_milestones
from depgraph.analysis.redundant import redundant_links
from depgraph.diagrams.standing import drawn_date, standing
from depgraph.records import Struct
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from depgraph.diagrams.theme import Standing
    from depgraph.model import Graph

FEW_AROUND = 16
"""Of the prerequisites of prerequisites, a picture of one milestone shows no more unasked."""

MOST_BESIDE = 20
"""About so many milestones stand above each other on a slide where all text can be read."""

FIRST_SHOWN: tuple[Standing, ...] = ("late", "projected", "soon", "later", "undated", "done")
"""What is shown of milestones that are too many, the first of these first."""


class Part(Struct):
    """A part of a plan.

    Attributes
    ----------
    graph
        The milestones of the part, and the links between them.
    context
        The codes of those that are only there because what was asked for leads to them.
    remarks
        What was done, each one sentence.
    """

    graph: Graph
    context: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


def selected(
    graph: Graph, codes: Collection[str], *, kept: Collection[str] = (), words: str = ""
) -> Part:
    """Return the selected milestones of a plan, and what waits on them directly as context.

    Parameters
    ----------
    kept
        More milestones that stay as context, such as those of a critical path.
    words
        The selection in words.
    """
    chosen = set(codes)
    waiting = {after for code in chosen for after in graph.successors(code)}
    context = frozenset((waiting | set(kept)) - chosen)
    left_out = len(graph) - len(chosen)
    if not left_out:
        return Part(graph)
    asked_words = f" ({words})" if words else ""
    remark = f"{len(chosen)} of {len(graph)} milestones{asked_words}"
    if context:
        remark += f" and, pale, {len(context)} that wait on them or lie on the path"
    return Part(_induced(graph, chosen | context), context, (remark,))


def around(graph: Graph, code: str, *, up: int | None, down: int | None = None) -> Part:
    """Return a milestone, what it waits on, and what waits on it.

    Parameters
    ----------
    graph
        The plan.
    code
        The milestone.
    up, down
        How many links to follow against their direction, and along it. Without `up`, it is
        two where that gives a small picture, and else one; without `down`, it is one. What is
        one link away is then no more than a slide takes: what is late or due first.

    Returns
    -------
    Part
        The milestones and links to draw, and what was left out.

    Raises
    ------
    UnknownMilestoneError
        If the plan does not have it.
    """
    centre = graph[code].id
    remarks = []
    after = _reached(centre, graph.successors, 1 if down is None else down)
    if down is None:
        after, left_out = _few(graph, after, centre, "that wait on it")
        remarks += left_out
    if up is None:
        before = _reached(centre, graph.predecessors, 2)
        if len(before) > FEW_AROUND:
            before = _reached(centre, graph.predecessors, 1)
            before, left_out = _few(graph, before, centre, "that it waits on")
            remarks += left_out
            up = 1
        else:
            up = 2
    else:
        before = _reached(centre, graph.predecessors, up)
    near = before | after
    further = sum(
        1
        for milestone in before - {centre}
        if any(other not in near for other in graph.predecessors(milestone))
    )
    if further:
        has = "here has a prerequisite" if further == 1 else "here have prerequisites"
        remarks.append(
            f"{counted(further, 'milestone')} {has} that the picture leaves out: "
            f"it goes {counted(up, 'link')} back"
        )
    return Part(_induced(graph, near), remarks=tuple(remarks))


def without_redundant_links(graph: Graph) -> Part:
    """Leave out the links that a longer chain implies, but for queried ones."""
    redundant = redundant_links(graph)
    dropped = redundant.chains.keys() - graph.queried_numbers
    kept_links = (link for number, link in enumerate(graph.links) if number not in dropped)
    remark = f"{counted(len(dropped), 'redundant link')} left out"
    if not redundant.is_complete:
        remark += ", of those looked at before the search became too long"
    return Part(graph.with_links(kept_links), remarks=(remark,))


def _induced(graph: Graph, codes: Collection[str]) -> Graph:
    return graph.with_parts(
        milestones=[milestone for milestone in graph.milestones if milestone.id in codes],
        links=[
            link for link in graph.links if link.prerequisite in codes and link.dependent in codes
        ],
    )


def _few(graph: Graph, codes: set[str], centre: str, which: str) -> tuple[set[str], list[str]]:
    """Return as many milestones as stand in a column of a slide, and what is to be said."""
    if len(codes) - 1 <= MOST_BESIDE:
        return codes, []

    late = late_milestones(graph)

    def order(code: str) -> tuple[int, str, str]:
        milestone = graph[code]
        place = FIRST_SHOWN.index(standing(milestone, graph.as_of, late))
        return place, str(drawn_date(milestone)), code

    ranked = sorted(codes - {centre}, key=order)
    left = len(ranked) - MOST_BESIDE
    remark = f"{left} of {len(ranked)} milestones {which} are left out"
    drawn = "drawn are those that are late or due first"
    return {centre, *ranked[:MOST_BESIDE]}, [f"{remark}: {drawn}"]


def _reached(start: str, neighbours: Callable[[str], Collection[str]], most_links: int) -> set[str]:
    """Return what is at most so many links away, the start included."""
    reached = {start}
    edge = [start]
    for _ in range(most_links):
        edge = [other for code in edge for other in neighbours(code)]
        edge = sorted(set(edge) - reached)
        if not edge:
            break
        reached.update(edge)
    return reached
