"""Milestones and links in the words of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.model import Milestone


def milestone_in_words(milestone: Milestone) -> str:
    """Return code, team or owner, date and state, as in ``A (DM, due 2020-01-31)``."""
    facts: list[str] = []
    whose = milestone.team or milestone.owner
    if whose:
        facts.append(whose)
    facts.append(state_in_words(milestone))
    return f"{milestone.id} ({', '.join(facts)})"


def state_in_words(milestone: Milestone) -> str:
    """Return date and state: ``completed 2019-01-17``, ``due 2020-01-31``, ``no date``."""
    if milestone.is_complete:
        return f"completed {milestone.completed}" if milestone.completed else "complete"
    if milestone.state == "unknown":
        return "state unknown: not in the schedule"
    if milestone.forecast is not None:
        return f"forecast {milestone.forecast}"
    if milestone.due is not None:
        return f"due {milestone.due}"
    return "no date"
