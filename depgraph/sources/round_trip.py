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

from depgraph.errors import DepgraphError, LoadError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import yaml

    from depgraph.model import Graph, Link
    from depgraph.sources.graph_file import GraphFile

Resolution = Literal["keep", "drop"]

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9 ()_./-]*[A-Za-z0-9).]")
_WORDS_OF_YAML = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)")


class EditError(DepgraphError):
    """Raised when a file cannot be edited without touching more than was asked for."""


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


class _Cut(NamedTuple):
    """What is replaced, by what."""

    start: int
    end: int
    text: str


class _Entry:
    """The entry of a link in the text of its file."""

    def __init__(self, text: str, link: Link, shown: str) -> None:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        assert link.position is not None, "a loaded link has its place"
        self._place = f"{shown}:{link.position.line}"
        try:
            root = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as error:
            raise EditError(f"{shown} has changed and is not valid YAML: {error}") from None
        self._owner = self._find_owner(root, link)
        self._key, self._list = self._pair(self._owner, "requires")
        self._number = self._find_item(link)
        self._item = self._list.value[self._number]

    def _refuse(self, why: str) -> EditError:
        return EditError(f"{self._place}: {why}: edit it by hand")

    # -- finding ---------------------------------------------------------------------

    def _find_owner(self, root: Any, link: Link) -> yaml.MappingNode:
        import yaml

        _, milestones = self._pair(root, "milestones")
        _, owner = self._pair(milestones, link.dependent)
        if not isinstance(owner, yaml.MappingNode):
            raise self._refuse("the file has changed")
        return owner

    def _pair(self, node: Any, key: str) -> tuple[Any, Any]:
        import yaml

        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if name.value == key:
                    if value.start_mark.index < name.end_mark.index:
                        raise self._refuse(f"{key!r} is written by an alias")
                    return name, value
        raise self._refuse("the file has changed")

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
            code = self._pair(item, "id")[1] if isinstance(item, yaml.MappingNode) else item
            if (code.start_mark.line, code.start_mark.column) == wanted:
                return number
        raise self._refuse("the link is written by an alias, or the file has changed")

    # -- places in the text ----------------------------------------------------------

    def _end(self, node: Any) -> int:
        """Return where the text of a node ends, without what stands behind it."""
        import yaml

        if isinstance(node, yaml.ScalarNode):
            if node.style in ("|", ">"):
                start = node.start_mark.index
                return start + len(self._text[start : node.end_mark.index].rstrip())
            return int(node.end_mark.index)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(node, yaml.MappingNode):
            name, value = last
            # An alias has its text elsewhere; it is a word behind the colon.
            if value.start_mark.index < name.end_mark.index:
                found = re.compile(r"\s*:\s*\*\S+").match(self._text, name.end_mark.index)
                return found.end() if found else int(name.end_mark.index)
            return max(self._end(value), int(name.end_mark.index))
        return self._end(last)

    def _line_start(self, at: int) -> int:
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        """Return where the line ends, its line feed included."""
        found = re.compile(r"\r\n|\n|\r").search(self._text, at)
        return found.end() if found else len(self._text)

    def _comments(self, start: int, end: int, nodes: Sequence[yaml.Node]) -> list[str]:
        """Return the comments in a stretch of text, which the scalars of nodes are no part of."""
        kept = list(self._text[start:end])
        for scalar in _scalars(nodes):
            first = scalar.start_mark.index
            if scalar.style in ("|", ">"):
                first = self._line_end(first)
            for at in range(first - start, self._end(scalar) - start):
                if 0 <= at < len(kept) and kept[at] not in "\r\n":
                    kept[at] = "x"
        lines = "".join(kept).splitlines(keepends=True)
        comments = []
        offset = start
        for line in lines:
            found = _COMMENT.search(line)
            if found:
                comments.append(self._text[offset + found.start() : offset + found.end()])
            offset += len(line)
        return comments

    def _as_lines(self, comments: Sequence[str], indent: int) -> str:
        return "".join(f"{' ' * indent}{comment}{self._newline}" for comment in comments)

    # -- cuts ------------------------------------------------------------------------

    def cut(self, resolution: Resolution, reason: str | None) -> _Cut:
        """Return the cut that settles the query."""
        if resolution == "keep":
            return self._keep(reason)
        if len(self._list.value) == 1:
            return self._cut_pair(self._owner, "requires")
        if self._list.flow_style:
            ends = [(item.start_mark.index, self._end(item)) for item in self._list.value]
            return self._cut_of_flow(ends, self._number, self._item)
        dash = self._dash()
        last = self._list.value[-1] is self._item
        return self._cut_lines(dash, self._end(self._item), [self._item], at_end=last)

    def _dash(self) -> int:
        """Return where the dash of the entry stands."""
        before = self._text[: self._item.start_mark.index]
        found = re.search(r"-(?:[ \t]+#[^\r\n]*|[ \t]|\r?\n)*\Z", before)
        if found is None:
            raise self._refuse("its dash is not found")
        return found.start()

    def _cut_lines(
        self, start: int, end: int, nodes: Sequence[yaml.Node], *, at_end: bool = False
    ) -> _Cut:
        """Cut whole lines, and leave the comments in them as lines of their own."""
        first = self._line_start(start)
        if self._text[first:start].strip(" "):
            raise self._refuse("something else stands before it in its line")
        last = self._line_end(end)
        rest = self._text[end:last].strip()
        if rest and not rest.startswith("#"):
            raise self._refuse("something else stands behind it in its line")
        comments = self._comments(start, last, nodes)
        if at_end and last == len(self._text) and not self._text.endswith(("\n", "\r")):
            # The last line of the file has no line feed, and stays so.
            kept = self._as_lines(comments, start - first)
            if kept:
                return _Cut(first, last, kept.removesuffix(self._newline))
            return _Cut(len(self._text[:first].rstrip("\r\n")), last, "")
        return _Cut(first, last, self._as_lines(comments, start - first))

    def _cut_of_flow(self, ends: Sequence[tuple[int, int]], number: int, *nodes: yaml.Node) -> _Cut:
        """Cut one of the things between brackets, with its comma."""
        start, end = ends[number]
        if number + 1 < len(ends):
            end = ends[number + 1][0]
        elif number:
            start = ends[number - 1][1]
        if self._comments(start, end, nodes):
            raise self._refuse("there is a comment between the brackets")
        return _Cut(start, end, "")

    def _cut_pair(self, mapping: yaml.MappingNode, key: str) -> _Cut:
        """Cut a key with its value."""
        name, value = self._pair(mapping, key)
        number = next(n for n, pair in enumerate(mapping.value) if pair[0] is name)
        if mapping.flow_style:
            ends = [(a.start_mark.index, self._end_of_pair(a, b)) for a, b in mapping.value]
            return self._cut_of_flow(ends, number, name, value)
        start, end = name.start_mark.index, self._end_of_pair(name, value)
        first = self._line_start(start)
        if not self._text[first:start].strip(" "):
            at_end = end >= self._end(mapping)
            return self._cut_lines(start, end, [name, value], at_end=at_end)
        if number + 1 == len(mapping.value):
            raise self._refuse("something else stands before it in its line")
        # The first key stands behind the dash: the next one takes its place.
        following = mapping.value[number + 1][0].start_mark.index
        comments = self._comments(start, following, [name, value])
        indent = len(self._text[first:start]) - len(self._text[first:start].lstrip(" "))
        lines = self._as_lines(comments, indent)
        return _Cut(first, following, lines + self._text[first:start])

    def _end_of_pair(self, name: yaml.Node, value: yaml.Node) -> int:
        if self._end(value) > name.end_mark.index:
            return self._end(value)
        colon = self._text.find(":", name.end_mark.index)
        return colon + 1 if colon >= 0 else int(name.end_mark.index)

    def _keep(self, reason: str | None) -> _Cut:
        keys = [name.value for name, _ in self._item.value]
        if reason is not None and "note" in keys:
            raise self._refuse("the link has a note already, which the reason would replace")
        if reason is not None:
            return self._replace_by_note(reason)
        if keys not in (["id", "query"], ["query", "id"]):
            return self._cut_pair(self._item, "query")
        _, code = self._pair(self._item, "id")
        start, end = self._item.start_mark.index, self._end(self._item)
        written = self._text[code.start_mark.index : self._end(code)]
        if self._item.flow_style:
            if self._comments(start, end, [self._item]):
                raise self._refuse("there is a comment between the brackets")
            return _Cut(start, end, written)
        last = self._line_end(end)
        rest = self._text[end:last].strip()
        if rest and not rest.startswith("#"):
            raise self._refuse("something else stands behind it in its line")
        own = self._text[self._end(code) : self._line_end(self._end(code))].rstrip("\r\n")
        if own.strip() and not own.strip().startswith("#"):
            raise self._refuse("something else stands behind the code in its line")
        comments = self._comments(start, last, [self._item])
        if own.strip():
            comments.remove(own.strip())
        column = self._item.start_mark.column
        kept = self._as_lines(comments, max(column - 2, 0))
        entry = written + own.rstrip() + self._newline + kept
        if last == len(self._text) and not self._text.endswith(("\n", "\r")):
            entry = entry.removesuffix(self._newline)
        return _Cut(start, last, entry)

    def _replace_by_note(self, reason: str) -> _Cut:
        name, value = self._pair(self._item, "query")
        start, end = name.start_mark.index, self._end_of_pair(name, value)
        note = f"note: {_written(reason)}"
        if self._item.flow_style:
            if self._comments(start, end, [name, value]):
                raise self._refuse("there is a comment between the brackets")
            return _Cut(start, end, note)
        inside = self._comments(start, end, [name, value])
        if not inside:
            return _Cut(start, end, note)
        last = self._line_end(end)
        comments = self._comments(start, last, [name, value])
        return _Cut(
            start, last, note + self._newline + self._as_lines(comments, name.start_mark.column)
        )


def _scalars(nodes: Sequence[yaml.Node]) -> list[yaml.ScalarNode]:
    import yaml

    found = []
    todo = list(nodes)
    for node in todo:
        if isinstance(node, yaml.ScalarNode):
            found.append(node)
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                todo += (name, value)
    return found


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
    from tempfile import TemporaryDirectory

    from depgraph.sources.graph_file import read_graph_file

    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.yaml"
        path.write_bytes(text.encode())
        return read_graph_file(path, shown, problems), problems


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
