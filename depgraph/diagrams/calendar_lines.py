"""The links of a calendar, with what stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.callouts import callout_places
from depgraph.diagrams.drawing import line_style
from depgraph.diagrams.elbows import middle, rounded
from depgraph.diagrams.float_paths import float_width
from depgraph.diagrams.labels import callout, callout_words, link_tooltip
from depgraph.diagrams.layout import Box
from depgraph.diagrams.sheet import place
from depgraph.diagrams.symbols import mark_name
from depgraph.diagrams.text import attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.calendar_layout import Arranged, Line, Name
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.elbows import Point, Spot
    from depgraph.diagrams.scene import DrawnLink, Scene


def add_lines(
    drawing: Canvas,
    scene: Scene,
    at: Arranged,
    spots: Mapping[Name, Spot],
    origin: Point,
) -> None:
    """Add the links to a `graphviz.Digraph`.

    Parameters
    ----------
    drawing, scene, at
        The drawing, what the picture shows, and where everything stands.
    spots
        The symbols that are there, on the sheet.
    origin
        Where on the sheet the places of `at` are counted from.
    """
    lines = [(line, [(x + origin[0], y + origin[1]) for x, y in line.corners]) for line in at.lines]
    curves = {_pair(line): rounded(corners) for line, corners in lines}
    boxes = {
        str(n): Box(spot.x, spot.y, 2 * spot.half, 2 * spot.half)
        for n, spot in enumerate(spots.values())
    }
    for n, (name, words) in enumerate(at.words.items(), len(boxes)):
        if name in spots:
            x = origin[0] + (words.left + words.right) / 2
            boxes[str(n)] = Box(x, spots[name].y, words.right - words.left, words.height)
    links = [line.link for line, _ in lines]
    callouts = callout_places(links, boxes, curves)
    callouts |= {_pair(line): middle(corners) for line, corners in lines if line.link.rank}
    for line, _ in lines:
        _add_line(drawing, scene, line, curves[_pair(line)], callouts.get(_pair(line)))


def _pair(line: Line) -> tuple[str, str]:
    return line.link.prerequisite, line.link.dependent


def _style(scene: Scene, link: DrawnLink) -> dict[str, str]:
    style = line_style(
        scene.theme,
        rank=link.rank,
        total_float=link.total_float,
        is_queried=link.query is not None,
        is_settled=link.is_settled,
        is_marked=link.is_marked,
    )
    if link.rank is not None:
        style["penwidth"] = f"{float_width(link.total_float, in_lanes=True):g}"
    return style


def _add_line(
    drawing: Canvas, scene: Scene, line: Line, curve: Sequence[Point], callout_at: Point | None
) -> None:
    link = line.link
    names = ["link", *(["queried"] if link.query is not None else [])]
    names += [link.rank] if link.rank else []
    names += ["settled"] * link.is_settled + ["finding"] * link.is_marked
    words = attribute(link_tooltip(link))
    tail, head = mark_name(*line.source), mark_name(*line.target)
    *points, tip = curve
    drawing.edge(
        tail,
        head,
        id=f"link-{tail}:{head}".replace("@", ":"),
        tooltip=words,
        pos=f"e,{place(*tip)} " + " ".join(place(x, y) for x, y in points),
        **{"class": " ".join(names)},
        **_style(scene, link),
    )
    if callout_at is not None and callout_words(link):
        drawing.node(
            f"pill~{tail}~{head}",
            callout(scene, link),
            shape="plain",
            tooltip=words,
            pos=place(*callout_at),
            **{"class": "pill"},
        )
