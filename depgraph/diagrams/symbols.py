"""The symbols of the calendar, with what tells how a date moved: bars, hollow marks, rings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.drawing import (
    MARK_SIZES,
    RING_WIDTHS,
    address,
    classes,
    mark_style,
)
from depgraph.diagrams.labels import TABLE, font, rank_colour, tooltip
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.shapes import add_box, add_curve, add_words, place, straight
from depgraph.diagrams.text import attribute, key, width
from depgraph.diagrams.theme import CELL_WIDTHS, LATE_STANDINGS, SMALL_SIZE

if TYPE_CHECKING:
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawing import Mark
    from depgraph.diagrams.elbows import Name, Point, Spot
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Paint, Standing, Theme

HOLLOW_SIZES: dict[Mark, float] = {"diamond": 10.0, "circle": 5.2, "square": 5.2}
"""The width of the hollow mark at a due date, in points."""

RING = 4.2
"""How far a ring stands out from a symbol, in points."""

_SIGN = f'<{TABLE}<TR><TD VALIGN="BOTTOM" HEIGHT="14">{{}}</TD></TR></TABLE>>'
"""The label of a sign, which is as far down as it takes to stand in the middle of a mark."""

_BARS: dict[Mark, float] = {"diamond": 3.0, "circle": 0.9, "square": 0.9}
_OUTLINE = 0.9
_TIMES = "\N{MULTIPLICATION SIGN}"
_MOST_INSIDE = 9


def mark_of(scene: Scene, name: Name) -> Mark:
    """Return which symbol a milestone has."""
    if not name[1]:
        return "diamond"
    return "circle" if name[0] in scene.folding.targets else "square"


def rank_of(scene: Scene, name: Name) -> Rank | None:
    """Return which float path a symbol is on."""
    return scene.paths.rank(name[0]) if name[1] else scene.rank(name[0])


def half_of(mark: Mark, rank: Rank | None = None) -> float:
    """Return half of the width of a symbol, with its ring where it is on a float path."""
    return MARK_SIZES[mark] / 2 + (RING if rank else 0.0)


def half_at(scene: Scene, name: Name) -> float:
    """Return the same of the symbol of a milestone."""
    return half_of(mark_of(scene, name), rank_of(scene, name))


def mark_name(code: str, lane: str = "") -> str:
    """Return the name of the node of a symbol, which may stand in the lane of another."""
    return f"{key(code)}@{key(lane)}" if lane else key(code)


def pale(paint: Paint, theme: Theme, standing: Standing) -> Paint:
    """Return the paint of a symbol that is not selected: filled, unlike the mark at a due date.

    What is late keeps its outline.
    """
    line = paint.cell_line if standing in LATE_STANDINGS else theme.frame
    return paint._replace(cell=theme.frame, cell_line=line)


def symbol_style(paint: Paint, standing: Standing, mark: Mark) -> dict[str, str]:
    """Return how a symbol is drawn."""
    return {
        "fixedsize": "shape",
        "margin": "0",
        "style": "filled",
        "fillcolor": paint.cell,
        "color": paint.cell_line,
        "penwidth": f"{_OUTLINE * CELL_WIDTHS.get(standing, 1.0):g}",
        **mark_style(mark),
    }


def hollow_style(paint: Paint, theme: Theme, mark: Mark) -> dict[str, str]:
    """Return how the mark at a due date is drawn."""
    size = f"{HOLLOW_SIZES[mark] / 72:.4f}"
    return {
        "shape": mark,
        "width": size,
        "height": size,
        "fixedsize": "true",
        "style": "filled",
        "fillcolor": theme.page,
        "color": paint.line,
        "penwidth": "1.4" if mark == "diamond" else "1",
    }


def add_symbol(
    drawing: Canvas,
    scene: Scene,
    name: Name,
    at: Point,
    *,
    count: int = 1,
) -> None:
    """Add the symbol of a milestone, in the lane of another where that is named.

    Parameters
    ----------
    count
        How many stand on the same place. A number in the symbol says it; beside the symbol where
        that has another sign.
    """
    code, lane = name
    mark, rank = mark_of(scene, name), rank_of(scene, name)
    standing, theme = scene.standing(code), scene.theme
    paint = theme.paints[standing]
    if code in scene.context:
        paint = pale(paint, theme, standing)
    sign = _sign(scene, code, lane) if lane else ""
    if count > 1 and not sign and count <= _MOST_INSIDE:
        sign = f"{count}"
    elif count > 1:
        words = f"{_TIMES}{count}"
        beside = at[0] + half_of(mark) + 1 + width(words, SMALL_SIZE, bold=True) / 2, at[1]
        add_words(drawing, f"count~{mark_name(*name)}", words, beside, SMALL_SIZE, theme.ink)
    kind = "feature" if lane else "milestone"
    drawing.node(
        mark_name(code, lane),
        _SIGN.format(font(sign, SMALL_SIZE, paint.cell_text, bold=True)) if sign else "",
        id=f"feature-{key(code)}:{key(lane)}" if lane else f"milestone-{key(code)}",
        tooltip=attribute(tooltip(scene, code)),
        pos=place(*at),
        **{"class": classes(scene, code, kind)},
        **symbol_style(paint, standing, mark),
        **address(scene, code),
    )
    if rank:
        add_ring(drawing, f"ring~{mark_name(code, lane)}", theme, mark, at, rank)


def add_ring(
    drawing: Canvas,
    name: str,
    theme: Theme,
    mark: Mark,
    at: Point,
    rank: Rank,
    *,
    gap: float = RING,
) -> None:
    """Add the ring around a symbol on a float path."""
    size = f"{2 * (half_of(mark) + gap) / 72:.4f}"
    drawing.node(
        name,
        "",
        shape=mark,
        width=size,
        height=size,
        fixedsize="true",
        style="",
        color=rank_colour(theme, rank),
        penwidth=f"{RING_WIDTHS[rank]:g}",
        pos=place(*at),
        **{"class": "ring"},
    )


def add_slip(
    drawing: Canvas, scene: Scene, name: Name, spot: Spot, due: float, *, is_cut: bool = False
) -> None:
    """Add the bar between when a milestone is due and its symbol, and the hollow mark.

    Where the bar is cut, as it begins before the axis, an arrow head stands for the mark.
    """
    code, lane = name
    mark = mark_of(scene, name)
    theme, standing = scene.theme, scene.standing(code)
    paint = theme.paints[standing]
    node, words = mark_name(code, lane), tooltip(scene, code)
    left, right = sorted((spot.x, due))
    half = _BARS[mark]
    if right > left:
        add_box(
            drawing,
            f"slip~{node}",
            Frame(left, spot.y - half, right, spot.y + half),
            paint.bar if mark == "diamond" else paint.cell_line,
            classes(scene, code, "slip"),
            line=paint.line,
            words=words,
        )
    style = hollow_style(paint, theme, mark)
    if is_cut:
        style |= {"shape": "triangle", "orientation": "90", "fillcolor": paint.line}
    drawing.node(
        f"due~{node}",
        "",
        pos=place(due, spot.y),
        tooltip=attribute(words),
        **{"class": classes(scene, code, "due")},
        **style,
    )


def add_ghost(drawing: Canvas, scene: Scene, symbol: Name, at: Point, now: float) -> None:
    """Add where an earlier schedule had a milestone, and an arrow to where this one has it."""
    code, lane = symbol
    (x, y), name, theme = at, mark_name(code, lane), scene.theme
    drawing.node(
        f"ghost~{name}",
        "",
        pos=place(x, y),
        fixedsize="true",
        color=theme.moved,
        penwidth="0.9",
        id=f"ghost-{name.replace('@', ':')}",
        tooltip=attribute(tooltip(scene, code)),
        **{"class": "ghost"},
        **mark_style(mark_of(scene, symbol)),
    )
    sign = 1 if now > x else -1
    start, tip = x + sign * 4.0, now - sign * 4.5
    if (tip - start) * sign < 8:
        return
    y -= 0.0 if lane else 4.8
    add_curve(
        drawing,
        (f"moved~{name}~0", f"moved~{name}~1"),
        straight((start, y), (tip - sign * 4, y)),
        (tip, y),
        color=theme.moved,
        penwidth="1.1",
        arrowsize="0.4",
        **{"class": "moved"},
    )


def _sign(scene: Scene, code: str, lane: str) -> str:
    """Return the sign on a symbol that stands in the lane of another."""
    marks = scene.marks
    if code in marks.marked_features or code in marks.findings_at:
        return "▲"
    is_queried = (
        code in marks.queried_features
        or code in marks.questions_at
        or (code, lane) in marks.query_numbers
    )
    return "?" if is_queried else ""
