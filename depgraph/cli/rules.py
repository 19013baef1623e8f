"""``depgraph rules``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import paths_argument, plan_options, selection_of


@click.command("rules")
@paths_argument
@plan_options
@answer_options()
def command(output: Output, **params: object) -> None:
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
    opened = open_selection(selection)
    result, rules = opened.check(), opened.rules.rules
    output.put(
        page=lambda: rules_page(result, rules),
        data=lambda: rules_data(result, rules),
        table=lambda: rules_table(result, rules),
    )
