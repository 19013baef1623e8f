"""Settle a query in the file that has it, by an edit of the text.

Only the entry of the link is touched: the edit is one cut in the text at the positions that
the YAML parser gives, so every other byte stays. Afterwards the file is read as before and
must say exactly what it said, but for this link; otherwise nothing is written.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from depgraph.edits.yaml_text import Cut, EditError, YamlText
from depgraph.errors import LoadError, Problem

if TYPE_CHECKING:
    import yaml

    from depgraph.model import Graph, Link
    from depgraph.sources.graph_file import GraphFile

Resolution = Literal["keep", "drop"]

_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9 ()_./-]*[A-Za-z0-9).]")
_WORDS_OF_YAML = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)")


class Edit(NamedTuple):
    """A change of one file, not written yet.

    Attributes
    ----------
    shown
        The name of the file, as it can be opened.
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
        from difflib import unified_diff

        lines = unified_diff(
            self.before.decode().splitlines(keepends=True),
            self.after.decode().splitlines(keepends=True),
            self.shown,
            self.shown,
        )
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )


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
    shown = link.position.file
    try:
        before = Path(shown).read_bytes()
    except OSError as error:
        raise LoadError(
            [Problem(shown, 0, 0, f"cannot be read: {error.strerror or error}")]
        ) from None
    if reason is not None and not reason.strip():
        raise EditError("the reason has no words")
    marked = before.startswith(BOM_UTF8)
    text = before.removeprefix(BOM_UTF8).decode()
    cut = _Entry(text, link, shown).cut(resolution, reason)
    after = text[: cut.start] + cut.text + text[cut.end :]
    _verify(shown, text, after, link, resolution, reason)
    did = "dropped" if resolution == "drop" else "kept, without the query"
    return Edit(
        shown,
        link.position.line,
        before,
        (BOM_UTF8 if marked else b"") + after.encode(),
        f"{dependent} waits on {prerequisite}: {did}",
    )


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


class _Entry(YamlText):
    """The entry of a link in the text of its file."""

    def __init__(self, text: str, link: Link, shown: str) -> None:
        assert link.position is not None, "a loaded link has its place"
        super().__init__(text, shown)
        self._place = f"{shown}:{link.position.line}"
        self._owner = self._find_owner(self.root, link)
        self._key, self._list = self.pair(self._owner, "requires")
        self._number = self._find_item(link)
        self._item = self._list.value[self._number]

    def refuse(self, why: str) -> EditError:
        """Return the error that says why the link cannot be settled."""
        return EditError(f"{self._place}: {why}: edit it by hand")

    # -- finding ---------------------------------------------------------------------

    def _find_owner(self, root: Any, link: Link) -> yaml.MappingNode:
        import yaml

        _, milestones = self.pair(root, "milestones")
        _, owner = self.pair(milestones, link.dependent)
        if not isinstance(owner, yaml.MappingNode):
            raise self.refuse("the file has changed")
        return owner

    def _find_item(self, link: Link) -> int:
        import yaml

        assert link.position is not None, "a loaded link has its place"
        wanted = (link.position.line - 1, link.position.column - 1)
        items = self._list.value if isinstance(self._list, yaml.SequenceNode) else []
        last = self._list.start_mark.index
        for number, item in enumerate(items):
            if item.start_mark.index < last:
                continue  # an alias: its text stands elsewhere
            last = item.start_mark.index
            code = self.pair(item, "id")[1] if isinstance(item, yaml.MappingNode) else item
            if (code.start_mark.line, code.start_mark.column) == wanted:
                return number
        raise self.refuse("the link is written by an alias, or the file has changed")

    # -- cuts ------------------------------------------------------------------------

    def cut(self, resolution: Resolution, reason: str | None) -> Cut:
        """Return the cut that settles the query."""
        if resolution == "keep":
            return self._keep(reason)
        if len(self._list.value) == 1:
            return self.cut_pair(self._owner, "requires")
        if self._list.flow_style:
            ends = [(item.start_mark.index, self.end(item)) for item in self._list.value]
            return self.cut_of_flow(ends, self._number, self._item)
        dash = self.dash(self._item)
        last = self._list.value[-1] is self._item
        return self.cut_lines(dash, self.end(self._item), [self._item], at_end=last)

    def _keep(self, reason: str | None) -> Cut:
        keys = [name.value for name, _ in self._item.value]
        if reason is not None and "note" in keys:
            raise self.refuse("the link has a note already, which the reason would replace")
        if reason is not None:
            return self._replace_by_note(reason)
        if keys not in (["id", "query"], ["query", "id"]):
            return self.cut_pair(self._item, "query")
        return self.plain_entry(self._item)

    def _replace_by_note(self, reason: str) -> Cut:
        name, value = self.pair(self._item, "query")
        start, end = name.start_mark.index, self.end_of_pair(name, value)
        note = f"note: {_written(reason)}"
        if self._item.flow_style:
            if self.comments(start, end, [name, value]):
                raise self.refuse("there is a comment between the brackets")
            return Cut(start, end, note)
        inside = self.comments(start, end, [name, value])
        if not inside:
            return Cut(start, end, note)
        last = self.line_end(end)
        comments = self.comments(start, last, [name, value])
        return Cut(
            start, last, note + self.newline + self.as_lines(comments, name.start_mark.column)
        )


def _written(text: str) -> str:
    """Return a text as YAML, between brackets or not: plain, or in double quotes."""
    if _SIMPLE.fullmatch(text) and "  " not in text and not _WORDS_OF_YAML.fullmatch(text):
        return text
    import json

    # What JSON escapes, YAML escapes alike.
    return json.dumps(text, ensure_ascii=False)


# -- what the file says -----------------------------------------------------------------


def _verify(
    shown: str, before: str, after: str, link: Link, resolution: Resolution, reason: str | None
) -> None:
    """Refuse an edit after which the file says anything else than was meant."""
    was, old_problems = _read(before, shown)
    now, problems = _read(after, shown)
    if problems != old_problems:
        new = [str(problem) for problem in problems if problem not in old_problems]
        raise EditError(
            f"{shown}: the edit would leave a file that cannot be read "
            f"({'; '.join(new) or 'other problems than before'}): edit it by hand"
        )
    expected = _facts(was, link, resolution, reason)
    if expected != _facts(now):
        raise EditError(
            f"{link.position}: the edit would change more than this link "
            "(a part of it is used elsewhere): edit it by hand"
        )


def _read(text: str, shown: str) -> tuple[GraphFile, list[Problem]]:
    from depgraph.sources.graph_file import read_graph_file

    problems: list[Problem] = []
    return read_graph_file(text.encode(), shown, problems), problems


def _facts(
    graph_file: GraphFile,
    changed: Link | None = None,
    resolution: Resolution = "keep",
    reason: str | None = None,
) -> tuple[object, ...]:
    """Return what a file says, in its order and without places; with a link settled."""
    links = []
    for link in graph_file.links:
        if changed is not None and link.position == changed.position:
            if resolution == "drop":
                continue
            settled = link._replace(queries=())
            link = settled if reason is None else settled._replace(note=reason)  # noqa: PLW2901
        links.append(
            link._replace(
                position=None,
                queries=tuple(query._replace(position=None) for query in link.queries),
                allowances=tuple(leave._replace(position=None) for leave in link.allowances),
            )
        )
    return (
        graph_file.as_of.value if graph_file.as_of else None,
        [include.text for include in graph_file.includes],
        [(code, definition.said()) for code, definition in graph_file.milestones.items()],
        links,
        [(question.milestone, question.text) for question in graph_file.questions],
        graph_file.is_whole,
    )
