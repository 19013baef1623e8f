"""The texts of the files that an import writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.edits.graph import changed_file
from depgraph.edits.importing.sides import clean
from depgraph.edits.quoting import plain_or_quoted

if TYPE_CHECKING:
    from datetime import date

    from depgraph.edits.graph import FileChange

_NEW_GRAPH = b"milestones: {}\n"


def graph_text(before: bytes | None, change: FileChange, *, shown: str) -> bytes:
    """Return a graph file with a change made; a new one where there is none.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    return changed_file(_NEW_GRAPH if before is None else before, change, shown=shown)


def snapshot_text(
    before: bytes | None, change: FileChange, *, as_of: date, source: str, shown: str
) -> bytes:
    """Return a snapshot with a change made; a new one where there is none.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    if before is None:
        head = f"as_of: {as_of}\nsource: {plain_or_quoted(clean(source))}\n"
        before = head.encode() + _NEW_GRAPH
    return changed_file(before, change, shown=shown)
