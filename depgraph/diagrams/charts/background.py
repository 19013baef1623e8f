"""What is drawn on a page as a graph whose background it is, for Graphviz to draw.

The background of a graph is a list of drawing operations in the language xdot: so PDF and PNG
are made by the same programs as those of the pictures.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from depgraph.diagrams.charts.surface import NONE, Disc, Words
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import FONT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.diagrams.charts.surface import Outline, Surface

    _Point = tuple[float, float]

_ALIGNS = {"left": -1, "center": 0, "right": 1}
_LIFT = 0.12
"""By which share of its size Graphviz writes a text above the place that it is given.

It is 0.2 in version 2, and 0.05 in later ones: half way is less than a point off in both.
"""

_PIECE = re.compile(r".{1,3000}(?<!\\)", re.DOTALL)
"""Of a string: Graphviz reads none of more than 16,384 bytes."""

_ROUND_STEPS = 6
_PER_INCH = 72
_LARGER = 10
"""How much larger all is drawn than it is shown, as places of letters are rounded to points."""


def background_graph(surface: Surface) -> str:
    """Return a page in DOT, for ``neato -n2``."""
    operations: list[str] = []
    corner = _units(surface.width, surface.height, between=",")
    nodes = [f'a [pos="0,0"]; b [pos="{corner}"];']
    for _, item in surface.drawn():
        if isinstance(item, Words):
            operations += _text(item)
            if item.url:
                nodes.append(_link(item))
        elif isinstance(item, Disc):
            operations += _pens(item.fill, item.line, item.weight)
            place = _units(item.x, item.y, item.radius, item.radius)
            operations.append(f"E {place}")
        else:
            operations += _outline(item)
    return (
        "graph {\n\tgraph [margin=0 pad=0 outputorder=nodesfirst "
        f'viewport="{surface.width:.2f},{surface.height:.2f},{1 / _LARGER}" '
        f"_background={_quoted(operations)}]\n"
        '\tnode [label="" shape=box width=0 height=0 style=invis]\n\t'
        + "\n\t".join(nodes)
        + "\n}\n"
    )


def _text(item: Words) -> Iterator[str]:
    # In a string of DOT no backslash can stand before a quote.
    string = clean(item.string).replace('\\"', '\\\u200b"')
    yield from (_colour("c", item.colour), f"F {_units(item.size)} {len(FONT)} -{FONT}")
    yield f"t {int(item.bold)}"
    place = _units(item.x, item.y - _LIFT * item.size)
    yield f"T {place} {_ALIGNS[item.align]} 0 {len(string.encode())} -{string}"


def _link(item: Words) -> str:
    """Return a node that is not seen, over words that lead somewhere."""
    left, bottom, right, top = item.frame
    url = item.url.replace("\\", "%5C").replace('"', "%22")
    wide, high = (side * _LARGER / _PER_INCH for side in (right - left, top - bottom))
    middle = _units((left + right) / 2, (bottom + top) / 2, between=",")
    return (
        f'"{middle}" [style=filled fillcolor="#FFFFFF00" penwidth=0 pos="{middle}" '
        f'width="{wide:.4f}" height="{high:.4f}" URL="{url}"]'
    )


def _outline(item: Outline) -> Iterator[str]:
    points = _rounded(item) if item.radius else item.points
    solid = NONE if item.dashes else item.line
    if item.fill != NONE:
        yield from _pens(item.fill, solid, item.weight)
        yield _points("P", points)
    elif solid != NONE:
        yield from _pens(NONE, solid, item.weight)
        yield _points("p" if item.is_closed else "L", points)
    if item.dashes and item.line != NONE:
        yield from _pens(NONE, item.line, item.weight)
        way = [*points, points[0]] if item.is_closed else points
        yield from (_points("L", dash) for dash in dashed(way, item.dashes))


def _pens(fill: str, line: str, weight: float) -> Iterator[str]:
    """Yield what sets colours and width; what is filled is outlined too."""
    style = f"setlinewidth({_units(weight)})"
    yield f"S {len(style)} -{style}"
    if fill != NONE:
        yield _colour("C", fill)
    yield _colour("c", line if line != NONE else "#FFFFFF00")


def _colour(sign: str, colour: str) -> str:
    return f"{sign} {len(colour)} -{colour}"


def _points(sign: str, points: Sequence[_Point]) -> str:
    return " ".join([sign, str(len(points)), *(_units(*point) for point in points)])


def _units(*lengths: float, between: str = " ") -> str:
    """Return lengths in points as they are drawn."""
    return between.join(f"{length * _LARGER:.1f}" for length in lengths)


def _rounded(item: Outline) -> list[_Point]:
    """Return the points of a line with its corners as several short ones."""
    points = [item.points[0]]
    for begin, corner, end in item.corners():
        for step in range(_ROUND_STEPS + 1):
            share = step / _ROUND_STEPS
            a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
            points.append(
                (
                    a * begin[0] + b * corner[0] + c * end[0],
                    a * begin[1] + b * corner[1] + c * end[1],
                )
            )
    return [*points, item.points[-1]]


def dashed(points: Sequence[_Point], dashes: Sequence[float]) -> Iterator[list[_Point]]:
    """Yield the inked pieces of a line; xdot knows no lengths of dashes.

    Examples
    --------
    >>> list(dashed([(0, 0), (5, 0)], (2, 1)))
    [[(0, 0), (2.0, 0.0)], [(3.0, 0.0), (5, 0)]]
    """
    lengths = itertools.cycle(dashes)
    left = next(lengths)
    is_ink = True
    piece = [points[0]]
    for (x, y), end in itertools.pairwise(points):
        across, up = end[0] - x, end[1] - y
        length = (across * across + up * up) ** 0.5
        passed = 0.0
        while length - passed > left:
            passed += left
            place = x + across * passed / length, y + up * passed / length
            if is_ink:
                yield [*piece, place]
            piece, is_ink, left = [place], not is_ink, next(lengths)
        left -= length - passed
        piece.append(end)
    if is_ink and len(piece) > 1:
        yield piece


def _quoted(operations: Sequence[str]) -> str:
    """Return operations as strings of DOT that are put together."""
    pieces = _PIECE.findall(" ".join([*operations, ""]))
    return "\n\t+ ".join('"' + piece.replace('"', '\\"') + '"' for piece in pieces)
