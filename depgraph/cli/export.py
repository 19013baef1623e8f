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
@output_options(("json", "csv", "xlsx", "graphml", "dot"), "json")
def command(*, without_queries: bool, output: Output, **params: object) -> None:
    """Print the graph as data: milestones, links and questions, sorted.

    PATH is a graph file or a directory, in place of the configured graph. CSV and xlsx have a
    row for each milestone, link and question; GraphML is for networkx, Gephi or yEd, and DOT
    for Graphviz (the pictures are those of depgraph render).

    \b
    Examples:
      depgraph export -o plan.graphml
      depgraph export | jq '.links[] | select(.queried)'
      depgraph export --schedule graphs/schedules/2018-07-17.yaml -o plan-2018.json
    """
    from depgraph.plans.opening import open_selection
    from depgraph.reports.export_data import graph_data
    from depgraph.reports.export_formats import graph_dot, graph_graphml, graph_table

    graph = open_selection(selection_of(params)).graph
    if without_queries:
        graph = graph.without_queried_links()
    if output.format in ("graphml", "dot"):
        output.write({"graphml": graph_graphml, "dot": graph_dot}[output.format](graph))
        return
    output.put(data=lambda: graph_data(graph), table=lambda: graph_table(graph))
