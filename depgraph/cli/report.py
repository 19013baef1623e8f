"""``depgraph report``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from depgraph.cli.answer import Output, output_options
from depgraph.cli.options import paths_argument, plan_options, selection_of
from depgraph.cli.shared import target_option, title_option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.charts.kinds import Kind
    from depgraph.diagrams.layout import Picture
    from depgraph.model.schedules import Revision
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection
    from depgraph.reports.review import Figure, Review
    from depgraph.rules.findings import Finding


@click.command("report")
@paths_argument
@plan_options
@output_options(("html", "pdf", "markdown", "text", "json"), "html")
@title_option
@target_option("Show the critical path of this milestone first; else of the latest one.")
@click.option(
    "--paths",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    metavar="N",
    help="Find the N float paths with the least float to each target.",
)
def command(
    output: Output, title: str | None, target: str | None, paths: int, **params: object
) -> None:
    """Write the plan as one page: for a browser with pictures and charts, or on paper in short.

    PATH is a graph file or a directory, in place of the configured graph.

    As PDF, Markdown and text it is the summary, which the page for a browser begins with: what
    is late and by what cause, the main milestones, what drives the target, what is to be decided.

    The page for a browser needs no network and nothing beside it: mail it, or publish it from
    CI. Point at a milestone to see what it waits on and what waits on it, click to keep it;
    its address can be shared. The same plan gives the same bytes. The pictures and the PDF are
    drawn by Graphviz; where it fails or is missing, the page says so.

    \b
    Examples:
      depgraph report -o review.html
      depgraph report -o review.html --target LDM-503-12 --title "Review of May 2019"
      depgraph report -o review.pdf
    """
    from depgraph.analysis.late import projection_or_none
    from depgraph.cli.naming import target_of
    from depgraph.cli.report_risk import with_risk
    from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.opening import open_whole
    from depgraph.reports.html import Review
    from depgraph.rules.triage import triage_if_possible

    selection = selection_of(params)
    opened = open_whole(selection)
    projection = projection_or_none(opened.graph)  # held, it is made once for all
    findings = opened.check().findings
    revisions = load_schedules(selection, opened.config)
    review = Review(
        graph=opened.graph,
        title=title or opened.config.title or _title_of(selection, opened),
        findings=findings,
        revisions=revisions,
        triage=triage_if_possible(opened.graph, findings),
        projection=projection,
        **_standings(opened, findings),
    )
    try:
        review = _with_dates(review, target_of(opened, target), paths)
        review = with_risk(review, opened, has_chart=output.format == "html")
    except (CycleError, DateRangeError, NoAsOfDateError) as error:
        review = review._replace(refusal=str(error))
    if output.format == "html":
        _write_page(output, opened, review)
    else:
        _write_summary(output, review)


def _write_page(output: Output, opened: Opened, review: Review) -> None:
    from depgraph.diagrams.themes import dark_colours
    from depgraph.reports.html import page
    from depgraph.reports.html.folding import shown_of

    review = review._replace(
        figures=_pictures(opened, review.findings),
        charts=[*_charts(opened, review.revisions), *review.charts],
        dark=dark_colours,
    )
    _tell_undrawn(review)
    shown = shown_of(review)
    if shown.words:
        click.echo(f"note: {shown.words}", err=True)
    output.write(page(review, shown))


def _write_summary(output: Output, review: Review) -> None:
    from depgraph.reports.summary_data import summary_data
    from depgraph.reports.summary_page import summary_page

    if output.format == "pdf":
        from depgraph.cli.report_summary import contents_of
        from depgraph.diagrams.charts.summary import summary_pdf

        contents = contents_of(summary_data(review), review.graph)
        output.write(summary_pdf(contents), "A4, 1 page")
        return
    output.put(
        data=lambda: summary_data(review),
        page=lambda: summary_page(summary_data(review), review.graph),
    )


def _title_of(selection: Selection, opened: Opened) -> str:
    """Return a title for a plan that has none: with the name of its file, where it is one."""
    from depgraph.plans.selection import graph_paths

    names = [path.name for path in graph_paths(selection, opened.config)]
    return f"Milestones of {names[0]}" if len(names) == 1 and names[0] else "Milestones"


def _with_dates(review: Review, target: str | None, paths: int) -> Review:
    from depgraph.analysis.critical_path import path_to
    from depgraph.analysis.projection import project
    from depgraph.analysis.readings import project_if_possible
    from depgraph.reports.html.targets import choose_targets, targets_left_words
    from depgraph.reports.listing_facts import Facts
    from depgraph.reports.listing_presets import Request, cause_table
    from depgraph.reports.readings import no_dates
    from depgraph.reports.review import Route

    graph = review.graph
    projection = project(graph)
    by_work, not_worked = project_if_possible(graph, gaps="work")
    sure = project(graph.without_queried_links()) if graph.queried_links else None
    offered, first = choose_targets(projection, target)
    routes = []
    for code in offered:
        path = path_to(projection, graph[code], paths=paths)
        without = path_to(sure, graph[code]) if sure else path
        routes.append(Route(path, without, by_work.date(code) if by_work else None))
    return review._replace(
        projection=projection,
        causes=cause_table(Facts(graph, lambda: review.findings), Request(delayed=True)),
        routes=routes,
        target=first or None,
        targets_left=targets_left_words(graph, len(offered)),
        not_worked=no_dates("work", not_worked) if not_worked else "",
    )


def _standings(opened: Opened, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return how the milestones of a plan stand, what folds into them, and numbers of queries."""
    from depgraph.analysis.late import late_milestones
    from depgraph.analysis.scheduled import without_schedule_only
    from depgraph.diagrams.folding import fold
    from depgraph.diagrams.marks import number
    from depgraph.diagrams.standing import standing

    graph = without_schedule_only(opened.graph)
    folding = fold(graph, opened.config.home)
    late = late_milestones(opened.graph)
    return {
        "standings": {
            # On the page all that is late is one standing.
            m.id: "late" if m.id in late else standing(m, graph.as_of, late)
            for m in opened.graph.milestones
        },
        "late": late,
        "features": folding.features,
        "numbers": number(graph, folding, findings).query_numbers,
    }


def _pictures(opened: Opened, findings: Sequence[Finding]) -> list[Figure]:
    from functools import partial

    from depgraph.analysis.late import late_milestones
    from depgraph.analysis.scheduled import without_schedule_only
    from depgraph.diagrams.pictures import picture_of
    from depgraph.diagrams.scene import Subject
    from depgraph.diagrams.views import VIEWS

    graph = without_schedule_only(opened.graph)
    late = late_milestones(opened.graph)
    drawn_late = {code: lateness for code, lateness in late.items() if code in graph}
    home = opened.config.home
    draw = partial(picture_of, findings=findings, home=home, late=drawn_late)
    subject = Subject(graph, graph, is_scrolled=True)
    return [_figure(view.tab, partial(draw, view, subject)) for view in VIEWS.values() if view.tab]


def _charts(opened: Opened, revisions: Sequence[Revision]) -> list[Figure]:
    from depgraph.diagrams.charts.kinds import KINDS

    return [_chart(opened, kind, revisions) for kind in KINDS.values() if not kind.is_of_one]


def _chart(opened: Opened, kind: Kind, revisions: Sequence[Revision]) -> Figure:
    from depgraph.diagrams.charts.files import chart_file
    from depgraph.diagrams.charts.kinds import Subject, main_scope
    from depgraph.errors import DepgraphError
    from depgraph.reports.chart_data import chart_data
    from depgraph.reports.chart_tables import report_table
    from depgraph.reports.html import Figure

    graph, home, title = opened.graph, opened.config.home, kind.tab or kind.title
    try:
        scope = main_scope(graph, kind.name)
        drawable = kind.make(Subject(graph, scope, revisions, home=home))
    except DepgraphError as error:
        return Figure(title, None, str(error))
    svg = chart_file(drawable.draw(title), "svg", title=title)
    return Figure(title, svg.decode(), table=report_table(chart_data(drawable.data, scope)))


def _figure(title: str, view: Callable[[], Picture]) -> Figure:
    from depgraph.diagrams.drawn import TooLargeError
    from depgraph.diagrams.layout import render
    from depgraph.errors import MissingToolError
    from depgraph.reports.html import Figure

    try:
        picture = view()
        svg = render(picture, format="svg").decode()
        return Figure(title, svg, note=". ".join(picture.remarks))
    except MissingToolError as error:
        why = str(error)
    except TooLargeError as error:
        why = f"{error}: `depgraph render` does, with --focus, --select, --owner and --team"
    return Figure(title, None, why)


def _tell_undrawn(review: Review) -> None:
    """Tell once for each reason which pictures the report is without."""
    titles: dict[str, list[str]] = {}
    for figure in review.figures:
        if figure.svg is None:
            titles.setdefault(figure.note, []).append(repr(figure.title))
    for why, names in titles.items():
        click.echo(f"warning: the report is without {', '.join(names)}: {why}", err=True)
