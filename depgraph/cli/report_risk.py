"""How likely the dates are that ``depgraph report`` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.analysis.risk.chances import Simulation
    from depgraph.plans.opening import Opened
    from depgraph.reports.review import Figure, Review

_TITLE = "Risk"


def with_risk(review: Review, opened: Opened, *, has_chart: bool) -> Review:
    """Return a review that says how likely dates are, where the plan says what may slip.

    Parameters
    ----------
    has_chart
        Whether a chart of the target is drawn too.
    """
    from depgraph.analysis.risk.requirements import require_numpy
    from depgraph.diagrams.charts.kinds import main_scope
    from depgraph.errors import DepgraphError, NothingVariesError
    from depgraph.reports.review import Figure
    from depgraph.reports.risk_page import summary_sentence
    from depgraph.reports.summary_data import told_paths

    target = review.target
    if target is None or not opened.says_risk:
        return review
    try:
        require_numpy()
        from depgraph.analysis.risk.simulation import simulate

        scope = main_scope(opened.graph, "timeline")
        codes = [code for code in scope.codes if not opened.graph[code].is_complete]
        simulation = simulate(
            opened.graph, [target, *sorted(codes)], risks=opened.risks(), with_details=False
        )
    except NothingVariesError:
        return review
    except DepgraphError as error:
        charts = [*review.charts, Figure(_TITLE, None, str(error))]
        return review._replace(risk=[f"Not known: {error}"], charts=charts)
    simulated = {chance.id for chance in simulation.chances}
    targets = [path.target.id for path in told_paths(review)]
    sentences = [summary_sentence(simulation, code) for code in targets if code in simulated]
    review = review._replace(risk=sentences)
    if not has_chart:
        return review
    return review._replace(charts=[*review.charts, _chart(simulation, target)])


def _chart(simulation: Simulation, target: str) -> Figure:
    from depgraph.analysis.risk.chances import ChanceOf
    from depgraph.diagrams.charts.chance import figure
    from depgraph.diagrams.charts.files import chart_file
    from depgraph.reports.review import Figure
    from depgraph.reports.risk_page import report_risk_table

    svg = chart_file(figure(ChanceOf(simulation, simulation[target])), "svg", title=_TITLE)
    return Figure(_TITLE, svg.decode(), table=report_risk_table(simulation))
