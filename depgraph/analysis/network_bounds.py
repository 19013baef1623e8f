"""What the links of a schedule network demand, in moments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.forward_pass import refuse_beyond_calendar
from depgraph.analysis.moments.late import is_counted_in_work, latest_finish, shifts
from depgraph.analysis.moments.logic import end_of_day, logic_of
from depgraph.analysis.moments.schedule import scheduled
from depgraph.analysis.moments.showing import minutes_of_day, shown_day
from depgraph.model.work import MINUTES_OF_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.model import Graph, Work
    from depgraph.model.work import Rules


class MomentBounds(Bounds):
    """What the links of a schedule network demand, and the moments of its activities.

    Parameters
    ----------
    rules
        How its program schedules.

    Attributes
    ----------
    logic, moments, forward
        What the passes need of the network, the moments that follow, and the pass that set them.
    """

    def __init__(self, graph: Graph, rules: Rules, as_of: date) -> None:
        self._graph = graph
        self.lengths = None
        self.begun = {}
        self.logic = logic_of(graph, rules, as_of)
        self.moments, self.forward = scheduled(self.logic)
        self.handing_on = self._handing_on()
        self.idle = frozenset(
            number
            for number, source in enumerate(self.logic.sources)
            if not self.forward.is_counted(number)
            or (source in self.handing_on and not self.forward.hands_on(number))
        )

    def _handing_on(self) -> frozenset[int]:
        """Return what is complete and hands on a later moment than the data date to open work."""
        logic = self.logic
        handing_on: set[int] = set()
        if logic.rules.program == "p6":
            for n in reversed(logic.order):
                is_held = logic.works[n].completed is not None
                if is_held and self.moments.start[n] > logic.now:
                    leads = (k for k in logic.outgoing[n] if self.forward.hands_on(k))
                    targets = {logic.targets[number] for number in leads}
                    if any(logic.works[m].completed is None or m in handing_on for m in targets):
                        handing_on.add(n)
        return frozenset(handing_on)

    @property
    def parts(self) -> str:
        """What the demands are made of, in words."""
        return "lags and durations"

    def earliest(self, number: int, day: int) -> int:
        """Return the earliest finish of a dependent when the prerequisite finishes at a moment."""
        if number in self.idle:
            return 0
        source, target = self.logic.sources[number], self.logic.targets[number]
        moments = self.moments
        before = moments.start[source], moments.finish[source]
        moments.start[source] = before[0] + day - before[1]
        moments.finish[source] = day
        try:
            start = self.forward.proposal(number).start
            if self.logic.works[target].completed is not None:
                return start
            if start < self.logic.now:
                return start
            return self.forward.settled(target, [number])[1]
        finally:
            moments.start[source], moments.finish[source] = before

    def latest(self, number: int, day: int) -> int:
        """Return the latest finish of a prerequisite that lets the dependent finish at a moment."""
        return latest_finish(self.logic, self.forward.lags, number, day)

    @cached_property
    def shifts(self) -> Sequence[int | None]:
        """For each link, how much less a latest finish of the prerequisite counts; else None."""
        return shifts(self.logic, self.forward.lags)

    @property
    def day(self) -> int | None:
        """What a day counts at most; None where what counts is no measure of days."""
        if any(work.is_elapsed for work in self.logic.works):
            return None
        return max(map(minutes_of_day, self.logic.times), default=None)

    def count(self, n: int, day: int) -> int:
        """Return what a finish of an activity counts: the work until it or, in doubt, itself."""
        return self.logic.working(n).work(day) if is_counted_in_work(self.logic, n) else day

    def uncount(self, n: int, count: int) -> int:
        """Return the finish of an activity that ends work and counts so much."""
        return self.logic.working(n).ended(count) if is_counted_in_work(self.logic, n) else count

    def left_by(self, n: int, as_of: int) -> int:
        """Return the earliest moment at which what is left of an activity can be done."""
        return max(self.forward.settled(n, ())[1], as_of)

    def working(self, n: int, day: int) -> int:
        """Return the end of a day or, where a milestone does no work then, the next one's."""
        times = self.logic.times[n]
        return times.previous((times.next(day * MINUTES_OF_DAY) // MINUTES_OF_DAY + 1) * 1440)

    def margin(self, n: int, first: int, last: int) -> int:
        """Return the whole days of work of a milestone from one moment to another."""
        return self.minutes(n, first, last) // minutes_of_day(self.logic.times[n])

    def minutes(self, n: int, first: int, last: int) -> int:
        """Return the minutes of work of a milestone from one moment to another."""
        times = self.logic.times[n]
        return times.work(last) - times.work(first)

    def shown_days(self) -> tuple[int | None, ...]:
        """Return the day on which each activity is shown, None where it has no date.

        Raises
        ------
        DateRangeError
            If a day lies after the year 9999.
        """
        days: list[int | None] = []
        for n, milestone in enumerate(self._graph.milestones):
            if n in self.logic.undated:
                days.append(None)
            elif milestone.is_complete:
                own = milestone.own_date
                days.append(None if own is None else own.toordinal())
            else:
                days.append(self.day_of(n))
        refuse_beyond_calendar(self._graph, days)
        return tuple(days)

    @property
    def ends(self) -> tuple[int | None, ...]:
        """The finish of each activity, None where it has no date."""
        undated = self.logic.undated
        finishes = enumerate(self.moments.finish)
        return tuple([None if n in undated else moment for n, moment in finishes])

    def days(self, n: int, first: int, last: int) -> int:
        """Return the calendar days between the days on which two moments are shown."""
        times, is_start = self.logic.times[n], self.logic.works[n].is_start
        return shown_day(times, last, is_start=is_start) - shown_day(
            times, first, is_start=is_start
        )

    def end_of(self, n: int, day: date) -> int:
        """Return the moment at which the work of a day ends for a milestone."""
        return self.logic.times[n].previous(end_of_day(day))

    def day_of(self, n: int) -> int:
        """Return the number of the day on which the finish of an activity is shown.

        It is that of the moment that the program states, where no work lies between the two.
        """
        work, times, finish = self.logic.works[n], self.logic.times[n], self.moments.finish[n]
        stated = work.start if work.is_start else work.finish
        if stated is not None and times.work(stated) == times.work(finish):
            finish = stated
        return shown_day(times, finish, is_start=work.is_start)

    def moved_work(self, n: int, to: date) -> Work:
        """Return the work of an activity that is moved to a day.

        It finishes at the time of day that it did, where there is work at it; else at the end of
        that day's work, or of the next day with any. What its program holds it at does not count.
        """
        work, times, finish = self.logic.works[n], self.logic.times[n], self.moments.finish[n]
        moment = finish + (to.toordinal() - self.day_of(n)) * MINUTES_OF_DAY
        if moment not in (times.previous(moment), times.next(moment)):
            moment = self.working(n, to.toordinal())
        return work._replace(held=None, completed=None, is_fixed=False, finish_floor=moment)
