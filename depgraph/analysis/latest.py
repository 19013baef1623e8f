"""The milestone at which a project ends, where nobody names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from depgraph.analysis.projection import Projection


def latest_milestone(projection: Projection, among: Collection[str] | None = None) -> str | None:
    """Return the code of the incomplete milestone with the latest projected date.

    Parameters
    ----------
    among
        The codes that it may have; where there are none, those of the milestones shown.

    Of several, it is one that nothing waits on, then the one with the smallest code; what is no
    milestone, as a requirement or a test plan, is left out. None where nothing has a date.
    """
    graph, finish = projection.graph, projection.finish
    among = projection.shown.codes if among is None else among
    ends = [
        (-day, bool(graph.outgoing[n]), milestone.id)
        for n, milestone in enumerate(graph.milestones)
        if (day := finish[n]) is not None
        and milestone.id in among
        and milestone.kind == "milestone"
        and not milestone.is_complete
    ]
    return min(ends)[2] if ends else None
