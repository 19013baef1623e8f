"""What an import changes in a plan: the source against the files that are there.

The structure (milestones and links) goes to the graph files, and what the source says of dates
to one snapshot, a schedule file. Nothing of the plan is taken away: what the source has not any
more stays, with a mark in words that a reviewer settles like any other query or question. A link
that the source contradicts, as it is turned round there, becomes a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.edits.entries import NewMilestone
from depgraph.edits.facts import FileChange, LinkChange, MilestoneChange
from depgraph.edits.importing.links import compare_links
from depgraph.edits.importing.marks import (
    is_mark,
    is_settled,
    mark_of_milestone,
    question_of_contradicted,
)
from depgraph.edits.importing.sides import clean, translate
from depgraph.edits.importing.snapshot import Snapshot, attributes_of, compare_snapshot
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.edits.importing.links import LinkComparison
    from depgraph.edits.importing.sides import Existing, Incoming, Translated
    from depgraph.model import Link

STRUCTURE = ("name", "aka", "kind", "owner", "team", "level", "tags", "url", "note")
"""What is written of a new milestone in the graph file."""


class ImportPlan(Struct):
    """What an import changes, and what there is to tell about it.

    Attributes
    ----------
    files
        The changes of graph files, by the names shown.
    snapshot
        The change of the snapshot, and the dates that move with it.
    links
        What comes of links.
    new, missing, returned
        Codes of milestones: added; marked, now or before; without a mark again.
    known
        How many milestones of the source the plan has.
    questions
        How many questions of the source are added.
    differing_names
        Code, name in the plan, and name in the source, where these differ.
    """

    files: Mapping[str, FileChange]
    snapshot: Snapshot
    links: LinkComparison
    new: tuple[str, ...]
    missing: tuple[str, ...]
    returned: tuple[str, ...]
    known: int
    questions: int
    differing_names: tuple[tuple[str, str, str], ...]


class _Builder:
    """What changes in one definition."""

    def __init__(self) -> None:
        self.links: list[LinkChange] = []
        self.new_links: list[Link] = []
        self.removed_links: list[Link] = []
        self.new_questions: list[str] = []
        self.removed_questions: list[str] = []


def plan_import(incoming: Incoming, existing: Existing) -> ImportPlan:
    """Compare a source with a plan, and say what an import changes.

    Raises
    ------
    DepgraphError
        If two milestones of the source are one of the plan.
    """
    source = translate(incoming, existing)
    links = compare_links(incoming, existing, source)
    changes = _Changes(existing, source)
    changes.take_links(links)
    changes.remove_contradicted(links.contradicted, incoming)
    questions = changes.add_questions(incoming)
    missing, returned = changes.mark_milestones(incoming)
    new = tuple(code for code in source.milestones if code not in existing.graph)
    return ImportPlan(
        files=changes.by_file(),
        snapshot=compare_snapshot(existing, source)
        if incoming.has_dates
        else Snapshot(FileChange(), ()),
        links=links,
        new=new,
        missing=missing,
        returned=returned,
        known=len(source.milestones) - len(new),
        questions=questions,
        differing_names=tuple(_differing_names(existing, source)),
    )


class _Changes:
    """The changes of graph files, gathered by the definitions that they are about."""

    def __init__(self, existing: Existing, source: Translated) -> None:
        self._existing = existing
        self._source = source
        self._homes = _homes(existing)
        self._builders: dict[tuple[str, str], _Builder] = {}
        self._new = {
            code: NewMilestone(code, attributes_of(milestone, STRUCTURE))
            for code, milestone in source.milestones.items()
            if code not in existing.graph
        }

    def by_file(self) -> dict[str, FileChange]:
        changed: dict[str, list[MilestoneChange]] = {}
        for (shown, code), builder in sorted(self._builders.items()):
            change = MilestoneChange(
                code,
                links=tuple(builder.links),
                new_links=tuple(builder.new_links),
                new_questions=tuple(builder.new_questions),
                removed_questions=tuple(builder.removed_questions),
                removed_links=tuple(builder.removed_links),
            )
            changed.setdefault(shown, []).append(change)
        files = {shown: FileChange((), tuple(changes)) for shown, changes in changed.items()}
        if self._new:
            file = self._existing.file
            new = tuple(self._new[code] for code in sorted(self._new))
            files[file] = files.get(file, FileChange())._replace(new=new)
        return dict(sorted(files.items()))

    def take_links(self, links: LinkComparison) -> None:
        for change in links.changes:
            assert change.old.position is not None, "a link that was read has its place"
            self._builder(change.old.position.file, change.old.dependent).links.append(change)
        elsewhere: dict[str, list[Link]] = {}
        for link in links.new:
            shown = self._homes.get(link.dependent)
            if shown is None:
                elsewhere.setdefault(link.dependent, []).append(link)
            else:
                self._builder(shown, link.dependent).new_links.append(link)
        for code, new_links in elsewhere.items():
            new = self._elsewhere(code)
            self._new[code] = new._replace(links=(*new.links, *new_links))

    def remove_contradicted(self, links: Iterable[Link], incoming: Incoming) -> None:
        """Remove links, and ask about each, with the words that reviewers had for it.

        Questions of this kind go where the source has the link again.
        """
        for question in self._existing.graph.questions:
            if question.position is not None and is_settled(question, self._source.links):
                builder = self._builder(question.position.file, question.milestone)
                builder.removed_questions.append(question.text)
        for link in links:
            assert link.position is not None, "a link that was read has its place"
            builder = self._builder(link.position.file, link.dependent)
            builder.removed_links.append(link)
            text = question_of_contradicted(link, incoming.name, incoming.as_of)
            builder.new_questions.append(text)

    def add_questions(self, incoming: Incoming) -> int:
        """Add the questions that the plan has not; return how many."""
        pairs = {(question.milestone, question.text) for question in self._existing.graph.questions}
        before = len(pairs)
        for question in incoming.graph.questions:
            code, text = self._source.codes[question.milestone], clean(question.text)
            if code in self._source.selected and (code, text) not in pairs:
                pairs.add((code, text))
                self._ask(code, text)
        return len(pairs) - before

    def mark_milestones(self, incoming: Incoming) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ask about milestones that are gone, and no more about those that are back.

        Returns
        -------
        tuple
            The codes of the milestones that are gone, and of those that are back.
        """
        existing, source = self._existing, self._source
        marks = [question for question in existing.graph.questions if is_mark(question.text)]
        marked = {question.milestone for question in marks}
        for question in marks:
            if question.milestone in source.selected and question.position is not None:
                builder = self._builder(question.position.file, question.milestone)
                builder.removed_questions.append(question.text)
        returned = tuple(sorted(marked.intersection(source.selected)))
        if incoming.is_partial:
            return (), returned
        codes = existing.codes_by_alias()
        scheduled = {
            codes.get(code, code) for revision in existing.revisions for code in revision.milestones
        }
        mark = mark_of_milestone(incoming.name, incoming.as_of)
        missing = []
        for code in (milestone.id for milestone in existing.graph.milestones):
            is_in_scope = existing.scope is None or code in existing.scope
            if code in source.known or not is_in_scope:
                continue
            if code in marked or not scheduled or code in scheduled:
                missing.append(code)
                if code not in marked:
                    self._ask(code, mark)
        return tuple(missing), returned

    def _ask(self, code: str, text: str) -> None:
        shown = self._homes.get(code)
        if shown is None:
            new = self._elsewhere(code)
            self._new[code] = new._replace(questions=(*new.questions, text))
        else:
            self._builder(shown, code).new_questions.append(text)

    def _elsewhere(self, code: str) -> NewMilestone:
        """Return the definition to be of one that is new, or that no file to be edited has."""
        return self._new.get(code) or NewMilestone(code, {})

    def _builder(self, shown: str, code: str) -> _Builder:
        return self._builders.setdefault((shown, code), _Builder())


def _homes(existing: Existing) -> dict[str, str]:
    """Return for each milestone the file that its links are added to."""
    homes: dict[str, str] = {}
    has_links: set[str] = set()
    for graph_file in existing.files:
        with_links = {link.dependent for link in graph_file.links}
        for code in graph_file.milestones:
            if code not in homes or (code in with_links and code not in has_links):
                homes[code] = graph_file.shown
        has_links |= with_links
    return homes


def _differing_names(existing: Existing, source: Translated) -> Iterator[tuple[str, str, str]]:
    for code, milestone in source.milestones.items():
        if milestone.name and code in existing.graph:
            own, name = existing.graph[code], clean(milestone.name)
            if own.name and all(own_name.text != name for own_name in own.names):
                yield code, own.name, name
