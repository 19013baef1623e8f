"""The two sides of an import: what comes in, and the plan that it goes into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.edits.facts import without_places
from depgraph.errors import DepgraphError
from depgraph.model import Query
from depgraph.records import Struct
from depgraph.sources.overlay import codes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.model import Graph, Link, Milestone
    from depgraph.sources.graph_file import GraphFile

DATED = (
    "due",
    "forecast",
    "completed",
    "not_before",
    "not_after",
    "duration",
    "started",
    "progress",
)
"""What makes a snapshot of use."""


Pair = tuple[str, str]
"""The codes of a dependent and its prerequisite."""


class Incoming(Struct):
    """What is imported.

    Attributes
    ----------
    name
        The name of the source, as marks and snapshots give it.
    as_of
        The as-of date of its dates, or None.
    graph
        All of the source; owners and the like only where it states them.
    selected
        The codes, there, of the milestones that are imported with their links.
    beside
        The codes of others that selected ones wait on, imported without their links.
    left_out
        Links that are not added, although both ends are imported. Where the plan has one, it
        stays as it is.
    is_partial
        Whether the source is only a part of the plan, so that what it lacks is not gone.
    """

    name: str
    as_of: date | None
    graph: Graph
    selected: Collection[str]
    beside: Collection[str] = ()
    left_out: Collection[Link] = ()
    is_partial: bool = False

    @property
    def has_dates(self) -> bool:
        """Whether the source says anything that belongs into a snapshot."""
        chosen = {*self.selected, *self.beside}
        return any(
            milestone.id in chosen and any(getattr(milestone, name) is not None for name in DATED)
            for milestone in self.graph.milestones
        )


class Existing(Struct):
    """The plan that is imported into.

    Attributes
    ----------
    graph
        All of it.
    files
        Its graph files that can be edited.
    file
        The one, by the name shown, that new milestones are added to.
    revisions
        Its schedules. A milestone or link that none of them has cannot have gone.
    snapshot
        The one of them with the as-of date of the source, if there is one.
    scope
        The codes of the milestones that can have gone; None for all.
    """

    graph: Graph
    files: Sequence[GraphFile]
    file: str
    revisions: Sequence[GraphFile] = ()
    snapshot: GraphFile | None = None
    scope: Collection[str] | None = None

    def codes_by_alias(self) -> dict[str, str]:
        """Return the codes of milestones that may be written with other ones, by these."""
        return codes_of(self.graph)


class Translated(Struct):
    """A source in the codes of the plan.

    Attributes
    ----------
    codes
        For each code of the source, the one of the plan; for a new milestone, the same.
    known
        All codes that the source has.
    selected, chosen
        Those that are imported with their links; these and those beside.
    milestones
        What is imported, by code, sorted.
    links
        All links of the source, by pair.
    left_out
        The pairs of links that are not added.
    """

    codes: Mapping[str, str]
    known: Collection[str]
    selected: Collection[str]
    chosen: Collection[str]
    milestones: Mapping[str, Milestone]
    links: Mapping[Pair, Sequence[Link]]
    left_out: Collection[Pair]

    def is_imported(self, pair: Pair) -> bool:
        """Whether the links of a pair are imported."""
        dependent, prerequisite = pair
        return (
            dependent in self.selected and prerequisite in self.chosen and pair not in self.left_out
        )


def translate(incoming: Incoming, existing: Existing) -> Translated:
    """Return a source in the codes of a plan.

    Raises
    ------
    DepgraphError
        If two milestones of the source are one of the plan.
    """
    codes = _identities(incoming.graph, existing.graph)
    selected = {codes[code] for code in incoming.selected}
    chosen = {*selected, *(codes[code] for code in incoming.beside)}
    by_code = {codes[milestone.id]: milestone for milestone in incoming.graph.milestones}
    links: dict[Pair, list[Link]] = {}
    for link in incoming.graph.links:
        pair = (codes[link.dependent], codes[link.prerequisite])
        translated = _translated(link, *pair)
        several = links.setdefault(pair, [])
        if not several or without_places(translated) not in map(without_places, several):
            several.append(translated)
    return Translated(
        codes=codes,
        known=frozenset(codes.values()),
        selected=frozenset(selected),
        chosen=frozenset(chosen),
        milestones={code: by_code[code] for code in sorted(chosen)},
        links={pair: links[pair] for pair in sorted(links)},
        left_out={(codes[link.dependent], codes[link.prerequisite]) for link in incoming.left_out},
    )


def _translated(link: Link, dependent: str, prerequisite: str) -> Link:
    """Return a link in the codes of the plan; itself where that says the same."""
    is_same = link.dependent == dependent and link.prerequisite == prerequisite
    is_plain = not (link.queries or link.allowances or link.calendar) and link.note is None
    if is_same and is_plain:
        return link
    return link._replace(
        dependent=dependent,
        prerequisite=prerequisite,
        calendar=link.calendar if link.lag else None,
        note=None if link.note is None else clean(link.note),
        queries=tuple(Query(clean(query.text), asked=query.asked) for query in link.queries),
    )


def _identities(source: Graph, plan: Graph) -> dict[str, str]:
    codes: dict[str, str] = {}
    source_codes: dict[str, str] = {}
    for milestone in source.milestones:
        known = [code for code in (milestone.id, *milestone.aka) if code in plan]
        code = plan[known[0]].id if known else milestone.id
        first = source_codes.setdefault(code, milestone.id)
        if first != milestone.id:
            raise DepgraphError(
                f"{first} and {milestone.id} of the source are both {code} of the plan "
                "(see its 'aka'): correct one of them"
            )
        codes[milestone.id] = code
    return codes


def clean(text: str) -> str:
    """Return a text without what no graph file may have: control characters become spaces."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character == "\n" else " " for character in text
    ).strip()
