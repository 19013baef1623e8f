"""A roll-up in a picture: a bar with one cell for each stage, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.rollup import STAGES, apportion
from depgraph.diagrams.labels import CELL_HEIGHT, TABLE, font, row
from depgraph.diagrams.text import markup, width, wrap
from depgraph.diagrams.theme import SMALL_SIZE

if TYPE_CHECKING:
    from depgraph.analysis.rollup import Tally
    from depgraph.diagrams.theme import Paint, Standing, Theme

_LEAST_WIDTH = 4
_STANDINGS: tuple[Standing, ...] = ("done", "soon", "later", "undated")
_SIGNS = ("✔", "►", "○", "–")  # noqa: RUF001
"""For each stage, what its number stands behind: colour alone says nothing."""


def rollup_cell(theme: Theme, tally: Tally, *, room: float, paint: Paint) -> str:
    """Return a bar and its numbers in words, as an HTML-like table for a label of Graphviz.

    Parameters
    ----------
    theme
        The colours: those of features that are done, due soon, due later and undated.
    tally
        What is counted; at least one milestone.
    room
        The width of the bar in points.
    paint
        How the milestone looks that the bar stands in.
    """
    counts = tally.counts
    places = [place for place, count in enumerate(counts) if count]
    spare = int(room) - _LEAST_WIDTH * len(places)
    widths = apportion([counts[place] for place in places], spare)
    cells = "".join(
        _counted_cell(theme.paints[_STANDINGS[place]], place, counts[place], share + _LEAST_WIDTH)
        for place, share in zip(places, widths, strict=True)
    )
    bar = (
        '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="0" ALIGN="LEFT"'
        f' FIXEDSIZE="TRUE" WIDTH="{int(room)}" HEIGHT="{CELL_HEIGHT}"><TR>{cells}</TR></TABLE>'
    )
    words = " · ".join(f"{_SIGNS[place]} {counts[place]} {STAGES[place]}" for place in places)
    numbers = "".join(
        row(font(line, SMALL_SIZE, paint.text)) for line in wrap(words, room, SMALL_SIZE, lines=2)
    )
    return f'{TABLE}<TR><TD CELLPADDING="2" ALIGN="LEFT">{bar}</TD></TR>{numbers}</TABLE>'


def _counted_cell(paint: Paint, place: int, count: int, wide: int) -> str:
    shown = next(
        (text for text in (f"{_SIGNS[place]} {count}", str(count)) if _fits(text, wide)), ""
    )
    return (
        f'<TD COLOR="{paint.cell_line}" BGCOLOR="{paint.cell}" FIXEDSIZE="TRUE" VALIGN="BOTTOM"'
        f' WIDTH="{wide}" HEIGHT="{CELL_HEIGHT}" TOOLTIP="{markup(f"{count} {STAGES[place]}")}">'
        f"{font(shown, SMALL_SIZE, paint.cell_text)}</TD>"
    )


def _fits(text: str, wide: int) -> bool:
    return width(text, SMALL_SIZE) + 2 <= wide
