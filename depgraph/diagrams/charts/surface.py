"""A figure that is drawn on in points, from the lower left corner of the page."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.diagrams.charts.style import GRID, SMALL_SIZE, need_matplotlib
from depgraph.diagrams.text import key
from depgraph.diagrams.theme import INK
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.figure import Figure

BANDS_AT, GRID_AT, BARS_AT, LINES_AT, MARKS_AT, TEXT_AT = range(1, 7)
"""What is drawn over what, from the ground up."""

POINTS_PER_INCH = 72.0
_HEAD = 4.6

Part = Literal["milestone", "lane", "slip"]
"""What of a milestone is drawn: its mark, its words, its bar."""


@by_type
class Frame(NamedTuple):
    """A rectangle on the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From the lower edge to the upper one."""
        return self.top - self.bottom


class Surface:
    """A figure without axes.

    Parameters
    ----------
    width, height
        Of the page, in points.

    Attributes
    ----------
    figure
        The figure, for whoever wants to show or save it.

    Raises
    ------
    MissingToolError
        If matplotlib is not installed.
    """

    def __init__(self, width: float, height: float) -> None:
        need_matplotlib()
        from matplotlib.figure import Figure

        self._name: str | None = None
        self.figure: Figure = Figure(
            figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH), facecolor="white"
        )
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        # These limits stay, so all is added with `add_artist`, which looks for no others.
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(0, height)

    @contextmanager
    def about(self, code: str, part: Part) -> Iterator[None]:
        """Name what is drawn inside the block after a milestone, for files that can tell."""
        before, self._name = self._name, f"{part}~{key(code)}"
        yield
        self._name = before

    @contextmanager
    def between(self, prerequisite: str, dependent: str) -> Iterator[None]:
        """Name what is drawn inside the block after a link."""
        before, self._name = self._name, f"link~{key(prerequisite)}:{key(dependent)}"
        yield
        self._name = before

    def text(
        self,
        x: float,
        y: float,
        string: str,
        *,
        size: float = SMALL_SIZE,
        colour: str = INK,
        bold: bool = False,
        align: str = "left",
        plate: bool = False,
        url: str | None = None,
    ) -> None:
        """Write a line with its baseline at `y`.

        Parameters
        ----------
        align
            Whether `x` is at the ``left``, the ``center`` or the ``right`` of it.
        plate
            Whether to lighten what is behind it.
        url
            Where it leads, if that is on the web.
        """
        written = self._axes.text(
            x,
            y,
            string,
            fontsize=size,
            color=colour,
            fontweight="bold" if bold else "normal",
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
            zorder=TEXT_AT,
            gid=self._name,
        )
        if plate:
            written.set_bbox(
                {"boxstyle": "square,pad=0.12", "facecolor": "#FFFFFFD0", "edgecolor": "none"}
            )
        if url and url.startswith(("http://", "https://")):
            written.set_url(url)

    def line(
        self,
        points: Iterable[tuple[float, float]],
        *,
        colour: str = GRID,
        weight: float = 0.6,
        dashes: Sequence[float] = (),
        at: int = LINES_AT,
    ) -> None:
        """Draw straight lines through points; `dashes` are lengths of ink and gap."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self._axes.add_artist(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=weight,
                linestyle=(0, tuple(dashes)) if dashes else "-",
                zorder=at,
                gid=self._name,
                solid_capstyle="butt",
                dash_capstyle="butt",
            )
        )

    def box(
        self,
        frame: Frame,
        *,
        fill: str = "none",
        line: str = "none",
        weight: float = 0.6,
        at: int = BARS_AT,
        dashes: Sequence[float] = (),
    ) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        self._axes.add_artist(
            Rectangle(
                (frame.left, frame.bottom),
                frame.width,
                frame.height,
                facecolor=fill,
                edgecolor=line,
                linewidth=weight,
                linestyle=(0, tuple(dashes)) if dashes else "-",
                zorder=at,
                gid=self._name,
            )
        )

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str,
        line: str = "none",
        weight: float = 0.9,
        at: int = MARKS_AT,
    ) -> None:
        """Draw a filled polygon."""
        from matplotlib.patches import Polygon

        self._axes.add_artist(
            Polygon(
                points,
                closed=True,
                facecolor=fill,
                edgecolor=line,
                linewidth=weight,
                joinstyle="miter",
                zorder=at,
                gid=self._name,
            )
        )

    def arrow(self, before: tuple[float, float], tip: tuple[float, float], *, colour: str) -> None:
        """Draw the head of an arrow that comes from one point and ends at another."""
        across, up = tip[0] - before[0], tip[1] - before[1]
        length = (across * across + up * up) ** 0.5 or 1.0
        across, up = across / length, up / length
        back = tip[0] - _HEAD * across, tip[1] - _HEAD * up
        side = _HEAD * 0.36
        self.shape(
            (
                tip,
                (back[0] - side * up, back[1] + side * across),
                (back[0] + side * up, back[1] - side * across),
            ),
            fill=colour,
            at=LINES_AT,
        )

    def disc(self, x: float, y: float, radius: float, *, fill: str, line: str = "#FFFFFF") -> None:
        """Draw a filled circle."""
        from matplotlib.patches import Circle

        self._axes.add_artist(
            Circle(
                (x, y),
                radius,
                facecolor=fill,
                edgecolor=line,
                linewidth=0.8,
                zorder=MARKS_AT,
                gid=self._name,
            )
        )

    def curve(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str,
        weight: float,
        dashes: Sequence[float] = (),
        radius: float = 4.0,
        at: int = LINES_AT,
    ) -> None:
        """Draw lines through points, with the corners between them rounded."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        vertices = [points[0]]
        codes = [Path.MOVETO]
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            vertices += [towards(corner, before, radius), corner, towards(corner, after, radius)]
            codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
        self._axes.add_artist(
            PathPatch(
                Path([*vertices, points[-1]], [*codes, Path.LINETO]),
                facecolor="none",
                edgecolor=colour,
                linewidth=weight,
                linestyle=(0, tuple(dashes)) if dashes else "-",
                capstyle="butt",
                zorder=at,
                gid=self._name,
            )
        )


def towards(
    start: tuple[float, float], end: tuple[float, float], most: float
) -> tuple[float, float]:
    """Return the place `most` points from one to another, or half way where that is less."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across * across + up * up) ** 0.5
    share = min(most / length, 0.5) if length else 0.0
    return start[0] + across * share, start[1] + up * share
