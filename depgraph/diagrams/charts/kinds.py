"""The four charts by name: what each needs of a plan, what it shows, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from depgraph.analysis.burndown import Burndown
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Timeline
    from depgraph.analysis.trends import Slips, Trends
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision

Kind = Literal["timeline", "burndown", "trend", "slips"]
KINDS: tuple[Kind, ...] = ("timeline", "burndown", "trend", "slips")

TITLES: dict[Kind, str] = {
    "timeline": "Timeline",
    "burndown": "Burndown",
    "trend": "Milestone trends",
    "slips": "Slips",
}

OF_MAIN: frozenset[Kind] = frozenset({"timeline", "trend"})
"""Those that show milestones one by one: of a whole plan, they draw the main ones only."""


class Chart(NamedTuple):
    """A chart that is not drawn yet.

    Attributes
    ----------
    data
        What it shows.
    draw
        Draws it under a title.
    """

    data: Timeline | Burndown | Trends | Slips
    draw: Callable[[str], Figure]


def main_scope(graph: Graph, kind: Kind) -> Scope:
    """Return the milestones that a chart of a whole plan is about."""
    from depgraph.analysis.scope import select_scope, top_level

    top = top_level(graph) if kind in OF_MAIN else None
    return select_scope(graph, levels=() if top is None else (top,))


def chart(
    kind: Kind,
    graph: Graph,
    scope: Scope,
    *,
    revisions: Sequence[Revision] = (),
    between: tuple[Revision, Revision] | None = None,
    home: str | None = None,
) -> Chart:
    """Work out a chart.

    Parameters
    ----------
    graph, scope
        The plan, and the milestones that the chart is about.
    revisions
        All schedules, for trends.
    between
        For slips: the two schedules to compare, in place of due and projected dates.
    home
        For a timeline: the owner whose plan it is.

    Raises
    ------
    DepgraphError
        If the plan has not what the chart needs: an as-of date, an order, two schedules.
    """
    if kind == "timeline":
        return _timeline(graph, scope, home)
    if kind == "burndown":
        return _burndown(graph, scope)
    if kind == "trend":
        return _trend(graph, scope, revisions)
    return _slips(graph, scope, between)


def _timeline(graph: Graph, scope: Scope, home: str | None) -> Chart:
    from depgraph.analysis.timeline import timeline
    from depgraph.diagrams.charts.timeline import figure

    data = timeline(graph, scope.codes)
    return Chart(data, lambda title: figure(data, title=title, scope=scope, home=home))


def _burndown(graph: Graph, scope: Scope) -> Chart:
    from depgraph.analysis.burndown import burndown
    from depgraph.diagrams.charts.burndown import figure

    data = burndown(graph, scope.codes)
    return Chart(data, lambda title: figure(data, title=title, scope=scope))


def _trend(graph: Graph, scope: Scope, revisions: Sequence[Revision]) -> Chart:
    from depgraph.analysis.trends import trends
    from depgraph.diagrams.charts.trend import figure

    data = trends(graph, revisions, scope.codes)
    return Chart(data, lambda title: figure(data, title=title, scope=scope))


def _slips(graph: Graph, scope: Scope, between: tuple[Revision, Revision] | None) -> Chart:
    from depgraph.analysis.projection import project
    from depgraph.analysis.trends import projected_slips, slips_between
    from depgraph.diagrams.charts.slips import figure

    data = (
        projected_slips(project(graph), scope.codes)
        if between is None
        else slips_between(graph, *between, scope.codes)
    )
    return Chart(data, lambda title: figure(data, title=title, scope=scope))
