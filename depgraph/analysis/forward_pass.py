"""The forward pass of a projection: each milestone gets the earliest date that all allows."""

from __future__ import annotations

from datetime import date
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING

from depgraph.analysis.bounds import completions, scheduled
from depgraph.analysis.components import from_first
from depgraph.analysis.link_words import cycle_lines
from depgraph.errors import CycleError, DateRangeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from depgraph.analysis.bounds import Bounds
    from depgraph.model import Graph

_MOST_ROUNDS = 1_000
"""How often a cycle of links is gone round before its dates are said to grow for ever."""

_FEWEST_ROUNDS = 10
_MOST_STEPS = 20_000
"""How many links are passed on these rounds, if that is more than a few rounds."""

_MOST_CODES = 10

_UNDATED = -(2**60)
_DATED = _UNDATED // 2
"""What lies before it is no day but `_UNDATED` with lags and durations added to it."""

_dates = attrgetter("state", "completed", "forecast", "due")

NO_DATES = "a projection needs dates that satisfy all links, and there are none"


class ForwardPass:
    """The forward pass, with what it needs of each milestone and link by number."""

    def __init__(self, graph: Graph, as_of: int, bounds: Bounds) -> None:
        self._graph = graph
        self._is_history = graph.once(completions)
        self.bounds = bounds
        self.setters: list[int | None] = [None] * len(graph)
        self.times = [0] * len(graph)
        self._moves = 0
        self._today = as_of
        self._as_of = (
            [as_of] * len(graph)
            if bounds.lengths is not None
            else [bounds.left_by(n, as_of) for n in range(len(graph))]
        )
        self._floors = graph.once(own_days).copy()
        self.finish: list[int | None] = []
        for n in graph.once(scheduled):
            not_before = graph.milestones[n].not_before
            if not_before is not None and not self._is_history[n]:
                floor = self._floors[n]
                earliest = bounds.working(n, not_before.toordinal())
                self._floors[n] = earliest if floor is None or earliest > floor else floor
        for n in bounds.begun:
            # It has a date because it has begun: what is left is done behind the as-of date.
            self._floors[n] = max(self._floors[n] or 0, self._as_of[n])

    def settle(self, n: int) -> bool:
        """Set the finish of an incomplete milestone; return whether that moves it."""
        finish, sources = self.finish, self._graph.link_sources
        lengths, earliest = self.bounds.lengths, self.bounds.earliest
        day = self._floors[n]
        setter = None
        for number in self._graph.incoming[n]:
            before = finish[sources[number]]
            if before is not None:
                bound = earliest(number, before) if lengths is None else before + lengths[number]
                if day is None or bound > day:
                    day = bound
                    setter = number
        if day is not None and day < self._as_of[n]:
            day = self._as_of[n]
            setter = None
        if day == finish[n]:
            return False
        finish[n] = day
        self.setters[n] = setter
        self._moves += 1
        self.times[n] = self._moves
        return True

    def settle_all(self, order: Sequence[int]) -> None:
        """Set all finishes, prerequisites first."""
        if self.bounds.lengths is not None:
            self._settle_lengths(order, self.bounds.lengths)
            return
        self._begin()
        for n in order:
            if not self._is_history[n]:
                self.settle(n)

    def _begin(self) -> None:
        """Set the finishes of all that is complete."""
        self.finish = [
            floor if is_history else None
            for floor, is_history in zip(self._floors, self._is_history, strict=True)
        ]

    def _settle_lengths(self, order: Sequence[int], lengths: Sequence[int]) -> None:
        """Set all finishes where each link demands its number of days."""
        incoming, sources = self._graph.incoming, self._graph.link_sources
        is_history, as_of = self._is_history, self._today
        is_dated = None not in self._floors
        finish = [_UNDATED if day is None else day for day in self._floors]
        for n in order:
            if is_history[n]:
                continue
            day = finish[n]
            for number in incoming[n]:
                bound = finish[sources[number]] + lengths[number]
                if bound > day:  # noqa: PLR1730 - a call takes longer than all else here
                    day = bound
            finish[n] = day if day >= as_of or day < _DATED else as_of
        self.finish = [*finish] if is_dated else [None if day < _DATED else day for day in finish]

    def settle_ladders(self, events: Sequence[int]) -> None:
        """Set all finishes where milestones wait on each other through SS, FF or SF links.

        A sweep over the events in their order settles every chain of links but where it
        enters a milestone by its finish and leaves it by its start. Sweeps are made until
        nothing moves. The dates only grow, and they grow for ever exactly if a cycle of
        links has a positive length; then the links that set the dates close to a cycle.
        (B. V. Cherkassky and A. V. Goldberg, *Negative-cycle detection algorithms*,
        Mathematical Programming 85, 1999.)

        Raises
        ------
        CycleError
            If no dates satisfy all links.
        """
        graph = self._graph
        targets = graph.link_targets
        self._begin()
        is_due = bytearray(not is_history for is_history in self._is_history)
        for sweep in count():
            if not any(is_due):
                return
            for event in events:
                n = event // 2
                if not is_due[n]:
                    continue
                is_due[n] = 0
                if self.settle(n):
                    for number in graph.outgoing[n]:
                        is_due[targets[number]] = not self._is_history[targets[number]]
            for cycle in self._cycles():
                days = self._days_round(cycle)
                if days:
                    links = [graph.links[number] for number in cycle]
                    raise CycleError(
                        f"{NO_DATES}: round a cycle, {self.bounds.parts} add up to {days} days "
                        "too many:\n" + "\n".join(cycle_lines(links)) + "\ncorrect the type or "
                        "the lag of a link of it, or a duration"
                    )
            if sweep > len(graph) + _MOST_ROUNDS:
                moving = [m.id for m, due in zip(graph.milestones, is_due, strict=True) if due]
                raise CycleError(
                    f"{NO_DATES}: milestones that wait on each other get later without end, "
                    f"among them {', '.join(moving[:_MOST_CODES])}; correct a lag, a duration or a "
                    "calendar"
                )

    def _days_round(self, cycle: Sequence[int]) -> int:
        """Return how many days later a milestone is set once round a cycle, again and again.

        With calendars a date may move once to the next working day, which is no cycle: that
        ends in a date that stays.
        """
        after = self.finish[self._graph.link_sources[cycle[0]]] or 0
        days = 0
        rounds = max(_FEWEST_ROUNDS, min(_MOST_ROUNDS, _MOST_STEPS // len(cycle)))
        for _ in range(1 if self.bounds.lengths is not None else rounds):
            before = after
            for number in cycle:
                after = self.bounds.earliest(number, after)
            days = after - before
            if days <= 0:
                return 0
            if after > date.max.toordinal():
                break
        return days

    def _cycles(self) -> Iterator[list[int]]:
        """Yield the cycles of links that set the dates of each other, from their first codes."""
        setters, sources = self.setters, self._graph.link_sources
        seen_from = [-1] * len(setters)
        for start in range(len(setters)):
            n = start
            while seen_from[n] < 0:
                seen_from[n] = start
                setter = setters[n]
                if setter is None:
                    break
                n = sources[setter]
            else:
                if seen_from[n] == start:
                    yield self._cycle_from_setters(n)

    def _cycle_from_setters(self, n: int) -> list[int]:
        sources = self._graph.link_sources
        cycle: list[int] = []
        at = n
        while not cycle or at != n:
            setter = self.setters[at]
            assert setter is not None, "every milestone of the cycle is set by a link"
            cycle.append(setter)
            at = sources[setter]
        return from_first(cycle[::-1], sources)


def refuse_beyond_calendar(graph: Graph, days: Collection[int | None]) -> None:
    """Raise `DateRangeError` if a day of a milestone lies after the last one of the calendar."""
    latest = max(filter(None, days), default=0)
    if latest > date.max.toordinal():
        code = max(m.id for day, m in zip(days, graph.milestones, strict=True) if day == latest)
        raise DateRangeError(
            f"the projected date of {code} lies after the year {date.max.year}: the lags and "
            "durations behind it add up to too much"
        )


def own_days(graph: Graph) -> list[int | None]:
    """Return for each milestone the date that it has by itself, as a day number."""
    # `Milestone.own_date` of each, without a call for each.
    return [
        (day := completed if state == "complete" else completed or forecast or due)
        and day.toordinal()
        for state, completed, forecast, due in map(_dates, graph.milestones)
    ]
