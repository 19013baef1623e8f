"""depgraph: load, check, explain and draw the prerequisites of a milestone plan.

The names below are the public interface; the packages behind them are imported when a
name is first used, so that ``import depgraph`` costs next to nothing.

Examples
--------
>>> import depgraph
>>> graph = depgraph.Graph(
...     [depgraph.Milestone(id="A"), depgraph.Milestone(id="B")],
...     [depgraph.Link(prerequisite="A", dependent="B")],
... )
>>> graph.predecessors("B")
('A',)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.analysis.critical_path import CriticalPath as CriticalPath
    from depgraph.analysis.critical_path import critical_path as critical_path
    from depgraph.analysis.cycles import find_cycles as find_cycles
    from depgraph.analysis.projection import Projection as Projection
    from depgraph.analysis.projection import project as project_dates
    from depgraph.errors import CycleError as CycleError
    from depgraph.errors import DepgraphError as DepgraphError
    from depgraph.errors import LoadError as LoadError
    from depgraph.errors import UnknownMilestoneError as UnknownMilestoneError
    from depgraph.model import Graph as Graph
    from depgraph.model import Link as Link
    from depgraph.model import Milestone as Milestone
    from depgraph.model import Query as Query
    from depgraph.model import Question as Question
    from depgraph.project import load as load
    from depgraph.rules.findings import Finding as Finding

_HOMES = {
    "CriticalPath": "depgraph.analysis.critical_path",
    "CycleError": "depgraph.errors",
}
