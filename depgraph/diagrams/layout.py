"""The programs of Graphviz: the one place that runs them.

A picture is drawn in two passes where it has something that only fits once the places of
its nodes are known: `dot` places the nodes, the picture adds bands of time, title and
lists, and `neato` draws all of it without moving anything.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from depgraph.diagrams.svg import finished
from depgraph.errors import MissingToolError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Format = Literal["dot", "svg", "pdf", "png"]

TIME_LIMIT = 60.0
"""Seconds that a program may take."""

PNG_DPI = 150
"""Dots per inch of a PNG at the size at which the picture prints."""

_POINTS_PER_INCH = 72

_ADVICE = "or write the picture with --format dot, which needs no program"
_CREATED = re.compile(rb"/CreationDate \([^)]*\)")
_CREATED_ALWAYS = b"/CreationDate (D:19700101000000Z"


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


class Picture(NamedTuple):
    """A picture that is not drawn yet.

    Attributes
    ----------
    source
        The picture in DOT, for whoever draws it in one pass.
    title, description
        For readers who do not see it.
    draft
        DOT of the nodes and links that `dot` is to place.
    arrange
        Returns the DOT for `neato` once the places are known.
    """

    source: str
    title: str
    description: str
    draft: str
    arrange: Callable[[Positions], str]


def render(dot_or_picture: str | Picture, *, format: Format) -> bytes:  # noqa: A002
    """Return a picture as the content of a file.

    Parameters
    ----------
    dot_or_picture
        A picture, or DOT to be drawn in one pass.
    format
        ``dot`` needs no program; the others need those of Graphviz.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    picture = dot_or_picture if isinstance(dot_or_picture, Picture) else None
    source = picture.source if picture else str(dot_or_picture)
    if format == "dot":
        return source.encode()
    if picture is None:
        drawn = _run("dot", f"-T{format}", source=source)
    else:
        places = _positions(_run("dot", "-Tjson0", source=picture.draft))
        sharp = (f"-Gdpi={PNG_DPI}",) if format == "png" else ()
        drawn = _run("neato", "-n2", *sharp, f"-T{format}", source=picture.arrange(places))
    if format == "svg":
        title, description = (picture.title, picture.description) if picture else ("", "")
        return finished(drawn, title=title, description=description)
    if format == "pdf":
        return _CREATED.sub(_undated, drawn)
    return drawn


def _undated(created: re.Match[bytes]) -> bytes:
    """Return a fixed date in place of the wall clock's, of the same length."""
    return _CREATED_ALWAYS[: len(created[0]) - 1].ljust(len(created[0]) - 1) + b")"


def _run(program: str, *arguments: str, source: str) -> bytes:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the source goes in as input
            [program, *arguments],
            input=source.encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except FileNotFoundError:
        raise MissingToolError(
            f"drawing needs the program {program!r} of Graphviz, which is not installed. "
            "Install it (Debian, Ubuntu: apt-get install graphviz fonts-liberation2; "
            "macOS: brew install graphviz; Windows: winget install graphviz), "
            f"{_ADVICE}"
        ) from None
    except OSError as error:
        raise MissingToolError(f"cannot run {program!r} of Graphviz: {error}; {_ADVICE}") from None
    except subprocess.TimeoutExpired:
        raise MissingToolError(
            f"{program!r} of Graphviz took longer than {TIME_LIMIT:g} s: "
            f"draw a smaller part of the plan, {_ADVICE}"
        ) from None
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip() or "it says nothing"
        raise MissingToolError(
            f"{program!r} of Graphviz failed with exit status {done.returncode}: {said}"
        )
    return done.stdout


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
