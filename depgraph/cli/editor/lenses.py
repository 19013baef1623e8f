"""What stands beside the text: dates behind codes, and what a milestone waits on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from depgraph.analysis.late import how_late
from depgraph.cli.editor.snapshot import real_path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depgraph.cli.editor.snapshot import Snapshot
    from depgraph.model import Milestone


def lenses(snapshot: Snapshot, path: Path) -> Iterator[types.CodeLens]:
    """Yield above each milestone of a file how many it waits on, and how many it blocks."""
    graph, buffer = snapshot.graph, snapshot.buffer(path)
    if graph is None or buffer is None:
        return
    for milestone in graph.milestones:
        position = milestone.position
        if position is None or real_path_of(position.path) != str(path):
            continue
        before = {graph[code] for code in graph.predecessors(milestone.id)}
        late = sum(how_late(one, graph.as_of, snapshot.projection) is not None for one in before)
        words = f"waits on {len(before)}"
        words += f", {late} late" if late else ""
        words += f"; blocks {len(graph.successors(milestone.id))}"
        yield types.CodeLens(
            buffer.range_at(position.line - 1, position.column - 1),
            types.Command(title=words, command=""),
        )


def hints(snapshot: Snapshot, path: Path, part: types.Range) -> Iterator[types.InlayHint]:
    """Yield behind each code of a list of prerequisites its due date and its state."""
    graph, buffer = snapshot.graph, snapshot.buffer(path)
    if graph is None or buffer is None:
        return
    for link in graph.links:
        position = link.position
        if position is None or not part.start.line <= position.line - 1 <= part.end.line:
            continue
        if real_path_of(position.path) != str(path):
            continue
        at = buffer.range_at(position.line - 1, position.column - 1)
        yield types.InlayHint(
            position=at.end,
            label=_state(snapshot, graph[link.prerequisite]),
            padding_left=True,
        )


def _state(snapshot: Snapshot, milestone: Milestone) -> str:
    if milestone.is_complete:
        return f"complete {milestone.completed}" if milestone.completed else "complete"
    as_of = None if snapshot.graph is None else snapshot.graph.as_of
    late = how_late(milestone, as_of, snapshot.projection)
    if late is not None:
        return late.words
    return f"due {milestone.due}" if milestone.due else "no date"
