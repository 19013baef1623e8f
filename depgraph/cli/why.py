"""``depgraph why``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, plan_options, renamed_option, selection_of
from depgraph.cli.shared import without_queries_option


@click.command("why")
@click.argument("prerequisite", type=Code())
@click.argument("dependent", type=Code())
@plan_options
@without_queries_option()
@renamed_option(
    "--paths",
    "most",
    was="--list",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Show up to N chains, the shortest first.",
)
@answer_options(has_table=False)
def command(
    prerequisite: str,
    dependent: str,
    without_queries: bool,
    most: int,
    output: Output,
    **params: object,
) -> None:
    """Say why DEPENDENT waits on PREREQUISITE, or that it does not.

    Shows the chain of fewest links and the tightest one, of the least slack; says how many
    chains there are, which milestones and links all of them need, which links are queried, and
    what is left without those. A chain past a complete milestone holds nothing up any more:
    where others are open, only they are shown. Queried links are marked with '?'.

    \b
    Examples:
      depgraph why DM-DRP-10 LDM-503-17
      depgraph why DM-NCSA-12 LDM-503-14 --paths 10
      depgraph why DM-NCSA-12 LDM-503-14 --without-queries
      depgraph why DM-DRP-10 LDM-503-17 --format markdown
    """
    from depgraph.analysis.why import why
    from depgraph.cli.naming import code_of
    from depgraph.plans.opening import open_graph
    from depgraph.reports.why_data import why_data
    from depgraph.reports.why_page import why_page

    graph = open_graph(selection_of(params))
    answer = why(
        graph,
        prerequisite=code_of(graph, prerequisite),
        dependent=code_of(graph, dependent),
        without_queries=without_queries,
        most=most,
    )
    output.put(
        page=lambda: why_page(answer),
        data=lambda: why_data(answer),
    )
