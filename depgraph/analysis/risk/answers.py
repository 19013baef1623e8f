"""The chances of the milestones that a simulation is about, by the days that runs came to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.due_dates import on_time_until
from depgraph.analysis.risk.chances import AfterResponses, Chance
from depgraph.analysis.risk.quantiles import Days
from depgraph.analysis.risk.resampling import p80_intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.risk.counts import Counts
    from depgraph.analysis.risk.network import Network
    from depgraph.analysis.risk.question import Question
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.spreading import Runs
    from depgraph.model import Milestone


def _alone(network: Network) -> Network:
    """Return the targets by themselves, without what leads to them."""
    places = {at: place for place, at in enumerate(network.targets)}
    return network._replace(
        rows=tuple(network.rows[at]._replace(incoming=()) for at in network.targets),
        spreads=tuple(network.spreads[at] for at in network.targets),
        groups=tuple((place,) for place in range(len(network.targets))),
        hits=tuple(
            hit._replace(rows=frozenset(places[at] for at in hit.rows if at in places))
            for hit in network.hits
        ),
        targets=tuple(range(len(network.targets))),
    )


def chances_of(
    question: Question, runs: Runs, counts: Counts, *, with_intervals: bool
) -> list[Chance]:
    """Return the chances of the targets."""
    network = question.network
    days = list(map(Days, counts.finishes))
    none: list[None] = [None] * len(days)
    at_least = list(map(Days, counts.variants[0])) if question.has_record else none
    alone = map(Days, runs(_alone(network), question.iterations).finishes)
    intervals = (
        p80_intervals(
            network, question.seed, question.iterations, [one.percentile(0.8) for one in days]
        )
        if question.has_record and with_intervals
        else none
    )
    parts = zip(network.targets, days, at_least, alone, intervals, strict=True)
    return [_chance(question, *part) for part in parts]


def _chance(
    question: Question,
    at: int,
    days: Days,
    at_least: Days | None,
    alone: Days,
    interval: tuple[int, int] | None,
) -> Chance:
    """Return the chance of the target in a row."""
    milestone = question.graph[question.network.rows[at].code]
    projected = question.projection.date(milestone.id)
    p80 = days.percentile(0.8)
    records = question.records_behind(at)
    return Chance(
        id=milestone.id,
        due=milestone.due,
        projected=projected,
        p10=_date(days.percentile(0.1)),
        p50=_date(days.percentile(0.5)),
        p80=_date(p80),
        p90=_date(days.percentile(0.9)),
        p80_at_least=_date(at_least.percentile(0.8)) if at_least and records else None,
        p80_alone=_date(alone.percentile(0.8)),
        p80_record=(
            (date.fromordinal(interval[0]), date.fromordinal(interval[1]))
            if interval and records
            else None
        ),
        p80_error_days=days.error(0.8),
        on_time=_on_time(question, milestone, days),
        confidence_of_projected=(
            None if projected is None else days.share_until(projected.toordinal())
        ),
        contingency_days=(
            None if projected is None or p80 is None else p80 - projected.toordinal()
        ),
        undated=question.undated_behind(at),
        short_record=_short_record(records, milestone, projected, question.as_of),
        counts=days.counts,
    )


def _short_record(
    records: Sequence[Record], milestone: Milestone, projected: date | None, as_of: date
) -> Record | None:
    """Return the record, of those that a date rests on, that is too short for its P80."""
    own = milestone.own_date or projected
    lead = 0 if own is None else (own - as_of).days
    return next(
        (record for record in records if record.is_too_short or lead > record.longest_lead), None
    )


def after_responses(question: Question, milestone: Milestone, days: Days) -> AfterResponses:
    """Return the chance of a milestone by the days of runs in which risks are responded to."""
    return AfterResponses(
        milestone.id, _date(days.percentile(0.8)), _on_time(question, milestone, days)
    )


def _on_time(question: Question, milestone: Milestone, days: Days) -> float | None:
    """Return the share of the runs in which a milestone meets its due date."""
    last = on_time_until(question.graph, milestone, question.as_of)
    return None if last is None else days.share_until(last.toordinal())


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
