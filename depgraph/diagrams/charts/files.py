"""Charts as files: SVG, PDF and PNG, the same bytes for the same chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.charts.svg import svg
from depgraph.diagrams.text import clean

if TYPE_CHECKING:
    from depgraph.diagrams.charts.surface import Surface

ChartFormat = Literal["svg", "pdf", "png"]
CHART_FORMATS: tuple[ChartFormat, ...] = ("svg", "pdf", "png")

_DOTS_PER_INCH = 200


def chart_file(surface: Surface, form: ChartFormat, *, title: str = "") -> bytes:
    """Return a chart as a file.

    Parameters
    ----------
    surface
        What one of the chart modules returned.
    form
        ``svg`` with texts as texts, which needs no program; ``pdf`` with its fonts embedded and
        ``png`` at 200 dots per inch, which Graphviz draws.
    title
        What the chart is called in the file, for screen readers and viewers.

    Raises
    ------
    MissingToolError
        If Graphviz is needed, and not installed or fails.
    """
    if form == "svg":
        return svg(surface, title).encode()
    from depgraph.diagrams.charts.background import background_graph
    from depgraph.diagrams.pdf import joined
    from depgraph.diagrams.programs import run

    sharp = (f"-Gdpi={_DOTS_PER_INCH}",) if form == "png" else ()
    drawn = run("neato", "-n2", *sharp, f"-T{form}", source=background_graph(surface))
    return joined([drawn], title=clean(title)) if form == "pdf" else drawn
