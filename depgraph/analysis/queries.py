"""What dropping queried links changes: the dates and critical paths of the main milestones.

A dropped link can only bring dates forward, or leave a milestone undated. Without ladders
(milestones that wait on each other through SS, FF or SF links) a critical path steps from
each milestone to one that depends on nothing before it, so the paths to all targets form a
forest: a drop is followed from its dependent through what moves, and only the trees below a
milestone that steps elsewhere have other paths. With ladders, and with calendars, each drop is
computed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.projection import project
from depgraph.analysis.reach import reach_from
from depgraph.analysis.rerouting import PathChange, Side, is_tie, least_slack_path, path_change
from depgraph.analysis.scope import main_milestones
from depgraph.model.gates import as_chains, links_without
from depgraph.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A milestone whose projected date or critical path differs without some links.

    Attributes
    ----------
    projected, projected_without
        Its projected date with the links and without; None where it is undated.
    path, path_without
        The codes of its critical path, itself first.
    path_change
        What the second is to the first, see `depgraph.analysis.rerouting`.
    """

    milestone: str
    projected: date | None
    projected_without: date | None
    path: tuple[str, ...]
    path_without: tuple[str, ...]
    path_change: PathChange

    @property
    def is_moved(self) -> bool:
        """Whether the projected date differs."""
        return self.projected != self.projected_without

    @property
    def is_rerouted(self) -> bool:
        """Whether the critical path is another, and does not only tie with it."""
        return self.path_change == "other"

    @property
    def is_tied(self) -> bool:
        """Whether the critical path ties with another, which takes its place."""
        return self.path_change == "ties"


@dataclass(frozen=True, slots=True)
class DroppedQueries:
    """What the queries of a plan do to it.

    Attributes
    ----------
    targets
        The codes of the milestones that were looked at, sorted.
    alone
        For each link of ``graph.queried_links``, what changes without it, by code.
    together
        What changes without all of them.
    """

    targets: tuple[str, ...]
    alone: tuple[tuple[Change, ...], ...]
    together: tuple[Change, ...]

    def __repr__(self) -> str:
        """Return a line with the counts."""
        queries, changes = len(self.alone), len(self.together)
        return f"<DroppedQueries: {queries} queried links, {changes} changes without all of them>"


def drop_queries(graph: Graph) -> DroppedQueries:
    """Find what changes without each queried link alone, and without all of them.

    Parameters
    ----------
    graph
        A graph without cycles between events.

    Returns
    -------
    DroppedQueries
        The milestones of level 2 whose date or critical path changes.

    Raises
    ------
    CycleError
        If the links go round in a cycle.
    NoAsOfDateError
        If the graph has no as-of date.
    """
    targets = main_milestones(graph)
    projection = project(graph)
    numbers = _in_order_of_view(projection)
    if not numbers:
        return DroppedQueries(targets, (), ())
    if projection.has_ladders or projection.bounds.lengths is None:
        return _drop_each(projection, targets, numbers)
    before = _Routes(projection, targets)
    every = project(graph.without_queried_links())
    return DroppedQueries(
        targets,
        alone=tuple(before.without(number) for number in numbers),
        together=before.compared(_Routes(every, targets)),
    )


def _in_order_of_view(projection: Projection) -> list[int]:
    """Return the places of the queried links, in the order that the plan asked about has them."""
    graph = projection.graph
    queried = sorted(graph.queried_numbers)
    if projection.view is None:
        return queried

    def key(number: int) -> tuple[object, ...]:
        link = as_chains(graph.links[number])
        return link.dependent, link.prerequisite, link.type, link.lag, link.position or ()

    return sorted(queried, key=key)


class _Routes:
    """The critical paths to some targets, in a graph without ladders.

    `step` is the number of the milestone that a critical path goes to from each milestone;
    None where it ends.
    """

    def __init__(self, projection: Projection, targets: Iterable[str]) -> None:
        graph = projection.graph
        assert projection.bounds.lengths is not None, "calendars are looked at one by one"
        self._projection = projection
        self._lengths = projection.bounds.lengths
        self._graph = graph
        self._targets = [graph.number(code) for code in targets]
        self._is_target = frozenset(self._targets)
        self._place = [0] * len(graph)
        for place, n in enumerate(graph.numbers_in_order()):
            self._place[n] = place
        self._floors = _floors(projection)
        self._step = [self._step_from(n, {}, -1) for n in range(len(graph))]
        self._came: list[list[int]] = [[] for _ in range(len(graph))]
        for n, source in enumerate(self._step):
            if source is not None:
                self._came[source].append(n)

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

    def _path(self, n: int, steps: dict[int, int | None]) -> list[int]:
        path = []
        at: int | None = n
        while at is not None:
            path.append(at)
            at = steps[at] if at in steps else self._step[at]
        return path

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
            if step != self._step[n]:
                steps[n] = step
        changed = self._targets_through(steps).union(self._is_target.intersection(moved))
        side = self._side(moved, dropped)
        changes = (self._change(n, side, self._path(n, steps)) for n in sorted(changed))
        return tuple(filter(_is_change, changes))

    def compared(self, other: _Routes) -> tuple[Change, ...]:
        """Return what changes from these routes to those of the same milestones."""
        steps = {
            n: step
            for n, (old, step) in enumerate(zip(self._step, other._step, strict=True))
            if old != step
        }
        finish = other._projection.finish
        changed = self._targets_through(steps)
        changed.update(n for n in self._targets if self._projection.finish[n] != finish[n])
        side = other._side({}, -1)
        changes = (self._change(n, side, other._path(n, {})) for n in sorted(changed))
        return tuple(filter(_is_change, changes))

    def _targets_through(self, steps: Iterable[int]) -> set[int]:
        """Return the targets whose paths pass one of some milestones."""
        visited = set(steps)
        todo = list(visited)
        for n in todo:
            for came in self._came[n]:
                if came not in visited:
                    visited.add(came)
                    todo.append(came)
        return visited & self._is_target

    def _change(self, n: int, without: Side, path: list[int]) -> Change:
        milestones, is_shown = self._graph.milestones, self._projection.chains.is_shown
        day, old = without.day(n), self._path(n, {})
        change: PathChange = "same"
        if old != path:
            change = "ties" if is_tie(self._side({}, -1), without, old, path) else "other"
        shown = [tuple(milestones[k].id for k in ks if is_shown(k)) for ks in (old, path)]
        return Change(
            milestone=milestones[n].id,
            projected=self._projection.date(milestones[n].id),
            projected_without=None if day is None else date.fromordinal(day),
            path=shown[0],
            path_without=shown[1],
            path_change=change if shown[0] != shown[1] else "same",
        )


def _is_change(change: Change) -> bool:
    return change.is_moved or change.path_change != "same"


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


def _drop_each(
    projection: Projection, targets: tuple[str, ...], numbers: list[int]
) -> DroppedQueries:
    graph = projection.graph
    paths = {code: least_slack_path(projection, graph.number(code)) for code in targets}

    def compared(without: Graph, among: Iterable[str]) -> tuple[Change, ...]:
        other = project(without)
        changes = []
        for code in among:
            path = least_slack_path(other, graph.number(code))
            shown = projection.shown.codes
            old, new = (tuple(c for c in codes if c in shown) for codes in (paths[code], path))
            changed = path_change(projection, other, paths[code], path)
            changes.append(
                Change(
                    milestone=code,
                    projected=projection.date(code),
                    projected_without=other.date(code),
                    path=old,
                    path_without=new,
                    path_change=changed if old != new else "same",
                )
            )
        return tuple(filter(_is_change, changes))

    def without(number: int) -> tuple[Change, ...]:
        links = links_without(graph.links, {number})
        behind = reach_from(graph, graph.link_targets[number]).steps
        among = [code for code in targets if graph.number(code) in behind]
        return compared(graph.with_links(links), among)

    return DroppedQueries(
        targets,
        alone=tuple(
            without(number) for number in track(numbers, "dropping queries", total=len(numbers))
        ),
        together=compared(graph.without_queried_links(), targets),
    )
