"""``depgraph chart``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from depgraph.cli.options import Code, PlanPath, plan_options, selection_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure

    from depgraph.analysis.scope import Scope
    from depgraph.analysis.trends import Slips
    from depgraph.plan import Selection
    from depgraph.rules.opening import Opened

Kind = Literal["timeline", "burndown", "trend", "slips"]
Format = Literal["svg", "pdf", "png", "csv", "json"]
KINDS: tuple[Kind, ...] = ("timeline", "burndown", "trend", "slips")
FORMATS: tuple[Format, ...] = ("svg", "pdf", "png", "csv", "json")

_TITLES: dict[Kind, str] = {
    "timeline": "Timeline",
    "burndown": "Burndown",
    "trend": "Milestone trends",
    "slips": "Slips",
}


class _Chart(NamedTuple):
    """The numbers of a chart, and how to draw it under a title."""

    numbers: dict[str, Any]
    draw: Callable[[str], Figure]


@click.command("chart")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("codes", metavar="[CODE]...", nargs=-1, type=Code())
@plan_options
@click.option(
    "-o",
    "--output",
    type=PlanPath(),
    help="Write to this file; without it, to standard output.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="The format, in place of what the file name ends with (svg on standard output).",
)
@click.option("--owner", "owners", multiple=True, help="Milestones of this owner. Repeatable.")
@click.option("--team", "teams", multiple=True, help="Milestones of this team. Repeatable.")
@click.option(
    "--level", "levels", multiple=True, type=int, help="Milestones of this level. Repeatable."
)
@click.option(
    "--from",
    "earlier",
    metavar="SCHEDULE",
    help="For slips: compare from this schedule, by its as-of date or its file.",
)
@click.option(
    "--to", "later", metavar="SCHEDULE", help="For slips: and to this one; else the plan's own."
)
@click.option("--title", help="The title, in place of the configured one.")
def command(
    kind: Kind,
    codes: tuple[str, ...],
    output: Path | None,
    format_: Format | None,
    owners: tuple[str, ...],
    teams: tuple[str, ...],
    levels: tuple[int, ...],
    earlier: str | None,
    later: str | None,
    title: str | None,
    **params: Any,
) -> None:
    """Draw a chart of dates on one page (A4), or print the numbers behind it.

    \b
    timeline   milestones by date, what waits on what, slips
    burndown   how many are not complete: planned, actual, forecast
    trend      the dates of milestones over the successive schedules
    slips      how far dates moved, the biggest movers of each team first:
               due dates against projected ones or, with --from, two schedules

    Those of one owner, team or level, and each CODE, are drawn; else all, but only the
    smallest level for timeline and trend. csv and json give the numbers.

    \b
    Examples:
      depgraph chart timeline -o timeline.pdf
      depgraph chart burndown --team DRP --team AP -o burndown.svg
      depgraph chart trend LDM-503-11 LDM-503-12 -o trend.png
      depgraph chart slips --from 2018-07-17 --format csv
    """
    _refuse_schedules(kind, earlier, later)
    chosen = _format(output, format_)
    is_picture = chosen not in ("csv", "json")
    if is_picture:
        from depgraph.diagrams.charts.style import need_matplotlib

        need_matplotlib()
    from depgraph.analysis.scope import select_scope, top_level
    from depgraph.cli.output import print_bytes, write_whole
    from depgraph.rules.opening import open_selection

    selection = selection_of(params)
    opened = open_selection(selection)
    opened.refuse_overwriting(output)
    if kind in ("timeline", "trend") and not (codes or owners or teams or levels):
        top = top_level(opened.graph)
        levels = () if top is None else (top,)
    scope = select_scope(opened.graph, codes=codes, owners=owners, teams=teams, levels=levels)
    chart = _CHARTS[kind](opened, selection, scope, earlier, later)
    data = _written(chart, chosen, title or _title(kind, opened.config.title))
    if output is None:
        print_bytes(data)
    else:
        write_whole(output, data)


def _timeline(
    opened: Opened, selection: Selection, scope: Scope, earlier: str | None, later: str | None
) -> _Chart:
    del selection, earlier, later
    from depgraph.analysis.timeline import timeline
    from depgraph.diagrams.charts.numbers import timeline_data
    from depgraph.diagrams.charts.timeline import figure

    data = timeline(opened.graph, scope.codes)
    home = opened.config.home
    return _Chart(
        timeline_data(data, scope),
        lambda title: figure(data, title=title, scope=scope, home=home),
    )


def _burndown(
    opened: Opened, selection: Selection, scope: Scope, earlier: str | None, later: str | None
) -> _Chart:
    del selection, earlier, later
    from depgraph.analysis.burndown import burndown
    from depgraph.diagrams.charts.burndown import figure
    from depgraph.diagrams.charts.numbers import burndown_data

    data = burndown(opened.graph, scope.codes)
    return _Chart(burndown_data(data, scope), lambda title: figure(data, title=title, scope=scope))


def _trend(
    opened: Opened, selection: Selection, scope: Scope, earlier: str | None, later: str | None
) -> _Chart:
    del earlier, later
    from depgraph.analysis.trends import trends
    from depgraph.diagrams.charts.numbers import trend_data
    from depgraph.diagrams.charts.trend import figure
    from depgraph.plan import load_schedules

    data = trends(opened.graph, load_schedules(selection, opened.config), scope.codes)
    return _Chart(trend_data(data, scope), lambda title: figure(data, title=title, scope=scope))


def _slips(
    opened: Opened, selection: Selection, scope: Scope, earlier: str | None, later: str | None
) -> _Chart:
    from depgraph.diagrams.charts.numbers import slips_data
    from depgraph.diagrams.charts.slips import figure

    data = _slips_of(opened, selection, scope, earlier, later)
    return _Chart(slips_data(data, scope), lambda title: figure(data, title=title, scope=scope))


def _slips_of(
    opened: Opened, selection: Selection, scope: Scope, earlier: str | None, later: str | None
) -> Slips:
    from depgraph.analysis.projection import project
    from depgraph.analysis.trends import find_revision, projected_slips, slips_between
    from depgraph.plan import load_schedules
    from depgraph.sources.files import shown_path

    if earlier is None:
        return projected_slips(project(opened.graph), scope.codes)
    revisions = load_schedules(selection, opened.config)
    before = find_revision(revisions, earlier)
    own = selection.schedule or opened.config.schedule
    if later is None and own is not None:
        later = shown_path(own)
    return slips_between(
        opened.graph, before, find_revision(revisions, later or earlier), scope.codes
    )


_CHARTS = {"timeline": _timeline, "burndown": _burndown, "trend": _trend, "slips": _slips}


def _refuse_schedules(kind: Kind, earlier: str | None, later: str | None) -> None:
    if kind != "slips" and (earlier or later):
        raise click.UsageError("--from and --to are for slips")
    if later and not earlier:
        raise click.UsageError("--to needs --from: which schedule to compare with")


def _title(kind: Kind, plan: str | None) -> str:
    return f"{plan}: {_TITLES[kind].lower()}" if plan else _TITLES[kind]


def _written(chart: _Chart, chosen: Format, title: str) -> bytes:
    if chosen == "json":
        from depgraph.diagrams.charts.numbers import as_json

        return as_json(chart.numbers).encode()
    if chosen == "csv":
        from depgraph.diagrams.charts.numbers import as_csv

        return as_csv(chart.numbers).encode()
    from depgraph.diagrams.charts.files import chart_file

    return chart_file(chart.draw(title), chosen, title=title)


def _format(output: Path | None, format_: Format | None) -> Format:
    if format_ is None:
        if output is None:
            return "svg"
        suffix = output.suffix.removeprefix(".").lower()
        format_ = next((name for name in FORMATS if name == suffix), None)
        if format_ is None:
            raise click.UsageError(
                f"cannot tell the format from {output.name!r}: "
                f"end it with .{', .'.join(FORMATS)}, or give --format"
            )
    if output is None and format_ in ("pdf", "png") and sys.stdout and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show {format_}: give -o FILE")
    return format_
