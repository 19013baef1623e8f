"""All checks and rules of a plan: how much each looks at and finds, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.choice import STATUSES, counts_by_rule
from depgraph.reports.data import as_text
from depgraph.reports.guide import guides
from depgraph.reports.writers.text import columns
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.rules.engine import CheckResult
    from depgraph.rules.kinds.base import Rule


def rules_text(result: CheckResult, rules: Sequence[Rule]) -> str:
    """Return a line for each check and rule."""
    known = guides(rules)
    counts = counts_by_rule(result)
    head = ("rule", "kind", "severity", "milestones", "links", *STATUSES, "what it is for")
    rows = [[style(word, bold=True) for word in head]]
    for each in result.examined:
        guide = known[each.rule]
        row = [each.rule, guide.kind]
        if each.skipped:
            row += ["-", *["-"] * (2 + len(STATUSES))]
            row.append(style(f"not run: {each.skipped}", fg="yellow"))
        else:
            found = counts[each.rule]
            row += [each.severity, str(each.milestones), str(each.links)]
            row += [str(found[status]) for status in STATUSES]
            nothing = "" if each.milestones else style("looked at nothing: ", fg="yellow")
            row.append(nothing + printable(guide.purpose))
        rows.append(row)
    configured = sum(known[each.rule].kind != "built-in" for each in result.examined)
    checks = counted(len(result.examined) - configured, "built-in check")
    return (
        columns(rows, right=range(3, 5 + len(STATUSES)))
        + f"\n{checks}, {counted(configured, 'rule')} of the plan"
        + " (depgraph check --explain RULE tells more)\n"
    )


def rules_data(result: CheckResult, rules: Sequence[Rule]) -> str:
    """Return the same as JSON: a list ``rules`` in the order in which they run."""
    known = guides(rules)
    counts = counts_by_rule(result)
    return as_text(
        {
            "rules": [
                {
                    "rule": each.rule,
                    "kind": known[each.rule].kind,
                    "severity": each.severity,
                    "milestones": each.milestones,
                    "links": each.links,
                    "skipped": each.skipped or None,
                    **counts[each.rule],
                    "finds": known[each.rule].finds,
                    "why": known[each.rule].why or None,
                    "fix": known[each.rule].fix or None,
                }
                for each in result.examined
            ]
        }
    )
