"""What changes make of a plan: its links, and its milestones in one reading of the gaps.

A moved milestone gets the new date as its forecast, so that it is on that date unless
something holds it: its links, its ``not_before`` or the as-of date.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.cycles import find_cycles
from depgraph.analysis.link_words import cycle_lines, link_in_words
from depgraph.errors import CycleError, DateRangeError
from depgraph.model.gates import links_without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.changes import Edit
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone, Work
    from depgraph.model.changes import Move


def changed_links(graph: Graph, edit: Edit) -> Graph:
    """Return the plan with the changes of its links.

    Raises
    ------
    CycleError
        If the changes make a cycle.
    """
    if not edit.changes_links:
        return graph
    kept = links_without(graph.links, edit.removed)
    changed = graph.with_links((*kept, *edit.added))
    if edit.added and not changed.is_acyclic:
        _refuse_new_cycles(changed, edit.added)
    return changed


def changed_milestones(before: Projection, edit: Edit) -> dict[int, Milestone]:
    """Return the milestones that the changes make of others, in one reading of the gaps.

    Raises
    ------
    DateRangeError
        If a move leads out of the calendar.
    """
    milestones = before.graph.milestones
    changed: dict[int, Milestone] = {}
    for n, move in edit.moves.items():
        to = date_of_move(before, n, move)
        changed[n] = milestones[n]._replace(forecast=to, completed=None)
        if milestones[n].work is not None:
            changed[n] = changed[n]._replace(work=moved_work(before, n, to))
    for n, complete in edit.completions.items():
        changed[n] = milestones[n]._replace(completed=complete.completed, state="complete")
    return changed


def moved_work(before: Projection, n: int, to: date) -> Work:
    """Return the work of an activity of a schedule network that is moved to a date."""
    from depgraph.analysis.network_bounds import MomentBounds

    bounds = before.bounds
    assert isinstance(bounds, MomentBounds), "a network is projected in moments"
    return bounds.moved_work(n, to)


def date_of_move(before: Projection, n: int, move: Move) -> date:
    """Return the date that a move asks for, in one reading of the gaps.

    Raises
    ------
    DateRangeError
        If it lies before the year 1 or after the year 9999.
    """
    if move.to is not None:
        return move.to
    day = before.finish[n]
    assert day is not None, "a milestone without a date is moved to a date"
    assert move.days is not None, "a move has days or a date"
    graph = before.graph
    try:
        if move.is_working:
            from depgraph.analysis.workdays import WorkingDays

            calendar = graph.calendars[graph.milestones[n].calendar or ""]
            return date.fromordinal(WorkingDays(calendar).after(day, move.days))
        return date.fromordinal(day + move.days)
    except (ValueError, OverflowError):
        code = graph.milestones[n].id
        kind = "working " if move.is_working else ""
        raise DateRangeError(
            f"{code} cannot move by {move.days} {kind}days from {date.fromordinal(day)}: "
            "the calendar has the years 1 to 9999"
        ) from None


def _refuse_new_cycles(graph: Graph, added: Sequence[Link]) -> None:
    """Raise `CycleError` if added links make a cycle: without them there is none."""
    cycles = find_cycles(graph)
    if not cycles:
        return
    lines = ["the changes make a cycle of links:"]
    for cycle in cycles:
        new = [link for link in cycle.component_links if link in added]
        lines += cycle_lines(cycle.links)
        lines += (f"    added: {link_in_words(link)}" for link in new)
    raise CycleError("\n".join(lines))
