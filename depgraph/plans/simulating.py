"""What an earlier schedule of a plan could have said, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.analysis.risk.backtest import Backtest, laid_over
from depgraph.analysis.risk.simulation import simulate
from depgraph.errors import DepgraphError, NoAsOfDateError
from depgraph.plans.loading import load_schedules
from depgraph.plans.opening import open_whole
from depgraph.plans.risks import risks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.projection import Gaps
    from depgraph.plans.opening import Opened
    from depgraph.plans.selection import Selection


def backtest(
    opened: Opened,
    selection: Selection,
    codes: Sequence[str],
    *,
    gaps: Gaps,
    iterations: int,
    seed: int,
) -> Backtest:
    """Forecast from the schedule before that of a plan, and lay the present one over it.

    Raises
    ------
    DepgraphError
        If there is no schedule before.
    """
    as_of = opened.graph.as_of
    if as_of is None:
        raise NoAsOfDateError("a simulation")
    revisions = [r for r in load_schedules(selection, opened.config) if r.as_of is not None]
    now = [revision for revision in revisions if revision.as_of == as_of]
    before = [revision for revision in revisions if revision.as_of and revision.as_of < as_of]
    if not now or not before:
        dates = ", ".join(str(revision.as_of) for revision in revisions) or "none"
        raise DepgraphError(
            f"--backtest needs the schedule of {as_of} and one before it, among the configured "
            f"ones (as of {dates}): name a later one with --schedule"
        )
    then = before[-1]
    earlier = selection._replace(schedule=Path(then.file), as_of=None)
    forecast = open_whole(earlier)
    simulation = simulate(
        forecast.graph,
        codes,
        risks=risks_of(forecast.graph, forecast.config, earlier),
        gaps=gaps,
        iterations=iterations,
        seed=seed,
        with_details=False,
    )
    return laid_over(simulation, now[-1].milestones, as_of)
