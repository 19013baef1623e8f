"""``depgraph render``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from depgraph.cli.answer import Output, output_options
from depgraph.cli.options import Code, known, old_name, paths_argument, plan_options, selection_of
from depgraph.cli.selecting import choice_options
from depgraph.cli.shared import (
    since_option,
    target_option,
    title_option,
    without_queries_option,
)
from depgraph.diagrams.paper import PAPERS
from depgraph.diagrams.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.cli.options import Params
    from depgraph.diagrams.layout import Drawn
    from depgraph.diagrams.moves import Moves
    from depgraph.diagrams.part import Part
    from depgraph.diagrams.scene import Options, Subject
    from depgraph.diagrams.views import View
    from depgraph.plans.opening import Opened
    from depgraph.rules.findings import Finding

Format = Literal["dot", "svg", "pdf", "png"]

FORMATS: tuple[Format, ...] = ("dot", "svg", "pdf", "png")

_OF_PICTURES = ("since", "title", "paper")
"""Options that a flowchart does not have."""


def _views() -> str:
    """Return what the views show, each with its name."""
    default, *other_views = VIEWS.values()
    *words, last = (f"{view.words} ({view.name})" for view in other_views)
    return ", ".join((f"{default.words} ({default.name}, the default)", *words, f"or {last}"))


@click.command("render")
@paths_argument
@plan_options
@output_options((*FORMATS, "mermaid"), "svg", about="How to write the picture.")
@click.option(
    "--view",
    "view_name",
    type=click.Choice(tuple(VIEWS)),
    help=f"The picture: {_views()}.",
)
@click.option("--focus", "centre", type=Code(), help="Draw what is around this milestone.")
@click.option(
    "--up",
    type=click.IntRange(0),
    metavar="N",
    help="With --focus: go N links back; 2, or 1 where that would be crowded, unless said. "
    "Unasked, no more are drawn than a slide takes.",
)
@click.option(
    "--down",
    type=click.IntRange(0),
    metavar="N",
    help="With --focus: go N links on; 1 unless said.",
)
@target_option("Draw the critical path of this milestone red.", was="--critical")
@choice_options
@click.option(
    "--fold/--unfold",
    "is_folded",
    default=None,
    help="Whether features are cells of what waits on them, where there are some, and of many "
    "milestones groups are drawn; yes, unless said.",
)
@old_name("--reduce", now="--fewest-links", is_flag=True)
@without_queries_option()
@since_option("Show what moved since this schedule.", was="--changes-since")
@title_option
@click.option(
    "--paper",
    type=click.Choice(tuple(PAPERS), case_sensitive=False),
    help="The paper; by default the smallest, from A4 up, with text of 7 pt or more.",
)
@click.option(
    "--pages/--one-page",
    "in_pages",
    default=None,
    help="Whether to draw calendar or features on several pages of one paper (A3, unless "
    "--paper says), each with title and years. Unless said, a PDF is where one page is larger "
    "than A1, cannot be read or leaves something out. svg and png are a file for each page: "
    "NAME-1.svg and so on.",
)
@click.option(
    "--theme",
    shell_complete=known("themes"),
    metavar="NAME",
    default="default",
    show_default=True,
    help="The colours: default, print-grey, dark, or a theme of the configuration.",
)
def command(
    output: Output,
    view_name: str | None,
    centre: str | None,
    up: int | None,
    down: int | None,
    target: str | None,
    **params: Any,
) -> None:
    """Draw the plan: what waits on what, by date, with queries and findings.

    PATH is a graph file or a directory, in place of the configured graph.

    Level-2 milestones are boxes, with their level-3 features as a strip of cells that reads
    as a progress bar. Queried links are dashed and numbered, findings are marked, and both
    are listed under the picture. --fewest-links leaves out redundant links of every plan. The
    page is exactly of the paper's size. The same plan gives the same bytes. DOT needs no
    Graphviz; the other formats are drawn by it, but mermaid: a flowchart of all milestones that
    are chosen, for a page of GitHub or GitLab.

    \b
    Examples:
      depgraph render -o review.svg
      depgraph render -o review.pdf --target LDM-503-17
      depgraph render --view calendar -o dates.pdf --since old.yaml
      depgraph render --focus LDM-503-05 -o slide.pdf
      depgraph render --team SUIT --view features -o suit.pdf --theme print-grey
      depgraph render --format dot | less
      depgraph render --focus LDM-503-05 --format mermaid
    """
    named_view = VIEWS[view_name] if view_name is not None else None
    if output.format == "mermaid":
        _refuse_with_mermaid(view_name, params)
    view = _view(named_view, centre, up, down, params["is_folded"])
    from depgraph.cli.naming import code_of
    from depgraph.diagrams.scene import Subject
    from depgraph.plans.opening import open_selection

    opened = open_selection(selection_of(params))
    if params["without_queries"]:
        opened = opened._replace(graph=opened.graph.without_queried_links())
    if target is not None:
        target = code_of(opened.graph, target)
    if centre is not None:
        centre = code_of(opened.graph, centre)
    if output.format == "mermaid":
        _write_mermaid(
            output, opened, target, _part_drawn(opened, centre, up, down, (), params), params
        )
        return
    if target is None and centre is not None and view.is_around_one:
        target = _driven(opened, centre)
    options = _drawing_options(opened, target, params)
    path = options.get("path")
    chain = path.codes if path is not None else ()
    part = _part_drawn(opened, centre, up, down, chain, params)
    options["title"] = params["title"] or (None if view.is_around_one else opened.config.title)
    options["context"] = part.context
    options["remarks"] = part.remarks
    subject = Subject(part.graph, opened.graph, centre)
    drawn = _drawn_view(view, subject, options, output, in_pages=params["in_pages"])
    for remark in drawn.remarks:
        click.echo(f"note: {remark}", err=True)
    output.write_pages(drawn.files, drawn.paper)


def _refuse_with_mermaid(view_name: str | None, params: Params) -> None:
    """Refuse what a flowchart does not have."""
    options = {"--view": view_name, **{f"--{name}": params[name] for name in _OF_PICTURES}}
    options["--fold and --unfold"] = params["is_folded"]
    if names := [name for name, value in options.items() if value is not None]:
        raise click.UsageError(f"mermaid has all milestones as nodes: leave out {', '.join(names)}")


def _write_mermaid(
    output: Output, opened: Opened, target: str | None, part: Part, params: Params
) -> None:
    """Write a flowchart, and say on standard error what was done to the plan."""
    from depgraph.diagrams.mermaid import mermaid
    from depgraph.diagrams.themes import find_theme

    chain: Sequence[str] = ()
    if target is not None:
        from depgraph.analysis.critical_path import critical_path

        chain = critical_path(opened.graph, target).codes
    theme = find_theme(params["theme"], opened.config.themes)
    text, remarks = mermaid(part, opened.graph, theme, chain)
    for remark in (*part.remarks, *remarks):
        click.echo(f"note: {remark}", err=True)
    output.write(text)


def _view(
    named_view: View | None,
    centre: str | None,
    up: int | None,
    down: int | None,
    is_folded: bool | None,
) -> View:
    """Return the view that options name, or fail where they contradict each other."""
    if centre is None:
        if named_view is not None and named_view.is_around_one:
            raise click.UsageError(
                f"the view {named_view.name} is of one milestone: give --focus CODE"
            )
        if up is not None or down is not None:
            raise click.UsageError(
                "--up and --down count links from a milestone: give --focus CODE"
            )
        return named_view or next(iter(VIEWS.values()))
    view = named_view or next(view for view in VIEWS.values() if view.is_around_one)
    if view.is_around_one and is_folded is not None:
        raise click.UsageError(f"the view {view.name} folds nothing: leave out --fold and --unfold")
    return view


def _drawing_options(opened: Opened, target: str | None, params: Params) -> Options:
    """Return what the picture is told: findings, critical path, colours, paper, changes."""
    from depgraph.diagrams.themes import find_theme, hard_to_read

    for warning in hard_to_read(params["theme"], opened.config.themes):
        click.echo(f"warning: {warning}", err=True)
    options: Options = {
        "findings": opened.check().findings,
        "home": opened.config.home,
        "theme": find_theme(params["theme"], opened.config.themes),
        "is_folded": params["is_folded"],
    }
    if params["paper"]:
        options["paper"] = PAPERS[params["paper"]]
    if params["since"] is not None:
        options["moves"] = _moves(opened, params["since"])
    if target is not None:
        from depgraph.analysis.critical_path import critical_path
        from depgraph.reports.path_words import driver_sentence

        path = critical_path(opened.graph, target, paths=2)
        options["path"] = path
        options["about"] = (driver_sentence(path), *_known_on_path(path, options["findings"]))
    return options


def _driven(opened: Opened, centre: str) -> str | None:
    """Return the milestone that a focus is on as the target of its path, where it has one."""
    from depgraph.analysis.late import projected_date, projection_or_none

    if opened.graph[centre].is_complete:
        return None
    projection = projection_or_none(opened.graph)
    return centre if projected_date(projection, centre) is not None else None


def _known_on_path(path: CriticalPath, findings: Sequence[Finding]) -> list[str]:
    """Return what is known and accepted of the links that drive the target, each a sentence."""
    driving = set(path.driving_chain_links)
    return [
        f"A known finding: {finding.message}."
        for finding in findings
        if finding.status == "known" and driving.intersection(finding.links)
    ]


def _moves(opened: Opened, earlier: str) -> Moves:
    from depgraph.diagrams.moves import moves_since
    from depgraph.plans.loading import load_named_schedules

    (revision,) = load_named_schedules([earlier], opened.config)
    return moves_since(opened.graph, revision.milestones, revision.name)


def _part_drawn(
    opened: Opened,
    centre: str | None,
    up: int | None,
    down: int | None,
    chain: Sequence[str],
    params: Params,
) -> Part:
    """Return the part of the plan to draw, and what was done to it."""
    from depgraph.cli.selecting import selected_by
    from depgraph.diagrams.part import Part, around, selected, without_redundant_links

    graph = opened.graph
    part = Part(graph)
    remarks: tuple[str, ...] = ()
    if params["without_queries"]:
        remarks = ("the links that a reviewer doubts are left out",)
    chosen = selected_by(params, graph, opened.config)
    if chosen is not None:
        always_kept = [*chain, *([graph[centre].id] if centre is not None else [])]
        part = selected(graph, chosen.codes, kept=always_kept, words=chosen.words)
        remarks += part.remarks
    if centre is not None:
        near = around(part.graph, centre, up=up, down=down)
        part = near._replace(context=part.context)
        remarks += near.remarks
    if params["fewest_links"]:
        reduced = without_redundant_links(part.graph)
        part = reduced._replace(context=part.context)
        remarks += reduced.remarks
    return part._replace(remarks=remarks)


def _drawn_view(
    view: View, subject: Subject, options: Options, output: Output, *, in_pages: bool | None
) -> Drawn:
    """Return the picture; where it cannot be drawn, say which options help."""
    from depgraph.diagrams.drawn import TooLargeError
    from depgraph.diagrams.layout import draw
    from depgraph.diagrams.pictures import picture_of
    from depgraph.errors import DepgraphError, MissingToolError

    try:
        form = next(form for form in FORMATS if form == output.format)
        picture = picture_of(view, subject, **options)
        if in_pages and picture.paged is None:
            raise click.UsageError(
                f"--pages is for calendar and features: the view {view.name} has one page"
            )
        if in_pages and output.path is None and form in ("svg", "png"):
            raise click.UsageError(
                f"--pages writes a file for each page in {form}: give -o NAME.{form}, "
                "or --format pdf, which has all pages in one"
            )
        return draw(picture, format=form, in_pages=in_pages)
    except TooLargeError as error:
        raise DepgraphError(f"{error}: see --focus, --select, --owner and --team") from None
    except MissingToolError as error:
        raise MissingToolError(f"{error}; or give --format dot, which needs no program") from None
