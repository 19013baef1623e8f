"""What shows which plan, picture or answer in a notebook."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, TypeVar

from depgraph.analysis.burndown import Burndown
from depgraph.analysis.chains import Why
from depgraph.analysis.critical_path import CriticalPath
from depgraph.analysis.cycles import Cycle
from depgraph.analysis.impact import Impact
from depgraph.analysis.projection import Projection
from depgraph.analysis.timeline import Timeline
from depgraph.analysis.trends import Slips, Trends
from depgraph.diagrams.layout import Picture
from depgraph.model import Graph, Milestone
from depgraph.notebook import answers, findings, milestones, pictures, projections
from depgraph.notebook.page import bundle
from depgraph.plans.opening import Opened
from depgraph.rules.engine import CheckResult
from depgraph.rules.findings import Finding
from depgraph.rules.triage import Triage

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.reports.page import Page
    from depgraph.showing import Bundle

T = TypeVar("T")


@singledispatch
def show(value: object) -> Bundle:
    """Return the forms in which a notebook shows a value."""
    return {"text/plain": repr(value)}


def _with_page(page: Callable[[T], Page]) -> Callable[[T], Bundle]:
    """Return what shows a value with a page."""
    return lambda value: bundle(page(value))


for class_, bundle_of in (
    (Burndown, pictures.burndown_bundle),
    (CheckResult, _with_page(answers.check_result_page)),
    (CriticalPath, _with_page(answers.critical_path_page)),
    (Cycle, _with_page(findings.cycle_page)),
    (Finding, _with_page(findings.finding_page)),
    (Graph, pictures.graph_bundle),
    (Impact, _with_page(answers.impact_page)),
    (Milestone, _with_page(milestones.milestone_page)),
    (Opened, pictures.opened_bundle),
    (Picture, pictures.picture_bundle),
    (Projection, _with_page(projections.projection_page)),
    (Slips, pictures.slips_bundle),
    (Timeline, pictures.timeline_bundle),
    (Trends, pictures.trends_bundle),
    (Triage, _with_page(answers.triage_page)),
    (Why, _with_page(answers.chains_page)),
):
    show.register(class_, bundle_of)
