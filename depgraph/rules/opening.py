"""Open the plan that the options name: configuration, rules and graph together.

What is wrong in any of them is told at once, not one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.plan import load_graph, select_config

if TYPE_CHECKING:
    from depgraph.config import Config
    from depgraph.errors import Problem
    from depgraph.model import Graph
    from depgraph.plan import Selection
    from depgraph.rules.engine import CheckResult, RuleSet


class Opened(NamedTuple):
    """A plan with its rules."""

    config: Config
    rules: RuleSet
    graph: Graph

    def check(self) -> CheckResult:
        """Run all checks and rules."""
        from depgraph.rules.engine import check

        return check(self.graph, self.config, self.rules)


def open_graph(selection: Selection) -> Graph:
    """Load a graph without looking at its rules."""
    problems: list[Problem] = []
    return load_graph(selection, select_config(selection, problems), problems)


def open_plan(selection: Selection) -> Opened:
    """Load a graph with its configuration and rules."""
    from depgraph.rules.engine import read_rules

    problems: list[Problem] = []
    config = select_config(selection, problems)
    rules = read_rules(config, problems)
    return Opened(config, rules, load_graph(selection, config, problems))
