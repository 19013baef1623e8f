"""The page of a chart, A4 or another paper: with a title, what it says in short, and notes.

All lengths are in points, from the lower left corner of the page.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.diagrams.charts.style import (
    GRID,
    SMALL_SIZE,
    SUBTITLE_SIZE,
    TITLE_SIZE,
    need_matplotlib,
    shorten,
    wrap,
)
from depgraph.diagrams.paper import (
    A3,
    A4,
    LETTER,
    POINTS_PER_MILLIMETRE,
    TABLOID,
    Paper,
    paper_words,
)
from depgraph.diagrams.text import clean, key
from depgraph.diagrams.theme import FAINT_INK, INK
from depgraph.records import by_type
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.figure import Figure


MARGIN = 28.0

PAPERS = {paper.name: paper for paper in (A4, LETTER, A3, TABLOID)}
"""What a chart may be drawn on; it lies across."""

BANDS_AT, GRID_AT, BARS_AT, LINES_AT, MARKS_AT, TEXT_AT = range(1, 7)
"""What is drawn over what, from the ground up."""

_POINTS_PER_INCH = 72.0
_NOTE_LINE = 9.5
_HEAD = 4.6
_MOST_NOTE_LINES = 6

Part = Literal["milestone", "lane", "slip"]
"""What of a milestone is drawn: its mark, its words, its bar."""


def paper_of(figure: Figure, paper: Paper = A4) -> str:
    """Return what a chart is drawn on: its paper, or as high as it needs to be."""
    width, height = figure.get_size_inches()
    if round(height * _POINTS_PER_INCH) >= round(page_height(paper)):
        return f"{paper_words(paper.name)}, 1 page"
    return f"{width * 2.54:.0f} × {height * 2.54:.0f} cm, 1 page"  # noqa: RUF001


def page_width(paper: Paper) -> float:
    """Return how wide a paper is that lies across, in points."""
    return paper.long * POINTS_PER_MILLIMETRE


def page_height(paper: Paper) -> float:
    """Return how high it is."""
    return paper.short * POINTS_PER_MILLIMETRE


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


class Page:
    """A figure with a title above and notes below, and the room between them to draw in.

    Parameters
    ----------
    title
        What the chart is of. It is cut where it is too long for a line.
    subtitle
        The answer in short, with the as-of date.
    notes
        What is left out, and how to read the chart; empty ones are skipped. The list is
        capped, and then says so.
    room
        How high the chart will be at most, where that leaves a part of the page empty: it is
        cut off.
    paper
        The paper.

    Attributes
    ----------
    figure
        The figure, for whoever wants to show or save it. Its label is subtitle and notes in
        full.
    frame
        The room between title and notes.

    Raises
    ------
    MissingToolError
        If matplotlib is not installed.
    """

    def __init__(
        self,
        title: str,
        subtitle: str,
        notes: Sequence[str],
        *,
        room: float | None = None,
        paper: Paper = A4,
    ) -> None:
        need_matplotlib()
        from matplotlib.figure import Figure

        self._name: str | None = None
        page = page_width(paper), page_height(paper)
        across = page[0] - 2 * MARGIN
        above = wrap(clean(subtitle), across, SUBTITLE_SIZE, lines=2)
        below = _note_lines(notes, across)
        heading = TITLE_SIZE * 0.7 + 3 + (SUBTITLE_SIZE + 3) * len(above) + 10
        footing = _NOTE_LINE * len(below) - 4
        height = page[1]
        if room is not None:
            height = min(height, 2 * MARGIN + heading + room + footing)
        self.figure: Figure = Figure(
            figsize=(page[0] / _POINTS_PER_INCH, height / _POINTS_PER_INCH), facecolor="white"
        )
        sentences = [clean(sentence).removesuffix(".") for sentence in (subtitle, *notes)]
        self.figure.set_label(". ".join(filter(None, sentences)))
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        # These limits stay, so all is added with `add_artist`, which looks for no others.
        self._axes.set_xlim(0, page[0])
        self._axes.set_ylim(0, height)
        top = height - MARGIN - heading
        self.frame = Frame(MARGIN, MARGIN + footing, page[0] - MARGIN, top)
        y = height - MARGIN - TITLE_SIZE * 0.7
        shown = shorten(clean(title), across, TITLE_SIZE, bold=True)
        self.text(MARGIN, y, shown, size=TITLE_SIZE, bold=True)
        for number, line in enumerate(reversed(above)):
            y = top + 10 + number * (SUBTITLE_SIZE + 3)
            self.text(MARGIN, y, line, size=SUBTITLE_SIZE, colour=FAINT_INK)
        for number, line in enumerate(reversed(below)):
            self.text(MARGIN, MARGIN - 8 + number * _NOTE_LINE, line, colour=FAINT_INK)

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

    def say_nothing(self, words: str) -> None:
        """Say in the middle of the page why there is no chart on it."""
        middle = (self.frame.left + self.frame.right) / 2
        self.text(middle, (self.frame.bottom + self.frame.top) / 2, words, size=12, align="center")

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


def _note_lines(notes: Sequence[str], room: float) -> list[str]:
    lines: list[str] = []
    for note in notes:
        lines += wrap(clean(note), room, SMALL_SIZE, lines=2)
    if len(lines) <= _MOST_NOTE_LINES:
        return lines
    rest = and_more(len(lines) - _MOST_NOTE_LINES + 1, "more lines of notes")
    return [*lines[: _MOST_NOTE_LINES - 1], f"… {rest}"]
