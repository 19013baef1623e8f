"""What sets the date of a milestone: the causes of a projected date, and the first of them.

A milestone has the latest of several dates: its own, its earliest one, the as-of date, and
what each of its links allows. What is as late as that is a *cause* of its date; there may be
several, each of which would do alone. They have one order, wherever it is asked what drives a
milestone: its own date, its earliest date, the as-of date, then the links. Those that nobody
doubts come before the queried ones, then the codes of the prerequisites decide.

The first cause is the *driver*, and a link that is one is the *driving link* of the milestone.
From milestone to milestone, driving links always lead to an *origin*: one that has its date by
itself. So a link is no cause where its prerequisite has its date through the dependent alone,
which happens in ladders. There, of the links that are left, those come first by which the
origin is the fewest links away, without a queried one if that can be.

In ladders with calendars links can go round without any other cause: a milestone has an early
date by itself, which lets others be no earlier than the next working day, and these let it be
no earlier than that either. It is the origin of them all, by its *ladder*.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.events import rounds
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from depgraph.analysis.bounds import Bounds
    from depgraph.model import Graph

Driver = Literal[
    "completed",
    "link",
    "own date",
    "not before",
    "as-of date",
    "project start",
    "ladder",
    "undated",
]

_MOST_VISITS = 10_000
"""How many milestones of a ladder are looked at to find out what a cause does without another."""


class Moves(Struct):
    """The last moves of the milestones in a forward pass through ladders.

    Attributes
    ----------
    setters
        For each milestone, the link that moved it last, by its number; None where none did.
    times
        The number of that move in the order of all moves.
    """

    setters: Sequence[int | None]
    times: Sequence[int]


class Driving:
    """What sets each date of a projection, by the numbers of milestones and links.

    Parameters
    ----------
    finish
        The projected dates as day numbers, None where there is none.
    as_of
        The as-of date as a day number.
    moves
        How the dates came about, where there are ladders.
    """

    def __init__(
        self,
        graph: Graph,
        finish: Sequence[int | None],
        as_of: int,
        bounds: Bounds,
        moves: Moves | None,
    ) -> None:
        self._graph = graph
        self._finish = finish
        self._as_of = as_of
        self._bounds = bounds
        self._moves = moves
        self._loops: dict[int, tuple[int, ...]] = {}
        self._ladder_of: dict[int, frozenset[int]] = {}
        self._links: dict[int, int | None] = {}
        ladders = [frozenset(component) for component in self._ladders()]
        for ladder in ladders:
            self._ladder_of.update(dict.fromkeys(ladder, ladder))
        for ladder in ladders:
            self._settle_ladder(ladder)

    @cached_property
    def links(self) -> list[int | None]:
        """The driving link of each milestone; None where its driver is no link."""
        return [self._link(n) for n in range(len(self._graph))]

    def _link(self, n: int) -> int | None:
        """Return the driving link of a milestone, worked out when it is first asked for."""
        if n not in self._links:
            is_origin = n in self._ladder_of or any(self._own_causes(n))
            self._links[n] = None if is_origin else min(self._tight_links(n), key=self._rank)
        return self._links[n]

    def driver(self, n: int) -> tuple[Driver, int | None]:
        """Return the first cause of the date of a milestone, and the link if it is one."""
        if self._finish[n] is None:
            return "undated", None
        number = self._link(n)
        if number is not None:
            return "link", number
        return next(self._own_causes(n), "ladder"), None

    def causes(self, n: int) -> tuple[tuple[Driver, int | None], ...]:
        """Return all causes of the date of a milestone, the driver first."""
        driver = self.driver(n)
        if driver[0] in ("undated", "completed"):
            return (driver,)
        others: list[tuple[Driver, int | None]] = [(own, None) for own in self._own_causes(n)]
        others += (
            ("link", number)
            for number in sorted(self._tight_links(n), key=self._rank)
            if self._does_alone(number, n)
        )
        return (driver, *(cause for cause in others if cause != driver))

    def loop(self, n: int) -> tuple[int, ...]:
        """Return the links that go round from an origin by its ladder to itself."""
        return self._loops.get(n, ())

    def dated_without_queries(self) -> set[int]:
        """Return the milestones that have a projected date also without the queried links."""
        graph = self._graph
        todo = [
            n
            for n, milestone in enumerate(graph.milestones)
            if milestone.own_date is not None
            or n in self._bounds.begun
            or (milestone.not_before is not None and not milestone.is_complete)
        ]
        dated = set(todo)
        for n in todo:
            for number in graph.outgoing[n]:
                target = graph.link_targets[number]
                is_complete = graph.milestones[target].is_complete
                if target not in dated and number not in graph.queried_numbers and not is_complete:
                    dated.add(target)
                    todo.append(target)
        return dated

    # -- causes ------------------------------------------------------------------------

    def _own_causes(self, n: int) -> Iterator[Driver]:
        """Yield what sets the date of a milestone but for its links, in the order of causes."""
        day, milestone = self._finish[n], self._graph.milestones[n]
        if day is None:
            yield "undated"
        elif milestone.is_complete:
            yield "completed"
        else:
            own, earliest = milestone.own_date, milestone.not_before
            if own is not None and own.toordinal() == day:
                yield "own date"
            if earliest is not None and self._bounds.working(n, earliest.toordinal()) == day:
                yield "not before"
            if self._bounds.left_by(n, self._as_of) == day:
                yield "as-of date"

    def _tight_links(self, n: int) -> list[int]:
        """Return the links that let a milestone have no earlier date than it has."""
        return [number for number in self._graph.incoming[n] if self._is_tight(number)]

    def _is_tight(self, number: int) -> bool:
        source = self._finish[self._graph.link_sources[number]]
        if source is None:
            return False
        return (
            self._bounds.earliest(number, source) == self._finish[self._graph.link_targets[number]]
        )

    def _rank(self, number: int) -> tuple[bool, int, int]:
        # Milestones are numbered in the order of their codes.
        return number in self._graph.queried_numbers, self._graph.link_sources[number], number

    def _does_alone(self, number: int, n: int) -> bool:
        """Whether a milestone has its date by a link without the other links to it."""
        ladder = self._ladder_of.get(n, frozenset())
        source = self._graph.link_sources[number]
        if source not in ladder:
            return True
        if self._bounds.lengths is None and n not in self._loops:
            return self._date_by_one(number, n, ladder) == self._finish[n]
        return self._is_supported(source, n, ladder)

    def _date_by_one(self, link: int, n: int, ladder: frozenset[int]) -> int | None:
        """Return the date of a milestone of a ladder if but one link led to it.

        Rounded to working days, a date can come back round the ladder later than it went.
        """
        graph, sources = self._graph, self._graph.link_sources
        dates = {m: self._floor(m) for m in ladder}
        todo = dict.fromkeys(ladder)
        for _ in range(_MOST_VISITS):
            if not todo:
                break
            m, _ = todo.popitem()
            if graph.milestones[m].is_complete:
                continue
            bounds = [
                self._bounds.earliest(number, day)
                for number in ([link] if m == n else graph.incoming[m])
                if (day := dates.get(sources[number], self._finish[sources[number]])) is not None
            ]
            day = max((bound for bound in (dates[m], *bounds) if bound is not None), default=None)
            if day is not None:
                day = max(day, self._bounds.left_by(m, self._as_of))
            if day != dates[m]:
                dates[m] = day
                todo.update(dict.fromkeys(self._behind([m]).intersection(ladder)))
        return dates[n]

    def _floor(self, n: int) -> int | None:
        """Return the date that a milestone has without its links, but for the as-of date."""
        milestone = self._graph.milestones[n]
        own = milestone.own_date
        days = [] if own is None else [own.toordinal()]
        if n in self._bounds.begun:
            days.append(self._bounds.left_by(n, self._as_of))
        if milestone.not_before is not None and not milestone.is_complete:
            days.append(self._bounds.working(n, milestone.not_before.toordinal()))
        return max(days, default=None)

    def _is_supported(self, source: int, n: int, ladder: frozenset[int]) -> bool:
        """Whether a prerequisite has its date not through a dependent alone."""
        todo = [source]
        seen = {source, n}
        for at in todo:
            if any(self._own_causes(at)) or at in self._loops:
                return True
            before = {self._graph.link_sources[number] for number in self._tight_links(at)}
            if before - ladder:
                return True
            todo += before - seen
            seen |= before
            if len(seen) > _MOST_VISITS:
                return n not in self._chain(source)
        return False

    def _chain(self, n: int) -> Iterator[int]:
        """Yield the milestones along driving links, from one to its origin."""
        yield n
        while (number := self._link(n)) is not None:
            n = self._graph.link_sources[number]
            yield n

    # -- ladders -----------------------------------------------------------------------

    def _ladders(self) -> list[list[int]]:
        """Return the milestones that wait on each other."""
        return [] if self._moves is None else self._graph.once(rounds)

    def _settle_ladder(self, ladder: Collection[int]) -> None:
        """Find the driving links of a ladder, from its origins on."""
        waiting = {n for n in ladder if not any(self._own_causes(n))}
        tight = {n: sorted(self._tight_links(n), key=self._rank) for n in sorted(waiting)}
        for takes_queried in (False, True):
            layer: Iterable[int] = tight
            while layer:
                chosen = {
                    n: number
                    for n in layer
                    if n in waiting
                    and (number := self._first(tight[n], waiting, takes_queried=takes_queried))
                    is not None
                }
                for n, number in chosen.items():
                    self._links[n] = number
                waiting.difference_update(chosen)
                layer = sorted(self._behind(chosen) & waiting)
        self._settle_loops(sorted(waiting))

    def _first(
        self, numbers: Iterable[int], waiting: Collection[int], *, takes_queried: bool
    ) -> int | None:
        """Return the first link from a milestone that is known to have its date."""
        graph = self._graph
        for number in numbers:
            is_taken = takes_queried or number not in graph.queried_numbers
            if is_taken and graph.link_sources[number] not in waiting:
                return number
        return None

    def _behind(self, milestones: Iterable[int]) -> set[int]:
        graph = self._graph
        return {graph.link_targets[number] for n in milestones for number in graph.outgoing[n]}

    def _settle_loops(self, milestones: Sequence[int]) -> None:
        """Find the driving links where they go round without another cause.

        They are the links that moved milestones last. Round each cycle of these, some link
        moved its dependent before its prerequisite came to its date: that is the origin.
        """
        if not milestones or self._moves is None:
            return
        setters, times = self._moves
        for milestone in milestones:
            self._links[milestone] = setters[milestone]
        sources = self._graph.link_sources
        seen_from: dict[int, int] = {}
        for start in milestones:
            n: int = start
            while n not in seen_from and (number := self._link(n)) is not None:
                seen_from[n] = start
                n = sources[number]
            if self._link(n) is None or seen_from[n] != start:
                continue
            loop = self._loop_to(n)
            dependents = [*(sources[number] for number in loop[1:]), n]
            origin = min(
                sources[number]
                for number, dependent in zip(loop, dependents, strict=True)
                if times[sources[number]] > times[dependent]
            )
            self._loops[origin] = self._loop_to(origin)
            self._links[origin] = None

    def _loop_to(self, n: int) -> tuple[int, ...]:
        """Return the links that go round from a milestone to itself."""
        loop: list[int] = []
        at = n
        while not loop or at != n:
            number = self._link(at)
            assert number is not None, "each milestone of the cycle has a driving link"
            loop.append(number)
            at = self._graph.link_sources[number]
        return tuple(reversed(loop))
