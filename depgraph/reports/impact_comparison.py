"""What changes do to a plan beside what they would do without its queried links, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.impact_words import MOST_CODES
from depgraph.reports.readings import IF_WORK
from depgraph.words import counted, later, listed

if TYPE_CHECKING:
    from depgraph.analysis.impact import Impact, Moved
    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.what_if import Without


def is_queried_on_the_way(impact: Impact, without: Without) -> bool:
    """Whether a queried link carries or holds something, or the changes do else without them."""
    if impact.queried_links() or any(held.queried for held in impact.held):
        return True
    return without.impact is not None and _differences(impact, without.impact) != []


def comparison(impact: Impact, without: Without) -> str:
    """Say what becomes of the moves without the queried links.

    Parameters
    ----------
    without
        What the same changes do to the plan without them.
    """
    queried = len(impact.graph.queried_links)
    if not queried:
        return "No link is queried."
    start = f"Without the {counted(queried, 'queried link')}"
    if without.refusal:
        return f"{start} there is no answer: {without.refusal}."
    if without.impact is None:
        return ""
    if not is_queried_on_the_way(impact, without):
        return "No queried link is on the way." if impact.moved else ""
    differences = _differences(impact, without.impact)
    if not differences:
        return f"{start} the same milestones move, by as many days."
    return f"{start} {'; '.join(differences)}."


def _differences(impact: Impact, without: Impact) -> list[str]:
    moved = {moved.id: moved for moved in impact.moved}
    others = {moved.id: moved for moved in without.moved}
    lost, gained = sorted(moved.keys() - others), sorted(others.keys() - moved)
    both = sorted(moved.keys() & others)
    changed = [words for code in both if (words := _change(moved[code], others[code]))]
    differences = []
    if lost:
        number = counted(len(lost), "milestone")
        differences.append(f"{number} would not move: {listed(lost, MOST_CODES)}")
    if gained:
        number = counted(len(gained), "more milestone")
        moves = [f"{code} ({_move(others[code])})" for code in gained]
        differences.append(f"{number} would move: {listed(moves, MOST_CODES)}")
    if changed:
        number = counted(len(changed), "milestone")
        differences.append(f"{number} would move by other days: {listed(changed, MOST_CODES)}")
    return differences


def _move(moved: Moved) -> str:
    gaps: Gaps = "float" if moved.absorbed.is_moved else "work"
    days = moved.shift(gaps).days
    words = "to or from no date" if days is None else later(days)
    return words if gaps == "float" else f"{words} {IF_WORK}"


def _change(moved: Moved, other: Moved) -> str:
    """Return by how many days a milestone moves without the links, and with them."""
    readings: tuple[Gaps, ...] = ("float", "work")
    if moved.worked is None or other.worked is None:
        readings = ("float",)
    for gaps in readings:
        shift, then = moved.shift(gaps), other.shift(gaps)
        if (shift.days, shift.is_moved) != (then.days, then.is_moved):
            condition = f" {IF_WORK}" if gaps == "work" else ""
            days = ("no date" if days is None else later(days) for days in (then.days, shift.days))
            return f"{moved.id} ({', not '.join(days)}{condition})"
    return ""
