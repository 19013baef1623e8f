"""Where things stand: definitions, uses, outlines, and what waits on what."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from lsprotocol import types

from depgraph.cli.editor.diagnostics import location
from depgraph.edits.text import Text
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.cli.editor.buffers import Buffer, Spot
    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.edits.text import Node
    from depgraph.model import Link, Milestone

_WORDS = frozenset(
    (
        *("name", "note", "why", "fix", "query", "text", "reason", "questions", "title", "url"),
        *("owner", "team", "tag", "tags", "kind", "type", "rule", "calendar", "shape", "by"),
    )
)
"""Keys whose values are words, and no codes, even where they look like one."""

_MOST_SYMBOLS = 500


def code_at(snapshot: Snapshot, spot: Spot) -> str | None:
    """Return the code of the milestone that a word names."""
    graph, token = snapshot.graph, spot.token
    if graph is None or token is None or token.text not in graph:
        return None
    if spot.path and spot.path[-1] in _WORDS:
        return None
    return graph[token.text].id


def definition(snapshot: Snapshot, code: str) -> types.Location | None:
    """Return where a milestone is defined."""
    graph = snapshot.graph
    position = None if graph is None else graph[code].position
    return None if position is None else location(snapshot, position)


def references(
    snapshot: Snapshot, code: str, *, with_definition: bool = True
) -> list[types.Location]:
    """Return all places of a milestone in the YAML files of the plan, in the order of files."""
    defined = definition(snapshot, code)
    places = [
        types.Location(path.as_uri(), buffer_range(buffer, node))
        for path, buffer, text in texts(snapshot)
        for node in nodes_of(text.root, code)
    ]
    return [place for place in places if with_definition or place != defined]


def texts(snapshot: Snapshot) -> Iterator[tuple[Path, Buffer, Text]]:
    """Yield the YAML files of a plan with their nodes; those that are no YAML now are left out."""
    for real in sorted(snapshot.yaml_files):
        buffer = snapshot.buffer(Path(real))
        if buffer is not None:
            try:
                yield Path(real), buffer, Text(buffer.text)
            except yaml.YAMLError:
                continue


def nodes_of(node: Node, code: str, key: str = "") -> Iterator[Node]:
    """Yield the nodes that say a code: keys, and values that are no words."""
    if node.kind == "scalar":
        if node.text == code and key not in _WORDS:
            yield node
        return
    for name, value in node.pairs():
        if name.text == code:
            yield name
        yield from nodes_of(value, code, name.text)
    if node.kind == "sequence":
        for item in node.items:
            yield from nodes_of(item, code, key)


def buffer_range(buffer: Buffer, node: Node) -> types.Range:
    """Return the range of a node."""
    return types.Range(buffer.position(node.start), buffer.position(node.end))


# -- outlines --------------------------------------------------------------------------------


def document_symbols(buffer: Buffer) -> list[types.DocumentSymbol]:
    """Return the outline of a file: its keys, with the milestones or rules below them."""
    try:
        root = Text(buffer.text).root
    except yaml.YAMLError:
        return []
    return [
        _symbol(buffer, name, value, _inner_symbols(buffer, name, value))
        for name, value in root.pairs()
    ]


def _inner_symbols(buffer: Buffer, name: Node, value: Node) -> list[types.DocumentSymbol]:
    if name.text in ("milestones", "calendars", "checks"):
        return [_symbol(buffer, code, inner, []) for code, inner in value.pairs()]
    symbols = []
    for item in value.items if value.kind == "sequence" else ():
        id_ = item.value("id") or item.value("rule") if item.kind == "mapping" else None
        if id_ is not None and id_.text:
            symbols.append(_symbol(buffer, id_, item, []))
    return symbols


def _symbol(
    buffer: Buffer, name: Node, value: Node, children: list[types.DocumentSymbol]
) -> types.DocumentSymbol:
    is_outer = bool(children) or value.kind != "scalar"
    title = value.value("name") if value.kind == "mapping" else None
    start, end = min(name.start, value.start), max(name.end, value.end)
    return types.DocumentSymbol(
        name=name.text or " ",
        kind=types.SymbolKind.Namespace
        if children
        else types.SymbolKind.Object
        if is_outer
        else types.SymbolKind.Property,
        range=types.Range(buffer.position(start), buffer.position(end)),
        selection_range=buffer_range(buffer, name),
        detail=title.text if title is not None else None,
        children=children,
    )


def workspace_symbols(snapshot: Snapshot, query: str) -> list[types.WorkspaceSymbol]:
    """Return the milestones whose code or name has what is asked for, in natural order."""
    graph = snapshot.graph
    if graph is None:
        return []
    wanted = query.casefold()
    symbols = []
    for milestone in sorted(graph.milestones, key=lambda milestone: natural(milestone.id)):
        words = f"{milestone.id} {milestone.name or ''}"
        if wanted in words.casefold() and milestone.position is not None:
            symbols.append(
                types.WorkspaceSymbol(
                    location=location(snapshot, milestone.position),
                    name=words.strip(),
                    kind=types.SymbolKind.Object,
                    container_name=milestone.owner,
                )
            )
        if len(symbols) == _MOST_SYMBOLS:
            break
    return symbols


def document_links(buffer: Buffer, path: Path) -> list[types.DocumentLink]:
    """Return the files that a file names and that are there."""
    links = []
    for number in range(len(buffer.lines)):
        for token in buffer.tokens(number):
            if token.is_key or not token.text.endswith((".yaml", ".yml", ".csv", ".xls", ".xlsx")):
                continue
            target = Path(os.path.normpath(path.parent / token.text))
            if target.is_file():
                links.append(types.DocumentLink(buffer.range_of(token), target.as_uri()))
    return links


def folding_ranges(buffer: Buffer) -> list[types.FoldingRange]:
    """Return what can be folded: each key with more than a line below it, and its last line."""
    try:
        root = Text(buffer.text).root
    except yaml.YAMLError:
        return []
    ranges: list[types.FoldingRange] = []

    def visit(node: Node) -> None:
        for name, value in node.pairs():
            last = value.end_line
            while last > name.line and not buffer.line(last).strip():
                last -= 1
            if value.kind in ("mapping", "sequence") and last > name.line:
                ranges.append(types.FoldingRange(name.line, last))
            visit(value)
        if node.kind == "sequence":
            for item in node.items:
                visit(item)

    visit(root)
    return ranges


# -- what waits on what ------------------------------------------------------------------------


def hierarchy_item(snapshot: Snapshot, milestone: Milestone) -> types.CallHierarchyItem | None:
    """Return a milestone of which it is asked what it waits on and blocks."""
    if milestone.position is None:
        return None
    place = location(snapshot, milestone.position)
    return types.CallHierarchyItem(
        name=milestone.id,
        kind=types.SymbolKind.Object,
        uri=place.uri,
        range=place.range,
        selection_range=place.range,
        detail=", ".join(
            filter(None, (milestone.name, f"due {milestone.due}" if milestone.due else ""))
        ),
    )


def waits_on(snapshot: Snapshot, code: str) -> list[types.CallHierarchyOutgoingCall]:
    """Return what a milestone waits on, with the places of the links."""
    graph = snapshot.graph
    if graph is None or code not in graph:
        return []
    calls = []
    for prerequisite in graph.predecessors(code):
        item = hierarchy_item(snapshot, graph[prerequisite])
        links = [link for link in graph.links_into(code) if link.prerequisite == prerequisite]
        if item is not None:
            calls.append(types.CallHierarchyOutgoingCall(item, _link_ranges(snapshot, links)))
    return calls


def blocks(snapshot: Snapshot, code: str) -> list[types.CallHierarchyIncomingCall]:
    """Return what waits on a milestone, with the places of the links."""
    graph = snapshot.graph
    if graph is None or code not in graph:
        return []
    calls = []
    for dependent in graph.successors(code):
        item = hierarchy_item(snapshot, graph[dependent])
        links = [link for link in graph.links_out_of(code) if link.dependent == dependent]
        if item is not None:
            calls.append(types.CallHierarchyIncomingCall(item, _link_ranges(snapshot, links)))
    return calls


def _link_ranges(snapshot: Snapshot, links: list[Link]) -> list[types.Range]:
    return [location(snapshot, link.position).range for link in links if link.position is not None]
