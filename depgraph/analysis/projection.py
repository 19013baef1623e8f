"""Projection: the forward pass over the dates of a plan.

Each milestone is two events, start S and finish F, with F = S + duration (0 days for a
plain milestone). With A the as-of date and own the completed, else forecast, else due date:

- a complete milestone has F = completed: it is history, no link moves it (undated if
  nothing says when it was completed);
- any other has F = max(A, own, not_before, and for each link p -> m by its type:
  FS F(p) + lag + duration, SS S(p) + lag + duration, FF F(p) + lag, SF S(p) + lag);
- one with neither a date of its own nor a dated prerequisite is undated: it has no
  projected date and constrains nothing.

This is the reading in which the gaps of a plan absorb slips. Method: the forward pass of
the critical path method (J. E. Kelley and M. R. Walker, *Critical-path planning and
scheduling*, 1959), with the relations of the precedence diagramming method.

Dates are counted as day numbers (`datetime.date.toordinal`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.analysis.cycles import circle_lines, events_in_order, refuse_cycles
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Link, Milestone

Driver = Literal["completed", "link", "own date", "not before", "as-of date", "undated"]


class Projection(NamedTuple):
    """The projected dates of all milestones of a graph.

    Attributes
    ----------
    finish
        For each milestone, in the order of ``graph.milestones``, the projected date as a
        day number, or None where it is undated.
    link_lengths
        For each link, in the order of ``graph.links``, the days that it demands at least
        between the finishes of its two ends.
    driving_links
        For each milestone, the place in ``graph.links`` of the link that set its date; None
        where no link did. They never go round in a circle, even in a ladder.
    has_ladders
        Whether milestones wait on each other through SS, FF or SF links.
    """

    graph: Graph
    as_of: date
    finish: tuple[int | None, ...]
    link_lengths: tuple[int, ...]
    driving_links: tuple[int | None, ...]
    has_ladders: bool

    def date(self, code: str) -> date | None:
        """Return the projected date of a milestone; None where it is undated."""
        day = self.finish[self.graph.number(code)]
        return None if day is None else date.fromordinal(day)

    def slip(self, code: str) -> int | None:
        """Return the days from the due date to the projected date, where both exist."""
        due = self.graph[code].due
        day = self.finish[self.graph.number(code)]
        return None if due is None or day is None else day - due.toordinal()

    def link_slack(self, number: int) -> int | None:
        """Return how many days the prerequisite of a link can move before the dependent does.

        Parameters
        ----------
        number
            The place of the link in ``graph.links``.

        Returns
        -------
        int or None
            Days; 0 for a driving link; None if an end is undated. Negative only into a
            complete milestone.
        """
        source = self.finish[self.graph.link_sources[number]]
        target = self.finish[self.graph.link_targets[number]]
        if source is None or target is None:
            return None
        return target - source - self.link_lengths[number]

    def driver(self, code: str) -> tuple[Driver, Link | None]:
        """Return what sets the projected date of a milestone, and the link if it is one.

        Of several, a date of its own comes first, then a link (that of the prerequisite with
        the smallest code), then the as-of date.
        """
        milestone = self.graph[code]
        n = self.graph.number(code)
        day = self.finish[n]
        if day is None:
            return "undated", None
        if milestone.is_complete:
            return "completed", None
        number = self.driving_links[n]
        if number is not None:
            return "link", self.graph.links[number]
        own = milestone.completed or milestone.planned
        if own is not None and own.toordinal() == day:
            return "own date", None
        if milestone.not_before is not None and milestone.not_before.toordinal() == day:
            return "not before", None
        return "as-of date", None


def project(graph: Graph, *, as_of: date | None = None) -> Projection:
    """Project the date of every milestone.

    Parameters
    ----------
    graph
        A graph without cycles between events.
    as_of
        The as-of date in place of the graph's own; states stay those of the graph.

    Raises
    ------
    CycleError
        If the links go round in a circle, or if link types, lags and durations contradict
        each other round a circle.
    NoAsOfDateError
        If nothing gives an as-of date.
    DateRangeError
        If a date lies after the year 9999.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [Milestone("A", due=date(2020, 1, 10)), Milestone("B", due=date(2020, 1, 5))],
    ...     [Link("A", "B", lag=2)],
    ...     as_of=date(2020, 1, 1),
    ... )
    >>> str(project(plan).date("B"))
    '2020-01-12'
    """
    as_of = as_of or graph.as_of
    if as_of is None:
        raise NoAsOfDateError("a projection")
    forward = _Pass(graph, as_of.toordinal())
    order = graph.numbers_in_order()
    has_ladders = len(order) < len(graph)
    if has_ladders:
        refuse_cycles(graph, "a projection")
        forward.settle_ladders(events_in_order(graph))
    else:
        forward.settle_all(order)
    forward.refuse_beyond_calendar()
    return Projection(
        graph,
        as_of,
        finish=tuple(forward.finish),
        link_lengths=tuple(forward.lengths),
        driving_links=tuple(forward.setters),
        has_ladders=has_ladders,
    )


def _floor(milestone: Milestone) -> int | None:
    """Return the finish that a milestone has but for its links, as a day number."""
    own = milestone.completed
    if not milestone.is_complete:
        own = own or milestone.forecast or milestone.due
        if milestone.not_before is not None and (own is None or milestone.not_before > own):
            own = milestone.not_before
    return None if own is None else own.toordinal()


def _link_lengths(graph: Graph) -> list[int]:
    """Return for each link the days that it demands between the finishes of its ends.

    FS: lag + duration(dependent); SS: that less the duration of the prerequisite; FF: lag;
    SF: lag less the duration of the prerequisite.
    """
    durations = [milestone.duration or 0 for milestone in graph.milestones]
    if not any(durations):
        return [link.lag for link in graph.links]
    return [
        link.lag
        + (durations[target] if link.type[1] == "S" else 0)
        - (durations[source] if link.type[0] == "S" else 0)
        for link, source, target in zip(
            graph.links, graph.link_sources, graph.link_targets, strict=True
        )
    ]


class _Pass:
    """The forward pass, with what it needs of each milestone and link by number."""

    def __init__(self, graph: Graph, as_of: int) -> None:
        self._graph = graph
        self._as_of = as_of
        self._floors = [_floor(milestone) for milestone in graph.milestones]
        self._is_history = [milestone.is_complete for milestone in graph.milestones]
        self.lengths = _link_lengths(graph)
        self.setters: list[int | None] = [None] * len(graph)
        self.finish: list[int | None] = [
            floor if is_history else None
            for floor, is_history in zip(self._floors, self._is_history, strict=True)
        ]

    def settle(self, n: int) -> bool:
        """Set the finish of an incomplete milestone; return whether that moves it."""
        finish, sources, lengths = self.finish, self._graph.link_sources, self.lengths
        day = self._floors[n]
        setter = None
        for number in self._graph.incoming[n]:
            before = finish[sources[number]]
            if before is not None:
                bound = before + lengths[number]
                if day is None or bound > day:
                    day = bound
                    setter = number
        if day is not None and day < self._as_of:
            day = self._as_of
            setter = None
        if day == finish[n]:
            return False
        finish[n] = day
        self.setters[n] = setter
        return True

    def settle_all(self, order: Sequence[int]) -> None:
        """Set all finishes, prerequisites first."""
        for n in order:
            if not self._is_history[n]:
                self.settle(n)

    def settle_ladders(self, events: Sequence[int]) -> None:
        """Set all finishes where milestones wait on each other through SS, FF or SF links.

        A sweep over the events in their order settles every chain of links but where it
        enters a milestone by its finish and leaves it by its start. Sweeps are made until
        nothing moves. The dates only grow, and they grow for ever exactly if a circle of
        links has a positive length; then the links that set the dates close to a circle.
        (B. V. Cherkassky and A. V. Goldberg, *Negative-cycle detection algorithms*,
        Mathematical Programming 85, 1999.)

        Raises
        ------
        CycleError
            If no dates satisfy all links.
        """
        graph = self._graph
        targets = graph.link_targets
        is_due = bytearray(not is_history for is_history in self._is_history)
        while any(is_due):
            for event in events:
                n = event // 2
                if not is_due[n]:
                    continue
                is_due[n] = 0
                if self.settle(n):
                    for number in graph.outgoing[n]:
                        is_due[targets[number]] = not self._is_history[targets[number]]
            circle = self._circle()
            if circle:
                links = [graph.links[number] for number in circle]
                days = sum(self.lengths[number] for number in circle)
                raise CycleError(
                    "a projection needs dates that satisfy all links, and there are none: round "
                    f"a circle, lags and durations add up to {days} days too many:\n"
                    + "\n".join(circle_lines(links))
                    + "\ncorrect the type or the lag of a link of it, or a duration"
                )

    def refuse_beyond_calendar(self) -> None:
        """Raise `DateRangeError` if a date lies after the last one of the calendar."""
        latest, code = max(
            ((day or 0, m.id) for day, m in zip(self.finish, self._graph.milestones, strict=True)),
            default=(0, ""),
        )
        if latest > date.max.toordinal():
            raise DateRangeError(
                f"the projected date of {code} lies after the year {date.max.year}: the lags and "
                "durations behind it add up to too much"
            )

    def _circle(self) -> list[int]:
        """Return links that set the dates of each other, from the smallest code, if any do."""
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
                    return self._circle_through(n)
        return []

    def _circle_through(self, n: int) -> list[int]:
        sources = self._graph.link_sources
        circle: list[int] = []
        at = n
        while not circle or at != n:
            setter = self.setters[at]
            assert setter is not None, "every milestone of the circle is set by a link"
            circle.append(setter)
            at = sources[setter]
        circle.reverse()
        first = min(range(len(circle)), key=lambda place: sources[circle[place]])
        return circle[first:] + circle[:first]
