"""What carries changes to a milestone: chains, and the change without which it would not move.

Where a milestone moves later, what sets its date after the changes is looked at: each of the
causes of that date (see `depgraph.analysis.driving`) goes back to a change, and any one of them
would do. So a change matters alone if it is behind all of them. Where a milestone moves
earlier, it is what set its date before the changes: each of those causes had to go. So a change
matters alone if, taken back, it brings one of them back: if it is the only one on a chain.

The change that is named as the cause of a move is one that matters alone, where there is one:
without it, the date would be another. Where there is none, others are named with it, and without
all of these the date would be another. (With calendars, what is rounded to the same working
day may hide that it would not be.)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from depgraph.model.gates import ends_of_chains
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from depgraph.analysis.changes import Edit
    from depgraph.analysis.projection import Projection
    from depgraph.model import Link

Cause = Literal["moved", "completed", "link added", "link removed"]

_FAR = (1_000_000_000, 0)
"""The distance of what is not known to lead to a change."""

_MOST_VISITS = 10_000
"""How many milestones are looked at for what is named beside a cause."""


class Origin(Struct):
    """A change that a chain begins with.

    Attributes
    ----------
    cause
        What it is.
    codes
        The milestone that is moved or completed, or the ends of the link, the prerequisite first.
    """

    cause: Cause
    codes: tuple[str, ...]


class Carrier(Struct):
    """The chain that carries a change to a milestone.

    Attributes
    ----------
    cause
        What the chain begins with: a milestone that is moved or completed, or its first
        link, which is added or removed.
    codes
        The milestones of the chain, the last of which is the one that is asked about.
    links
        The links between them, one fewer.
    others
        The changes that are to be named with it, sorted; none where it matters alone. Where
        the milestone moves later, each of them would move it as far; where it moves earlier,
        all are needed for that.
    is_later
        Whether the milestone moves later, or gets a date.
    """

    cause: Cause
    codes: tuple[str, ...]
    links: tuple[Link, ...]
    others: tuple[Origin, ...] = ()
    is_later: bool = True

    @property
    def is_queried(self) -> bool:
        """Whether a reviewer doubts one of its links."""
        return any(link.queries for link in self.links)

    @property
    def origin(self) -> Origin:
        """The change that the chain begins with."""
        is_link = self.cause in ("link added", "link removed")
        return Origin(self.cause, self.codes[: 2 if is_link else 1])


class _Step(Struct):
    """The last step of a chain to a milestone.

    Attributes
    ----------
    number
        The link, in the graph that the chain is in; None where the milestone is itself changed.
    source
        The prerequisite, if that moves too.
    change
        The milestone or the link as a change, if it is one.
    hidden
        What else was changed of all that set the date of a milestone before it was completed.
    """

    number: int | None
    source: int | None
    change: Origin | None
    hidden: frozenset[Origin] = frozenset()


def _own(step: _Step) -> frozenset[Origin]:
    return step.hidden if step.change is None else step.hidden | {step.change}


class Carrying:
    """What carries changes to the milestones of a plan, in one reading of the gaps.

    Parameters
    ----------
    before, after
        The plan before and after the changes.
    """

    def __init__(self, before: Projection, after: Projection, edit: Edit) -> None:
        self._before = before
        self._after = after
        self._edit = edit
        self._added = frozenset(edit.added)
        self._distances: dict[int, tuple[int, int]] | None = None
        self._steps_to: dict[int, list[_Step]] = {}

    def carrier(self, n: int) -> Carrier | None:
        """Return the chain to a milestone; None if it does not move."""
        if not self._is_moved(n):
            return None
        is_later = self._is_later(n)
        chain = [*self._chain(n)]
        if not any(step.change for step in chain):
            chain = self._any_chain(n)
        chains = self._projection(n).chains
        alone = self._alone(n, chain)
        chain = chain[: self._length(n, chain)]
        numbers = [step.number for step in chain if step.number is not None]
        carriers = [chains.folded(part) for part in chains.split(numbers[::-1])]
        codes = [*(link.prerequisite for link in carriers), self._code(n)]
        origin = (chain[-1].change if chain else None) or Origin("moved", (codes[0],))
        others = () if origin in alone else self._beside(n, origin)
        return Carrier(origin.cause, tuple(codes), tuple(carriers), others, is_later)

    def _length(self, n: int, chain: Sequence[_Step]) -> int:
        """Return after how many steps a chain comes to the change that it begins with.

        That is the nearest one that matters alone, to the milestone or to what it goes through;
        or the nearest one, if none does.
        """
        is_later = self._is_later(n)
        at: int | None = n
        wanted: frozenset[Origin] = frozenset()
        for length, step in enumerate(chain, 1):
            if is_later and at is not None:
                wanted = wanted or self._behind_all.get(at, frozenset())
            if step.change is not None and (not wanted or step.change in wanted):
                return length
            at = step.source
        return len(chain)

    def last_link(self, n: int) -> Link | None:
        """Return the last link of the chain to a milestone; None where there is none.

        In a network it is one from another milestone of the view.
        """
        if self._before.view is None:
            return self.comes_by(n)
        carrier = self.carrier(n)
        return carrier.links[-1] if carrier and carrier.links else None

    def comes_by(self, n: int) -> Link | None:
        """Return the link of the graph itself by which a change comes to a milestone, if any."""
        step = next(self._chain(n), None) if self._is_moved(n) else None
        if step is None or step.number is None:
            return None
        return self._projection(n).graph.links[step.number]

    def _is_moved(self, n: int) -> bool:
        return self._before.finish[n] != self._after.finish[n]

    def _is_later(self, n: int) -> bool:
        old, new = self._before.finish[n], self._after.finish[n]
        return old is None or (new is not None and new > old)

    def _projection(self, n: int) -> Projection:
        """Return the dates in which the causes of a move are looked for."""
        return self._after if self._is_later(n) else self._before

    def _code(self, n: int) -> str:
        return self._before.graph.milestones[n].id

    # -- steps -------------------------------------------------------------------------

    def _chain(self, n: int) -> Iterator[_Step]:
        """Yield the steps of the chain to a milestone, the last one first, to its very begin."""
        passed = {n}
        at: int | None = n
        while at is not None:
            steps = [
                step._replace(source=None) if step.source in passed else step
                for step in self._steps(at)
                if step.source not in passed or step.change is not None
            ]
            if not steps:
                return
            is_first = self._is_later(n) and not self._after.has_ladders
            step = steps[0] if is_first else self._nearest(steps, is_later=self._is_later(n))
            yield step
            at = step.source
            passed.add(n if at is None else at)

    def _any_chain(self, n: int) -> list[_Step]:
        """Return a chain of fewest steps along what moves the same way, whatever it sets.

        In ladders, what sets the dates now may be other links than those that moved them first.
        """
        chains: dict[int, list[_Step]] = {n: []}
        for at in (todo := [n]):
            if at in self._edit.moves:
                return [*chains[at], _Step(None, None, Origin("moved", (self._code(at),)))]
            for number in self._projection(n).graph.incoming[at]:
                step = self._link_step(number, at)
                if step is not None and step.change is not None:
                    return [*chains[at], step]
                if step is not None and step.source is not None and step.source not in chains:
                    if step.source in self._edit.completions:
                        code = self._code(step.source)
                        return [*chains[at], step, _Step(None, None, Origin("completed", (code,)))]
                    chains[step.source] = [*chains[at], step]
                    todo.append(step.source)
        return []

    def _steps(self, n: int) -> list[_Step]:
        """Return the last steps of all chains to a milestone that moves.

        They have the order of causes; links that are new or go come after the others.
        """
        if n not in self._steps_to:
            self._look_behind()
            self._steps_to[n] = self._find_steps(n)
        return self._steps_to[n]

    def _find_steps(self, n: int) -> list[_Step]:
        if n not in self._edit.completions:
            return self._open_steps(n)
        completed = _Step(None, None, Origin("completed", (self._code(n),)))
        # Where links go round, what is not known yet is left out.
        self._steps_to[n] = [completed]
        return [completed._replace(hidden=self._hidden_behind(n))]

    def _open_steps(self, n: int) -> list[_Step]:
        """Return the steps to a milestone that is not itself completed by the changes."""
        projection = self._projection(n)
        causes = projection.driving.causes(n)
        numbers: Iterable[int] = [number for _, number in causes if number is not None]
        first, _ = causes[0]
        is_undated = None in (self._before.finish[n], self._after.finish[n])
        if first == "ladder" or (is_undated and ("as-of date", None) in causes):
            # What goes round begins with the date that it has but for that; and what is at the
            # as-of date has a date because anything that it waits on has one.
            numbers = projection.graph.incoming[n]
        links = [step for number in numbers if (step := self._link_step(number, n)) is not None]
        links.sort(key=lambda step: step.change is not None)
        is_set = is_undated or first == "ladder" or ("own date", None) in causes
        if n in self._edit.moves and is_set:
            return [_Step(None, None, Origin("moved", (self._code(n),))), *links]
        return links

    def _hidden_behind(self, n: int) -> frozenset[Origin]:
        """Return what else was changed of what set the date of a milestone before."""
        if self._is_later(n):
            return frozenset()
        graph = self._before.graph
        milestone = graph.milestones[n]
        causes = self._before.driving.causes(n)
        is_dated = milestone.own_date is not None or milestone.not_before is not None
        if is_dated and any(number is None for _, number in causes):
            return frozenset()
        numbers: Iterable[int] = [number for _, number in causes if number is not None]
        if not is_dated:
            # It has a date because anything that it waits on has one.
            sources, finish = graph.link_sources, self._before.finish
            numbers = [k for k in graph.incoming[n] if finish[sources[k]] is not None]
        steps = [step for k in numbers if (step := self._link_step(k, n)) is not None]
        if len(steps) < len([*numbers]):
            return frozenset()
        step = self._nearest(steps, is_later=False)
        behind = () if step.source is None else self._chain(step.source)
        return _own(step).union(*map(_own, behind))

    def _link_step(self, number: int, n: int) -> _Step | None:
        """Return the step through a link; None if that carries nothing."""
        projection, is_later = self._projection(n), self._is_later(n)
        graph = projection.graph
        link, source = graph.links[number], graph.link_sources[number]
        if projection.finish[source] is None:
            return None
        change = None
        if link in self._added if is_later else number in self._edit.removed:
            cause: Cause = "link added" if is_later else "link removed"
            change = Origin(cause, ends_of_chains(link))
        moves = self._is_moved(source) and self._is_later(source) == is_later
        if change is None and not moves:
            return None
        return _Step(number, source if moves else None, change)

    # -- what matters ------------------------------------------------------------------

    def _alone(self, n: int, chain: Iterable[_Step]) -> frozenset[Origin]:
        """Return the changes of a chain to a milestone each of which matters alone to it."""
        if self._is_later(n):
            return self._behind_all.get(n, frozenset())
        changes = frozenset[Origin]().union(*map(_own, chain))
        return changes if len(changes) == 1 else frozenset()

    @cached_property
    def _behind_all(self) -> dict[int, frozenset[Origin]]:
        """For what moves later, the changes that are behind all chains to it."""
        behind: dict[int, frozenset[Origin]] = {}
        for n in self._swept(self._after, behind, is_later=True):
            chains = [
                _own(step) | (frozenset() if step.source is None else behind[step.source])
                for step in self._steps(n)
                if step.source is None or step.source in behind
            ]
            if chains:
                behind[n] = frozenset.intersection(*chains)
        return behind

    def _look_behind(self) -> None:
        """Find how far it is to a change from what moves, see `_distance`."""
        if self._distances is not None:
            return
        # What is completed asks for what is known so far, of all that comes before it.
        known = self._distances = {}
        for projection, is_later in ((self._after, True), (self._before, False)):
            for n in self._swept(projection, known, is_later=is_later):
                distances = [self._distance(step, is_later=is_later) for step in self._steps(n)]
                nearest = min(distances, default=_FAR)
                if nearest < known.get(n, _FAR):  # they only shrink, also where links go round
                    known[n] = nearest

    def _nearest(self, steps: Sequence[_Step], *, is_later: bool) -> _Step:
        """Return the first of the steps on the nearest chain."""
        return min(steps, key=lambda step: self._distance(step, is_later=is_later))

    def _distance(self, step: _Step, *, is_later: bool) -> tuple[int, int]:
        """Return how many changes are on the nearest chain with a step, and how many steps.

        Changes count where a milestone moves earlier: all of them are needed.
        """
        assert self._distances is not None, "it is looked behind what moves first"
        changes, steps = 0, 0
        if step.source is not None:
            unknown = _FAR if step.change is None else (0, 0)
            changes, steps = self._distances.get(step.source, unknown)
        return changes + (0 if is_later else len(_own(step))), steps + 1

    def _swept(
        self, projection: Projection, known: Mapping[int, object], *, is_later: bool
    ) -> Iterator[int]:
        """Yield what moves, prerequisites first; in ladders again, until nothing changes."""
        moving = [
            n for n in projection.order if self._is_moved(n) and self._is_later(n) == is_later
        ]
        before: Mapping[int, object] | None = None
        while before != known:
            before = dict(known)
            yield from moving
            if not projection.has_ladders:
                return

    def _beside(self, n: int, origin: Origin) -> tuple[Origin, ...]:
        """Return the changes that are to be named beside one that does not matter alone."""
        if not self._is_later(n):
            changes = frozenset[Origin]().union(*map(_own, self._chain(n)))
            return tuple(sorted(changes - {origin}))
        todo = [n]
        seen = {n}
        others: set[Origin] = set()
        for at in todo:
            for step in self._steps(at) if len(seen) < _MOST_VISITS else ():
                source = -1 if step.source is None else step.source
                alone = self._behind_all.get(source, frozenset())
                if step.change is not None:
                    others.add(step.change)
                elif alone:
                    others.add(min(alone))
                elif step.source is not None and step.source not in seen:
                    seen.add(step.source)
                    todo.append(step.source)
        return tuple(sorted(others - {origin}))
