"""The page of a chart, A4 or another paper: with a title, what it says in short, and notes.

All lengths are in points, from the lower left corner of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.style import GRID, SMALL_SIZE, SUBTITLE_SIZE, TITLE_SIZE
from depgraph.diagrams.charts.surface import GRID_AT, Surface
from depgraph.diagrams.paper import (
    A3,
    A4,
    LETTER,
    POINTS_PER_MILLIMETRE,
    TABLOID,
    Frame,
    Paper,
    paper_words,
    size_words,
)
from depgraph.diagrams.text import clean, shorten, width, wrap
from depgraph.diagrams.theme import FAINT_INK
from depgraph.words import and_more, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.scope import Scope

MARGIN = 28.0

PAPERS = {paper.name: paper for paper in (A4, LETTER, A3, TABLOID)}
"""What a chart may be drawn on; it lies across."""

_NOTE_LINE = 9.5
_MOST_NOTE_LINES = 6


def paper_of(page: Surface, paper: Paper = A4) -> str:
    """Return what a chart is drawn on: its paper, or as high as it needs to be."""
    if round(page.height) >= round(paper.points[1]):
        return f"{paper_words(paper.name)}, 1 page"
    wide, high = (side / POINTS_PER_MILLIMETRE for side in (page.width, page.height))
    return f"{size_words(wide, high)}, 1 page"


class Page(Surface):
    """A page with a title above and notes below, and the room between them to draw in.

    Parameters
    ----------
    title
        What the chart is of. It is cut where it is too long for a line.
    parts
        The answer in short, with the as-of date, in parts.
    notes
        What is left out, and how to read the chart; empty ones are skipped. The list is
        capped, and then says so.
    scope
        The scope that was asked for, which comes before these parts.
    room
        How high the chart will be at most, where that leaves a part of the page empty: it is
        cut off.

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
        parts: Sequence[str],
        notes: Sequence[str],
        *,
        scope: Scope | None = None,
        room: float | None = None,
        paper: Paper = A4,
    ) -> None:
        page = paper.points
        across = page[0] - 2 * MARGIN
        subtitle = " · ".join([*([scope.words] if scope else []), *parts])
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

    def level(self, frame: Frame, y: float, words: str) -> None:
        """Draw a line across a chart at a height, and on its left what that stands for."""
        self.line(((frame.left, y), (frame.right, y)), colour=GRID, at=GRID_AT)
        self.text(frame.left - 5, y - 2.5, words, colour=FAINT_INK, align="right")

    def upright(self, frame: Frame, x: float, *, colour: str = GRID) -> None:
        """Draw a line up through a chart."""
        self.line(((x, frame.bottom), (x, frame.top)), colour=colour, at=GRID_AT)

    def explain(self, x: float, y: float, words: str) -> float:
        """Write words of a key, and return where its next sign may be."""
        self.text(x, y, words, colour=FAINT_INK)
        return x + width(words, SMALL_SIZE) + 16

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


def scope_notes(scope: Scope | None, *, most: int = 12) -> list[str]:
    """Return the notes on milestones that only the schedule has: those shown, those left out."""
    if scope is None:
        return []
    notes = [codes_note("only in the schedule", scope.schedule_only, most=most)]
    if scope.unlinked:
        codes = listed(scope.unlinked, most)
        notes.append(f"Only in the schedule, without links, {len(scope.unlinked)}: {codes}")
    return notes


def codes_note(why: str, codes: Sequence[str], *, most: int = 12) -> str:
    """Return a note that counts and names milestones left out; empty without any.

    Examples
    --------
    >>> codes_note("without a date", ["A", "B", "C"], most=2)
    'Left out, 3 without a date: A, B and 1 more'
    >>> codes_note("without a date", [])
    ''
    """
    if not codes:
        return ""
    return f"Left out, {len(codes)} {why}: {listed(codes, most)}"
