"""A page that is drawn on in points, from its lower left corner."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.charts.style import GRID, SMALL_SIZE
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.text import width
from depgraph.diagrams.theme import INK
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    _Point = tuple[float, float]

BANDS_AT, GRID_AT, BARS_AT, LINES_AT, MARKS_AT, TEXT_AT = range(1, 7)
"""What is drawn over what, from the ground up."""

NONE = "none"
"""In place of a colour: what is not filled, or has no outline."""

_HEAD = 4.6
_MANY, _NEAR = 200, 0.35
_PLATE = "#FFFFFFD0"
_PLATE_PADDING = 0.12
_ASCENT, _DESCENT = 0.75, 0.22

Part = Literal["milestone", "lane", "slip", "link"]
"""What is drawn: of a milestone its mark, its words, its bar; or a link."""

Align = Literal["left", "center", "right"]


class Subject(Struct):
    """Whose mark it is: a milestone's, or that of a link from one to another.

    Attributes
    ----------
    part
        What of it is drawn.
    codes
        The code of the milestone, or those of prerequisite and dependent.
    """

    part: Part
    codes: tuple[str, ...]


class Words(Struct):
    """A line of text; `x` is at its start, middle or end, and its baseline at `y`."""

    x: float
    y: float
    string: str
    size: float
    colour: str
    bold: bool
    align: Align
    url: str

    @property
    def frame(self) -> Frame:
        """About where it stands."""
        wide = width(self.string, self.size, bold=self.bold)
        left = self.x - wide * ("left", "center", "right").index(self.align) / 2
        return Frame(left, self.y - _DESCENT * self.size, left + wide, self.y + _ASCENT * self.size)


class Outline(Struct):
    """Lines from point to point.

    Attributes
    ----------
    radius
        By how much the corners are rounded.
    dashes
        The lengths of ink and gap by turns; empty for a whole line.
    """

    points: tuple[_Point, ...]
    fill: str
    line: str
    weight: float
    dashes: tuple[float, ...] = ()
    radius: float = 0.0
    is_closed: bool = True

    def corners(self) -> Iterator[tuple[_Point, ...]]:
        """Yield between the two ends where a rounded corner begins, itself, and where it ends."""
        for before, corner, after in zip(
            self.points, self.points[1:], self.points[2:], strict=False
        ):
            yield (
                towards(corner, before, self.radius),
                corner,
                towards(corner, after, self.radius),
            )


class Disc(Struct):
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: str
    line: str
    weight: float = 0.8


Item = Words | Outline | Disc


class Surface:
    """What is drawn on a page, kept until it is written in one format or another.

    Parameters
    ----------
    width, height
        Of the page, in points.

    Attributes
    ----------
    label
        What the page says, for readers who do not see it.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.label = ""
        self._subject: Subject | None = None
        self._layers: dict[int, list[tuple[Subject | None, Item]]] = {}

    def drawn(self) -> Iterator[tuple[Subject | None, Item]]:
        """Yield what is drawn, from the ground up, each with whose mark it is."""
        for at in sorted(self._layers):
            yield from self._layers[at]

    def words(self) -> list[Words]:
        """Return the lines of text."""
        return [item for _, item in self.drawn() if isinstance(item, Words)]

    @contextmanager
    def about(self, part: Part, *codes: str) -> Iterator[None]:
        """Say of what is drawn inside the block whose mark it is: see `Subject`."""
        before, self._subject = self._subject, Subject(part, codes)
        yield
        self._subject = before

    def _add(self, at: int, item: Item) -> None:
        self._layers.setdefault(at, []).append((self._subject, item))

    def text(
        self,
        x: float,
        y: float,
        string: str,
        *,
        size: float = SMALL_SIZE,
        colour: str = INK,
        bold: bool = False,
        align: Align = "left",
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
        if not string:
            return
        on_web = url if url and url.startswith(("http://", "https://")) else ""
        words = Words(x, y, string, size, colour, bold, align, on_web)
        if plate:
            more = _PLATE_PADDING * size
            left, bottom, right, top = words.frame
            behind = Frame(left - more, bottom - more, right + more, top + more)
            self.box(behind, fill=_PLATE, at=TEXT_AT)
        self._add(TEXT_AT, words)

    def line(
        self,
        points: Iterable[_Point],
        *,
        colour: str = GRID,
        weight: float = 0.6,
        dashes: Sequence[float] = (),
        radius: float = 0.0,
        at: int = LINES_AT,
    ) -> None:
        """Draw straight lines through points, with the corners between them rounded or not."""
        places = _thinned(tuple(points))
        way = Outline(places, NONE, colour, weight, tuple(dashes), radius, is_closed=False)
        self._add(at, way)

    def box(
        self,
        frame: Frame,
        *,
        fill: str = NONE,
        line: str = NONE,
        weight: float = 0.6,
        at: int = BARS_AT,
        dashes: Sequence[float] = (),
    ) -> None:
        """Draw a rectangle."""
        left, bottom, right, top = frame
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self._add(at, Outline(corners, fill, line, weight, tuple(dashes)))

    def shape(
        self,
        points: Sequence[_Point],
        *,
        fill: str,
        line: str = NONE,
        weight: float = 0.9,
        at: int = MARKS_AT,
    ) -> None:
        """Draw a filled polygon."""
        self._add(at, Outline(tuple(points), fill, line, weight))

    def diamond(
        self, x: float, y: float, reach: float, *, fill: str, line: str, weight: float = 0.9
    ) -> None:
        """Draw a diamond about a place, whose corners are so far from that."""
        corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
        self.shape(corners, fill=fill, line=line, weight=weight)

    def arrow(self, before: _Point, tip: _Point, *, colour: str) -> None:
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
        self._add(MARKS_AT, Disc(x, y, radius, fill, line))


def _thinned(points: tuple[_Point, ...]) -> tuple[_Point, ...]:
    """Return the corners of a line; of very many, not those too near to others to be seen."""
    if len(points) <= _MANY:
        return points
    kept = [points[0]]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) >= _NEAR or abs(y - kept[-1][1]) >= _NEAR:
            kept.append((x, y))
    return (*kept, points[-1])


def towards(start: _Point, end: _Point, most: float) -> _Point:
    """Return the place `most` points from one to another, or half way where that is less."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = (across * across + up * up) ** 0.5
    share = min(most / length, 0.5) if length else 0.0
    return start[0] + across * share, start[1] + up * share
