"""Roll-ups as data: the contract of ``status --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.model import State
from depgraph.reports.data import DatedIn, Day, OfPlan, data_of, of_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.analysis.rollup import Part, RollUp, Tally
    from depgraph.model import Graph


class MeanProgress(TypedDict):
    """The mean of stated progress."""

    mean: Annotated[float | None, "per cent; null for none"]
    of: Annotated[int, "how many state one"]
    if_others_count_as_0: Annotated[
        float | None, "per cent of all, what is complete as 100; null where none states one"
    ]


class CountsWithProgress(TypedDict):
    """Counts, and the mean of what states its progress."""

    total: int
    complete: int
    partial: int
    not_begun: int
    no_progress_stated: int
    progress: MeanProgress


class GroupCounts(CountsWithProgress):
    """The counts of a group."""

    name: Annotated[str | None, "null for those in no group"]


class WaitedOn(CountsWithProgress):
    """What a milestone waits on."""

    queried: Annotated[CountsWithProgress, "those that only queried links lead from"]
    groups: list[GroupCounts]
    in_several_groups: Annotated[list[str], "codes"]


class MilestoneStatus(TypedDict):
    """How far what a milestone waits on is."""

    id: str
    name: str | None
    state: State
    due: Day | None
    dated_in: DatedIn
    direct: Annotated[WaitedOn, "its direct prerequisites"]
    all: Annotated[WaitedOn, "all that it waits on, through others too"]


class StatusAnswer(OfPlan):
    """How far what milestones wait on is: depgraph status."""

    by: Annotated[str | None, "what the counts are grouped by"]
    milestones: list[MilestoneStatus]


def status_data(
    roll_ups: Iterable[RollUp],
    graph: Graph,
    *,
    by: str | None,
    dated_in: Mapping[str, list[str]],
) -> StatusAnswer:
    """Return roll-ups.

    Parameters
    ----------
    dated_in
        By code the names of the schedules that have a date for an undated milestone.
    """
    return {
        **of_plan(graph),
        "by": by,
        "milestones": [
            data_of(
                MilestoneStatus,
                roll_up.milestone,
                dated_in=dated_in.get(roll_up.milestone.id, []),
                direct=_waited_on(roll_up.direct),
                all=_waited_on(roll_up.every),
            )
            for roll_up in roll_ups
        ],
    }


def _waited_on(part: Part) -> WaitedOn:
    return {
        **_tally_data(part.tally),
        "queried": _tally_data(part.queried),
        "groups": [
            {"name": group.name or None, **_tally_data(group.tally)} for group in part.groups
        ],
        "in_several_groups": list(part.overlapping),
    }


def _tally_data(tally: Tally) -> CountsWithProgress:
    complete, partial, not_begun, unstated = tally.counts
    mean, least = tally.mean_progress, tally.least_progress
    return {
        "total": tally.total,
        "complete": complete,
        "partial": partial,
        "not_begun": not_begun,
        "no_progress_stated": unstated,
        "progress": {
            "mean": None if mean is None else round(mean, 2),
            "of": tally.measured,
            "if_others_count_as_0": None if least is None else round(least, 2),
        },
    }
