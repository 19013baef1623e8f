"""The table of what milestones wait on: a row for each link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.reports.listing import Column
from depgraph.reports.listing_facts import Entry
from depgraph.reports.page import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from depgraph.model import Link
    from depgraph.reports.page import Type, Value


class Tie(NamedTuple):
    """A link of a plan, by its place in ``graph.links``, with both ends."""

    number: int
    dependent: Entry
    prerequisite: Entry

    @property
    def link(self) -> Link:
        """The link."""
        return self.dependent.facts.graph.links[self.number]


def ties(entries: Iterable[Entry]) -> Iterator[Tie]:
    """Yield the links to the prerequisites of milestones, by these and by prerequisite."""
    for entry in entries:
        graph = entry.facts.graph
        for number in graph.incoming[entry.number]:
            yield Tie(number, entry, Entry(entry.facts, graph.link_sources[number]))


_UNBROKEN = ("code", "prerequisite", "position")
_PROJECTED = (
    "prerequisite_projected",
    "slack",
    "driving",
)
_LEAST = {
    "prerequisite": 0,
    **dict.fromkeys(("prerequisite_name", "prerequisite_projected", "slack"), 1),
    **dict.fromkeys(("prerequisite_owner", "prerequisite_team"), 3),
}
"""Which of the columns that are shown unasked a narrow terminal leaves out first; others are 2."""


def _column(
    name: str, type_: Type, about: str, value: Callable[[Tie], Value], title: str = ""
) -> Column[Tie]:
    head = Head(
        name,
        title or name.replace("_", " "),
        type_,
        is_code=name in _UNBROKEN,
        least=_LEAST.get(name, 2),
    )
    return Column(head, about, value, is_projected=name in _PROJECTED)


def _words(tie: Tie) -> str | None:
    return " / ".join(query.text for query in tie.link.queries if query.text) or None


_ALL = (
    _column("code", "text", "what waits", lambda t: t.link.dependent),
    _column("name", "text", "its name", lambda t: t.dependent.milestone.name),
    _column("due", "date", "when it is due", lambda t: t.dependent.milestone.due),
    _column("prerequisite", "text", "what it waits on", lambda t: t.link.prerequisite, "waits on"),
    _column(
        "prerequisite_name", "text", "the name of that",
        lambda t: t.prerequisite.milestone.name, "name of that",
    ),
    _column(
        "prerequisite_owner", "text", "whose that is",
        lambda t: t.prerequisite.milestone.owner, "owner",
    ),
    _column(
        "prerequisite_team", "text", "the team of the owner",
        lambda t: t.prerequisite.milestone.team, "team",
    ),
    _column(
        "prerequisite_state", "text", "complete, incomplete or unknown",
        lambda t: t.prerequisite.milestone.state, "state",
    ),
    _column(
        "prerequisite_due", "date", "when that is due",
        lambda t: t.prerequisite.milestone.due, "its due date",
    ),
    _column(
        "prerequisite_date", "date", "its completion, else forecast, else due date",
        lambda t: t.prerequisite.milestone.own_date, "date",
    ),
    _column(
        "prerequisite_projected", "date", "its projected date",
        lambda t: t.prerequisite.projected, "projected",
    ),
    _column("type", "text", "FS, SS, FF or SF", lambda t: t.link.type),
    _column("lag", "number", "days of lag", lambda t: t.link.lag),
    _column("queried", "truth", "if a reviewer doubts the link", lambda t: t.link.queried),
    _column("query", "text", "the doubt in words", _words),
    _column(
        "slack", "number", "days that the prerequisite can move before this moves",
        lambda t: t.dependent.facts.projection.link_slack(t.number),
    ),
    _column(
        "driving", "truth", "if the link allows no earlier date",
        lambda t: t.dependent.facts.projection.is_driving(t.number),
    ),
    _column("note", "text", "the note of the link", lambda t: t.link.note),
    _column(
        "position", "text", "file and line of the link",
        lambda t: str(t.link.position) if t.link.position else None,
    ),
)  # fmt: skip

LINK_COLUMNS = {column.head.name: column for column in _ALL}
"""All columns by name."""
