"""``depgraph check``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from depgraph.cli.options import plan_options, selection_of


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@plan_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option("--all", "show_all", is_flag=True, help="Show findings of every status and severity.")
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[Path, ...], format_: str, show_all: bool, **params: Any
) -> None:
    """Check a plan: cycles, dates, completions, and its own rules.

    PATH is a graph file or a directory, in place of the configured graph.

    A finding is new, queried (it needs a link that a reviewer doubts) or known (it is in
    the baseline, or allowed at the link). Exit status: 0 without a new error, 1 with one,
    2 if the plan could not be checked.

    \b
    Examples:
      depgraph check
      depgraph check --all
      depgraph check plan/ --as-of 2019-05-20
      depgraph check --format json > findings.json
    """
    from depgraph.cli.opening import open_plan

    selection = selection_of(params)
    opened = open_plan(selection._replace(graph=(*paths, *selection.graph)))
    result = opened.check()
    if format_ == "json":
        from depgraph.reports.data import as_text, check_data

        click.echo(as_text(check_data(result, opened.graph)), nl=False)
    else:
        from depgraph.reports.check_text import check_text

        click.echo(check_text(result, opened.graph, show_all=show_all), nl=False)
    ctx.exit(1 if result.failing else 0)
