"""Plans and charts as pictures for a notebook; where there is none, a summary of the plan."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from depgraph.errors import MissingToolError
from depgraph.notebook.page import bundle
from depgraph.notebook.pages import next_milestones
from depgraph.reports.page import Page
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.analysis.burndown import Burndown
    from depgraph.analysis.timeline import Timeline
    from depgraph.analysis.trends import Slips, Trends
    from depgraph.diagrams.charts.surface import Surface
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options
    from depgraph.model import Graph
    from depgraph.plans.opening import Opened
    from depgraph.showing import Bundle

MOST_DRAWN = 150
"""How many milestones a plan may have to be drawn unasked, those that are folded not counted:
more could not be read, and would make the notebook large."""

_MOST_FOLDED = 10_000

_SVG = "image/svg+xml"
_SIZES = re.compile(r'(<svg\s[^>]*?)\bwidth="([^"]*)" height="[^"]*"')
_PLACES = re.compile(r' (?:d|points|x|y|cx|cy)="[^"]*"')
_INNER = re.compile(r'<g id="a_[^"]*">')
_DECIMALS = re.compile(r"(\d\.\d)\d+")


# -- plans -----------------------------------------------------------------------------


def graph_bundle(graph: Graph) -> Bundle:
    """Return the overview of a plan or, where that cannot be drawn, a summary."""
    return _plan(graph, repr(graph))


def opened_bundle(opened: Opened) -> Bundle:
    """Return the same of an opened plan: with its title, owner and findings."""
    title = printable(opened.config.title or "")
    words = f"{title}: {opened.graph!r}" if title else repr(opened.graph)
    return _plan(opened.graph, words, opened)


def picture_bundle(picture: Picture) -> Bundle:
    """Return a picture, or why it cannot be drawn."""
    words = f"{picture.title} ({picture.description})"
    if _is_text_only():
        return {"text/plain": words}
    try:
        return _shown(_svg_of(picture), words)
    except MissingToolError as error:
        return bundle(Page(words, [f"No picture: {error}"]))


def _plan(graph: Graph, words: str, opened: Opened | None = None) -> Bundle:
    if _is_text_only():
        return {"text/plain": words}
    from depgraph.diagrams.folding import fold
    from depgraph.diagrams.overview import overview

    home = opened.config.home if opened else None
    drawn = len(graph)
    if drawn <= _MOST_FOLDED:
        drawn = len(fold(graph, home).drawn)
    reason = f"{drawn} milestones are too many to draw unasked; depgraph.overview(graph) tries"
    if 0 < drawn <= MOST_DRAWN:
        options: Options = {"home": home}
        if opened:
            options["title"] = opened.config.title
            options["findings"] = opened.check().findings
        try:
            return _shown(_svg_of(overview(graph, **options)), words)
        except MissingToolError as error:
            reason = str(error)
    why = f"No picture: {reason}" if drawn else ""
    return bundle(Page(words, [*next_milestones(graph), why]))


def _svg_of(picture: Picture) -> str:
    from depgraph.diagrams.layout import render

    return render(picture, format="svg").decode()


def _shown(svg: str, words: str) -> Bundle:
    """Return a picture that is no wider than the notebook, and opens links elsewhere.

    As HTML it has a switch that fills the window with it, at the size at which it prints and
    larger: no script is needed, so that it works in a saved notebook too.
    """
    svg = svg[svg.index("<svg") :]
    svg = _SIZES.sub(r'\1style="width:100%;max-width:\2;height:auto"', svg, count=1)
    svg = _slim(svg.replace("<a ", '<a target="_blank" '))
    css = files("depgraph.notebook").joinpath("picture.css").read_text("utf-8")
    switch = '<label><input type="checkbox"> open large</label>'
    style = f"<style>\n{css}</style>"
    markup = f'<div class="depgraph-picture">\n{style}\n{switch}\n<div>{svg}</div></div>'
    return {"text/html": markup, _SVG: svg, "text/plain": words}


def _slim(svg: str) -> str:
    """Return a drawing with one decimal and the font said once: it is stored, and twice."""
    svg = svg.replace(' font-family="Arial"', "").replace(
        "height:auto", "height:auto;font-family:Arial", 1
    )
    svg = _INNER.sub("<g>", svg)
    return _PLACES.sub(lambda places: _DECIMALS.sub(r"\1", places[0]), svg)


def _is_text_only() -> bool:
    """Whether we are asked by IPython in a terminal, which would throw a picture away."""
    module: Any = sys.modules.get("IPython")
    shell = module and module.get_ipython()
    return shell is not None and shell.display_formatter.active_types == ["text/plain"]


# -- charts ----------------------------------------------------------------------------


def burndown_bundle(data: Burndown) -> Bundle:
    """Return the burndown chart."""
    from depgraph.diagrams.charts.burndown import figure

    total = counted(data.total, "milestone")
    return _chart(f"Burndown of {total} as of {data.as_of}", lambda: figure(data))


def timeline_bundle(data: Timeline) -> Bundle:
    """Return the timeline."""
    from depgraph.diagrams.charts.timeline import figure

    return _chart(f"Timeline of {counted(len(data.entries), 'milestone')}", lambda: figure(data))


def trends_bundle(data: Trends) -> Bundle:
    """Return the milestone trend chart."""
    from depgraph.diagrams.charts.trend import figure

    total = counted(len(data.trends), "milestone")
    number = counted(len(data.as_of), "schedule")
    return _chart(f"Trends of {total} over {number}", lambda: figure(data))


def slips_bundle(data: Slips) -> Bundle:
    """Return the slip chart."""
    from depgraph.diagrams.charts.slips import figure

    total = counted(len(data.slips), "milestone")
    return _chart(f"Slips of {total}: {data.before} against {data.after}", lambda: figure(data))


def _chart(words: str, draw: Callable[[], Surface]) -> Bundle:
    if _is_text_only():
        return {"text/plain": words}
    from depgraph.diagrams.charts.files import chart_file

    return _shown(chart_file(draw(), "svg", title=words).decode(), words)
