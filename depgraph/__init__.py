"""depgraph: load, check, explain and draw the prerequisites of a milestone plan.

The names below are the public interface. The packages behind them are imported when a
name is first used, so that ``import depgraph`` costs next to nothing.

Examples
--------
>>> import depgraph
>>> plan = depgraph.Graph(
...     [depgraph.Milestone(id="A"), depgraph.Milestone(id="B")],
...     [depgraph.Link(prerequisite="A", dependent="B")],
... )
>>> plan.predecessors("B")
('A',)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.showing import show_with

if TYPE_CHECKING:
    from depgraph.analysis.burndown import Burndown, burndown
    from depgraph.analysis.carrying import Carrier
    from depgraph.analysis.chains import Chain, Chains, Hop, Why
    from depgraph.analysis.changes import ChangeError
    from depgraph.analysis.comparison import Comparison, compare
    from depgraph.analysis.critical_path import CriticalPath, critical_path
    from depgraph.analysis.cycles import Cycle, find_cycles
    from depgraph.analysis.float_paths import Step
    from depgraph.analysis.floats import total_floats
    from depgraph.analysis.impact import Impact, Moved, Shift
    from depgraph.analysis.path_comparison import TargetChange, compare_paths
    from depgraph.analysis.projection import Projection, project
    from depgraph.analysis.queries import DroppedQueries, drop_queries
    from depgraph.analysis.risk.backtest import Backtest, laid_over
    from depgraph.analysis.risk.chances import Chance, Simulation
    from depgraph.analysis.risk.risks import Risks
    from depgraph.analysis.risk.simulation import simulate
    from depgraph.analysis.what_if import what_if
    from depgraph.analysis.why import why
    from depgraph.diagrams.calendar import calendar
    from depgraph.diagrams.features import features
    from depgraph.diagrams.focus import focus
    from depgraph.diagrams.layout import Picture, render
    from depgraph.diagrams.overview import overview
    from depgraph.diagrams.part import Part, around
    from depgraph.errors import (
        CycleError,
        DepgraphError,
        LoadError,
        NoAsOfDateError,
        Problem,
        UnknownMilestoneError,
    )
    from depgraph.model import Calendar, Graph, Link, Milestone, Position, Query, Question
    from depgraph.model.changes import (
        AddLink,
        Complete,
        DropQueries,
        DropQuery,
        KeepQuery,
        Move,
        RemoveLink,
    )
    from depgraph.model.risks import Estimate, RiskDriver, Slip
    from depgraph.plans.loading import load
    from depgraph.plans.opening import Opened, open_plan
    from depgraph.reports.tables import Table, table
    from depgraph.rules.engine import CheckResult, check
    from depgraph.rules.findings import Finding
    from depgraph.rules.kinds.base import Outcome, Rule
    from depgraph.rules.triage import Triage, triage
    from depgraph.sources.changes_file import read_changes

__all__ = [
    "AddLink",
    "Backtest",
    "Burndown",
    "Calendar",
    "Carrier",
    "Chain",
    "Chains",
    "Chance",
    "ChangeError",
    "CheckResult",
    "Comparison",
    "Complete",
    "CriticalPath",
    "Cycle",
    "CycleError",
    "DepgraphError",
    "DropQueries",
    "DropQuery",
    "DroppedQueries",
    "Estimate",
    "Finding",
    "Graph",
    "Hop",
    "Impact",
    "KeepQuery",
    "Link",
    "LoadError",
    "Milestone",
    "Move",
    "Moved",
    "NoAsOfDateError",
    "Opened",
    "Outcome",
    "Part",
    "Picture",
    "Position",
    "Problem",
    "Projection",
    "Query",
    "Question",
    "RemoveLink",
    "RiskDriver",
    "Risks",
    "Rule",
    "Shift",
    "Simulation",
    "Slip",
    "Step",
    "Table",
    "TargetChange",
    "Triage",
    "UnknownMilestoneError",
    "Why",
    "around",
    "burndown",
    "calendar",
    "check",
    "compare",
    "compare_paths",
    "critical_path",
    "drop_queries",
    "features",
    "find_cycles",
    "focus",
    "laid_over",
    "load",
    "open_plan",
    "overview",
    "project",
    "read_changes",
    "render",
    "simulate",
    "table",
    "total_floats",
    "triage",
    "what_if",
    "why",
]

_HOMES = {
    "analysis.burndown": ("Burndown", "burndown"),
    "analysis.carrying": ("Carrier",),
    "analysis.chains": ("Chain", "Chains", "Hop", "Why"),
    "analysis.changes": ("ChangeError",),
    "analysis.comparison": ("Comparison", "compare"),
    "analysis.critical_path": ("CriticalPath", "critical_path"),
    "analysis.cycles": ("Cycle", "find_cycles"),
    "analysis.float_paths": ("Step",),
    "analysis.floats": ("total_floats",),
    "analysis.impact": ("Impact", "Moved", "Shift"),
    "analysis.path_comparison": ("TargetChange", "compare_paths"),
    "analysis.projection": ("Projection", "project"),
    "analysis.queries": ("DroppedQueries", "drop_queries"),
    "analysis.risk.backtest": ("Backtest", "laid_over"),
    "analysis.risk.chances": ("Chance", "Simulation"),
    "analysis.risk.risks": ("Risks",),
    "analysis.risk.simulation": ("simulate",),
    "analysis.what_if": ("what_if",),
    "analysis.why": ("why",),
    "diagrams.calendar": ("calendar",),
    "diagrams.features": ("features",),
    "diagrams.focus": ("focus",),
    "diagrams.layout": ("Picture", "render"),
    "diagrams.overview": ("overview",),
    "diagrams.part": ("Part", "around"),
    "errors": (
        *("CycleError", "DepgraphError", "LoadError", "NoAsOfDateError", "Problem"),
        "UnknownMilestoneError",
    ),
    "model": ("Calendar", "Graph", "Link", "Milestone", "Position", "Query", "Question"),
    "model.risks": ("Estimate", "RiskDriver", "Slip"),
    "plans.loading": ("load",),
    "rules.triage": ("Triage", "triage"),
    "rules.engine": ("CheckResult", "check"),
    "reports.tables": ("Table", "table"),
    "rules.findings": ("Finding",),
    "rules.kinds.base": ("Outcome", "Rule"),
    "plans.opening": ("Opened", "open_plan"),
    "model.changes": (
        *("AddLink", "Complete", "DropQueries", "DropQuery", "KeepQuery", "Move"),
        "RemoveLink",
    ),
    "sources.changes_file": ("read_changes",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def _show(value: object) -> dict[str, str]:
    """Show a value in a notebook; what that takes is imported when it is first done."""
    from depgraph.notebook.shows import show

    return show(value)


def _text(value: object) -> str:
    """Return the text that a value is printed as."""
    from depgraph.notebook.shows import text

    return text(value)


show_with(_show, _text)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    from importlib import import_module

    if name == "__version__":
        from depgraph.version import __version__

        return __version__
    if name not in _HOME_OF:
        raise AttributeError(f"module 'depgraph' has no attribute {name!r}")
    if name == "simulate":
        from depgraph.analysis.risk.requirements import require_numpy

        require_numpy()
    value: object = getattr(import_module(f"depgraph.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
