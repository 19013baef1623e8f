"""The bars of what is late: from the due date, a hollow diamond, to where it is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.standing import slip_words
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.trunks import Block

_EDGE = 11.0
_CLEAR = 7.0
_APART = 13.0
_STEP = 2.0


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
    code
        The milestone.
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
            bars.append(SlipBar(code, slip_words(slip), number, gap, due))
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
