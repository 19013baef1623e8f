"""The sheet of a picture: title above, legend and lists below, fitted on a page.

All lengths are in points, from the lower left corner; y grows upward.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from depgraph.diagrams.drawing import new_graph
from depgraph.diagrams.labels import font
from depgraph.diagrams.layout import Picture, Sheet
from depgraph.diagrams.legend import LEGEND, add_samples, legend, legend_entries, legend_rows
from depgraph.diagrams.panels import PADDING, description, heading, lists
from depgraph.diagrams.paper import POINTS_PER_MILLIMETRE, fit, papers_from, unlimited
from depgraph.diagrams.text import attribute
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.layout import Positions
    from depgraph.diagrams.legend import Entry, Placed
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.paper import Paper
    from depgraph.diagrams.samples import Sample
    from depgraph.diagrams.scene import Scene

MARGIN = 4.0
GAP = 9.0

_LEAST_WIDTH = 640.0
_LEAST_BESIDE = 90.0
_WIDER = 1.02
_WIDER_FILLED = 1.06
_MOST_WIDENINGS = 30
_TOO_WIDE = 0.97
_MOST_ABOVE = 36.0
_ROUNDING = 0.2


@by_type
class Frame(NamedTuple):
    """Where the drawing is on the sheet."""

    left: float
    right: float
    bottom: float
    top: float


class Body(Protocol):
    """What a sheet is about, between its title and its lists."""

    @property
    def width(self) -> float:
        """The least width that it takes."""

    def height(self, width: float) -> float:
        """Return the height that it takes where it has so much width."""

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""


@by_type
class _Foot(NamedTuple):
    """The legend and the lists, left to right."""

    key: Panel | None
    samples: list[Placed]
    columns: Sequence[Panel]

    @property
    def height(self) -> float:
        panels = (*([self.key] if self.key else []), *self.columns)
        return max((panel.height for panel in panels), default=0.0)


@by_type
class _Around(NamedTuple):
    """What is above and below a drawing."""

    head: Panel
    foot: _Foot


def picture_on_sheet(
    scene: Scene,
    body: Callable[[Positions], Body],
    *,
    source: Callable[[], str] = str,
    draft: str = "",
    samples: Sequence[Sample] = LEGEND,
    in_foot: Callable[[Body], Panel | None] | None = None,
) -> Picture:
    """Return the picture of a scene.

    Parameters
    ----------
    scene
        What the picture shows.
    body
        Returns the drawing itself, once the places of the draft are known.
    source
        What is `plain` in `Picture`.
    draft
        As there.
    samples
        The signs that it has, for the legend.
    in_foot
        Returns what stands left of the lists, if anything does.
    """

    def arrange(positions: Positions) -> Sheet:
        drawn = body(positions)
        return _lay_out(scene, drawn, samples, in_foot(drawn) if in_foot else None)

    return Picture(
        source,
        scene.title,
        description(scene),
        draft,
        arrange,
        scene.warnings,
    )


def _lay_out(
    scene: Scene, body: Body, samples: Sequence[Sample], beside_lists: Panel | None
) -> Sheet:
    """Return the DOT of a whole sheet, with a place for everything.

    The sheet becomes wider than the drawing where that makes it larger on the page: the lists
    then take less height.
    """
    entries = legend_entries(scene, samples)

    least = _LEAST_WIDTH + (beside_lists.width - _LEAST_BESIDE if beside_lists else 0.0)
    wider = _WIDER_FILLED if scene.view.fills else _WIDER

    @cache
    def around_in(room: float) -> _Around:
        return _Around(heading(scene, room), _foot(scene, entries, room, beside_lists))

    for paper in [scene.paper] if scene.paper else papers_from(scene.view.paper):
        room, around = _widened(body, paper, around_in, least, wider)
        size = _size(around, body, room)
        page = fit(*size, paper)
        if page.is_readable:
            break
    else:
        if not scene.paper:
            page = unlimited(*size)
    if scene.view.fills:
        room = max(room, page.room_across - 2 * MARGIN)
        around = around_in(room)
        size = _size(around, body, room)
    head, foot = around
    bottom, high = MARGIN + foot.height + GAP, body.height(room)
    # Graphviz knows pages of whole points only, and must not round them down.
    sides = [round(side * POINTS_PER_MILLIMETRE) for side in (page.width, page.height)]
    drawing = new_graph(
        scene,
        pad="0",
        splines="true",
        size=",".join(f"{(side + _ROUNDING) / 72:.4f}" for side in sides) + "!",
    )
    beside, spare = (
        of_page / page.scale - of_sheet for of_sheet, of_page in zip(size, sides, strict=True)
    )
    # What is above the title is no more than what is beside it, and never much.
    above = min(spare / 2, max(beside, 0) / 2, _MOST_ABOVE / page.scale)
    rest = spare - 2 * above
    # A slide is filled from its title to its legend; on paper, what is left may be below.
    inside = max(rest, 0.0) if scene.view.is_slide or scene.view.fills else 0.0
    foot_of_page = -above - (rest - inside)
    below = 0.0 if scene.view.fills else inside / 2
    frame = Frame(MARGIN, MARGIN + room, bottom + below, bottom + inside - below + high)
    add_point(drawing, "corner~0", -beside / 2, foot_of_page)
    add_point(drawing, "corner~1", size[0] + beside / 2, size[1] + inside + above)
    body.draw(drawing, frame)
    add_panel(drawing, "heading", head, frame.left, bottom + inside + high + GAP + head.height)
    x = frame.left
    if foot.key:
        add_panel(drawing, "legend", foot.key, x, bottom - GAP)
        add_samples(drawing, scene, foot.samples, x, bottom - GAP)
        x += foot.key.width + GAP
    for n, panel in enumerate(foot.columns, 1):
        add_panel(drawing, f"list~{n}", panel, x, bottom - GAP)
        x += panel.width + PADDING
    return Sheet(str(drawing.source), page)


def _widened(
    body: Body, paper: Paper, around_in: Callable[[float], _Around], least: float, wider: float
) -> tuple[float, _Around]:
    """Return the width at which a sheet is the largest on a paper, and what is around it."""
    room, best = 0.0, 0.0
    tried = max(body.width, least)
    around: _Around | None = None
    for _ in range(_MOST_WIDENINGS):
        now = around_in(tried)
        scale = fit(*_size(now, body, tried), paper).scale
        if scale > best * 1.001:
            room, best, around = tried, scale, now
        elif scale < best * _TOO_WIDE:
            break
        tried *= wider
    assert around is not None, "any scale is more than none"
    return room, around


def _foot(scene: Scene, entries: Sequence[Entry], room: float, beside_lists: Panel | None) -> _Foot:
    if scene.view.is_slide:
        return _Foot(*legend_rows(scene, entries, room), ())
    if not entries:
        return _Foot(None, [], lists(scene, room, 0))
    key, samples = legend(scene, entries)
    first = [beside_lists] if beside_lists else []
    used = key.width + GAP + sum(panel.width + PADDING for panel in first)
    least = max(key.height, *(panel.height for panel in first), 0.0)
    return _Foot(key, samples, [*first, *lists(scene, room - used, least)])


def _size(around: _Around, body: Body, room: float) -> tuple[float, float]:
    words = around.head.height + around.foot.height + 2 * GAP
    return room + 2 * MARGIN, body.height(room) + words + 2 * MARGIN


def place(x: float, y: float) -> str:
    """Return a place as Graphviz reads it."""
    return f"{x:.2f},{y:.2f}"


def add_words(
    drawing: Canvas, name: str, words: str, at: tuple[float, float], size: float, colour: str
) -> None:
    """Add bold words around a place."""
    label = f"<{font(words, size, colour, bold=True)}>"
    drawing.node(name, label, shape="plain", pos=place(*at), **{"class": "words"})


def add_point(drawing: Canvas, name: str, x: float, y: float) -> None:
    """Add an invisible node for a line to end at."""
    drawing.node(name, "", shape="point", style="invis", width="0", pos=place(x, y))


def add_line(
    drawing: Canvas,
    name: str,
    ends: tuple[tuple[float, float], tuple[float, float]],
    kind: str,
    **style: str,
) -> None:
    """Add a straight line without an arrow, of a class."""
    (x1, y1), (x2, y2) = ends
    for n, (x, y) in enumerate(ends):
        add_point(drawing, f"{name}~{n}", x, y)
    curve = " ".join(place(x1 + (x2 - x1) * n / 3, y1 + (y2 - y1) * n / 3) for n in range(4))
    drawing.edge(f"{name}~0", f"{name}~1", pos=curve, **{"dir": "none", "class": kind}, **style)


def add_box(
    drawing: Canvas,
    name: str,
    frame: Frame,
    colour: str,
    kind: str,
    *,
    line: str | None = None,
    words: str = "",
) -> None:
    """Add a rectangle of one colour, of a class, with a thin line or without, and a tooltip."""
    drawing.node(
        name,
        "",
        shape="box",
        style="filled",
        color=line or colour,
        fillcolor=colour,
        penwidth="0" if line is None else "0.4",
        fixedsize="true",
        width=f"{(frame.right - frame.left) / 72:.4f}",
        height=f"{(frame.top - frame.bottom) / 72:.4f}",
        pos=place((frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2),
        id=name.replace("~", "-").replace("@", ":"),
        **{"class": kind},
        **({"tooltip": attribute(words)} if words else {}),
    )


def add_panel(drawing: Canvas, name: str, panel: Panel, left: float, top: float) -> None:
    """Add a panel of words by its left end and its top."""
    drawing.node(
        name,
        panel.label,
        shape="plain",
        pos=place(left + panel.width / 2, top - panel.height / 2),
        **{"class": "panel", "id": name.replace("~", "-")},
    )
