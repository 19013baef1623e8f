"""Sheets of paper, and how a picture is fitted and centred on one."""

from __future__ import annotations

from typing import NamedTuple

from depgraph.diagrams.theme import READABLE_SIZE, SMALL_SIZE
from depgraph.records import by_type

POINTS_PER_MILLIMETRE = 72 / 25.4

_LARGEST_SCALE = 1.5
_PRINTER_MARGIN = 5.0


@by_type
class Paper(NamedTuple):
    """A sheet of paper, or a slide. Lengths are in millimetres.

    Attributes
    ----------
    long, short
        The two sides; the long one is across.
    can_turn
        Whether it may stand upright too, where a picture is larger on it so.
    """

    name: str
    long: float
    short: float
    can_turn: bool = True


A4 = Paper("a4", 297, 210)
A3 = Paper("a3", 420, 297)
A2 = Paper("a2", 594, 420)
A1 = Paper("a1", 841, 594)
A0 = Paper("a0", 1189, 841)
SLIDE = Paper("slide", 338.667, 190.5, can_turn=False)
"""A slide of 16 by 9: 13⅓ by 7½ inches."""

PAPERS = {paper.name: paper for paper in (A4, A3, A2, A1, A0, SLIDE)}


@by_type
class Page(NamedTuple):
    """The page that a picture is put on.

    Attributes
    ----------
    name
        The name of the paper; empty where the page is as large as it needs to be.
    width, height
        Its sides as they lie, in millimetres.
    scale
        How many points of the page a point of the picture takes.
    """

    name: str
    width: float
    height: float
    scale: float

    @property
    def smallest_text(self) -> float:
        """The size of the smallest text as it prints, in points."""
        return SMALL_SIZE * self.scale

    @property
    def size(self) -> str:
        """Its sides in centimetres."""
        return f"{self.width / 10:.0f} × {self.height / 10:.0f} cm"  # noqa: RUF001

    @property
    def room_across(self) -> float:
        """How wide a picture on it may be that leaves what a printer needs, in its points."""
        return _room(self.width) / self.scale

    @property
    def in_words(self) -> str:
        """The paper and the number of pages."""
        names = {"": self.size, SLIDE.name: "a slide"}
        return f"{names.get(self.name, self.name.upper())}, 1 page"

    @property
    def is_readable(self) -> bool:
        """Whether all text prints large enough to be read."""
        return self.smallest_text >= READABLE_SIZE - 1e-6


def fit(width: float, height: float, paper: Paper) -> Page:
    """Return a page of a paper with a picture of so many points on it, as large as it can be.

    It lies across or upright, whichever makes the picture larger. A small picture is
    enlarged by half at most.
    """
    sides = [(paper.long, paper.short)]
    if paper.can_turn:
        sides.append((paper.short, paper.long))
    pages = [
        Page(
            paper.name,
            across,
            up,
            min(
                _room(across) / width,
                _room(up) / height,
                _LARGEST_SCALE,
            ),
        )
        for across, up in sides
    ]
    return max(pages, key=lambda page: page.scale)


def papers_from(preferred: Paper) -> list[Paper]:
    """Return a paper, and those that are larger, the smallest first."""
    return [preferred, *(p for p in (A4, A3, A2, A1, A0) if p.long > preferred.long)]


def unlimited(width: float, height: float) -> Page:
    """Return a page that is as large as a picture needs to be that can be read on no paper."""
    scale = READABLE_SIZE / SMALL_SIZE
    across, up = (
        side * scale / POINTS_PER_MILLIMETRE + 2 * _PRINTER_MARGIN for side in (width, height)
    )
    return Page("", across, up, scale)


def _room(side: float) -> float:
    """Return what a printer can use of a side, in points."""
    return (side - 2 * _PRINTER_MARGIN) * POINTS_PER_MILLIMETRE
