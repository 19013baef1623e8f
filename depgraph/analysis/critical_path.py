"""The critical path to a target, and the float paths behind it.

The slack of a link is how far its prerequisite can move before the link moves the
dependent; a link with slack 0 is driving. From the target, float path 1, the critical path,
steps back to the prerequisite whose link has the least slack. The next float path begins
with the link that has the least total float of those into the paths found so far, and steps
back in the same way. (Multiple float paths, as in the practice of critical path scheduling.)

Complete milestones are on no critical path: they are history, and no link moves them. One that was
completed out of sequence in a schedule of P6 is, where it hands on what holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.floats import late_finishes, total_floats
from depgraph.analysis.projection import Gaps, Projection, project
from depgraph.analysis.reach import reach
from depgraph.analysis.steps_back import StepsBack
from depgraph.model.gates import is_copy
from depgraph.records import Struct
from depgraph.showing import printed, shown
from depgraph.words import counted, natural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.driving import Driver
    from depgraph.model import Graph, Link, Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone on a path to a target.

    Numbers of days are working days where the milestone has a calendar.

    Attributes
    ----------
    projected
        Its projected date.
    link
        The link by which the step before waits on it; None for the first of a path.
    link_slack
        Days of slack of that link; None for the first of a path. Between completed milestones
        it is the days between the completions, and may be negative.
    total_float
        Days that it can move before the target moves; None for a completed milestone.
    free_float
        Days that it can move before any other milestone moves; None for a completed
        milestone, and where nothing waits on it.
    is_driving
        Whether its link lets the step before have no earlier date, be it the first cause of
        that date or not.
    total_float_minutes
        The same float in minutes of work of its calendar, where the plan is a schedule network.
    """

    milestone: Milestone
    projected: date | None
    link: Link | None
    link_slack: int | None
    total_float: int | None
    free_float: int | None
    is_driving: bool = False
    total_float_minutes: int | None = None

    @property
    def id(self) -> str:
        """The code of the milestone."""
        return self.milestone.id


class LateBehind(Struct):
    """The incomplete milestones behind a target that are projected later than due.

    Attributes
    ----------
    number
        How many they are.
    nearest
        The code of the one with the smallest total float with respect to the target.
    total_float
        That float: days, working days where it has a calendar.
    """

    number: int
    nearest: str
    total_float: int


class Beginning(Struct):
    """Work that a path begins in: what has its date by itself, or waits on nothing open.

    Attributes
    ----------
    activity
        The activity of the network.
    driver
        What sets its date.
    link
        The chain from it to the last step of the path.
    """

    activity: Milestone
    driver: Driver
    link: Link


@printed
@shown
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CriticalPath:
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
        Float paths; the first is the critical path, from the target back. Each further one
        begins with a milestone of an earlier path, and ends with one where it meets such a
        path again.
    open_codes
        The codes of the critical path, the target first: without history, and of a network with
        the activities between the milestones of its view.
    begins
        For each path, the activity of a network that it begins with, before its last step; None
        where it begins with that.
    total_floats
        For each path, the total float of the first of its own, behind where it meets others.
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
    open_codes: tuple[str, ...]
    begins: tuple[Beginning | None, ...] = (None,)
    total_floats: tuple[int | None, ...] = (None,)

    def __repr__(self) -> str:
        """Return a line with the target, its date and the number of its paths."""
        date = self.projected or "no date"
        number = counted(len(self.paths), "float path")
        return f"<CriticalPath to {self.target.id}: {date}, {number}>"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The critical path: the first of `paths`."""
        return self.paths[0]

    @property
    def driving_steps(self) -> tuple[Step, ...]:
        """The part of the critical path that drives the target, from the target back.

        It ends where a step has its date by itself, or from what is complete.
        """
        driving = [self.steps[0]]
        for step in self.steps[1:]:
            if step.link is None or self.projection.driver(driving[-1].id).link != step.link:
                break
            driving.append(step)
        return tuple(driving)

    @property
    def driving_chain(self) -> tuple[Milestone, ...]:
        """What drives the target, from the target back to what has its date by itself.

        Of a network these are the milestones of its view, and the activity that it begins with.
        """
        graph = self.projection.graph
        links = self.driving_chain_links
        return (graph[self.target.id], *(graph[link.prerequisite] for link in links))

    @property
    def driving_chain_links(self) -> tuple[Link, ...]:
        """The driving links of that chain, from the target back."""
        code = self.target.id
        links = []
        while (link := self.projection.driver(code).link) is not None:
            links.append(link)
            code = link.prerequisite
        return tuple(links)

    @property
    def late_behind(self) -> LateBehind | None:
        """What is late behind the target, and how near it comes; None where nothing is late."""
        projection = self.projection
        floats = total_floats(projection, self.target.id)
        late = [
            (days, code)
            for code, days in floats.items()
            if code in projection.slipped and code != self.target.id
        ]
        if not late:
            return None
        days, code = min(late)
        return LateBehind(len(late), code, days)

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
    gaps: Gaps = "float",
    paths: int = 1,
    history: bool = False,
) -> CriticalPath:
    """Find what drives the date of a milestone.

    From the target, the path steps back to the incomplete prerequisite whose link has the
    least slack (of several, by a link that nobody doubts, then to the smaller code), and ends
    where there is none. In a ladder, of links with the same slack, those come last whose
    prerequisite has its date from a milestone that is on the path already. For a complete
    target it is the chain of the latest completions.

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
    gaps
        How the gaps of the plan are read, see `depgraph.analysis.projection`.
    paths
        How many float paths to find; there may be fewer. A link from a milestone that is on
        a path already begins none.
    history
        Go on from the end of the critical path with the chain of the latest completions.

    Returns
    -------
    CriticalPath
        The projected date, the critical path and the float paths behind it. Slack and floats are
        in days. Printed, it is a table.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the target.
    CycleError
        If the links go round in a cycle.
    NoAsOfDateError
        If nothing gives an as-of date.
    """
    counted = graph.without_queried_links() if without_queries else graph
    projection = project(counted, as_of=as_of, gaps=gaps, plan=graph)
    return path_to(projection, graph[target], deadline=deadline, paths=paths, history=history)


def path_to(
    projection: Projection,
    target: Milestone,
    *,
    deadline: date | None = None,
    paths: int = 1,
    history: bool = False,
    has_floats: bool = True,
) -> CriticalPath:
    """Find what drives the date of a milestone in a projection, as `critical_path` does.

    Many targets of one plan are answered from one projection. Where nobody asks for the floats of
    the one path, they may be left out: they are None then.
    """
    n = projection.graph.number(target.id)
    deadline = deadline or target.not_after
    search = _FloatPaths(projection, n, deadline, has_floats=has_floats)
    return CriticalPath(
        target=target,
        as_of=projection.as_of,
        projected=projection.date(target.id),
        deadline=deadline,
        paths=search.find(paths, history=history),
        open_codes=tuple(search.open_codes),
        begins=tuple(search.begins),
        total_floats=tuple(search.total_floats),
        undated=_undated_behind(projection, n),
        projection=projection,
    )


def _undated_behind(projection: Projection, target: int) -> tuple[str, ...]:
    if None not in projection.finish:
        return ()
    graph = projection.graph
    behind = reach(graph, target, accept=lambda n: not graph.milestones[n].is_complete)
    codes = (
        graph.milestones[n].id
        for n in behind.came
        if projection.finish[n] is None and not is_copy(graph.milestones[n].id)
    )
    return tuple(sorted(codes, key=natural))


class _FloatPaths:
    """The search for the float paths to one target."""

    def __init__(
        self, projection: Projection, target: int, deadline: date | None, *, has_floats: bool
    ) -> None:
        self._projection = projection
        self._has_floats = has_floats
        self._graph = projection.graph
        self._target = target
        self._late: Sequence[int | None] = [None] * len(self._graph)
        if has_floats:
            self._late = late_finishes(projection, target, deadline)
        self._on_paths: set[int] = set()
        self._has_more = False
        self._candidates: list[tuple[int, int, int, int, int]] = []
        self._ahead: dict[int, int] = {}
        self._behind: dict[int, int] = {}
        self.open_codes = [projection.graph.milestones[target].id]
        self.begins: list[Beginning | None] = []
        self.total_floats: list[int | None] = []

    def find(self, most: int, *, history: bool) -> tuple[tuple[Step, ...], ...]:
        """Return the paths, the critical path first; what stands beside them is set."""
        if self._graph.milestones[self._target].is_complete:
            return (self._path(self._target, self._completions(self._target)),)
        self._has_more = most > 1
        path = self._trace([self._target], [])
        sources, milestones = self._graph.link_sources, self._graph.milestones
        self.open_codes += (milestones[sources[number]].id for number in path)
        if history:
            last = sources[path[-1]] if path else self._target
            path += self._completions(last)
        paths = [self._path(self._target, path)]
        while len(paths) < most and self._candidates:
            *_, source, number = heappop(self._candidates)
            if source in self._on_paths:
                continue
            meeting = self._graph.link_targets[number]
            path = self._trace([meeting, source], [number])
            paths.append(self._path(meeting, path))
        return tuple(paths)

    def _path(self, start: int, links: list[int]) -> tuple[Step, ...]:
        """Return the steps of a path from the milestones of the view that it leads through.

        A path from an activity of the network comes from the milestone that this leads to on the
        path that it meets, and goes on to the one where it meets a path again.
        """
        graph, chains = self._graph, self._projection.chains
        ahead = []
        while not chains.is_shown(start):
            number = self._ahead[start]
            ahead.append(number)
            start = graph.link_targets[number]
        first = graph.link_sources[links[0]] if links else start
        self.total_floats.append(self._total_float(first))
        links = [*reversed(ahead), *links]
        end = graph.link_sources[links[-1]] if links else start
        while not chains.is_shown(end) and (behind := self._behind.get(end)) is not None:
            links.append(behind)
            end = graph.link_sources[behind]
        steps = [self._step_at(start, [])]
        parts = chains.split(links[::-1])[::-1]
        begins = None
        for part in parts:
            n = graph.link_sources[part[0]]
            if chains.is_shown(n):
                steps.append(self._step_at(n, part))
                continue
            driver, _ = self._projection.driving.driver(n)
            begins = Beginning(graph.milestones[n], driver, chains.folded(part))
        self.begins.append(begins)
        return tuple(steps)

    def _trace(self, milestones: list[int], links: list[int]) -> list[int]:
        """Step back from the last milestone of a path; return the links of the whole path."""
        steps = StepsBack(self._projection, milestones)
        n = milestones[-1]
        while n not in self._on_paths:
            self._take_up(n)
            number = steps.next(n)
            if number is None:
                break
            n = self._graph.link_sources[number]
            links.append(number)
        for number in links:
            self._behind.setdefault(self._graph.link_targets[number], number)
            self._ahead.setdefault(self._graph.link_sources[number], number)
        return links

    def _take_up(self, n: int) -> None:
        """Note that a milestone is on a path: what it waits on may begin another."""
        self._on_paths.add(n)
        if not self._has_more:
            return
        projection, graph = self._projection, self._graph
        bounds, late = projection.bounds, self._late[n]
        for number in graph.incoming[n]:
            source = graph.link_sources[number]
            day = projection.ends[source]
            slack = projection.link_slack(number)
            if late is None or day is None or slack is None or not self._is_open(source):
                continue
            days = bounds.margin(source, day, bounds.latest(number, late))
            heappush(self._candidates, (days, slack, -day, source, number))

    def _is_open(self, n: int) -> bool:
        is_complete = self._graph.milestones[n].is_complete
        return not is_complete or n in self._projection.bounds.handing_on

    def _completions(self, n: int) -> list[int]:
        """Return the links of the chain of the latest completions behind a milestone."""
        graph, finish = self._graph, self._projection.finish
        links: list[int] = []
        visited = {n}
        while True:
            done = [
                (-(finish[source] or 0), source, number)
                for number in graph.incoming[n]
                if (source := graph.link_sources[number]) not in visited
                and graph.milestones[source].is_complete
            ]
            if not done:
                return links
            _, n, number = min(done)
            visited.add(n)
            links.append(number)

    def _step_at(self, n: int, chain: Sequence[int]) -> Step:
        """Return the step to a milestone by a chain of links from it; none for a first one."""
        projection, chains = self._projection, self._projection.chains
        milestone, day = self._graph.milestones[n], projection.finish[n]
        return Step(
            milestone=milestone,
            projected=None if day is None else date.fromordinal(day),
            link=chains.folded(chain) if chain else None,
            link_slack=chains.slack(chain) if chain else None,
            total_float=self._total_float(n),
            free_float=projection.free_float(milestone.id) if self._has_floats else None,
            is_driving=bool(chain) and all(map(projection.is_driving, chain)),
            total_float_minutes=self._total_float_minutes(n) if self._graph.rules else None,
        )

    def _total_float_minutes(self, n: int) -> int | None:
        end, late = self._projection.ends[n], self._late[n]
        if end is None or late is None or self._graph.milestones[n].is_complete:
            return None
        return self._projection.bounds.minutes(n, end, late)

    def _total_float(self, n: int) -> int | None:
        day, late = self._projection.ends[n], self._late[n]
        if day is None or late is None or self._graph.milestones[n].is_complete:
            return None
        return self._projection.bounds.margin(n, day, late)
