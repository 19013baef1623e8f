"""The two readings of the gaps of a plan, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.analysis.projection import Gaps

READINGS: dict[Gaps, str] = {"float": "gaps absorb slips", "work": "gaps are work"}
IF_ABSORBED = f"if {READINGS['float']}"
IF_WORK = f"if {READINGS['work']}"


def no_dates(gaps: Gaps, reason: str) -> str:
    """Return the sentence that there are no dates in a reading of the gaps, and why."""
    return f"If {READINGS[gaps]} there are no dates: {reason}."
