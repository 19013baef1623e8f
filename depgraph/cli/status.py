"""``depgraph status``."""

from __future__ import annotations

import sys
from typing import Any

import click

from depgraph.cli.options import Code, plan_options, selection_of


@click.command("status")
@click.argument("codes", nargs=-1, required=True, type=Code(), metavar="CODE...")
@plan_options
@click.option(
    "--by",
    metavar="WHAT",
    help="Group by kind, level, owner, state or team; by tag:PREFIX, tags that begin so; or by "
    "a partition of the plan's groups, such as priority.",
)
@click.option("--without-queries", is_flag=True, help="Leave out the links that a reviewer doubts.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the answer.",
)
def command(
    codes: tuple[str, ...], by: str | None, without_queries: bool, format_: str, **params: Any
) -> None:
    """Say how far what each milestone CODE waits on is: complete, partial, not begun.

    Partial is what states a progress above 0 % or, without one, waits directly on something
    that is complete. What is measured by progress and states none is counted apart. The direct
    prerequisites are counted, and all that the milestone waits on through others too.

    \b
    Examples:
      depgraph status LDM-503-17
      depgraph status LDM-503-11a LDM-503-12 --by team
      depgraph status LDM-503-19a --graph graphs/verification.yaml --by priority
    """
    from depgraph.analysis.rollup import roll_up
    from depgraph.cli.output import print_text
    from depgraph.plans.opening import open_graph

    graph = open_graph(selection_of(params))
    counted = graph.without_queried_links() if without_queries else graph
    found = [roll_up(counted, code, by=by) for code in dict.fromkeys(codes)]
    if format_ == "json":
        from depgraph.reports.data import as_text
        from depgraph.reports.status_data import status_data

        print_text(as_text(status_data(found, as_of=graph.as_of, by=by)))
        return
    from depgraph.reports.status_text import BLOCKS, status_text

    text = status_text(
        found,
        as_of=graph.as_of,
        by=by,
        is_ascii=not _can_write(BLOCKS),
        markdown=format_ == "markdown",
    )
    print_text(text)


def _can_write(text: str) -> bool:
    """Whether standard output has all characters of a text."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
