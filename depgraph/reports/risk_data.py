"""How likely dates are: the contract of ``risk --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.projection import Gaps
from depgraph.analysis.risk.chances import Kind
from depgraph.reports.data import Day, data_of

if TYPE_CHECKING:
    from depgraph.analysis.risk.backtest import Backtest
    from depgraph.analysis.risk.chances import Chance, Sensitivity, Simulation
    from depgraph.analysis.risk.doubts import Doubts
    from depgraph.reports.schema import Schema

_DIGITS = 4


class HistoryData(TypedDict):
    """How late milestones turned out so far, by the plan's own schedules."""

    schedules: int
    outcomes: Annotated[int, "how many milestones were at risk between two schedules"]
    open: Annotated[int, "how many of these were still open"]
    removed: Annotated[int, "how many milestones left the plan"]
    until_days: Annotated[int, "days late up to which enough milestones were at risk"]
    survival_at_end: Annotated[float, "the share that was still open then"]
    tail_mean_days: Annotated[float, "the mean of the exponential tail beyond"]
    too_short: Annotated[bool, "whether the record is too short for a P80 that is asked for"]


class ChanceData(TypedDict):
    """How likely the dates of a milestone are. Probabilities are from 0 to 1."""

    id: str
    due: Day | None
    projected: Day | None
    p10: Day | None
    p50: Day | None
    p80: Day | None
    p90: Day | None
    p80_at_least: Annotated[Day | None, "if lateness does not go on beyond the record"]
    p80_alone: Annotated[Day | None, "by its own slip, without its links"]
    p80_record: Annotated[list[Day] | None, "between which dates it is by 90 % of resamples"]
    p80_error_days: Annotated[int, "how far it may be off because there are no more runs"]
    on_time: Annotated[float | None, "null without a due date"]
    confidence_of_projected: float | None
    contingency_days: Annotated[int | None, "days from the projected date to P80"]
    undated: Annotated[list[str], "what leads to it and has no date"]


class InfluenceData(TypedDict):
    """What matters for a target."""

    kind: Kind
    id: str
    criticality: Annotated[float | None, "the share of the runs in which a milestone drives it"]
    p80_days: Annotated[int, "how many days earlier its P80 would be without the slip of this"]


class SensitivityData(TypedDict):
    """What matters for a milestone that was named."""

    target: str
    rows: list[InfluenceData]
    left_out: Annotated[int, "milestones that seldom drive it, whose days were not worked out"]
    runs: Annotated[int, "of how many runs the days are: in large plans, not of all"]


class AfterResponsesData(TypedDict):
    """The chance of a milestone when all risk drivers are responded to."""

    id: str
    p80: Day | None
    on_time: float | None


class DoubtsData(TypedDict):
    """What makes the answer less sure: codes, and links from prerequisite to dependent."""

    open_ends: list[str]
    constrained: list[str]
    overdue: list[str]
    undated: list[str]
    leads: list[list[str]]
    queried: list[list[str]]


class RiskAnswer(TypedDict):
    """How likely dates are: depgraph risk."""

    as_of: Day
    gaps: Gaps
    iterations: int
    seed: int
    varying: Annotated[int, "incomplete milestones behind the answer that vary"]
    fixed: Annotated[int, "those that nothing is said about"]
    history: HistoryData | None
    milestones: list[ChanceData]
    sensitivity: list[SensitivityData]
    after_responses: list[AfterResponsesData]
    passed: Annotated[list[str], "those for which all that is said of their slips has passed"]
    without_effect: Annotated[list[str], "with a slip, but neither a date nor a duration to move"]
    last_known: Annotated[dict[str, Day], "dates that earlier schedules gave to undated ones"]
    doubts: DoubtsData


class BacktestRow(TypedDict):
    """What an earlier schedule could have said of a milestone, and what became of it."""

    id: str
    p50: Day | None
    p80: Day | None
    p90: Day | None
    completed: Day | None
    within: Annotated[int | None, "50, 80 or 90: the first that held; 100: none; null: not known"]


class BacktestAnswer(TypedDict):
    """The forecast of the schedule before, and what became of it: depgraph risk --backtest."""

    then: Day
    now: Day
    known: int
    within_p50: int
    within_p80: int
    within_p90: int
    milestones: list[BacktestRow]


def risk_data(simulation: Simulation, doubts: Doubts, last_known: dict[str, str]) -> RiskAnswer:
    """Return all that a simulation says."""
    record = simulation.risks.record
    history = record and data_of(
        HistoryData,
        record,
        outcomes=len(record.outcomes),
        open=record.open_outcomes,
        survival_at_end=round(record.survival_at_end, _DIGITS),
        tail_mean_days=round(record.tail_mean_days, 1),
        too_short=any(chance.is_record_too_short for chance in simulation.chances),
    )
    return data_of(
        RiskAnswer,
        simulation,
        varying=len(simulation.varying),
        fixed=len(simulation.fixed),
        history=history,
        milestones=[chance_data(chance) for chance in simulation.chances],
        sensitivity=[sensitivity_data(one) for one in simulation.sensitivities],
        after_responses=[data_of(AfterResponsesData, after) for after in simulation.after],
        last_known=last_known,
        doubts=data_of(DoubtsData, doubts),
    )


def chance_data(chance: Chance) -> ChanceData:
    """Return the chance of a milestone."""
    return data_of(ChanceData, chance)


def sensitivity_data(sensitivity: Sensitivity) -> SensitivityData:
    """Return what matters for a milestone."""
    rows = [data_of(InfluenceData, row) for row in sensitivity.rows]
    return data_of(SensitivityData, sensitivity, rows=rows)


def backtest_data(backtest: Backtest) -> BacktestAnswer:
    """Return what became of a forecast."""
    return {
        "then": backtest.then.isoformat(),
        "now": backtest.now.isoformat(),
        "known": backtest.known,
        "within_p50": backtest.number_within(50),
        "within_p80": backtest.number_within(80),
        "within_p90": backtest.number_within(90),
        "milestones": [
            data_of(BacktestRow, outcome.chance, completed=outcome.completed, within=outcome.within)
            for outcome in backtest.outcomes
        ],
    }


def risk_schema() -> Schema:
    """Return the schema of the answer, which is another one with ``--backtest``."""
    from depgraph.reports.answers import schema_of

    return schema_of(RiskAnswer | BacktestAnswer)
