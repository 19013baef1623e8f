"""All checks and rules of a plan as data: the contract of ``rules --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.check_data import LookedAt, StatusCounts, counts_by_rule, looked_at
from depgraph.reports.guide import guides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.guide import Guide
    from depgraph.rules.engine import CheckResult, Examined
    from depgraph.rules.kinds.base import Rule


class ListedRule(LookedAt, StatusCounts):
    """A check or a rule."""

    kind: Annotated[str, "built-in for a check, else the kind of the rule"]
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
            _listed_rule(examined, guide_by_id[examined.rule], counts[examined.rule])
            for examined in result.examined
        ]
    }


def _listed_rule(examined: Examined, guide: Guide, counts: StatusCounts) -> ListedRule:
    return {
        "rule": examined.rule,
        "kind": guide.kind,
        **looked_at(examined),
        "new": counts["new"],
        "queried": counts["queried"],
        "known": counts["known"],
        "finds": guide.finds,
        "why": guide.why or None,
        "fix": guide.fix or None,
    }
