"""Blank room between the lanes of a calendar and its sides, for what explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]

_GAP = 10.0


class Strip(Struct):
    """What is used of a lane. Lengths are in points, y grows upward.

    Attributes
    ----------
    top, bottom
        Where the lane is.
    left, right
        From where to where something stands in it.
    """

    top: float
    bottom: float
    left: float
    right: float


def blank_place(
    size: tuple[float, float], strips: Sequence[Strip], sides: tuple[float, float]
) -> Point | None:
    """Return where a box fits beside what the lanes have.

    Parameters
    ----------
    size
        The width and the height of the box.
    strips
        What is used of each lane, from the top down.
    sides
        Where the lanes begin and end.

    Returns
    -------
    tuple or None
        Its upper left corner: on the right as high as can be, else on the left as low as can
        be; None where it fits nowhere.
    """
    return _right_place(strips, sides[1], *size) or _left_place(strips, sides[0], *size)


def used(strips: Sequence[Strip], corner: Point, size: tuple[float, float]) -> list[Strip]:
    """Return what is used of each lane with a box; nothing else fits beside it."""
    (x, top), (wide, high) = corner, size
    return [
        strip
        if strip.bottom >= top or strip.top <= top - high
        else strip._replace(left=min(strip.left, x), right=max(strip.right, x + wide))
        for strip in strips
    ]


def _right_place(strips: Sequence[Strip], side: float, wide: float, high: float) -> Point | None:
    x = side - _GAP - wide
    for first, strip in enumerate(strips):
        top = strip.top - _GAP
        for lane in strips[first:]:
            if lane.right > x - _GAP:
                break
            if lane.bottom + _GAP / 2 <= top - high:
                return x, top
    return None


def _left_place(strips: Sequence[Strip], side: float, wide: float, high: float) -> Point | None:
    x = side + _GAP
    for last in range(len(strips) - 1, -1, -1):
        bottom = strips[last].bottom + _GAP / 2
        for lane in reversed(strips[: last + 1]):
            if lane.left < x + wide + _GAP:
                break
            if lane.top - _GAP / 2 >= bottom + high:
                return x, bottom + high
    return None
