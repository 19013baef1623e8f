"""``depgraph health``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import known, old_name, paths_argument, plan_options, selection_of
from depgraph.cli.shared import target_option, without_queries_option


@click.command("health")
@paths_argument
@plan_options
@target_option("The milestone at which the project ends; else the latest one.")
@without_queries_option()
@click.option(
    "--fail-on",
    "failing",
    multiple=True,
    metavar="CHECK",
    shell_complete=known("points"),
    help="Exit with 1 if this check fails, as 'lags'; or any that can be computed. Repeatable.",
)
@old_name("--fail", now="--fail-on", means="any")
@answer_options()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    target: str | None,
    without_queries: bool,
    failing: tuple[str, ...],
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
      depgraph health --fail-on any
      depgraph health --fail-on leads --fail-on circles
    """
    from depgraph.analysis.health.assess import assess
    from depgraph.cli.naming import named_target
    from depgraph.plans.opening import open_selection
    from depgraph.reports.health_data import health_data
    from depgraph.reports.health_page import health_page, health_table
    from depgraph.reports.writers.text import page_text

    _refuse_unknown(failing)
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
    failed = {check.name for check in health.checks if check.passed is False}
    ctx.exit(1 if failed.intersection(failing) or (failed and "any" in failing) else 0)


def _refuse_unknown(names: tuple[str, ...]) -> None:
    from depgraph.analysis.health.definitions import DEFINITIONS
    from depgraph.errors import did_you_mean

    checks = ["any", *(definition.name for definition in DEFINITIONS)]
    for name in names:
        if name not in checks:
            hint = did_you_mean(name, checks) or f": there are {', '.join(checks)}"
            raise click.UsageError(f"--fail-on: there is no check {name!r}{hint}")
