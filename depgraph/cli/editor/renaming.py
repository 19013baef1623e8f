"""Rename a code in all files of a plan; comments and words stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from depgraph.cli.editor.navigation import buffer_range, nodes_of, texts
from depgraph.edits.quoting import plain_or_quoted, quoted
from depgraph.errors import DepgraphError
from depgraph.sources.fields import is_code

if TYPE_CHECKING:
    from depgraph.cli.editor.snapshot import Snapshot


class RenameError(DepgraphError):
    """Raised when a code cannot be renamed, with the reason."""


def renamed(snapshot: Snapshot, code: str, new: str) -> dict[str, list[types.TextEdit]]:
    """Return the edits that give a milestone another code, by file.

    Raises
    ------
    RenameError
        If the new one is no code or is taken, or a file of the plan cannot be read now.
    """
    graph = snapshot.graph
    assert graph is not None, "a code is of a plan"
    if not is_code(new):
        raise RenameError(f"{new!r} is no code: one line, without spaces around it")
    if new in graph and graph[new].id != code:
        raise RenameError(f"{new!r} is the code of {graph[new].name or 'another milestone'}")
    read = list(texts(snapshot))
    if snapshot.problems or len(read) < len(snapshot.yaml_files):
        raise RenameError("the plan cannot be read now: mend what is wrong first")
    edits: dict[str, list[types.TextEdit]] = {}
    for path, buffer, text in read:
        for node in nodes_of(text.root, code):
            written = quoted(new) if node.style else plain_or_quoted(new)
            edit = types.TextEdit(buffer_range(buffer, node), written)
            edits.setdefault(path.as_uri(), []).append(edit)
    return edits
