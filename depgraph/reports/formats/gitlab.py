"""Findings as a GitLab Code Quality report: those that matter, all with ``--all``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from depgraph.reports.choice import shown_findings
from depgraph.reports.evidence import file_and_line, numbered, place, with_status

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}

_SETTLED = ("known", "earlier")


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return the list of the findings, each with a fingerprint of its own."""
    shown = set(map(id, shown_findings(result, options)))
    issues = []
    for finding, number in numbered(result.findings):
        if id(finding) not in shown:
            continue
        file, line = file_and_line(place(finding, graph))
        issues.append(
            {
                "description": with_status(finding),
                "check_name": finding.rule,
                "fingerprint": _unique(finding, number),
                "severity": "info" if finding.status in _SETTLED else _SEVERITIES[finding.severity],
                "location": {"path": options.path_of(file), "lines": {"begin": line}},
            }
        )
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _unique(finding: Finding, number: int) -> str:
    from hashlib import sha256

    if number == 1:
        return finding.fingerprint
    return sha256(f"{finding.fingerprint}\0{number}".encode()).hexdigest()[:32]
