"""What a graph or schedule file says, and what changes of that."""

from __future__ import annotations

from operator import eq, itemgetter
from typing import TYPE_CHECKING

from depgraph.model import Link
from depgraph.records import Struct
from depgraph.sources.graph_file import read_graph_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.edits.entries import NewMilestone
    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile

_unplaced = itemgetter(*(n for n, name in enumerate(Link._fields) if name != "position"))


class LinkChange(Struct):
    """A link of a file, and what it is to become.

    The new one may have another type, lag and calendar, and other queries.
    """

    old: Link
    new: Link


class MilestoneChange(Struct):
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


class FileChange(Struct):
    """What changes in a file: milestones that come, and definitions that change."""

    new: tuple[NewMilestone, ...] = ()
    changed: tuple[MilestoneChange, ...] = ()


class Facts(Struct):
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
        if all(map(eq, map(_unplaced, self._links), map(_unplaced, other._links))):
            return True
        return [*map(without_places, self._links)] == [*map(without_places, other._links)]

    def __hash__(self) -> int:
        return hash(tuple(link.ends for link in self._links))


def read_facts(text: str, shown: str, problems: list[Problem]) -> Facts:
    """Return what the text of a file says. Everything wrong in it is added to `problems`."""
    return facts_of(read_graph_file(text.encode(), shown, problems))


def facts_of(read: GraphFile) -> Facts:
    """Return what a file says."""
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


def facts_with_change(facts: Facts, change: FileChange) -> tuple[object, ...]:
    """Return what a file is to say. The facts are used up."""
    milestones, links, questions = facts.milestones, facts.links, facts.questions
    for new in change.new:
        milestones[new.code] = dict(new.attributes)
        links[new.code] = list(new.links)
        questions[new.code] = list(new.questions)
    for changed in change.changed:
        attributes = {**milestones[changed.code], **changed.attributes}
        milestones[changed.code] = without_none(attributes)
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


def without_none(attributes: Mapping[str, object]) -> dict[str, object]:
    """Return the attributes of which the file shall say something."""
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
