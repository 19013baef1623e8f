"""``depgraph rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from depgraph.cli.options import PlanPath, plan_options, selection_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rules")
@click.argument("paths", nargs=-1, type=PlanPath(), metavar="[PATH]...")
@plan_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the list.",
)
def command(paths: tuple[Path, ...], format_: str, **params: Any) -> None:
    """List the checks and rules: what each looks at, finds, and is for.

    PATH is a graph file or a directory, in place of the configured graph.

    \b
    Examples:
      depgraph rules
      depgraph rules --format json | jq '.rules[] | select(.milestones == 0)'
    """
    from depgraph.cli.output import print_text
    from depgraph.plans.opening import open_selection
    from depgraph.reports.rules_list import rules_data, rules_text

    selection = selection_of(params)
    opened = open_selection(selection._replace(graph=(*paths, *selection.graph)))
    listed = rules_data if format_ == "json" else rules_text
    print_text(listed(opened.check(), opened.rules.rules))
