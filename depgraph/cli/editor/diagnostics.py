"""What is wrong, as an editor shows it: the same as ``depgraph check`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from depgraph.plans.loading import without_collector
from depgraph.words import counted

if TYPE_CHECKING:
    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.errors import Problem
    from depgraph.model import Position
    from depgraph.rules.findings import Finding

SOURCE = "depgraph"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_MOST_RELATED = 20


@without_collector()
def diagnostics_of(snapshot: Snapshot) -> dict[str, list[types.Diagnostic]]:
    """Return all that is wrong, by the real path of its file; files without anything, too."""
    by_file: dict[str, list[types.Diagnostic]] = {path: [] for path in snapshot.yaml_files}
    for problem in snapshot.problems:
        path = snapshot.real_path_of(problem.file) if problem.file else str(snapshot.config)
        by_file.setdefault(path, []).append(_of_problem(snapshot, problem, path))
    for finding in snapshot.findings:
        position = finding.position
        path = snapshot.real_path_of(position.path) if position else str(snapshot.config)
        by_file.setdefault(path, []).append(_of_finding(snapshot, finding, path))
    return by_file


def _range(snapshot: Snapshot, path: str, line: int, column: int) -> types.Range:
    buffer = snapshot.buffer_of(path)
    if buffer is None:
        return types.Range(types.Position(0, 0), types.Position(0, 0))
    return buffer.range_at(line - 1, column - 1)


def _of_problem(snapshot: Snapshot, problem: Problem, path: str) -> types.Diagnostic:
    return types.Diagnostic(
        range=_range(snapshot, path, problem.line, problem.column),
        message=problem.message,
        severity=types.DiagnosticSeverity.Error,
        source=SOURCE,
        code="unreadable",
    )


def _of_finding(snapshot: Snapshot, finding: Finding, path: str) -> types.Diagnostic:
    position = finding.position
    words = [finding.message]
    if finding.status == "known":
        words.append(f"known: {finding.reason}" if finding.reason else "known")
    elif finding.status == "queried":
        words.append("only because of a queried link")
    words += [f"why: {finding.why}"] if finding.why else []
    words += [f"fix: {finding.fix}"] if finding.fix else []
    is_new = finding.status == "new"
    return types.Diagnostic(
        range=_range(snapshot, path, position.line, position.column)
        if position
        else types.Range(types.Position(0, 0), types.Position(0, 0)),
        message="\n".join(words),
        severity=_SEVERITIES[finding.severity] if is_new else types.DiagnosticSeverity.Hint,
        source=SOURCE,
        code=finding.rule,
        tags=[types.DiagnosticTag.Unnecessary] if finding.status == "known" else None,
        related_information=_chain(snapshot, finding) or None,
        data={
            "fingerprint": finding.fingerprint,
            "status": finding.status,
            "severity": finding.severity,
        },
    )


def _chain(snapshot: Snapshot, finding: Finding) -> list[types.DiagnosticRelatedInformation]:
    """Return where the links of the evidence stand, from the prerequisite to the dependent."""
    if [link.position for link in finding.links] == [finding.position]:
        return []  # as of most findings
    links = [link for link in finding.links if link.position and link.position != finding.position]
    related = [
        types.DiagnosticRelatedInformation(
            location(snapshot, link.position),
            f"{link.dependent} waits on {link.prerequisite}" + (" ?" if link.queried else ""),
        )
        for link in links[:_MOST_RELATED]
        if link.position is not None
    ]
    if len(links) > _MOST_RELATED:
        left = counted(len(links) - _MOST_RELATED, "more link")
        related[-1].message += f"; and {left}"
    return related


def location(snapshot: Snapshot, position: Position) -> types.Location:
    """Return a place of a plan as an editor goes to it."""
    path = snapshot.real_path_of(position.path)
    return types.Location(
        snapshot.uri_of(path), _range(snapshot, path, position.line, position.column)
    )
