"""Change what a graph or schedule file says, by edits of its text.

What the file must say is worked out from what it meanings, in the model; the text is edited apart
from that. Only where both agree, entry by entry and in order, is there a result.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.edits.canonical import FILE_ORDER, LINK_ORDER, MILESTONE_ORDER, stays_canonical
from depgraph.edits.editor import Editor
from depgraph.edits.entries import (
    NewMilestone,
    link_entry,
    link_keys,
    milestone_entry,
    nested_entry,
    pair_entry,
    query_entry,
    text_entry,
)
from depgraph.edits.layout import WIDTH
from depgraph.edits.proof import EditError, edit_refusal, prove, split_mark
from depgraph.model import Link
from depgraph.records import by_type
from depgraph.sources.graph_file import read_graph_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableSequence, Sequence

    from depgraph.edits.text import Node
    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile


_PLACE = Link._fields.index("position")

NEW_FILE = b"milestones: {}\n"


@by_type
class LinkChange(NamedTuple):
    """A link of a file, and what it is to become.

    The new one may have another type, lag and calendar, and other queries.
    """

    old: Link
    new: Link


@by_type
class MilestoneChange(NamedTuple):
    """What changes in the definition of a milestone.

    Attributes
    ----------
    attributes
        New values by names of the file format; None where the file shall say nothing.
    links
        Links of this definition that change.
    new_links
        Links that are added behind the others.
    removed_links
        Links of this definition that go.
    new_questions, removed_questions
        The texts of questions that are added, and of those that go.
    """

    code: str
    attributes: Mapping[str, object] = {}
    links: tuple[LinkChange, ...] = ()
    new_links: tuple[Link, ...] = ()
    new_questions: tuple[str, ...] = ()
    removed_questions: tuple[str, ...] = ()
    removed_links: tuple[Link, ...] = ()


@by_type
class FileChange(NamedTuple):
    """What changes in a file: milestones that come, and definitions that change."""

    new: tuple[NewMilestone, ...] = ()
    changed: tuple[MilestoneChange, ...] = ()


@by_type
class ChangedFile(NamedTuple):
    """The bytes of a file after a change, and what was read of them."""

    data: bytes
    read: GraphFile


def changed_file(
    before: bytes | None, change: FileChange, *, shown: str, read_before: GraphFile | None = None
) -> ChangedFile:
    """Return a file with a change made. A file in the canonical form stays in it.

    Parameters
    ----------
    before
        The file, which can be read without a problem; None for a new one.
    change
        What it shall say else. Positions of links are those that `before` has.
    shown
        The name of the file, for messages.
    read_before
        What was read of `before`, where it was.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    before = NEW_FILE if before is None else before
    mark, text = split_mark(before)
    problems: list[Problem] = []
    if read_before is None:
        read_before = read_graph_file(text.encode(), shown, problems)
    if not (problems or any(change)):
        return ChangedFile(before, read_before)
    is_all_new = not read_before.milestones
    try:
        expected = _facts_with_change(_facts_of(read_before), change)
    except (KeyError, ValueError):
        expected = None
    if problems or expected is None:
        raise EditError(f"{shown} has changed since it was read: try again")
    after = _GraphEditor(text, shown).make(change)
    after = _without_removed(after, change, shown)
    if not is_all_new or max(map(len, after.splitlines()), default=0) > WIDTH:
        # What is written anew is canonical, but for lines that are too wide.
        after = stays_canonical(text, after, "graph", shown=shown)
    read_after: list[GraphFile] = []

    def read(problems: list[Problem]) -> object:
        read_after.append(read_graph_file(after.encode(), shown, problems))
        return _facts_of(read_after[-1]).comparable()

    prove(
        read,
        expected,
        edit_refusal(
            shown,
            "the edit would change more than is meant (a part of it is used elsewhere by an alias)",
        ),
    )
    return ChangedFile(mark + after.encode(), read_after[-1])


def _without_removed(text: str, change: FileChange, shown: str) -> str:
    """Return the text without the links and questions that go.

    What is cut for two neighbours could meet: of such, one goes at a time.
    """
    removals = [
        _Removal(changed.code, [*map(without_places, changed.removed_links)], questions)
        for changed in change.changed
        if (questions := [*changed.removed_questions]) or changed.removed_links
    ]
    while removals:
        links = read_facts(text, shown, []).links
        text = _GraphEditor(text, shown).without(removals, links)
        removals = [removal for removal in removals if removal.links or removal.questions]
    return text


@by_type
class _Removal(NamedTuple):
    """What is still to be taken out of the definition of a milestone."""

    code: str
    links: list[Link]
    questions: list[str]


# -- what a file says -------------------------------------------------------------------


@by_type
class Facts(NamedTuple):
    """What a file says. Links and questions are listed by milestone."""

    head: tuple[object, ...]
    milestones: dict[str, dict[str, object]]
    links: dict[str, list[Link]]
    questions: dict[str, list[str]]

    def comparable(self) -> tuple[object, ...]:
        """Return what compares without places, and without lists of nothing."""
        links = {code: _Listed(listed) for code, listed in self.links.items() if listed}
        questions = {code: texts for code, texts in self.questions.items() if texts}
        return self.head, self.milestones, links, questions


class _Listed:
    """A list of links that equals another with the same links elsewhere.

    (Copies without places would be as large again as the links of a file.)
    """

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = links

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Listed) or len(self._links) != len(other._links):
            return False
        pairs = zip(self._links, other._links, strict=True)
        return all(
            (link[:_PLACE] == same[:_PLACE] and link[_PLACE + 1 :] == same[_PLACE + 1 :])
            or without_places(link) == without_places(same)
            for link, same in pairs
        )

    def __hash__(self) -> int:
        return hash(tuple(link.ends for link in self._links))


def read_facts(text: str, shown: str, problems: list[Problem]) -> Facts:
    """Return what the text of a file says. Everything wrong in it is added to `problems`."""
    return _facts_of(read_graph_file(text.encode(), shown, problems))


def _facts_of(read: GraphFile) -> Facts:
    links: dict[str, list[Link]] = {}
    questions: dict[str, list[str]] = {}
    for link in read.links:
        links.setdefault(link.dependent, []).append(link)
    for question in read.questions:
        questions.setdefault(question.milestone, []).append(question.text)
    includes = [include.text for include in read.includes]
    head = (read.as_of.value if read.as_of else None, read.document, includes)
    milestones = {
        code: definition.stated_attributes() for code, definition in read.milestones.items()
    }
    return Facts(head, milestones, links, questions)


def _facts_with_change(facts: Facts, change: FileChange) -> tuple[object, ...]:
    """Return what a file is to say. The facts are used up."""
    milestones, links, questions = facts.milestones, facts.links, facts.questions
    for new in change.new:
        milestones[new.code] = dict(new.attributes)
        links[new.code] = list(new.links)
        questions[new.code] = list(new.questions)
    for changed in change.changed:
        attributes = {**milestones[changed.code], **changed.attributes}
        milestones[changed.code] = _without_none(attributes)
        for link_change in changed.links:
            listed = links[link_change.old.dependent]
            listed[listed.index(link_change.old)] = link_change.new
        links.setdefault(changed.code, []).extend(changed.new_links)
        for link in changed.removed_links:
            links[changed.code].remove(link)
        texts = questions.setdefault(changed.code, [])
        for text in changed.removed_questions:
            texts.remove(text)
        texts += changed.new_questions
    return facts.comparable()


def _without_none(attributes: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in attributes.items() if value is not None}


def without_places(link: Link) -> Link:
    """Return what a link says in a file of the plan, without where it stands."""
    calendar = link.calendar if link.lag else None
    if not (link.queries or link.allowances):
        if (link.position, link.witness, link.lag_minutes) == (None, None, None) and (
            calendar == link.calendar
        ):
            return link
        return link._replace(position=None, witness=None, lag_minutes=None, calendar=calendar)
    return link._replace(
        position=None,
        witness=None,
        lag_minutes=None,
        calendar=calendar,
        queries=tuple(query._replace(position=None) for query in link.queries),
        allowances=tuple(leave._replace(position=None) for leave in link.allowances),
    )


def _changed_timing(old: Link, new: Link) -> dict[str, object]:
    """Return what changes of type, lag and calendar; None where the file shall say nothing."""
    values = {
        "type": None if new.type == "FS" else new.type,
        "lag": new.lag or None,
        "calendar": new.calendar,
    }
    return {key: values[key] for key in values if getattr(new, key) != getattr(old, key)}


# -- the text ---------------------------------------------------------------------------


class _GraphEditor(Editor):
    """The editor of a graph or schedule file."""

    def make(self, change: FileChange) -> str:
        """Return the text with a change made."""
        if change.changed:
            _, milestones = self.pair(self.root, "milestones")
            defined = self._defined()
            for changed in change.changed:
                self._change_milestone(milestones, *defined[changed.code], changed)
        if change.new:
            self._add_milestones(sorted(change.new, key=lambda new: new.code))
        return self.edited()

    def without(self, removals: Iterable[_Removal], links: Mapping[str, list[Link]]) -> str:
        """Return the text without some of what is to be taken out, which goes from the lists.

        Parameters
        ----------
        links
            The links of the text by milestone, in its order.
        """
        defined = self._defined()
        for code, going, questions in removals:
            node = defined[code][1]
            if node.kind == "alias":
                raise self.refuse(f"{code!r} is written by an alias")
            if going:
                meanings: list[object] = [*map(without_places, links[code])]
                self._take_out(node, "requires", meanings, going)
            else:
                meanings = [item.text for item in self.pair(node, "questions")[1].items]
                self._take_out(node, "questions", meanings, questions)
        return self.edited()

    def _take_out(
        self, mapping: Node, key: str, meanings: Sequence[object], going: MutableSequence[Any]
    ) -> None:
        """Take out items of the list of a key, no two neighbours; or the key with its only one.

        Parameters
        ----------
        meanings
            What the items say.
        going
            What is to go; what is taken out is removed from it.
        """
        _, node = self.pair(mapping, key)
        if node.kind != "sequence" or len(node.items) == 1:
            self.cut_pair(mapping, key)
            going.clear()
            return
        places: dict[object, list[int]] = {}
        for number in reversed(range(len(meanings))):
            places.setdefault(meanings[number], []).append(number)
        try:
            numbers = {places[value].pop(): value for value in going}
        except (KeyError, IndexError):
            raise self.refuse("the file has changed") from None
        going.clear()
        before, end = -2, len(meanings)
        if len(numbers) == end:  # the last one goes with its key
            end -= 1
        for number in sorted(numbers):
            if before + 1 < number < end:
                self.cut_item(node, number)
                before = number
            else:
                going.append(numbers[number])

    def _defined(self) -> dict[str, tuple[Node, Node]]:
        """Return the milestones by code: the key and its value."""
        _, milestones = self.pair(self.root, "milestones")
        return {name.text: (name, node) for name, node in milestones.pairs()}

    def _add_milestones(self, new: Sequence[NewMilestone]) -> None:
        """Add milestones: each in its place where the file is sorted, else at the end."""
        entries = [milestone_entry(milestone) for milestone in new]
        milestones = self.root.value("milestones")
        if milestones is None or not milestones.items:
            entry = nested_entry("milestones", entries)
            self.fill_key(self.root, "milestones", entry, FILE_ORDER)
            return
        codes = [name.text for name, _ in milestones.pairs()]
        is_sorted = all(before < after for before, after in pairwise(codes))
        is_spaced = self.is_spaced(milestones)
        at = -1
        for milestone, entry in zip(new, entries, strict=True):
            while at + 1 < len(codes) and (not is_sorted or codes[at + 1] < milestone.code):
                at += 1
            self.insert(milestones, at, entry, is_spaced=is_spaced)

    def _change_milestone(
        self, milestones: Node, name: Node, node: Node, change: MilestoneChange
    ) -> None:
        if node.kind == "alias":
            raise self.refuse(f"{change.code} is written by an alias")
        if not node.items:
            attributes = _without_none(change.attributes)
            new = NewMilestone(change.code, attributes, change.new_links, change.new_questions)
            self.fill(milestones, name, node, milestone_entry(new))
            return
        self._set_all(node, change.attributes, MILESTONE_ORDER)
        if change.new_questions:
            entries = [text_entry(text) for text in change.new_questions]
            self.append(node, "questions", entries, MILESTONE_ORDER)
        if change.links:
            _, requires = self.pair(node, "requires")
            for link in change.links:
                self._change_link(requires, link)
        if change.new_links:
            entries = [link_entry(link) for link in change.new_links]
            self.append(node, "requires", entries, MILESTONE_ORDER)

    def _change_link(self, requires: Node, change: LinkChange) -> None:
        old, new = change.old, change.new
        what = f"{old.dependent} waits on {old.prerequisite}"
        item = requires.items[self.item_at(requires, old.position, what)]
        if item.kind == "scalar":
            self._add_keys(requires, item, new)
            return
        keys = {name.text for name, _ in item.pairs()}
        if old.queries and not link_keys(new) and keys == {"id", "query"}:
            self.make_plain(item)
            return
        changed = _changed_timing(old, new)
        if item.is_flow and (None in changed.values() or not {*old.queries} <= {*new.queries}):
            entries = {entry.flow.partition(":")[0]: entry.flow for entry in link_keys(new)}
            touched = [*changed, *(["query"] if {*old.queries} != {*new.queries} else [])]
            self._rewrite_flow(item, {key: entries.get(key) for key in touched}, LINK_ORDER)
            return
        self._set_all(item, changed, LINK_ORDER)
        self._change_queries(item, old, new)

    def _change_queries(self, item: Node, old: Link, new: Link) -> None:
        added = [query for query in new.queries if query not in old.queries]
        removed = [query for query in old.queries if query not in new.queries]
        if len(removed) < len(old.queries):
            for query in removed:
                self.cut_text(item, "query", query.text)
            if added:
                self.append(item, "query", [query_entry(query) for query in added], LINK_ORDER)
            return
        if removed:
            self.cut_pair(item, "query")
        if added:
            entry = next(entry for entry in link_keys(new) if entry.flow.startswith("query: "))
            self.insert_key(item, "query", entry, LINK_ORDER)

    def _set_all(self, mapping: Node, values: Mapping[str, object], order: Sequence[str]) -> None:
        """Give keys other values, or take them out (None)."""
        nodes = {name.text: node for name, node in mapping.pairs()}
        is_cut = any(key in nodes and value is None for key, value in values.items())
        if not mapping.is_flow or not is_cut:
            for key, value in values.items():
                self.set_key(mapping, key, value, order)
            return
        changed = {
            key: None if value is None else pair_entry(key, value).flow
            for key, value in values.items()
            if key not in nodes or nodes[key].text != str(value)
        }
        self._rewrite_flow(mapping, changed, order)

    def _rewrite_flow(
        self, mapping: Node, changed: Mapping[str, str | None], order: Sequence[str]
    ) -> None:
        """Write a mapping between brackets anew, with other pairs or without some (None).

        Single cuts would each take a comma with them, and two of them could meet at one.
        """
        self.refuse_comments(mapping.start, mapping.end)
        pairs: dict[str, str | None] = {
            name.text: self.text[name.start : self.pair_end(name, node)]
            for name, node in mapping.pairs()
        }
        pairs.update(changed)
        keys = sorted(pairs, key=lambda key: order.index(key) if key in order else len(order))
        inner = ", ".join(pair for pair in map(pairs.get, keys) if pair is not None)
        self.cut(mapping.start, mapping.end, f"{{{inner}}}")

    def _add_keys(self, requires: Node, item: Node, new: Link) -> None:
        """Make a mapping of a plain code."""
        entry = link_entry(new)
        code = self.text[item.start : item.end]
        if requires.is_flow or len(entry.lines) == 1:
            keys = ", ".join(key.flow for key in link_keys(new))
            self.cut(item.start, item.end, f"{{id: {code}, {keys}}}")
            return
        self.cut(item.start, item.start, "id: ")
        self.insert_lines(item.end, entry.lines[1:], item.column)
