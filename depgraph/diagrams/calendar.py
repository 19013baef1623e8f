"""The calendar of a plan: one lane for each milestone, on a true axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.blocks import Block
from depgraph.diagrams.calendar_body import CalendarBody
from depgraph.diagrams.calendar_legend import SAMPLES
from depgraph.diagrams.drawn import TooLargeError
from depgraph.diagrams.fewer_links import with_fewer_links
from depgraph.diagrams.lanes import spans_of, with_fewer_lanes
from depgraph.diagrams.late_panel import causes_of, late_panel
from depgraph.diagrams.legend import legend, legend_entries, legend_rows
from depgraph.diagrams.pages import picture_in_pages
from depgraph.diagrams.panels import lists
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import Foot, add_foot, picture_on_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.model import Graph

MOST_LANES = 150
"""About so many fit on A0 where all text can be read."""

MOST_MARKS = 3000
"""So many marks at most: what is folded has one too, in the lane of what it is folded into."""

_LIST_WIDTH = 300.0
_ROWS_WIDTH = 840.0
_COLUMNS = (1, 2, 3, 4)

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
        If more milestones or links are left to draw than a picture takes.
    """
    complete = _with_numbers_of_lanes(compose(graph, "calendar", **options))
    scene = with_fewer_lanes(complete, most_lanes)
    marks = len(scene.folding.drawn) + len(scene.folding.targets)
    if marks > MOST_MARKS:
        raise TooLargeError(marks, MOST_MARKS)
    scene = with_fewer_links(scene)
    body = _body(scene, _panels(scene))

    def paged() -> Picture:
        whole = with_fewer_links(complete)
        return picture_in_pages(whole, _body(whole), SAMPLES)

    is_partial = scene.folding.drawn != complete.folding.drawn
    return picture_on_sheet(scene, lambda _: body, samples=None, paged=paged, is_partial=is_partial)


def _with_numbers_of_lanes(scene: Scene) -> Scene:
    """Return a scene without the doubts about features, which have signs and no numbers."""
    folded = scene.folding.targets
    doubts = tuple(
        doubt
        for doubt in scene.marks.doubts
        if doubt.milestone not in folded and doubt.prerequisite not in folded
    )
    return scene._replace(marks=scene.marks._replace(doubts=doubts))


def _body(scene: Scene, panels: Sequence[Sequence[Block]] = ()) -> CalendarBody:
    roots = {cause.root for cause in causes_of(scene)}
    return CalendarBody(scene, spans_of(scene), panels, roots)


def _panels(scene: Scene) -> list[list[Block]]:
    """Return what explains a calendar: its legend, and the lists of what has a number."""
    entries = legend_entries(scene, SAMPLES)
    if not entries:
        return []
    shapes = legend(scene, entries), legend_rows(scene, entries, _ROWS_WIDTH)
    blocks = [[_block(scene, Foot(*made, ())) for made in shapes]]
    causes = late_panel(scene)
    if causes is not None:
        blocks.append([_block(scene, Foot(None, [], [causes]), "causes")])
    if scene.marks.findings or scene.marks.doubts:
        columns = (lists(scene, _LIST_WIDTH * count, 0) for count in _COLUMNS)
        blocks.append([_block(scene, Foot(None, [], panels)) for panels in columns])
    return blocks


def _block(scene: Scene, foot: Foot, name: str = "") -> Block:
    """Return what stands in the foot of other pictures, as a block."""

    def add(drawing: Canvas, left: float, top: float) -> None:
        add_foot(drawing, scene, foot, left, top, name=name)

    return Block((foot.width, foot.height), add)
