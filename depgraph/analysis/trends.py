"""Trends: how the dates of milestones move from one schedule to the next.

A milestone trend has one point for each schedule that gives the milestone a date: the as-of
date of the schedule, and the date that it gives. A trend that rises is a milestone that
slips; one that is level keeps its date; it ends on the diagonal when the milestone is
complete. The method is the milestone trend analysis of project management practice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.late import late_milestones, missed_date
from depgraph.analysis.schedule_recoding import recoded_in_schedules
from depgraph.analysis.scheduled import date_in, in_revision, later_words, split_at
from depgraph.errors import DepgraphError
from depgraph.records import Struct
from depgraph.showing import shown
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.late import Late, LateKind
    from depgraph.analysis.projection import Projection
    from depgraph.analysis.schedule_recoding import LikelyRecoded
    from depgraph.model import Graph, Milestone
    from depgraph.model.documents import SourceDocument
    from depgraph.model.schedules import Revision


class Point(Struct):
    """The date of a milestone in one schedule.

    Attributes
    ----------
    as_of
        The as-of date of the schedule.
    date
        The completion of what is complete at that date, else the forecast, else the due date.
    """

    as_of: date
    date: date
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The dates of one milestone over the schedules, by as-of date; at least one."""

    milestone: Milestone
    points: tuple[Point, ...]

    @property
    def code(self) -> str:
        """The code of the milestone."""
        return self.milestone.id

    @property
    def days(self) -> int:
        """How many days the date moved from the first schedule to the last; later is positive."""
        return (self.points[-1].date - self.points[0].date).days

    @property
    def open_after_completion(self) -> date | None:
        """The as-of date of the last schedule that has it open, if it was complete by then.

        That it was complete became known later; None where no schedule was behind.
        """
        for before, point in pairwise(self.points):
            if point.is_complete:
                return before.as_of if point.date < before.as_of else None
        return None


@shown
@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """The trends of several milestones.

    Attributes
    ----------
    as_of
        The as-of dates of the schedules, ascending.
    trends
        Sorted by the last date, and by code.
    without_date
        The codes that no schedule gives a date, sorted.
    skipped
        The files of schedules without an as-of date, which have no place in a trend.
    later
        The files of schedules that are later than the plan, and are left out.
    left_out
        Which these are, in words; empty for none.
    late
        How those are late, by code, that are by the last schedule that dates them; projected
        late where that is the schedule of the plan.
    recoded
        What likely has another code from one schedule on, so that its trend ends or begins there.
    documents
        Those that the last schedule was taken from.
    """

    as_of: tuple[date, ...]
    trends: tuple[Trend, ...]
    without_date: tuple[str, ...]
    skipped: tuple[str, ...]
    late: Mapping[str, LateKind] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    left_out: str = ""
    recoded: tuple[LikelyRecoded, ...] = ()
    documents: tuple[SourceDocument, ...] = ()

    def __repr__(self) -> str:
        """Return a line with the counts."""
        number = counted(len(self.as_of), "schedule")
        return f"<Trends of {counted(len(self.trends), 'milestone')} over {number}>"


def trends(graph: Graph, revisions: Sequence[Revision], scope: Iterable[str]) -> Trends:
    """Follow the dates of milestones over the revisions of the schedule.

    Parameters
    ----------
    graph
        The plan, for names and other codes of the milestones.
    revisions
        The schedules, see `depgraph.plans.loading.load_schedules`. Those later than the as-of
        date of the plan are left out.
    scope
        The codes of the milestones that are asked for.

    Raises
    ------
    DepgraphError
        If fewer than two schedules have an as-of date.
    """
    revisions, later = split_at(revisions, graph.as_of)
    left_out = later_words(later, graph.as_of)
    dated = [(revision.as_of, revision) for revision in revisions if revision.as_of is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].shown))
    skipped = tuple(sorted(revision.shown for revision in revisions if revision.as_of is None))
    if len({as_of for as_of, _ in dated}) < 2:
        raise DepgraphError(
            f"a trend needs two schedules with different as-of dates, and there "
            f"{_is_or_are(len({as_of for as_of, _ in dated}))}: list them under 'schedules' in the "
            "configuration, each with an 'as_of' at its top"
            + (f" (without one: {', '.join(skipped)})" if skipped else "")
            + (f"; {left_out}" if left_out else "")
        )
    scope = set(scope)
    dated_trends = []
    without = []
    late = late_milestones(graph)
    late_at_last: dict[str, LateKind] = {}
    for code in sorted(set(scope)):
        milestone = graph[code]
        known = [
            (as_of, day, there)
            for as_of, revision in dated
            if (there := in_revision(milestone, revision)) is not None
            and (day := date_in(there)) is not None
        ]
        if known:
            points = tuple(Point(as_of, day, there.is_complete) for as_of, day, there in known)
            dated_trends.append(Trend(milestone, points))
            as_of, _, there = known[-1]
            now = late.get(milestone.id) if as_of == graph.as_of else None
            if kind := _late_kind(there, as_of, now):
                late_at_last[milestone.id] = kind
        else:
            without.append(milestone.id)
    dated_trends.sort(key=lambda trend: (trend.points[-1].date, trend.code))
    return Trends(
        as_of=tuple(sorted({as_of for as_of, _ in dated})),
        trends=tuple(dated_trends),
        without_date=tuple(without),
        skipped=skipped,
        later=tuple(revision.shown for revision in later),
        left_out=left_out,
        late=late_at_last,
        documents=dated[-1][1].documents,
        recoded=recoded_in_schedules(graph, [revision for _, revision in dated], set(scope)),
    )


def _late_kind(milestone: Milestone, as_of: date, now: Late | None) -> LateKind | None:
    """Return how a milestone is late by a schedule, where it is known how it is late now."""
    if missed_date(milestone, as_of):
        return "overdue"
    return None if now is None else now.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """How far the date of a milestone moved.

    Attributes
    ----------
    before, after
        The two dates that are compared.
    is_complete
        Whether it is complete, so that the second date is final.
    is_on_time
        Whether the second date meets the first, though it is later: a due date on a day on
        which no work is done is met on the next working day.
    """

    milestone: Milestone
    before: date
    after: date
    is_complete: bool
    is_on_time: bool = False

    @property
    def code(self) -> str:
        """The code of the milestone."""
        return self.milestone.id

    @property
    def group(self) -> str | None:
        """The team, else the owner; None for a milestone that has neither."""
        return self.milestone.team or self.milestone.owner

    @property
    def days(self) -> int:
        """Days from the first date to the second; positive is later."""
        return 0 if self.is_on_time else (self.after - self.before).days


@shown
@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """The slips between two states of a plan.

    Attributes
    ----------
    before, after
        What is compared, in words.
    as_of
        The as-of date of the second state.
    slips
        The biggest movers first, whether later or earlier; of one size, by code.
    only_before, only_after
        The codes with the first date only, and with the second only; sorted.
    without_date
        The codes with neither date, sorted.
    recoded
        What likely has another code in the second state.
    documents
        Those that the second state was taken from.
    """

    before: str
    after: str
    as_of: date | None
    slips: tuple[Slip, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    without_date: tuple[str, ...]
    recoded: tuple[LikelyRecoded, ...] = ()
    documents: tuple[SourceDocument, ...] = ()

    def __repr__(self) -> str:
        """Return a line with the count."""
        number = counted(len(self.slips), "milestone")
        return f"<Slips of {number}: {self.before} against {self.after}>"


def slips_between(graph: Graph, earlier: Revision, later: Revision, scope: Iterable[str]) -> Slips:
    """Compare the dates of milestones in two schedules.

    The date of a milestone in a schedule is its completion where it is complete at the as-of
    date of that schedule, else the forecast, else the due date.
    """
    pairs = []
    codes = set(scope)
    for code in sorted(codes):
        milestone = graph[code]
        before, after = (in_revision(milestone, revision) for revision in (earlier, later))
        pairs.append(
            (
                milestone,
                None if before is None else date_in(before),
                None if after is None else date_in(after),
                after is not None and after.is_complete,
            )
        )
    compared = _compared(pairs, _schedule_words(earlier), _schedule_words(later), later.as_of)
    recoded = recoded_in_schedules(graph, [earlier, later], codes)
    return replace(compared, recoded=recoded, documents=later.documents)


def projected_slips(projection: Projection, scope: Iterable[str]) -> Slips:
    """Compare the due dates of milestones with their projected dates."""
    graph = projection.graph
    codes = sorted(set(scope))
    pairs = [
        (graph[code], graph[code].due, projection.date(code), graph[code].is_complete)
        for code in codes
    ]
    on_time = frozenset(code for code in codes if projection.slip(code) == 0)
    words = ("due dates", "completions and projected dates")
    compared = _compared(pairs, *words, projection.as_of, on_time)
    return replace(compared, documents=graph.documents)


def _compared(
    pairs: Iterable[tuple[Milestone, date | None, date | None, bool]],
    before_words: str,
    after_words: str,
    as_of: date | None,
    on_time: frozenset[str] = frozenset(),
) -> Slips:
    slips = []
    only_before = []
    only_after = []
    without = []
    for milestone, before, after, is_complete in pairs:
        if before is not None and after is not None:
            slips.append(
                Slip(
                    milestone=milestone,
                    before=before,
                    after=after,
                    is_complete=is_complete,
                    is_on_time=milestone.id in on_time,
                )
            )
        elif before is not None:
            only_before.append(milestone.id)
        elif after is not None:
            only_after.append(milestone.id)
        else:
            without.append(milestone.id)
    slips.sort(key=lambda slip: (-abs(slip.days), slip.code))
    return Slips(
        before=before_words,
        after=after_words,
        as_of=as_of,
        slips=tuple(slips),
        only_before=tuple(only_before),
        only_after=tuple(only_after),
        without_date=tuple(without),
    )


def _schedule_words(revision: Revision) -> str:
    of = "" if revision.name == revision.shown else "of "
    return f"the schedule {of}{revision.name}"


def _is_or_are(count: int) -> str:
    return "is one" if count else "is none"
