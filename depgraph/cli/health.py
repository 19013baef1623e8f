"""``depgraph health``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import paths_argument, plan_options, selection_of
from depgraph.cli.shared import target_option, without_queries_option


@click.command("health")
@paths_argument
@plan_options
@target_option("The milestone at which the project ends; else the latest one.")
@without_queries_option()
@click.option("--fail", is_flag=True, help="Exit with 1 if a check that can be computed fails.")
@answer_options()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    target: str | None,
    without_queries: bool,
    fail: bool,
    output: Output,
    **params: object,
) -> None:
    """Assess the schedule: the 14 points of the DCMA, and the practices of the GAO.

    PATH is a graph file or a directory, in place of the configured graph.

    Each check says what it looked at, how many it found, its limit, and whether that passes;
    or why it cannot be computed from this plan. The limits are set in the configuration, for
    example `health: {lags: 10, bei: 90, target: LDM-503-17}`, in per cent.

    \b
    Examples:
      depgraph health
      depgraph health --target LDM-503-17 -o health.html
      depgraph health --graph export.xls --as-of 2019-04-30
      depgraph health --fail
    """
    from depgraph.analysis.health.assess import assess
    from depgraph.cli.naming import named_target
    from depgraph.plans.opening import open_selection
    from depgraph.reports.health_data import health_data
    from depgraph.reports.health_page import health_page, health_table
    from depgraph.reports.writers.text import page_text

    opened = open_selection(selection_of(params))
    graph = opened.graph.without_queried_links() if without_queries else opened.graph
    limits = opened.config.health._replace(target=named_target(opened, target))
    health = assess(graph, limits, plan=opened.graph)
    output.put(
        page=lambda: health_page(health),
        data=lambda: health_data(health),
        table=lambda: health_table(health),
        text=lambda room: page_text(health_page(health, is_terse=True), room),
    )
    ctx.exit(1 if fail and health.has_failed else 0)
