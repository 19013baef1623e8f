"""A long drawing in columns side by side on one sheet, each with the head of the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.contents import milestones_on
from depgraph.diagrams.going_on import HEIGHT, add_continued, add_going_on
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.recorded import Recorded, Strip
from depgraph.diagrams.sheet import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.samples import Sample
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.sheet import Cuttable

_BETWEEN = 26.0
_MOST = 4
_BEYOND = 100.0


class SideBySide:
    """A drawing in so many columns, of about the same height.

    Parameters
    ----------
    body
        The drawing, and where it may be cut.
    count
        How many columns there are at most.
    """

    def __init__(self, scene: Scene, body: Cuttable, count: int) -> None:
        self._scene = scene
        self._body = body
        self._count = count

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return self._body.width * self._count + _BETWEEN * (self._count - 1)

    def height(self, width: float) -> float:
        """Return the height that it takes where it has so much width."""
        if self._count == 1:
            return self._body.height(width)
        frame = self._frame_of_one(width)
        cuts = self._body.cuts(frame)
        longest = max(high - low for high, low in self._parts(cuts))
        return frame.top - cuts[0] + longest + cuts[-1] - frame.bottom + 2 * HEIGHT

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a `graphviz.Digraph`."""
        if self._count == 1:
            self._body.draw(drawing, frame)
            return
        one = self._frame_of_one(frame.width)
        recorded = Recorded()
        self._body.draw(recorded, one)
        cuts, lanes_cut = self._body.cuts(one), self._body.lanes_cut(one)
        milestones = milestones_on(recorded.items, lambda x, y: (x, y))
        for number, (high, low) in enumerate(self._parts(cuts)):
            across = frame.left + number * (one.right + _BETWEEN)
            top = frame.top - one.top
            above, below = HEIGHT * (number > 0), HEIGHT * (low > cuts[-1])
            up = frame.top - (one.top - cuts[0]) - above - high
            end = low + up - below
            strips = [
                Strip(cuts[0], one.top + _BEYOND, top, across, is_shared=True),
                Strip(low, high, up, across),
                Strip(one.bottom - _BEYOND, cuts[-1], end - cuts[-1], across, is_shared=True),
            ]
            if high in lanes_cut:
                add_continued(drawing, self._scene, lanes_cut[high], across, high + up)
            add_going_on(
                drawing,
                self._scene,
                recorded.draw(drawing, strips, suffix=f"~column{number}"),
                (high + up, low + up),
                (across + one.left, across + one.right),
                (f"{number}~True", f"{number}~False"),
                own={milestone.name for milestone in milestones if low <= milestone.y < high},
            )

    def _frame_of_one(self, width: float) -> Frame:
        """Return the frame of the whole drawing where it is as wide as one column."""
        room = (width - _BETWEEN * (self._count - 1)) / self._count
        return Frame(0.0, 0.0, room, self._body.height(room))

    def _parts(self, cuts: Sequence[float]) -> list[tuple[float, float]]:
        """Return from where down to where each column goes, the highest as low as can be."""
        least = (cuts[0] - cuts[-1]) / self._count
        while True:
            parts = _packed(cuts, least)
            if len(parts) <= self._count:
                return parts
            least += 4.0


def in_columns_that_fit(scene: Scene, body: Cuttable, samples: Sequence[Sample]) -> SideBySide:
    """Return a drawing in as many columns as make it the largest, on the smallest paper."""
    tried = [SideBySide(scene, body, count) for count in range(1, _MOST + 1)]

    def order(columns: SideBySide) -> tuple[bool, bool, float, float]:
        page = page_of(scene, columns, samples)
        area = page.width * page.height
        return not page.name, not page.is_readable, area, -page.scale

    return min(tried, key=order)


def _packed(cuts: Sequence[float], most: float) -> list[tuple[float, float]]:
    """Return the parts between cuts, joined as far as they are no higher than that."""
    parts: list[tuple[float, float]] = []
    high, low = cuts[0], cuts[1] if len(cuts) > 1 else cuts[0]
    for cut in cuts[2:]:
        if high - cut > most:
            parts.append((high, low))
            high = low
        low = cut
    return [*parts, (high, low)]
