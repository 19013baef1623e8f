"""Findings as GitHub workflow commands, which become annotations of the changed lines.

New errors and warnings keep their severity; everything else is a notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.evidence import details, place, summary, without_controls

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return a command for each finding, and the counts in words."""
    del options
    lines = [_annotation(finding, graph) for finding in result.findings]
    return "\n".join((*lines, summary(result))) + "\n"


def _annotation(finding: Finding, graph: Graph) -> str:
    status = "" if finding.status == "new" else f" ({finding.status})"
    properties = {"title": f"{finding.rule}{status}"}
    position = place(finding, graph)
    if position is not None:
        where = {"file": position.path, "line": str(position.line), "col": str(position.column)}
        properties = where | properties
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
