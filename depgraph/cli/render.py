"""``depgraph render``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal

import click

from depgraph.cli.options import Code, PlanPath, plan_options, selection_of

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["dot", "svg", "pdf", "png"]
FORMATS: tuple[Format, ...] = ("dot", "svg", "pdf", "png")


@click.command("render")
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
@click.option(
    "--critical", "target", type=Code(), help="Draw the critical path of this milestone red."
)
@click.option("--title", help="The title, in place of the configured one.")
def command(
    output: Path | None,
    format_: Format | None,
    target: str | None,
    title: str | None,
    **params: Any,
) -> None:
    """Draw the plan: what waits on what, by date, with queries and findings.

    Level-2 milestones are boxes, with their level-3 features as a strip of cells that reads
    as a progress bar. Queried links are dashed and numbered, findings are marked, and both
    are listed under the picture. The same plan gives the same bytes. DOT needs no Graphviz;
    the other formats are drawn by it.

    \b
    Examples:
      depgraph render -o review.svg
      depgraph render -o review.pdf --critical LDM-503-17
      depgraph render --format dot | less
    """
    chosen = _format(output, format_)
    from depgraph.analysis.critical_path import critical_path
    from depgraph.cli.output import print_bytes, write_whole
    from depgraph.diagrams.layout import render
    from depgraph.diagrams.overview import overview
    from depgraph.rules.opening import open_selection

    opened = open_selection(selection_of(params))
    opened.refuse_overwriting(output)
    chain: tuple[str, ...] = ()
    projected = None
    if target is not None:
        path = critical_path(opened.graph, target)
        chain, projected = path.codes, path.projected
    picture = overview(
        opened.graph,
        findings=opened.check().findings,
        chain=chain,
        projected=projected,
        title=title or opened.config.title,
        home=opened.config.home,
    )
    data = render(picture, format=chosen)
    if output is None:
        print_bytes(data)
    else:
        write_whole(output, data)


def _format(output: Path | None, format_: Format | None) -> Format:
    if format_ is None:
        if output is None:
            format_ = "svg"
        else:
            suffix = output.suffix.removeprefix(".").lower()
            known = next((name for name in FORMATS if name == suffix), None)
            if known is None:
                raise click.UsageError(
                    f"cannot tell the format from {output.name!r}: "
                    f"end it with .{', .'.join(FORMATS)}, or give --format"
                )
            format_ = known
    if output is None and format_ in ("pdf", "png") and sys.stdout and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show {format_}: give -o FILE")
    return format_
