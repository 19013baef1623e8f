"""The marks of milestones: a shape for whose they are, a sign in it for how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.surface import MARKS_AT
from depgraph.diagrams.theme import PAINTS, SAID, SOON_DAYS, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depgraph.diagrams.charts.page import Page
    from depgraph.diagrams.theme import Standing

MARK_RADIUS = 4.6

SAID_IN_KEYS = {**SAID, "soon": f"due in {SOON_DAYS} days", "later": "due later"}
"""What the sign of a mark says."""


def draw_key(
    page: Page,
    x: float,
    y: float,
    words: Mapping[Standing, str],
    draw: Callable[[Page, float, float, Standing], None],
) -> float:
    """Draw the marks that a chart has with what is said of each; return where they end."""
    for standing in STANDINGS:
        if standing in words:
            draw(page, x, y + 2.4, standing)
            x = page.explain(x + 8, y, words[standing])
    return x


def draw_due(page: Page, x: float, y: float, standing: Standing) -> None:
    """Draw the hollow mark at the due date of a milestone that is expected at another date."""
    page.diamond(x, y, MARK_RADIUS * 0.8, fill="#FFFFFF", line=PAINTS[standing].line)


def draw_mark(
    page: Page,
    x: float,
    y: float,
    standing: Standing,
    *,
    is_outside: bool = False,
    radius: float = MARK_RADIUS,
) -> None:
    """Draw the mark of a milestone.

    A diamond, or a square for a milestone of another owner; in it a tick for what is
    complete, an exclamation mark for what is late, a dot for what is due soon.
    """
    paint = PAINTS[standing]
    is_bold = standing in ("done", "late", "projected")
    reach = radius * 0.8 if is_outside else radius
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)] if is_outside else [
        (0, -1), (1, 0), (0, 1), (-1, 0),
    ]  # fmt: skip
    page.shape(
        [(x + across * reach, y + up * reach) for across, up in corners],
        fill=paint.cell if is_bold else paint.fill,
        line=paint.cell_line,
        weight=1.6 if standing == "projected" else 0.9,
    )
    unit = radius / 4.6
    ink = paint.cell_text
    if standing == "done":
        tick = ((-1.7, 0.1), (-0.5, -1.2), (1.8, 1.5))
        page.line(
            [(x + across * unit, y + up * unit) for across, up in tick],
            colour=ink,
            weight=1.0 * unit,
            at=MARKS_AT,
        )
    elif standing == "late":
        for low, high in ((-0.4, 2.3), (-2.0, -1.1)):
            page.line(
                ((x, y + low * unit), (x, y + high * unit)),
                colour=ink,
                weight=1.1 * unit,
                at=MARKS_AT,
            )
    elif standing == "soon":
        page.shape(
            [(x + a * unit, y + b * unit) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))],
            fill=paint.line,
        )
