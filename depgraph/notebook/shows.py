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
from depgraph.analysis.risk.chances import Simulation
from depgraph.analysis.timeline import Timeline
from depgraph.analysis.trends import Slips, Trends
from depgraph.diagrams.layout import Picture
from depgraph.model import Graph, Milestone
from depgraph.notebook import answers, findings, milestones, pictures, projections
from depgraph.notebook.page import bundle, whole_text
from depgraph.plans.opening import Opened
from depgraph.reports.risk_page import simulation_page
from depgraph.reports.tables import Table
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


@singledispatch
def text(value: object) -> str:
    """Return what a value is printed as: the whole text of its page, else its `repr`."""
    return repr(value)


def _bundle_of(page: Callable[[T], Page]) -> Callable[[T], Bundle]:
    """Return what shows a value with a page."""
    return lambda value: bundle(page(value))


def _text_of(page: Callable[[T], Page]) -> Callable[[T], str]:
    """Return what prints a value with a page."""
    return lambda value: whole_text(page(value))


for class_, page in (
    (CheckResult, answers.check_result_page),
    (CriticalPath, answers.critical_path_page),
    (Cycle, findings.cycle_page),
    (Finding, findings.finding_page),
    (Impact, answers.impact_page),
    (Milestone, milestones.milestone_page),
    (Projection, projections.projection_page),
    (Simulation, simulation_page),
    (Table, Table.page),
    (Triage, answers.triage_page),
    (Why, answers.chains_page),
):
    show.register(class_, _bundle_of(page))
    text.register(class_, _text_of(page))

for class_shown, bundle_of in (
    (Burndown, pictures.burndown_bundle),
    (Graph, pictures.graph_bundle),
    (Opened, pictures.opened_bundle),
    (Picture, pictures.picture_bundle),
    (Slips, pictures.slips_bundle),
    (Timeline, pictures.timeline_bundle),
    (Trends, pictures.trends_bundle),
):
    show.register(class_shown, bundle_of)
