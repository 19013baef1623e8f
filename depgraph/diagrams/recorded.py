"""What was added to a drawing, kept to be drawn in parts: moved, and cut off where a part ends.

All lengths are in points; y grows upward.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from depgraph.diagrams.shapes import add_point, place
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from depgraph.diagrams.canvas import Canvas

    _Point = tuple[float, float]

_LABEL_PLACES = {"head_lp": "headlabel", "tail_lp": "taillabel", "lp": "label"}
_TIP = re.compile(r"e,(\S+)\s*")
_STEPS = 30
_NEAR = 0.01
_LEAST = 3.0
_ELSEWHERE = "~elsewhere"
"""The end of the names of nodes that stand for those of another part."""


class Node(Struct):
    """A node, or more that is said of one."""

    name: str
    label: str | None
    attributes: Mapping[str, str]

    @property
    def place(self) -> _Point | None:
        """Its centre; None where another record of the node says it."""
        return _point(self.attributes["pos"]) if "pos" in self.attributes else None

    @property
    def height(self) -> float | None:
        """Its height where it is a rectangle without words; None where it is anything else."""
        if self.attributes.get("shape") != "box" or self.attributes.get("fixedsize") != "true":
            return None
        return float(self.attributes["height"]) * 72


class Edge(Struct):
    """A line between two nodes."""

    tail: str
    head: str
    attributes: Mapping[str, str]

    @property
    def is_link(self) -> bool:
        """Whether it is a link of the plan."""
        return "link" in self.attributes.get("class", "").split()


class Strip(Struct):
    """A part of a drawing, from a y up to another, and where it goes.

    Attributes
    ----------
    up, across
        How far it is moved.
    is_shared
        Whether other parts of the same drawing repeat it, so that its nodes need other names.
    """

    low: float
    high: float
    up: float
    across: float = 0.0
    is_shared: bool = False

    def has(self, y: float) -> bool:
        """Whether a place is in it."""
        return self.low <= y < self.high

    def moved(self, x: float, y: float) -> str:
        """Return where a place goes, as Graphviz reads it."""
        return place(x + self.across, y + self.up)


class Cut(Struct):
    """A link that a part does not have whole.

    Attributes
    ----------
    x
        Where it goes on.
    is_above
        Whether it goes on above the part, and not below it.
    name
        The name of the node that it leads to there.
    """

    x: float
    is_above: bool
    name: str


class Recorded:
    """A drawing that keeps what is added, in order; see `depgraph.diagrams.canvas.Canvas`."""

    def __init__(self) -> None:
        self.items: list[Node | Edge] = []

    def node(self, name: str, label: str | None = None, **attributes: str) -> None:
        """Add a node, or say more of one."""
        self.items.append(Node(name, label, attributes))

    def edge(self, tail_name: str, head_name: str, /, **attributes: str) -> None:
        """Add an edge between two nodes."""
        self.items.append(Edge(tail_name, head_name, attributes))

    def draw_all(self, drawing: Canvas) -> None:
        """Add all of it to another drawing, as it is."""
        for item in self.items:
            if isinstance(item, Node):
                drawing.node(item.name, item.label, **item.attributes)
            else:
                drawing.edge(item.tail, item.head, **item.attributes)

    def draw(self, drawing: Canvas, strips: Sequence[Strip], *, suffix: str = "") -> list[Cut]:
        """Add what lies in some strips to another drawing, and return the links that go on.

        Nodes belong to the strip that has their centre. Rectangles without words and lines are
        cut off at its ends. A link is drawn only where one of its ends is.

        Parameters
        ----------
        suffix
            What is added to the names of nodes in shared strips.
        """
        names = {
            item.name: node.name
            for item in self.items
            if isinstance(item, Node)
            for node in _node_parts(item, strips, suffix)
        }
        there = set(names)
        cuts: list[Cut] = []
        for item in self.items:
            if isinstance(item, Node):
                if item.place is None and item.name in there:
                    drawing.node(names[item.name], item.label, **item.attributes)
                for node in _node_parts(item, strips, suffix):
                    drawing.node(node.name, node.label, **node.attributes)
            elif not item.is_link or not there.isdisjoint((item.tail, item.head)):
                for edge, ends in _edge_parts(item, strips):
                    is_elsewhere = bool(suffix) and item.tail not in there
                    _add_edge(drawing, edge, ends, names, suffix, has_id=not is_elsewhere)
                cuts += _cuts(item, strips)
        return cuts


def _add_edge(
    drawing: Canvas,
    edge: Edge,
    ends: tuple[_Point, _Point],
    names: dict[str, str],
    suffix: str,
    *,
    has_id: bool,
) -> None:
    """Add a part of an edge, and nodes that are not seen for ends that are elsewhere.

    Of the parts of a link, that where it begins has its id.
    """
    for name, (x, y) in zip((edge.tail, edge.head), ends, strict=True):
        if name not in names:
            names[name] = f"{name}{_ELSEWHERE}{suffix}"
            add_point(drawing, names[name], x, y)
    attributes = dict(edge.attributes)
    if not has_id:
        attributes.pop("id", None)
    drawing.edge(names[edge.tail], names[edge.head], **attributes)


def _node_parts(node: Node, strips: Sequence[Strip], suffix: str) -> Iterator[Node]:
    """Return what strips have of a node."""
    if node.place is None:
        return
    x, y = node.place
    high = node.height
    for n, strip in enumerate(strips):
        attributes = {**node.attributes, "pos": strip.moved(x, y)}
        name = node.name
        if high is None and not strip.has(y):
            continue
        if high is not None:
            low, top = max(y - high / 2, strip.low), min(y + high / 2, strip.high)
            if top - low < min(high, _LEAST) - _NEAR:  # what only reaches a little over an end
                continue
            attributes["pos"] = strip.moved(x, (low + top) / 2)
            attributes["height"] = f"{(top - low) / 72:.4f}"
            if top - low < high - _NEAR:
                name = f"{name}~{n}{suffix}"
                attributes.pop("id", None)
        if strip.is_shared:
            name += suffix
            attributes.pop("id", None)
        yield node._replace(name=name, attributes=attributes)


def _edge_parts(
    edge: Edge, strips: Sequence[Strip]
) -> Iterator[tuple[Edge, tuple[_Point, _Point]]]:
    """Return what strips have of an edge, with the two ends of each part."""
    points, tip = _curve(edge.attributes["pos"])
    is_first = True
    for strip in strips:
        runs = _runs(points, strip)
        for n, run in enumerate(runs):
            attributes = dict(edge.attributes)
            pos = " ".join(strip.moved(*point) for point in run)
            is_end = n == len(runs) - 1 and run[-1] == points[-1]
            if tip is not None and is_end and strip.has(tip[1]):
                pos = f"e,{strip.moved(*tip)} {pos}"
            else:
                attributes["dir"] = "none"
            for name, label in _LABEL_PLACES.items():
                if name not in attributes:
                    continue
                at = _point(attributes[name])
                if is_first and strip.has(at[1]):
                    attributes[name] = strip.moved(*at)
                else:
                    del attributes[name], attributes[label]
            if not is_first:
                attributes.pop("id", None)
            is_first = False
            ends = _point(strip.moved(*run[0])), _point(strip.moved(*run[-1]))
            yield edge._replace(attributes={**attributes, "pos": pos}), ends


def _cuts(edge: Edge, strips: Sequence[Strip]) -> Iterator[Cut]:
    """Return where a link goes on outside of the strips; other lines may just end."""
    if not edge.is_link:
        return
    points, _ = _curve(edge.attributes["pos"])
    for strip in strips:
        for run in _runs(points, strip):
            for (x, y), end, name in (
                (run[0], points[0], edge.tail),
                (run[-1], points[-1], edge.head),
            ):
                if (x, y) == end:
                    continue
                is_above = abs(y - strip.high) < abs(y - strip.low)
                border = strip.high if is_above else strip.low
                if not any(
                    other is not strip and other.low <= border <= other.high for other in strips
                ):
                    yield Cut(x + strip.across, is_above, name)


def _runs(points: Sequence[_Point], strip: Strip) -> list[list[_Point]]:
    """Return the parts of a chain of cubic curves that lie in a strip."""
    runs: list[list[_Point]] = []
    for n in range(0, len(points) - 1, 3):
        for curve in _inside(points[n : n + 4], strip):
            if runs and runs[-1][-1] == curve[0]:
                runs[-1] += curve[1:]
            else:
                runs.append(list(curve))
    return runs


def _inside(curve: Sequence[_Point], strip: Strip) -> list[list[_Point]]:
    """Return the parts of one cubic curve that lie in a strip.

    A curve that reaches over an end of the strip does so once: links run straight, and their
    corners are round.
    """
    low, high = min(y for _, y in curve), max(y for _, y in curve)
    if strip.low <= low and high <= strip.high:
        return [list(curve)]
    if high < strip.low or low > strip.high:
        return []
    borders = (strip.low, strip.high)
    crossed = [y for y in borders if (curve[0][1] < y) != (curve[-1][1] < y)]
    shares = sorted([0.0, 1.0, *(_share_at(curve, y) for y in crossed)])
    parts = []
    for begin, end in itertools.pairwise(shares):
        _, y = _on(curve, (begin + end) / 2)
        if end > begin and strip.low <= y <= strip.high:
            parts.append(_between(curve, begin, end))
    return parts


def _share_at(curve: Sequence[_Point], y: float) -> float:
    """Return how far along a curve, from 0 to 1, a height is."""
    low, high = 0.0, 1.0
    is_below = curve[0][1] < y
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if (_on(curve, middle)[1] < y) == is_below:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _on(curve: Sequence[_Point], share: float) -> _Point:
    return _between(curve, 0.0, share)[-1]


def _between(curve: Sequence[_Point], begin: float, end: float) -> list[_Point]:
    """Return the part of a cubic curve from one share of it to another."""
    points = list(curve)
    if end < 1:
        points = _split(points, end)[0]
    if begin > 0:
        points = _split(points, begin / end if end else 0.0)[1]
    return points


def _split(curve: Sequence[_Point], share: float) -> tuple[list[_Point], list[_Point]]:
    """Return the two parts of a curve at a share of it, by de Casteljau."""
    left, right = [], []
    points = list(curve)
    while points:
        left.append(points[0])
        right.append(points[-1])
        points = [
            (ax + (bx - ax) * share, ay + (by - ay) * share)
            for (ax, ay), (bx, by) in itertools.pairwise(points)
        ]
    return left, right[::-1]


def _curve(pos: str) -> tuple[list[_Point], _Point | None]:
    """Return the control points of an edge, and the tip of its arrow."""
    tip = _TIP.search(pos)
    points = [_point(word) for word in _TIP.sub("", pos).split()]
    return points, _point(tip[1]) if tip else None


def _point(words: str) -> _Point:
    x, y = words.split(",")
    return float(x), float(y)
