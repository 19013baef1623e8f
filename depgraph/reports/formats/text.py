"""Findings as text: grouped by rule, with the evidence and what to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from click import style

from depgraph.reports.choice import failing
from depgraph.reports.evidence import (
    errors_in_words,
    evidence_links,
    folded_chain,
    in_words,
    remarks,
    rest_in_words,
)
from depgraph.reports.layout import day
from depgraph.reports.writers.text import columns
from depgraph.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return the findings that matter, how much was looked at, and the verdict.

    New errors and warnings are shown, and whatever fails the run; the others are counted.
    """
    shown = shown_findings(result, options)
    parts = [
        _group(list(group))
        for _, group in groupby(shown, key=lambda finding: (finding.severity, finding.rule))
    ]
    parts.append(_coverage(result, graph, show_all=options.show_all))
    parts.append(verdict(result, options, hidden=len(result.findings) - len(shown)))
    return "\n".join(parts)


def shown_findings(result: CheckResult, options: Options) -> list[Finding]:
    """Return the findings that texts show one by one."""
    return [
        finding
        for finding in result.findings
        if options.show_all
        or (finding.status == "new" and (finding.severity != "info" or options.fail_on == "info"))
    ]


def _group(findings: Sequence[Finding]) -> str:
    first = findings[0]
    head = style(f"{first.severity}: {first.rule}", fg=_COLOURS[first.severity], bold=True)
    lines = [f"{head}  {printable(first.why)}" if first.why else head]
    for finding in findings:
        where = f"{finding.position}: " if finding.position else ""
        status = "" if finding.status == "new" else f"[{finding.status}] "
        lines.append(f"  {where}{status}{printable(finding.message)}")
        folded = folded_chain(finding)
        if folded:
            lines.append(f"      {printable(folded)}")
        lines += (
            f"      {in_words(link)}  {link.position or ''}".rstrip()
            for link in evidence_links(finding)
        )
        lines += (f"      {printable(remark)}" for remark in remarks(finding))
    if first.fix:
        lines.append(f"  to do: {printable(first.fix)}")
    return "\n".join(lines) + "\n"


def _coverage(result: CheckResult, graph: Graph, *, show_all: bool) -> str:
    as_of = f" as of {day(graph.as_of)}" if graph.as_of else ""
    queried = len(graph.queried_links)
    head = (
        f"Looked at {counted(len(graph), 'milestone')} and {counted(len(graph.links), 'link')} "
        f"({queried} queried){as_of} with {counted(len(result.examined), 'rule')}."
    )
    configured = [
        each for each in result.examined if each.milestones != len(graph) and not each.skipped
    ]
    rows = [
        [
            each.rule,
            counted(each.milestones, "milestone"),
            counted(each.links, "link"),
            "" if each.milestones else style("looked at nothing", fg="yellow"),
        ]
        for each in (result.examined if show_all else configured)
        if not each.skipped
    ]
    text = head + "\n" + columns(rows, indent="  ")
    for each in result.examined:
        if each.skipped:
            text += f"  {each.rule} was not run: {each.skipped}\n"
    return text


def verdict(result: CheckResult, options: Options, *, hidden: int) -> str:
    """Return the last line: the counts, and whether the run fails where that is not plain."""
    colour = "red" if result.number_of(status="new", severity="error") else "green"
    text = f"{style(errors_in_words(result), fg=colour, bold=True)}; {rest_in_words(result)}"
    if hidden and not options.show_all:
        text += " (--all shows everything)"
    if options.fail_on != "error":
        count = len(failing(result, options.fail_on))
        fails = f"{counted(count, 'finding')} {'fails' if count == 1 else 'fail'} the check"
        text += f"\nWith --fail-on {options.fail_on}: {fails if count else 'the check passes'}"
    return text + "\n"
