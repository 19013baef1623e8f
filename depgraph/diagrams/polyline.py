"""Lines of straight parts with round corners, as curves of Graphviz."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]

_SAME = 0.01


def rounded(
    corners: Sequence[Point], *, radius: float = 5.0, arrow: float = 6.0, is_even: bool = False
) -> tuple[Point, ...]:
    """Return a chain of cubic curves along straight lines, and the tip of its arrow.

    Parameters
    ----------
    corners
        From the tail to the tip: at least two different points.
    radius
        How round corners are, in points, where there is room.
    arrow
        How long the arrow head is, in points.
    is_even
        Whether a corner takes no more than half of the part before it too, and an arrow head is
        as long where its part is shorter.
    """
    points = _without_repeats(corners)
    *_, before, tip = points
    length = _distance(before, tip)
    share = 1 - arrow / length if length else 1.0
    base = _between(before, tip, share if is_even else max(0.0, share))
    curve = [points[0]]
    here = points[0]
    for begin, corner, after in zip(points, points[1:], points[2:], strict=False):
        free = _distance(begin, corner) / 2 if is_even else _distance(here, corner)
        room = min(radius, free, _distance(corner, after) / 2)
        start = _between(corner, here, room / max(_distance(here, corner), _SAME))
        end = _between(corner, after, room / max(_distance(corner, after), _SAME))
        curve += _straight(here, start)
        curve += [corner, corner, end]
        here = end
    curve += _straight(here, base)
    return (*curve, tip)


def _without_repeats(corners: Sequence[Point]) -> list[Point]:
    """Return the corners at which a line turns, and both ends."""
    points = [corners[0]]
    for corner in corners[1:]:
        if _distance(points[-1], corner) > _SAME:
            points.append(corner)
    kept = points[:1]
    for n in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], points[n], points[n + 1]
        if abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) > _SAME:
            kept.append(points[n])
    return [*kept, points[-1]] if len(points) > 1 else [points[0], points[0]]


def _straight(a: Point, b: Point) -> list[Point]:
    return [_between(a, b, n / 3) for n in (1, 2, 3)]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])
