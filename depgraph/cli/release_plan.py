"""``depgraph release-plan``."""

from __future__ import annotations

import click

from depgraph.cli.documents import Document, document_options
from depgraph.cli.options import paths_argument, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.words import listed

_MOST_NAMED = 8


@click.command("release-plan")
@paths_argument
@plan_options
@document_options("release-plan", ("markdown", "rst", "latex", "html", "json"))
@click.option(
    "--main-level",
    type=int,
    metavar="N",
    help="The level of the milestones that have features; 2, or the smallest, unless said.",
)
@choice_options
def command(
    document: Document,
    title: str | None,
    main_level: int | None,
    **params: object,
) -> None:
    """Write the release plan: each milestone with the features that it brings.

    PATH is a graph file or a directory, in place of the configured graph.

    Milestones by due date, each with name, code, due date, completion and, by due date, its
    features: what the schedule lists under it. Where the schedule has no links, and where
    --graph names other files, the links are those of the graph.

    --owner, --team, --level and --select choose. If features are among what they choose, only these
    are listed, each under all of its milestones; else the chosen milestones with all of theirs.

    A template of your own can be a whole one, or extend the shipped one and change some blocks;
    --print-template says how. JSON needs no Jinja2.

    \b
    Examples:
      depgraph release-plan > releases.md
      depgraph release-plan --schedule graphs/schedules/2018-07-17.yaml -o releases.tex
      depgraph release-plan --team SUIT --format html -o suit.html
      depgraph release-plan --print-template -o ours.rst.j2
      depgraph release-plan --template ours.rst.j2 -o releases.rst
    """
    from depgraph.cli.selecting import selected_by
    from depgraph.plans.loading import load_with_schedule_links
    from depgraph.plans.opening import open_selection
    from depgraph.reports.release_plan import main_level as level_of
    from depgraph.reports.release_plan import release_plan
    from depgraph.reports.release_plan_data import release_plan_data

    if params["levels"] and main_level is None:  # it had the meaning of --main-level once
        click.echo(
            "note: --level chooses milestones, as in other commands; --main-level says which have "
            "features",
            err=True,
        )
    selection = selection_of(params)
    opened = open_selection(selection)
    config = opened.config
    graph = load_with_schedule_links(selection, config, opened.graph)
    chosen = selected_by(params, graph, config)
    codes = None if chosen is None else chosen.codes
    plan = release_plan(graph, level=main_level, home=config.home, chosen=codes)
    _tell_unlisted(plan.unlisted, main_level or level_of(graph))
    title = title or (f"{config.title}: release plan" if config.title else "Release plan")
    values = {**plan._asdict(), "title": title, "features": plan.features}
    document.put(values, data=lambda: release_plan_data(plan))


def _tell_unlisted(codes: tuple[str, ...], level: int | None) -> None:
    if codes:
        main = "main" if level is None else f"level-{level}"
        shown_codes = listed(codes, _MOST_NAMED)
        click.echo(
            f"note: not listed, as no {main} milestone waits on it directly: {shown_codes}",
            err=True,
        )
