"""Where everything of a picture in columns is.

All lengths are in points; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.layout import Box
    from depgraph.diagrams.slip_bars import DuePlace

    _Point = tuple[float, float]
    _Pair = tuple[str, str]


class Gap(Struct):
    """What is between two columns, left to right.

    Attributes
    ----------
    left, right
        Where it begins and ends.
    due
        Where the diamonds of due dates stand.
    as_of
        Where the line at the as-of date is; None where it is in another gap.
    first_track, track
        Where the first trunk is, and how far apart they are.
    """

    left: float
    right: float
    due: Mapping[DuePlace, float]
    as_of: float | None
    first_track: float
    track: float


class Layout(Struct):
    """Where everything of a picture in columns is.

    Attributes
    ----------
    boxes
        Where each milestone is.
    columns
        Where each column begins and ends.
    gaps
        What is left of each column, and right of the last.
    lines
        For each pair of a prerequisite and a dependent the control points of its curve, and
        the tip of its arrow.
    bars
        For each bar that there is room for: its left end, its right end, and its height.
    """

    boxes: Mapping[str, Box]
    columns: Sequence[tuple[float, float]]
    gaps: Sequence[Gap]
    lines: Mapping[_Pair, tuple[_Point, ...]]
    bars: Mapping[str, tuple[float, float, float]]


def extent(layout: Layout) -> tuple[float, float]:
    """Return how wide and high everything is."""
    ys = [y for box in layout.boxes.values() for y in (box.bottom, box.top)]
    ys += [y for points in layout.lines.values() for _, y in points]
    right = layout.gaps[-1].right if layout.gaps else 0.0
    return right, max(ys, default=0.0) - min(ys, default=0.0)


def moved(layout: Layout, left: float, bottom: float) -> Layout:
    """Return a layout at another place: its left end, and the lowest thing in it."""
    rise = bottom - _lowest(layout)
    return layout._replace(
        boxes={
            code: box._replace(x=box.x + left, y=box.y + rise) for code, box in layout.boxes.items()
        },
        columns=[(first + left, last + left) for first, last in layout.columns],
        gaps=[
            gap._replace(
                left=gap.left + left,
                right=gap.right + left,
                due={due: x + left for due, x in gap.due.items()},
                as_of=None if gap.as_of is None else gap.as_of + left,
            )
            for gap in layout.gaps
        ],
        lines={
            pair: tuple((x + left, y + rise) for x, y in points)
            for pair, points in layout.lines.items()
        },
        bars={
            code: (first + left, last + left, y + rise)
            for code, (first, last, y) in layout.bars.items()
        },
    )


def _lowest(layout: Layout) -> float:
    """Return the height of the lowest thing."""
    ys = [box.bottom for box in layout.boxes.values()]
    ys += [y for points in layout.lines.values() for _, y in points]
    return min(ys, default=0.0)
