"""What schedules have beside the graph: dates of a milestone without one, and milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.scheduled import date_in, in_revision, name_of, only_in_schedule
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from depgraph.model import Graph, Milestone
    from depgraph.model.schedules import Revision
    from depgraph.plans.selection import Selection


def unlinked_words(graph: Graph, codes: Iterable[str]) -> list[str]:
    """Return a sentence on those of some milestones that only the schedule has; none for none."""
    return only_in_schedule_words(set(only_in_schedule(graph)).intersection(codes))


def only_in_schedule_words(unlinked: Collection[str]) -> list[str]:
    """Return a sentence on milestones that only the schedule has; none for none."""
    if not unlinked:
        return []
    are = "is" if len(unlinked) == 1 else "are"
    return [f"{listed(sorted(unlinked))} {are} only in the schedule, without links."]


def is_undated(milestone: Milestone) -> bool:
    """Whether a milestone has no date where one is missed."""
    return milestone.own_date is None and not milestone.is_complete


def dated_in(milestone: Milestone, schedules: Sequence[Revision]) -> list[str]:
    """Return the names of the schedules that have a date for a milestone that has none.

    Parameters
    ----------
    schedules
        All schedules of the plan, in their order.
    """
    if not is_undated(milestone):
        return []
    return [
        name_of(schedule, schedules)
        for schedule in schedules
        if (there := in_revision(milestone, schedule)) is not None and date_in(there) is not None
    ]


def dated_elsewhere(milestones: Iterable[Milestone], selection: Selection) -> dict[str, list[str]]:
    """Return by code what `dated_in` says; schedules are read only if one has no date."""
    undated = list(filter(is_undated, milestones))
    if not undated:
        return {}
    from depgraph.plans.loading import load_schedules
    from depgraph.plans.selection import select_config

    schedules = load_schedules(selection, select_config(selection, []))
    return {milestone.id: dated_in(milestone, schedules) for milestone in undated}


def undated_words(names: Sequence[str], as_of: date | None) -> list[str]:
    """Return a sentence on the schedules that `dated_in` names; none where there are none."""
    if not names:
        return []
    here = f"as of {as_of}" if as_of else "here"
    has = "has" if len(names) == 1 else "have"
    return [f"It has no date {here}; {listed(names)} {has} one: --schedule {names[-1]}"]
