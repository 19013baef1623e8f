"""The critical paths without one link or another, in a plan without ladders and calendars.

A drop is followed from its dependent through what moves, and nothing else is looked at.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.path_forest import PathForest
from depgraph.analysis.rerouting import Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.path_forest import Change
    from depgraph.analysis.projection import Projection


class Routes(PathForest):
    """The critical paths to some targets, in a graph without ladders and calendars."""

    def __init__(self, projection: Projection, targets: Iterable[str]) -> None:
        graph = projection.graph
        assert projection.bounds.lengths is not None, "with calendars, each drop is computed anew"
        self._projection = projection
        self._lengths = projection.bounds.lengths
        self._graph = graph
        self._place = [0] * len(graph)
        for place, n in enumerate(graph.numbers_in_order()):
            self._place[n] = place
        self._floors = _floors(projection)
        step = [self._step_from(n, {}, -1) for n in range(len(graph))]
        super().__init__(projection, targets, step, self._side({}, -1))

    def _step_from(self, n: int, moved: dict[int, int | None], dropped: int) -> int | None:
        """Return where a path goes from a milestone: what `critical_path` takes.

        The least slack, then a link that nobody doubts, then the smaller code.
        """
        graph, lengths = self._graph, self._lengths
        finish, sources = self._projection.finish, graph.link_sources
        day = moved[n] if n in moved else finish[n]
        if day is None:
            return None
        best: tuple[int, bool, int] | None = None
        for number in graph.incoming[n]:
            source = sources[number]
            before = moved[source] if source in moved else finish[source]
            if number == dropped or before is None or graph.milestones[source].is_complete:
                continue
            key = (day - before - lengths[number], number in graph.queried_numbers, source)
            if best is None or key < best:
                best = key
        return None if best is None else best[2]

    def _side(self, moved: dict[int, int | None], dropped: int) -> Side:
        """Return what decides between paths where some milestones moved and a link is gone."""
        graph, lengths = self._graph, self._lengths
        finish, sources = self._projection.finish, graph.link_sources

        def day(n: int) -> int | None:
            return moved[n] if n in moved else finish[n]

        def costs(n: int) -> dict[int, tuple[bool, int]]:
            least: dict[int, tuple[bool, int]] = {}
            then = day(n)
            for number in graph.incoming[n]:
                source = sources[number]
                before = day(source)
                if then is None or before is None or number == dropped:
                    continue
                if not graph.milestones[source].is_complete:
                    slack = then - before - lengths[number]
                    cost = (slack > 0, slack)
                    least[source] = min(cost, least.get(source, cost))
            return least

        return Side(day, costs)

    def _moved_without(self, dropped: int) -> dict[int, int | None]:
        """Return the milestones that move without a link, with their new dates."""
        graph, lengths = self._graph, self._lengths
        finish, sources, targets = self._projection.finish, graph.link_sources, graph.link_targets
        moved: dict[int, int | None] = {}
        first = targets[dropped]
        queue = [(self._place[first], first)]
        queued = {first}
        as_of = self._projection.as_of.toordinal()
        while queue:
            _, n = heappop(queue)
            day = self._floors[n]
            for number in graph.incoming[n]:
                source = sources[number]
                before = moved[source] if source in moved else finish[source]
                if number == dropped or before is None:
                    continue
                bound = before + lengths[number]
                if day is None or bound > day:
                    day = bound
            if day is not None and day < as_of:
                day = as_of
            if day == finish[n]:
                continue
            moved[n] = day
            for number in graph.outgoing[n]:
                target = targets[number]
                if target not in queued and not graph.milestones[target].is_complete:
                    queued.add(target)
                    heappush(queue, (self._place[target], target))
        return moved

    def without(self, dropped: int) -> tuple[Change, ...]:
        """Return what changes without one link."""
        graph = self._graph
        dependent = graph.link_targets[dropped]
        if graph.milestones[dependent].is_complete:
            return ()
        moved = self._moved_without(dropped)
        touched = {dependent, *moved}
        for n in moved:
            touched.update(graph.link_targets[number] for number in graph.outgoing[n])
        steps: dict[int, int | None] = {}
        for n in touched:
            step = self._step_from(n, moved, dropped)
            if step != self.step[n]:
                steps[n] = step
        side = self._side(moved, dropped)
        return self.changes(steps, moved, side, lambda n: self.path(n, steps))


def _floors(projection: Projection) -> list[int | None]:
    """Return for each milestone the day that it has but for its links and the as-of date."""
    floors: list[int | None] = []
    for milestone in projection.graph.milestones:
        days = [
            day.toordinal()
            for day in (milestone.completed or milestone.planned, milestone.not_before)
            if day is not None
        ]
        floors.append(max(days, default=None))
    return floors
