"""``depgraph risk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.answer import Output, answer_options
from depgraph.cli.options import Code, plan_options, selection_of
from depgraph.cli.shared import gaps_option, show_all_option, without_queries_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.projection import Gaps
    from depgraph.analysis.risk.chances import Simulation
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection

_MOST_RUNS = 10_000_000


@click.command("risk")
@click.argument("codes", type=Code(), nargs=-1, metavar="[CODE]...")
@plan_options
@without_queries_option()
@gaps_option
@click.option(
    "--iterations",
    type=click.IntRange(1, _MOST_RUNS),
    default=10_000,
    show_default=True,
    metavar="N",
    help="How many runs.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    metavar="N",
    help="Which draws: the same seed gives the same answer.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="In how many processes; as many as pay unless said. The answer is the same.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Hand the runs to the Dask cluster whose scheduler is there (extra 'cluster').",
)
@click.option(
    "--backtest",
    "is_backtest",
    is_flag=True,
    help="Say what the schedule before could have said, and what became of it.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Refuse while anything makes the answer less sure: open ends, overdue or undated "
    "milestones, leads, queried links and the like.",
)
@show_all_option("whatever matters a little")
@answer_options()
def command(
    *,
    codes: tuple[str, ...],
    without_queries: bool,
    gaps: Gaps,
    iterations: int,
    seed: int,
    jobs: int | None,
    cluster: str | None,
    is_backtest: bool,
    strict: bool,
    show_all: bool,
    output: Output,
    **params: object,
) -> None:
    """Say how likely dates are: of each CODE or, without any, of the level-2 milestones.

    The plan is projected many times. In each run, milestones slip by days that are drawn from
    what the plan says of them ('slip', 'estimate'), from 'risk: slips' of the configuration, or
    from how late milestones turned out so far ('risk: history'); risks that hit several at once
    ('risk: drivers') come on top. For each CODE that is named it is said, too, what matters for
    it: what drives it how often, and how much earlier it would be without its slip.

    \b
    Examples:
      depgraph risk
      depgraph risk LDM-503-17
      depgraph risk LDM-503-12 LDM-503-17 --gaps work --format markdown
      depgraph risk LDM-503-17 --without-queries --seed 1 --format json
      depgraph risk --backtest --schedule 2024-11-30
    """
    from depgraph.analysis.risk.requirements import require_numpy

    require_numpy()
    from depgraph.analysis.risk.simulation import simulate
    from depgraph.cli.naming import code_of
    from depgraph.plans.opening import open_whole
    from depgraph.reports.risk_data import risk_data
    from depgraph.reports.risk_page import risk_page, risk_table

    selection = selection_of(params)
    opened = open_whole(selection)
    named = [code_of(opened.graph, code) for code in codes]
    if is_backtest:
        _put_backtest(output, opened, selection, named, gaps, iterations, seed)
        return
    graph = opened.graph.without_queried_links() if without_queries else opened.graph
    simulation = simulate(
        graph,
        named,
        risks=opened.risks(),
        gaps=gaps,
        iterations=iterations,
        seed=seed,
        jobs=jobs,
        cluster=cluster,
    )
    doubts = simulation.doubts
    if strict and doubts.is_any:
        from depgraph.errors import DepgraphError
        from depgraph.reports.risk_words import doubt_lines

        raise DepgraphError(
            "--strict: no answer while it is not sure:\n"
            + "\n".join(f"  {line}" for line in doubt_lines(doubts, {}))
        )
    last_known = _last_known(simulation, selection, opened)
    output.put(
        page=lambda: risk_page(simulation, doubts, last_known, show_all=show_all),
        data=lambda: risk_data(simulation, doubts, last_known),
        table=lambda: risk_table(simulation),
    )


def _last_known(simulation: Simulation, selection: Selection, opened: Opened) -> dict[str, str]:
    """Return the dates that the schedules up to the as-of date last gave to undated milestones."""
    undated = simulation.doubts.undated
    if not undated:
        return {}
    from depgraph.plans.loading import load_schedules

    known: dict[str, str] = {}
    # Where there is a record, its schedules were read already.
    for revision in simulation.risks.schedules or load_schedules(selection, opened.config):
        if revision.as_of is None or revision.as_of > simulation.as_of:
            continue
        for code in undated:
            milestone = revision.milestones.get(code)
            day = milestone and (milestone.completed or milestone.planned)
            if day:
                known[code] = day.isoformat()
    return known


def _put_backtest(
    output: Output,
    opened: Opened,
    selection: Selection,
    codes: Sequence[str],
    gaps: Gaps,
    iterations: int,
    seed: int,
) -> None:
    """Put the forecast of the schedule before, and what became of it."""
    from depgraph.plans.simulating import backtest
    from depgraph.reports.risk_data import backtest_data
    from depgraph.reports.risk_page import backtest_page, backtest_table

    laid_over = backtest(opened, selection, codes, gaps=gaps, iterations=iterations, seed=seed)
    output.put(
        page=lambda: backtest_page(laid_over),
        data=lambda: backtest_data(laid_over),
        table=lambda: backtest_table(laid_over),
    )
