"""What the passes over a schedule network need of it, by the numbers of activities and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.analysis.moments.timetable import ELAPSED, Timetable
from depgraph.errors import CycleError
from depgraph.model.work import MINUTES_OF_DAY, Rules, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.model import Calendar, Graph, Link, LinkType, Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic:
    """A schedule network. Everything is by number: activities and links in the order of a graph.

    Attributes
    ----------
    rules
        How its program schedules.
    now
        The moment of which the states tell; for Microsoft's without a status date, the start.
    works
        The work of each activity.
    times
        The calendar of each activity.
    sources, targets, types, lags, lag_times
        Of each link: the numbers of its ends, its type, its lag in minutes and their calendar.
    incoming, outgoing
        The numbers of the links of each activity.
    order
        The numbers of all activities, prerequisites first.
    undated
        The numbers of milestones of the plan that have no date, nor wait on anything that has.
    idle
        The links from these, which constrain nothing.
    """

    rules: Rules
    now: int
    works: Sequence[Work]
    times: Sequence[WorkingTime]
    sources: Sequence[int]
    targets: Sequence[int]
    types: Sequence[LinkType]
    lags: Sequence[int]
    lag_times: Sequence[WorkingTime]
    incoming: Sequence[Sequence[int]]
    outgoing: Sequence[Sequence[int]]
    order: Sequence[int]
    undated: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()

    def working(self, n: int) -> WorkingTime:
        """Return the times in which an activity does its work: all where it is elapsed."""
        return ELAPSED if self.works[n].is_elapsed else self.times[n]


def timetables(
    calendars: Mapping[str, Calendar], days: tuple[int, int] | None
) -> dict[str | None, WorkingTime]:
    """Return the timetables of calendars by name; without a name, all time."""
    by_name: dict[str | None, WorkingTime] = {None: ELAPSED}
    by_name |= {name: Timetable(calendar, days) for name, calendar in calendars.items()}
    return by_name


def logic_of(graph: Graph, rules: Rules, as_of: date) -> Logic:
    """Return the logic of a graph with a schedule network.

    What is no activity of the network, as a milestone that a file of the plan adds, has its own
    date as the end of that day, and its days of work and lag as the days of its calendar.

    Parameters
    ----------
    as_of
        The as-of date; the time of that day is the one of the network's data date.

    Raises
    ------
    CycleError
        If the links of activities go round in a cycle, whatever their types.
    """
    if not graph.is_acyclic:
        raise CycleError(_cycle_in_words(graph))
    days = _days_of(graph)
    tables = timetables(graph.calendars, days)
    times = [tables[milestone.calendar] for milestone in graph.milestones]
    now = moment_of(rules, as_of)
    undated = _undated(graph)
    return Logic(
        rules=rules,
        now=now,
        works=[
            _work_of(milestone, table, now)
            for milestone, table in zip(graph.milestones, times, strict=True)
        ],
        times=times,
        sources=graph.link_sources,
        targets=graph.link_targets,
        types=[link.type for link in graph.links],
        lags=[
            _lag_of(link, tables) if link.lag_minutes is None else link.lag_minutes
            for link in graph.links
        ],
        lag_times=[tables[link.calendar] for link in graph.links],
        incoming=graph.incoming,
        outgoing=graph.outgoing,
        order=graph.numbers_in_order(),
        undated=undated,
        idle=frozenset(number for n in undated for number in graph.outgoing[n]),
    )


def moment_of(rules: Rules, as_of: date) -> int:
    """Return the moment of the as-of date: at the time of day of the data date.

    Without a data date it is the end of the day.
    """
    day = as_of.toordinal() * MINUTES_OF_DAY
    if rules.data_date is not None:
        return day + rules.data_date % MINUTES_OF_DAY
    return day + MINUTES_OF_DAY


def end_of_day(day: date) -> int:
    """Return the moment at which a day ends."""
    return (day.toordinal() + 1) * MINUTES_OF_DAY


def _work_of(milestone: Milestone, times: WorkingTime, now: int) -> Work:
    """Return the work of a milestone as its state says it, whoever gives that."""
    work = milestone.work
    if work is None:
        return _work_in_days(milestone, times)
    if milestone.is_complete and work.completed is None and milestone.completed is not None:
        done = min(now, times.previous(end_of_day(milestone.completed)))
        started = done if work.started is None else min(work.started, done)
        return work._replace(started=started, completed=done, minutes=0)
    if not milestone.is_complete and work.completed is not None:
        # It happens after the as-of date, and on what day is known.
        return work._replace(
            start=work.started, finish=work.completed, completed=None, is_fixed=True
        )
    return work


def _undated(graph: Graph) -> frozenset[int]:
    """Return what no network has and nothing gives a date, by number."""
    without = {
        n
        for n, milestone in enumerate(graph.milestones)
        if milestone.work is None and milestone.own_date is None and milestone.not_before is None
    }
    undated: set[int] = set()
    if without:
        for n in graph.numbers_in_order():
            if n in without and undated.issuperset(
                graph.link_sources[number] for number in graph.incoming[n]
            ):
                undated.add(n)
    return frozenset(undated)


def _work_in_days(milestone: Milestone, times: WorkingTime) -> Work:
    day = times.minutes_of_day if isinstance(times, Timetable) else MINUTES_OF_DAY
    minutes = (milestone.duration or 0) * day
    own = milestone.own_date
    if milestone.is_complete:
        done = None if own is None else times.previous(end_of_day(own))
        return Work(started=done, completed=done, is_milestone=not minutes)
    floors = [date for date in (own, milestone.not_before) if date is not None]
    floor = times.previous(end_of_day(max(floors))) if floors else None
    return Work(minutes=minutes, total=minutes, finish_floor=floor, is_milestone=not minutes)


def _lag_of(link: Link, tables: Mapping[str | None, WorkingTime]) -> int:
    times = tables[link.calendar]
    day = times.minutes_of_day if isinstance(times, Timetable) else MINUTES_OF_DAY
    return link.lag * day


def _days_of(graph: Graph) -> tuple[int, int] | None:
    """Return the first and the last day that the states and dates of the activities name."""
    return days_between(
        moment
        for milestone in graph.milestones
        if milestone.work is not None
        for moment in (milestone.work.start, milestone.work.finish, milestone.work.started)
    )


def days_between(moments: Iterable[int | None]) -> tuple[int, int] | None:
    """Return the days of the first and the last of some moments."""
    known = [moment for moment in moments if moment is not None]
    return (min(known) // MINUTES_OF_DAY, max(known) // MINUTES_OF_DAY) if known else None


def _cycle_in_words(graph: Graph) -> str:
    """Return a cycle of links of a graph that has one, for a message."""
    from depgraph.analysis.components import from_first
    from depgraph.analysis.link_words import cycle_lines

    stuck = set(range(len(graph))).difference(graph.numbers_in_order())
    n, way = min(stuck), dict[int, int]()
    # Each of these waits on another of them: back along the links, one comes again.
    while n not in way:
        way[n] = next(k for k in graph.incoming[n] if graph.link_sources[k] in stuck)
        n = graph.link_sources[way[n]]
    cycle, at = [way[n]], graph.link_sources[way[n]]
    while at != n:
        cycle.append(way[at])
        at = graph.link_sources[way[at]]
    links = [graph.links[number] for number in from_first(cycle[::-1], graph.link_sources)]
    head = (
        "activities of a schedule network wait on each other in a cycle, which no program "
        "schedules, whatever the link types:"
    )
    return "\n".join((head, *cycle_lines(links)))
