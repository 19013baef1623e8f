"""``depgraph export``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from depgraph.cli.options import PlanPath, plan_options, selection_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("export")
@plan_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json"]),
    default="json",
    show_default=True,
    help="The format of the data.",
)
@click.option("-o", "--output", type=PlanPath(), help="Write to this file.")
def command(format_: str, output: Path | None, **params: Any) -> None:
    """Print the graph as data: milestones, links and questions, sorted.

    \b
    Examples:
      depgraph export | jq '.links[] | select(.queried)'
      depgraph export --schedule graphs/schedules/2018-07-17.yaml -o plan-2018.json
    """
    del format_
    from depgraph.cli.output import print_text, write_whole
    from depgraph.plans.opening import open_selection
    from depgraph.reports.data import as_text
    from depgraph.reports.export_data import graph_data

    opened = open_selection(selection_of(params))
    opened.refuse_overwriting(output)
    text = as_text(graph_data(opened.graph))
    if output is None:
        print_text(text)
    else:
        write_whole(output, text.encode())
