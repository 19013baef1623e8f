"""``depgraph chart``."""

from __future__ import annotations

from inspect import cleandoc
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

import click

from depgraph.cli.answer import Output, output_options
from depgraph.cli.options import Code, ScheduleName, old_name, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import since_option, title_option, without_queries_option
from depgraph.diagrams.charts.kinds import KINDS
from depgraph.diagrams.charts.page import PAPERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.risk.chances import Simulation
    from depgraph.analysis.scope import Scope
    from depgraph.cli.options import Params
    from depgraph.diagrams.charts.kinds import Chart
    from depgraph.diagrams.paper import Paper
    from depgraph.model.schedules import Revision
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection

_PICTURES: tuple[Literal["svg", "pdf", "png"], ...] = ("svg", "pdf", "png")
_NUMBERS = ("csv", "json")

_COMPARED = " and ".join(kind.name for kind in KINDS.values() if kind.can_compare)


@click.command("chart")
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("codes", metavar="[CODE]...", nargs=-1, type=Code())
@plan_options
@output_options((*_PICTURES, *_NUMBERS), "svg", about="How to draw it, or csv and json.")
@choice_options
@since_option(f"For {_COMPARED}: compare with this schedule.", was="--from")
@old_name("--to", now="--schedule", type=ScheduleName())
@without_queries_option()
@title_option
@click.option(
    "--paper",
    type=click.Choice(tuple(PAPERS), case_sensitive=False),
    default="a4",
    show_default=True,
    help="The paper, which lies across.",
)
def command(
    kind: str,
    codes: tuple[str, ...],
    output: Output,
    selectors: tuple[str, ...],
    since: str | None,
    without_queries: bool,
    title: str | None,
    paper: str,
    **params: object,
) -> None:
    """Draw a chart of dates on one page, or print the numbers behind it.

    \b
    {kinds}

    What --owner, --team, --level and --select all choose is drawn, and each CODE; else all,
    but only the smallest level for {one_by_one}. csv and json give the numbers.

    \b
    Examples:
      depgraph chart timeline -o timeline.pdf
      depgraph chart burndown --team DRP --team AP -o burndown.svg
      depgraph chart trend LDM-503-11 LDM-503-12 -o trend.png
      depgraph chart timeline --select 'level=3,due_within=180' -o soon.svg
      depgraph chart slips --since 2018-07-17 --format csv
      depgraph chart risk LDM-503-17 -o risk.png
    """
    _refuse_schedule(kind, since)
    from depgraph.diagrams.charts.kinds import Subject
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.opening import open_whole

    selection = selection_of(params)
    opened = open_whole(selection)
    choices = {name: params[name] for name in ("owners", "teams", "levels")}
    scope = _scope(opened, kind, codes, selectors, choices)
    if without_queries:
        opened = opened._replace(graph=opened.graph.without_queried_links())
        scope = scope._replace(words=f"{scope.words}, without the queried links")
    revisions = load_schedules(selection, opened.config) if KINDS[kind].has_schedules else ()
    simulation = _simulation(opened, kind, scope, is_asked=bool(codes) and not selectors)
    between = _between(opened, selection, since)
    home = opened.config.home
    subject = Subject(opened.graph, scope, revisions, between, home, simulation)
    drawable = KINDS[kind].make(subject)
    if output.format in _PICTURES:
        heading = title or drawable.title or _heading(kind, title, opened.config.title)
        output.write(*_drawn_chart(drawable, output, heading, PAPERS[paper.lower()]))
        return
    from depgraph.reports.chart_data import chart_data
    from depgraph.reports.chart_tables import chart_table

    numbers = chart_data(drawable.data, scope)
    output.put(data=lambda: numbers, table=lambda: chart_table(numbers))


command.help = cleandoc(command.help or "").format(
    kinds="\n".join(
        f"{name:<11} {line}"
        for kind in KINDS.values()
        for name, line in zip_longest((kind.name,), kind.words.split("\n"), fillvalue="")
    ),
    one_by_one=" and ".join(kind.name for kind in KINDS.values() if kind.is_of_main),
)


def _scope(
    opened: Opened,
    kind: str,
    codes: Sequence[str],
    selectors: Sequence[str],
    choices: Params,
) -> Scope:
    """Return the milestones that the options name: without any, those of a whole plan."""
    from depgraph.analysis.scope import scope_of, select_scope
    from depgraph.cli.naming import codes_of
    from depgraph.cli.selecting import in_words_of_plan, select
    from depgraph.diagrams.charts.kinds import main_scope

    codes = codes_of(opened.graph, codes)
    if not (codes or selectors or any(choices.values())):
        return main_scope(opened.graph, kind)
    owners, teams = in_words_of_plan(opened.graph, choices["owners"], choices["teams"])
    choices = {**choices, "owners": owners, "teams": teams}
    if not selectors:
        return select_scope(opened.graph, codes=codes, **choices)
    chosen = select(opened.graph, opened.config, selectors=selectors, **choices)
    assert chosen is not None, "there is a selector"
    if not codes:
        return scope_of(opened.graph, chosen.codes, chosen.words)
    by_code = select_scope(opened.graph, codes=codes)
    return scope_of(
        opened.graph, chosen.codes.union(by_code.codes), f"{chosen.words}, and {by_code.words}"
    )


def _between(
    opened: Opened,
    selection: Selection,
    since: str | None,
) -> tuple[Revision, Revision] | None:
    from depgraph.plans.loading import load_named_schedules, schedule_of

    if since is None:
        return None
    own = schedule_of(selection, opened.config) or since
    before, after = load_named_schedules([since, str(own)], opened.config)
    return before, after


def _simulation(opened: Opened, kind: str, scope: Scope, *, is_asked: bool) -> Simulation | None:
    """Return the simulation of the one milestone of a chart; None where it is no chart of one."""
    if not KINDS[kind].is_of_one:
        return None
    if not is_asked or len(scope.codes) != 1:
        raise click.UsageError(f"chart {kind} is about one milestone: give its CODE")
    from depgraph.analysis.risk.requirements import require_numpy

    require_numpy()
    from depgraph.analysis.risk.simulation import simulate

    return simulate(opened.graph, list(scope.codes), risks=opened.risks())


def _refuse_schedule(kind: str, since: str | None) -> None:
    if since and not KINDS[kind].can_compare:
        raise click.UsageError(f"--since is for {_COMPARED}")


def _heading(kind: str, title: str | None, plan: str | None) -> str:
    """Return the title of a chart: the one that is asked for, or what it is of."""
    name = KINDS[kind].title
    return title or (f"{plan}: {name.lower()}" if plan else name)


def _drawn_chart(drawable: Chart, output: Output, title: str, paper: Paper) -> tuple[bytes, str]:
    """Return the picture, and what it is drawn on."""
    from depgraph.diagrams.charts.files import chart_file, missing_note
    from depgraph.diagrams.charts.page import paper_of

    page = drawable.draw(title, paper)
    if output.format != "svg" and (note := missing_note(page)):
        click.echo(f"note: {note}", err=True)
    form = next(form for form in _PICTURES if form == output.format)
    return chart_file(page, form, title=title), paper_of(page, paper)
