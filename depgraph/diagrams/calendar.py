"""The calendar of a plan: one lane for each milestone, on a true axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.calendar_body import CalendarBody
from depgraph.diagrams.calendar_legend import SAMPLES
from depgraph.diagrams.lanes import span, with_fewer_lanes
from depgraph.diagrams.legend import add_samples, legend, legend_entries
from depgraph.diagrams.panels import lists
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import add_panel, picture_on_sheet

if TYPE_CHECKING:
    from depgraph.diagrams.calendar_body import AddPanel
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.model import Graph

MOST_LANES = 150
"""About so many fit on A0 where all text can be read."""

_LIST_WIDTH = 300.0

_MOST_SCROLLED = 500
"""A page can be scrolled, and need not fit on paper; but it can be too large to mail."""


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    most_lanes = _MOST_SCROLLED if subject.is_scrolled else MOST_LANES
    return calendar(subject.graph, most_lanes=most_lanes, **options)


def calendar(graph: Graph, *, most_lanes: int = MOST_LANES, **options: Unpack[Options]) -> Picture:
    """Draw a plan on one sheet: when each milestone is expected, and how far that moved.

    Each milestone has a lane, with a diamond where it is now expected or was completed, and a
    hollow one at its due date, where that is another; a bar is between them. Its name and its
    date stand beside it. Its features are circles above it; milestones of other owners that it
    waits on are squares.

    Parameters
    ----------
    graph
        The plan. Without an as-of date nothing is late.
    most_lanes
        How many lanes are drawn; the picture says how many are left out.
    **options
        See `depgraph.diagrams.scene.Options`.

    Returns
    -------
    Picture
        For `depgraph.diagrams.layout.render`.

    Raises
    ------
    UnknownMilestoneError
        If the chain has a code that the graph does not have.
    TooLargeError
        If more milestones are left to draw than a picture takes.
    """
    scene = with_fewer_lanes(compose(graph, "calendar", **options), most_lanes)
    codes = (*scene.folding.drawn, *scene.folding.targets)
    body = CalendarBody(scene, {code: span(scene, code) for code in codes}, _panels(scene))
    return picture_on_sheet(scene, lambda _: body, samples=(), has_lists=False)


def _panels(scene: Scene) -> list[tuple[Panel, AddPanel]]:
    """Return what explains a calendar."""
    entries = legend_entries(scene, SAMPLES)
    if not entries:
        return []
    key, placed = legend(scene, entries)

    def add_legend(drawing: Canvas, left: float, top: float) -> None:
        add_panel(drawing, "legend", key, left, top)
        add_samples(drawing, scene, placed, left, top)

    return [(key, add_legend), *_lists(scene)]


def _lists(scene: Scene) -> list[tuple[Panel, AddPanel]]:
    """Return the lists of what has a number in a lane; features have signs only."""
    marks, folded = scene.marks, scene.folding.targets
    shown = marks._replace(
        doubts=tuple(
            doubt
            for doubt in marks.doubts
            if doubt.milestone not in folded and doubt.prerequisite not in folded
        )
    )
    panels = lists(scene._replace(marks=shown), _LIST_WIDTH, 0)

    def adding(panel: Panel, name: str) -> AddPanel:
        return lambda drawing, left, top: add_panel(drawing, name, panel, left, top)

    return [(panel, adding(panel, f"list~{n}")) for n, panel in enumerate(panels, 1)]
