"""Projection: the forward pass over the dates of a plan.

With A the as-of date and own the completed, else forecast, else due date:

- a complete milestone finishes on its completed date: it is history, no link moves it
  (undated if nothing says when it was completed);
- any other finishes at max(A, own, not_before, what each of its links allows): see
  `depgraph.analysis.bounds`;
- one with neither a date of its own nor a dated prerequisite is undated: it has no
  projected date and constrains nothing.

A plan of milestones has dates and no durations: nobody knows whether the gap between a
milestone and its latest prerequisite is work or waiting. So there are two readings.

- ``float``: gaps absorb slips. That is the projection above.
- ``work``: the planned gap of an incomplete milestone without a duration is work that must
  be done again after a slip. Its gap is max(0, own - the latest finish that its links demand
  of it when all prerequisites have the dates that they were planned for), and is added to
  what its links allow. A prerequisite that was completed late counts as planned for then.

Method: the forward pass of the critical path method (J. E. Kelley and M. R. Walker,
*Critical-path planning and scheduling*, 1959), with the relations of the precedence
diagramming method.

Dates are counted as day numbers (`datetime.date.toordinal`), of calendar days; with a
calendar a link sets dates on working days only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, Literal
from weakref import WeakValueDictionary

from depgraph.analysis.bounds import Bounds, completions
from depgraph.analysis.components import strong_components
from depgraph.analysis.cycles import refuse_cycles
from depgraph.analysis.driving import Driver, Driving, Moves
from depgraph.analysis.due_dates import days_late
from depgraph.analysis.events import events_in_order
from depgraph.analysis.folding import FoldedChains
from depgraph.analysis.forward_pass import ForwardPass, own_days, refuse_beyond_calendar
from depgraph.errors import NoAsOfDateError
from depgraph.records import Struct
from depgraph.showing import printed, shown
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph, Link, Rules

Gaps = Literal["float", "work"]

GAPS: tuple[Gaps, ...] = ("float", "work")

_work = attrgetter("id", "state", "duration", "remaining")


class Cause(Struct):
    """One of the things that each let a milestone have no earlier date than it has.

    Attributes
    ----------
    driver
        What it is.
    link
        The link, if it is one.
    """

    driver: Driver
    link: Link | None


@printed
@shown
@dataclass(frozen=True, kw_only=True)
class Projection:
    """The projected dates of all milestones of a graph.

    Attributes
    ----------
    finish
        For each milestone, in the order of ``graph.milestones``, the projected date as a
        day number, or None where it is undated.
    ends
        The same dates in the unit of `bounds`: day numbers, or the minutes of a schedule network.
    bounds
        What the links demand.
    has_ladders
        Whether milestones wait on each other through SS, FF or SF links.
    gaps
        How the gaps of the plan are read.
    order
        The numbers of all milestones, each after its prerequisites; with ladders, those of
        all events in their order, so that each milestone is there twice.
    moves
        How the dates came about, where there are ladders.
    view
        The milestones that are shown of `graph`, which is the network of these then; None where
        it has no view. What sets a date is told in chains from one of them to another.
    """

    graph: Graph
    as_of: date
    finish: tuple[int | None, ...]
    ends: tuple[int | None, ...]
    bounds: Bounds
    has_ladders: bool
    gaps: Gaps
    order: Sequence[int]
    moves: Moves | None = None
    view: Graph | None = None

    @property
    def shown(self) -> Graph:
        """The milestones that answers tell of: those of the view, else all of the graph."""
        return self.graph if self.view is None else self.view

    @cached_property
    def chains(self) -> FoldedChains:
        """The chains of the network between milestones of the view, as links of these."""
        return FoldedChains(self)

    @cached_property
    def certain(self) -> Projection:
        """The projection of the same plan without the links that a reviewer doubts."""
        if not self.graph.queried_links:
            return self
        graph = self.graph.without_queried_links()
        if graph.rules is not None:
            certain = project_network(graph, graph.rules, self.as_of, self.gaps)
        else:
            bounds = Bounds(graph, self.bounds.work, self.as_of)
            certain = pass_forward(graph, self.as_of, self.gaps, bounds)
        return certain if self.view is None else replace(certain, view=self.view.over(graph))

    @cached_property
    def driving(self) -> Driving:
        """What sets each date, worked out when it is first asked for."""
        if self.graph.rules is not None:
            from depgraph.analysis.network_driving import driving_of

            return driving_of(self.graph, self.ends, self.bounds)
        as_of = self.as_of.toordinal()
        return Driving(self.graph, self.finish, as_of, self.bounds, self.moves)

    @property
    def driving_links(self) -> Sequence[int | None]:
        """For each milestone, the number of its driving link; None where its driver is no link.

        They never go round in a cycle, even in a ladder: from each milestone they lead to an
        origin, which has its date by itself.
        """
        return self.driving.links

    def __repr__(self) -> str:
        """Return a line with the counts."""
        shown = self.shown
        dated = sum(self.date(milestone.id) is not None for milestone in shown)
        return (
            f"<Projection as of {self.as_of}, gaps {self.gaps}: {dated} of "
            f"{counted(len(shown), 'milestone')} with a date>"
        )

    def date(self, code: str) -> date | None:
        """Return the projected date of a milestone; None where it is undated.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        day = self.finish[self.graph.number(code)]
        return None if day is None else date.fromordinal(day)

    def slip(self, code: str) -> int | None:
        """Return the days from the due date to the projected date, where both exist.

        They are 0 where it is on time, see `depgraph.analysis.due_dates`.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        day = self.date(code)
        return None if day is None else days_late(self.graph, self.graph[code], day, self.as_of)

    @cached_property
    def slipped(self) -> frozenset[str]:
        """The codes of the milestones shown that are projected later than they are due."""
        return frozenset(code for code in self.shown.codes if (self.slip(code) or 0) > 0)

    def link_slack(self, number: int) -> int | None:
        """Return how many days the prerequisite of a link can move before the dependent does.

        Parameters
        ----------
        number
            The place of the link in ``graph.links``.

        Returns
        -------
        int or None
            Days, working days where the prerequisite has a calendar; None if an end is
            undated. Negative only into a complete milestone. It is 0 for a driving link, but
            for one whose dependent does no work on the days behind the prerequisite.
        """
        graph, ends, bounds = self.graph, self.ends, self.bounds
        n = graph.link_sources[number]
        source, target = ends[n], ends[graph.link_targets[number]]
        if source is None or target is None or number in bounds.idle:
            return None
        if bounds.lengths is not None:
            return target - source - bounds.lengths[number]
        slack = self._slacks[number]
        if slack is None:
            slack = bounds.margin(n, source, bounds.latest(number, target))
            self._slacks[number] = slack
        return slack

    @cached_property
    def late_finishes(self) -> dict[tuple[int, int], Sequence[int | None]]:
        """By targets and the ends that count, those that `depgraph.analysis.floats` keeps."""
        return {}

    @cached_property
    def _slacks(self) -> list[int | None]:
        """Those of links that were asked for, where calendars make them dear."""
        return [None] * len(self.graph.links)

    def is_driving(self, number: int) -> bool:
        """Whether the date of a dependent is the earliest that a link allows.

        Without calendars, that is whether the link has no slack. The one of them that counts as
        what sets the date, if any does, is among `driving_links`.

        Parameters
        ----------
        number
            The place of the link in ``graph.links``.
        """
        source = self.ends[self.graph.link_sources[number]]
        target = self.ends[self.graph.link_targets[number]]
        if source is None or target is None:
            return False
        if self.bounds.lengths is not None:
            return source + self.bounds.lengths[number] == target
        return self.bounds.earliest(number, source) == target

    def free_float(self, code: str) -> int | None:
        """Return how many days a milestone can move before any other moves.

        Returns
        -------
        int or None
            The least slack of its links to incomplete milestones, in days or in working
            days of its calendar. None for a complete or undated milestone, and for one that
            no incomplete, dated milestone waits on.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return self.free_float_of(self.graph.number(code))

    def free_float_of(self, n: int) -> int | None:
        """Return the `free_float` of a milestone by its number."""
        if n not in self._free_floats:
            self._free_floats[n] = self._free_float(n)
        return self._free_floats[n]

    @cached_property
    def _free_floats(self) -> dict[int, int | None]:
        """Those that were asked for: paths to many targets have many milestones in common."""
        return {}

    def _free_float(self, n: int) -> int | None:
        graph, targets = self.graph, self.graph.link_targets
        is_complete = graph.once(completions)
        if is_complete[n]:
            return None
        slacks = [
            self.link_slack(number)
            for number in graph.outgoing[n]
            if not is_complete[targets[number]]
        ]
        return min((slack for slack in slacks if slack is not None), default=None)

    def driver(self, code: str) -> Cause:
        """Return what sets the projected date of a milestone: the first of its `causes`.

        A link goes back through the activities of a network to a milestone of the view, or to
        what has its date by itself.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return self._cause(*self.driving.driver(self.graph.number(code)))

    def causes(self, code: str) -> tuple[Cause, ...]:
        """Return all that sets the projected date of a milestone, each of which would do alone.

        They stand in one order everywhere (see `depgraph.analysis.driving`): its own date, its
        earliest date, the as-of date, links that nobody doubts, queried links; links by the
        codes of their prerequisites.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        causes = self.driving.causes(self.graph.number(code))
        cases = tuple(self._cause(driver, number) for driver, number in causes)
        return cases if self.view is None else tuple(dict.fromkeys(cases))

    def _cause(self, driver: Driver, number: int | None) -> Cause:
        return Cause(driver, None if number is None else self.chains.driving(number))


_AS_THEY_ARE: WeakValueDictionary[int, Projection] = WeakValueDictionary()
"""The projections that somebody holds, by the identity of their plan, which each of them holds."""


def project(
    graph: Graph,
    *,
    as_of: date | None = None,
    gaps: Gaps = "float",
    plan: Graph | None = None,
) -> Projection:
    """Project the date of every milestone.

    Parameters
    ----------
    graph
        A graph without cycles between events.
    as_of
        The as-of date in place of the graph's own; states stay those of the graph.
    gaps
        Whether the gaps of the plan absorb slips (``float``) or are work (``work``).
    plan
        The plan whose gaps are work, where that is not the graph itself but what it was
        before a change: the work of a milestone is the same after its prerequisites moved.

    Returns
    -------
    Projection
        ``date(code)``, ``slip(code)`` (days) and ``driver(code)`` of every milestone.

    Raises
    ------
    CycleError
        If the links go round in a cycle, or if link types, lags and durations contradict
        each other round a cycle.
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
    if gaps == "work" or as_of != graph.as_of:
        return _projected(graph, as_of, gaps, plan)
    projection = _AS_THEY_ARE.get(id(graph))
    if projection is None:
        projection = _AS_THEY_ARE[id(graph)] = _projected(graph, as_of, gaps, plan)
    return projection


def _projected(graph: Graph, as_of: date, gaps: Gaps, plan: Graph | None) -> Projection:
    whole = graph.whole
    if whole.rules is not None:
        projection = project_network(whole, whole.rules, as_of, gaps)
    else:
        work = planned_work(whole, (plan or graph).whole) if gaps == "work" else None
        projection = pass_forward(whole, as_of, gaps, Bounds(whole, work, as_of))
    return replace(projection, view=graph) if graph.is_view else projection


def project_network(graph: Graph, rules: Rules, as_of: date, gaps: Gaps) -> Projection:
    """Project the dates of a schedule network in minutes, by the rules of its program.

    Its activities state how long they take, so that gaps are no work in either reading.

    Raises
    ------
    CycleError
        If activities wait on each other.
    DateRangeError
        If a date lies after the year 9999, or a calendar has no work any more.
    """
    from depgraph.analysis.network_bounds import MomentBounds

    bounds = MomentBounds(graph, rules, as_of)
    return Projection(
        graph=graph,
        as_of=as_of,
        finish=bounds.shown_days(),
        ends=bounds.ends,
        bounds=bounds,
        has_ladders=False,
        gaps=gaps,
        order=graph.numbers_in_order(),
    )


def pass_forward(graph: Graph, as_of: date, gaps: Gaps, bounds: Bounds) -> Projection:
    """Project the dates of a plan when it is known what its links demand.

    Raises
    ------
    CycleError, DateRangeError
        As `project` does.
    """
    forward = ForwardPass(graph, as_of.toordinal(), bounds)
    order = graph.numbers_in_order()
    has_ladders = not graph.is_acyclic
    if has_ladders:
        refuse_cycles(graph, "a projection")
        events = _by_ladders(graph, events_in_order(graph))
        forward.settle_ladders(events)
        order = [event // 2 for event in events]
    else:
        forward.settle_all(order)
    finish = tuple(forward.finish)
    refuse_beyond_calendar(graph, finish)
    return Projection(
        graph=graph,
        as_of=as_of,
        finish=finish,
        ends=finish,
        bounds=forward.bounds,
        has_ladders=has_ladders,
        gaps=gaps,
        order=order,
        moves=Moves(tuple(forward.setters), tuple(forward.times)) if has_ladders else None,
    )


def _by_ladders(graph: Graph, events: Sequence[int]) -> list[int]:
    """Return the events with those of each ladder together, prerequisites of ladders first.

    The events of one ladder keep their order. So nothing but the inside of ladders has to be
    gone through more than once.
    """
    targets = graph.link_targets
    successors = [[targets[number] for number in numbers] for numbers in graph.outgoing]
    place = [0] * len(graph)
    for number, ladder in enumerate(reversed(strong_components(successors))):
        for n in ladder:
            place[n] = number
    return sorted(events, key=lambda event: place[event // 2])


def planned_work(graph: Graph, plan: Graph) -> list[int]:
    """Return for each milestone of a graph the gap that a plan has behind its prerequisites.

    It is 0 where the milestone is complete, has a duration, has no date of its own in the
    plan, or has no prerequisite there with a date of its own.
    """
    bounds = Bounds(plan)
    lengths, earliest = bounds.lengths, bounds.earliest
    incoming, sources = plan.incoming, plan.link_sources
    own = plan.once(own_days)
    planned = _planned_days(plan)
    work = [0] * len(graph)
    for n, (code, state, duration, remaining) in enumerate(map(_work, graph.milestones)):
        if state == "complete" or duration is not None or remaining is not None:
            continue
        if plan is not graph and code not in plan:
            continue
        place = n if plan is graph else plan.number(code)
        day = own[place]
        if day is None:
            continue
        latest = None
        for number in incoming[place]:
            before = planned[sources[number]]
            if before is not None:
                bound = earliest(number, before) if lengths is None else before + lengths[number]
                if latest is None or bound > latest:
                    latest = bound
        if latest is not None and latest < day:
            work[n] = bounds.margin(place, latest, day)
    return work


def _planned_days(graph: Graph) -> list[int | None]:
    """Return the own dates, but of what was completed early the date it was planned for.

    An early completion makes no more work for what waits on it; a late one is what a plan
    that still has its date counts with.
    """
    days = graph.once(own_days).copy()
    for n in compress(count(), graph.once(completions)):
        day, before = graph.milestones[n].planned, days[n]
        if day is not None and before is not None:
            days[n] = max(day.toordinal(), before)
    return days
