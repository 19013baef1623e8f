"""The forward pass as Primavera P6 makes it.

Each link proposes a start; the latest wins, compared at the starts of work. With D the data date,
F and S the finish and the remaining start of the prerequisite, R the work that remains of the
dependent, a link proposes

- FS: F + lag;
- SS: S + lag; without a lag, where the lag's calendar goes on with work behind S;
- FF: (F + lag) - R, and if that wins, the finish *is* F + lag;
- SF: (S + lag) - R, likewise.

A lead never leads back before D. Of a lag, what passed since the prerequisite began or was
completed is over (see `remaining_lags`). What is complete hands on what holds it under retained
logic: its S and F are D, or the latest proposal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.moments.passes import (
    AS_OF,
    COMPLETED,
    EXPECTED,
    FIXED,
    HELD,
    LIMIT,
    Moments,
)
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.moments.logic import Logic
    from depgraph.analysis.moments.timetable import WorkingTime
    from depgraph.model import Work


class Proposal(Struct):
    """What a link proposes: a start, and the finish where it is to be exactly that."""

    start: int
    finish: int | None = None


def remaining_lags(logic: Logic) -> list[int]:
    """Return the lag of each link, less what of it is over at the data date.

    Of FS from complete, the work in the lag's calendar since the completion is; of SS and SF from
    begun, the prerequisite's own work since its start.
    """
    works, now = logic.works, logic.now
    counts_from_actual = logic.rules.ss_lag_from == "actual start"
    lags = list(logic.lags)
    for number, (source, type_) in enumerate(zip(logic.sources, logic.types, strict=True)):
        before = works[source]
        if before.started is None:
            continue
        if type_ == "FS" and before.completed is not None:
            times = logic.lag_times[number]
            passed = times.work(now) - times.work(before.completed)
        elif type_[0] == "S" and before.completed is None and not counts_from_actual:
            times = logic.times[source]
            passed = times.work(now) - times.work(before.started)
        else:
            continue
        lags[number] = max(0, lags[number] - max(0, passed))
    return lags


class PrimaveraPass:
    """The forward pass of P6.

    Parameters
    ----------
    moments
        The starts and finishes that prerequisites have, which `settle_all` sets.

    Attributes
    ----------
    lags
        What is left of the lag of each link, in minutes.
    """

    def __init__(self, logic: Logic, moments: Moments) -> None:
        self._logic = logic
        self._moments = moments
        self.lags = remaining_lags(logic)
        self._is_override = logic.rules.progress == "progress override"

    def settle_all(self) -> None:
        """Set the moments of all activities, prerequisites first."""
        moments = self._moments
        for n in self._logic.order:
            moments.start[n], moments.finish[n], moments.setters[n] = self.settled(n)

    def is_counted(self, number: int) -> bool:
        """Whether a link counts for its dependent: with override, not all do."""
        logic = self._logic
        if number in logic.idle:
            return False
        if not self._is_override:
            return True
        is_begun = logic.works[logic.targets[number]].started is not None
        return not is_begun or logic.works[logic.sources[number]].completed is not None

    def hands_on(self, number: int) -> bool:
        """Whether a link moves its dependent with the prerequisite, complete or not."""
        logic = self._logic
        before, work = (logic.works[n] for n in (logic.sources[number], logic.targets[number]))
        if before.completed is None:
            return work.completed is None or not self._is_override
        if self._is_override:
            return False
        return work.completed is not None or logic.types[number] == "FS"

    # -- one link ------------------------------------------------------------------------

    def proposal(self, number: int) -> Proposal:
        """Return what a link proposes for its dependent."""
        logic = self._logic
        source, target = logic.sources[number], logic.targets[number]
        before, work = logic.works[source], logic.works[target]
        type_, lag, times = logic.types[number], self.lags[number], logic.lag_times[number]
        if work.completed is not None and before.completed is not None:
            return Proposal(self._ends(source)[type_[0] == "F"])
        if type_ == "FS":
            return Proposal(self._shifted(times, self._moments.finish[source], lag))
        if type_ == "SS":
            return Proposal(self._behind_start(source, target, lag, times))
        own = logic.working(target)
        is_open = work.started is None and before.started is None
        if type_ == "FF":
            end = before.completed
            end = self._shifted(times, self._moments.finish[source] if end is None else end, lag)
            start = own.add(end, -work.minutes)
            is_exact = is_open and lag <= 0
            if is_exact and not lag and own.previous(end) != end:
                end = own.next(end)
            return Proposal(start, end if is_exact else None)
        end = self._behind_start(source, target, lag, times, rounds=False)
        start = own.add(end, -work.minutes)
        return Proposal(start, end if is_open and lag else None)

    def _ends(self, n: int) -> tuple[int, int]:
        return self._moments.start[n], self._moments.finish[n]

    def _behind_start(
        self, source: int, target: int, lag: int, times: WorkingTime, *, rounds: bool = True
    ) -> int:
        """Return the moment that lies a lag behind the start of a prerequisite."""
        logic = self._logic
        before, work = logic.works[source], logic.works[target]
        start = self._moments.start[source]
        if before.started is None:
            if lag:
                return self._shifted(times, start, lag)
            return times.next(start) if work.started is None and rounds else start
        if work.completed is not None:
            return start
        counts_from_actual = logic.rules.ss_lag_from == "actual start"
        if before.completed is not None or counts_from_actual:
            at = times.add(before.started, lag)
            return start if at < logic.now else at
        return self._shifted(times, start, lag)

    def _shifted(self, times: WorkingTime, moment: int, lag: int) -> int:
        """Return a moment and a lag; a lead never leads back before the data date."""
        if not lag:
            return moment
        shifted = times.add(moment, lag)
        return max(shifted, self._logic.now) if lag < 0 else shifted

    # -- one activity --------------------------------------------------------------------

    def settled(self, n: int, links: Iterable[int] | None = None) -> tuple[int, int, int]:
        """Return the start and finish of an activity, and what sets them.

        Parameters
        ----------
        links
            The links that count, in place of all that lead to it.
        """
        logic = self._logic
        work, times = logic.works[n], logic.times[n]
        start, exact, setter = self._latest(n, logic.incoming[n] if links is None else links)
        if work.completed is not None:
            if self._is_override:
                start = logic.now
            return start, start, COMPLETED
        if work.is_fixed and work.start is not None and work.finish is not None:
            return work.start, work.finish, FIXED
        if work.started is None:
            start, finish, setter = self._begun_not(n, work, times, start, exact, setter)
        else:
            if work.resume is not None and work.resume > start:
                start, setter = work.resume, HELD
            start = times.next(start)
            finish = logic.working(n).add(start, work.minutes)
        expected = work.expected_finish if logic.rules.use_expected_finish else None
        if expected is not None and expected >= max(start, logic.now):
            finish, setter = expected, EXPECTED
        if work.finish_floor is not None and work.finish_floor > finish:
            finish, setter = work.finish_floor, HELD
            start = max(start, logic.working(n).add(finish, -work.minutes))
        return start, finish, setter

    def _latest(self, n: int, links: Iterable[int]) -> tuple[int, int | None, int]:
        """Return the latest proposal of links, the finish if that is exact, and whose it is.

        It is the data date where no link proposes a later moment.
        """
        logic = self._logic
        times, is_complete = logic.times[n], logic.works[n].completed is not None
        best: Proposal | None = None
        latest, setter = 0, AS_OF
        for number in links:
            if not self.is_counted(number):
                continue
            proposal = self.proposal(number)
            at = proposal.start if is_complete else times.next(proposal.start)
            if best is None or at > latest:
                best, latest, setter = proposal, at, number
        if best is None or best.start < logic.now:
            return logic.now, None, AS_OF
        # What links propose for the data date is its own: nothing begins earlier.
        return best.start, best.finish, setter if best.start > logic.now else AS_OF

    def _begun_not(
        self, n: int, work: Work, times: WorkingTime, start: int, exact: int | None, setter: int
    ) -> tuple[int, int, int]:
        """Return the moments of an activity not begun, for the start that its links allow."""
        own = self._logic.working(n)
        for kind, moment in work.constraints:
            if kind == "start no earlier":
                if moment > start:
                    start, exact, setter = moment, None, LIMIT
            elif kind in ("finish no earlier", "finish on"):
                earliest = own.add(moment, -work.minutes)
                if earliest > start:
                    start, setter = earliest, LIMIT
                    exact = moment if kind == "finish on" else None
            elif kind == "start on":
                if moment > start:
                    start, exact, setter = times.next(moment), None, LIMIT
            elif kind == "mandatory start":
                start, exact, setter = moment, None, LIMIT
            elif kind == "mandatory finish":
                start, exact, setter = own.add(moment, -work.minutes), moment, LIMIT
        if work.held is not None and work.held > start:
            start, exact, setter = work.held, None, HELD
        if work.is_milestone and not work.is_start:
            if times.previous(start) != start:
                start = times.next(start)
            return start, start if exact is None else exact, setter
        start = times.next(start)
        if work.is_start:
            return start, start, setter
        return start, own.add(start, work.minutes) if exact is None else exact, setter
