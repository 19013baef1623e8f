"""The critical paths to some targets, and those of them that are others without some links.

Without ladders a critical path steps from each milestone to one that depends on nothing before it,
so the paths to all targets form a forest: only the trees below a milestone that steps elsewhere
have other paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.rerouting import PathChange, Side, is_tie, side_of
from depgraph.analysis.steps_back import StepsBack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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


class PathForest:
    """The critical paths to some targets, in a graph without ladders.

    Parameters
    ----------
    targets
        The codes of the targets.
    step
        The number of the milestone that a critical path goes to from each; None where it ends.
    side
        What decides between paths.
    """

    def __init__(
        self,
        projection: Projection,
        targets: Iterable[str],
        step: Sequence[int | None],
        side: Side,
    ) -> None:
        self.step = step
        self.side = side
        self._projection = projection
        self._graph = projection.graph
        self._is_target = frozenset(map(self._graph.number, targets))
        self._codes: dict[int, tuple[str, ...]] = {}

    @cached_property
    def _came(self) -> list[list[int]]:
        """The milestones from which paths step to each."""
        came: list[list[int]] = [[] for _ in self.step]
        for n, source in enumerate(self.step):
            if source is not None:
                came[source].append(n)
        return came

    def path(self, n: int, steps: Mapping[int, int | None]) -> list[int]:
        """Return the path of a milestone, where some steps are others."""
        path = []
        at: int | None = n
        while at is not None:
            path.append(at)
            at = steps[at] if at in steps else self.step[at]
        return path

    def compared(
        self, other: PathForest, *, among: Collection[int] | None = None
    ) -> tuple[Change, ...]:
        """Return what changes from these paths to those of the same milestones in another plan.

        Parameters
        ----------
        among
            The targets that are told of are among these; all without it.
        """
        steps = {
            n: step
            for n, (old, step) in enumerate(zip(self.step, other.step, strict=True))
            if old != step
        }
        finishes = zip(self._projection.finish, other._projection.finish, strict=True)
        moved = {n for n, (old, new) in enumerate(finishes) if old != new}
        return self.changes(steps, moved, other.side, lambda n: other.path(n, {}), among=among)

    def changes(
        self,
        steps: Collection[int],
        moved: Collection[int],
        without: Side,
        path_of: Callable[[int], list[int]],
        *,
        among: Collection[int] | None = None,
    ) -> tuple[Change, ...]:
        """Return what changes for the targets, as `compared` does.

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
        looked_at = self._is_target if among is None else self._is_target.intersection(among)
        for n in sorted(looked_at.intersection({*forks, *moved})):
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
                before, after = self.side.day(n), without.day(n)
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

        With it is whether two paths cannot tie, as they come by what moves before, or step to what
        is complete and hands on what holds it. To there, all other steps are of least slack as they
        were, so that what decides between the two paths is from there on.
        """
        forks = {n: (n, False) for n in steps}
        todo = list(steps)
        for n in todo:
            fork, is_moved = forks[n]
            for came in self._came[n]:
                if came not in forks:
                    is_open = not self._graph.milestones[n].is_complete
                    forks[came] = fork, is_moved or came in moved or not is_open
                    todo.append(came)
        return forks

    def _other_way(self, fork: int, without: Side, path: list[int]) -> _OtherWay:
        """Return the other way of the path from a fork.

        Parameters
        ----------
        path
            The path that it has then.
        """
        old = self.path(fork, {})
        codes, others = self._shown_codes(old), self._shown_codes(path)
        if codes == others:
            return _NO_OTHER_WAY
        kept = _kept_steps(codes, others)
        is_tied = is_tie(self.side, without, old, path)
        return len(codes) - kept, others[kept:], "ties" if is_tied else "other"

    def _codes_of(self, n: int) -> tuple[str, ...]:
        """Return the codes of the path from a milestone."""
        if n not in self._codes:
            self._codes[n] = self._shown_codes(self.path(n, {}))
        return self._codes[n]

    def _shown_codes(self, path: Iterable[int]) -> tuple[str, ...]:
        milestones, is_shown = self._graph.milestones, self._projection.chains.is_shown
        return tuple([milestones[n].id for n in path if is_shown(n)])


def _kept_steps(path: Sequence[str], other: Sequence[str]) -> int:
    """Return how many codes two paths begin with alike."""
    pairs = zip(path, other, strict=False)
    different = (n for n, (old, new) in enumerate(pairs) if old != new)
    return next(different, min(len(path), len(other)))


def forest_of(
    projection: Projection,
    targets: Iterable[str] = (),
    *,
    step: Sequence[int | None] = (),
    looked_at: Iterable[int] | None = None,
) -> PathForest:
    """Return the critical paths in a graph without ladders, whatever its calendars.

    Parameters
    ----------
    step, looked_at
        Where only some milestones, by number, may step elsewhere: where paths step else, and these.
    """
    graph = projection.graph
    steps = [*step] or [None] * len(graph)
    for n in range(len(graph)) if looked_at is None else looked_at:
        number = StepsBack(projection, [n]).next(n)
        steps[n] = None if number is None else graph.link_sources[number]
    return PathForest(projection, targets, steps, side_of(projection))
