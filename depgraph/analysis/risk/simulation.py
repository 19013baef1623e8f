"""Simulate a plan: how likely its dates are, and what matters for them.

Method: Monte Carlo simulation of the network (U.S. Government Accountability Office, *Schedule
Assessment Guide*, GAO-16-89G, best practice 8), with risk drivers (AACE International, 57R-09)
and the record of the plan's own schedules (see `depgraph.analysis.risk.record`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.analysis.due_dates import on_time_until
from depgraph.analysis.projection import project
from depgraph.analysis.risk.doubts import Doubts, doubts_about
from depgraph.analysis.risk.draws import draws, stream_key
from depgraph.analysis.risk.network import (
    UNDATED,
    network_of,
    open_spread,
    residual_hit,
    variant_of,
)
from depgraph.analysis.risk.passes import run
from depgraph.analysis.risk.quantiles import Days
from depgraph.analysis.risk.record import record_of
from depgraph.analysis.risk.risks import Risks
from depgraph.analysis.risk.shapes import record_table
from depgraph.analysis.risk.spreading import runs_in
from depgraph.errors import DepgraphError, NoAsOfDateError
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.projection import Gaps, Projection
    from depgraph.analysis.risk.network import Network, Variant
    from depgraph.analysis.risk.passes import Counts
    from depgraph.analysis.risk.record import Outcome, Record
    from depgraph.analysis.risk.spreading import Runs
    from depgraph.model import Graph

RUNS = 10_000
MOST_RUNS = 10_000_000
RESAMPLES = 300
_RUNS_A_RESAMPLE = 400
_MOST_ROWS = 40
"""How many milestones are left out one by one, to see what each of them costs."""

Kind = Literal["milestone", "team", "driver", "common"]


@by_type
class Chance(NamedTuple):
    """How likely the dates of a milestone are. Dates are None where it has none.

    Attributes
    ----------
    p10, p50, p80, p90
        The first dates by which it is complete in so many of 100 runs.
    p80_at_least
        The same date if lateness does not go on beyond the record: P80 is not before it, as far
        as recorded. None without a record.
    p80_alone
        By its own slip, without its links.
    p80_record
        Between which dates P80 is for 90 of 100 resamples of the record; None without one.
    p80_error_days
        How many days P80 may be off because there are no more runs.
    on_time
        The share of the runs in which it meets its due date; None without one.
    confidence_of_projected
        The share in which it is complete on its projected date.
    contingency_days
        Days from the projected date to P80.
    undated
        The codes of what leads to it and has no date, and so holds nothing up.
    is_record_too_short
        Whether its due date is further ahead than any that was met, or the record ends before 80
        of 100 are complete.
    counts
        How many runs came to which day (`datetime.date.toordinal`).
    """

    id: str
    due: date | None
    projected: date | None
    p10: date | None
    p50: date | None
    p80: date | None
    p90: date | None
    p80_at_least: date | None
    p80_alone: date | None
    p80_record: tuple[date, date] | None
    p80_error_days: int
    on_time: float | None
    confidence_of_projected: float | None
    contingency_days: int | None
    undated: tuple[str, ...]
    is_record_too_short: bool
    counts: tuple[tuple[int, int], ...]


@by_type
class Influence(NamedTuple):
    """What matters for a target.

    Attributes
    ----------
    criticality
        The share of the runs in which a milestone drives the target; None for what is none.
    p80_days
        How many days earlier its P80 would be without the slip of this.
    """

    kind: Kind
    id: str
    criticality: float | None
    p80_days: int


@by_type
class Sensitivity(NamedTuple):
    """What matters for a target, the most first.

    Attributes
    ----------
    left_out
        How many milestones that seldom drive it were not looked at.
    """

    target: str
    rows: tuple[Influence, ...]
    left_out: int


@by_type
class AfterResponses(NamedTuple):
    """The chance of a milestone when all risk drivers are responded to."""

    id: str
    p80: date | None
    on_time: float | None


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """The answer of a simulation.

    Attributes
    ----------
    varying, fixed
        The codes of incomplete milestones behind the answer that vary, and that nothing is said
        about.
    without_effect
        Those of the varying that have said something, and nothing that a slip could move.
    passed
        Those for which all that is said of them has passed: they finish on the as-of date.
    after
        With the residual risks in place of the drivers; empty where none has a response.
    doubts
        What makes the answer less sure.
    """

    graph: Graph
    as_of: date
    gaps: Gaps
    iterations: int
    seed: int
    risks: Risks
    projection: Projection
    varying: tuple[str, ...]
    fixed: tuple[str, ...]
    without_effect: tuple[str, ...]
    passed: tuple[str, ...]
    chances: tuple[Chance, ...]
    sensitivities: tuple[Sensitivity, ...]
    after: tuple[AfterResponses, ...]
    doubts: Doubts

    def __repr__(self) -> str:
        """Return a line with the counts."""
        return (
            f"<Simulation as of {self.as_of}: {self.iterations} runs, {len(self.varying)} "
            f"milestones vary, {len(self.fixed)} do not>"
        )

    def __getitem__(self, code: str) -> Chance:
        """Return the chance of a milestone that was asked about."""
        wanted = self.graph[code].id
        for chance in self.chances:
            if chance.id == wanted:
                return chance
        raise KeyError(code)


def simulate(
    graph: Graph,
    codes: Sequence[str] = (),
    *,
    risks: Risks | None = None,
    as_of: date | None = None,
    gaps: Gaps = "float",
    iterations: int = RUNS,
    seed: int = 0,
    with_sensitivity: bool = True,
    jobs: int | None = None,
    cluster: str | None = None,
) -> Simulation:
    """Simulate a plan.

    Parameters
    ----------
    graph
        A graph without cycles between events, with an as-of date.
    codes
        The milestones that are asked about; without any, those of level 2, or all if there are
        none.
    risks
        What varies, beside what milestones say themselves.
    as_of, gaps
        As for `project`.
    iterations
        The number of runs.
    seed
        Which draws: the same seed gives the same answer.
    with_sensitivity
        Whether to say for each of `codes` what matters for it.
    jobs
        The number of processes; as many as pay unless given.
    cluster
        The address of a Dask scheduler to hand the runs to.

    Returns
    -------
    Simulation
        ``chances`` of the milestones, and ``sensitivities`` of those that are named.

    Raises
    ------
    CycleError, DateRangeError, NoAsOfDateError
        As `project` does.
    UnknownMilestoneError
        If a code is unknown.
    DepgraphError
        If nothing varies, a cluster does not answer, or the number of runs is out of range.
    """
    if not 1 <= iterations <= MOST_RUNS:
        raise DepgraphError(f"iterations: expected 1 to {MOST_RUNS:,} runs, got {iterations:,}")
    as_of = as_of or graph.as_of
    if as_of is None:
        raise NoAsOfDateError("a simulation")
    projection = project(graph, as_of=as_of, gaps=gaps)
    risks = risks or Risks()
    targets = [graph.number(code) for code in codes] or _default_targets(graph)
    network = network_of(graph, risks, targets, as_of=as_of, seed=seed, gaps=gaps)
    varying = [
        row.code
        for row, spread in zip(network.rows, network.spreads, strict=True)
        if spread is not None or row.hits
    ]
    if not varying:
        raise DepgraphError(NOTHING_VARIES)
    cells = len(network.rows) * iterations
    with runs_in(jobs, cluster, cells) as runs:
        question = _Question(graph, risks, network, targets, projection, as_of, iterations, seed)
        chances, sensitivities, after = question.answer(
            runs, with_sensitivity=with_sensitivity and bool(codes)
        )
    open_rows = [row for row in network.rows if not row.is_history]
    return Simulation(
        graph=graph,
        as_of=as_of,
        gaps=gaps,
        iterations=iterations,
        seed=seed,
        risks=risks,
        projection=projection,
        varying=tuple(sorted(varying)),
        fixed=tuple(sorted({row.code for row in open_rows}.difference(varying))),
        without_effect=tuple(
            row.code
            for row in open_rows
            if (row.hits or graph[row.code].slip or row.code in risks.slips)
            and row.own == UNDATED
            and not row.has_duration
        ),
        passed=tuple(
            row.code
            for row, spread in zip(network.rows, network.spreads, strict=True)
            if spread is not None and spread.first >= len(network.tables[spread.table])
        ),
        chances=tuple(chances),
        sensitivities=tuple(sensitivities),
        after=tuple(after),
        doubts=doubts_about(
            graph,
            (row.code for row in network.rows),
            {code for chance in chances for code in chance.undated},
            as_of,
        ),
    )


NOTHING_VARIES = (
    "nothing is said about how sure the dates of this plan are, and no number is invented: "
    "write it into the configuration depgraph.yaml, for example\n"
    "  risk:\n"
    "    history: true          # by how late milestones turned out, of two schedules or more\n"
    "    slips:\n"
    "      - {milestones: {level: 2}, low: -5, likely: 0, high: 60}\n"
    "or at a milestone\n"
    "  slip: {low: -5, likely: 0, high: 60}"
)


def _default_targets(graph: Graph) -> list[int]:
    """Return the milestones of level 2, or all if there are none."""
    level_2 = [n for n, milestone in enumerate(graph.milestones) if milestone.level == 2]
    return [n for n in level_2 or range(len(graph)) if not graph.milestones[n].is_complete] or list(
        range(len(graph))
    )


class _Question:
    """What is asked of a network, and the runs that answer it."""

    def __init__(
        self,
        graph: Graph,
        risks: Risks,
        network: Network,
        targets: Sequence[int],
        projection: Projection,
        as_of: date,
        iterations: int,
        seed: int,
    ) -> None:
        self._graph = graph
        self._risks = risks
        self._network = network
        self._targets = targets
        self._projection = projection
        self._as_of = as_of
        self._iterations = iterations
        self._seed = seed
        self._has_record = any(s is not None and s.has_common for s in network.spreads)

    def answer(
        self, runs: Runs, *, with_sensitivity: bool
    ) -> tuple[list[Chance], list[Sensitivity], list[AfterResponses]]:
        """Make all runs."""
        network = self._network
        at_least = [self._without_tail()] if self._has_record else []
        residual = self._residual()
        responded = [] if residual is None else [residual]
        counts = runs(
            network,
            self._iterations,
            with_driving=with_sensitivity,
            variants=[*at_least, *responded],
        )
        alone = runs(self._alone(), self._iterations)
        record = self._resampled() if self._has_record else None
        chances = [
            self._chance(
                place,
                Days(counts.finishes[place]),
                Days(counts.variants[0][place]) if at_least else None,
                Days(alone.finishes[place]),
                None if record is None else record[place],
            )
            for place in range(len(self._targets))
        ]
        after = [
            self._after(place, Days(numbers))
            for place, numbers in enumerate(counts.variants[len(at_least)] if responded else ())
        ]
        sensitivities = self._sensitivities(runs, counts) if with_sensitivity else []
        return chances, sensitivities, after

    # -- variants ----------------------------------------------------------------------

    def _without_tail(self) -> Variant:
        """Return the variant in which lateness ends where the record does."""
        network = self._network
        return variant_of(
            network,
            spreads={
                at: open_spread(
                    spread._replace(table=spread.table + 1), network.tables[spread.table + 1]
                )
                for at, spread in enumerate(network.spreads)
                if spread is not None and spread.has_common
            },
        )

    def _residual(self) -> Variant | None:
        """Return the variant in which all risks are responded to."""
        network = self._network
        hits = {
            number: residual_hit(driver, network, number)
            for number, driver in enumerate(self._risks.drivers)
            if driver.residual is not None
        }
        return variant_of(network, hits=hits) if hits else None

    def _alone(self) -> Network:
        """Return the targets by themselves."""
        network = self._network
        hit_rows = {at: place for place, at in enumerate(network.targets)}
        return network._replace(
            rows=tuple(network.rows[at]._replace(incoming=()) for at in network.targets),
            spreads=tuple(network.spreads[at] for at in network.targets),
            groups=tuple((place,) for place in range(len(network.targets))),
            hits=tuple(
                hit._replace(rows=frozenset(hit_rows[at] for at in hit.rows if at in hit_rows))
                for hit in network.hits
            ),
            targets=tuple(range(len(network.targets))),
        )

    def _resampled(self) -> list[tuple[date, date] | None]:
        """Return for each target between which dates P80 is when the record is resampled."""
        days: list[list[int]] = [[] for _ in self._targets]
        runs = min(self._iterations, _RUNS_A_RESAMPLE)
        for number in range(RESAMPLES):
            network = self._network
            tables = list(network.tables)
            for place, record in network.records.items():
                resample = resampled(record, self._seed, number)
                if resample is not None:
                    tables[place] = record_table(resample)
            spreads = tuple(
                open_spread(spread, tables[spread.table])
                if spread is not None and spread.has_common
                else spread
                for spread in network.spreads
            )
            counts = run(network._replace(tables=tuple(tables), spreads=spreads), 0, runs)
            for target, numbers in zip(days, counts.finishes, strict=True):
                p80 = Days(numbers).percentile(0.8)
                if p80 is not None:
                    target.append(p80)
        return [_interval(sorted(p80s)) for p80s in days]

    # -- answers -----------------------------------------------------------------------

    def _chance(
        self,
        place: int,
        days: Days,
        at_least: Days | None,
        alone: Days,
        record: tuple[date, date] | None,
    ) -> Chance:
        milestone = self._graph.milestones[self._targets[place]]
        projected = self._projection.date(milestone.id)
        p80 = days.percentile(0.8)
        last = on_time_until(self._graph, milestone, self._as_of)
        record_used = self._record_behind(place)
        return Chance(
            id=milestone.id,
            due=milestone.due,
            projected=projected,
            p10=_date(days.percentile(0.1)),
            p50=_date(days.percentile(0.5)),
            p80=_date(p80),
            p90=_date(days.percentile(0.9)),
            p80_at_least=None if at_least is None else _date(at_least.percentile(0.8)),
            p80_alone=_date(alone.percentile(0.8)),
            p80_record=record,
            p80_error_days=days.error(0.8),
            on_time=None if last is None else days.share_until(last.toordinal()),
            confidence_of_projected=(
                None if projected is None else days.share_until(projected.toordinal())
            ),
            contingency_days=(
                None if projected is None or p80 is None else p80 - projected.toordinal()
            ),
            undated=self._undated_behind(place),
            is_record_too_short=record_used is not None
            and (
                record_used.is_too_short
                or (
                    milestone.due is not None
                    and (milestone.due - self._as_of).days > record_used.longest_lead
                )
            ),
            counts=days.counts,
        )

    def _record_behind(self, place: int) -> Record | None:
        """Return the record that something behind a target is drawn by."""
        for at in self._rows_behind(place):
            spread = self._network.spreads[at]
            if spread is not None and spread.has_common:
                return self._network.records[spread.table]
        return None

    def _undated_behind(self, place: int) -> tuple[str, ...]:
        finish, graph = self._projection.finish, self._graph
        codes = (self._network.rows[at].code for at in self._rows_behind(place))
        return tuple(sorted(code for code in codes if finish[graph.number(code)] is None))

    def _rows_behind(self, place: int) -> list[int]:
        """Return the rows that lead to a target, with itself."""
        rows = self._network.rows
        todo = [self._network.targets[place]]
        seen = set(todo)
        for at in todo:
            new = {link.source for link in rows[at].incoming} - seen
            seen |= new
            todo += sorted(new)
        return todo

    def _after(self, place: int, days: Days) -> AfterResponses:
        milestone = self._graph.milestones[self._targets[place]]
        last = on_time_until(self._graph, milestone, self._as_of)
        return AfterResponses(
            milestone.id,
            _date(days.percentile(0.8)),
            None if last is None else days.share_until(last.toordinal()),
        )

    # -- what matters ------------------------------------------------------------------

    def _sensitivities(self, runs: Runs, counts: Counts) -> list[Sensitivity]:
        network = self._network
        asked: dict[tuple[Kind, str], Variant] = {}
        left_out = []
        for place in range(len(self._targets)):
            candidates = self._candidates(place, counts)
            left_out.append(max(0, len(candidates) - _MOST_ROWS))
            for at in candidates[:_MOST_ROWS]:
                name = network.rows[at].code
                asked.setdefault(("milestone", name), variant_of(network, spreads={at: None}))
        for team, rows in self._teams().items():
            asked["team", team] = variant_of(network, spreads=dict.fromkeys(rows))
        for number, driver in enumerate(self._risks.drivers):
            if network.hits[number].rows:
                asked["driver", driver.id] = variant_of(network, hits={number: None})
        if self._has_record:
            asked["common", "common"] = variant_of(network, has_common_slip=False)
        without = runs(network, self._iterations, variants=list(asked.values())).variants
        return [
            Sensitivity(
                self._network.rows[network.targets[place]].code,
                self._influences(place, counts, list(asked), without),
                left_out[place],
            )
            for place in range(len(self._targets))
        ]

    def _candidates(self, place: int, counts: Counts) -> list[int]:
        """Return the rows whose slips may matter for a target, the most often critical first."""
        network = self._network
        driving = counts.driving[place]
        rows = [
            at
            for at in self._rows_behind(place)
            if (spread := network.spreads[at]) is not None and (driving[at] or spread.low < 0)
        ]
        return sorted(rows, key=lambda at: (-driving[at], network.rows[at].code))

    def _teams(self) -> dict[str, list[int]]:
        teams: dict[str, list[int]] = {}
        for at, row in enumerate(self._network.rows):
            team = self._graph[row.code].team
            if team is not None and self._network.spreads[at] is not None:
                teams.setdefault(team, []).append(at)
        return dict(sorted(teams.items()))

    def _influences(
        self,
        place: int,
        counts: Counts,
        names: Sequence[tuple[Kind, str]],
        without: Sequence[Sequence[object]],
    ) -> tuple[Influence, ...]:
        network = self._network
        behind = {network.rows[at].code: at for at in self._rows_behind(place)}
        p80 = Days(counts.finishes[place]).percentile(0.8)
        rows = []
        for (kind, name), finishes in zip(names, without, strict=True):
            if kind == "milestone" and name not in behind:
                continue
            earlier = Days(finishes[place]).percentile(0.8)  # type: ignore[arg-type]
            days = 0 if p80 is None or earlier is None else p80 - earlier
            criticality = (
                counts.driving[place][behind[name]] / self._iterations
                if kind == "milestone"
                else None
            )
            rows.append(Influence(kind, name, criticality, days))
        known = {name for kind, name in names if kind == "milestone"}
        for code, at in behind.items():
            often = counts.driving[place][at]
            if often and code not in known:
                rows.append(Influence("milestone", code, often / self._iterations, 0))
        return tuple(sorted(rows, key=lambda row: (-row.p80_days, -(row.criticality or 0), row.id)))


def resampled(record: Record, seed: int, number: int) -> Record | None:
    """Return a record of the same milestones, drawn with putting back.

    Method: the bootstrap by cases (B. Efron, *Censored data and the bootstrap*, Journal of the
    American Statistical Association 76, 1981).
    """
    by_milestone: dict[str, list[Outcome]] = {}
    for outcome in record.outcomes:
        by_milestone.setdefault(outcome.milestone, []).append(outcome)
    cases = [by_milestone[name] for name in sorted(by_milestone)]
    chosen = draws([stream_key(seed, f"resample {number}")], 0, len(cases))[0]
    places = chosen.astype("int64") * len(cases) >> 16
    outcomes = [outcome for place in places.tolist() for outcome in cases[place]]
    return record_of(outcomes, record.schedules, record.removed)


def _interval(days: Sequence[int]) -> tuple[date, date] | None:
    """Return between which days 90 of 100 are."""
    if not days:
        return None
    cut = len(days) // 20
    return date.fromordinal(days[cut]), date.fromordinal(days[-1 - cut])


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)
