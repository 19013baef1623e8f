"""What a drawing is made of: words, points, lines, boxes and tables, each at its place.

All lengths are in points, from the lower left corner; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.labels import font
from depgraph.diagrams.text import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.paper import Frame

    Point = tuple[float, float]


def place(x: float, y: float) -> str:
    """Return a place as Graphviz reads it."""
    return f"{x:.2f},{y:.2f}"


def add_words(
    drawing: Canvas,
    name: str,
    words: str,
    at: tuple[float, float],
    size: float,
    colour: str,
    *,
    bold: bool = True,
) -> None:
    """Add words around a place."""
    label = f"<{font(words, size, colour, bold=bold)}>"
    drawing.node(name, label, shape="plain", pos=place(*at), **{"class": "words"})


def add_point(drawing: Canvas, name: str, x: float, y: float) -> None:
    """Add an invisible node for a line to end at."""
    drawing.node(name, "", shape="point", style="invis", width="0", pos=place(x, y))


def add_as_of_line(drawing: Canvas, x: float, low: float, high: float, colour: str) -> None:
    """Add the line at the as-of date."""
    style = {"dir": "none", "class": "as-of", "style": "dashed", "color": colour}
    line = straight((x, low), (x, high))
    add_curve(drawing, ("as-of~0", "as-of~1"), line, None, **style, penwidth="1.6")


def add_curve(
    drawing: Canvas,
    names: tuple[str, str],
    points: Sequence[Point],
    tip: Point | None,
    **style: str,
) -> None:
    """Add a chain of cubic curves, with an arrow where it has a tip, between points so named."""
    for name, end in zip(names, (points[0], tip or points[-1]), strict=True):
        add_point(drawing, name, *end)
    drawing.edge(*names, pos=curve_words(points, tip), **style)


def curve_words(points: Iterable[Point], tip: Point | None) -> str:
    """Return a chain of cubic curves, and the tip of its arrow, as Graphviz reads them."""
    curve = " ".join(place(*point) for point in points)
    return f"e,{place(*tip)} {curve}" if tip else curve


def straight(start: Point, end: Point) -> list[Point]:
    """Return a straight line as a cubic curve."""
    (x1, y1), (x2, y2) = start, end
    return [(x1 + (x2 - x1) * n / 3, y1 + (y2 - y1) * n / 3) for n in range(4)]


def add_box(
    drawing: Canvas,
    name: str,
    frame: Frame,
    colour: str,
    kind: str,
    *,
    line: str | None = None,
    weight: float = 0.4,
    words: str = "",
) -> None:
    """Add a rectangle of one colour, of a class, with a thin line or without, and a tooltip."""
    drawing.node(
        name,
        "",
        shape="box",
        style="filled",
        color=line or colour,
        fillcolor=colour,
        penwidth="0" if line is None else f"{weight:g}",
        fixedsize="true",
        width=f"{frame.width / 72:.4f}",
        height=f"{frame.height / 72:.4f}",
        pos=place((frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2),
        id=name.replace("~", "-").replace("@", ":"),
        **{"class": kind},
        **({"tooltip": attribute(words)} if words else {}),
    )


def add_panel(drawing: Canvas, name: str, panel: Panel, left: float, top: float) -> None:
    """Add words in a table, right of a place and below it."""
    drawing.node(
        name,
        panel.label,
        shape="plain",
        pos=place(left + panel.width / 2, top - panel.height / 2),
        **{"class": "panel", "id": name.replace("~", "-")},
    )
