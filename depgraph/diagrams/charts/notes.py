"""Notes below a chart: what is left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.scope import Scope


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
