"""The pages of answers, with what these know of themselves and without hints at options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.impact_answer import answer
from depgraph.analysis.rerouting import rerouted
from depgraph.analysis.what_if import without_queries
from depgraph.reports.check_page import check_page
from depgraph.reports.choice import Options
from depgraph.reports.impact_page import what_if_page
from depgraph.reports.path_page import path_page
from depgraph.reports.queries_page import queries_page
from depgraph.reports.readings import READINGS
from depgraph.reports.why_page import why_page

if TYPE_CHECKING:
    from depgraph.analysis.chains import Why
    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.impact import Impact
    from depgraph.reports.page import Page
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.triage import Triage


def check_result_page(result: CheckResult) -> Page:
    """Return the findings of a check, by status, and what was looked at."""
    return check_page(result, None, Options())


def critical_path_page(path: CriticalPath) -> Page:
    """Return the critical path and the float paths behind it, and how gaps are read."""
    page = path_page(path, None)
    return page._replace(parts=[*page.parts, f"Here {READINGS[path.projection.gaps]}."])


def impact_page(impact: Impact) -> Page:
    """Return which milestones move, what carries the changes, and which paths are others."""
    paths = rerouted(impact, answer(impact).in_question)
    return what_if_page(impact, paths, without_queries(impact), has_hints=False)


def triage_page(triage: Triage) -> Page:
    """Return the queries by date, the questions, and what changes without the queries."""
    return queries_page(triage, has_hints=False)


def chains_page(answer: Why) -> Page:
    """Return why one milestone waits on another: chains, and what all of them need."""
    return why_page(answer, has_hints=False)
