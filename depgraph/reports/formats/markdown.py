"""Findings as Markdown, for the summary of a job or a comment on a merge request.

New errors and warnings are open tables, unless they are long; the rest is folded away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.evidence import (
    evidence_links,
    folded_chain,
    in_words,
    place,
    remarks,
    summary,
)
from depgraph.reports.layout import day
from depgraph.reports.writers.markdown import escaped
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding

_LONG = 20

_SECTIONS: tuple[tuple[str, Callable[[Finding], bool], bool], ...] = (
    ("New errors", lambda f: (f.status, f.severity) == ("new", "error"), True),
    ("New warnings", lambda f: (f.status, f.severity) == ("new", "warning"), True),
    ("New for information", lambda f: (f.status, f.severity) == ("new", "info"), False),
    ("Queried", lambda f: f.status == "queried", False),
    ("Known", lambda f: f.status == "known", False),
)


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return all findings in sections, and what was looked at."""
    del options
    parts = ["## depgraph check", f"**{summary(result)}**"]
    for title, belongs, is_open in _SECTIONS:
        findings = [finding for finding in result.findings if belongs(finding)]
        if findings:
            rows = [_row(finding, graph) for finding in findings]
            table = _table(("rule", "where", "what"), rows)
            head = f"{title} ({len(findings)})"
            if is_open and len(findings) <= _LONG:
                parts += [f"### {head}", table]
            else:
                parts.append(_folded(head, table))
    parts.append(_folded("What was looked at", _coverage(result, graph)))
    return "\n\n".join(parts) + "\n"


def _row(finding: Finding, graph: Graph) -> tuple[str, str, str]:
    position = place(finding, graph)
    what = [escaped(finding.message)]
    folded = folded_chain(finding)
    if folded:
        what.append(escaped(folded))
    what += (
        escaped(f"{in_words(link)} {link.position or ''}".rstrip())
        for link in evidence_links(finding)
    )
    what += (escaped(remark) for remark in remarks(finding))
    if finding.fix and finding.status == "new" and finding.severity != "info":
        what.append(f"to do: {escaped(finding.fix)}")
    return escaped(finding.rule), escaped(str(position)) if position else "", "<br>".join(what)


def _coverage(result: CheckResult, graph: Graph) -> str:
    as_of = f" as of {day(graph.as_of)}" if graph.as_of else ""
    head = (
        f"{counted(len(graph), 'milestone')}, {counted(len(graph.links), 'link')} "
        f"({len(graph.queried_links)} queried){as_of}."
    )
    rows = [
        (
            escaped(each.rule),
            str(each.milestones),
            str(each.links),
            escaped(f"not run: {each.skipped}")
            if each.skipped
            else ("" if each.milestones else "looked at nothing"),
        )
        for each in result.examined
    ]
    return f"{head}\n\n{_table(('rule', 'milestones', 'links', ''), rows)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _folded(head: str, body: str) -> str:
    return f"<details>\n<summary>{head}</summary>\n\n{body}\n\n</details>"
