"""The sheet of a picture: title above, legend and lists below, fitted on a page.

All lengths are in points, from the lower left corner; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from depgraph.diagrams.contents import contents, milestones_on
from depgraph.diagrams.drawing import new_graph
from depgraph.diagrams.heading import description, heading
from depgraph.diagrams.layout import Picture, Sheet
from depgraph.diagrams.legend import LEGEND, add_samples, legend, legend_entries, legend_rows
from depgraph.diagrams.panels import PADDING, lists
from depgraph.diagrams.paper import POINTS_PER_MILLIMETRE, Frame, fit, papers_for, without_paper
from depgraph.diagrams.recorded import Recorded
from depgraph.diagrams.shapes import add_panel, add_point
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depgraph.diagrams.canvas import Canvas, Digraph
    from depgraph.diagrams.layout import Boxes
    from depgraph.diagrams.legend import Entry, Placed
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.paper import Page, Paper
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


class Body(Protocol):
    """What a sheet is about, between its title and its lists."""

    @property
    def width(self) -> float:
        """The least width that it takes."""

    def height(self, width: float) -> float:
        """Return the height that it takes where it has so much width."""

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""


class Cuttable(Body, Protocol):
    """A drawing that can stand on several pages."""

    @property
    def least_width(self) -> float:
        """The least width that it takes on pages that lie across, however many there are."""

    def cuts(self, frame: Frame) -> Sequence[float]:
        """Return where it may be cut, from below its head down to above its foot."""

    def lanes_cut(self, frame: Frame) -> Mapping[float, str]:
        """Return of the places for a cut those within a lane, with the code of whose it is."""


class Foot(Struct):
    """The legend and the lists, left to right."""

    key: Panel | None
    samples: list[Placed]
    columns: Sequence[Panel]

    @property
    def width(self) -> float:
        """How wide a legend is, or lists."""
        if self.key:
            return self.key.width
        return sum(panel.width for panel in self.columns) + PADDING * (len(self.columns) - 1)

    @property
    def height(self) -> float:
        """The height of the highest."""
        panels = (*([self.key] if self.key else []), *self.columns)
        return max((panel.height for panel in panels), default=0.0)

    @property
    def room(self) -> float:
        """What it takes below a drawing."""
        return self.height + GAP if self.height else 0.0


class _Arrangement(Struct):
    """What is above and below a drawing that has so much room across, and the size of it all."""

    head: Panel
    foot: Foot
    room: float
    size: tuple[float, float]


def picture_on_sheet(
    scene: Scene,
    body: Callable[[Boxes], Body],
    *,
    source: Callable[[], str] = str,
    draft: str = "",
    samples: Sequence[Sample] | None = LEGEND,
    in_foot: Callable[[Body], Panel | None] | None = None,
    paged: Callable[[], Picture] | None = None,
    is_partial: bool = False,
) -> Picture:
    """Return the picture of a scene.

    Parameters
    ----------
    body
        Returns the drawing itself, once the places of the draft are known.
    source
        What is `plain` in `Picture`.
    draft
        As there.
    samples
        The signs that it has, for the legend; None where the drawing has a legend and the lists
        itself.
    in_foot
        Returns what stands left of the lists, if anything does.
    paged, is_partial
        As in `Picture`; see `depgraph.diagrams.pages.picture_in_pages`.
    """

    def arrange(positions: Boxes) -> Sheet:
        drawn = body(positions)
        return _lay_out(scene, drawn, samples, in_foot(drawn) if in_foot else None)

    return Picture(
        source,
        scene.title,
        description(scene),
        draft,
        arrange,
        scene.warnings,
        paged,
        is_partial,
    )


def _lay_out(
    scene: Scene, body: Body, samples: Sequence[Sample] | None, beside_lists: Panel | None
) -> Sheet:
    """Return the DOT of a whole sheet, with a place for everything."""
    entries = None if samples is None else legend_entries(scene, samples)
    arrangements = _Arrangements(scene, body, entries, beside_lists)
    (head, foot, room, size), page = _on_paper(scene, arrangements)
    bottom, high = MARGIN + foot.room, body.height(room)
    beside, spare = (
        of_page / page.scale - of_sheet
        for of_sheet, of_page in zip(size, page_sides(page), strict=True)
    )
    # What is above the title is no more than what is beside it, and never much.
    above = min(spare / 2, max(beside, 0) / 2, _MOST_ABOVE / page.scale)
    rest = spare - 2 * above
    # A slide is filled from its title to its legend; on paper, what is left may be below.
    inside = max(rest, 0.0) if scene.view.is_slide or scene.view.fills else 0.0
    below = 0.0 if scene.view.fills else inside / 2
    corner = -beside / 2, -above - (rest - inside)
    frame = Frame(MARGIN, bottom + below, MARGIN + room, bottom + inside - below + high)
    drawing = new_page(scene, page, corner)
    recorded = Recorded()
    body.draw(recorded, frame)
    recorded.draw_all(drawing)
    add_panel(drawing, "heading", head, frame.left, bottom + inside + high + GAP + head.height)
    add_foot(drawing, scene, foot, frame.left, bottom - GAP)
    milestones = milestones_on(recorded.items, lambda x, y: on_page(page, corner, x, y))
    return Sheet((str(drawing.source),), page, tuple(contents(scene, [milestones])))


def page_of(scene: Scene, body: Body, samples: Sequence[Sample]) -> Page:
    """Return the page that a drawing with its legend and its lists would be fitted on."""
    entries = legend_entries(scene, samples)
    return _on_paper(scene, _Arrangements(scene, body, entries, None))[1]


def new_page(scene: Scene, page: Page, corner: tuple[float, float]) -> Digraph:
    """Return an empty drawing of exactly a page, of which the lower left corner is a place."""
    sides = page_sides(page)
    drawing = new_graph(
        scene,
        pad="0",
        splines="true",
        size=",".join(f"{(side + _ROUNDING) / 72:.4f}" for side in sides) + "!",
    )
    across, up = (side / page.scale for side in sides)
    add_point(drawing, "corner~0", *corner)
    add_point(drawing, "corner~1", corner[0] + across, corner[1] + up)
    return drawing


def page_sides(page: Page) -> tuple[int, int]:
    """Return the sides of a page in points.

    Graphviz knows pages of whole points only, and must not round them down.
    """
    return (
        round(page.width * POINTS_PER_MILLIMETRE),
        round(page.height * POINTS_PER_MILLIMETRE),
    )


def on_page(page: Page, corner: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    """Return where a place of the sheet is on its page, in points from the lower left corner."""
    return (x - corner[0]) * page.scale, (y - corner[1]) * page.scale


def _on_paper(scene: Scene, arrangements: _Arrangements) -> tuple[_Arrangement, Page]:
    """Return a sheet on the smallest paper on which all of it can be read.

    Where none does, it is as large as it needs to be, unless a paper was asked for.
    """
    for paper in papers_for(scene.paper, is_slide=scene.view.is_slide):
        arrangement, page = arrangements.best_on(paper)
        if page.is_readable:
            break
    else:
        if page.is_too_small and scene.paper is None:
            page = without_paper(*arrangement.size)
    if scene.view.fills:
        arrangement = arrangements.at(max(arrangement.room, page.room_across - 2 * MARGIN))
    return arrangement, page


class _Arrangements:
    """The sheets that a drawing can be on, each wider than the one before."""

    def __init__(
        self,
        scene: Scene,
        body: Body,
        entries: Sequence[Entry] | None,
        beside_lists: Panel | None,
    ) -> None:
        self._scene = scene
        self._body = body
        self._entries = entries
        self._beside_lists = beside_lists
        self._tried: list[_Arrangement] = []

    def best_on(self, paper: Paper) -> tuple[_Arrangement, Page]:
        """Return the one that is largest on a paper, and its page.

        The sheet becomes wider than the drawing where that makes it larger on the page: the
        lists then take less height.
        """
        best = self._after(0)
        page = fit(*best.size, paper)
        for n in range(1, _MOST_WIDENINGS):
            wider = self._after(n)
            now = fit(*wider.size, paper)
            if now.scale > page.scale * 1.001:
                best, page = wider, now
            elif now.scale < page.scale * _TOO_WIDE:
                break
        return best, page

    def _after(self, widening: int) -> _Arrangement:
        if widening == len(self._tried):
            step = _WIDER_FILLED if self._scene.view.fills else _WIDER
            least = _LEAST_WIDTH
            if self._beside_lists is not None:
                least += self._beside_lists.width - _LEAST_BESIDE
            self._tried.append(self.at(max(self._body.width, least) * step**widening))
        return self._tried[widening]

    def at(self, room: float) -> _Arrangement:
        """Return the one that has so much room across."""
        head = heading(self._scene, room)
        foot = foot_of(self._scene, self._entries, room, self._beside_lists)
        high = head.height + GAP + self._body.height(room) + foot.room
        return _Arrangement(head, foot, room, (room + 2 * MARGIN, high + 2 * MARGIN))


def foot_of(
    scene: Scene,
    entries: Sequence[Entry] | None,
    room: float,
    beside_lists: Panel | None = None,
) -> Foot:
    """Return the legend and the lists that have so much room across; nothing for None."""
    if entries is None:
        return Foot(None, [], ())
    if scene.view.is_slide:
        return Foot(*legend_rows(scene, entries, room), ())
    if not entries:
        return Foot(None, [], lists(scene, room, 0))
    key, samples = legend(scene, entries)
    first = [beside_lists] if beside_lists else []
    used = key.width + GAP + sum(panel.width + PADDING for panel in first)
    least = max(key.height, *(panel.height for panel in first), 0.0)
    return Foot(key, samples, [*first, *lists(scene, room - used, least)])


def add_foot(
    drawing: Canvas, scene: Scene, foot: Foot, left: float, top: float, *, name: str = ""
) -> None:
    """Add the legend and the lists below a place; a name is for a list that stands alone."""
    x = left
    if foot.key:
        add_panel(drawing, "legend", foot.key, x, top)
        add_samples(drawing, scene, foot.samples, x, top)
        x += foot.key.width + GAP
    for n, panel in enumerate(foot.columns, 1):
        add_panel(drawing, name or f"list~{n}", panel, x, top)
        x += panel.width + PADDING
