"""The numbers behind the charts of how likely a date is, and of what matters for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.reports.data import Day, data_of
from depgraph.reports.risk_data import ChanceData, InfluenceData, chance_data, sensitivity_data

if TYPE_CHECKING:
    from depgraph.analysis.risk.chances import ChanceOf, SensitivityOf


class RiskCount(TypedDict):
    """How many runs come to a day."""

    date: Day
    runs: int
    share_until: Annotated[float, "the share of the runs that are complete by then, from 0 to 1"]


class RiskNumbers(TypedDict):
    """By which day a milestone is complete in how many of the runs."""

    chart: Literal["risk"]
    as_of: Day
    iterations: int
    seed: int
    milestone: ChanceData
    counts: list[RiskCount]


class SensitivityNumbers(TypedDict):
    """What matters for a milestone."""

    chart: Literal["sensitivity"]
    as_of: Day
    iterations: int
    seed: int
    target: str
    rows: list[InfluenceData]
    left_out: Annotated[int, "milestones that seldom drive it, whose days were not worked out"]
    runs: Annotated[int, "of how many runs the days are: in large plans, not of all"]


def risk_numbers(data: ChanceOf) -> RiskNumbers:
    """Return by which day a milestone is complete in how many of the runs."""
    simulation, chance = data
    passed = 0
    counts: list[RiskCount] = []
    for day, runs in chance.counts:
        passed += runs
        counts.append(
            {
                "date": date.fromordinal(day).isoformat(),
                "runs": runs,
                "share_until": passed / simulation.iterations,
            }
        )
    milestone = chance_data(chance)
    return data_of(RiskNumbers, simulation, chart="risk", milestone=milestone, counts=counts)


def sensitivity_numbers(data: SensitivityOf) -> SensitivityNumbers:
    """Return what matters for a milestone."""
    simulation, sensitivity = data
    rows = sensitivity_data(sensitivity)
    return data_of(SensitivityNumbers, simulation, chart="sensitivity", **rows)
