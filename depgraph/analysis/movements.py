"""Movements: the dates of milestones in successive schedules, and what trend they make.

The date of a milestone in a schedule is its completion where it is complete at the as-of date
of that schedule, else the forecast, else the due date (as in `depgraph.analysis.trends`).

A move is the days between the dates of two successive schedules that give one, positive for
later; the total is that between the first and the last. The trend is a word for them:

``new``
    Only the last schedule has the milestone.
``vanished``
    The last schedule does not have it.
``undated``
    The last schedule gives it no date.
``newly dated``
    Only the last schedule gives it a date, and an earlier one has it without.
``complete``
    It was complete in the first schedule that gives a date.
``completed late``, ``completed early``, ``completed on time``
    It is complete in the last schedule; compared with the first date.
``stable``
    No move.
``accelerating slip``
    The last two moves are to later, and the last one is the faster: by more days for each day
    between the as-of dates or, where these are not known or not in order, by more days.
``slipping``
    Any other last move to later.
``recovering``
    The last move is to earlier, after one to later.
``pulled forward``
    The last move is to earlier and there was none to later; or the last schedule kept a date
    that is earlier than the first.
``slipped``, ``recovered``
    The last schedule kept a date that is later than the first, or that is the first again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from depgraph.analysis.schedule_recoding import recoded_in_schedules
from depgraph.analysis.scheduled import date_in, in_revision
from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.schedule_recoding import LikelyRecoded
    from depgraph.model import Graph, Milestone
    from depgraph.model.schedules import Revision

TrendWord = Literal[
    "new",
    "vanished",
    "undated",
    "newly dated",
    "complete",
    "completed late",
    "completed early",
    "completed on time",
    "stable",
    "accelerating slip",
    "slipping",
    "recovering",
    "pulled forward",
    "slipped",
    "recovered",
]
_COME_OR_GONE = ("new", "vanished", "undated", "newly dated")
Grouping = Literal["team", "owner", "none"]


class Dated(Struct):
    """A milestone in one schedule.

    Attributes
    ----------
    as_of
        The as-of date of the schedule, where it has one.
    is_there
        Whether the schedule has the milestone.
    date
        The date that it gives it.
    is_complete
        Whether it is complete there, so that the date is final.
    """

    as_of: date | None
    is_there: bool
    date: date | None
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """The dates of a milestone in successive schedules.

    Attributes
    ----------
    dates
        One for each schedule.
    moves
        Days from the date before to that of each schedule but the first; None where one of the
        two is missing. A date is compared with the last one before it that is known.
    total
        Days from the first date to the last; None with fewer than two.
    """

    milestone: Milestone
    dates: tuple[Dated, ...]
    moves: tuple[int | None, ...]
    total: int | None
    trend: TrendWord

    @property
    def code(self) -> str:
        """The code of the milestone."""
        return self.milestone.id

    @property
    def is_moved(self) -> bool:
        """Whether a date differs from the one before, or came or went."""
        return any(self.moves) or self.trend in _COME_OR_GONE

    def group(self, by: Grouping) -> str | None:
        """Return the team, else the owner, or the owner; None where it has none."""
        if by == "team":
            return self.milestone.team or self.milestone.owner
        return self.milestone.owner if by == "owner" else None


@dataclass(frozen=True, slots=True)
class Movements:
    """The movements of several milestones.

    Attributes
    ----------
    schedules
        In the order in which they are compared.
    movements
        The biggest movers first, by the total, whether later or earlier; then those without a
        total; of equals, by code.
    elsewhere
        The codes that were asked for and that no schedule has, sorted.
    recoded
        What likely has another code from one schedule on, so that it vanished under the one and
        is new under the other.
    later
        Later schedules, which are not compared.
    left_out
        Which these are, in words; empty for none.
    """

    schedules: tuple[Revision, ...]
    movements: tuple[Movement, ...]
    elsewhere: tuple[str, ...]
    recoded: tuple[LikelyRecoded, ...] = ()
    later: tuple[Revision, ...] = ()
    left_out: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Short names of the schedules: dates or, unless each has another one, files."""
        names = [schedule.name for schedule in self.schedules]
        is_dated = all(schedule.name != schedule.shown for schedule in self.schedules)
        if is_dated and len(set(names)) == len(names):
            return tuple(names)
        return tuple(schedule.shown for schedule in self.schedules)


def movements(graph: Graph, schedules: Sequence[Revision], scope: Iterable[str]) -> Movements:
    """Follow the dates of milestones over schedules.

    Parameters
    ----------
    graph
        The milestones, see `depgraph.analysis.scheduled.with_scheduled`.
    schedules
        In the order in which they are to be compared.
    scope
        The codes of the milestones that are asked for.
    """
    followed = []
    elsewhere = []
    codes = set(scope)
    for code in sorted(codes, key=natural):
        milestone = graph[code]
        dates = tuple(_dated(milestone, schedule) for schedule in schedules)
        if any(dated.is_there for dated in dates):
            followed.append(_movement(milestone, dates))
        else:
            elsewhere.append(milestone.id)
    followed.sort(key=lambda moved: (moved.total is None, -abs(moved.total or 0)))
    recoded = recoded_in_schedules(graph, schedules, codes)
    return Movements(tuple(schedules), tuple(followed), tuple(elsewhere), recoded)


def _dated(milestone: Milestone, schedule: Revision) -> Dated:
    there = in_revision(milestone, schedule)
    if there is None:
        return Dated(as_of=schedule.as_of, is_there=False, date=None, is_complete=False)
    return Dated(
        as_of=schedule.as_of, is_there=True, date=date_in(there), is_complete=there.is_complete
    )


def _movement(milestone: Milestone, dates: tuple[Dated, ...]) -> Movement:
    moves: list[int | None] = []
    last: date | None = None
    for dated in dates:
        days = None if dated.date is None or last is None else (dated.date - last).days
        moves.append(days)
        last = dated.date or last
    known = [dated.date for dated in dates if dated.date is not None]
    total = (known[-1] - known[0]).days if len(known) > 1 else None
    return Movement(
        milestone=milestone,
        dates=dates,
        moves=tuple(moves[1:]),
        total=total,
        trend=trend_word(dates),
    )


def trend_word(dates: Sequence[Dated]) -> TrendWord:
    """Return the word for what the dates of a milestone do; the module says what each means."""
    last = dates[-1]
    if not last.is_there:
        return "vanished"
    if not any(dated.is_there for dated in dates[:-1]):
        return "new"
    known = [(dated, dated.date) for dated in dates if dated.date is not None]
    if last.date is None:
        return "undated"
    if len(known) < 2:
        return "newly dated"
    if known[0][0].is_complete:
        return "complete"
    total = (known[-1][1] - known[0][1]).days
    if last.is_complete:
        if total:
            return "completed late" if total > 0 else "completed early"
        return "completed on time"
    steps = [
        _TimedMove((after - before).days, _days_between(earlier.as_of, later.as_of))
        for (earlier, before), (later, after) in pairwise(known)
    ]
    return _word(steps, total)


class _TimedMove(Struct):
    """A move, and the days between the as-of dates of its schedules; 0 where not known."""

    days: int
    elapsed: int


def _word(steps: Sequence[_TimedMove], total: int) -> TrendWord:
    moved = steps[-1].days
    if moved > 0:
        return "accelerating slip" if _is_faster(steps) else "slipping"
    has_slipped = any(step.days > 0 for step in steps)
    if moved < 0:
        return "recovering" if has_slipped else "pulled forward"
    if not any(step.days for step in steps):
        return "stable"
    if total:
        return "slipped" if total > 0 else "pulled forward"
    return "recovered"


def _is_faster(steps: Sequence[_TimedMove]) -> bool:
    """Whether the last two moves are to later, and the last one is the faster."""
    if len(steps) < 2 or steps[-2].days <= 0:
        return False
    before, after = steps[-2:]
    if before.elapsed > 0 and after.elapsed > 0:
        return after.days * before.elapsed > before.days * after.elapsed
    return after.days > before.days


def _days_between(earlier: date | None, later: date | None) -> int:
    return (later - earlier).days if earlier is not None and later is not None else 0
