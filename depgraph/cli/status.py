"""``depgraph status``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, known, plan_options, selection_of
from depgraph.cli.shared import without_queries_option


@click.command("status")
@click.argument("codes", nargs=-1, required=True, type=Code(), metavar="CODE...")
@plan_options
@click.option(
    "--by",
    shell_complete=known("groupings"),
    metavar="WHAT",
    help="Group by kind, level, owner, state or team; by tag:PREFIX, tags that begin so; or by "
    "a partition of the plan's groups, such as priority.",
)
@without_queries_option()
@answer_options()
def command(
    codes: tuple[str, ...], by: str | None, without_queries: bool, output: Output, **params: object
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
    from depgraph.analysis.late import projection_or_none
    from depgraph.analysis.rollup import roll_up
    from depgraph.cli.naming import codes_of
    from depgraph.plans.opening import open_graph
    from depgraph.reports.elsewhere import dated_elsewhere
    from depgraph.reports.status_data import status_data
    from depgraph.reports.status_page import BLOCKS, status_page, status_table

    selection = selection_of(params)
    graph = open_graph(selection)
    counted_graph = graph.without_queried_links() if without_queries else graph
    roll_ups = [roll_up(counted_graph, code, by=by) for code in codes_of(graph, codes)]
    dated_in = dated_elsewhere((roll_up.milestone for roll_up in roll_ups), selection)
    is_ascii = not output.can_write(BLOCKS)
    output.put(
        page=lambda: status_page(
            roll_ups,
            graph,
            by=by,
            projection=projection_or_none(graph),
            is_ascii=is_ascii,
            dated_in=dated_in,
        ),
        data=lambda: status_data(roll_ups, graph, by=by, dated_in=dated_in),
        table=lambda: status_table(roll_ups, graph, by=by),
    )
