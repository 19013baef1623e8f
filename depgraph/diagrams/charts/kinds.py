"""The kinds of charts: what each needs of a plan, what it shows, and how it is drawn.

A new one is an entry of `KINDS`, a function here that makes it, and a module that draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.diagrams.paper import A4
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.analysis.burndown import Burndown
    from depgraph.analysis.risk.chances import ChanceOf, SensitivityOf, Simulation
    from depgraph.analysis.scope import Scope
    from depgraph.analysis.timeline import Timeline
    from depgraph.analysis.trends import Slips, Trends
    from depgraph.diagrams.charts.page import Page
    from depgraph.model import Graph
    from depgraph.model.schedules import Revision


class Chart(Struct):
    """A chart that is not drawn yet.

    Attributes
    ----------
    draw
        Draws it under a title, on a `paper` where that is not A4.
    title
        What it says in a line, in place of what its kind is called.
    """

    data: Timeline | Burndown | Trends | Slips | ChanceOf | SensitivityOf
    draw: Callable[..., Page]
    title: str = ""


class Subject(Struct):
    """What a chart is of.

    Attributes
    ----------
    graph, scope
        The plan, and the milestones that the chart is about.
    revisions
        All schedules, for trends.
    between
        For slips: the two schedules to compare, in place of due and projected dates.
    home
        For a timeline: the owner whose plan it is.
    simulation
        For charts of one milestone: the simulation of its dates.
    """

    graph: Graph
    scope: Scope
    revisions: Sequence[Revision] = ()
    between: tuple[Revision, Revision] | None = None
    home: str | None = None
    simulation: Simulation | None = None


class Kind(Struct):
    """A kind of chart.

    Attributes
    ----------
    name
        What commands call it.
    words
        What it shows, for the help of commands; it may have several lines.
    title
        Its title; a plan's own stands before it.
    make
        Works it out; a `DepgraphError` where the plan has not what the chart needs: an as-of
        date, an order, two schedules.
    tab
        What a report calls it, where that is shorter than its title.
    is_of_main
        Whether it shows milestones one by one, and so of a whole plan the main ones only.
    has_schedules
        Whether it shows all schedules.
    can_compare
        Whether it compares two schedules where these are named.
    is_of_one
        Whether it is about one milestone, the first that a simulation is about.
    """

    name: str
    words: str
    title: str
    make: Callable[[Subject], Chart]
    tab: str = ""
    is_of_main: bool = False
    has_schedules: bool = False
    can_compare: bool = False
    is_of_one: bool = False


def main_scope(graph: Graph, kind: str) -> Scope:
    """Return the milestones that a chart of a whole plan is about."""
    from depgraph.analysis.scope import select_scope, top_level

    top = top_level(graph) if KINDS[kind].is_of_main else None
    return select_scope(graph, levels=() if top is None else (top,))


def _chart(figure: Callable[..., Page], data: Any, **options: object) -> Chart:
    """Return a chart that is drawn by a function of the data, with some options."""
    return Chart(
        data,
        lambda title, paper=A4: figure(data, title=title, paper=paper, **options),
    )


def _timeline(subject: Subject) -> Chart:
    from depgraph.analysis.timeline import timeline
    from depgraph.diagrams.charts.timeline import figure

    scope, home = subject.scope, subject.home
    data = timeline(subject.graph, scope.codes)
    return _chart(figure, data, scope=scope, home=home)


def _burndown(subject: Subject) -> Chart:
    from depgraph.analysis.burndown import burndown
    from depgraph.diagrams.charts.burndown import figure

    data = burndown(subject.graph, subject.scope.codes)
    return _chart(figure, data, scope=subject.scope)


def _trend(subject: Subject) -> Chart:
    from depgraph.analysis.trends import trends
    from depgraph.diagrams.charts.trend import figure

    data = trends(subject.graph, subject.revisions, subject.scope.codes)
    return _chart(figure, data, scope=subject.scope)


def _slips(subject: Subject) -> Chart:
    from depgraph.analysis.projection import project
    from depgraph.analysis.trends import projected_slips, slips_between
    from depgraph.diagrams.charts.slips import figure

    graph, codes = subject.graph, subject.scope.codes
    data = (
        projected_slips(project(graph), codes)
        if subject.between is None
        else slips_between(graph, *subject.between, codes)
    )
    return _chart(figure, data, scope=subject.scope)


def _risk(subject: Subject) -> Chart:
    from depgraph.analysis.risk.chances import ChanceOf
    from depgraph.diagrams.charts.chance import chance_title, figure

    assert subject.simulation is not None, "a chart of one milestone is of a simulation"
    data = ChanceOf(subject.simulation, subject.simulation.chances[0])
    return _chart(figure, data)._replace(title=chance_title(data.chance))


def _sensitivity(subject: Subject) -> Chart:
    from depgraph.analysis.risk.chances import SensitivityOf
    from depgraph.diagrams.charts.sensitivity import figure, sensitivity_title

    assert subject.simulation is not None, "a chart of one milestone is of a simulation"
    data = SensitivityOf(subject.simulation, subject.simulation.sensitivities[0])
    return _chart(figure, data)._replace(title=sensitivity_title(data))


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "timeline",
            "milestones by date, what waits on what, slips",
            "Timeline",
            _timeline,
            is_of_main=True,
        ),
        Kind(
            "burndown",
            "how many are not complete: planned, actual, forecast",
            "Burndown",
            _burndown,
        ),
        Kind(
            "trend",
            "the dates of milestones over the successive schedules",
            "Milestone trends",
            _trend,
            tab="Trends",
            is_of_main=True,
            has_schedules=True,
        ),
        Kind(
            "slips",
            "how far dates moved, the biggest movers of each team first:\n"
            "due dates against projected ones or, with --since, two schedules",
            "Slips",
            _slips,
            can_compare=True,
        ),
        Kind(
            "risk",
            "of one CODE, how likely it is complete by which day",
            "Risk",
            _risk,
            is_of_one=True,
        ),
        Kind(
            "sensitivity",
            "of one CODE, how much earlier it would be without what",
            "Sensitivity",
            _sensitivity,
            is_of_one=True,
        ),
    )
}
"""By name."""
