"""The forward pass as Microsoft Project makes it.

Each link proposes a start; the latest wins. With F and S the finish and the start of the
prerequisite, D the duration and R the remaining work of the dependent, a link proposes

- FS: F + lag;
- SS: S + lag;
- FF: (F - R) + lag, not before the project's start;
- SF: (S - D) + lag.

No link moves what has begun. What nothing leads to begins with the project. Milestones may stay at
an end of work; elapsed work begins at once, at night too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.moments.passes import (
    AS_OF,
    COMPLETED,
    FIXED,
    HELD,
    LIMIT,
    PROJECT_START,
    Moments,
)
from depgraph.analysis.moments.primavera import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.moments.logic import Logic
    from depgraph.model import Work


class MicrosoftPass:
    """The forward pass of Microsoft Project.

    Parameters
    ----------
    moments
        The starts and finishes that prerequisites have, which `settle_all` sets.

    Attributes
    ----------
    lags
        The lag of each link, in minutes.
    """

    def __init__(self, logic: Logic, moments: Moments) -> None:
        self._logic = logic
        self._moments = moments
        self.lags = logic.lags
        rules = logic.rules
        self._begin = logic.now if rules.start is None else rules.start
        self._floor = None if rules.data_date is None else logic.now

    def settle_all(self) -> None:
        """Set the moments of all activities, prerequisites first."""
        moments = self._moments
        for n in self._logic.order:
            moments.start[n], moments.finish[n], moments.setters[n] = self.settled(n)

    def is_counted(self, number: int) -> bool:
        """Whether a link counts for its dependent: what has begun or keeps its dates has none."""
        work = self._logic.works[self._logic.targets[number]]
        return work.started is None and not work.is_fixed and number not in self._logic.idle

    def hands_on(self, number: int) -> bool:
        """Whether a link moves its dependent with the prerequisite."""
        return self._logic.works[self._logic.sources[number]].completed is None

    def proposal(self, number: int) -> Proposal:
        """Return what a link proposes for its dependent."""
        logic = self._logic
        source, target = logic.sources[number], logic.targets[number]
        before, work, own = logic.works[source], logic.works[target], logic.working(target)
        start, finish = self._moments.start[source], self._moments.finish[source]
        if before.completed is not None and before.started is not None:
            start = before.started
        type_, lag, times = logic.types[number], logic.lags[number], logic.lag_times[number]
        if type_ == "FS":
            return Proposal(times.add(finish, lag))
        if type_ == "SS":
            return Proposal(times.add(start, lag))
        if type_ == "FF":
            at = times.add(own.add(finish, -work.minutes), lag)
            return Proposal(max(at, self._begin))
        return Proposal(times.add(own.add(start, -work.total), lag))

    def settled(self, n: int, links: Iterable[int] | None = None) -> tuple[int, int, int]:
        """Return the start and finish of an activity, and what sets them.

        Parameters
        ----------
        links
            The links that count, in place of all that lead to it.
        """
        work = self._logic.works[n]
        if work.completed is not None:
            started = work.completed if work.started is None else work.started
            return started, work.completed, COMPLETED
        if work.is_fixed and work.start is not None:
            return work.start, work.start if work.finish is None else work.finish, FIXED
        start, finish, setter = (
            self._not_begun(n, work, self._logic.incoming[n] if links is None else links)
            if work.started is None
            else self._begun(n, work, work.started)
        )
        if work.finish_floor is not None and work.finish_floor > finish:
            own = self._logic.working(n)
            start = max(start, own.add(work.finish_floor, -work.minutes))
            return start, work.finish_floor, HELD
        return start, finish, setter

    def _not_begun(self, n: int, work: Work, links: Iterable[int]) -> tuple[int, int, int]:
        own = self._logic.working(n)
        start, setter = self._latest(n, work, links)
        start = self._rounded(n, start)
        finish = None
        for kind, moment in work.constraints:
            of_start = moment if "start" in kind else own.add(moment, -work.total)
            is_exact = kind.startswith("mandatory") or kind.endswith("on")
            is_floor, is_cap = kind.endswith("no earlier"), kind.endswith("no later")
            if is_exact or (is_floor and of_start > start) or (is_cap and of_start < start):
                start, setter = of_start, HELD if is_cap else LIMIT
                finish = moment if is_exact and "finish" in kind else None
        if self._floor is not None and start < self._floor:
            start, setter, finish = self._rounded(n, self._floor), AS_OF, None
        return start, own.add(start, work.minutes) if finish is None else finish, setter

    def _latest(self, n: int, work: Work, links: Iterable[int]) -> tuple[int, int]:
        """Return the latest proposal of links, else when the project begins, and whose it is."""
        start: int | None = None
        setter = PROJECT_START
        for number in links:
            if number in self._logic.idle:
                continue
            at = self.proposal(number).start
            if start is None or at > start:
                start, setter = at, number
        if work.held is not None and (start is None or work.held > start):
            start, setter = work.held, HELD
        if start is not None:
            return start, setter
        # What nothing leads to may begin before the project, where a constraint says so.
        for kind, moment in work.constraints:
            if kind.endswith("no earlier"):
                is_finish = kind.startswith("finish")
                own = self._logic.working(n)
                return own.add(moment, -work.total) if is_finish else moment, LIMIT
        return self._begin, PROJECT_START

    def _begun(self, n: int, work: Work, started: int) -> tuple[int, int, int]:
        own = self._logic.working(n)
        finish, setter = own.add(started, work.total), HELD
        resumes = [moment for moment in (work.resume, self._floor) if moment is not None]
        if resumes and work.minutes:
            at = max(resumes)
            left = own.add(own.next(at), work.minutes)
            if left > finish:
                is_as_of = self._floor is not None and at == self._floor
                finish, setter = left, AS_OF if is_as_of else HELD
        for kind, moment in work.constraints:
            if kind == "finish no earlier" and moment > finish:
                finish, setter = moment, HELD
        return started, finish, setter

    def _rounded(self, n: int, moment: int) -> int:
        """Return the start of work; milestones stay at an end of work."""
        work, own = self._logic.works[n], self._logic.working(n)
        at = own.next(moment)
        if at > moment and work.is_milestone and own.previous(moment) == moment:
            return moment
        return at
