"""Colours, fonts and lengths of every picture, as data.

The colours can be told apart under deuteranopia and protanopia and in grey, and no meaning
rests on colour alone: words, a tick, dashes and shapes repeat it. Lengths are in points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Mapping

Standing = Literal["done", "late", "soon", "later", "undated"]

STANDINGS: tuple[Standing, ...] = ("done", "late", "soon", "later", "undated")


@by_type
class Paint(NamedTuple):
    """How a milestone of one standing looks: as a node, and as a cell of a strip."""

    fill: str
    line: str
    text: str
    cell: str
    cell_line: str
    cell_text: str


PAINTS: dict[Standing, Paint] = {
    "done": Paint("#D6EAF8", "#2E6F9E", "#12354D", "#2E6F9E", "#1F4E70", "#FFFFFF"),
    "late": Paint("#F7B267", "#C45A00", "#4A2200", "#E88A1A", "#8F4200", "#000000"),
    "soon": Paint("#FFF6C9", "#8A7A00", "#3D3600", "#FFE45C", "#8A7A00", "#000000"),
    "later": Paint("#FFFFFF", "#7A7A7A", "#222222", "#C4C4C4", "#6E6E6E", "#000000"),
    "undated": Paint("#F0F0F0", "#7A7A7A", "#4D4D4D", "#FFFFFF", "#7A7A7A", "#000000"),
}

SOON_DAYS = 90
"""A milestone due within so many days of the as-of date is due soon."""

FONT = "Arial"
"""Liberation Sans has the same widths, and stands in for it where it is missing."""

INK = "#222222"
FAINT_INK = "#555555"
LINK = "#4A4A4A"
CRITICAL = "#C1121F"
CRITICAL_WIDTH = 3.2
FINDING = "#8E2A8E"
KNOWN_FINDING = "#8A558A"
AS_OF = "#111111"
FRAME = "#C8C8C8"
BANDS = ("#F1F1F1", "#FAFAFA")


@by_type
class Theme(NamedTuple):
    """The colours of a picture.

    Attributes
    ----------
    paints
        How milestones look, by how they stand.
    page
        Behind everything, and in the boxes of lists and callouts.
    ink, faint
        Words, and words of less weight.
    link, critical, finding, known, moved
        Links; the critical path; findings, and those that are known; where a milestone
        stood in an earlier schedule.
    as_of, frame, bands
        The line at the as-of date; frames and grids; the bands of time, by turns.
    """

    paints: Mapping[Standing, Paint]
    page: str
    ink: str
    faint: str
    link: str
    critical: str
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
    finding=FINDING,
    known=KNOWN_FINDING,
    moved="#006D5B",
    as_of=AS_OF,
    frame=FRAME,
    bands=BANDS,
)

TITLE_SIZE = 20.0
SUBTITLE_SIZE = 10.5
BAND_SIZE = 14.0
CODE_SIZE = 10.5
TEXT_SIZE = 8.5
SMALL_SIZE = 8.0
"""The smallest text of a picture."""

READABLE_SIZE = 7.0
"""The smallest text that reads well on paper."""

SMALLEST_SIZE = 6.0
"""The smallest text that can be read on paper at all."""
