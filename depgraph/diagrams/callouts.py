"""The links of a picture along their curves, and where the numbers of queries stand on them."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from depgraph.diagrams.drawing import add_link
from depgraph.diagrams.labels import callout_words
from depgraph.diagrams.layout import Box
from depgraph.diagrams.shapes import curve_words, place
from depgraph.diagrams.taken import Taken
from depgraph.diagrams.text import key, line_height, width
from depgraph.diagrams.theme import SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.scene import Scene

_Point = tuple[float, float]
_Pair = tuple[str, str]

_STEPS = 16
_FROM_HEAD = 16.0
_FROM_TAIL = 12.0
_CLEARANCE = 2.0
_SQUARE = 14.0

# In points of distance from the end of the line.
_OVERLAP_COST = 1000
_CROSSING_COST = 60


def callout_places(
    links: Sequence[DrawnLink],
    nodes: Mapping[str, Box],
    lines: Mapping[_Pair, Sequence[_Point]],
    *,
    at_tail: bool = False,
) -> dict[_Pair, _Point]:
    """Return the centre of the callout of each link that has one.

    It is the place on the line nearest to the arrow head, but not on it, that overlaps no
    node and no other callout, and of those one that fewest other lines cross. With `at_tail`
    it is the one nearest to the tail: where many lines end in one node, only there are they
    apart.
    """
    paths = {pair: list(_path(points)) for pair, points in lines.items()}
    crowd = _crowd(paths)
    taken = Taken(nodes.values(), _CLEARANCE)
    places: dict[_Pair, _Point] = {}
    # The shorter a line is, the fewer places it has.
    for link in sorted(links, key=lambda link: _length(paths, link)):
        words = callout_words(link)
        if not words:
            continue
        pair = link.prerequisite, link.dependent
        size = width(words, SMALL_SIZE, bold=True) + 8, line_height(SMALL_SIZE) + 4.0
        path = paths[pair] if at_tail else paths[pair][::-1]
        box = _best(pair, path, crowd, taken, size, _FROM_TAIL if at_tail else _FROM_HEAD)
        taken.add(box)
        places[pair] = box.x, box.y
    return places


def _length(paths: Mapping[_Pair, Sequence[_Point]], link: DrawnLink) -> float:
    path = paths[link.prerequisite, link.dependent]
    return sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(path))


def _crowd(paths: Mapping[_Pair, Sequence[_Point]]) -> dict[tuple[int, int], set[_Pair]]:
    """Return which lines run through each square of a grid."""
    crowd: dict[tuple[int, int], set[_Pair]] = {}
    for pair, path in paths.items():
        for x, y in path:
            crowd.setdefault((int(x // _SQUARE), int(y // _SQUARE)), set()).add(pair)
    return crowd


def _best(
    pair: _Pair,
    path: Sequence[_Point],
    crowd: Mapping[tuple[int, int], set[_Pair]],
    taken: Taken,
    size: tuple[float, float],
    after: float,
) -> Box:
    best, least = Box(*path[len(path) // 2], *size), float("inf")
    passed = 0.0
    for (x1, y1), (x2, y2) in pairwise(path):
        passed += hypot(x2 - x1, y2 - y1)
        if passed < after:
            continue
        if passed > least:
            break
        box = Box(x2, y2, *size)
        overlaps = sum(_overlap(box, other) for other in taken.near(box))
        crossed = len(crowd.get((int(x2 // _SQUARE), int(y2 // _SQUARE)), set()) - {pair})
        worth = _OVERLAP_COST * overlaps + _CROSSING_COST * crossed + passed
        if worth < least:
            best, least = box, worth
    return best


def _overlap(a: Box, b: Box) -> bool:
    return (
        abs(a.x - b.x) < (a.width + b.width) / 2 + _CLEARANCE
        and abs(a.y - b.y) < (a.height + b.height) / 2 + _CLEARANCE
    )


def _path(points: Sequence[_Point]) -> Iterator[_Point]:
    """Return points along a chain of cubic curves; the last point is the tip."""
    yield points[0]
    for start in range(0, len(points) - 4, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[start : start + 4]
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            s = 1 - t
            a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            yield a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
    yield points[-1]


def add_links(
    drawing: Canvas,
    scene: Scene,
    nodes: Mapping[str, Box],
    lines: Mapping[tuple[str, str], Sequence[_Point]],
    *,
    at_tail: bool = False,
) -> None:
    """Add the lines of a scene along their curves, with what stands on them.

    That is near their beginning where they come together behind it.
    """
    places = callout_places(scene.links, nodes, lines, at_tail=at_tail or scene.view.is_around_one)
    queried = {link.prerequisite for link in scene.links if callout_words(link)}
    ends = {code for link in scene.links for code in (link.prerequisite, link.dependent)}
    for code in sorted(ends, key=lambda code: (code in queried, code)):
        # Links are drawn with the node that they begin at: those with callouts come last.
        drawing.node(key(code))
    for link in scene.links:
        pair = link.prerequisite, link.dependent
        *curve, tip = lines[pair]
        at = {"head_lp": place(*places[pair])} if pair in places else {}
        add_link(drawing, scene, link, pos=curve_words(curve, tip), **at)
