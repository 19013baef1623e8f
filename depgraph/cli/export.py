"""``depgraph export``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from depgraph.cli.options import plan_options, selection_of


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
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file.")
def command(format_: str, output: Path | None, **params: Any) -> None:
    """Print the graph as data: milestones, links and questions, sorted.

    \b
    Examples:
      depgraph export | jq '.links[] | select(.queried)'
      depgraph export --schedule graphs/schedules/2018-07-17.yaml -o plan-2018.json
    """
    del format_
    from depgraph.cli.opening import open_graph
    from depgraph.cli.output import print_text, write_whole
    from depgraph.reports.data import as_text, graph_data

    text = as_text(graph_data(open_graph(selection_of(params))))
    if output is None:
        print_text(text)
    else:
        write_whole(output, text.encode())
