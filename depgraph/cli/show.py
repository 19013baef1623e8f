"""``depgraph show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, plan_options, selection_of
from depgraph.cli.shared import gaps_option

if TYPE_CHECKING:
    from depgraph.analysis.projection import Gaps


@click.command("show")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True, type=Code())
@plan_options
@gaps_option
@answer_options(has_table=False)
def command(codes: tuple[str, ...], gaps: Gaps, output: Output, **params: object) -> None:
    """Show everything about each milestone CODE, or those that fit a pattern such as 'SAT-*'.

    Names, owner, dates in every revision of the schedule, what it waits on and what waits on
    it, queries, questions and findings.

    \b
    Examples:
      depgraph show LDM-503-09
      depgraph show 'LDM-503-1*' --format html -o rehearsals.html
      depgraph show DM-SUIT-10 --schedule graphs/schedules/2024-11-30.yaml
    """
    from depgraph.analysis.readings import project_if_possible
    from depgraph.cli.naming import codes_of
    from depgraph.errors import DepgraphError
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.opening import open_whole
    from depgraph.reports.readings import no_dates
    from depgraph.reports.show_data import MilestoneFacts, shown_data
    from depgraph.reports.show_page import shown_page

    selection = selection_of(params)
    opened = open_whole(selection)
    milestones = [opened.graph[code] for code in codes_of(opened.graph, codes)]
    projection, reason = project_if_possible(opened.graph, gaps=gaps)
    if projection is None and gaps == "work":
        raise DepgraphError(no_dates(gaps, reason))
    findings = opened.check().findings
    schedules = load_schedules(selection, opened.config)
    facts = [
        MilestoneFacts(
            milestone,
            opened.graph,
            projection,
            schedules,
            [finding for finding in findings if milestone.id in finding.codes],
        )
        for milestone in milestones
    ]
    output.put(page=lambda: shown_page(facts), data=lambda: shown_data(facts))
