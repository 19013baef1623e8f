"""Float with respect to a target, and the critical path to it.

The slack of a link is how far its prerequisite can move before the link moves the
dependent; a link with slack 0 is driving. The total float of a milestone with respect to
a target is the smallest sum of slacks over all chains from it to the target. As no slack
is negative, that is a shortest path, found from the target backwards with Dijkstra's
algorithm (E. W. Dijkstra, *A note on two problems in connexion with graphs*, 1959).

Complete milestones are on no critical path: they are history, and no link moves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.floats import floats_by_number
from depgraph.analysis.projection import Projection, project
from depgraph.analysis.reach import reach

if TYPE_CHECKING:
    from datetime import date

    from depgraph.model import Graph, Link, Milestone


class Step(NamedTuple):
    """A milestone on a path to a target.

    Attributes
    ----------
    projected
        Its projected date.
    link
        The link by which the step before waits on it; None for the target.
    link_slack
        Days of slack of that link; None for the target. Among completed milestones it is
        the days between the completions, and may be negative.
    total_float
        Days that it can move before the target moves; None for a completed milestone.
    """

    milestone: Milestone
    projected: date | None
    link: Link | None
    link_slack: int | None
    total_float: int | None

    @property
    def id(self) -> str:
        """The code of the milestone."""
        return self.milestone.id


class CriticalPath(NamedTuple):
    """What drives the date of a target.

    Attributes
    ----------
    target
        The milestone that is asked about.
    as_of
        The as-of date.
    projected
        Its projected date; None if it is undated.
    deadline
        The date that floats are counted to, where one is given.
    paths
        Float paths, each from the target back; the first is the critical path.
    undated
        The codes of what the target waits on, directly or through others, that has no
        projected date and so constrains nothing; sorted.
    projection
        The projection that this comes from.
    """

    target: Milestone
    as_of: date
    projected: date | None
    deadline: date | None
    paths: tuple[tuple[Step, ...], ...]
    undated: tuple[str, ...]
    projection: Projection

    @property
    def steps(self) -> tuple[Step, ...]:
        """The critical path: the first of `paths`."""
        return self.paths[0]

    @property
    def driving_steps(self) -> tuple[Step, ...]:
        """The part of the critical path without slack, from the target back."""
        driving = [self.steps[0]]
        for step in self.steps[1:]:
            if step.link_slack != 0:
                break
            driving.append(step)
        return tuple(driving)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the critical path, the target first."""
        return tuple(step.milestone.id for step in self.steps)


def critical_path(
    graph: Graph,
    target: str,
    *,
    as_of: date | None = None,
    deadline: date | None = None,
    without_queries: bool = False,
) -> CriticalPath:
    """Find what drives the date of a milestone.

    From the target, the path steps back to the incomplete prerequisite whose link has the
    least slack (then the later projected date, then the smaller code), and ends where there
    is none. In a ladder, of links with the same slack, those come last whose prerequisite has
    its date from a milestone that is on the path already. For a complete target it is the
    chain of the latest completions.

    Parameters
    ----------
    graph
        A graph without cycles between events.
    target
        The code of the milestone.
    as_of
        The as-of date in place of the graph's own.
    deadline
        Count floats to this date in place of the target's projected date; they may then be
        negative. Without it, the target's ``not_after`` is taken where it has one.
    without_queries
        Leave out the links that a reviewer doubts.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    CycleError
        If the links go round in a circle.
    NoAsOfDateError
        If nothing gives an as-of date.
    """
    n = graph.number(target)
    if without_queries:
        graph = graph.without_queried_links()
    projection = project(graph, as_of=as_of)
    milestone = graph.milestones[n]
    deadline = deadline or milestone.not_after
    if milestone.is_complete:
        steps = _history(projection, n)
    else:
        steps = _least_slack(projection, n, deadline)
    return CriticalPath(
        target=milestone,
        as_of=projection.as_of,
        projected=projection.date(milestone.id),
        deadline=deadline,
        paths=(steps,),
        undated=_undated_behind(projection, n),
        projection=projection,
    )


def _undated_behind(projection: Projection, target: int) -> tuple[str, ...]:
    graph = projection.graph
    behind = reach(graph, target, accept=lambda n: not graph.milestones[n].is_complete)
    return tuple(
        graph.milestones[n].id for n in sorted(behind.came) if projection.finish[n] is None
    )


def _least_slack(projection: Projection, target: int, deadline: date | None) -> tuple[Step, ...]:
    graph = projection.graph
    finish = projection.finish
    floats = floats_by_number(projection, target, deadline)
    followers = _Followers(projection)
    followers.add(target)
    first = graph.milestones[target]
    steps = [Step(first, projection.date(first.id), None, None, floats.get(target))]
    visited = {target}
    n = target
    while True:
        best: tuple[int, bool, int, int, int] | None = None
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            slack = projection.link_slack(number)
            if source in visited or slack is None or graph.milestones[source].is_complete:
                continue
            # Milestones are numbered in the order of their codes.
            key = (slack, source in followers, -(finish[source] or 0), source, number)
            if best is None or key < best:
                best = key
        if best is None:
            return tuple(steps)
        slack, _, _, n, number = best
        visited.add(n)
        followers.add(n)
        milestone = graph.milestones[n]
        steps.append(
            Step(
                milestone,
                projection.date(milestone.id),
                graph.links[number],
                slack,
                floats.get(n),
            )
        )


class _Followers:
    """The milestones whose dates follow from some others, where there are ladders.

    Without ladders no prerequisite of a milestone follows from it, and nothing is kept.
    """

    def __init__(self, projection: Projection) -> None:
        self._driven: dict[int, list[int]] = {}
        self._found: set[int] = set()
        if projection.has_ladders:
            for n, number in enumerate(projection.driving_links):
                if number is not None:
                    source = projection.graph.link_sources[number]
                    self._driven.setdefault(source, []).append(n)

    def __contains__(self, n: int) -> bool:
        return n in self._found

    def add(self, n: int) -> None:
        """Add what follows from a milestone, through driving links."""
        found = [n]
        for each in found:
            for driven in self._driven.get(each, ()):
                if driven not in self._found:
                    self._found.add(driven)
                    found.append(driven)


def _history(projection: Projection, target: int) -> tuple[Step, ...]:
    """Return the chain of the latest completions behind a complete milestone."""
    graph = projection.graph
    finish = projection.finish
    steps = [Step(graph.milestones[target], graph.milestones[target].completed, None, None, None)]
    visited = {target}
    n = target
    while True:
        done = [
            (-(finish[graph.link_sources[number]] or 0), graph.link_sources[number], number)
            for number in graph.incoming[n]
            if graph.link_sources[number] not in visited
            and graph.milestones[graph.link_sources[number]].is_complete
        ]
        if not done:
            return tuple(steps)
        _, n, number = min(done)
        visited.add(n)
        milestone = graph.milestones[n]
        steps.append(
            Step(
                milestone,
                milestone.completed,
                graph.links[number],
                projection.link_slack(number),
                None,
            )
        )
