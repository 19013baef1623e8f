"""Projection: the forward pass over the dates of a plan.

Each milestone is two events, start S and finish F, with F = S + duration (0 days for a
plain milestone). With A the as-of date and own the completed, else forecast, else due date:

- a complete milestone has F = completed: it is history, no link moves it;
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

from collections import deque
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.analysis.cycles import refuse_cycles, strong_components
from depgraph.errors import CycleError, NoAsOfDateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Link

Driver = Literal["completed", "link", "own date", "not before", "as-of date", "undated"]


class Projection(NamedTuple):
    """The projected dates of all milestones of a graph.

    Attributes
    ----------
    finish
        For each milestone, in the order of ``graph.milestones``, the projected date as a
        day number, or None where it is undated.
    """

    graph: Graph
    as_of: date
    finish: tuple[int | None, ...]

    def date(self, code: str) -> date | None:
        """Return the projected date of a milestone; None where it is undated."""
        day = self.finish[self.graph.number(code)]
        return None if day is None else _date(day)

    def slip(self, code: str) -> int | None:
        """Return the days from the due date to the projected date, where both exist."""
        due = self.graph[code].due
        day = self.finish[self.graph.number(code)]
        return None if due is None or day is None else day - due.toordinal()

    def link_slack(self, number: int) -> int | None:
        """Return how many days the prerequisite of a link can move before the link does.

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
        return target - source - link_length(self.graph, number)

    def driver(self, code: str) -> tuple[Driver, Link | None]:
        """Return what sets the projected date of a milestone, and the link if it is one.

        A date of its own comes first, then a link (of the prerequisite with the smallest
        code), then the as-of date.
        """
        milestone = self.graph[code]
        n = self.graph.number(code)
        day = self.finish[n]
        if day is None:
            return "undated", None
        if milestone.is_complete:
            return "completed", None
        own = milestone.completed or milestone.planned
        if own is not None and own.toordinal() == day:
            return "own date", None
        if milestone.not_before is not None and milestone.not_before.toordinal() == day:
            return "not before", None
        for number in self.graph.incoming[n]:
            if self.link_slack(number) == 0:
                return "link", self.graph.links[number]
        return "as-of date", None


def _date(day: int) -> date:
    return date.fromordinal(day)


def link_length(graph: Graph, number: int) -> int:
    """Return the days between the finishes of the two ends that a link demands at least.

    FS: lag + duration(dependent); SS: that less the duration of the prerequisite; FF: lag;
    SF: lag less the duration of the prerequisite.
    """
    link = graph.links[number]
    length = link.lag
    if link.type[1] == "S":
        length += graph.milestones[graph.link_targets[number]].duration or 0
    if link.type[0] == "S":
        length -= graph.milestones[graph.link_sources[number]].duration or 0
    return length


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
    order = _order(graph)
    if order is None:
        refuse_cycles(graph, "a projection")
        finish = _settle_ladders(graph, as_of.toordinal())
    else:
        finish = [None] * len(graph)
        for n in order:
            finish[n] = _finish(graph, as_of.toordinal(), finish, n)
    return Projection(graph, as_of, tuple(finish))


def _order(graph: Graph) -> list[int] | None:
    """Return the milestones, prerequisites first; None if they have no order."""
    targets = graph.link_targets
    waiting = [len(numbers) for numbers in graph.incoming]
    order = [n for n, count in enumerate(waiting) if not count]
    for n in order:
        for number in graph.outgoing[n]:
            target = targets[number]
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order if len(order) == len(graph) else None


def _finish(graph: Graph, as_of: int, finish: Sequence[int | None], n: int) -> int | None:
    """Return the finish of one milestone from those of its prerequisites."""
    milestone = graph.milestones[n]
    completed = milestone.completed
    if milestone.state == "complete" and completed is not None:
        return completed.toordinal()
    own = completed or milestone.forecast or milestone.due
    day = None if own is None else own.toordinal()
    if milestone.not_before is not None:
        floor = milestone.not_before.toordinal()
        day = floor if day is None or floor > day else day
    for number in graph.incoming[n]:
        before = finish[graph.link_sources[number]]
        if before is not None:
            bound = before + link_length(graph, number)
            if day is None or bound > day:
                day = bound
    return as_of if day is not None and day < as_of else day


def _settle_ladders(graph: Graph, as_of: int) -> list[int | None]:
    """Project a graph in which milestones wait on each other through SS, FF or SF links.

    Each group of such milestones is computed again until nothing moves. The dates only
    grow, and a group whose dates still grow after as many rounds as it has milestones has
    a circle of positive length: no dates satisfy it.
    """
    sources, targets = graph.link_sources, graph.link_targets
    successors = [[targets[number] for number in numbers] for numbers in graph.outgoing]
    finish: list[int | None] = [None] * len(graph)
    for group in reversed(strong_components(successors)):
        members = set(group)
        queue = deque(group)
        queued = set(group)
        rounds = dict.fromkeys(group, 0)
        while queue:
            n = queue.popleft()
            queued.discard(n)
            day = _finish(graph, as_of, finish, n)
            if day == finish[n]:
                continue
            finish[n] = day
            rounds[n] += 1
            if rounds[n] > len(group) + 1:
                codes = ", ".join(graph.milestones[member].id for member in group[:6])
                raise CycleError(
                    "a projection needs dates that satisfy all links, and there are none for "
                    f"{codes}{', ...' if len(group) > 6 else ''}: round the circle of their "
                    "links, lags and durations add up to more than 0 days; 'depgraph show' "
                    "lists the links of each"
                )
            for number in graph.outgoing[n]:
                target = targets[number]
                if target in members and target not in queued and sources[number] != target:
                    queue.append(target)
                    queued.add(target)
    return finish
