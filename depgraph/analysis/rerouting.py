"""Whose critical path is another one after a change of the plan, and whose only ties with it.

There is one definition, for all answers. A path that was, or still is, as critical as the other
ties with it, and is no other: no date on the two moves, and at each step links tie in slack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.steps_back import StepsBack
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depgraph.analysis.impact import Impact
    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.model import Graph

MOST_STEPS = 200_000
"""How many steps the paths have all together that are looked at in a large plan."""

PathChange = Literal["same", "ties", "other"]

Cost = tuple[bool, int]
"""Whether a link does not drive, and its slack: 0 where it does."""


class Rerouted(Struct):
    """A milestone with another critical path in one reading of the gaps.

    Attributes
    ----------
    before, after
        The codes of the two paths, the milestone first.
    """

    milestone: str
    gaps: Gaps
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reroutes:
    """The milestones with another critical path.

    Attributes
    ----------
    paths
        In the order in which they were looked at, one for each milestone; the reading is
        ``float`` if the path differs there, else ``work``.
    unseen
        How many milestones of a very large plan were not looked at.
    tied
        Those whose path only ties with the one before; in the same way.
    """

    paths: tuple[Rerouted, ...]
    unseen: int
    tied: tuple[Rerouted, ...] = ()


class Side(Struct):
    """What decides between the paths of a plan without ladders, by numbers of milestones.

    Attributes
    ----------
    day
        Returns the projected date of a milestone.
    costs
        Returns the least cost of the links to a milestone, by their prerequisites: those that
        are incomplete and have a date.
    """

    day: Callable[[int], int | None]
    costs: Callable[[int], Mapping[int, Cost]]


def rerouted(impact: Impact, codes: Sequence[str], *, most_steps: int = MOST_STEPS) -> Reroutes:
    """Find the milestones that have another critical path after the changes.

    Parameters
    ----------
    codes
        The milestones to look at. One that is complete after the changes has no path.
    most_steps
        No more milestones are looked at when the paths have so many steps all together.
    """
    others: list[Rerouted] = []
    tied: list[Rerouted] = []
    steps = 0
    for place, code in enumerate(codes):
        if steps >= most_steps:
            return Reroutes(tuple(others), len(codes) - place, tuple(tied))
        n = impact.network.number(code)
        if impact.absorbed.after.graph.milestones[n].is_complete:
            continue
        ties = []
        for reading in impact.readings:
            before, after = least_slack_path(reading.before, n), least_slack_path(reading.after, n)
            steps += len(before) + len(after)
            change = path_change(reading.before, reading.after, before, after)
            old, new = (_shown(codes, impact.graph) for codes in (before, after))
            if old == new:
                continue
            row = Rerouted(code, reading.before.gaps, old, new)
            if change == "other":
                others.append(row)
                break
            if change == "ties":
                ties.append(row)
        else:
            tied += ties[:1]
    return Reroutes(tuple(others), 0, tuple(tied))


def _shown(codes: Sequence[str], graph: Graph) -> tuple[str, ...]:
    """Return those codes of a path that milestones of a plan have."""
    return tuple(code for code in codes if code in graph.codes)


def path_change(
    before: Projection, after: Projection, old: Sequence[str], new: Sequence[str]
) -> PathChange:
    """Return what a critical path is to another one of the same milestone.

    Parameters
    ----------
    before, after
        The projections of two plans with the same milestones.
    old, new
        The codes of the path in each.

    Returns
    -------
    str
        ``ties`` where the order of causes alone decides between the two. In a plan with ladders
        more than slack decides, so that none are taken to tie.
    """
    if old == new:
        return "same"
    if before.has_ladders or after.has_ladders:
        return "other"
    number = before.graph.number
    paths = [number(code) for code in old], [number(code) for code in new]
    return "ties" if is_tie(side_of(before), side_of(after), *paths) else "other"


def is_tie(before: Side, after: Side, old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether the new path was as critical before, or the old one is so after.

    Parameters
    ----------
    old, new
        The numbers of the milestones of the two paths; no date on them may move.
    """
    if any(before.day(n) != after.day(n) for n in (*old, *new)):
        return False
    return _is_critical(after, old) or _is_critical(before, new)


def _is_critical(side: Side, path: Sequence[int]) -> bool:
    """Whether each step of a path is one of least cost, to the end."""
    for n, source in zip(path, (*path[1:], None), strict=True):
        costs = side.costs(n)
        if source is None:
            return not costs
        if source not in costs or costs[source] > min(costs.values()):
            return False
    return True


def side_of(projection: Projection) -> Side:
    """Return what decides between the paths of a projection without ladders."""
    graph = projection.graph

    def costs(n: int) -> Mapping[int, Cost]:
        least: dict[int, Cost] = {}
        for number in graph.incoming[n]:
            source, slack = graph.link_sources[number], projection.link_slack(number)
            if slack is not None and not graph.milestones[source].is_complete:
                is_driving = projection.is_driving(number)
                cost = (not is_driving, 0 if is_driving else slack)
                least[source] = min(cost, least.get(source, cost))
        return least

    return Side(projection.finish.__getitem__, costs)


def least_slack_path(projection: Projection, target: int) -> tuple[str, ...]:
    """Return the codes of the critical path to an incomplete milestone, itself first."""
    graph = projection.graph
    steps = StepsBack(projection, [target])
    codes = [graph.milestones[target].id]
    number = steps.next(target)
    while number is not None:
        codes.append(graph.links[number].prerequisite)
        number = steps.next(graph.link_sources[number])
    return tuple(codes)
