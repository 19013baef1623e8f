"""Projection again after some milestones got other dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from depgraph.analysis.projection import pass_forward, project_network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.projection import Projection
    from depgraph.model import Milestone


def reproject(before: Projection, changed: Mapping[int, Milestone]) -> Projection:
    """Return what `project` makes of a plan after some dates of milestones changed.

    What the links demand stays. Where gaps are work, it is the work of the plan before.

    Parameters
    ----------
    changed
        Incomplete milestones by number, which differ from those of the plan in their dates
        and in nothing else.

    Raises
    ------
    CycleError, DateRangeError
        As `project` does.
    """
    if not changed:
        return before
    graph = before.graph.with_milestones(changed)
    if graph.rules is not None:
        after = project_network(graph, graph.rules, before.as_of, before.gaps)
    else:
        after = pass_forward(graph, before.as_of, before.gaps, before.bounds)
    return after if before.view is None else replace(after, view=before.view.over(graph))
