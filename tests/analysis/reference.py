"""A slow scheduler to test the fast one against: it walks through the days one by one.

It shares nothing with `depgraph.analysis`: no formula for the length of a link, no order of
the milestones, no arithmetic with working days. Days are day numbers (`date.toordinal`), and
each stands for its end.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from depgraph.model import Graph, Link, Milestone

_LONG_AGO = 40
"""Days before all that the plans of the tests have."""


class NoDatesError(Exception):
    """No dates satisfy all links of a ladder."""


class Reference:
    """The projected dates of a plan that has an as-of date.

    Parameters
    ----------
    graph
        A plan; dates, lags and durations are small.
    gaps
        ``float``, or ``work`` for a plan whose gaps are work.
    plan
        What the graph was before a change, where its gaps are work.
    free
        The code of a milestone that the as-of date does not hold.

    Raises
    ------
    NoDatesError
        If the dates grow for ever.
    """

    def __init__(
        self,
        graph: Graph,
        gaps: str = "float",
        *,
        plan: Graph | None = None,
        free: str | None = None,
    ) -> None:
        self.graph = graph
        self.free = free
        self.as_of = graph.as_of.toordinal()
        self.gaps = {
            m.id: self._gap(m, plan or graph) if gaps == "work" else 0 for m in graph.milestones
        }
        self.finish: Mapping[str, int | None] = self._settled()

    # -- days -------------------------------------------------------------------------

    def is_worked(self, day: int, calendar: str | None) -> bool:
        if calendar is None:
            return True
        rules = self.graph.calendars[calendar]
        at = date.fromordinal(day)
        return at.weekday() in rules.weekdays and at not in rules.holidays

    def worked(self, first: int, last: int, calendar: str | None) -> int:
        """The working days that follow one day, up to and with another; negative backwards."""
        if calendar is None:
            return last - first
        if last < first:
            return -self.worked(last, first, calendar)
        return sum(self.is_worked(day, calendar) for day in range(first + 1, last + 1))

    def next_worked(self, day: int, calendar: str | None) -> int:
        while not self.is_worked(day, calendar):
            day += 1
        return day

    # -- links ------------------------------------------------------------------------

    def earliest(self, link: Link, before: int, *, gap: int = 0) -> int:
        """The first day on which a dependent may finish, if its prerequisite does on another."""
        dependent = self.graph[link.dependent]
        day = before
        if link.type in {"SS", "SF"}:
            day = self.start(self.graph[link.prerequisite], before)
        day = self.lagged(link, day)
        work = gap + ((dependent.duration or 0) if link.type in {"FS", "SS"} else 0)
        finish = day
        while (
            not self.is_worked(finish, dependent.calendar)
            or self.worked(day, finish, dependent.calendar) < work
        ):
            finish += 1
        return finish

    def start(self, milestone: Milestone, finish: int) -> int:
        """The last day after which there is time for all the work up to the finish."""
        day = finish
        while self.worked(day, finish, milestone.calendar) < (milestone.duration or 0):
            day -= 1
        return day

    def lagged(self, link: Link, day: int) -> int:
        """The day a lag later; a lead of working days goes back to a working day."""
        at = day
        if link.lag > 0:
            while self.worked(day, at, link.calendar) < link.lag:
                at += 1
        elif link.lag < 0:
            while self.worked(at, day, link.calendar) < -link.lag or not self.is_worked(
                at, link.calendar
            ):
                at -= 1
        return at

    def slack(self, link: Link) -> int | None:
        """How far the prerequisite of a link can be moved before the link moves the dependent."""
        before, after = self.finish[link.prerequisite], self.finish[link.dependent]
        if before is None or after is None:
            return None
        return self.margin(
            self.graph[link.prerequisite], lambda finish: self.end([link], finish) > after
        )

    # -- causes -----------------------------------------------------------------------

    def causes(self, milestone: Milestone, gaps: str) -> list[tuple[str, Link | None]]:
        """All that would do alone for a milestone to have the date that it has, in their order.

        A link does if the milestone has the same date where nothing else holds it.
        """
        code, at = milestone.id, self.finish[milestone.id]
        if at is None or milestone.state == "complete":
            return [("undated" if at is None else "completed", None)]
        causes: list[tuple[str, Link | None]] = []
        if _own(milestone) == at:
            causes.append(("own date", None))
        earliest = milestone.not_before
        if earliest and self.next_worked(earliest.toordinal(), milestone.calendar) == at:
            causes.append(("not before", None))
        if self.next_worked(self.as_of, milestone.calendar) == at:
            causes.append(("as-of date", None))
        bare = milestone._replace(due=None, forecast=None, completed=None, not_before=None)
        milestones = [bare if m.id == code else m for m in self.graph.milestones]
        others = [link for link in self.graph.links if link.dependent != code]
        links = [link for link in self.graph.links if link.dependent == code]
        for link in sorted(links, key=lambda link: (link.queried, link.prerequisite)):
            alone = self.graph.with_parts(milestones=milestones).with_links([*others, link])
            if Reference(alone, gaps, plan=self.graph, free=code).finish[code] == at:
                causes.append(("link", link))
        return causes

    # -- dates ------------------------------------------------------------------------

    def floor(self, milestone: Milestone) -> int | None:
        """The finish of a milestone but for its links and the as-of date."""
        own = _own(milestone)
        if milestone.state == "complete" or milestone.not_before is None:
            return own
        earliest = self.next_worked(milestone.not_before.toordinal(), milestone.calendar)
        return earliest if own is None else max(own, earliest)

    def first(self, milestone: Milestone) -> int:
        """The first day on which a milestone may finish but for its links."""
        floor = self.floor(milestone)
        if milestone.state == "complete":
            return floor
        as_of = self.as_of - _LONG_AGO * (milestone.id == self.free)
        today = self.next_worked(as_of, milestone.calendar)
        return today if floor is None else max(today, floor)

    def is_open(self, link: Link) -> bool:
        """Whether a slip goes through a link: both ends are dated and incomplete."""
        ends = (self.graph[link.prerequisite], self.graph[link.dependent])
        return all(self.finish[m.id] is not None and m.state != "complete" for m in ends)

    def chains(self, code: str) -> Iterator[list[Link]]:
        """All chains of links that lead to a milestone through incomplete ones, and no link."""
        yield []
        if self.graph[code].state != "complete":
            for link in self.graph.links:
                if link.dependent == code:
                    for chain in self.chains(link.prerequisite):
                        yield [*chain, link]

    def open_chains(self, code: str, target: str) -> Iterator[list[Link]]:
        """The chains by which a slip of one milestone comes to another; to itself, no link."""
        ends = (self.graph[code], self.graph[target])
        if any(m.state == "complete" or self.finish[m.id] is None for m in ends):
            return
        for chain in self.chains(target):
            start = chain[0].prerequisite if chain else target
            if start == code and all(self.is_open(link) for link in chain):
                yield chain

    def end(self, chain: Sequence[Link], finish: int) -> int:
        """The first day on which a chain lets its end finish, from the finish of its start."""
        for link in chain:
            finish = self.earliest(link, finish, gap=self.gaps[link.dependent])
        return finish

    def margin(self, milestone: Milestone, breaks: Callable[[int], bool]) -> int:
        """How far a milestone can be moved, a day at a time, before something breaks."""
        day = self.finish[milestone.id]
        while not breaks(day + 1):
            day += 1
        while breaks(day):
            day -= 1
        return self.worked(self.finish[milestone.id], day, milestone.calendar)

    def _dated(self) -> set[str]:
        dated = {m.id for m in self.graph.milestones if self.floor(m) is not None}
        while True:
            more = {
                link.dependent
                for link in self.graph.links
                if link.prerequisite in dated and self.graph[link.dependent].state != "complete"
            }
            if more <= dated:
                return dated
            dated |= more

    def _settled(self) -> dict[str, int | None]:
        """Start all milestones as early as they may, and move late ones a day at a time."""
        dated = self._dated()
        finish = {m.id: self.first(m) if m.id in dated else None for m in self.graph.milestones}
        waiting = [
            link
            for link in self.graph.links
            if link.prerequisite in dated and self.graph[link.dependent].state != "complete"
        ]
        # Later than all links once after each other, in weeks where some days are not worked.
        worked = sum(
            1 + abs(link.lag) + (m.duration or 0) + self.gaps[m.id]
            for link in waiting
            for m in [self.graph[link.dependent]]
        )
        last = max((day for day in finish.values() if day is not None), default=0)
        last += worked * (7 if self.graph.calendars else 1)
        while True:
            moved = {
                link.dependent
                for link in waiting
                if self.earliest(link, finish[link.prerequisite], gap=self.gaps[link.dependent])
                > finish[link.dependent]
            }
            if not moved:
                return finish
            for code in moved:
                finish[code] += 1
                if finish[code] > last:
                    raise NoDatesError

    def _gap(self, milestone: Milestone, plan: Graph) -> int:
        """The planned working days between a milestone and the last that it waits on."""
        own = _own(plan[milestone.id])
        demanded = [
            self.earliest(link, before)
            for link in plan.links
            if link.dependent == milestone.id
            and (before := _planned(plan[link.prerequisite])) is not None
        ]
        has_gap = milestone.state != "complete" and milestone.duration is None
        if not has_gap or own is None or not demanded:
            return 0
        return max(0, self.worked(max(demanded), own, milestone.calendar))


def _own(milestone: Milestone) -> int | None:
    if milestone.state == "complete":
        own = milestone.completed
    else:
        own = milestone.completed or milestone.forecast or milestone.due
    return None if own is None else own.toordinal()


def _planned(milestone: Milestone) -> int | None:
    """Return its own date; of what was completed early, the date that it was planned for."""
    own = _own(milestone)
    planned = milestone.forecast or milestone.due
    if milestone.state != "complete" or own is None or planned is None:
        return own
    return max(own, planned.toordinal())
