"""Results as JSON, and the contract of ``check``.

Keys may be added; those that are there keep their name and meaning. Dates are written
YYYY-MM-DD, and null stands for what is not known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypedDict

from depgraph.reports.choice import STATUSES, counts_by_rule, failing

if TYPE_CHECKING:
    from datetime import date

    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.ladders import Ladder
    from depgraph.model import Graph, Link, Position
    from depgraph.reports.choice import FailOn
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

Json = Mapping[str, Any]
"""An answer as data. Its keys and types are those of a `TypedDict`, of which its schema is made."""


class Format(NamedTuple):
    """The format of a text, as schemas name it."""

    name: str


Day = Annotated[str, Format("date")]
"""A date as YYYY-MM-DD."""


class Place(TypedDict):
    """Where something stands; all null where that is not known."""

    file: str | None
    line: Annotated[int | None, "from 1"]
    column: Annotated[int | None, "from 1"]


def as_text(data: Json) -> str:
    """Return data as JSON text: two spaces of indent, a line feed at the end."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def iso(day: date | None) -> Day | None:
    """Return a date as YYYY-MM-DD, or None."""
    return day.isoformat() if day else None


# -- check -----------------------------------------------------------------------------


def check_data(result: CheckResult, graph: Graph, *, fail_on: FailOn = "error") -> Json:
    """Return the findings of a run and their summary.

    Parameters
    ----------
    fail_on
        The least severity of a new finding that fails the run.

    Returns
    -------
    dict
        ``findings``, all of them, sorted by severity, rule, file and line; ``summary`` with
        counts of the graph, of findings by status and severity, and of what each rule
        looked at.
    """
    counts = counts_by_rule(result)
    return {
        "findings": [finding_data(finding) for finding in result.findings],
        "summary": {
            "as_of": iso(graph.as_of),
            "milestones": len(graph),
            "links": len(graph.links),
            "queried_links": len(graph.queried_links),
            "findings": len(result.findings),
            "failing": len(failing(result, fail_on)),
            "fail_on": fail_on,
            "by_status": {status: result.number_of(status=status) for status in STATUSES},
            "by_severity": {
                severity: result.number_of(severity=severity)
                for severity in ("error", "warning", "info")
            },
            "rules": [
                {
                    "rule": each.rule,
                    "severity": each.severity,
                    "milestones": each.milestones,
                    "links": each.links,
                    "skipped": each.skipped or None,
                    "findings": sum(counts[each.rule].values()),
                    **counts[each.rule],
                }
                for each in result.examined
            ],
        },
    }


def finding_data(finding: Finding) -> Json:
    """Return one finding with its evidence."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "status": finding.status,
        "milestone": finding.milestone,
        "prerequisite": finding.prerequisite,
        "dependent": finding.dependent,
        "message": finding.message,
        "chain": list(finding.chain),
        "heads": list(finding.heads),
        "tails": list(finding.tails),
        "links": [_chain_link(link) for link in finding.links],
        "more_links": [_chain_link(link) for link in finding.more_links],
        "circle": _circle(finding.circle) if finding.circle else None,
        "why": finding.why,
        "fix": finding.fix,
        "reason": finding.reason,
        "fingerprint": finding.fingerprint,
        **place_data(finding.position),
    }


def _circle(circle: Cycle | Ladder) -> dict[str, Any]:
    from depgraph.analysis.cycles import Cycle

    data: dict[str, Any] = {
        "kind": circle.kind if isinstance(circle, Cycle) else "ladder",
        "milestones": list(circle.milestones),
        "link_count": len(circle.component_links),
        "queried_links": [_chain_link(link) for link in circle.queried_links],
    }
    if isinstance(circle, Cycle):
        return data | {
            "is_shortest": circle.is_shortest,
            "levels_of_effort": list(circle.levels_of_effort),
            "cut": [_chain_link(link) for link in circle.cut],
            "cut_is_smallest": circle.cut_is_smallest,
            "alternatives": [_chain_link(link) for link in circle.alternatives],
        }
    return data | {"is_feasible": circle.is_feasible, "days": circle.days}


def _chain_link(link: Link) -> Json:
    return {
        "prerequisite": link.prerequisite,
        "dependent": link.dependent,
        "type": link.type,
        "lag": link.lag,
        "queried": link.queried,
        **place_data(link.position),
    }


def place_data(position: Position | None) -> Place:
    """Return where something stands."""
    if position is None:
        return {"file": None, "line": None, "column": None}
    return {"file": position.file, "line": position.line, "column": position.column}
