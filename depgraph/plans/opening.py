"""Open a plan: configuration, rules and graph together.

What is wrong in any of them is told at once, not one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from depgraph.analysis.scheduled import with_schedule_only, without_schedule_only
from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, reads_other_files, select_config, selection_from
from depgraph.records import Struct
from depgraph.showing import shown
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from depgraph.analysis.risk.risks import Risks
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.rules.engine import CheckResult, RuleSet


@shown
class Opened(Struct):
    """A plan with its configuration and rules."""

    config: Config
    rules: RuleSet
    graph: Graph
    selection: Selection = Selection()

    def __repr__(self) -> str:
        """Return a line with the counts."""
        title = self.config.title or "a plan"
        return f"<Opened {title!r}: {self.graph!r}, {counted(len(self.rules.rules), 'rule')}>"

    def __getattr__(self, name: str) -> NoReturn:
        """Say where the graph is, which functions of graphs are given."""
        raise AttributeError(
            f"a plan that is opened has no {name!r}: functions of graphs take its 'graph'"
        )

    def check(self, only: Collection[str] | None = None) -> CheckResult:
        """Run all checks and rules.

        What only the schedule has is no part of the plan for them, but for the checks of dates.

        Parameters
        ----------
        only
            The names of those whose findings are asked for; None for all.

        Returns
        -------
        CheckResult
            All findings, whatever their status and severity. Printed, it is a page.
        """
        from depgraph.rules.engine import check

        graph = without_schedule_only(self.graph)
        return check(graph, self.config, self.rules, risks=self.risks, only=only)

    @property
    def says_risk(self) -> bool:
        """Whether the configuration or a milestone says how sure dates are."""
        spec = self.config.risk
        return bool(spec.history or spec.slips or spec.drivers) or any(
            milestone.slip or milestone.estimate for milestone in self.graph.milestones
        )

    def risks(self) -> Risks:
        """Return what varies in the plan, for `depgraph.simulate`.

        Returns
        -------
        Risks
            What the configuration says of slips and risk drivers, and the record of how late
            milestones turned out, where it asks for that.

        Raises
        ------
        LoadError
            If a selector is wrong, a driver hits nothing, an estimate has passed, or there are
            not two schedules for a record.
        NoAsOfDateError
            If nothing gives an as-of date.
        """
        from depgraph.plans.risks import risks_of

        return risks_of(self.graph, self.config, self.selection)


def open_graph(
    selection: Selection, config: Config | None = None, problems: Sequence[Problem] = ()
) -> Graph:
    """Load a graph for answers about milestones, without looking at its rules.

    It has what only the schedule has too, as `open_whole` says.

    Parameters
    ----------
    config, problems
        The configuration, if it was read before, and what was wrong in it.
    """
    if config is None:
        new: list[Problem] = []
        config, problems = select_config(selection, new), new
    graph = with_graph_changes(load_graph(selection, config, problems), selection)
    return graph if reads_other_files(selection, config) else with_schedule_only(graph)


def open_whole(selection: Selection) -> Opened:
    """Load what the options of a command name, for answers about milestones.

    The graph has the milestones that only the schedule has too, without links: but not where
    other graph files are named than those that the schedule is configured for.
    """
    opened = open_selection(selection)
    if opened.rules.is_of_other_files:
        return opened
    return opened._replace(graph=with_schedule_only(opened.graph))


def with_graph_changes(graph: Graph, selection: Selection) -> Graph:
    """Leave out the links that the selection asks to leave out; tell of hidden activities."""
    if selection.on_hidden is not None and not len(graph):
        from depgraph.analysis.no_milestones import hidden_activities

        if words := hidden_activities(graph):
            selection.on_hidden(words)
    if selection.fewest_links:
        from depgraph.analysis.skeleton_links import fewest_links

        graph = fewest_links(graph)
    if selection.on_cut is None:
        return graph
    from depgraph.analysis.cycles import find_cycles

    whole = graph.whole
    cut = [link for link in whole.links if link.prerequisite == link.dependent]
    cut += (link for cycle in find_cycles(whole) for link in cycle.cut)
    if not cut:
        return graph
    selection.on_cut(cut)
    without = whole.with_links(link for link in whole.links if link not in cut)
    return graph.over(without) if graph.is_view else without


def open_plan(
    path: str | Path | Sequence[str | Path] | None = None,
    *,
    schedule: str | Path | None = None,
    as_of: date | None = None,
    config: str | Path | None = None,
) -> Opened:
    """Load a plan with its configuration, rules and baseline.

    Parameters
    ----------
    path, schedule, as_of, config
        As for `depgraph.load`.

    Returns
    -------
    Opened
        ``graph``, ``config`` and ``rules``; ``check()`` runs them all.

    Raises
    ------
    LoadError
        With everything that is wrong in the files.
    """
    return open_selection(selection_from(path, schedule=schedule, as_of=as_of, config=config))


def open_selection(selection: Selection) -> Opened:
    """Load what the options of a command name, with its configuration and rules.

    The graph is what the graph files say; `open_whole` adds what only the schedule has.
    """
    from depgraph.rules.engine import read_rules

    problems: list[Problem] = []
    config = select_config(selection, problems)
    rules = read_rules(config, problems)
    rules = rules._replace(is_of_other_files=reads_other_files(selection, config))
    graph = with_graph_changes(load_graph(selection, config, problems), selection)
    return Opened(config, rules, graph, selection)
