"""``depgraph rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import PlanPath, plan_options, selection_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rules")
@click.argument("paths", nargs=-1, type=PlanPath(), metavar="[PATH]...")
@plan_options
@answer_options()
def command(paths: tuple[Path, ...], output: Output, **params: object) -> None:
    """List the checks and rules: what each looks at, finds, and is for.

    PATH is a graph file or a directory, in place of the configured graph.

    \b
    Examples:
      depgraph rules
      depgraph rules -o rules.csv
      depgraph rules --format json | jq '.rules[] | select(.milestones == 0)'
    """
    from depgraph.plans.opening import open_selection
    from depgraph.reports.rules_data import rules_data
    from depgraph.reports.rules_page import rules_page, rules_table

    selection = selection_of(params)
    opened = open_selection(selection._replace(graph=(*paths, *selection.graph)))
    result, rules = opened.check(), opened.rules.rules
    output.put(
        page=lambda: rules_page(result, rules),
        data=lambda: rules_data(result, rules),
        table=lambda: rules_table(result, rules),
    )
