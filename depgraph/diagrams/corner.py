"""Blank room between the lanes of a calendar and its sides, for what explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]

_GAP = 10.0


@by_type
class Strip(NamedTuple):
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


def blank_places(
    sizes: Sequence[tuple[float, float]], strips: Sequence[Strip], sides: tuple[float, float]
) -> list[Point | None]:
    """Return where boxes of so much width and height fit beside what the lanes have.

    Parameters
    ----------
    sizes
        The width and the height of each box, in the order in which they choose.
    strips
        What is used of each lane, from the top down.
    sides
        Where the lanes begin and end.

    Returns
    -------
    list of tuple or None
        The upper left corner of each box: on the right as high as can be, else on the left as
        low as can be; None for a box that fits nowhere.
    """
    free = list(strips)
    places: list[Point | None] = []
    for wide, high in sizes:
        place = _right_place(free, sides[1], wide, high) or _left_place(free, sides[0], wide, high)
        places.append(place)
        if place is not None:
            x, top = place
            free = [_used(strip, x, wide, top, top - high) for strip in free]
    return places


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


def _used(strip: Strip, x: float, wide: float, top: float, bottom: float) -> Strip:
    if strip.bottom >= top or strip.top <= bottom:
        return strip
    # Nothing else fits beside a box, on whichever side it is.
    return strip._replace(left=min(strip.left, x), right=max(strip.right, x + wide))
