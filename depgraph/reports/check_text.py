"""Findings as text: grouped by rule, with the evidence and what to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from click import style

from depgraph.reports.layout import columns, counted, day, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Graph
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def check_text(result: CheckResult, graph: Graph, *, show_all: bool = False) -> str:
    """Return the report of ``depgraph check``.

    Parameters
    ----------
    result
        The findings; new errors and warnings are shown, the others counted.
    graph
        The graph that was checked.
    show_all
        Whether to show every finding, whatever its status and severity, and every rule.
    """
    shown = [
        finding
        for finding in result.findings
        if show_all or (finding.status == "new" and finding.severity != "info")
    ]
    parts = [
        _group(list(group))
        for _, group in groupby(shown, key=lambda finding: (finding.severity, finding.rule))
    ]
    parts.append(_coverage(result, graph, show_all=show_all))
    parts.append(_verdict(result, show_all=show_all))
    return "\n".join(parts)


def _group(findings: Sequence[Finding]) -> str:
    first = findings[0]
    head = style(f"{first.severity}: {first.rule}", fg=_COLOURS[first.severity], bold=True)
    lines = [f"{head}  {printable(first.why)}" if first.why else head]
    for finding in findings:
        place = f"{finding.position}: " if finding.position else ""
        status = "" if finding.status == "new" else f"[{finding.status}] "
        lines.append(f"  {place}{status}{printable(finding.message)}")
        if len(finding.links) > 1:
            lines += (
                f"      {link.dependent} waits on {link.prerequisite}"
                f"{' (queried)' if link.queried else ''}  {link.position or ''}".rstrip()
                for link in finding.links
            )
        if finding.reason:
            lines.append(f"      known: {printable(finding.reason)}")
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


def _verdict(result: CheckResult, *, show_all: bool) -> str:
    new = {
        severity: result.number_of(status="new", severity=severity)
        for severity in ("error", "warning", "info")
    }
    rest = ", ".join(
        (
            counted(new["warning"], "new warning"),
            f"{new['info']} new for information",
            f"{result.number_of(status='known')} known",
            f"{result.number_of(status='queried')} queried",
        )
    )
    hidden = len(result.findings) - new["error"] - new["warning"]
    hint = " (--all shows everything)" if hidden and not show_all else ""
    if new["error"]:
        word = style(f"{counted(new['error'], 'new error')}", fg="red", bold=True)
        return f"{word}; {rest}{hint}\n"
    return f"{style('No new error', fg='green', bold=True)}; {rest}{hint}\n"
