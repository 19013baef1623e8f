"""``depgraph why``."""

from __future__ import annotations

from typing import Any

import click

from depgraph.cli.options import Code, plan_options, selection_of


@click.command("why")
@click.argument("prerequisite", type=Code())
@click.argument("dependent", type=Code())
@plan_options
@click.option("--without-queries", is_flag=True, help="Leave out the links that a reviewer doubts.")
@click.option(
    "--list",
    "most",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Show up to N chains, the shortest first.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown", "csv"]),
    default="text",
    show_default=True,
    help="How to print the answer.",
)
def command(
    prerequisite: str,
    dependent: str,
    without_queries: bool,
    most: int,
    format_: str,
    **params: Any,
) -> None:
    """Say why DEPENDENT waits on PREREQUISITE, or that it does not.

    Shows the chain of fewest links and the tightest one, of the least slack; says how many
    chains there are, which milestones and links all of them need, which links are queried, and
    what is left without those. A chain past a complete milestone holds nothing up any more:
    where others are open, only they are shown. Queried links are marked with '?'.

    \b
    Examples:
      depgraph why DM-DRP-10 LDM-503-17
      depgraph why DM-NCSA-12 LDM-503-14 --list 10
      depgraph why DM-NCSA-12 LDM-503-14 --without-queries
      depgraph why DM-DRP-10 LDM-503-17 --format markdown
    """
    from depgraph.analysis.chains import why
    from depgraph.cli.output import print_text
    from depgraph.plans.opening import open_graph

    graph = open_graph(selection_of(params))
    found = why(
        graph,
        prerequisite=prerequisite,
        dependent=dependent,
        without_queries=without_queries,
        most=most,
    )
    if format_ == "json":
        from depgraph.reports.data import as_text
        from depgraph.reports.why_data import why_data

        print_text(as_text(why_data(found)))
    elif format_ == "csv":
        from depgraph.reports.why_data import why_csv

        print_text(why_csv(found))
    else:
        from depgraph.reports.why_text import why_markdown, why_text

        print_text((why_markdown if format_ == "markdown" else why_text)(found))
