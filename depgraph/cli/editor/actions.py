"""What an editor offers to do about a place: each is an edit that is seen before it is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from depgraph.cli.editor.navigation import code_at
from depgraph.cli.editor.snapshot import real_path_of
from depgraph.cli.editor.words import is_link_place
from depgraph.edits.baseline import NEW_FILE, changed_text
from depgraph.edits.entries import NewMilestone
from depgraph.edits.facts import FileChange
from depgraph.edits.graph import changed_file
from depgraph.edits.queries import Resolution, resolve_query
from depgraph.edits.quoting import plain_or_quoted
from depgraph.errors import DepgraphError
from depgraph.sources.baseline_format import BaselineEntry
from depgraph.sources.files import BASELINE_NAME
from depgraph.sources.unsaved import reading_unsaved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from depgraph.cli.editor.buffers import Buffer, Spot
    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.rules.findings import Finding

_MEANT = re.compile(r"\(did you mean '([^']+)'\?\)")
WHY = "Why?"
"""Stands where a person has to say why."""


def actions_at(
    snapshot: Snapshot, path: Path, spot: Spot, diagnostics: Sequence[types.Diagnostic]
) -> list[types.CodeAction]:
    """Return what can be done about a place and what is wrong there.

    Parameters
    ----------
    path
        The real path of the file.
    diagnostics
        What the editor shows there.
    """
    buffer = snapshot.buffer(path)
    if buffer is None:
        return []
    actions = [*_meant(path, diagnostics), *_accept(snapshot, diagnostics)]
    if not snapshot.problems:
        actions += _settle(snapshot, path, spot)
        actions += _query(snapshot, buffer, path, spot)
    else:
        actions += _add(snapshot, buffer, path, spot)
    return actions


def _action(
    title: str,
    changes: dict[str, list[types.TextEdit]],
    diagnostic: types.Diagnostic | None = None,
    kind: types.CodeActionKind = types.CodeActionKind.QuickFix,
) -> types.CodeAction:
    return types.CodeAction(
        title=title,
        kind=kind,
        diagnostics=None if diagnostic is None else [diagnostic],
        edit=types.WorkspaceEdit(changes=changes),
    )


def _meant(path: Path, diagnostics: Sequence[types.Diagnostic]) -> Iterator[types.CodeAction]:
    """Offer the word that was likely meant."""
    for diagnostic in diagnostics:
        meant = _MEANT.search(diagnostic.message)
        if meant is not None:
            edit = types.TextEdit(diagnostic.range, plain_or_quoted(meant[1]))
            yield _action(f"Write {meant[1]}", {path.as_uri(): [edit]}, diagnostic)


def _add(snapshot: Snapshot, buffer: Buffer, path: Path, spot: Spot) -> Iterator[types.CodeAction]:
    """Offer to add a milestone that a link names and no file has."""
    token, graph = spot.token, snapshot.graph
    if token is None or not is_link_place(spot) or (graph is not None and token.text in graph):
        return
    new = NewMilestone(token.text, {}, ())
    try:
        change = FileChange(new=(new,))
        after = changed_file(buffer.text.encode(), change, shown=path.name).data
    except DepgraphError:
        return
    edits = buffer.edit_to(after.decode())
    if edits:
        yield _action(f"Add the milestone {token.text}", {path.as_uri(): edits})


def _query(
    snapshot: Snapshot, buffer: Buffer, path: Path, spot: Spot
) -> Iterator[types.CodeAction]:
    """Offer to doubt a plain link."""
    token, graph = spot.token, snapshot.graph
    if token is None or graph is None or not is_link_place(spot) or spot.path[-1] == "id":
        return
    if token.text not in graph:
        return
    written = f"{{id: {plain_or_quoted(token.text)}, query: {plain_or_quoted(WHY)}}}"
    edit = types.TextEdit(buffer.range_of(token), written)
    yield _action(
        f"Query the link to {token.text}",
        {path.as_uri(): [edit]},
        kind=types.CodeActionKind.RefactorRewrite,
    )


def _settle(snapshot: Snapshot, path: Path, spot: Spot) -> Iterator[types.CodeAction]:
    """Offer to keep or to drop a queried link."""
    graph, code = snapshot.graph, code_at(snapshot, spot)
    if graph is None or code is None or not is_link_place(spot) or spot.path[1] not in graph:
        return
    dependent = graph[spot.path[1]].id
    links = [
        graph.links[n] for n in graph.numbers_between(graph.number(code), graph.number(dependent))
    ]
    if not any(link.queries for link in links):
        return
    titles: dict[Resolution, str] = {"keep": "Keep", "drop": "Drop"}
    for resolution, title in titles.items():
        with reading_unsaved(snapshot.texts):
            try:
                edit = resolve_query(graph, dependent, code, resolution)
            except DepgraphError:
                continue
        buffer = snapshot.buffer(path)
        if buffer is None or real_path_of(edit.shown) != str(path):
            continue
        edits = buffer.edit_to(edit.after.decode("utf-8-sig"))
        yield _action(
            f"{title} the queried link to {code}",
            {path.as_uri(): edits},
            kind=types.CodeActionKind.RefactorRewrite,
        )


def _accept(
    snapshot: Snapshot, diagnostics: Sequence[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    """Offer to accept a new finding in the baseline, where a reason is to be written."""
    opened = snapshot.opened
    if opened is None or snapshot.problems:
        return
    by_fingerprint = {finding.fingerprint: finding for finding in snapshot.findings}
    baseline = opened.config.baseline or snapshot.config.parent / BASELINE_NAME
    is_there = baseline.is_file()
    for diagnostic in diagnostics:
        data = diagnostic.data if isinstance(diagnostic.data, dict) else {}
        finding = by_fingerprint.get(str(data.get("fingerprint")))
        if finding is None or finding.status != "new" or finding.is_folded:
            continue
        entry = _entry(finding)
        buffer = snapshot.buffer(baseline) if is_there else None
        if entry is None or (is_there and buffer is None):
            continue
        before = buffer.text if buffer is not None else NEW_FILE
        try:
            entries = opened.rules.baseline if is_there else ()
            after = changed_text(before, entries, add=[entry], shown=baseline.name)
        except DepgraphError:
            continue
        uri = baseline.resolve().as_uri()
        title = f"Accept {finding.rule} in {baseline.name}, with a reason"
        if buffer is not None:
            yield _action(title, {uri: buffer.edit_to(after)}, diagnostic)
        else:
            yield _new_file(title, uri, after, diagnostic)


def _new_file(title: str, uri: str, text: str, diagnostic: types.Diagnostic) -> types.CodeAction:
    start = types.Range(types.Position(0, 0), types.Position(0, 0))
    document = types.OptionalVersionedTextDocumentIdentifier(uri)
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        edit=types.WorkspaceEdit(
            document_changes=[
                types.CreateFile(uri=uri),
                types.TextDocumentEdit(document, [types.TextEdit(start, text)]),
            ]
        ),
    )


def _entry(finding: Finding) -> BaselineEntry | None:
    """Return the entry that accepts a finding; its reason is to be written."""
    from depgraph.model.values import NOWHERE

    is_pair = finding.prerequisite is not None
    if not is_pair and finding.milestone is None:
        return None
    return BaselineEntry(
        rule=finding.rule,
        milestone=None if is_pair else finding.milestone,
        prerequisite=finding.prerequisite,
        dependent=finding.dependent if is_pair else None,
        reason=WHY,
        owner=None,
        until=None,
        position=NOWHERE,
    )
