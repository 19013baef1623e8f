"""Change the text of a baseline: entries go or come, every other byte stays as it is.

Comments, order, line ends and the way of writing are the authors'. An entry goes with its
lines and the comments in them; comments on lines of their own between the entries stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.edits.editor import Editor
from depgraph.edits.entries import list_entry, mapping_entry, pair_entry
from depgraph.edits.proof import EditError, prove
from depgraph.errors import LoadError, Problem
from depgraph.rules.baseline import read_baseline
from depgraph.sources.baseline_format import ENTRY, BaselineEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depgraph.edits.entries import Entry
    from depgraph.edits.text import Node

NEW_FILE = """\
# Findings that are known and accepted for now, each with the reason. A new error that is not
# listed here fails the check.
findings: []
"""

_BOM = "\ufeff"
_REST_OF_ITEM = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)?(\r\n|\r|\n|\Z)")
_COMMA = re.compile(r"\s*,")


def changed_text(
    text: str,
    baseline: Sequence[BaselineEntry],
    *,
    remove: Collection[int] = (),
    add: Sequence[BaselineEntry] = (),
    shown: str = "baseline.yaml",
) -> str:
    """Return the text of a baseline after a change, read again to be sure of it.

    Parameters
    ----------
    text
        The text as it stands.
    baseline
        The entries that were read from it.
    remove
        Which of them go, counted from 0.
    add
        What comes behind the last one.
    shown
        The name that messages use for the file.

    Raises
    ------
    LoadError
        If the text has other entries by now, or cannot be changed by cutting and putting
        in without another effect.
    """
    _prove(text, baseline, shown, "it was changed meanwhile")
    remove = frozenset(remove)
    staying = [entry for number, entry in enumerate(baseline) if number not in remove]
    mark, new = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    try:
        if remove:
            new = _without_entries(Editor(new, shown), remove)
        if add:
            new = _with_entries(Editor(new, shown), [_entry_of_finding(added) for added in add])
    except EditError:
        message = "its entries are not written as a plain list: change it by hand"
        raise LoadError([Problem(shown, 0, 0, message)]) from None
    new = mark + new
    _prove(new, [*staying, *add], shown, "other entries would change with it, change it by hand")
    return new


def _prove(text: str, expected: Sequence[BaselineEntry], shown: str, otherwise: str) -> None:
    """Read a text as a baseline and compare it with the entries that it must have."""

    def read(problems: list[Problem]) -> list[BaselineEntry]:
        entries = read_baseline(text.encode(), problems, shown=shown)
        return [entry.content for entry in entries]

    def refusal(problems: list[Problem]) -> LoadError:
        message = problems[0].message if problems else otherwise
        return LoadError([Problem(shown, 0, 0, f"stays as it is: {message}")])

    prove(read, [entry.content for entry in expected], refusal)


def _entry_of_finding(entry: BaselineEntry) -> Entry:
    values = ((key, getattr(entry, key)) for key in ENTRY.keys)
    return mapping_entry([pair_entry(key, value) for key, value in values if value is not None])


# -- entries that go ---------------------------------------------------------------------


def _without_entries(editor: Editor, numbers: Collection[int]) -> str:
    name, findings = editor.pair(editor.root, "findings")
    staying = [item for number, item in enumerate(findings.items) if number not in numbers]
    if not staying and not findings.is_flow:
        colon = editor.text.index(":", name.end) + 1
        editor.cut(colon, colon, " []")
    behind = 0
    for start, end in sorted(
        _place_of_entry(editor, findings, number, staying) for number in numbers
    ):
        editor.cut(max(start, behind), max(end, behind))
        behind = max(end, behind)
    return editor.edited()


def _place_of_entry(
    editor: Editor, findings: Node, number: int, staying: Sequence[Node]
) -> tuple[int, int]:
    """Return what is cut out for an entry: its lines or, between brackets, its words."""
    item = findings.items[number]
    if not findings.is_flow:
        return editor.line_start(_dash(editor, item)), editor.line_end(item.end)
    first = editor.line_start(item.start)
    rest = _REST_OF_ITEM.match(editor.text, item.end)
    if rest is not None and not editor.text[first : item.start].strip():
        return first, rest.end()
    if number + 1 < len(findings.items):
        return item.start, findings.items[number + 1].start
    if staying:
        return staying[-1].end, item.end
    comma = _COMMA.match(editor.text, item.end)
    return item.start, comma.end() if comma else item.end


def _dash(editor: Editor, item: Node) -> int:
    """Return where the dash of an entry stands; refuse what stands before it in its line."""
    dash = editor.dash(item)
    if editor.text[editor.line_start(dash) : dash].strip():
        raise editor.refuse("something else stands before it in its line")
    return dash


# -- entries that come -------------------------------------------------------------------


def _with_entries(editor: Editor, entries: Sequence[Entry]) -> str:
    root, text = editor.root, editor.text
    block = list_entry("findings", entries)
    if not root.items:  # the file is `{}`
        editor.cut(root.start, root.end, editor.newline.join(block.lines))
        return editor.edited()
    _, findings = editor.pair(root, "findings")
    if findings.items:
        if not findings.is_flow:
            _dash(editor, findings.items[0])
        editor.append_to(findings, entries)
        return editor.edited()
    start, end = findings.start, findings.end
    before = len(text[:start].rstrip(" "))
    flow = ", ".join(entry.flow for entry in entries)
    if text[start + 1 : end - 1].strip():  # a comment
        editor.cut(end - 1, end - 1, flow)
    elif editor.has_words_behind(end):
        editor.cut(before, end, f" [{flow}]")
    else:
        editor.cut(before, end)
        editor.insert_lines(end, block.lines[1:], 0)
    return editor.edited()
