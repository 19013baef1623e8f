"""The critical paths to some targets, and those of them that are others without some links.

Without ladders and calendars a critical path steps from each milestone to one that depends on
nothing before it, so the paths to all targets form a forest: a drop is followed from its dependent
through what moves, and only the trees below a milestone that steps elsewhere have other paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from depgraph.analysis.rerouting import PathChange, Side, is_tie

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from depgraph.analysis.projection import Projection


@dataclass(frozen=True, slots=True)
class Change:
    """A milestone whose projected date or critical path differs without some links.

    Attributes
    ----------
    projected, projected_without
        Its projected date with the links and without; None where it is undated.
    path
        The codes of its critical path, itself first.
    kept, rest
        How many of these codes the path without the links begins with, and its other ones. What
        many milestones wait on reroutes them all: they have the rest in common.
    path_change
        What `path_without` is to `path`, see `depgraph.analysis.rerouting`.
    """

    milestone: str
    projected: date | None
    projected_without: date | None
    path: tuple[str, ...]
    kept: int
    rest: tuple[str, ...]
    path_change: PathChange

    @classmethod
    def of_paths(
        cls,
        milestone: str,
        dates: tuple[date | None, date | None],
        path: tuple[str, ...],
        path_without: tuple[str, ...],
        path_change: PathChange,
    ) -> Change:
        """Return the change from a date and a path to others."""
        kept = _kept_steps(path, path_without)
        return cls(milestone, *dates, path, kept, path_without[kept:], path_change)

    @property
    def path_without(self) -> tuple[str, ...]:
        """The codes of its critical path without the links, itself first."""
        return (*self.path[: self.kept], *self.rest)

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return self.is_moved or self.path_change != "same"

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


_OtherWay = tuple[int, tuple[str, ...], PathChange]
"""How many codes of a path are gone, the codes in their place, and what the path is then."""

_NO_OTHER_WAY: _OtherWay = 0, (), "same"


class Routes:
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
        self._is_target = frozenset(map(graph.number, targets))
        self._place = [0] * len(graph)
        for place, n in enumerate(graph.numbers_in_order()):
            self._place[n] = place
        self._floors = _floors(projection)
        self._step = [self._step_from(n, {}, -1) for n in range(len(graph))]
        self._came: list[list[int]] = [[] for _ in range(len(graph))]
        for n, source in enumerate(self._step):
            if source is not None:
                self._came[source].append(n)
        self._before = self._side({}, -1)
        self._codes: dict[int, tuple[str, ...]] = {}

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
        side = self._side(moved, dropped)
        return self._changes(steps, moved, side, lambda n: self._path(n, steps))

    def compared(self, other: Routes) -> tuple[Change, ...]:
        """Return what changes from these routes to those of the same milestones."""
        steps = {
            n: step
            for n, (old, step) in enumerate(zip(self._step, other._step, strict=True))
            if old != step
        }
        finishes = zip(self._projection.finish, other._projection.finish, strict=True)
        moved = {n for n, (old, new) in enumerate(finishes) if old != new}
        return self._changes(steps, moved, other._before, lambda n: other._path(n, {}))

    def _changes(
        self,
        steps: Collection[int],
        moved: Collection[int],
        without: Side,
        path_of: Callable[[int], list[int]],
    ) -> tuple[Change, ...]:
        """Return what changes for the targets.

        Parameters
        ----------
        steps
            The milestones from which paths go on to another one.
        moved
            Those that have another date.
        without
            What decides between paths then.
        path_of
            Returns the path of a milestone then.
        """
        forks = self._forks(steps, moved)
        others: dict[int, _OtherWay] = {}
        changes = []
        for n in sorted(self._is_target.intersection({*forks, *moved})):
            path = self._codes_of(n)
            gone, rest, change = _NO_OTHER_WAY
            if n in forks:
                fork, is_moved = forks[n]
                if fork not in others:
                    others[fork] = self._other_way(fork, without, path_of(fork))
                gone, rest, change = others[fork]
                if is_moved and change == "ties":
                    change = "other"
            if change != "same" or n in moved:
                before, after = self._before.day(n), without.day(n)
                changes.append(
                    Change(
                        milestone=self._graph.milestones[n].id,
                        projected=None if before is None else date.fromordinal(before),
                        projected_without=None if after is None else date.fromordinal(after),
                        path=path,
                        kept=len(path) - gone,
                        rest=rest,
                        path_change=change,
                    )
                )
        return tuple(changes)

    def _forks(self, steps: Collection[int], moved: Collection[int]) -> dict[int, tuple[int, bool]]:
        """Return at which milestone the path of each first goes on to another one.

        With it is whether anything moves that the path comes by before. To there, its steps are of
        least slack as they were, so that what decides between the two paths is from there on.
        """
        forks = {n: (n, False) for n in steps}
        todo = list(steps)
        for n in todo:
            fork, is_moved = forks[n]
            for came in self._came[n]:
                if came not in forks:
                    forks[came] = fork, is_moved or came in moved
                    todo.append(came)
        return forks

    def _other_way(self, fork: int, without: Side, path: list[int]) -> _OtherWay:
        """Return the other way of the path from a fork.

        Parameters
        ----------
        path
            The path that it has then.
        """
        old = self._path(fork, {})
        codes, others = self._shown_codes(old), self._shown_codes(path)
        if codes == others:
            return _NO_OTHER_WAY
        kept = _kept_steps(codes, others)
        is_tied = is_tie(self._before, without, old, path)
        return len(codes) - kept, others[kept:], "ties" if is_tied else "other"

    def _codes_of(self, n: int) -> tuple[str, ...]:
        """Return the codes of the path from a milestone."""
        if n not in self._codes:
            self._codes[n] = self._shown_codes(self._path(n, {}))
        return self._codes[n]

    def _shown_codes(self, path: Iterable[int]) -> tuple[str, ...]:
        milestones, is_shown = self._graph.milestones, self._projection.chains.is_shown
        return tuple([milestones[n].id for n in path if is_shown(n)])


def _kept_steps(path: Sequence[str], other: Sequence[str]) -> int:
    """Return how many codes two paths begin with alike."""
    pairs = zip(path, other, strict=False)
    different = (n for n, (old, new) in enumerate(pairs) if old != new)
    return next(different, min(len(path), len(other)))


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
