"""Findings as GitHub workflow commands, which become annotations of the changed lines.

Those that matter, with their severity. The others, which all are notices, are listed with
``--all`` only, as GitHub shows no more than ten of each kind: else one notice has their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.choice import shown_findings
from depgraph.reports.evidence import compared_in_words, details, place, summary, without_controls
from depgraph.words import counted

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return a command for each finding that matters, and the counts in words."""
    findings = shown_findings(result, options)
    counts = "; ".join((summary(result), *compared_in_words(result, options.since)))
    lines = [_annotation(finding, graph, options) for finding in findings]
    rest = len(result.findings) - len(findings)
    if rest:
        text = f"{counts} (--all lists {'it' if rest == 1 else 'them'})"
        lines.append(f"::notice title={counted(rest, 'other finding')}::{_data(text)}")
    return "\n".join((*lines, counts)) + "\n"


def _annotation(finding: Finding, graph: Graph, options: Options) -> str:
    status = "" if finding.status == "new" else f" ({finding.status})"
    properties = {"title": f"{finding.rule}{status}"}
    position = place(finding, graph)
    if position is not None:
        where = {"file": options.path_of(position.path), "line": str(position.line)}
        properties = where | {"col": str(position.column)} | properties
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = "\n".join((finding.message, *details(finding)))
    return f"::{_command(finding)} {listed}::{_data(text)}"


def _command(finding: Finding) -> str:
    if finding.status != "new" or finding.severity == "info":
        return "notice"
    return finding.severity


def _data(text: str) -> str:
    """Escape a message as the runner takes it back: only these three characters."""
    text = without_controls(text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property, which ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
