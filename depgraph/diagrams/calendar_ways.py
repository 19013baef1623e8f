"""The links of a calendar: which there are, and the ways that they take."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.drawn_link import DrawnLink
from depgraph.diagrams.elbows import Kind, Obstacles, Spot, Wire, routes
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.elbows import Point
    from depgraph.diagrams.lanes import Lane
    from depgraph.diagrams.scene import Scene

_ENTRIES: dict[Kind, float] = {"plain": 0.0, "queried": -3.5, "settled": 3.5}
"""How far beside the middle of a symbol a link enters it, so that none lies on another."""

Name = tuple[str, str]
"""A symbol: the code of its milestone, and that of the lane that it stands in as a guest."""

Ends = tuple[Name, Name, DrawnLink]
"""A link, with the symbols that it leads from and to."""


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
    lanes: Sequence[Lane],
    driving: Sequence[Ends],
    spots: Mapping[Name, Spot],
    obstacles: Obstacles,
) -> list[Line]:
    """Return the links with their ways; those of float paths, then the short ones, first.

    Parameters
    ----------
    scene
        What the picture shows.
    lanes
        The lanes, of which the links between their own milestones are drawn.
    driving
        More links, those that begin in guests.
    spots
        Where the symbols are.
    obstacles
        What links rather do not cross.
    """
    levels = {lane.code: lane.levels for lane in lanes}
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
