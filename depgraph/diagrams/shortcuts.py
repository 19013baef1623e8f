"""Straight lines for links that go back in time, which `dot` leads around everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.diagrams.drawn_link import DrawnLink
    from depgraph.diagrams.layout import Box

_Point = tuple[float, float]
_Pair = tuple[str, str]

_CLEARANCE = 5.0
_HEAD = 6.0
_LEAST = 24.0
"""In points: an arrow between nodes that are nearer to each other would be hard to see."""


def shortcuts(
    links: Iterable[DrawnLink], nodes: Mapping[str, Box], lines: Mapping[_Pair, Sequence[_Point]]
) -> dict[_Pair, Sequence[_Point]]:
    """Return the lines, those of links that go back straight where no node is in the way.

    Parameters
    ----------
    links
        The links of the picture.
    nodes
        Where each milestone is.
    lines
        For each pair of a prerequisite and a dependent the control points of its curve, and
        the tip of its arrow.
    """
    curves = dict(lines)
    for link in links:
        pair = link.prerequisite, link.dependent
        if not link.goes_back or pair not in curves or pair[0] == pair[1]:
            continue
        tail, head = nodes[pair[0]], nodes[pair[1]]
        start, end = _leaving(tail, head), _leaving(head, tail)
        away = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
        others = (box for code, box in nodes.items() if code not in pair)
        if away < _LEAST or any(_crosses(start, end, box) for box in others):
            continue
        base = _between(start, end, 1 - _HEAD / away)
        curve = [_between(start, base, step / 3) for step in range(4)]
        curves[pair] = (*curve, end)
    return curves


def _between(start: _Point, end: _Point, share: float) -> _Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _leaving(box: Box, other: Box) -> _Point:
    """Return where the line between the centres of two boxes leaves the first."""
    dx, dy = other.x - box.x, other.y - box.y
    share = min(
        box.width / 2 / abs(dx) if dx else 1.0,
        box.height / 2 / abs(dy) if dy else 1.0,
        1.0,
    )
    return box.x + dx * share, box.y + dy * share


def _crosses(start: _Point, end: _Point, box: Box) -> bool:
    """Whether a straight line comes near a box: it is clipped to one side after the other."""
    first, last = 0.0, 1.0
    for at, step, low, high in (
        (start[0], end[0] - start[0], box.left - _CLEARANCE, box.right + _CLEARANCE),
        (start[1], end[1] - start[1], box.bottom - _CLEARANCE, box.top + _CLEARANCE),
    ):
        if step:
            enters, leaves = sorted(((low - at) / step, (high - at) / step))
            first, last = max(first, enters), min(last, leaves)
        elif not low < at < high:
            return False
    return first < last
