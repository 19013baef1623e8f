"""``depgraph show``."""

from __future__ import annotations

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, plan_options, selection_of


@click.command("show")
@click.argument("code", type=Code())
@plan_options
@answer_options(has_table=False)
def command(code: str, output: Output, **params: object) -> None:
    """Show everything about the milestone CODE.

    Names, owner, dates in every revision of the schedule, what it waits on and what waits on
    it, queries, questions and findings.

    \b
    Examples:
      depgraph show LDM-503-09
      depgraph show DM-SUIT-10 --schedule graphs/schedules/2024-11-30.yaml
    """
    from depgraph.analysis.late import projection_or_none
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.opening import open_whole
    from depgraph.reports.show_data import MilestoneFacts, show_data
    from depgraph.reports.show_page import show_page

    selection = selection_of(params)
    opened = open_whole(selection)
    milestone = opened.graph[code]
    projection = projection_or_none(opened.graph)
    findings = [finding for finding in opened.check().findings if milestone.id in finding.codes]
    schedules = load_schedules(selection, opened.config)
    facts = MilestoneFacts(milestone, opened.graph, projection, schedules, findings)
    output.put(page=lambda: show_page(facts), data=lambda: show_data(facts))
