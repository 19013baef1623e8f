"""Where everything of a picture in columns is, and the bars of what is late.

All lengths are in points; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.text import signed_days
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.layout import Box
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.trunks import Block

    _Point = tuple[float, float]
    _Pair = tuple[str, str]

_EDGE = 11.0
_CLEAR = 7.0
_APART = 13.0
_STEP = 2.0


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
    ys = _heights(layout)
    right = layout.gaps[-1].right if layout.gaps else 0.0
    return right, max(ys, default=0.0) - min(ys, default=0.0)


def moved(layout: Layout, left: float, bottom: float) -> Layout:
    """Return a layout at another place: its left end, and the lowest thing in it."""
    rise = bottom - min(_heights(layout), default=0.0)
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


def _heights(layout: Layout) -> list[float]:
    """Return the heights that boxes and lines have."""
    ys = [y for box in layout.boxes.values() for y in (box.bottom, box.top)]
    return ys + [y for points in layout.lines.values() for _, y in points]


class DuePlace(Struct):
    """A place for due dates in a gap between columns.

    Attributes
    ----------
    year
        Of which year they are.
    is_before
        Whether they belong to the band of the column before the gap.
    is_past
        Whether they are before the as-of date.
    """

    year: int
    is_before: bool
    is_past: bool


class SlipBar(Struct):
    """The bar of a milestone.

    Attributes
    ----------
    words
        What stands above its end.
    column
        The number of the column that the milestone stands in.
    gap
        The gap between columns that its due date is in: gap n is left of column n.
    due
        Its place there.
    """

    code: str
    words: str
    column: int
    gap: int
    due: DuePlace


def slip_bars(scene: Scene) -> list[SlipBar]:
    """Return the bars of a picture with columns of time, those of the latest columns last."""
    bars = []
    for number, column in enumerate(scene.columns):
        for code in column.codes:
            if code in scene.groups:
                continue
            since, slip = scene.moved_from(code), scene.slip(code)
            if since is None or not slip:
                continue
            gap = 1 + max(
                (
                    n
                    for n, earlier in enumerate(scene.columns[:number])
                    if earlier.first is not None and earlier.first <= since
                ),
                default=-1,
            )
            year = scene.columns[gap - 1].year if gap else None
            is_before = year is not None and since.year <= year
            as_of = scene.graph.as_of
            due = DuePlace(since.year, is_before, as_of is not None and since < as_of)
            bars.append(SlipBar(code, signed_days(slip), number, gap, due))
    return bars


def bar_heights(bars: Sequence[SlipBar], columns: Sequence[Sequence[Block]]) -> Mapping[str, float]:
    """Return at which height the bar of each milestone is: no box is in its way.

    What has no such height is left out.
    """
    heights: dict[str, float] = {}
    for bar in sorted(bars, key=lambda bar: (bar.column - bar.gap, bar.code)):
        (block,) = (block for block in columns[bar.column] if block.name == bar.code)
        others = [block for column in columns[bar.gap : bar.column] for block in column]
        beside = [
            heights[other.code]
            for other in bars
            if other.code in heights and other.gap <= bar.column and bar.gap <= other.column
        ]
        middle = (block.low + block.high) / 2
        places = [middle]
        while places[-1] < block.high - _EDGE - _STEP:
            places.append(places[-1] + _STEP)
        places += [2 * middle - place for place in places[1:]]
        for place in sorted(places, key=lambda place: (abs(place - middle), place)):
            if all(abs(place - other) >= _APART for other in beside) and not any(
                other.low - _CLEAR < place < other.high + _CLEAR for other in others
            ):
                heights[bar.code] = place
                break
    return heights
