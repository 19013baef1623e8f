"""Which milestones a reader of a report can choose as the target of the critical path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import link_count
from depgraph.analysis.scope import main_milestones
from depgraph.words import counted

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph

MOST_TARGETS = 60
"""So many targets at most: each adds the floats of the whole plan to the page."""

MOST_WORK = 200_000
"""So many milestones and links in all that are asked for the targets of one page."""


def choose_targets(projection: Projection, chosen: str | None) -> tuple[tuple[str, ...], str]:
    """Return the targets of a report, sorted, and the one to begin with.

    They are the incomplete milestones of level 2 or, where no milestone has a level, those
    with a due date; of more than 60, and of large plans of fewer, those that are due last. The
    first shown is the last one by due date, then by projected date, then by code.

    Parameters
    ----------
    chosen
        The code, or another code, of the target to begin with, in place of the last one; it
        need not be among the others.

    Returns
    -------
    tuple
        Both are empty where nothing is incomplete and nothing is chosen.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the chosen one.
    """
    graph = projection.shown

    def lateness(code: str) -> tuple[bool, date | None, bool, date | None, str]:
        due, projected = graph[code].due, projection.date(code)
        return (due is not None, due, projected is not None, projected, code)

    offered = sorted(main_milestones(graph), key=lateness)[-_most_targets(graph) :]
    first = "" if not offered else offered[-1]
    if chosen is not None:
        first = graph[chosen].id
    return tuple(sorted({*offered, first} - {""})), first


def _most_targets(graph: Graph) -> int:
    size = len(graph.milestones) + link_count(graph)
    return max(1, min(MOST_TARGETS, MOST_WORK // max(size, 1)))


def targets_left_words(graph: Graph, offered: int) -> str:
    """Return the sentence on the targets that a report leaves out; empty where it has all."""
    targets = len(main_milestones(graph))
    if offered >= targets:
        return ""
    return (
        f"{targets - offered} of {counted(targets, 'main milestone')} cannot be chosen here, those "
        "that are due first: depgraph critical-path tells what drives them."
    )
