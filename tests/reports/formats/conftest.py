"""Findings made by hand, and the reports on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from depgraph.model import Graph, Milestone
from depgraph.reports.choice import Options
from depgraph.reports.formats.registry import format_named
from depgraph.rules.engine import CheckResult, Examined

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.rules.findings import Finding


@pytest.fixture
def report_on() -> Callable[..., str]:
    """Return the report of a format on some findings, of rules that looked at one milestone."""

    def report(name: str, *findings: Finding, options: Options | None = None) -> str:
        rules = dict.fromkeys(finding.rule for finding in findings)
        examined = tuple(Examined(rule, "error", 1, 0) for rule in rules)
        graph = Graph([Milestone(id="A"), Milestone(id="B")])
        return format_named(name)(CheckResult(findings, examined), graph, options or Options())

    return report
