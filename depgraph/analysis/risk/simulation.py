"""Simulate a plan: how likely its dates are, and what matters for them.

Method: Monte Carlo simulation of the network (U.S. Government Accountability Office, *Schedule
Assessment Guide*, GAO-16-89G, best practice 8), with risk drivers (AACE International, 57R-09)
and the record of the plan's own schedules (see `depgraph.analysis.risk.record`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.projection import project
from depgraph.analysis.risk.answers import after_responses, chances_of
from depgraph.analysis.risk.chances import Simulation
from depgraph.analysis.risk.doubts import doubts_about
from depgraph.analysis.risk.draws import STEPS
from depgraph.analysis.risk.influences import sensitivities
from depgraph.analysis.risk.network import is_moved_by_hits, network_of
from depgraph.analysis.risk.quantiles import Days
from depgraph.analysis.risk.question import Question
from depgraph.analysis.risk.risks import Risks
from depgraph.analysis.risk.spreading import runs_in
from depgraph.analysis.risk.spreads import open_spread
from depgraph.analysis.risk.variants import residual_hit, variant_of
from depgraph.errors import DepgraphError, NoAsOfDateError, NothingVariesError
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.risk.network import Network
    from depgraph.analysis.risk.spreading import Runs
    from depgraph.analysis.risk.variants import Variant
    from depgraph.model import Graph

RUNS = 10_000
MOST_RUNS = 10_000_000
_MOST_CODES = 5
_KEPT_BYTES = 4 << 20


def simulate(
    graph: Graph,
    codes: Sequence[str] = (),
    *,
    risks: Risks | None = None,
    as_of: date | None = None,
    gaps: Gaps = "float",
    iterations: int = RUNS,
    seed: int = 0,
    with_details: bool = True,
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
    with_details
        Whether to say for each of `codes` what matters for it, and between which dates P80 is by
        resamples of the record.
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
    NothingVariesError
        If nothing is said about how sure the dates are, or all that is asked about is complete.
    DepgraphError
        If the plan is a schedule network, which counts minutes; if a cluster does not answer, or
        the number of runs is out of range.
    MissingToolError
        If numpy is not installed, or for a cluster distributed.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph import Graph, Link, Milestone, Slip
    >>> plan = Graph(
    ...     [
    ...         Milestone("A", due=date(2020, 3, 1), slip=Slip(0, 10, 50)),
    ...         Milestone("B", due=date(2020, 3, 15)),
    ...     ],
    ...     [Link("A", "B")],
    ...     as_of=date(2020, 1, 1),
    ... )
    >>> chance = simulate(plan, ["B"])["B"]
    >>> str(chance.p80), round(chance.on_time, 1)
    ('2020-03-31', 0.4)
    """
    if not 1 <= iterations <= MOST_RUNS:
        raise DepgraphError(f"iterations: expected 1 to {MOST_RUNS:,} runs, got {iterations:,}")
    as_of = as_of or graph.as_of
    if as_of is None:
        raise NoAsOfDateError("a simulation")
    _refuse_minutes(graph)
    risks = risks or Risks()
    wanted = [graph[code].id for code in dict.fromkeys(codes)] or _default_targets(graph)
    _keep_freed_memory()
    graph = graph.whole  # of a view, what its dates are worked out of
    projection = project(graph, as_of=as_of, gaps=gaps)
    targets = list(map(graph.number, wanted))
    network = network_of(graph, risks, targets, as_of=as_of, seed=seed, gaps=gaps)
    _refuse_certainty(network, risks)
    question = Question(
        graph=graph,
        risks=risks,
        network=network,
        projection=projection,
        as_of=as_of,
        iterations=iterations,
        seed=seed,
    )
    with runs_in(jobs, cluster, len(network.rows) * iterations) as runs:
        return _answer(
            question,
            runs,
            gaps=gaps,
            with_sensitivity=with_details and bool(codes),
            with_intervals=with_details,
        )


def _keep_freed_memory() -> None:
    """Keep glibc from giving the memory of each array back to the system, to ask for it again.

    It does so with blocks above a size that grows to that of the largest one freed so far. This
    one is never written to, so that it takes no memory itself.
    """
    import numpy as np

    np.empty(_KEPT_BYTES, np.uint8)


def _refuse_minutes(graph: Graph) -> None:
    """Refuse a schedule network, which is projected in minutes by the rules of its program."""
    if graph.rules is not None:
        raise DepgraphError(
            "a simulation counts days, and this plan is a schedule network, whose program counts "
            "minutes of work: its runs would not be its projection. Simulate a plan of milestones: "
            "'depgraph init' makes one of the network, and spreadsheets are read as one"
        )


def _default_targets(graph: Graph) -> list[str]:
    """Return the incomplete milestones of level 2, or all that are if there are none."""
    level_2 = [milestone for milestone in graph.milestones if milestone.level == 2]
    left = [m.id for m in level_2 or graph.milestones if not m.is_complete]
    return left or [milestone.id for milestone in level_2]


def _refuse_certainty(network: Network, risks: Risks) -> None:
    """Refuse what does not vary at all: there is no chance to tell of it.

    Raises
    ------
    NothingVariesError
        If all is complete, or nothing is said about what is not.
    """
    if any(
        spread is not None or is_moved_by_hits(row)
        for row, spread in zip(network.rows, network.spreads, strict=True)
    ):
        return
    if all(network.rows[at].is_history for at in network.targets):
        codes = listed([network.rows[at].code for at in network.targets], _MOST_CODES)
        what = f": {codes}" if codes else ""
        raise NothingVariesError(
            f"all that is asked about is complete, and its dates are known{what}"
        )
    lines = [
        "    slips:                 # days later than their own dates, at least, likely, at most",
        "      - {milestones: {level: 2}, low: -5, likely: 0, high: 60}",
    ]
    history = "    history: true          # by how late the milestones of its schedules turned out"
    if risks.could_have_record:
        lines.insert(0, history)
    raise NothingVariesError(
        "nothing is said about how sure these dates are, and no number is invented. Say it in "
        "the configuration, depgraph.yaml, for example:\n  risk:\n"
        + "\n".join(lines)
        + "\nor at a milestone itself:\n  slip: {low: -5, likely: 0, high: 60}"
    )


def _answer(
    question: Question,
    runs: Runs,
    *,
    gaps: Gaps,
    with_sensitivity: bool,
    with_intervals: bool,
) -> Simulation:
    """Make all runs, and say what came out."""
    graph, network, risks = question.graph, question.network, question.risks
    variants = [_without_tail(network)] if question.has_record else []
    residual = _residual(question)
    counts = runs(
        network,
        question.iterations,
        with_driving=with_sensitivity,
        variants=[*variants, *residual],
    )
    chances = chances_of(question, runs, counts, with_intervals=with_intervals)
    varying = {
        row.code
        for row, spread in zip(network.rows, network.spreads, strict=True)
        if spread is not None or is_moved_by_hits(row)
    }
    open_rows = [row for row in network.rows if not row.is_history]
    return Simulation(
        graph=graph,
        as_of=question.as_of,
        gaps=gaps,
        iterations=question.iterations,
        seed=question.seed,
        risks=risks,
        projection=question.projection,
        varying=tuple(sorted(varying)),
        fixed=tuple(sorted({row.code for row in open_rows}.difference(varying))),
        without_effect=_without_effect(question),
        passed=tuple(
            sorted(
                row.code
                for row, spread in zip(network.rows, network.spreads, strict=True)
                if spread is not None and spread.first >= STEPS
            )
        ),
        chances=tuple(chances),
        sensitivities=(tuple(sensitivities(question, runs, counts)) if with_sensitivity else ()),
        after=tuple(
            after_responses(question, milestone, Days(tally))
            for milestone, tally in zip(
                question.targets, counts.variants[-1] if residual else (), strict=False
            )
        ),
        doubts=doubts_about(
            graph,
            (row.code for row in network.rows),
            {code for chance in chances for code in chance.undated},
            question.as_of,
        ),
    )


def _without_effect(question: Question) -> tuple[str, ...]:
    """Return the codes of what has a slip or a risk, and nothing that these could move."""
    network = question.network
    return tuple(
        sorted(
            row.code
            for row, spread in zip(network.rows, network.spreads, strict=True)
            if not row.is_history
            and spread is None
            and (
                question.risks.said_of(question.graph[row.code])
                or (row.hits and not is_moved_by_hits(row))
            )
        )
    )


def _without_tail(network: Network) -> Variant:
    """Return the variant in which lateness ends where the record does."""
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


def _residual(question: Question) -> list[Variant]:
    """Return the variant in which all risks are responded to, if any is."""
    network = question.network
    hits = {
        number: residual_hit(driver, network, number)
        for number, driver in enumerate(question.risks.drivers)
        if driver.residual is not None
    }
    return [variant_of(network, hits=hits)] if hits else []
