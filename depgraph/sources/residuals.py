"""What a schedule says of its dates that its own logic does not: taken over, and told.

Each activity of a network is looked at once, with its prerequisites at the moments that the
program states. Where the program starts it later than all its links and constraints say, it is
held there: by levelling, as late as possible, or because nothing leads to it. Where the work
between its stated start and finish is not the duration, as with splits and the calendars of
resources, that work is taken. What the program shows earlier than its own logic was not scheduled
again since it was changed: there the logic counts.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.moments.logic import Logic, days_between, moment_of, timetables
from depgraph.analysis.moments.passes import stated_moments
from depgraph.analysis.moments.schedule import pass_of
from depgraph.errors import DateRangeError
from depgraph.model import Notice, Rules, Work
from depgraph.model.ordering import order_by_links
from depgraph.model.work import MINUTES_OF_DAY
from depgraph.records import Struct
from depgraph.sources.nodes import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.sources.network import Activity, Network

_NEGLIGIBLE = 1
"""Minutes by which programs round a duration."""


class _Stated(Struct):
    """The moments that the program states, for each activity."""

    start: list[int]
    finish: list[int]


def with_residuals(network: Network, divisible: Collection[str], table: str) -> Network:
    """Return a network with what its program says beyond its logic, and a notice of each.

    Parameters
    ----------
    network
        A network whose activities have work.
    divisible
        The codes of the activities whose work may lie apart or follow the calendars of resources.
    table
        What the file calls the table of activities.
    """
    rules = network.rules
    if rules is None:
        return network
    tables = _tables(network)
    works = [activity.work or Work() for activity in network.activities]
    times = [_times_of(activity.stated, tables) for activity in network.activities]
    remarks: list[tuple[int, str]] = []
    for n, work in enumerate(works):
        if network.activities[n].code not in divisible:
            continue
        if (other := _between(rules, work, times[n])) is not None:
            works[n] = other
            remarks.append((n, _in_words(rules, work, other)))
    logic = _logic(network, rules, works, times, tables)
    for n, minutes in ({} if logic is None else _started_later(logic)).items():
        start = _written(works[n].start)
        if minutes > 0:
            works[n] = works[n]._replace(held=works[n].start)
            remarks.append((n, f"its start, {start}, is later than its links say: it is kept"))
        else:
            text = (
                f"its start, {start}, is earlier than its own logic says, as it was not scheduled "
                "again since it was changed: the logic counts"
            )
            remarks.append((n, text))
    activities = [
        activity if activity.work is None else activity._replace(work=work)
        for activity, work in zip(network.activities, works, strict=True)
    ]
    notices = (
        Notice(f"{table}: {_named(activity)}: {text}", None, activity.position, is_warning=False)
        for activity, text in ((activities[n], text) for n, text in remarks)
    )
    return network._replace(activities=activities, notices=(*network.notices, *notices))


def _in_words(rules: Rules, work: Work, other: Work) -> str:
    """Tell that other work is taken than the duration says."""
    is_total = rules.program != "p6"
    before, after = (w.total if is_total else w.minutes for w in (work, other))
    return (
        f"its duration is {before / 60:g} hours, and {after / 60:g} hours of work lie between its "
        "start and finish, as splits and the calendars of resources make it: these are taken"
    )


def _named(activity: Activity) -> str:
    """Return the code of an activity, with its name where that is but a number."""
    name = activity.stated.get("name")
    has_name = name is not None and activity.code.isdigit()
    return f"{activity.code} {quoted(str(name.value))}" if name and has_name else activity.code


def _written(moment: int | None) -> str:
    day, minute = divmod(moment or 0, MINUTES_OF_DAY)
    return f"{date.fromordinal(day)} {minute // 60:02}:{minute % 60:02}"


def _started_later(logic: Logic) -> dict[int, int]:
    """Return by how many minutes the program starts activities later than their links say.

    Each is looked at with its prerequisites at the stated moments; what starts as its links say is
    left out.
    """
    one = pass_of(logic, stated_moments(*_stated(logic)))
    later: dict[int, int] = {}
    for n, work in enumerate(logic.works):
        if work.start is None or work.started is not None or work.is_fixed:
            continue
        try:
            minutes = logic.times[n].work(work.start) - logic.times[n].work(one.settled(n)[0])
        except DateRangeError:  # a calendar without work where it would be
            continue
        if minutes:
            later[n] = minutes
    return later


def _tables(network: Network) -> Mapping[str | None, WorkingTime]:
    moments = (
        moment
        for activity in network.activities
        if activity.work is not None
        for moment in (activity.work.start, activity.work.finish)
    )
    calendars = {calendar.name: calendar for calendar in network.calendars}
    return timetables(calendars, days_between(moments))


def _times_of(
    stated: Mapping[str, object], tables: Mapping[str | None, WorkingTime]
) -> WorkingTime:
    name = getattr(stated.get("calendar"), "value", None)
    return tables[name]


def _logic(
    network: Network,
    rules: Rules,
    works: Sequence[Work],
    times: Sequence[WorkingTime],
    tables: Mapping[str | None, WorkingTime],
) -> Logic | None:
    """Return the logic of a network; None where its links go round or nothing gives a date."""
    if network.as_of is None and rules.start is None:
        return None
    numbers = {activity.code: n for n, activity in enumerate(network.activities)}
    links = sorted(network.relationships, key=lambda link: numbers[link.dependent])
    sources = [numbers[link.prerequisite] for link in links]
    targets = [numbers[link.dependent] for link in links]
    counts = [0] * len(numbers)
    for target in targets:
        counts[target] += 1
    incoming = [range(*ends) for ends in pairwise(accumulate(counts, initial=0))]
    outgoing: list[list[int]] = [[] for _ in numbers]
    for number, source in enumerate(sources):
        outgoing[source].append(number)
    order = order_by_links(counts, outgoing, targets)
    if len(order) < len(numbers):
        return None
    first = rules.start if rules.data_date is None else rules.data_date
    as_of = network.as_of.value if network.as_of else date.fromordinal((first or 0) // 1440)
    return Logic(
        rules=rules,
        now=moment_of(rules, as_of),
        works=works,
        times=times,
        sources=sources,
        targets=targets,
        types=[link.type for link in links],
        lags=[link.lag_minutes or 0 for link in links],
        lag_times=[tables[link.calendar] for link in links],
        incoming=incoming,
        outgoing=outgoing,
        order=order,
    )


def _stated(logic: Logic) -> _Stated:
    """Return the moments that the program states; the data date where it states none."""
    start, finish = [], []
    is_p6 = logic.rules.program == "p6"
    for work in logic.works:
        begin = logic.now if work.start is None else work.start
        end = begin if work.finish is None else work.finish
        if is_p6 and work.completed is not None:
            end = max(end, begin, logic.now)
        start.append(begin)
        finish.append(end)
    return _Stated(start, finish)


def _between(rules: Rules, work: Work, times: WorkingTime) -> Work | None:
    """Return the work that lies between its stated start and finish; None if that is no other."""
    if work.completed is not None or work.is_elapsed or work.start is None or work.finish is None:
        return None
    is_p6 = rules.program == "p6"
    expected = work.minutes if is_p6 else work.total
    begin = work.start if is_p6 or work.started is None else work.started
    if work.finish <= begin or not expected:
        return None
    minutes = times.work(work.finish) - times.work(begin)
    if minutes <= 0 or abs(minutes - expected) <= _NEGLIGIBLE:
        return None
    if work.started is None:
        return work._replace(minutes=minutes, total=minutes)
    return work._replace(minutes=minutes) if is_p6 else work._replace(total=minutes)
