"""How late milestones turned out so far: what the schedules of a plan say of each other.

All schedules up to the as-of date are asked for completions: a schedule may say one that an
earlier one did not know of yet. For each pair of successive schedules, and for the time before the
first, a milestone that was open is at risk of completion in days late against the own date that
the *earlier* schedule gave it: from the as-of date of the earlier schedule to its completion or,
while it is open, to the as-of date of the later one. The survival curve is that of E. L. Kaplan
and P. Meier
(*Nonparametric estimation from incomplete observations*, Journal of the American Statistical
Association 53, 1958) with delayed entry: S(x) is the product of 1 - d/n over the days up to x on
which d of n milestones at risk were completed. A milestone counts as at risk on the days after
its entry, to its exit.

The curve is used while at least `FEWEST_AT_RISK` are at risk. Beyond its end lateness is taken to
go on as an exponential tail; the mean of it is all days late at risk per late completion.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.model import Milestone
    from depgraph.model.schedules import Revision

FEWEST_AT_RISK = 5
WANTED_SURVIVAL = 0.2
"""A record says something of a date that is met in 80 of 100 cases if it reaches that far."""


class Outcome(Struct):
    """A milestone at risk in the time between two schedules.

    Attributes
    ----------
    entry
        Days late at which it is known to be open; None if it is from the beginning.
    exit
        Days late to which it was at risk.
    is_complete
        Whether it was completed then; else all that is known is that it was open.
    lead
        Days from the earlier schedule to its own date.
    """

    milestone: str
    entry: int | None
    exit: int
    is_complete: bool
    lead: int | None = None


class Record(Struct):
    """A survival curve of lateness.

    Attributes
    ----------
    curve
        Days late, and the share of milestones that are later, for each day on which some were
        completed, sorted.
    until_days
        The days late to which enough milestones were at risk.
    survival_at_end
        The share of them that was still open then.
    tail_mean_days
        The mean of the exponential tail beyond.
    schedules, removed
        How many schedules it comes from, and how many milestones left the plan.
    longest_lead
        The most days that a completion was ahead of the schedule that gave it its date.
    """

    curve: tuple[tuple[int, float], ...]
    until_days: int
    survival_at_end: float
    tail_mean_days: float
    outcomes: tuple[Outcome, ...]
    schedules: int
    removed: int
    longest_lead: int

    @property
    def open_outcomes(self) -> int:
        """How many outcomes are open."""
        return sum(not outcome.is_complete for outcome in self.outcomes)

    @property
    def is_too_short(self) -> bool:
        """Whether less than 80 of 100 milestones are complete where the record ends."""
        return self.survival_at_end > WANTED_SURVIVAL

    def survival(self, days: int) -> float:
        """Return the share of milestones that are later than some days."""
        from math import exp

        if days > self.until_days:
            return self.survival_at_end * exp((self.until_days - days) / self.tail_mean_days)
        earlier = [share for day, share in self.curve if day <= days]
        return earlier[-1] if earlier else 1.0


def outcomes_of(revisions: Sequence[Revision], as_of: date) -> tuple[tuple[Outcome, ...], int]:
    """Return what the schedules up to an as-of date say of each other.

    Parameters
    ----------
    revisions
        Schedules with as-of dates, in any order. Later ones than `as_of` are hindsight, and are
        left out.

    Returns
    -------
    tuple of Outcome
        Sorted by window, then by code.
    int
        How many milestones left the plan.
    """
    known = sorted(
        (revision for revision in revisions if revision.as_of and revision.as_of <= as_of),
        key=lambda revision: (revision.as_of or as_of, revision.shown),
    )
    completed = {
        code: milestone.completed
        for revision in known
        for code, milestone in revision.milestones.items()
        if milestone.completed is not None and milestone.completed <= as_of
    }
    outcomes: list[Outcome] = []
    removed = 0
    begin: date | None = None
    for number, later in enumerate(known):
        earlier = known[max(0, number - 1)]
        for code, before in sorted(earlier.milestones.items()):
            day = completed.get(code)
            if begin is not None and day is not None and day <= begin:
                continue
            if code not in later.milestones:
                removed += 1
                continue
            outcome = _outcome(before, day, begin, later.as_of or as_of)
            if outcome is not None:
                outcomes.append(outcome)
        begin = later.as_of
    return tuple(outcomes), removed


def _outcome(
    before: Milestone, completed: date | None, begin: date | None, end: date
) -> Outcome | None:
    """Return what became of a milestone between two schedules; None where it had no date."""
    own = before.forecast or before.due
    if own is None:
        return None
    is_complete = completed is not None and completed <= end
    last = completed if completed is not None and is_complete else end
    return Outcome(
        before.id,
        entry=None if begin is None else (begin - own).days,
        exit=(last - own).days,
        is_complete=is_complete,
        lead=None if begin is None else (own - begin).days,
    )


def record_of(outcomes: Sequence[Outcome], schedules: int, removed: int) -> Record | None:
    """Return the curve of some outcomes; None where nothing was completed among enough of them."""
    completed = Counter(outcome.exit for outcome in outcomes if outcome.is_complete)
    at_risk = _at_risk(outcomes, completed)
    until = _until(outcomes)
    survival = 1.0
    curve: list[tuple[int, float]] = []
    for day in sorted(completed):
        if until is None or day > until:
            break
        survival *= 1 - completed[day] / at_risk[day]
        curve.append((day, survival))
    if until is None or not curve:
        return None
    exposure = sum(max(0, outcome.exit - max(0, outcome.entry or 0)) for outcome in outcomes)
    late = sum(number for day, number in completed.items() if day > 0)
    leads = [o.lead for o in outcomes if o.is_complete and o.lead is not None]
    return Record(
        curve=tuple(curve),
        until_days=until,
        survival_at_end=survival,
        tail_mean_days=exposure / late if late else float(max(1, until)),
        outcomes=tuple(outcomes),
        schedules=schedules,
        removed=removed,
        longest_lead=max(leads, default=0),
    )


def _at_risk(outcomes: Sequence[Outcome], days: Iterable[int]) -> Mapping[int, int]:
    """Return for some days how many were at risk."""
    exits = sorted(outcome.exit for outcome in outcomes)
    entries = sorted(outcome.entry for outcome in outcomes if outcome.entry is not None)
    return {
        day: (len(exits) - bisect_left(exits, day)) - (len(entries) - bisect_left(entries, day))
        for day in days
    }


def _until(outcomes: Sequence[Outcome]) -> int | None:
    """Return the last day, from the first exit on, up to which enough are at risk, if any."""
    steps: Counter[int] = Counter()
    at_risk = 0
    for outcome in outcomes:
        if outcome.entry is None:
            at_risk += 1
        else:
            steps[outcome.entry + 1] += 1
        steps[outcome.exit + 1] -= 1
    first = min((outcome.exit for outcome in outcomes), default=0)
    if _at_risk(outcomes, [first])[first] < FEWEST_AT_RISK:
        return None
    for day in sorted(steps):
        at_risk += steps[day]
        if day > first and at_risk < FEWEST_AT_RISK:
            return day - 1
    return None
