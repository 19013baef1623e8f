"""Findings made by hand, and the reports on them."""

from collections.abc import Callable

import pytest

from depgraph.model import Graph, Milestone
from depgraph.reports.check_page import check_page, page_by_rule
from depgraph.reports.choice import Options
from depgraph.reports.formats.registry import format_named
from depgraph.reports.writers.html import page_html
from depgraph.reports.writers.markdown import page_markdown
from depgraph.reports.writers.text import page_text
from depgraph.rules.engine import CheckResult, Examined
from depgraph.rules.findings import Finding

PAGES = {
    "text": lambda *of: page_text(page_by_rule(*of)),
    "narrow": lambda *of: page_text(page_by_rule(*of), 40),
    "markdown": lambda *of: page_markdown(check_page(*of)),
    "html": lambda *of: page_html(check_page(*of)),
}
"""The reports that come from pages."""


@pytest.fixture
def report_on() -> Callable[..., str]:
    """Return the report of a format on some findings, of rules that looked at one milestone."""

    def report(name: str, *findings: Finding, options: Options | None = None) -> str:
        rules = dict.fromkeys(finding.rule for finding in findings)
        examined = tuple(Examined(rule, "error", 1, 0) for rule in rules)
        graph = Graph([Milestone(id="A"), Milestone(id="B")])
        of = CheckResult(findings, examined), graph, options or Options()
        return PAGES[name](*of) if name in PAGES else format_named(name)(*of)

    return report
