"""Checks of dates and completions: the order in time against the order of the links."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from depgraph.analysis.due_dates import days_late
from depgraph.rules.builtin.pairs import about_link, about_milestone
from depgraph.words import days, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.analysis.workdays import WorkingDays
    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Finding


def _ends(graph: Graph) -> Iterator[tuple[Link, Milestone, Milestone]]:
    """Yield each link that orders two finishes in time, with both ends.

    These are FS and FF links: the others leave the finish of the prerequisite free.
    """
    milestones = graph.milestones
    ends = zip(graph.links, graph.link_sources, graph.link_targets, strict=True)
    for link, source, target in ends:
        if link.type[0] == "F" and source != target:
            yield link, milestones[source], milestones[target]


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


def date_order(graph: Graph) -> Iterator[Finding]:
    """Find prerequisites planned after their dependents are due.

    The planned date of the prerequisite is its forecast, else its due date, plus the lag
    of the link. A prerequisite that is complete is settled and not looked at.
    """
    lags = _Lags(graph)
    for link, prerequisite, dependent in _ends(graph):
        planned, due = prerequisite.planned, dependent.due
        if planned is None or due is None or prerequisite.is_complete:
            continue
        day = lags.after(link, planned, link.lag)
        late = days_late(graph, dependent, day, graph.as_of) or 0
        if late > 0:
            word = "forecast" if prerequisite.forecast else "due"
            kind = "working " if link.calendar else ""
            lag = f" with a lag of {link.lag} {kind}days" if link.lag else ""
            yield about_link(
                "date-order",
                link,
                f"{prerequisite.id} is {word} {planned}{lag}, {days(late)} after "
                f"{dependent.id}, which waits on it, is due ({due})",
            )


def completed_out_of_order(graph: Graph) -> Iterator[Finding]:
    """Find milestones completed before their prerequisites were."""
    lags = _Lags(graph)
    for link, prerequisite, dependent in _ends(graph):
        if not (prerequisite.is_complete and dependent.is_complete):
            continue
        first, last = prerequisite.completed, dependent.completed
        if first is None or last is None:
            continue
        if last < lags.after(link, first, min(link.lag, 0)):
            yield about_link(
                "completed-out-of-order",
                link,
                f"{dependent.id} was completed {last}, {days((first - last).days)} before its "
                f"prerequisite {prerequisite.id} ({first})",
            )


def complete_over_incomplete(graph: Graph) -> Iterator[Finding]:
    """Find complete milestones over prerequisites that a file calls incomplete."""
    for link, prerequisite, dependent in _ends(graph):
        if dependent.is_complete and prerequisite.state == "incomplete":
            due = f" (due {prerequisite.due})" if prerequisite.due else ""
            since = f" since {dependent.completed}" if dependent.completed else ""
            yield about_link(
                "complete-over-incomplete",
                link,
                f"{dependent.id} is complete{since} and its prerequisite "
                f"{prerequisite.id}{due} is incomplete{_how_far(prerequisite)}",
            )


def _how_far(milestone: Milestone) -> str:
    if milestone.progress is not None:
        return f" ({milestone.progress} % done)"
    return "" if milestone.kind == "milestone" else " (no progress stated)"


def completed_in_future(graph: Graph) -> Iterator[Finding]:
    """Find completions after the as-of date."""
    for milestone in graph.milestones:
        completed = milestone.completed
        if completed is not None and graph.as_of is not None and completed > graph.as_of:
            yield about_milestone(
                "completed-in-future",
                milestone,
                f"{milestone.id} is said to be completed {completed}, after the as-of date "
                f"{graph.as_of}",
            )


def overdue(graph: Graph) -> Iterator[Finding]:
    """Find milestones due before the as-of date that are not complete."""
    for milestone in graph.milestones:
        due = milestone.due
        if due is None or graph.as_of is None or milestone.is_complete or due >= graph.as_of:
            continue
        forecast = f", forecast {milestone.forecast}" if milestone.forecast else ""
        yield about_milestone(
            "overdue",
            milestone,
            f"{milestone.id} was due {due} and is not complete, "
            f"{days((graph.as_of - due).days)} later{forecast}",
        )


def stale_forecast(graph: Graph) -> Iterator[Finding]:
    """Find milestones forecast for before the as-of date that are not complete."""
    for milestone in graph.milestones:
        forecast, as_of = milestone.forecast, graph.as_of
        if forecast is None or as_of is None or milestone.is_complete or forecast >= as_of:
            continue
        yield about_milestone(
            "stale-forecast",
            milestone,
            f"{milestone.id} was forecast for {forecast} and is not complete, "
            f"{days((as_of - forecast).days)} later",
        )


def deadline_missed(graph: Graph) -> Iterator[Finding]:
    """Find incomplete milestones that are planned after, or past, their `not_after` dates.

    And those that are planned before their `not_before` dates. The planned date is the
    forecast, else the due date.
    """
    for milestone in graph.milestones:
        if not milestone.is_complete:
            wrong = _against_limits(milestone, graph.as_of)
            if wrong:
                message = f"{milestone.id} {' and '.join(wrong)}"
                yield about_milestone("deadline-missed", milestone, message)


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


def undated(graph: Graph) -> Iterator[Finding]:
    """Find milestones without a date of their own that something dated waits on.

    What has a duration needs none where links give it a date. Requirements, test plans and test
    reports have progress in place of dates, and what is complete needs none any more.
    """
    projected = _dated_by_links(graph)
    for n, milestone in enumerate(graph.milestones):
        if milestone.is_complete or milestone.kind != "milestone":
            continue
        if milestone.planned or milestone.completed or milestone.not_before or milestone.started:
            continue
        if n in projected and milestone.duration is not None:
            continue
        dated = [
            graph.links[number].dependent
            for number in graph.outgoing[n]
            if _is_dated(graph.milestones[graph.link_targets[number]])
        ]
        if dated:
            yield about_milestone(
                "undated",
                milestone,
                f"{milestone.id} has no date{_instead(n, projected)}, and {_listed(dated)} "
                f"{'waits' if len(dated) == 1 else 'wait'} on it",
            )


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
