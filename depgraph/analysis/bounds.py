"""What a link demands of the finish of its dependent, given that of its prerequisite.

Each milestone is two events, start S and finish F, with F = S + duration. The earliest
finish that a link p -> m allows is

- FS: F(p) + lag + duration(m);
- SS: S(p) + lag + duration(m);
- FF: F(p) + lag;
- SF: S(p) + lag.

Of a milestone that has begun at the as-of date, the duration is what remains of it: as stated, else
the duration less the days of work since it started. What remains is done behind the as-of date at
the earliest, and its start S is that of the day on which it started, whatever moves.

A milestone with a calendar works, finishes and is moved on its working days only: its
duration counts these, and what falls on another day goes to the next working day. A lag
counts the working days of the link's calendar, or all days where the link has none.

Work that must be done after the latest prerequisite, whatever that is, is added to the
earliest finish, in days of the dependent's calendar.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.workdays import WorkingDays
    from depgraph.model import Graph

_state = attrgetter("state")
_SCHEDULED = tuple(map(attrgetter, ("duration", "started", "not_before")))


class Bounds:
    """What the links of a graph demand. All days are day numbers (`date.toordinal`).

    Parameters
    ----------
    graph
        The plan.
    work
        Days of work behind the latest prerequisite, for each milestone in the order of
        ``graph.milestones``; none where it is not given.
    as_of
        The day at which milestones have begun or not; that of the graph where it is not given.

    Attributes
    ----------
    lengths
        For each link, in the order of ``graph.links``, the days that it demands between the
        finishes of its ends; None where calendars make them differ from day to day.
    work
        The days of work that were given; None where they were not.
    begun
        The numbers of the milestones that have begun, with the day before the one of that.
    handing_on
        The numbers of what is complete and still hands on what holds it, as work out of sequence
        does by the retained logic of P6.
    idle
        The numbers of links that demand nothing although their ends are open and dated.
    """

    idle: frozenset[int] = frozenset()
    handing_on: frozenset[int] = frozenset()

    def __init__(
        self, graph: Graph, work: Sequence[int] | None = None, as_of: date | None = None
    ) -> None:
        self._graph = graph
        self.work = work
        self._durations = [0] * len(graph)
        for n in graph.once(scheduled):
            self._durations[n] = graph.milestones[n].duration or 0
        self._days: dict[str, WorkingDays] = {}
        self._own: list[WorkingDays | None] = []
        self.lengths: Sequence[int] | None = None
        self.begun = _begun(graph, as_of or graph.as_of)
        if self.begun:
            self._set_begun(as_of or graph.as_of)
        elif not graph.calendars:
            self.lengths = link_lengths(graph, self._durations)
            if work is not None:
                ends = zip(self.lengths, graph.link_targets, strict=True)
                self.lengths = [days + work[target] for days, target in ends]
            return
        self._set_calendars()

    def _set_calendars(self) -> None:
        from depgraph.analysis.workdays import WorkingDays

        graph = self._graph
        self._days = {name: WorkingDays(calendar) for name, calendar in graph.calendars.items()}
        self._own = [self._days.get(m.calendar or "") for m in graph.milestones]
        self._links, self._sources, self._targets, *_ = (
            graph.links,
            graph.link_sources,
            graph.link_targets,
        )

    def _set_begun(self, as_of: date | None) -> None:
        """Take what remains for the duration of what has begun."""
        self._set_calendars()
        graph = self._graph
        for n, start in self.begun.items():
            milestone = graph.milestones[n]
            left = milestone.remaining
            if left is None:
                passed = 0 if as_of is None else self.margin(n, start, as_of.toordinal())
                left = max(0, self._durations[n] - passed)
            self._durations[n] = left
        self.idle = frozenset(
            number
            for n in self.begun
            for number in graph.outgoing[n]
            if graph.link_types[number][0] == "S"
        )

    @property
    def parts(self) -> str:
        """What the demands are made of, in words."""
        return "lags and durations" if self.work is None else "lags, durations and gaps"

    def earliest(self, number: int, day: int) -> int:
        """Return the earliest finish of a dependent when the prerequisite finishes on a day.

        Parameters
        ----------
        number
            The place of the link in ``graph.links``.
        day
            The finish of the prerequisite.
        """
        if self.lengths is not None:
            return day + self.lengths[number]
        link = self._links[number]
        target = self._targets[number]
        if link.type[0] == "S":
            source = self._sources[number]
            duration, own = self._durations[source], self._own[source]
            if source in self.begun:
                day = self.begun[source]
            else:
                day = day - duration if own is None else self._start_day(own, day, duration)
        if link.lag:
            day = (
                self._days[link.calendar].after(day, link.lag) if link.calendar else day + link.lag
            )
        days, own = self._worked(link.type, target), self._own[target]
        return day + days if own is None else own.after(day, days)

    def latest(self, number: int, day: int) -> int:
        """Return the latest finish of a prerequisite that lets the dependent finish on a day."""
        if self.lengths is not None:
            return day - self.lengths[number]
        link = self._links[number]
        source, target = self._sources[number], self._targets[number]
        days, own = self._worked(link.type, target), self._own[target]
        day = day - days if own is None else own.latest(day, days)
        if link.lag:
            day = (
                self._days[link.calendar].latest(day, link.lag) if link.calendar else day - link.lag
            )
        if link.type[0] == "S":
            duration, own = self._durations[source], self._own[source]
            day = day + duration if own is None else own.latest_finish(day, duration)
        return day

    @property
    def shifts(self) -> Sequence[int | None]:
        """For each link, how much less a latest finish of the prerequisite counts; else None."""
        return self.lengths or [None] * len(self._graph.links)

    @property
    def day(self) -> int | None:
        """What a day counts at most; None where what counts is no measure of days."""
        return None if self.lengths is None else 1

    def count(self, _n: int, day: int) -> int:
        """Return what a finish of a milestone counts: in days, itself."""
        return day

    def uncount(self, _n: int, count: int) -> int:
        """Return the finish of a milestone that counts so much."""
        return count

    def remaining(self, n: int) -> int:
        """Return the days of work that a milestone has left: all, if it has not begun."""
        return self._durations[n]

    def left_by(self, n: int, as_of: int) -> int:
        """Return the earliest day on which what is left of a milestone can be done."""
        if n not in self.begun:
            return self.working(n, as_of)
        own = self._own[n]
        return as_of + self._durations[n] if own is None else own.after(as_of, self._durations[n])

    def working(self, n: int, day: int) -> int:
        """Return a day or, where a milestone does no work on it, its next working day."""
        own = self._own[n] if self._own else None
        return day if own is None else own.after(day, 0)

    def margin(self, n: int, first: int, last: int) -> int:
        """Return the days from one day to another, in working days of a milestone."""
        own = self._own[n] if self._own else None
        return last - first if own is None else own.between(first, last)

    def minutes(self, _n: int, _first: int, _last: int) -> int | None:
        """Return the minutes of work of an activity between moments; None in a plan of days."""
        return None

    def days(self, _n: int, first: int, last: int) -> int:
        """Return the calendar days from the finish of a milestone on one day to another."""
        return last - first

    def end_of(self, _n: int, day: date) -> int:
        """Return the day number of a day, at whose end a milestone may finish."""
        return day.toordinal()

    def _worked(self, link_type: str, target: int) -> int:
        """Return the days of work that a dependent does behind the end of a lag."""
        days = self._durations[target] if link_type[1] == "S" else 0
        return days if self.work is None else days + self.work[target]

    @staticmethod
    def _start_day(own: WorkingDays, day: int, duration: int) -> int:
        return own.latest(day, duration) if duration else day


def _begun(graph: Graph, as_of: date | None) -> dict[int, int]:
    """Return what has begun, with the day before the one on which it did, whose end is its start.

    Nothing of the plan needs this but where something has: so it is quick to see that nothing has.
    """
    return {
        n: milestone.started.toordinal() - 1
        for n in graph.once(scheduled)
        if (milestone := graph.milestones[n]).started is not None
        and not milestone.is_complete
        and (as_of is None or milestone.started <= as_of)
    }


def scheduled(graph: Graph) -> list[int]:
    """Return the numbers of what has a duration, a start or an earliest date: often nothing."""
    numbers: set[int] = set()
    for value in _SCHEDULED:
        if not {None}.issuperset(map(value, graph.milestones)):  # quicker than one by one
            numbers |= {n for n, m in enumerate(graph.milestones) if value(m) is not None}
    return sorted(numbers)


def completions(graph: Graph) -> list[bool]:
    """Return for each milestone whether it is complete."""
    return [state == "complete" for state in map(_state, graph.milestones)]


def link_lengths(graph: Graph, durations: Sequence[int]) -> Sequence[int]:
    """Return for each link the days between the finishes of its ends, without any calendar.

    Parameters
    ----------
    durations
        For each milestone, in the order of ``graph.milestones``.
    """
    if not any(durations):
        return graph.link_lags
    lengths = [*map(durations.__getitem__, graph.link_targets)]
    for number, link in graph.other_links:
        lengths[number] += link.lag
        if link.type[1] == "F":
            lengths[number] -= durations[graph.link_targets[number]]
        if link.type[0] == "S":
            lengths[number] -= durations[graph.link_sources[number]]
    return lengths
