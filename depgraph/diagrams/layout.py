"""From a picture to the content of a file: where everything stands, and drawing it.

A picture is drawn in two passes where it has something that only fits once the places of
its nodes are known: `dot` places the nodes, the picture adds bands of time, title and
lists, and `neato` draws all of it without moving anything.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from depgraph.diagrams.programs import run
from depgraph.diagrams.svg import finished
from depgraph.diagrams.theme import READABLE_SIZE
from depgraph.records import by_type
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depgraph.diagrams.paper import Page

Format = Literal["dot", "svg", "pdf", "png"]

PNG_DPI = 150
"""Dots per inch of a PNG at the size at which the picture prints."""

_POINTS_PER_INCH = 72

_CREATED = re.compile(rb"/CreationDate \([^)]*\)")
_CREATED_ALWAYS = b"/CreationDate (D:19700101000000Z"


@by_type
class Box(NamedTuple):
    """Where a node is: its centre and its size, in points; y grows upward."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right side."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.y - self.height / 2

    @property
    def top(self) -> float:
        """The upper side."""
        return self.y + self.height / 2


@by_type
class Positions(NamedTuple):
    """Where `dot` put everything.

    Attributes
    ----------
    width, height
        The size of the drawing, in points.
    nodes
        A box for each name of a node.
    lines
        For each pair of names, tail and head, the control points of the curve from the
        tail to the arrow head, and the tip of the head.
    """

    width: float
    height: float
    nodes: Mapping[str, Box]
    lines: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]


NOWHERE = Positions(0, 0, {}, {})
"""For a picture that gives its nodes their places itself."""


@by_type
class Sheet(NamedTuple):
    """A picture with a place for everything.

    Attributes
    ----------
    source
        DOT for `neato`, which moves nothing.
    page
        The page that it is fitted on.
    """

    source: str
    page: Page


@shown
@by_type
class Picture(NamedTuple):
    """A picture that is not drawn yet.

    Attributes
    ----------
    plain
        Returns the picture in DOT, for whoever draws it without depgraph. Empty where the
        sheet does for that.
    title, description
        For readers who do not see it.
    draft
        DOT of the nodes and links that `dot` is to place. Empty where the picture places
        all of them itself.
    arrange
        Returns the sheet once the places are known.
    remarks
        What was done that nobody asked for, each one sentence.
    """

    plain: Callable[[], str]
    title: str
    description: str
    draft: str
    arrange: Callable[[Positions], Sheet]
    remarks: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The picture in DOT, see `plain`."""
        return self.plain()

    def __repr__(self) -> str:
        """Return a line with its title."""
        return f"<Picture {self.title!r}>"


@by_type
class Drawn(NamedTuple):
    """A picture as the content of a file, and what a reader should know of it.

    Attributes
    ----------
    paper
        What it is drawn on; empty where it is not drawn.
    """

    data: bytes
    remarks: tuple[str, ...]
    paper: str = ""


def render(dot_or_picture: str | Picture, *, format: Format) -> bytes:  # noqa: A002
    """Return a picture as the content of a file.

    Parameters
    ----------
    dot_or_picture
        A picture, or DOT to be drawn in one pass.
    format
        ``dot`` needs no program; the others need those of Graphviz.

    Returns
    -------
    bytes
        What a file of the format has; the same picture gives the same bytes.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    if isinstance(dot_or_picture, Picture):
        return draw(dot_or_picture, format=format).data
    if format == "dot":
        return dot_or_picture.encode()
    drawn = run("dot", f"-T{format}", source=dot_or_picture)
    return finished(drawn, title="", description="") if format == "svg" else drawn


def draw(picture: Picture, *, format: Format) -> Drawn:  # noqa: A002
    """Draw a picture, as `render` does, and tell what a reader should know of it.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    if format == "dot":
        source = picture.source or picture.arrange(NOWHERE).source
        return Drawn(source.encode(), picture.remarks)
    places = NOWHERE
    if picture.draft:
        places = _positions(run("dot", "-Tjson0", source=picture.draft))
    sheet = picture.arrange(places)
    page = sheet.page
    sharp = (f"-Gdpi={PNG_DPI}",) if format == "png" else ()
    drawn = run("neato", "-n2", *sharp, f"-T{format}", source=sheet.source)
    remarks = picture.remarks
    if not page.is_readable:
        small = f"the smallest text prints at {page.smallest_text:.1f} pt on {page.name}"
        remarks += (f"{small}, less than {READABLE_SIZE:g} pt: a larger paper may help",)
    elif not page.name:
        remarks += (
            f"the picture is larger than A0, {page.size}: a focus or a selection takes less",
        )
    if format == "svg":
        drawn = finished(
            drawn,
            title=picture.title,
            description=picture.description,
            size=(page.width, page.height),
        )
    elif format == "pdf":
        drawn = _CREATED.sub(_undated, drawn)
    return Drawn(drawn, remarks, page.in_words)


def _undated(created: re.Match[bytes]) -> bytes:
    """Return a fixed date in place of the wall clock's, of the same length."""
    return _CREATED_ALWAYS[: len(created[0]) - 1].ljust(len(created[0]) - 1) + b")"


def _positions(answer: bytes) -> Positions:
    read: dict[str, Any] = json.loads(answer)
    _, _, width, height = (float(number) for number in read["bb"].split(","))
    objects = read.get("objects", ())
    nodes = {
        item["name"]: _box(item["pos"], item["width"], item["height"])
        for item in objects
        if "pos" in item
    }
    names = {item["_gvid"]: item["name"] for item in objects}
    lines = {
        (names[edge["tail"]], names[edge["head"]]): _points(edge["pos"])
        for edge in read.get("edges", ())
        if "pos" in edge
    }
    return Positions(width, height, nodes, lines)


def _box(pos: str, width: str, height: str) -> Box:
    x, y = (float(number) for number in pos.split(","))
    return Box(x, y, float(width) * _POINTS_PER_INCH, float(height) * _POINTS_PER_INCH)


def _points(pos: str) -> tuple[tuple[float, float], ...]:
    """Return the control points of an edge, from tail to head, and the tip of its arrow."""
    tip: list[tuple[float, float]] = []
    points: list[tuple[float, float]] = []
    for word in pos.partition(";")[0].split():
        parts = word.split(",")
        point = float(parts[-2]), float(parts[-1])
        if parts[0] == "e":
            tip = [point]
        elif parts[0] != "s":
            points.append(point)
    return (*points, *(tip or points[-1:]))
