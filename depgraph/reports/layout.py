"""How texts are laid out: columns, colours, dates and days in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from click import style, unstyle

from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.model import Link, Milestone


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes, colours not counted."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in unstyle(text)
    )


def columns(rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), indent: str = "") -> str:
    """Lay rows out in columns, two spaces apart; the columns of `right` end together."""
    if not rows:
        return ""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for n, cell in enumerate(row):
            padding = " " * (widths[n] - width(cell))
            cells.append(padding + cell if n in right else cell + padding)
        lines.append((indent + "  ".join(cells)).rstrip())
    return "\n".join(lines) + "\n"


def day(value: date | None) -> str:
    """Return a date as YYYY-MM-DD, or a dash."""
    return value.isoformat() if value else "-"


def lag(link: Link) -> str:
    """Return the lag of a link as ``+3 d``, working days as ``+3 wd``; nothing for none."""
    if not link.lag:
        return ""
    return f"{link.lag:+d} {'wd' if link.calendar else 'd'}"


def through(link: Link) -> str:
    """Return what a link stands for as ``via A, B``, with a number for many; nothing for itself."""
    between = link.witness.activities if link.witness else ()
    if len(between) <= 3:
        return f"via {', '.join(between)}" if between else ""
    return f"via {between[0]}, ..., {between[-1]} ({len(between)} activities)"


def state(milestone: Milestone, as_of: date | None) -> str:
    """Return the state of a milestone, coloured: complete, late, incomplete, unknown."""
    if milestone.is_complete:
        return style("complete", fg="blue")
    if milestone.due is not None and as_of is not None and milestone.due < as_of:
        return style(f"{(as_of - milestone.due).days} d late", fg="yellow", bold=True)
    return milestone.state


def whose(milestone: Milestone) -> str:
    """Return owner and team, or a dash."""
    parts = (milestone.owner, milestone.team)
    return "/".join(printable(part) for part in parts if part) or "-"
