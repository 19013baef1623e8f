"""The page of a chart, A4 or another paper: with a title, what it says in short, and notes.

All lengths are in points, from the lower left corner of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.style import SMALL_SIZE, SUBTITLE_SIZE, TITLE_SIZE
from depgraph.diagrams.charts.surface import Frame, Surface
from depgraph.diagrams.paper import (
    A3,
    A4,
    LETTER,
    POINTS_PER_MILLIMETRE,
    TABLOID,
    Paper,
    paper_words,
)
from depgraph.diagrams.text import clean, shorten, wrap
from depgraph.diagrams.theme import FAINT_INK
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Sequence


MARGIN = 28.0

PAPERS = {paper.name: paper for paper in (A4, LETTER, A3, TABLOID)}
"""What a chart may be drawn on; it lies across."""

_NOTE_LINE = 9.5
_MOST_NOTE_LINES = 6


def paper_of(page: Surface, paper: Paper = A4) -> str:
    """Return what a chart is drawn on: its paper, or as high as it needs to be."""
    if round(page.height) >= round(page_height(paper)):
        return f"{paper_words(paper.name)}, 1 page"
    width, height = (side / POINTS_PER_MILLIMETRE / 10 for side in (page.width, page.height))
    return f"{width:.0f} × {height:.0f} cm, 1 page"  # noqa: RUF001


def page_width(paper: Paper) -> float:
    """Return how wide a paper is that lies across, in points."""
    return paper.long * POINTS_PER_MILLIMETRE


def page_height(paper: Paper) -> float:
    """Return how high it is."""
    return paper.short * POINTS_PER_MILLIMETRE


class Page(Surface):
    """A page with a title above and notes below, and the room between them to draw in.

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
    label
        Subtitle and notes in full.
    frame
        The room between title and notes.
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
        page = page_width(paper), page_height(paper)
        across = page[0] - 2 * MARGIN
        above = wrap(clean(subtitle), across, SUBTITLE_SIZE, lines=2)
        below = _note_lines(notes, across)
        heading = TITLE_SIZE * 0.7 + 3 + (SUBTITLE_SIZE + 3) * len(above) + 10
        footing = _NOTE_LINE * len(below) - 4
        height = page[1]
        if room is not None:
            height = min(height, 2 * MARGIN + heading + room + footing)
        super().__init__(page[0], height)
        sentences = [clean(sentence).removesuffix(".") for sentence in (subtitle, *notes)]
        self.label = ". ".join(filter(None, sentences))
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

    def say_nothing(self, words: str) -> None:
        """Say in the middle of the page why there is no chart on it."""
        middle = (self.frame.left + self.frame.right) / 2
        self.text(middle, (self.frame.bottom + self.frame.top) / 2, words, size=12, align="center")


def _note_lines(notes: Sequence[str], room: float) -> list[str]:
    lines: list[str] = []
    for note in notes:
        lines += wrap(clean(note), room, SMALL_SIZE, lines=2)
    if len(lines) <= _MOST_NOTE_LINES:
        return lines
    rest = and_more(len(lines) - _MOST_NOTE_LINES + 1, "more lines of notes")
    return [*lines[: _MOST_NOTE_LINES - 1], f"… {rest}"]
