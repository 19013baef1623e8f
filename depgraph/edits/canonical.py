"""The canonical form of graph, schedule, configuration and baseline files.

- Two spaces of indentation, lists indented below their key, one line for one entry.
- The keys of milestones, links, rules and the like in a stated order, after them any others
  as they stand. Milestones, links and all other entries keep their order.
- Texts plain where nobody can misread them, else in double quotes; what YAML would read as a
  number, a date or a word of its own stays as it is written. Texts in blocks stay blocks.
- Lists and mappings between brackets stay on their line, or become blocks where they do not
  fit or have comments inside.
- Comments stay with the entry that they stand above, behind or below; those behind an entry
  keep their column where there is room. The first comment of a file stays first.
- One blank line where there were some, none at the start of a block, no spaces at the end of
  a line, a line feed at the end.

What comes out is read again, and must say the same as before in the same order.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from yaml import YAMLError

from depgraph.edits.layout import FormatError, Layout
from depgraph.edits.proof import prove
from depgraph.edits.tidy import Thinned, thinned
from depgraph.sources.baseline_format import BASELINE
from depgraph.sources.config_format import CONFIG
from depgraph.sources.document import Document
from depgraph.sources.graph_file import FILE
from depgraph.sources.keys import Record
from depgraph.sources.milestone_format import LINK, MILESTONE
from depgraph.sources.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from depgraph.edits.layout import Table
    from depgraph.errors import Problem
    from depgraph.sources.nodes import Node as ReadNode

FileKind = Literal["graph", "configuration", "baseline"]

FILE_ORDER = tuple(FILE.keys)
MILESTONE_ORDER = tuple(MILESTONE.keys)
LINK_ORDER = tuple(LINK.keys)
CONFIG_ORDER = tuple(CONFIG.keys)

_TABLES: dict[FileKind, Record] = {"graph": FILE, "configuration": CONFIG, "baseline": BASELINE}


def kind_of(path: Path) -> FileKind:
    """Say by its name and its keys what a file is. What cannot be read is a graph file."""
    from depgraph.sources.files import CONFIG_NAME

    if path.name == CONFIG_NAME:
        return "configuration"
    keys = set()
    for key, _ in Document(path, "", []).entries():
        if key.text in FILE_ORDER:
            return "graph"
        keys.add(key.text)
    if "findings" in keys:
        return "baseline"
    return "configuration" if keys.intersection(CONFIG_ORDER) else "graph"


def canonical(text: str, kind: FileKind = "graph", *, shown: str = "the text") -> str:
    r"""Return the canonical form of the text of a file, which is valid.

    Parameters
    ----------
    text
        The text, without a byte order mark.
    kind
        What the file is; it decides about the order of keys.
    shown
        The name of the file, for messages.

    Raises
    ------
    FormatError
        If the form would say anything else than the text, or lose a comment.

    Examples
    --------
    >>> print(canonical("milestones:\n   A: {due: 2020-01-01,name: 'First'}"), end="")
    milestones:
      A: {name: First, due: 2020-01-01}
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    after = _laid_out(text, kind, shown)
    if after != text:
        _prove_same(lambda: _meaning_of_text(after, kind), _meaning_of_text(text, kind), shown)
    return after


def stays_canonical(before: str, after: str, kind: FileKind, *, shown: str) -> str:
    """Return an edited text, laid out anew where it was in the canonical form before.

    What it says is proved by who edits it.
    """
    if after == before or "\r" in before:
        return after
    try:
        is_laid_out = _laid_out(before, kind, shown) == before
    except FormatError:
        return after
    if is_laid_out:
        with suppress(YAMLError):  # of which the proof will tell more
            return _laid_out(after, kind, shown)
    return after


def _laid_out(text: str, kind: FileKind, shown: str) -> str:
    """Return the canonical form of a text, which has all its comments."""
    thin, layout = _layout_of(text, kind, shown)
    written = layout.written(_TABLES[kind])
    if written != thin.text:
        _prove_same(lambda: Layout(written, shown).words(), layout.words(), shown)
    return thin.filled(written)


def _layout_of(text: str, kind: FileKind, shown: str) -> tuple[Thinned, Layout]:
    """Return the layout of a text, but for the milestones that are tidy already."""
    thin = thinned(text) if kind == "graph" else Thinned(text)
    if thin.runs:
        with suppress(FormatError, YAMLError):  # which are told of the whole text
            layout = Layout(thin.text, shown)
            if thin.is_certain(layout):
                return thin, layout
    return Thinned(text), Layout(text, shown)


def _prove_same(read: Callable[[], object], expected: object, shown: str) -> None:
    error = FormatError(f"{shown}: the canonical form would not say the same: left as it is")
    prove(lambda _: read(), expected, lambda _: error)


# -- what a text says -------------------------------------------------------------------


def _meaning_of_text(text: str, kind: FileKind) -> object:
    """Return what a text says, in its order; where keys have one of their own, in that.

    What is wrong in it is a part of what it says: a second document would be lost.
    """
    problems: list[Problem] = []
    entries = Document(text.encode(), "", problems).entries()
    root = Mapping([(key, value) for key, value in entries if value is not None], 1, 1)
    return _meaning(root, _TABLES[kind]), [problem.message for problem in problems]


def _meaning(node: ReadNode, table: Table) -> object:
    if isinstance(node, Scalar):
        return node.text, node.plain and not node.text
    if not isinstance(node, Mapping):
        return [_meaning(item, table) for item in node.items]
    pairs = []
    for key, value in node.pairs:
        below = table and table.below(key.text)
        pairs.append((key.text, _meaning(value, below)))
    return tuple(sorted(pairs, key=lambda pair: pair[0]) if isinstance(table, Record) else pairs)
