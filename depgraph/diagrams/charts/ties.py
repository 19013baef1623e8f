"""The lines between the lanes of a timeline, clear of marks and names.

A line leaves its source down, and runs to its target along the upper edge of the target's lane:
what lies in between is expected later than the source, and has its name right of its mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.marks import MARK_RADIUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.charts.lanes import Placed

    _Point = tuple[float, float]

_ASIDE = 7.0
_STEP = 5.0
_STEPS = 8
_BETWEEN = 3.0
_SAME = 1.0


class Routes:
    """Where lines run; each keeps clear of those before.

    Parameters
    ----------
    placed
        What stands in the lanes, from the top down.
    top
        The top of the first lane, in points.
    pitch
        The height of a lane.
    """

    def __init__(self, placed: Sequence[Placed], top: float, pitch: float) -> None:
        self._placed = placed
        self._top = top
        self._pitch = pitch
        self._uprights: list[tuple[float, float, float, str]] = []

    def route(self, before: Placed, after: Placed) -> list[_Point]:
        """Return the corners of the line from one milestone to another."""
        down = 1 if after.lane > before.lane else -1
        start = before.x, self._middle(before) - down * MARK_RADIUS
        tip = after.x, self._middle(after) + down * (MARK_RADIUS + 0.5)
        edge = self._middle(after) + down * self._pitch / 2
        x = self._clear_x(before, after, edge)
        low, high = sorted((start[1], edge))
        self._uprights.append((x, low, high, before.entry.code))
        if abs(x - before.x) < _SAME and abs(x - after.x) < _SAME:
            return [start, tip]
        if abs(x - before.x) < _SAME:
            return [start, (before.x, edge), (after.x, edge), tip]
        below = self._middle(before) - down * self._pitch / 2
        return [start, (before.x, below), (x, below), (x, edge), (after.x, edge), tip]

    def _middle(self, placed: Placed) -> float:
        return self._top - (placed.lane + 0.5) * self._pitch

    def _clear_x(self, before: Placed, after: Placed, edge: float) -> float:
        """Return where a line goes down or up: where its source is, else left of that."""
        low, high = sorted((before.lane, after.lane))
        marks = [
            x
            for placed in self._placed[low + 1 : high]
            for x in (placed.x, placed.due)
            if x is not None
        ]
        reach = sorted((self._middle(before), edge))
        tried = [before.x, *(before.x - _ASIDE - n * _STEP for n in range(_STEPS))]
        for x in tried:
            is_hit = any(abs(mark - x) < MARK_RADIUS + 1 for mark in marks)
            if not is_hit and not self._is_taken(x, reach, before.entry.code):
                return x
        return tried[1]

    def _is_taken(self, x: float, reach: Sequence[float], code: str) -> bool:
        """Whether the line of another source runs there."""
        return any(
            abs(other - x) < _BETWEEN and low < reach[1] and reach[0] < high and source != code
            for other, low, high, source in self._uprights
        )
