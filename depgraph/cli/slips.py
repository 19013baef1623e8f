"""``depgraph slips``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import ScheduleName, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import show_all_option

if TYPE_CHECKING:
    from depgraph.analysis.movements import Grouping
    from depgraph.model.schedules import Revision
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection


@click.command("slips")
@click.argument("schedules", metavar="[SCHEDULE]...", nargs=-1, type=ScheduleName())
@plan_options
@click.option(
    "--by",
    type=click.Choice(["team", "owner", "none"]),
    default="team",
    show_default=True,
    help="How text, Markdown and HTML group the milestones; one without a team by its owner.",
)
@choice_options
@show_all_option("what did not move as well")
@answer_options()
def command(
    *,
    schedules: tuple[str, ...],
    by: Grouping,
    show_all: bool,
    output: Output,
    **params: object,
) -> None:
    """Say how far milestones moved from schedule to schedule, the biggest movers first.

    Each SCHEDULE is a file with dates, or the as-of date of a configured one; without any, all
    configured ones up to the as-of date are compared. ('depgraph slip' says what would move if
    one slipped.)

    For each milestone: its date in each schedule (completed, else forecast, else due; a tick
    where it is complete), the days from the one to the next, the total, and the trend:

    \b
      slipping, accelerating slip  the last move is to later; faster than before
      slipped, recovered, stable   no last move: later than at first, back again,
                                   never moved
      recovering, pulled forward   earlier again after a slip; earlier without one
      completed late, early, on time               against the first date
      complete                                     from the first on
      new, vanished, newly dated, undated          what came or went

    \b
    Examples:
      depgraph slips
      depgraph slips 2018-07-17 2019-05-20 --team DRP
      depgraph slips graphs/schedules/2019-05-20.yaml draft.yaml --by owner
      depgraph slips --level 2 --by none --format markdown
      depgraph slips --format csv -o slips.csv
    """
    from dataclasses import replace

    from depgraph.analysis.movements import movements
    from depgraph.analysis.scheduled import later_words, with_scheduled
    from depgraph.cli.selecting import selected_by
    from depgraph.reports.movement_data import movement_data
    from depgraph.reports.movement_page import movement_page, movement_table

    selection = selection_of(params)
    opened, revisions, later = _plan_and_schedules(selection, schedules)
    config, graph = opened.config, opened.graph
    whole = with_scheduled(graph, revisions, config.classify)
    selected = selected_by(params, whole, config)
    codes = (milestone.id for milestone in whole.milestones) if selected is None else selected.codes
    moved = movements(whole, revisions, codes)
    if later:
        moved = replace(moved, later=later, left_out=later_words(later, graph.as_of))
    output.put(
        page=lambda: movement_page(moved, by=by, show_all=show_all),
        data=lambda: movement_data(moved),
        table=lambda: movement_table(moved),
    )


def _plan_and_schedules(
    selection: Selection, named: tuple[str, ...]
) -> tuple[Opened, tuple[Revision, ...], tuple[Revision, ...]]:
    """Return the plan, the schedules that are to be compared, and later ones, which are not."""
    from pathlib import Path

    from depgraph.config import Config, find_config
    from depgraph.model import Graph
    from depgraph.plans.compared_schedules import compared_schedules
    from depgraph.plans.opening import Opened, open_selection
    from depgraph.rules.engine import RuleSet

    is_bare = selection.config is None and not selection.graph and find_config(Path()) is None
    if is_bare and named:  # the schedules say all that there is to compare
        opened = Opened(Config(), RuleSet(()), Graph(()))
    else:
        opened = open_selection(selection)
    compared, later = compared_schedules(selection, opened, named)
    return opened, compared, later
