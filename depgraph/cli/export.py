"""``depgraph export``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, output_options
from depgraph.cli.options import paths_argument, plan_options, selection_of
from depgraph.cli.shared import without_queries_option


@click.command("export")
@paths_argument
@plan_options
@without_queries_option()
@output_options(("json",), "json")
def command(*, without_queries: bool, output: Output, **params: object) -> None:
    """Print the graph as data: milestones, links and questions, sorted.

    PATH is a graph file or a directory, in place of the configured graph.

    \b
    Examples:
      depgraph export | jq '.links[] | select(.queried)'
      depgraph export --schedule graphs/schedules/2018-07-17.yaml -o plan-2018.json
    """
    from depgraph.plans.opening import open_selection
    from depgraph.reports.export_data import graph_data

    graph = open_selection(selection_of(params)).graph
    if without_queries:
        graph = graph.without_queried_links()
    output.put(data=lambda: graph_data(graph))
