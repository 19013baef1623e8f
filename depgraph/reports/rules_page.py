"""All checks and rules of a plan for people: what each looks at and finds, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.check_data import counts_by_rule
from depgraph.reports.choice import STATUSES
from depgraph.reports.guide import BUILT_IN, guides
from depgraph.reports.page import Head, Marked, Page, Table, marked
from depgraph.reports.records import key_heads, record_rows
from depgraph.reports.rules_data import rules_data
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.reports.check_data import StatusCounts
    from depgraph.reports.guide import Guide
    from depgraph.reports.page import Value
    from depgraph.rules.engine import CheckResult, Examined
    from depgraph.rules.kinds.base import Rule

_TITLE = "Checks and rules"


def rules_page(result: CheckResult, rules: Sequence[Rule]) -> Page:
    """Return a row for each check and rule."""
    guide_by_id = guides(rules)
    counts = counts_by_rule(result)
    columns = (
        Head("rule", "rule", is_code=True),
        Head("kind", "kind", is_code=True, least=4),
        Head("severity", "severity", is_code=True, least=2),
        Head("milestones", "milestones", "number", least=3),
        Head("links", "links", "number", least=3),
        *(Head(status, status, "number") for status in STATUSES),
        Head("purpose", "what it is for", least=0),
    )
    rows = tuple(
        _rule_cells(examined, guide_by_id[examined.rule], counts[examined.rule])
        for examined in result.examined
    )
    configured = sum(guide_by_id[examined.rule].kind != BUILT_IN for examined in result.examined)
    checks = counted(len(rows) - configured, "built-in check")
    number = f"{checks}, {counted(configured, 'rule')} of the plan"
    hint = "(depgraph check --explain RULE tells more)"
    return Page(_TITLE, [Table("", columns, rows), f"{number} {hint}"], is_titled_in_text=False)


def rules_table(result: CheckResult, rules: Sequence[Rule]) -> Table:
    """Return a row for each check and rule for programs."""
    heads = (
        *key_heads("text", "rule", "kind", "severity"),
        *key_heads("number", "milestones", "links"),
        *key_heads("text", "skipped"),
        *key_heads("number", *STATUSES),
        *key_heads("text", "finds", "why", "fix"),
    )
    return Table(_TITLE, heads, record_rows(heads, rules_data(result, rules)["rules"]))


def _rule_cells(examined: Examined, guide: Guide, counts: StatusCounts) -> tuple[Value, ...]:
    if examined.skipped:
        numbers = [None] * (2 + len(STATUSES))
        reason = marked(f"not run: {examined.skipped}", colour="yellow", is_bold=False)
        return examined.rule, guide.kind, "-", *numbers, reason
    nothing = "" if examined.milestones else style("looked at nothing: ", fg="yellow")
    return (
        examined.rule,
        guide.kind,
        examined.severity,
        examined.milestones,
        examined.links,
        *(counts[status] for status in STATUSES),
        Marked(nothing + printable(guide.purpose)),
    )
