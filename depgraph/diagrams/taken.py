"""The boxes that are taken on a picture, so that what may touch another one is found at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.diagrams.layout import Box

_SQUARE = 50.0


class Taken:
    """Boxes by the squares of a grid that they stand in.

    Parameters
    ----------
    boxes
        Those that are taken already.
    clearance
        How far boxes are to stay apart, in points.
    """

    def __init__(self, boxes: Iterable[Box], clearance: float = 0.0) -> None:
        self._clearance = clearance
        self._boxes: list[Box] = []
        self._in_square: dict[tuple[int, int], list[int]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take a box."""
        for square in self._squares(box):
            self._in_square.setdefault(square, []).append(len(self._boxes))
        self._boxes.append(box)

    def near(self, box: Box) -> list[Box]:
        """Return the boxes that may touch one, with all that do, in the order they were taken."""
        near = {n for square in self._squares(box) for n in self._in_square.get(square, ())}
        return [self._boxes[n] for n in sorted(near)]

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        x, y = box.width / 2 + self._clearance, box.height / 2 + self._clearance
        for column in range(int((box.x - x) // _SQUARE), int((box.x + x) // _SQUARE) + 1):
            for row in range(int((box.y - y) // _SQUARE), int((box.y + y) // _SQUARE) + 1):
                yield column, row
