"""What explains a calendar, in blank corners of it or below: its legend, its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.corner import blank_place, used
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.corner import Strip

    Point = tuple[float, float]

GAP = 9.0

_LANDSCAPE = 1.55
"""Paper that lies across has room for so much height, the title left out."""


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


class Stand(Struct):
    """Where a block stands: its upper left corner."""

    block: Block
    corner: Point


def stands(
    blocks: Sequence[Sequence[Block]],
    strips: Sequence[Strip],
    sides: tuple[float, float],
    below: tuple[float, float],
) -> tuple[list[Stand], float]:
    """Return where blocks stand, and how much height those take that fit in no corner.

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
    placed: list[Stand] = []
    rest: list[Sequence[Block]] = []
    for shapes in blocks:
        for block in shapes:
            corner = blank_place(block.size, strips, sides)
            if corner is not None:
                strips = used(strips, corner, block.size)
                placed.append(Stand(block, corner))
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
        placed.append(Stand(block, (x, y)))
        x, high = x + block.size[0] + GAP, max(high, block.size[1])
    return placed, top - y + high + GAP if rest else 0.0
