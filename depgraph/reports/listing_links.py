"""The table of what milestones wait on: a row for each link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.reports.layout import doubts
from depgraph.reports.listing import make_column
from depgraph.reports.listing_facts import Entry
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.model import Link
    from depgraph.reports.listing import Column


class Tie(Struct):
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
        links = graph.links
        for number in sorted(
            graph.incoming[entry.number], key=lambda number: natural(links[number].prerequisite)
        ):
            yield Tie(number, entry, Entry(entry.facts, graph.link_sources[number]))


_ALL: tuple[Column[Tie], ...] = (
    make_column("code", "text", "what waits", lambda t: t.link.dependent, is_code=True),
    make_column("name", "text", "its name", lambda t: t.dependent.milestone.name),
    make_column("due", "date", "when it is due", lambda t: t.dependent.milestone.due),
    make_column(
        "prerequisite", "text", "what it waits on",
        lambda t: t.link.prerequisite, title="waits on", is_code=True, least=0,
    ),
    make_column(
        "prerequisite_name", "text", "the name of that",
        lambda t: t.prerequisite.milestone.name, title="name of that", least=1,
    ),
    make_column(
        "prerequisite_owner", "text", "whose that is",
        lambda t: t.prerequisite.milestone.owner, title="owner", least=3,
    ),
    make_column(
        "prerequisite_team", "text", "the team of the owner",
        lambda t: t.prerequisite.milestone.team, title="team", least=3,
    ),
    make_column(
        "prerequisite_state", "text", "complete, incomplete or unknown",
        lambda t: t.prerequisite.milestone.state, title="state",
    ),
    make_column(
        "prerequisite_due", "date", "when that is due",
        lambda t: t.prerequisite.milestone.due, title="its due date",
    ),
    make_column(
        "prerequisite_date", "date", "its completion, else forecast, else due date",
        lambda t: t.prerequisite.milestone.own_date, title="date",
    ),
    make_column(
        "prerequisite_projected", "date", "its projected date",
        lambda t: t.prerequisite.projected, title="projected", is_projected=True, least=1,
    ),
    make_column("type", "text", "FS, SS, FF or SF", lambda t: t.link.type, least=1),
    make_column("lag", "number", "days of lag", lambda t: t.link.lag, least=1),
    make_column(
        "calendar", "text", "whose working days the lag counts, not all days",
        lambda t: t.link.calendar if t.link.lag else None, title="lag in days of",
    ),
    make_column("queried", "truth", "if a reviewer doubts the link", lambda t: t.link.queried),
    make_column(
        "query", "text", "the doubt in words", lambda t: " / ".join(doubts(t.link)) or None
    ),
    make_column(
        "slack", "number", "days that the prerequisite can move before this moves",
        lambda t: t.dependent.facts.hops.slack(t.number, t.link), is_projected=True, least=1,
    ),
    make_column(
        "driving", "truth", "if the link allows no earlier date",
        lambda t: t.dependent.facts.hops.is_driving(t.number, t.link), is_projected=True,
    ),
    make_column("note", "text", "the note of the link", lambda t: t.link.note),
    make_column(
        "position", "text", "file and line of the link",
        lambda t: str(t.link.position) if t.link.position else None, is_code=True,
    ),
)  # fmt: skip

LINK_COLUMNS = {column.head.name: column for column in _ALL}
"""All columns by name."""
