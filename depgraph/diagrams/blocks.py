"""What explains a calendar, in blank corners of it or below: its legend, its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas

    Point = tuple[float, float]

GAP = 9.0

_LANDSCAPE = 1.55
"""Paper that lies across has room for so much height, the title left out."""

_CLEAR = 10.0
"""What is left blank around what stands in a corner."""


class Block(Struct):
    """What explains a calendar, in one of the shapes that it can have.

    Attributes
    ----------
    size
        Its width and height, in points.
    add
        Adds it to a drawing, from its upper left corner.
    """

    size: tuple[float, float]
    add: Callable[[Canvas, float, float], None]


def stands(
    blocks: Sequence[Sequence[Block]],
    strips: Sequence[Strip],
    sides: tuple[float, float],
    below: tuple[float, float],
) -> tuple[list[tuple[Block, Point]], float]:
    """Return blocks with their upper left corners, and the height of those in no blank room.

    Parameters
    ----------
    blocks
        The shapes of each, the best first.
    strips, sides
        What is used of each lane, and where the lanes begin and end.
    below
        How wide the room below the lanes is, and where it begins. On paper that lies across,
        the first shape is taken there too if it has room.
    """
    placed: list[tuple[Block, Point]] = []
    rest: list[Sequence[Block]] = []
    for shapes in blocks:
        for block in shapes:
            corner = blank_place(block.size, strips, sides)
            if corner is not None:
                strips = used(strips, corner, block.size)
                placed.append((block, corner))
                break
        else:
            rest.append(shapes)
    wide, top = below
    x, high = 0.0, 0.0
    y = top
    for shapes in rest:
        fitting = [block for block in shapes if x + block.size[0] <= wide]
        if not fitting:
            x, y, high = 0.0, y - high - GAP, 0.0
            fitting = [block for block in shapes if block.size[0] <= wide] or [shapes[0]]
        on_page = [block for block in fitting if y - block.size[1] >= -wide / _LANDSCAPE]
        block = on_page[0] if on_page else min(fitting, key=lambda block: block.size[1])
        placed.append((block, (x, y)))
        x, high = x + block.size[0] + GAP, max(high, block.size[1])
    return placed, top - y + high + GAP if rest else 0.0


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
    x = side - _CLEAR - wide
    for first, strip in enumerate(strips):
        top = strip.top - _CLEAR
        for lane in strips[first:]:
            if lane.right > x - _CLEAR:
                break
            if lane.bottom + _CLEAR / 2 <= top - high:
                return x, top
    return None


def _left_place(strips: Sequence[Strip], side: float, wide: float, high: float) -> Point | None:
    x = side + _CLEAR
    for last in range(len(strips) - 1, -1, -1):
        bottom = strips[last].bottom + _CLEAR / 2
        for lane in reversed(strips[: last + 1]):
            if lane.left < x + wide + _CLEAR:
                break
            if lane.top - _CLEAR / 2 >= bottom + high:
                return x, bottom + high
    return None
