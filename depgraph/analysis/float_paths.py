"""The search for the float paths to one target, step by step back from it."""

from __future__ import annotations

from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.bounds import completions
from depgraph.analysis.floats import late_finishes
from depgraph.analysis.steps_back import StepsBack
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.driving import Driver
    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone


class Step(Struct):
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


class FloatPaths:
    """The search for the float paths to one target."""

    def __init__(
        self, projection: Projection, target: int, deadline: date | None, *, has_floats: bool
    ) -> None:
        self._projection = projection
        self._has_floats = has_floats
        self._graph = projection.graph
        self._is_complete = self._graph.once(completions)
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
        if self._is_complete[self._target]:
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
        late = self._late[n]
        if not self._has_more or late is None:
            return
        projection, sources = self._projection, self._graph.link_sources
        for number in self._graph.incoming[n]:
            source = sources[number]
            day, slack = projection.ends[source], projection.link_slack(number)
            if day is None or slack is None or not self._is_open(source):
                continue
            days = projection.bounds.margin(source, day, projection.bounds.latest(number, late))
            heappush(self._candidates, (days, slack, -day, source, number))

    def _is_open(self, n: int) -> bool:
        return not self._is_complete[n] or n in self._projection.bounds.handing_on

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
                and self._is_complete[source]
            ]
            if not done:
                return links
            _, n, number = min(done)
            visited.add(n)
            links.append(number)

    def _step_at(self, n: int, chain: Sequence[int]) -> Step:
        """Return the step to a milestone by a chain of links from it; none for a first one."""
        projection, chains = self._projection, self._projection.chains
        day = projection.finish[n]
        return Step(
            milestone=self._graph.milestones[n],
            projected=None if day is None else date.fromordinal(day),
            link=chains.folded(chain) if chain else None,
            link_slack=chains.slack(chain) if chain else None,
            total_float=self._total_float(n),
            free_float=projection.free_float_of(n) if self._has_floats else None,
            is_driving=bool(chain) and all(map(projection.is_driving, chain)),
            total_float_minutes=self._total_float_minutes(n) if self._graph.rules else None,
        )

    def _total_float_minutes(self, n: int) -> int | None:
        end, late = self._projection.ends[n], self._late[n]
        if end is None or late is None or self._is_complete[n]:
            return None
        return self._projection.bounds.minutes(n, end, late)

    def _total_float(self, n: int) -> int | None:
        day, late = self._projection.ends[n], self._late[n]
        if day is None or late is None or self._is_complete[n]:
            return None
        return self._projection.bounds.margin(n, day, late)
