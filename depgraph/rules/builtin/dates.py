"""Checks of dates and completions: the order in time against the order of the links."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import compress, count
from operator import and_, gt
from typing import TYPE_CHECKING, TypeVar

from depgraph.analysis.due_dates import days_late, on_time_until
from depgraph.rules.builtin.pairs import about_links, about_milestones
from depgraph.words import days, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from depgraph.analysis.workdays import WorkingDays
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import FindingsOn

T = TypeVar("T", date, bool)


def _places_where(
    compare: Callable[[T, T], bool],
    graph: Graph,
    of_prerequisites: Sequence[T],
    of_dependents: Sequence[T],
) -> Iterator[int]:
    """Yield the places of the links at which a column of values compares to another.

    Of these links only that order two finishes in time, FS and FF: the others leave the finish
    of the prerequisite free.

    Parameters
    ----------
    of_prerequisites, of_dependents
        Values of all milestones as prerequisites, and as dependents.
    """
    types, sources, targets = graph.link_types, graph.link_sources, graph.link_targets
    first, second = of_prerequisites.__getitem__, of_dependents.__getitem__
    places = compress(count(), map(compare, map(first, sources), map(second, targets)))
    return (n for n in places if types[n][0] == "F" and sources[n] != targets[n])


def _with_lags(
    graph: Graph, places: Iterator[int], is_wrong: Callable[[Link, Milestone, Milestone], bool]
) -> Sequence[int]:
    """Return places of links, those with a lag of all as these are, each by itself."""
    links = graph.links
    lagged = [n for n, link in graph.other_links if link.lag]
    if not lagged:
        return list(places)
    milestones, sources, targets = graph.milestones, graph.link_sources, graph.link_targets
    wrong = [n for n in places if not graph.link_lags[n]]
    wrong += (
        n
        for n in lagged
        if links[n].type[0] == "F" and sources[n] != targets[n]
        if is_wrong(links[n], milestones[sources[n]], milestones[targets[n]])
    )
    return sorted(wrong)


class _Lags:
    """Where lags lead: to working days where a link has a calendar."""

    def __init__(self, graph: Graph) -> None:
        self._calendars = graph.calendars
        self._days: dict[str, WorkingDays] = {}

    def after(self, link: Link, day: date, lag: int) -> date:
        """Return the day that is some days of lag after another."""
        if not lag or link.calendar is None:
            return day + timedelta(lag)
        if link.calendar not in self._days:
            from depgraph.analysis.workdays import WorkingDays

            self._days[link.calendar] = WorkingDays(self._calendars[link.calendar])
        return date.fromordinal(self._days[link.calendar].after(day.toordinal(), lag))


def date_order(graph: Graph) -> Iterator[FindingsOn]:
    """Find prerequisites planned after their dependents are due.

    The planned date of the prerequisite is its forecast, else its due date, plus the lag
    of the link. A prerequisite that is complete is settled and not looked at.
    """
    lags = _Lags(graph)

    def days_after(link: Link, prerequisite: Milestone, dependent: Milestone) -> int:
        planned = prerequisite.planned
        if planned is None or dependent.due is None or prerequisite.is_complete:
            return 0
        day = lags.after(link, planned, link.lag)
        return days_late(graph, dependent, day, graph.as_of) or 0

    def message(link: Link, prerequisite: Milestone, dependent: Milestone) -> str:
        word = "forecast" if prerequisite.forecast else "due"
        kind = "working " if link.calendar else ""
        lag = f" with a lag of {link.lag} {kind}days" if link.lag else ""
        late = days(days_after(link, prerequisite, dependent))
        return (
            f"{prerequisite.id} is {word} {prerequisite.planned}{lag}, {late} after "
            f"{dependent.id}, which waits on it, is due ({dependent.due})"
        )

    milestones = graph.milestones
    planned = [date.min if m.is_complete else m.planned or date.min for m in milestones]
    until = [m.due or date.max for m in milestones]
    if graph.calendars:
        for n, milestone in enumerate(milestones):
            if not milestone.is_complete:
                until[n] = on_time_until(graph, milestone, graph.as_of) or date.max
    after = _places_where(gt, graph, planned, until)
    late = _with_lags(graph, after, lambda *of_link: days_after(*of_link) > 0)
    yield about_links("date-order", graph, late, message)


def completed_out_of_order(graph: Graph) -> Iterator[FindingsOn]:
    """Find milestones completed before their prerequisites were."""
    lags = _Lags(graph)

    def is_wrong(link: Link, prerequisite: Milestone, dependent: Milestone) -> bool:
        first, last = prerequisite.completed, dependent.completed
        if first is None or last is None:
            return False
        if not (prerequisite.is_complete and dependent.is_complete):
            return False
        return last < lags.after(link, first, min(link.lag, 0))

    def message(_link: Link, prerequisite: Milestone, dependent: Milestone) -> str:
        first, last = prerequisite.completed, dependent.completed
        assert first is not None
        assert last is not None
        return (
            f"{dependent.id} was completed {last}, {days((first - last).days)} before its "
            f"prerequisite {prerequisite.id} ({first})"
        )

    completed = [m.completed if m.is_complete else None for m in graph.milestones]
    firsts = [day or date.min for day in completed]
    lasts = [day or date.max for day in completed]
    wrong = _with_lags(graph, _places_where(gt, graph, firsts, lasts), is_wrong)
    yield about_links("completed-out-of-order", graph, wrong, message)


def complete_over_incomplete(graph: Graph) -> Iterator[FindingsOn]:
    """Find complete milestones over prerequisites that a file calls incomplete."""

    def message(_link: Link, prerequisite: Milestone, dependent: Milestone) -> str:
        due = f" (due {prerequisite.due})" if prerequisite.due else ""
        since = f" since {dependent.completed}" if dependent.completed else ""
        return (
            f"{dependent.id} is complete{since} and its prerequisite "
            f"{prerequisite.id}{due} is incomplete{_how_far(prerequisite)}"
        )

    complete = [milestone.is_complete for milestone in graph.milestones]
    incomplete = [milestone.state == "incomplete" for milestone in graph.milestones]
    wrong = _places_where(and_, graph, incomplete, complete)
    yield about_links("complete-over-incomplete", graph, wrong, message)


def _how_far(milestone: Milestone) -> str:
    if milestone.progress is not None:
        return f" ({milestone.progress} % done)"
    return "" if milestone.kind == "milestone" else " (no progress stated)"


def completed_in_future(graph: Graph) -> Iterator[FindingsOn]:
    """Find completions after the as-of date."""
    as_of = graph.as_of or date.max

    def message(milestone: Milestone) -> str:
        return (
            f"{milestone.id} is said to be completed {milestone.completed}, after the as-of date "
            f"{as_of}"
        )

    late = (n for n, m in enumerate(graph.milestones) if m.completed and m.completed > as_of)
    yield about_milestones("completed-in-future", graph, late, message)


def overdue(graph: Graph) -> Iterator[FindingsOn]:
    """Find milestones due before the as-of date that are not complete."""
    as_of = graph.as_of or date.min

    def message(milestone: Milestone) -> str:
        assert milestone.due is not None
        late = days((as_of - milestone.due).days)
        forecast = f", forecast {milestone.forecast}" if milestone.forecast else ""
        return f"{milestone.id} was due {milestone.due} and is not complete, {late} later{forecast}"

    late = (
        n for n, m in enumerate(graph.milestones) if m.due and m.due < as_of and not m.is_complete
    )
    yield about_milestones("overdue", graph, late, message)


def stale_forecast(graph: Graph) -> Iterator[FindingsOn]:
    """Find milestones forecast for before the as-of date that are not complete."""
    as_of = graph.as_of or date.min

    def message(milestone: Milestone) -> str:
        forecast = milestone.forecast
        assert forecast is not None
        late = days((as_of - forecast).days)
        return f"{milestone.id} was forecast for {forecast} and is not complete, {late} later"

    stale = (
        n
        for n, m in enumerate(graph.milestones)
        if m.forecast and m.forecast < as_of and not m.is_complete
    )
    yield about_milestones("stale-forecast", graph, stale, message)


def deadline_missed(graph: Graph) -> Iterator[FindingsOn]:
    """Find incomplete milestones that are planned after, or past, their `not_after` dates.

    And those that are planned before their `not_before` dates. The planned date is the
    forecast, else the due date.
    """
    wrong = (
        n
        for n, m in enumerate(graph.milestones)
        if (m.not_before or m.not_after) and not m.is_complete and _against_limits(m, graph.as_of)
    )

    def message(milestone: Milestone) -> str:
        return f"{milestone.id} {' and '.join(_against_limits(milestone, graph.as_of))}"

    yield about_milestones("deadline-missed", graph, wrong, message)


def _against_limits(milestone: Milestone, as_of: date | None) -> list[str]:
    planned, earliest, deadline = milestone.planned, milestone.not_before, milestone.not_after
    planned_for = f"is {'forecast' if milestone.forecast else 'due'} {planned}"
    wrong = []
    if planned is not None and earliest is not None and planned < earliest:
        by = days((earliest - planned).days)
        wrong.append(f"{planned_for}, {by} before the earliest date that it can have ({earliest})")
    if deadline is None:
        return wrong
    if planned is not None and planned > deadline:
        wrong.append(
            f"{planned_for}, {days((planned - deadline).days)} after its deadline ({deadline})"
        )
    elif as_of is not None and as_of > deadline:
        late = days((as_of - deadline).days)
        wrong.append(f"had its deadline {deadline} and is not complete, {late} later")
    return wrong


def undated(graph: Graph) -> Iterator[FindingsOn]:
    """Find milestones without a date of their own that something dated waits on.

    What has a duration needs none where links give it a date. Requirements, test plans and test
    reports have progress in place of dates, and what is complete needs none any more.
    """
    waiting = {
        n: dated
        for n, m in enumerate(graph.milestones)
        if not (m.planned or m.completed or m.not_before or m.started)
        if m.kind == "milestone" and not m.is_complete and (dated := _dated_dependents(graph, n))
    }
    projected = _dated_by_links(graph) if waiting else set()

    def message(milestone: Milestone) -> str:
        n = graph.number(milestone.id)
        dated = waiting[n]
        return (
            f"{milestone.id} has no date{_instead(n, projected)}, and {_listed(dated)} "
            f"{'waits' if len(dated) == 1 else 'wait'} on it"
        )

    places = (n for n in waiting if n not in projected or graph.milestones[n].duration is None)
    yield about_milestones("undated", graph, places, message)


def _dated_dependents(graph: Graph, n: int) -> list[str]:
    return [
        dependent.id
        for number in graph.outgoing[n]
        if _is_dated(dependent := graph.milestones[graph.link_targets[number]])
    ]


def _instead(n: int, projected: set[int]) -> str:
    return " of its own, only what follows from its prerequisites" if n in projected else ""


def _dated_by_links(graph: Graph) -> set[int]:
    """Return the numbers of the incomplete milestones that something dated comes before.

    A projection gives them a date, if links do not go round.
    """
    milestones, targets = graph.milestones, graph.link_targets
    reached = [
        n
        for n, milestone in enumerate(milestones)
        if milestone.own_date
        or ((milestone.not_before or milestone.started) and not milestone.is_complete)
    ]
    by_links: set[int] = set()
    for n in reached:
        for number in graph.outgoing[n]:
            target = targets[number]
            if target not in by_links and not milestones[target].is_complete:
                by_links.add(target)
                reached.append(target)
    return by_links


def _is_dated(milestone: Milestone) -> bool:
    return milestone.planned is not None or milestone.completed is not None


def _listed(codes: list[str]) -> str:
    if len(codes) > 3:
        return listed(codes, 3)
    return " and ".join([", ".join(codes[:-1]), codes[-1]] if len(codes) > 1 else codes)
