"""Change what a graph or schedule file says, by edits of its text.

Milestones, links, queries, questions and attributes are put in, or taken out, at the places
that the YAML parser gives; every other byte stays. Afterwards the text is read as a file, and
must say exactly what it said but for the changes (see `changed_text`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from depgraph.edits.canonical import FILE_ORDER, LINK_ORDER, MILESTONE_ORDER
from depgraph.edits.entries import (
    Entry,
    link_entry,
    link_keys,
    milestone_entry,
    query_entry,
    text_entry,
)
from depgraph.edits.mapping_text import MappingText
from depgraph.edits.yaml_text import Cut, with_cuts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.edits.entries import NewMilestone
    from depgraph.model import Link


class LinkChange(NamedTuple):
    """A link of a file, and what it is to become.

    The new one may have another type, lag and calendar, and other queries.
    """

    old: Link
    new: Link


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
    new_questions, gone_questions
        The texts of questions that are added, and of those that go.
    """

    code: str
    attributes: Mapping[str, Any] = {}
    links: tuple[LinkChange, ...] = ()
    new_links: tuple[Link, ...] = ()
    new_questions: tuple[str, ...] = ()
    gone_questions: tuple[str, ...] = ()


class FileChange(NamedTuple):
    """What changes in a file: milestones that come, and definitions that change."""

    new: tuple[NewMilestone, ...] = ()
    changed: tuple[MilestoneChange, ...] = ()


class GraphText(MappingText):
    """The text of a graph file, and the cuts that change what it says."""

    def make(self, change: FileChange) -> str:
        """Return the text with a change made."""
        if change.changed:
            _, milestones = self.pair(self.root, "milestones")
            defined = {name.value: (name, node) for name, node in milestones.value}
            for each in change.changed:
                self._change_milestone(milestones, *defined[each.code], each)
        if change.new:
            self._add_milestones(sorted(change.new, key=lambda new: new.code))
        return with_cuts(self.text, self.cuts)

    # -- milestones ------------------------------------------------------------------

    def _add_milestones(self, new: Sequence[NewMilestone]) -> None:
        """Add milestones: each in its place where the file is sorted, else at the end."""
        entries = [milestone_entry(each) for each in new]
        found = [(name, node) for name, node in self.root.value if name.value == "milestones"]
        if not found or not isinstance(found[0][1], yaml.MappingNode) or not found[0][1].value:
            lines = tuple(f"  {line}" for each in entries for line in each.lines)
            flow = f"milestones: {{{', '.join(each.flow for each in entries)}}}"
            self.fill_key(self.root, "milestones", Entry(("milestones:", *lines), flow), FILE_ORDER)
            return
        milestones = found[0][1]
        codes = [name.value for name, _ in milestones.value]
        is_sorted = all(before < after for before, after in pairwise(codes))
        is_spaced = self.is_spaced(milestones)
        at = -1
        for each, entry in zip(new, entries, strict=True):
            while at + 1 < len(codes) and (not is_sorted or codes[at + 1] < each.code):
                at += 1
            self.insert(milestones, at, entry, is_spaced=is_spaced)

    def _change_milestone(
        self, milestones: yaml.MappingNode, name: Any, node: Any, change: MilestoneChange
    ) -> None:
        if node.start_mark.index < name.end_mark.index:
            raise self.refuse(f"{change.code} is written by an alias")
        if not node.value:
            self._fill(milestones, name, node, change)
            return
        self.set_all(node, change.attributes, MILESTONE_ORDER)
        for question in change.gone_questions:
            self.remove(node, "questions", question)
        if change.new_questions:
            entries = [text_entry(text) for text in change.new_questions]
            self.append(node, "questions", entries, MILESTONE_ORDER)
        if change.links:
            _, requires = self.pair(node, "requires")
            for link in change.links:
                self._change_link(requires, self._item(requires, link.old), link)
        if change.new_links:
            entries = [link_entry(link) for link in change.new_links]
            self.append(node, "requires", entries, MILESTONE_ORDER)

    def _fill(
        self, milestones: yaml.MappingNode, name: Any, node: Any, change: MilestoneChange
    ) -> None:
        """Define a milestone of which the file says nothing yet."""
        from depgraph.edits.entries import NewMilestone

        said = {key: each for key, each in change.attributes.items() if each is not None}
        entry = milestone_entry(
            NewMilestone(change.code, said, change.new_links, change.new_questions)
        )
        colon = self.text.index(":", name.end_mark.index) + 1
        end = self.end_of_pair(name, node)
        if milestones.flow_style:
            self.cuts.append(Cut(colon, end, entry.flow[entry.flow.index(": {") + 1 :]))
            return
        self.cuts.append(Cut(colon, end, ""))
        self.insert_lines(end, entry.lines[1:], name.start_mark.column)

    # -- links -----------------------------------------------------------------------

    def _item(self, requires: Any, link: Link) -> Any:
        assert link.position is not None, "a link that was read has its place"
        wanted = (link.position.line - 1, link.position.column - 1)
        last = requires.start_mark.index
        for item in requires.value if isinstance(requires, yaml.SequenceNode) else ():
            if item.start_mark.index < last:
                continue  # an alias: its text stands elsewhere
            last = item.start_mark.index
            code = self.pair(item, "id")[1] if isinstance(item, yaml.MappingNode) else item
            if (code.start_mark.line, code.start_mark.column) == wanted:
                return item
        what = f"{link.dependent} waits on {link.prerequisite}"
        raise self.refuse(f"{what} by an alias, or the file has changed")

    def _change_link(self, requires: Any, item: Any, change: LinkChange) -> None:
        old, new = change
        if isinstance(item, yaml.ScalarNode):
            self._add_keys(requires, item, new)
            return
        added = [query for query in new.queries if query not in old.queries]
        gone = [query for query in old.queries if query not in new.queries]
        keys = {name.value for name, _ in item.value}
        if gone and not new.queries and not link_keys(new) and keys == {"id", "query"}:
            self.cuts.append(self.plain_entry(item))
            return
        said = {
            "type": None if new.type == "FS" else new.type,
            "lag": new.lag or None,
            "calendar": new.calendar,
        }
        changed = {
            key: each for key, each in said.items() if getattr(new, key) != getattr(old, key)
        }
        if item.flow_style and (gone or None in changed.values()):
            written = {each.flow.partition(":")[0]: each.flow for each in link_keys(new)}
            touched = [*changed, *(["query"] if gone or added else [])]
            self.rewrite_flow(item, {key: written.get(key) for key in touched}, LINK_ORDER)
            return
        self.set_all(item, changed, LINK_ORDER)
        if len(gone) == len(old.queries) and gone:
            self.cuts.append(self.cut_pair(item, "query"))
        else:
            for query in gone:
                self.remove(item, "query", query.text)
        if added and len(gone) == len(old.queries):
            entry = next(each for each in link_keys(new) if each.flow.startswith("query: "))
            self.insert_key(item, "query", entry, LINK_ORDER)
        elif added:
            entries = [query_entry(query) for query in added]
            self.append(item, "query", entries, LINK_ORDER)

    def _add_keys(self, requires: Any, item: Any, new: Link) -> None:
        """Make a mapping of a plain code."""
        start, end = item.start_mark.index, self.end(item)
        entry = link_entry(new)
        code = self.text[start:end]
        if requires.flow_style or len(entry.lines) == 1:
            keys = ", ".join(each.flow for each in link_keys(new))
            self.cuts.append(Cut(start, end, f"{{id: {code}, {keys}}}"))
            return
        self.cuts.append(Cut(start, start, "id: "))
        self.insert_lines(end, entry.lines[1:], item.start_mark.column)
