"""Sheets of paper, what is where on them, and how a picture is fitted and centred on one."""

from __future__ import annotations

from depgraph.diagrams.theme import READABLE_SIZE, SMALL_SIZE, SMALLEST_SIZE
from depgraph.records import Struct

POINTS_PER_MILLIMETRE = 72 / 25.4

_LARGEST_SCALE = 1.5
_PRINTER_MARGIN = 5.0
_ROUNDING = 1e-6


class Paper(Struct):
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

    @property
    def points(self) -> tuple[float, float]:
        """Its sides in points, as it lies across."""
        return self.long * POINTS_PER_MILLIMETRE, self.short * POINTS_PER_MILLIMETRE


A4 = Paper("a4", 297, 210)
A3 = Paper("a3", 420, 297)
A2 = Paper("a2", 594, 420)
A1 = Paper("a1", 841, 594)
A0 = Paper("a0", 1189, 841)
LETTER = Paper("letter", 279.4, 215.9)
LEGAL = Paper("legal", 355.6, 215.9)
TABLOID = Paper("tabloid", 431.8, 279.4)
SLIDE = Paper("slide", 338.667, 190.5, can_turn=False)
"""A slide of 16 by 9: 13⅓ by 7½ inches."""

PAPERS = {paper.name: paper for paper in (A4, A3, A2, A1, A0, LETTER, LEGAL, TABLOID, SLIDE)}

_ENLARGING = (A4, A3, A2, A1, A0)
"""What is chosen from where no paper is asked for; the others are of one country or use."""


class Frame(Struct):
    """A rectangle on a page, in points."""

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


class Page(Struct):
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
        return size_words(self.width, self.height)

    @property
    def room_across(self) -> float:
        """How wide a picture on it may be that leaves what a printer needs, in its points."""
        return usable(self.width) / self.scale

    @property
    def in_words(self) -> str:
        """The paper, as a sentence names it."""
        return paper_words(self.name) or self.size

    @property
    def is_readable(self) -> bool:
        """Whether all text is large enough to be read well; a slide is shown larger than it is."""
        least = SMALLEST_SIZE if self.name == SLIDE.name else READABLE_SIZE
        return self.smallest_text >= least - _ROUNDING

    @property
    def is_poster(self) -> bool:
        """Whether it is larger than A1, which few printers have."""
        return self.name in ("", A0.name)

    @property
    def is_too_small(self) -> bool:
        """Whether there is text that prints too small to be read at all."""
        return self.smallest_text < SMALLEST_SIZE - _ROUNDING


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
                usable(across) / width,
                usable(up) / height,
                _LARGEST_SCALE,
            ),
        )
        for across, up in sides
    ]
    return max(pages, key=lambda page: page.scale)


def papers_for(asked: Paper | None, *, is_slide: bool) -> tuple[Paper, ...]:
    """Return the papers that a picture is tried on: the one that is asked for, or the smallest up.

    A slide comes before all paper larger than it.
    """
    if asked is not None:
        return (asked,)
    if not is_slide:
        return _ENLARGING
    return SLIDE, *(paper for paper in _ENLARGING if paper.long > SLIDE.long)


def without_paper(width: float, height: float) -> Page:
    """Return a page that is as large as a picture of so many points needs to be read well."""
    scale = READABLE_SIZE / SMALL_SIZE
    across, up = (
        side * scale / POINTS_PER_MILLIMETRE + 2 * _PRINTER_MARGIN for side in (width, height)
    )
    return Page("", across, up, scale)


def size_words(width: float, height: float) -> str:
    """Return sides of so many millimetres in centimetres."""
    return f"{width / 10:.0f} × {height / 10:.0f} cm"  # noqa: RUF001


def paper_words(name: str) -> str:
    """Return a paper as a sentence names it.

    Examples
    --------
    >>> paper_words("a3"), paper_words("letter"), paper_words("slide")
    ('A3', 'letter', 'a slide')
    """
    if name == SLIDE.name:
        return "a slide"
    return name.upper() if name.startswith("a") else name


def usable(side: float) -> float:
    """Return what a printer can use of a side of so many millimetres, in points."""
    return (side - 2 * _PRINTER_MARGIN) * POINTS_PER_MILLIMETRE
