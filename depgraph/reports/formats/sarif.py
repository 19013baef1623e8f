"""Findings as SARIF 2.1.0, the interchange format of static analysis (an OASIS standard).

New findings fail at the level of their severity. A queried one is up for review, which
SARIF gives no level. A known one is suppressed, with its reason as the justification. What does
not matter for the run, these too, is there with ``--all`` only.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from depgraph.reports.choice import number_failing, shown_findings
from depgraph.reports.evidence import (
    details,
    evidence_links,
    folded_chain,
    in_words,
    numbered,
    place,
)
from depgraph.reports.guide import Guide, guides
from depgraph.reports.writers.markdown import escaped
from depgraph.version import __version__

if TYPE_CHECKING:
    from depgraph.model import Graph, Position
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult, Examined
    from depgraph.rules.findings import Finding

Json = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"
_LOOKS_LIKE_A_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return a log with one run."""
    known = guides(options.rules)
    index = {examined.rule: n for n, examined in enumerate(result.examined)}
    shown = set(map(id, shown_findings(result, options)))
    run: Json = {
        "tool": {
            "driver": {
                "name": "depgraph",
                "version": __version__,
                "rules": [
                    _rule_json(examined, known[examined.rule]) for examined in result.examined
                ],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": 1 if number_failing(result, options.fail_on) else 0,
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result_json(finding, number, index, graph, options)
            for finding, number in numbered(result.findings)
            if id(finding) in shown
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule_json(examined: Examined, guide: Guide) -> Json:
    parts = [("Finds", guide.finds), ("Why", guide.why), ("To do", guide.fix)]
    texts = [f"{name}: {text}" for name, text in parts if text]
    marked = [f"**{name}**: {escaped(text)}" for name, text in parts if text]
    if guide.example:
        texts.append(f"Example:\n{guide.example}")
        marked.append(f"```yaml\n{guide.example}```")
    return {
        "id": examined.rule,
        "shortDescription": {"text": guide.purpose},
        "fullDescription": {"text": ". ".join(text for text in (guide.finds, guide.why) if text)},
        "help": {"text": "\n".join(texts), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {
            "level": _LEVELS[examined.severity],
            "enabled": not examined.skipped,
        },
        "properties": {
            "kind": guide.kind,
            "milestones": examined.milestones,
            "links": examined.links,
            **({"skipped": examined.skipped} if examined.skipped else {}),
        },
    }


def _result_json(
    finding: Finding, number: int, index: dict[str, int], graph: Graph, options: Options
) -> Json:
    queried = finding.status == "queried"
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": "review" if queried else "fail",
        "level": "none" if queried else _LEVELS[finding.severity],
        "message": _message_json(finding.message),
    }
    position = place(finding, graph)
    if position is not None:
        result["locations"] = [_location_json(position, options)]
    links = evidence_links(finding)
    if links:
        steps = [
            {
                "location": {
                    **(_location_json(link.position, options) if link.position else {}),
                    "message": _message_json(in_words(link)),
                }
            }
            for link in links
        ]
        flow = _message_json(folded_chain(finding) or " -> ".join(finding.chain))
        result["codeFlows"] = [{"message": flow, "threadFlows": [{"locations": steps}]}]
    if options.since and finding.status in ("new", "earlier"):
        result["baselineState"] = "new" if finding.status == "new" else "unchanged"
    result["partialFingerprints"] = {
        "depgraph/v1": finding.fingerprint,
        # The name under which code scanning looks for a fingerprint, and its form.
        "primaryLocationLineHash": f"{finding.fingerprint}:{number}",
    }
    if finding.status == "known":
        result["suppressions"] = [_suppression(finding)]
    result["properties"] = _properties(finding)
    return result


def _suppression(finding: Finding) -> Json:
    at_the_link = any(
        leave.rule == finding.rule and leave.reason == finding.reason
        for link in finding.links
        for leave in link.allowances
    )
    return {
        "kind": "inSource" if at_the_link else "external",
        "status": "accepted",
        "justification": finding.reason or "",
    }


def _properties(finding: Finding) -> Json:
    properties = {
        "status": finding.status,
        "severity": finding.severity,
        "milestone": finding.milestone,
        "prerequisite": finding.prerequisite,
        "dependent": finding.dependent,
        "chain": list(finding.chain),
        "heads": list(finding.heads),
        "tails": list(finding.tails),
        "details": details(finding),
    }
    return {name: value for name, value in properties.items() if value}


def _message_json(text: str) -> Json:
    """Return a message: braces are doubled, for single ones hold the place of an argument."""
    text = text.replace("{", "{{").replace("}", "}}")
    return {"text": _LOOKS_LIKE_A_LINK.sub(r"\\[", text)}


def _location_json(position: Position, options: Options) -> Json:
    where: Json = {"artifactLocation": _artifact_json(options.path_of(position.path))}
    if position.line > 0:
        where["region"] = {"startLine": position.line, "startColumn": max(position.column, 1)}
    return {"physicalLocation": where}


def _artifact_json(file: str) -> Json:
    from urllib.parse import quote

    uri = quote(file, safe="/")
    if file.startswith("/"):
        return {"uri": f"file://{uri}"}
    if file.startswith("../"):
        return {"uri": uri}
    return {"uri": uri, "uriBaseId": _ROOT}
