"""Colours, fonts and lengths of every picture, as data.

The colours can be told apart under deuteranopia and protanopia and in grey, and no meaning
rests on colour alone: words, a tick, dashes and shapes repeat it. Lengths are in points.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

Standing = Literal["done", "late", "projected", "soon", "later", "undated"]
"""How a milestone stands: complete, overdue, late as it is projected, due soon, due later,
without a date."""

STANDINGS: tuple[Standing, ...] = ("done", "late", "projected", "soon", "later", "undated")

LATE_STANDINGS: tuple[Standing, ...] = ("late", "projected")
"""How what `depgraph.analysis.late` finds late stands: overdue, and late as it is projected."""

CLEAR_CONTRAST = 4.5
"""The least contrast of text (WCAG 2.1, success criterion 1.4.3, level AA)."""


class Paint(Struct):
    """How a milestone of one standing looks.

    Attributes
    ----------
    fill, line, text
        A box: its inside, its frame, its words.
    cell, cell_line, cell_text
        A cell of a strip, a diamond or a circle: its inside, its outline, a sign in it.
    bar
        The bar between its due date and when it is expected.
    """

    fill: str
    line: str
    text: str
    cell: str
    cell_line: str
    cell_text: str
    bar: str


SOON_DAYS = 90
"""A milestone due within so many days of the as-of date is due soon."""

PAINTS: dict[Standing, Paint] = {
    "done": Paint("#D6EAF8", "#2E6F9E", "#12354D", "#2E6F9E", "#1F4E70", "#FFFFFF", "#9CC3E0"),
    "late": Paint("#F7B267", "#C45A00", "#4A2200", "#E8870E", "#8F4200", "#000000", "#F7B267"),
    "projected": Paint("#FFFFFF", "#C45A00", "#222222", "#D5D5D5", "#C45A00", "#000000", "#F7B267"),
    "soon": Paint("#FFF6C9", "#8A7A00", "#3D3600", "#FFE45C", "#8A7A00", "#000000", "#C9C9C9"),
    "later": Paint("#FFFFFF", "#7A7A7A", "#222222", "#C4C4C4", "#6E6E6E", "#000000", "#C9C9C9"),
    "undated": Paint("#F0F0F0", "#7A7A7A", "#4D4D4D", "#FFFFFF", "#7A7A7A", "#000000", "#C9C9C9"),
}

SAID: dict[Standing, str] = {
    "done": "complete",
    "late": "overdue",
    "projected": "will be late",
    "soon": f"due within {SOON_DAYS} days",
    "later": "later",
    "undated": "no date",
}
"""How milestones stand, in words; what has less room, or more, says some otherwise."""

BOX_WIDTHS: dict[Standing, float] = {"projected": 2.6}
"""How wide the frame of a box is, in points, where it is not 1."""

CELL_WIDTHS: dict[Standing, float] = {"projected": 2.4}
"""The same of a cell, a diamond or a circle."""

FONT = "Arial"
"""Liberation Sans has the same widths, and stands in for it where it is missing."""

INK = "#222222"
FAINT_INK = "#555555"
LINK = "#4A4A4A"
CRITICAL = "#C1121F"
SETTLED = "#8C8C8C"
LATE_WORDS = "#8A3D00"
FINDING = "#8E2A8E"
AS_OF = "#111111"
BANDS = ("#F1F1F1", "#FAFAFA")


class Theme(Struct):
    """The colours of a picture.

    Attributes
    ----------
    paints
        How milestones look, by how they stand.
    page
        Behind everything, and in the boxes of lists and callouts.
    ink, faint
        Words, and words of less weight.
    link, critical, near_critical, settled
        Links; the critical path, and the float path next to it; queried links with a complete
        end.
    late_words
        How late something is, in words on the page.
    finding, known, moved
        Findings, and those that are known; where a milestone stood in an earlier schedule.
    as_of, frame, bands
        The line at the as-of date; frames and grids; the bands of time, by turns.
    """

    paints: Mapping[Standing, Paint]
    page: str
    ink: str
    faint: str
    link: str
    critical: str
    near_critical: str
    settled: str
    late_words: str
    finding: str
    known: str
    moved: str
    as_of: str
    frame: str
    bands: tuple[str, str]


DEFAULT = Theme(
    PAINTS,
    page="#FFFFFF",
    ink=INK,
    faint=FAINT_INK,
    link=LINK,
    critical=CRITICAL,
    near_critical="#E58A8F",
    settled=SETTLED,
    late_words=LATE_WORDS,
    finding=FINDING,
    known="#8A558A",
    moved="#006D5B",
    as_of=AS_OF,
    frame="#C8C8C8",
    bands=BANDS,
)

TITLE_SIZE = 19.0
SUBTITLE_SIZE = 9.6
BAND_SIZE = 14.0
CODE_SIZE = 9.5
TEXT_SIZE = 8.0
SMALL_SIZE = 8.0
"""The smallest text of a picture."""

READABLE_SIZE = 7.0
"""The smallest text that reads well on paper."""

SMALLEST_SIZE = 6.0
"""The smallest text that can be read on paper at all."""


@cache
def luminance(colour: str) -> float:
    """Return the relative luminance of a colour #RRGGBB, as WCAG 2.1 defines it."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.1 defines it.

    Examples
    --------
    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
