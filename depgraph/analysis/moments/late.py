"""The late pass: the latest moments that keep the end of a project, or a target.

The late finish of an activity is the least of what its links let it have, of its limits and of the
end that counts; its late start lies its work before that. A link lets the prerequisite have

- FS: the late start of the dependent, less the lag;
- FF: its late finish, less the lag;
- SS: a start at its late start less the lag, at or behind which there is work;
- SF: a start at its late finish less the lag, likewise.

A late finish is an end of work, but that of a start milestone is where it is. What is complete has
no late moments, but hands on those of what waits on it, as in the forward pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.moments.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.moments.logic import Logic
    from depgraph.analysis.moments.passes import Moments
    from depgraph.analysis.moments.schedule import ForwardPass


def latest_finish(logic: Logic, lags: Sequence[int], number: int, finish: int) -> int:
    """Return the latest finish of a prerequisite that lets the dependent finish at a moment.

    Parameters
    ----------
    lags
        What is left of the lag of each link.
    number
        The link.
    finish
        The moment at which the dependent finishes.
    """
    source, target, type_ = logic.sources[number], logic.targets[number], logic.types[number]
    at = finish
    if type_[1] == "S":
        at = logic.working(target).add(finish, -logic.works[target].minutes)
    before, work, own = logic.works[source], logic.works[target], logic.working(source)
    if before.completed is None or work.completed is None:
        at = logic.lag_times[number].add(at, -lags[number])
    if before.completed is not None:
        return at
    if type_[0] == "S":
        at = own.add(own.next(at), before.minutes)
    return at if before.is_start else own.previous(at)


def shifts(logic: Logic, lags: Sequence[int]) -> list[int | None]:
    """Return for each link how much earlier in work a prerequisite must finish than a dependent.

    It is in minutes of the one calendar that both ends and the lag have. None is of other links,
    and of those of what is complete or has no finish: only `latest_finish` tells of these.
    """
    counted = [is_counted_in_work(logic, n) for n in range(len(logic.works))]
    shifts: list[int | None] = []
    for number, (source, target) in enumerate(zip(logic.sources, logic.targets, strict=True)):
        own, lag, type_ = logic.working(source), lags[number], logic.types[number]
        if (
            not (counted[source] and counted[target])
            or own is not logic.working(target)
            or (lag and logic.lag_times[number] is not own)
        ):
            shifts.append(None)
            continue
        shift = lag + (logic.works[target].minutes if type_[1] == "S" else 0)
        shifts.append(shift - (logic.works[source].minutes if type_[0] == "S" else 0))
    return shifts


def is_counted_in_work(logic: Logic, n: int) -> bool:
    """Whether the work until it tells a finish of an activity, which ends work, without doubt."""
    work, own = logic.works[n], logic.working(n)
    has_finish = work.completed is None and not work.is_start
    return has_finish and (not isinstance(own, Timetable) or own.is_endless)


def limit_of(logic: Logic, n: int) -> int | None:
    """Return the latest finish that the constraints of an activity let it have."""
    work, own = logic.works[n], logic.working(n)
    limits = [
        moment if "finish" in kind else own.add(own.next(moment), work.minutes)
        for kind, moment in work.constraints
        if kind.endswith(("no later", "on")) or kind.startswith("mandatory")
        if work.started is None or "finish" in kind
    ]
    return min(limits, default=None)


def late_finishes(logic: Logic, moments: Moments, forward: ForwardPass) -> list[int | None]:
    """Return the late finish of each activity for the end of the project; None where complete.

    The project ends with its last activity, or at the moment by which it must be finished.
    """
    works = logic.works
    end = logic.rules.must_finish_by
    if end is None:
        finishes = zip(moments.finish, works, strict=True)
        end = max((moment for moment, work in finishes if work.completed is None), default=0)
    late = [end] * len(works)
    for n in reversed(logic.order):
        bounds = [end]
        limit = limit_of(logic, n)
        if limit is not None and works[n].completed is None:
            bounds.append(limit)
        bounds += [
            latest_finish(logic, forward.lags, number, late[logic.targets[number]])
            for number in logic.outgoing[n]
            if forward.is_counted(number) and forward.hands_on(number)
        ]
        late[n] = min(bounds)
        if works[n].completed is None and not works[n].is_start:
            late[n] = logic.working(n).previous(late[n])
    return [
        None if work.completed is not None else moment
        for moment, work in zip(late, works, strict=True)
    ]
