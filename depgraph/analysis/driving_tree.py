"""All that drives a milestone: the tree of the driving links behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone


class Branch(Struct):
    """A milestone on the tree of what drives a target.

    Attributes
    ----------
    depth
        How many driving links it is away from the target on this branch; 0 for the target.
    link
        The driving link to the milestone above it; None for the target.
    is_repeated
        Whether it stands on the tree above already, with all that drives it.
    """

    milestone: Milestone
    depth: int
    link: Link | None
    projected: date | None
    is_repeated: bool


def driving_tree(projection: Projection, target: str) -> tuple[Branch, ...]:
    """Find all links that drive a milestone, directly or through others.

    They are the links among the causes of its date, of the dates of their prerequisites, and so
    on (see `depgraph.analysis.driving`). A complete prerequisite ends its branch, as it is
    history; nothing drives a complete target.

    Returns
    -------
    tuple of Branch
        The target, then each prerequisite that drives it, in the order of causes, followed by
        what drives that. What stands on the tree twice has its branches at its first place.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    """
    graph = projection.graph
    branches: list[Branch] = []
    visited: set[int] = set()
    todo: list[tuple[int, int, Link | None]] = [(graph.number(target), 0, None)]
    while todo:
        n, depth, link = todo.pop()
        milestone = graph.milestones[n]
        is_repeated = n in visited
        branches.append(
            Branch(
                milestone=milestone,
                depth=depth,
                link=link,
                projected=projection.date(milestone.id),
                is_repeated=is_repeated,
            )
        )
        if is_repeated or milestone.is_complete:
            continue
        visited.add(n)
        todo += (
            (graph.number(cause.link.prerequisite), depth + 1, cause.link)
            for cause in reversed(projection.causes(milestone.id))
            if cause.link is not None
        )
    return tuple(branches)
