"""Findings as lines ``file:line:col: rule message``, which editors can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.check_page import verdict
from depgraph.reports.choice import shown_findings
from depgraph.reports.evidence import where, with_status
from depgraph.words import printable

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return a line for each finding that the text would show, and the verdict."""
    lines = []
    findings = shown_findings(result, options)
    for finding in findings:
        sentence = f"{finding.rule} {printable(with_status(finding))}"
        lines.append(f"{where(finding, graph)}{sentence}")
    return "".join(f"{line}\n" for line in (*lines, *verdict(result, options, len(findings))))
