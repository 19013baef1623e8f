"""Which milestones a reader of a report can choose as the target of the critical path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scope import main_milestones

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.projection import Projection

MOST_TARGETS = 60
"""So many targets at most: each adds the floats of the whole plan to the page."""


def choose_targets(projection: Projection, chosen: str | None) -> tuple[tuple[str, ...], str]:
    """Return the targets of a report, sorted, and the one to begin with.

    They are the incomplete milestones of level 2 or, where no milestone has a level, those
    with a due date; of more than 60, those that are due last. The first shown is the last
    one by due date, then by projected date, then by code.

    Parameters
    ----------
    projection
        The projected dates.
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

    offered = sorted(main_milestones(graph), key=lateness)[-MOST_TARGETS:]
    first = "" if not offered else offered[-1]
    if chosen is not None:
        first = graph[chosen].id
    return tuple(sorted({*offered, first} - {""})), first
