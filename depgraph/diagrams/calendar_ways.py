"""The links of a calendar: which there are, the ways that they take, and what stands on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.drawing import link_style
from depgraph.diagrams.drawn import DrawnLink
from depgraph.diagrams.elbows import Kind, Name, Obstacles, Spot, Wire, middle, rounded_way, routes
from depgraph.diagrams.float_paths import float_width
from depgraph.diagrams.labels import callout, callout_words, link_tooltip
from depgraph.diagrams.layout import Box
from depgraph.diagrams.shapes import curve_words, place
from depgraph.diagrams.symbols import mark_name
from depgraph.diagrams.taken import Taken
from depgraph.diagrams.text import attribute, width
from depgraph.diagrams.theme import SMALL_SIZE
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.beside import Words
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.elbows import Point
    from depgraph.diagrams.scene import Scene

_ENTRIES: dict[Kind, float] = {"plain": 0.0, "queried": -3.5, "settled": 3.5}
"""How far beside the middle of a symbol a link enters it, so that none lies on another."""

Ends = tuple[Name, Name, DrawnLink]
"""A link, with the symbols that it leads from and to."""

_PILL = 11.0
_PARTS = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)


class Line(Struct):
    """A link between two symbols, and the corners of its way."""

    source: Name
    target: Name
    link: DrawnLink
    corners: tuple[Point, ...]


class Upright(Struct):
    """An upright part of a link, and whether its slack stands on it."""

    x: float
    low: float
    high: float
    has_pill: bool


def kind_of(link: DrawnLink) -> Kind:
    """Return how a link is drawn."""
    return "settled" if link.is_settled else "queried" if link.query is not None else "plain"


def links_from_guests(scene: Scene, guests_by_lane: Mapping[str, Sequence[str]]) -> list[Ends]:
    """Return the links of float paths that begin in a guest, with their ends."""
    links: list[Ends] = []
    for before, after in scene.paths.ranks:
        if before in guests_by_lane.get(after, ()):
            links.append(((before, after), (after, ""), _path_link(scene, before, after)))
            continue
        links += (
            ((before, lane), (after, lane), _path_link(scene, before, after))
            for lane, guests in guests_by_lane.items()
            if before in guests and after in guests
        )
    return links


def _path_link(scene: Scene, before: str, after: str) -> DrawnLink:
    pair = before, after
    links = scene.graph.links
    return DrawnLink(
        *pair,
        tuple(link for link in links if (link.prerequisite, link.dependent) == pair),
        scene.marks.query_numbers.get(pair),
        is_marked=pair in scene.marks.marked_links,
        goes_back=False,
        rank=scene.paths.ranks[pair],
        slack=scene.paths.slacks.get(pair),
        total_float=scene.paths.floats.get(before),
    )


def ways(
    scene: Scene,
    levels: Mapping[str, Mapping[Kind, float]],
    driving: Sequence[Ends],
    spots: Mapping[Name, Spot],
    dues: Mapping[Name, float],
    lines: Sequence[float] = (),
) -> list[Line]:
    """Return the links with their ways; those of float paths, then the short ones, first.

    Parameters
    ----------
    levels
        How far above the milestone of a lane the links to it go along; of the lanes that are
        there, the links between their own milestones are drawn.
    driving
        More links, those that begin in guests.
    spots, dues
        Where the symbols are, and where these are due.
    lines
        Where lines stand upright that are no links.
    """
    ends: list[Ends] = [
        ((link.prerequisite, ""), (link.dependent, ""), link)
        for link in scene.links
        if link.prerequisite in levels and link.dependent in levels
    ]
    ends += driving

    def order(item: Ends) -> tuple[int, float, Name]:
        source, target, link = item
        place = {"critical": 0, "near": 1}.get(link.rank or "", 2)
        return place, abs(spots[source].y - spots[target].y), source

    ends.sort(key=order)
    wires = []
    for source, target, link in ends:
        kind, spot = kind_of(link), spots[target]
        above = spot.half + 3 if target[1] else levels[target[0]][kind]
        aside = 0.0 if target[1] else _ENTRIES[kind]
        wires.append(Wire(_key(source), _key(target), kind, spot.y + above, aside))
    obstacles = Obstacles(
        [spot for (_, lane), spot in spots.items() if not lane],
        [Spot(x, spots[name].y, 5.0) for name, x in dues.items() if not name[1]],
        [spot for (_, lane), spot in spots.items() if lane],
        lines,
    )
    led = routes(wires, {_key(name): spot for name, spot in spots.items()}, obstacles)
    return [
        Line(source, target, link, led[wire.source, wire.target])
        for (source, target, link), wire in zip(ends, wires, strict=True)
    ]


def uprights(lines: Sequence[Line], tops: Sequence[float]) -> list[list[Upright]]:
    """Return for each lane the upright parts of links in it."""
    heights = [-top for top in tops]
    parts: list[list[Upright]] = [[] for _ in tops[1:]]
    for line in lines:
        if len(line.corners) == 2:
            continue
        for (x, y), (other, z) in pairwise(line.corners):
            if x == other:
                low, high = min(y, z), max(y, z)
                first, last = bisect_right(heights, -high) - 1, bisect_left(heights, -low)
                for n in range(max(first, 0), min(last, len(parts))):
                    parts[n].append(Upright(x, low, high, has_pill=line.link.slack is not None))
    return parts


def _key(name: Name) -> str:
    return "\0".join(name)


def add_lines(
    drawing: Canvas, scene: Scene, links: Sequence[Line], origin: Point = (0.0, 0.0)
) -> None:
    """Add the links to a `graphviz.Digraph`.

    Parameters
    ----------
    links
        The links with their ways.
    origin
        Where on the sheet their places are counted from.
    """
    for line in links:
        link = line.link
        tail, head = mark_name(*line.source), mark_name(*line.target)
        *points, tip = ((x + origin[0], y + origin[1]) for x, y in rounded_way(line.corners))
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
    taken = Taken(
        Box(spot.x, spot.y, 2 * spot.half, 2 * spot.half)
        for (_, lane), spot in spots.items()
        if not lane
    )
    for name, words in words_beside.items():
        x = origin[0] + (words.left + words.right) / 2
        taken.add(Box(x, spots[name].y, words.right - words.left, words.height))
    for line in links:
        text = callout_words(line.link)
        if not text:
            continue
        corners = [(x + origin[0], y + origin[1]) for x, y in line.corners]
        box = _free_place(corners, taken, width(text, SMALL_SIZE, bold=True) + 5)
        taken.add(box)
        drawing.node(
            f"pill~{mark_name(*line.source)}~{mark_name(*line.target)}",
            callout(scene, line.link, is_low=True),
            shape="plain",
            tooltip=attribute(link_tooltip(line.link)),
            pos=place(box.x, box.y),
            **{"class": "pill"},
        )


def _free_place(corners: Sequence[Point], taken: Taken, wide: float) -> Box:
    """Return where on a link words stand that cover nothing, or as little as can be.

    That is near the middle of an upright part, else of a level one.
    """
    best, least = Box(*middle(corners), wide, _PILL), float("inf")
    for n, ((ax, ay), (bx, by)) in enumerate(pairwise(corners)):
        long = abs(bx - ax) + abs(by - ay)
        for part in _PARTS:
            box = Box(ax + (bx - ax) * part, ay + (by - ay) * part, wide, _PILL)
            covered = sum(_covered(box, other) for other in taken.near(box))
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
