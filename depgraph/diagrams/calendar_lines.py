"""The links of a calendar, with what stands on them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.drawing import link_style
from depgraph.diagrams.elbows import middle, rounded
from depgraph.diagrams.float_paths import float_width
from depgraph.diagrams.labels import callout, callout_words, link_tooltip
from depgraph.diagrams.layout import Box
from depgraph.diagrams.shapes import curve_words, place
from depgraph.diagrams.symbols import mark_name
from depgraph.diagrams.text import attribute, width
from depgraph.diagrams.theme import SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.beside import Words
    from depgraph.diagrams.calendar_ways import Line, Name
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawn_link import DrawnLink
    from depgraph.diagrams.elbows import Point, Spot
    from depgraph.diagrams.scene import Scene

_PILL = 11.0
_PARTS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)


def add_lines(
    drawing: Canvas, scene: Scene, links: Sequence[Line], origin: Point = (0.0, 0.0)
) -> None:
    """Add the links to a `graphviz.Digraph`.

    Parameters
    ----------
    drawing, scene
        The drawing, and what the picture shows.
    links
        The links with their ways.
    origin
        Where on the sheet their places are counted from.
    """
    for line in links:
        link = line.link
        tail, head = mark_name(*line.source), mark_name(*line.target)
        *points, tip = ((x + origin[0], y + origin[1]) for x, y in rounded(line.corners))
        drawing.edge(
            tail,
            head,
            id=f"link-{tail}:{head}".replace("@", ":"),
            tooltip=attribute(link_tooltip(link)),
            pos=curve_words(points, tip),
            **_style(scene, link),
        )


def add_pills(
    drawing: Canvas,
    scene: Scene,
    links: Sequence[Line],
    words_beside: Mapping[Name, Words],
    spots: Mapping[Name, Spot],
    origin: Point = (0.0, 0.0),
) -> None:
    """Add what stands on the links: the numbers of queries, and slacks.

    Parameters
    ----------
    words_beside
        What stands beside symbols, and is not to be covered.
    spots
        The symbols, on the sheet.
    drawing, scene, links, origin
        As for `add_lines`.
    """
    taken = [
        Box(spot.x, spot.y, 2 * spot.half, 2 * spot.half)
        for (_, lane), spot in spots.items()
        if not lane
    ]
    for name, words in words_beside.items():
        x = origin[0] + (words.left + words.right) / 2
        taken.append(Box(x, spots[name].y, words.right - words.left, words.height))
    for line in links:
        text = callout_words(line.link)
        if not text:
            continue
        corners = [(x + origin[0], y + origin[1]) for x, y in line.corners]
        box = _free_place(corners, taken, width(text, SMALL_SIZE, bold=True) + 5)
        taken.append(box)
        drawing.node(
            f"pill~{mark_name(*line.source)}~{mark_name(*line.target)}",
            callout(scene, line.link, is_low=True),
            shape="plain",
            tooltip=attribute(link_tooltip(line.link)),
            pos=place(box.x, box.y),
            **{"class": "pill"},
        )


def _free_place(corners: Sequence[Point], taken: Sequence[Box], wide: float) -> Box:
    """Return where on a link words stand that cover nothing, or as little as can be.

    That is near the middle of an upright part, else of a level one.
    """
    best, least = Box(*middle(corners), wide, _PILL), float("inf")
    for n, ((ax, ay), (bx, by)) in enumerate(pairwise(corners)):
        long = abs(bx - ax) + abs(by - ay)
        for part in _PARTS:
            box = Box(ax + (bx - ax) * part, ay + (by - ay) * part, wide, _PILL)
            covered = sum(_covered(box, other) for other in taken)
            is_short = long < (_PILL if ax == bx else wide)
            cost = covered + 6.0 * (ay == by) + 40.0 * is_short + abs(part - 0.5) + 0.01 * n
            if cost < least:
                best, least = box, cost
    return best


def _covered(a: Box, b: Box) -> float:
    """Return how much of a box another covers, in square points."""
    across = min(a.right, b.right) - max(a.left, b.left)
    up = min(a.top, b.top) - max(a.bottom, b.bottom)
    return max(across, 0.0) * max(up, 0.0)


def _style(scene: Scene, link: DrawnLink) -> dict[str, str]:
    style = link_style(scene, link)
    style["arrowsize"] = min(style["arrowsize"], "0.5")
    if link.rank is not None:
        style["penwidth"] = f"{float_width(link.total_float, in_lanes=True):g}"
    return style
