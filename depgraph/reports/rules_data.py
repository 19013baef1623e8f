"""All checks and rules of a plan as data: the contract of ``rules --format json``.

Keys may be added; those that are there keep their name and meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.choice import counts_by_rule
from depgraph.reports.guide import guides
from depgraph.rules.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.rules.engine import CheckResult
    from depgraph.rules.kinds.base import Rule


class ListedRule(TypedDict):
    """A check or a rule."""

    rule: Annotated[str, "its id"]
    kind: Annotated[str, "built-in for a check, else the kind of the rule"]
    severity: Severity
    milestones: Annotated[int, "how many it looked at"]
    links: Annotated[int, "how many it looked at"]
    skipped: Annotated[str | None, "why it was not run; null if it was"]
    new: Annotated[int, "its new findings"]
    queried: Annotated[int, "its findings about queried links"]
    known: Annotated[int, "its findings that are accepted"]
    finds: Annotated[str, "what it finds or demands"]
    why: Annotated[str | None, "why it matters"]
    fix: Annotated[str | None, "what to do about a finding"]


class RulesAnswer(TypedDict):
    """All checks and rules of a plan, in the order in which they run: depgraph rules."""

    rules: list[ListedRule]


def rules_data(result: CheckResult, rules: Sequence[Rule]) -> RulesAnswer:
    """Return all checks and rules.

    Parameters
    ----------
    rules
        Those of the plan.
    """
    guide_by_id = guides(rules)
    counts = counts_by_rule(result)
    return {
        "rules": [
            {
                "rule": examined.rule,
                "kind": guide_by_id[examined.rule].kind,
                "severity": examined.severity,
                "milestones": examined.milestones,
                "links": examined.links,
                "skipped": examined.skipped or None,
                "new": counts[examined.rule]["new"],
                "queried": counts[examined.rule]["queried"],
                "known": counts[examined.rule]["known"],
                "finds": guide_by_id[examined.rule].finds,
                "why": guide_by_id[examined.rule].why or None,
                "fix": guide_by_id[examined.rule].fix or None,
            }
            for examined in result.examined
        ]
    }
