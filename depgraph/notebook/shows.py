"""What shows which plan, picture or answer in a notebook."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

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
from depgraph.notebook import chains, dates, findings, milestones, pictures
from depgraph.plans.opening import Opened
from depgraph.rules.engine import CheckResult
from depgraph.rules.findings import Finding
from depgraph.rules.triage import Triage

if TYPE_CHECKING:
    from depgraph.showing import Bundle


@singledispatch
def show(value: object) -> Bundle:
    """Return the forms in which a notebook shows a value."""
    return {"text/plain": repr(value)}


for class_, bundle in (
    (Burndown, pictures.burndown_bundle),
    (CheckResult, findings.result_bundle),
    (CriticalPath, dates.path_bundle),
    (Cycle, findings.cycle_bundle),
    (Finding, findings.finding_bundle),
    (Graph, pictures.graph_bundle),
    (Impact, dates.impact_bundle),
    (Milestone, milestones.milestone_bundle),
    (Opened, pictures.opened_bundle),
    (Picture, pictures.picture_bundle),
    (Projection, dates.projection_bundle),
    (Slips, pictures.slips_bundle),
    (Timeline, pictures.timeline_bundle),
    (Trends, pictures.trends_bundle),
    (Triage, findings.triage_bundle),
    (Why, chains.why_bundle),
):
    show.register(class_, bundle)
