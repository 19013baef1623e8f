"""``depgraph slip``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.amounts import Amount, DaysCommand, move
from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, plan_options, selection_of
from depgraph.cli.shared import show_all_option, target_option, without_queries_option

if TYPE_CHECKING:
    from datetime import date

    from depgraph.cli.amounts import WorkingAmount


@click.command("slip", cls=DaysCommand)
@click.argument("milestone", metavar="CODE", type=Code())
@click.argument("amount", type=Amount())
@plan_options
@without_queries_option()
@target_option("Show this milestone, moved or not.", multiple=True, was="--only")
@show_all_option("every milestone that moves")
@answer_options()
def command(
    milestone: str,
    amount: int | date | WorkingAmount,
    without_queries: bool,
    targets: tuple[str, ...],
    show_all: bool,
    output: Output,
    **params: object,
) -> None:
    """Say what moves when CODE slips: by days (60, 6wd, -5 for earlier), or to a date.

    Nobody knows whether the gap between a milestone and its latest prerequisite is work or
    waiting. So everything is told twice: for gaps that absorb slips, and for gaps that are
    work to be done again after a slip. Days are calendar days, counted from the projected
    date; 6wd is 6 working days of the milestone's calendar. The chain that carries the slip
    goes back to CODE; '<-?' is a queried link. Nothing is written. ('depgraph slips' says
    how far milestones moved from schedule to schedule.)

    Main milestones are those of level 2 or, where no milestone has a level, those with a due
    date; what is complete is left out.

    \b
    Examples:
      depgraph slip DM-DRP-10 60
      depgraph slip DM-DRP-10 2021-03-01 --target LDM-503-17
      depgraph slip LDM-503-11 -30
      depgraph slip DM-DRP-10 60 --format markdown
    """
    from depgraph.analysis import what_if as analysis
    from depgraph.cli.naming import code_of
    from depgraph.plans.opening import open_graph
    from depgraph.reports.impact_data import slip_data
    from depgraph.reports.impact_page import impact_table, slip_page

    plan = open_graph(selection_of(params))
    milestone = code_of(plan, milestone)
    targets = tuple(code_of(plan, target) for target in targets)
    graph = plan.without_queried_links() if without_queries else plan
    impact = analysis.what_if(graph, [move(milestone, amount)], plan=plan)
    without = analysis.without_queries(impact)
    output.put(
        page=lambda: slip_page(
            impact,
            graph[milestone],
            without,
            is_without_queries=without_queries,
            only=targets,
            show_all=show_all,
        ),
        data=lambda: slip_data(impact, without, only=targets),
        table=lambda: impact_table(impact, without, only=targets),
    )
