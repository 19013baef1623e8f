"""What shows which plan, picture or answer in a notebook."""

from __future__ import annotations

from functools import partial, singledispatch
from typing import TYPE_CHECKING, TypeVar

from depgraph.analysis.burndown import Burndown
from depgraph.analysis.chains import Why
from depgraph.analysis.critical_path import CriticalPath
from depgraph.analysis.cycles import Cycle
from depgraph.analysis.impact import Impact
from depgraph.analysis.impact_answer import answer
from depgraph.analysis.projection import Projection
from depgraph.analysis.rerouting import rerouted
from depgraph.analysis.risk.chances import Simulation
from depgraph.analysis.timeline import Timeline
from depgraph.analysis.trends import Slips, Trends
from depgraph.analysis.what_if import without_queries
from depgraph.diagrams.layout import Picture
from depgraph.model import Graph, Milestone
from depgraph.notebook import pages, pictures
from depgraph.notebook.page import bundle, whole_text
from depgraph.plans.opening import Opened
from depgraph.reports.check_page import check_page
from depgraph.reports.choice import Options
from depgraph.reports.impact_page import what_if_page
from depgraph.reports.path_page import path_page
from depgraph.reports.queries_page import queries_page
from depgraph.reports.readings import READINGS
from depgraph.reports.risk_page import simulation_page
from depgraph.reports.tables import Table
from depgraph.reports.why_page import why_page
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


def _path_page(path: CriticalPath) -> Page:
    """Return the critical path and the float paths behind it, and how gaps are read."""
    page = path_page(path, None)
    return page._replace(parts=[*page.parts, f"Here {READINGS[path.projection.gaps]}."])


def _impact_page(impact: Impact) -> Page:
    """Return which milestones move, what carries the changes, and which paths are others."""
    paths = rerouted(impact, answer(impact).in_question)
    return what_if_page(impact, paths, without_queries(impact), has_hints=False)


def _bundle_of(page: Callable[[T], Page]) -> Callable[[T], Bundle]:
    """Return what shows a value with a page."""
    return lambda value: bundle(page(value))


def _text_of(page: Callable[[T], Page]) -> Callable[[T], str]:
    """Return what prints a value with a page."""
    return lambda value: whole_text(page(value))


for class_, page in (
    (CheckResult, lambda result: check_page(result, None, Options())),
    (CriticalPath, _path_page),
    (Cycle, pages.cycle_page),
    (Finding, pages.finding_page),
    (Impact, _impact_page),
    (Milestone, pages.milestone_page),
    (Projection, pages.projection_page),
    (Simulation, simulation_page),
    (Table, Table.page),
    (Triage, partial(queries_page, has_hints=False)),
    (Why, partial(why_page, has_hints=False)),
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
