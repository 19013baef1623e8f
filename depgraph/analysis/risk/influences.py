"""What matters for the dates of a simulation: criticality, and what each slip costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.risk.chances import Influence, Kind, Sensitivity
from depgraph.analysis.risk.quantiles import Days
from depgraph.analysis.risk.variants import variant_of
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.risk.counts import Counts
    from depgraph.analysis.risk.question import Question
    from depgraph.analysis.risk.spreading import Runs
    from depgraph.analysis.risk.variants import Variant

_CELLS = 8_000_000
"""About how many days are drawn for each of the slips that are left out."""

_FEWEST_RUNS = 500
_MOST_ROWS = 30
"""How many milestones are left out one by one, to see what each of them costs."""


class _Without(Struct):
    """Runs without the slip of something.

    Attributes
    ----------
    moved
        The rows that it moves by itself.
    """

    kind: Kind
    id: str
    moved: frozenset[int]
    variant: Variant


def sensitivities(question: Question, runs: Runs, counts: Counts) -> list[Sensitivity]:
    """Return for each target what matters for it.

    Parameters
    ----------
    counts
        The runs with all that varies, and how often what drove the targets.
    """
    network = question.network
    behind = [question.rows_behind(at) for at in network.targets]
    candidates = [
        _candidates(question, rows, driving)
        for rows, driving in zip(behind, counts.driving, strict=True)
    ]
    asked = _without_each(question, {at for rows in candidates for at in rows[:_MOST_ROWS]})
    number = min(question.iterations, max(_FEWEST_RUNS, _CELLS // len(network.rows)))
    made = runs(network, number, variants=[one.variant for one in asked])
    answers = []
    for place, at in enumerate(network.targets):
        p80 = Days(made.finishes[place]).percentile(0.8)
        rows_behind = set(behind[place])
        often = counts.driving[place]
        costs: dict[tuple[Kind, str], int] = {}
        for without, finishes in zip(asked, made.variants, strict=True):
            if without.moved & rows_behind:
                earlier = Days(finishes[place]).percentile(0.8)
                costs[without.kind, without.id] = (
                    0 if p80 is None or earlier is None else p80 - earlier
                )
        shares = {
            network.rows[row].code: often[row] / question.iterations
            for row in rows_behind
            if ("milestone", network.rows[row].code) in costs
            or (often[row] and network.spreads[row] is None)
        }
        answers.append(
            Sensitivity(
                network.rows[at].code,
                _influences(costs, shares),
                max(0, len(candidates[place]) - _MOST_ROWS),
                number,
            )
        )
    return answers


def _candidates(question: Question, rows: list[int], driving: tuple[int, ...]) -> list[int]:
    """Return the rows whose slips may matter for a target, the most often critical first."""
    network = question.network
    varying = [
        at
        for at in rows
        if (spread := network.spreads[at]) is not None and (driving[at] or spread.low < 0)
    ]
    return sorted(varying, key=lambda at: (-driving[at], network.rows[at].code))


def _without_each(question: Question, milestones: set[int]) -> list[_Without]:
    """Return the runs without the slips of some milestones, of teams, drivers and so on."""
    network = question.network
    asked = [
        _Without(
            "milestone",
            network.rows[at].code,
            frozenset([at]),
            variant_of(network, spreads={at: None}),
        )
        for at in sorted(milestones, key=lambda at: network.rows[at].code)
    ]
    for team, rows in _teams(question).items():
        variant = variant_of(network, spreads=dict.fromkeys(rows))
        asked.append(_Without("team", team, frozenset(rows), variant))
    for number, driver in enumerate(question.risks.drivers):
        variant = variant_of(network, hits={number: None})
        asked.append(_Without("driver", driver.id, network.hits[number].rows, variant))
    if question.has_record:
        common = frozenset(
            at for at, spread in enumerate(network.spreads) if spread and spread.has_common
        )
        variant = variant_of(network, has_common_slip=False)
        asked.append(_Without("common", "common", common, variant))
    return asked


def _teams(question: Question) -> Mapping[str, list[int]]:
    """Return the varying rows of each team."""
    teams: dict[str, list[int]] = {}
    for at, row in enumerate(question.network.rows):
        team = question.graph[row.code].team
        if team is not None and question.network.spreads[at] is not None:
            teams.setdefault(team, []).append(at)
    return dict(sorted(teams.items()))


def _influences(
    costs: Mapping[tuple[Kind, str], int], shares: Mapping[str, float]
) -> tuple[Influence, ...]:
    """Return what matters, the most first."""
    rows = [
        Influence(kind, name, shares.get(name) if kind == "milestone" else None, cost)
        for (kind, name), cost in costs.items()
    ]
    rows += (
        Influence("milestone", code, share, 0)
        for code, share in shares.items()
        if ("milestone", code) not in costs
    )
    return tuple(
        sorted(rows, key=lambda row: (-row.p80_days, -(row.criticality or 0), row.kind, row.id))
    )
