"""Settle a query in the file that has it, by an edit of the text.

Only the entry of the link is touched: every other byte stays. Afterwards the file is read as
before and must say exactly what it said, but for this link; otherwise nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.edits.difference import unified
from depgraph.edits.editor import Editor
from depgraph.edits.facts import read_facts
from depgraph.edits.proof import EditError, prove, split_mark
from depgraph.edits.quoting import plain_or_quoted
from depgraph.edits.writing import FileText, read_again
from depgraph.records import Struct
from depgraph.sources.files import path_shown_as

if TYPE_CHECKING:
    from depgraph.edits.text import Node
    from depgraph.errors import Problem
    from depgraph.model import Graph, Link

Resolution = Literal["keep", "drop"]


class Edit(Struct):
    """A change of one file, not written yet.

    Attributes
    ----------
    shown
        The name of the file in messages.
    line
        The line of the link.
    summary
        What is done, in a few words.
    """

    shown: str
    line: int
    before: bytes
    after: bytes
    summary: str

    def diff(self) -> str:
        """Return the change as a unified diff."""
        return unified(self.before, self.after, self.shown, self.shown)

    @property
    def file(self) -> FileText:
        """The file with its old and its new text."""
        return FileText(path_shown_as(self.shown), self.before, self.after)


def resolve_query(
    graph: Graph,
    dependent: str,
    prerequisite: str,
    resolution: Resolution,
    *,
    reason: str | None = None,
) -> Edit:
    """Keep or drop a queried link in its file.

    Parameters
    ----------
    graph
        The graph as it was loaded.
    dependent, prerequisite
        The ends of the link.
    resolution
        ``drop`` removes the link, ``keep`` makes it a plain one.
    reason
        With ``keep``: a note for the link.

    Raises
    ------
    UnknownMilestoneError
        If the graph lacks an end.
    EditError
        If there is no such queried link, or it cannot be edited alone.
    LoadError
        If the file cannot be read any more.
    """
    link = _the_link(graph, graph[dependent].id, graph[prerequisite].id)
    assert link.position is not None, "a loaded link has its place"
    shown, line = link.position.file, link.position.line
    before = read_again(path_shown_as(shown))
    if reason is not None and not reason.strip():
        raise EditError("the reason has no words")
    mark, text = split_mark(before)
    editor = Editor(text, shown, place=f"{shown}:{line}")
    _resolve(editor, link, resolution, reason)
    after = editor.edited()

    def refusal(problems: list[Problem]) -> EditError:
        if problems:
            return EditError(
                f"{shown}: the edit would leave a file that cannot be read "
                f"({'; '.join(str(problem) for problem in problems)}): edit it by hand"
            )
        return EditError(
            f"{link.position}: the edit would change more than this link "
            "(a part of it is used elsewhere): edit it by hand"
        )

    prove(
        lambda problems: read_facts(after, shown, problems).comparable(),
        _expected(text, link, resolution, reason),
        refusal,
    )
    did = "dropped" if resolution == "drop" else "kept, without the query"
    summary = f"{dependent} waits on {prerequisite}: {did}"
    return Edit(shown, line, before, mark + after.encode(), summary)


def _the_link(graph: Graph, dependent: str, prerequisite: str) -> Link:
    """Return the one link of a pair, which is queried."""
    links = [link for link in graph.links_into(dependent) if link.prerequisite == prerequisite]
    if not links:
        turned = prerequisite in graph.successors(dependent)
        hint = f"; {prerequisite} waits on {dependent}: turn them round" if turned else ""
        raise EditError(f"{dependent} does not wait on {prerequisite}{hint}")
    places = ", ".join(str(link.position) for link in links)
    if not any(link.queries for link in links):
        raise EditError(f"the link {prerequisite} -> {dependent} is not queried ({places})")
    if len(links) > 1:
        raise EditError(
            f"the link {prerequisite} -> {dependent} stands in several places ({places}): "
            "edit them by hand"
        )
    return links[0]


def _expected(
    text: str, link: Link, resolution: Resolution, reason: str | None
) -> tuple[object, ...]:
    """Return what a file is to say when a link is settled."""
    assert link.position is not None, "a loaded link has its place"
    facts = read_facts(text, link.position.file, [])
    for listed in facts.links.values():
        for number, written in enumerate(listed):
            if written.position != link.position:
                continue
            if resolution == "drop":
                del listed[number]
            else:
                listed[number] = written._replace(queries=(), note=reason or written.note)
            break
    return facts.comparable()


def _resolve(editor: Editor, link: Link, resolution: Resolution, reason: str | None) -> None:
    _, milestones = editor.pair(editor.root, "milestones")
    _, owner = editor.pair(milestones, link.dependent)
    _, requires = editor.pair(owner, "requires")
    number = editor.item_at(requires, link.position, "the link is written")
    item = requires.items[number]
    if resolution == "drop" and len(requires.items) == 1:
        editor.cut_pair(owner, "requires")
    elif resolution == "drop":
        editor.cut_item(requires, number)
    elif reason is not None:
        _replace_by_note(editor, item, reason)
    elif {name.text for name, _ in item.pairs()} == {"id", "query"}:
        editor.make_plain(item)
    else:
        editor.cut_pair(item, "query")


def _replace_by_note(editor: Editor, item: Node, reason: str) -> None:
    if any(name.text == "note" for name, _ in item.pairs()):
        raise editor.refuse("the link has a note already, which the reason would replace")
    name, node = editor.pair(item, "query")
    start, end = name.start, editor.pair_end(name, node)
    note = f"note: {plain_or_quoted(reason, in_flow=item.is_flow)}"
    if item.is_flow:
        editor.refuse_comments(start, end)
    elif editor.comments_in(start, end):
        end = editor.line_end(end)
        comments = editor.comments_in(start, end)
        note += editor.newline + editor.as_lines(comments, name.column)
    editor.cut(start, end, note)
