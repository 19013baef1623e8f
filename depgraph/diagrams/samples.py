"""Samples: the signs of a picture as its legend shows them, with what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from depgraph.diagrams.drawing import RING_WIDTHS, box_style, line_style, mark_style
from depgraph.diagrams.labels import CELL_HEIGHT, CELL_WIDTH, font
from depgraph.diagrams.shapes import add_curve, place, straight
from depgraph.diagrams.theme import CELL_WIDTHS, SMALL_SIZE, STANDINGS
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawing import Mark
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing, Theme

SAMPLE_WIDTH = 66

_SIGN_WIDTH = SAMPLE_WIDTH - 12

Ink = Literal[
    "ink", "faint", "critical", "near_critical", "settled", "late_words", "finding", "moved"
]
"""A colour of a theme, by its name there."""


class Sign(Protocol):
    """A sign as it is drawn in a legend."""

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a graph, from a place to the right; its nodes have the name."""


def always(scene: Scene) -> bool:
    """Whether a picture has what all of its kind have."""
    del scene
    return True


class Sample(Struct):
    """A sign of a picture, and what it means.

    Attributes
    ----------
    name
        What its nodes are called after.
    sign
        The sign.
    words
        What it means, on one line or several.
    is_shown
        Whether a picture has it.
    plain, ink
        What stands for the sign in a table, where it cannot be drawn, and in which colour.
        Empty for a box, which is a swatch there.
    """

    name: str
    sign: Sign
    words: str | Callable[[Scene], str]
    is_shown: Callable[[Scene], bool] = always
    plain: str = ""
    ink: Ink = "ink"

    def words_in(self, scene: Scene) -> str:
        """Return what it means in a picture."""
        return self.words if isinstance(self.words, str) else self.words(scene)

    def plain_in(self, theme: Theme) -> str:
        """Return what stands for the sign in a cell of a table."""
        if self.plain or not isinstance(self.sign, Box):
            text = self.plain or self.name
            return font(text, SMALL_SIZE, _colour(theme, self.ink), bold=True)
        paint = theme.paints[self.sign.standing]
        return (
            f'<TABLE BORDER="1" CELLBORDER="0" COLOR="{paint.line}" BGCOLOR="{paint.fill}"'
            ' FIXEDSIZE="TRUE" WIDTH="32" HEIGHT="11"><TR><TD></TD></TR></TABLE>'
        )


class Box(Struct):
    """The box of a milestone."""

    standing: Standing = "later"
    is_outside: bool = False
    is_pale: bool = False

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        theme = scene.theme
        paint = theme.paints[self.standing]
        if self.is_pale:
            paint = paint._replace(fill=theme.page, line=theme.frame)
        style = box_style(paint, self.standing, is_outside=self.is_outside)
        style |= {"width": "0.45", "height": "0.115"}
        _add_shape(drawing, name, left + _SIGN_WIDTH / 2, y, **style)


class Line(Struct):
    """The line of a link, or of many."""

    rank: Rank | None = None
    is_queried: bool = False
    is_settled: bool = False
    is_marked: bool = False
    is_back: bool = False
    many: int = 1

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        style = line_style(scene.theme, **self._asdict())
        ends = (left + _SIGN_WIDTH, left) if self.is_back else (left, left + _SIGN_WIDTH)
        _add_line(drawing, name, ends, y, style)


class Ring(Struct):
    """A milestone of a float path, and its link."""

    rank: Rank

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        theme = scene.theme
        box = {**box_style(theme.paints["later"], "later"), "width": "0.22"}
        _add_shape(drawing, name, left + 11, y, **box, height="0.07")
        ring = {"shape": "box", "style": "rounded", "width": "0.30", "height": "0.14"}
        style = line_style(theme, rank=self.rank)
        ring |= {"color": style["color"], "penwidth": f"{RING_WIDTHS[self.rank]:g}"}
        _add_shape(drawing, f"{name}~ring", left + 11, y, **ring)
        _add_line(drawing, name, (left + 24, left + _SIGN_WIDTH), y, style)


class Slip(Struct):
    """The bar from the due date of something late, a hollow diamond, to when it is expected."""

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        paint = scene.theme.paints["late"]
        bar = {"shape": "box", "style": "filled", "fillcolor": paint.bar, "color": paint.line}
        bar |= {"width": f"{(_SIGN_WIDTH - 5) / 72:.4f}", "height": "0.05", "penwidth": "0.8"}
        _add_shape(drawing, name, left + 5 + (_SIGN_WIDTH - 5) / 2, y, **bar)
        due = {**mark_style("diamond"), "style": "filled", "fillcolor": scene.theme.page}
        _add_shape(drawing, f"{name}~due", left + 5, y, **due, color=paint.line, penwidth="1.4")


class Ghost(Struct):
    """Where a milestone stood before, and an arrow to where it is now."""

    mark: Mark

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        colour = scene.theme.moved
        _add_shape(drawing, "sample~before", left + 5, y, **mark_style(self.mark), color=colour)
        style = {**line_style(scene.theme), "color": colour, "penwidth": "1.2"}
        _add_line(drawing, name, (left + 12, left + _SIGN_WIDTH), y, style)


class Text(Struct):
    """Words in a colour."""

    words: str
    ink: Ink

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a drawing."""
        colour = _colour(scene.theme, self.ink)
        label = f"<{font(self.words, SMALL_SIZE, colour, bold=True)}>"
        _add_shape(drawing, name, left + _SIGN_WIDTH / 2, y, label=label, shape="plain")


class Cells(Struct):
    """Cells, one for each standing of what is folded."""

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add them to a drawing."""
        del name
        for n, standing in enumerate(cell_standings(scene)):
            paint = scene.theme.paints[standing]
            _add_shape(
                drawing,
                f"sample~cell-{standing}",
                left + CELL_WIDTH * (n + 0.5),
                y,
                shape="box",
                style="filled",
                width=f"{CELL_WIDTH / 72:.4f}",
                height=f"{CELL_HEIGHT / 72:.4f}",
                fillcolor=paint.cell,
                color=paint.cell_line,
                penwidth=f"{CELL_WIDTHS.get(standing, 1.0):g}",
            )


def cell_standings(scene: Scene) -> list[Standing]:
    """Return the standings of what is folded."""
    present = {scene.standing(code) for code in scene.folding.targets}
    return [standing for standing in STANDINGS if standing in present]


def _colour(theme: Theme, ink: Ink) -> str:
    colour: str = getattr(theme, ink)
    return colour


def _add_shape(drawing: Canvas, name: str, x: float, y: float, **attributes: str) -> None:
    style = {"label": "", "fixedsize": "true", **attributes}
    if attributes.get("shape") == "plain":
        del style["fixedsize"]
    drawing.node(name, pos=place(x, y), **{"class": "sample"}, **style)


def _add_line(
    drawing: Canvas, name: str, ends: tuple[float, float], y: float, style: dict[str, str]
) -> None:
    start, tip = ends
    line = straight((start, y), (tip - (6 if tip > start else -6), y))
    names = f"{name}-1", f"{name}-2"
    add_curve(drawing, names, line, (tip, y), **{"class": "sample"}, **style)
