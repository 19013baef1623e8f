"""``depgraph critical-path``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from depgraph.cli.options import Code, Day, plan_options, selection_of

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.rules.findings import Finding
    from depgraph.rules.opening import Opened


@click.command("critical-path")
@click.argument("target", type=Code())
@plan_options
@click.option("--without-queries", is_flag=True, help="Leave out the links that a reviewer doubts.")
@click.option(
    "--deadline",
    type=Day(),
    help="Count the float to this date; it may then be negative.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the answer.",
)
def command(
    target: str, without_queries: bool, deadline: date | None, format_: str, **params: Any
) -> None:
    """Say what drives the date of TARGET, and how much margin each step has.

    From the target, each step is the incomplete prerequisite whose link has the least slack
    (days that it can move before it moves the step before). Float is what a step can move
    before the target moves. Queried links are marked with '?'.

    \b
    Examples:
      depgraph critical-path LDM-503-17
      depgraph critical-path LDM-503-17 --deadline 2022-09-01
      depgraph critical-path LDM-503-09 --schedule graphs/schedules/2018-07-17.yaml
      depgraph critical-path LDM-503-17 --format json
    """
    from depgraph.analysis.critical_path import critical_path
    from depgraph.cli.output import print_text
    from depgraph.rules.opening import open_selection

    opened = open_selection(selection_of(params))
    graph = opened.graph
    path = critical_path(graph, target, deadline=deadline, without_queries=without_queries)
    other = None
    if not without_queries:
        other = critical_path(graph, target, deadline=deadline, without_queries=True)
    if format_ == "json":
        from depgraph.reports.data import as_text, path_data
        from depgraph.reports.path_text import driver_sentence

        print_text(as_text(path_data(path, driver_sentence(path), other)))
    else:
        from depgraph.reports.path_text import path_text

        print_text(path_text(path, other, _findings(opened, path)))


def _findings(opened: Opened, path: CriticalPath) -> tuple[Finding, ...]:
    """Check the links of a path alone: the rest of a large plan would cost time for nothing."""
    from depgraph.model import Graph

    graph = Graph(
        (step.milestone for step in path.steps),
        (step.link for step in path.steps if step.link is not None),
        as_of=path.as_of,
    )
    return opened._replace(graph=graph).check().findings
