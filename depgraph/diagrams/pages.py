"""A long picture on several pages of one paper, each with the title and the head of the picture.

All lengths are in points, from the lower left corner; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.contents import OnPage, contents, milestones_on
from depgraph.diagrams.going_on import HEIGHT, add_continued, add_going_on
from depgraph.diagrams.heading import description, heading, short_heading
from depgraph.diagrams.layout import Picture, Sheet
from depgraph.diagrams.legend import legend_entries
from depgraph.diagrams.paper import Frame, Page, usable
from depgraph.diagrams.recorded import Recorded, Strip
from depgraph.diagrams.shapes import add_panel
from depgraph.diagrams.sheet import GAP, MARGIN, add_foot, foot_of, new_page, on_page, page_sides
from depgraph.diagrams.theme import READABLE_SIZE, SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.samples import Sample
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.sheet import Cuttable

_Part = tuple[float, float]
"""What of the drawing is on a page, from a y down to another; nothing where they are one."""

_BLANK = 0.2
_BEYOND = 100.0
"""Lines may end a little outside of the frame."""


def picture_in_pages(scene: Scene, body: Cuttable, samples: Sequence[Sample]) -> Picture:
    """Return the picture of a scene on pages of its paper, in text that can be read well.

    The paper lies across; the text is smaller only where the drawing is too wide for it.

    Parameters
    ----------
    body
        The drawing, and where it may be cut.
    samples
        The signs that it has, for the legend.
    """
    return Picture(
        str,
        scene.title,
        description(scene),
        "",
        lambda _: _Pages(scene, body, samples).sheet(),
        scene.warnings,
    )


class _Pages:
    """The pages of one picture; lengths are those of the picture, before it is scaled."""

    def __init__(self, scene: Scene, body: Cuttable, samples: Sequence[Sample]) -> None:
        self._scene = scene
        paper = scene.paper or scene.view.paper
        across, up = usable(paper.long), usable(paper.short)
        scale = min(READABLE_SIZE / SMALL_SIZE, across / (body.least_width + 2 * MARGIN))
        self._page = Page(paper.name, paper.long, paper.short, scale)
        self._room, self._height = across / scale - 2 * MARGIN, up / scale - 2 * MARGIN
        self._foot = foot_of(scene, legend_entries(scene, samples), self._room)
        frame = Frame(MARGIN, 0.0, MARGIN + self._room, body.height(self._room))
        self._recorded = Recorded()
        body.draw(self._recorded, frame)
        self._frame = frame
        self._cuts = body.cuts(frame)
        self._lanes_cut = body.lanes_cut(frame)
        self._milestones = milestones_on(self._recorded.items, lambda x, y: (x, y))
        sides = [side / scale for side in page_sides(self._page)]
        room = self._room + 2 * MARGIN, self._height + 2 * MARGIN
        self._corner = (room[0] - sides[0]) / 2, (room[1] - sides[1]) / 2

    def sheet(self) -> Sheet:
        """Return all pages."""
        parts = self._parts()
        page_of = {
            milestone.name: number
            for number, part in enumerate(parts, 1)
            for milestone in self._milestones_between(part)
        }
        sources = []
        pages: list[list[OnPage]] = []
        for number, part in enumerate(parts):
            drawing = new_page(self._scene, self._page, self._corner)
            head = self._heading(number, len(parts))
            top = MARGIN + self._height
            add_panel(drawing, "heading", head, MARGIN, top)
            top -= head.height + GAP
            pages.append([])
            if part[0] > part[1]:
                up, top = self._add_part(drawing, part, top, page_of)
                pages[-1] = [
                    OnPage(name, *on_page(self._page, self._corner, x, y + up))
                    for name, x, y in self._milestones_between(part)
                ]
            if number == len(parts) - 1:
                add_foot(drawing, self._scene, self._foot, MARGIN, top - GAP)
            sources.append(str(drawing.source))
        return Sheet(tuple(sources), self._page, tuple(contents(self._scene, pages)))

    def _heading(self, number: int, count: int) -> Panel:
        words = f"page {number + 1} of {count}"
        if number == 0:
            return heading(self._scene, self._room, page=words)
        return short_heading(self._scene, self._room, page=words)

    def _parts(self) -> list[_Part]:
        """Return what stands on each page: as much as there is room for, cut between lanes."""
        around = self._frame.top - self._cuts[0] + self._cuts[-1] - self._frame.bottom
        words = 2 * HEIGHT
        # The heads are measured with the largest number of pages that there may be.
        heads = [self._heading(n, 999).height + GAP for n in (0, 1)]
        parts: list[_Part] = []
        high = self._cuts[0]
        while True:
            room = self._height - heads[min(len(parts), 1)] - around - words
            low = self._last_cut(high, room)
            parts.append((high, low))
            if low <= self._cuts[-1]:
                break
            high = low
        used = heads[min(len(parts) - 1, 1)] + around + words + parts[-1][0] - parts[-1][1]
        if used + GAP + self._foot.height > self._height:
            parts.append((self._cuts[-1], self._cuts[-1]))
        return parts

    def _last_cut(self, high: float, room: float) -> float:
        """Return the lowest place for a cut that leaves no more than there is room for.

        A lane is cut only where else too much of the page would be blank.
        """
        lowest = high - room
        fitting = [cut for cut in self._cuts if lowest <= cut < high]
        between = [cut for cut in fitting if cut not in self._lanes_cut]
        if between and min(between) - lowest < room * _BLANK:
            return min(between)
        return min(fitting, default=lowest)

    def _add_part(
        self, drawing: Canvas, part: _Part, top: float, page_of: Mapping[str, int]
    ) -> tuple[float, float]:
        """Add a part of the drawing below a place; return how far up it went, and where it ends."""
        frame, first, last = self._frame, self._cuts[0], self._cuts[-1]
        high, low = part
        above, below = HEIGHT * (high < first), HEIGHT * (low > last)
        head = Strip(first, frame.top + _BEYOND, top - frame.top)
        start = top - (frame.top - first) - above
        lanes = Strip(low, high, start - high)
        end = start - (high - low)
        foot = Strip(frame.bottom - _BEYOND, last, end - below - last)
        # Strips without words between them are one, so that no line is cut where nothing is.
        strips = [lanes]
        strips = [strips[0]._replace(high=head.high)] if not above else [head, *strips]
        strips = [*strips[:-1], strips[-1]._replace(low=foot.low)] if not below else [*strips, foot]
        cuts = self._recorded.draw(drawing, strips)
        if high in self._lanes_cut:
            add_continued(drawing, self._scene, self._lanes_cut[high], frame.left, start)
        add_going_on(
            drawing,
            self._scene,
            cuts,
            (start, end),
            (frame.left, frame.right),
            ("above", "below"),
            own={milestone.name for milestone in self._milestones_between(part)},
            more=lambda name: f" p. {page_of[name]}" if name in page_of else "",
        )
        return lanes.up, end - below - (last - frame.bottom)

    def _milestones_between(self, part: _Part) -> list[OnPage]:
        """Return the milestones of a part, with their places in the drawing."""
        return [spot for spot in self._milestones if part[1] <= spot.y < part[0]]
