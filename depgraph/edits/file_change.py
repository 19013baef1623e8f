"""A graph or schedule file with a change made, proved by reading it again.

What the file must say is worked out from what it said, in the model; the text is edited apart
from that. Only where both agree, entry by entry and in order, is there a result.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.edits.graph_text import FileChange, GraphText
from depgraph.edits.yaml_text import EditError

if TYPE_CHECKING:
    from depgraph.errors import Problem
    from depgraph.model import Link
    from depgraph.sources.graph_file import GraphFile


def changed_file(before: bytes, change: FileChange, *, shown: str) -> bytes:
    """Return a file with a change made. A file in the canonical form stays in it.

    Parameters
    ----------
    before
        The file, which can be read without a problem.
    change
        What it shall say else. Positions of links are those that `before` has.
    shown
        The name of the file, for messages.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    text = before.removeprefix(BOM_UTF8).decode()
    try:
        expected = _with_change(_facts(_read(text, shown)), change)
    except (EditError, KeyError, ValueError):
        raise EditError(f"{shown} has changed since it was read: try again") from None
    after = GraphText(text, shown).make(change)
    if after != text and _is_canonical(text, shown):
        from depgraph.edits.canonical import canonical

        after = canonical(after, shown=shown)
    if expected != _comparable(_facts(_read(after, shown))):
        raise EditError(
            f"{shown}: the edit would change more than is meant "
            "(a part of it is used elsewhere by an alias): edit it by hand"
        )
    return mark + after.encode()


def _is_canonical(text: str, shown: str) -> bool:
    from depgraph.edits.canonical import FormatError, canonical

    try:
        return canonical(text, shown=shown) == text
    except FormatError:
        return False


def _read(text: str, shown: str) -> GraphFile:
    from depgraph.sources.graph_file import read_graph_file

    problems: list[Problem] = []
    found = read_graph_file(text.encode(), shown, problems)
    if problems:
        raise EditError(
            f"{shown}: the edit would leave a file that cannot be read: edit it by hand\n"
            + "\n".join(str(problem) for problem in sorted(problems))
        )
    return found


class _Facts(NamedTuple):
    """What a file says, without places. Links and questions are listed by milestone."""

    head: tuple[object, ...]
    milestones: dict[str, dict[str, Any]]
    links: dict[str, list[Link]]
    questions: dict[str, list[str]]
    places: dict[Link, tuple[str, int]]


def _facts(read: GraphFile) -> _Facts:
    links: dict[str, list[Link]] = {}
    questions: dict[str, list[str]] = {}
    places: dict[Link, tuple[str, int]] = {}
    for link in read.links:
        of_milestone = links.setdefault(link.dependent, [])
        places[link] = (link.dependent, len(of_milestone))
        of_milestone.append(without_places(link))
    for question in read.questions:
        questions.setdefault(question.milestone, []).append(question.text)
    head = (read.as_of.value if read.as_of else None, [each.text for each in read.includes])
    said = {code: definition.said() for code, definition in read.milestones.items()}
    return _Facts(head, said, links, questions, places)


def _with_change(facts: _Facts, change: FileChange) -> tuple[object, ...]:
    """Return what a file is to say. The facts are used up."""
    milestones, links, questions = facts.milestones, facts.links, facts.questions
    for new in change.new:
        milestones[new.code] = dict(new.attributes)
        links[new.code] = [without_places(link) for link in new.links]
        questions[new.code] = list(new.questions)
    for each in change.changed:
        said = milestones[each.code]
        said.update(each.attributes)
        milestones[each.code] = {name: value for name, value in said.items() if value is not None}
        for old, wanted in each.links:
            code, number = facts.places[old]
            links[code][number] = without_places(wanted)
        links.setdefault(each.code, []).extend(map(without_places, each.new_links))
        asked = questions.setdefault(each.code, [])
        for text in each.gone_questions:
            asked.remove(text)
        asked += each.new_questions
    return _comparable(facts)


def _comparable(facts: _Facts) -> tuple[object, ...]:
    return (
        facts.head,
        facts.milestones,
        {code: found for code, found in facts.links.items() if found},
        {code: found for code, found in facts.questions.items() if found},
    )


def without_places(link: Link) -> Link:
    """Return what a link says, without where it stands."""
    return link._replace(
        position=None,
        witness=None,
        queries=tuple(query._replace(position=None) for query in link.queries),
        allowances=tuple(leave._replace(position=None) for leave in link.allowances),
    )
