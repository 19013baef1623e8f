"""``depgraph show``."""

from __future__ import annotations

from typing import Any

import click

from depgraph.cli.options import Code, plan_options, selection_of


@click.command("show")
@click.argument("code", type=Code())
@plan_options
def command(code: str, **params: Any) -> None:
    """Show everything about the milestone CODE.

    Names, owner, dates in every revision of the schedule, what it waits on and what waits on
    it, queries, questions and findings.

    \b
    Examples:
      depgraph show LDM-503-09
      depgraph show DM-SUIT-10 --schedule graphs/schedules/2024-11-30.yaml
    """
    from depgraph.analysis.projection import project
    from depgraph.cli.output import print_text
    from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.opening import open_selection
    from depgraph.reports.show_text import Scheduled, show_text

    selection = selection_of(params)
    opened = open_selection(selection)
    milestone = opened.graph[code]
    try:
        projection = project(opened.graph)
    except (CycleError, DateRangeError, NoAsOfDateError):
        projection = None
    schedules = [
        Scheduled(revision.shown, revision.as_of, revision.milestones.get(milestone.id))
        for revision in load_schedules(selection, opened.config)
    ]
    findings = [
        finding
        for finding in opened.check().findings
        if milestone.id in (finding.milestone, *finding.chain)
    ]
    print_text(
        show_text(
            opened.graph,
            milestone.id,
            projection=projection,
            schedules=schedules,
            findings=findings,
        )
    )
