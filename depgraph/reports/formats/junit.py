"""A run as JUnit XML: one test case for each check and rule, those that pass included.

A case fails where the rule has findings that fail the run. All its other findings are in
its output. A rule that was not run, or that looked at nothing, is a skipped case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from depgraph.reports.choice import failing
from depgraph.reports.evidence import details, where, without_controls
from depgraph.words import and_more, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult, Examined
    from depgraph.rules.findings import Finding


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return the document."""
    fatal = set(map(id, failing(result, options.fail_on)))
    by_rule: dict[str, list[Finding]] = {examined.rule: [] for examined in result.examined}
    for finding in result.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    kinds = {rule.spec.id: rule.kind for rule in options.rules}
    suite = ET.Element("testsuite", name="depgraph check")
    failed = skipped = 0
    for examined in result.examined:
        findings = by_rule[examined.rule]
        failures = [finding for finding in findings if id(finding) in fatal]
        others = [finding for finding in findings if id(finding) not in fatal]
        case = ET.SubElement(
            suite,
            "testcase",
            classname=f"depgraph.{kinds.get(examined.rule, 'check')}",
            name=without_controls(examined.rule),
            time="0",
        )
        reason = _skipped(examined, findings)
        if reason:
            skipped += 1
            ET.SubElement(case, "skipped", message=without_controls(reason))
        if failures:
            failed += 1
            _failure(case, failures, graph)
        _output(case, examined, others, graph)
    counts = {
        "tests": str(len(result.examined)),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(skipped),
        "time": "0",
    }
    suite.attrib.update(counts)
    root = ET.Element("testsuites", {"name": "depgraph", **counts})
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _skipped(examined: Examined, findings: Sequence[Finding]) -> str:
    if examined.skipped:
        return examined.skipped
    return "" if examined.milestones or findings else "it looked at nothing"


def _failure(case: ET.Element, findings: Sequence[Finding], graph: Graph) -> None:
    first = findings[0]
    others = and_more(len(findings) - 1)
    message = f"{first.message} ({others})" if others else first.message
    failure = ET.SubElement(case, "failure", message=without_controls(message), type=first.severity)
    failure.text = without_controls("\n".join(_finding_lines(findings, graph)))


def _output(
    case: ET.Element, examined: Examined, findings: Sequence[Finding], graph: Graph
) -> None:
    lines = _finding_lines(findings, graph)
    if not examined.skipped:
        milestones = counted(examined.milestones, "milestone")
        lines = [f"looked at {milestones} and {counted(examined.links, 'link')}", *lines]
    if not lines:
        return
    ET.SubElement(case, "system-out").text = without_controls("\n".join(lines))


def _finding_lines(findings: Sequence[Finding], graph: Graph) -> list[str]:
    lines = []
    for finding in findings:
        status = "" if finding.status == "new" else f" ({finding.status})"
        lines.append(f"{where(finding, graph)}{finding.severity}{status}: {finding.message}")
        lines += (f"    {line}" for line in details(finding))
    return lines
