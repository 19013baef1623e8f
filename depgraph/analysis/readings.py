"""The other reading of the gaps, beside the one that is asked about.

What it says is a side remark. A plan may have dates in the one reading and none in the other:
where gaps are work, they are gone round in a ladder too, and may add up to too much. Then the
remark is that there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.forward_pass import NO_DATES
from depgraph.analysis.projection import Gaps, Projection, project
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError

if TYPE_CHECKING:
    from datetime import date

    from depgraph.errors import DepgraphError
    from depgraph.model import Graph

REFUSALS = (CycleError, DateRangeError, NoAsOfDateError)
"""Why a reading may have no dates."""


def other_gaps(gaps: Gaps) -> Gaps:
    """Return the other reading."""
    return "work" if gaps == "float" else "float"


def project_if_possible(
    graph: Graph, *, gaps: Gaps, as_of: date | None = None, plan: Graph | None = None
) -> tuple[Projection | None, str]:
    """Project the date of every milestone in a reading, or say why there are no dates in it.

    Parameters
    ----------
    graph, gaps, as_of, plan
        As `project` has them.

    Returns
    -------
    tuple
        The projection and nothing; or None and the reason in a few words.
    """
    try:
        return project(graph, as_of=as_of, gaps=gaps, plan=plan), ""
    except REFUSALS as error:
        return None, reason(error)


def reason(error: DepgraphError) -> str:
    """Return in one line why there are no dates: with the cycle, if there is one."""
    first, *others = str(error).splitlines()
    circle = f" ({others[0].strip()})" if first.endswith(":") and others else ""
    return f"{first.removesuffix(':').replace(f'{NO_DATES}: ', '')}{circle}"
