"""What the answers as JSON share: how dates are written, and the keys of milestones and links.

Dates are written YYYY-MM-DD, and null stands for what is not known. Of each answer keys may come
to be added; those that are there keep their name and meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, TypeVar, cast

from depgraph.analysis.projection import Gaps
from depgraph.analysis.scheduled import only_in_schedule
from depgraph.model.values import LinkType
from depgraph.records import Struct

if TYPE_CHECKING:
    from depgraph.model import Graph, Link, Milestone, Position, SourceDocument
    from depgraph.model.changes import AddLink

Json = Mapping[str, Any]
"""An answer as data. Its keys and types are those of a `TypedDict`, of which its schema is made."""

Data = TypeVar("Data")

_PLAIN = frozenset((str, int, float, bool, type(None)))


class Format(Struct):
    """The format of a text, as schemas name it."""

    name: str


Day = Annotated[str, Format("date")]
"""A date as YYYY-MM-DD."""


DatedIn = Annotated[list[str], "of one without a date, the configured schedules that have one"]
"""Names of schedules, as --schedule takes them."""


class Place(TypedDict):
    """Where something stands; all null where that is not known."""

    file: str | None
    line: Annotated[int | None, "from 1"]
    column: Annotated[int | None, "from 1"]


class DocumentData(TypedDict):
    """A document that a file of the plan was taken from, as it names itself."""

    handle: str | None
    title: str | None
    revision: str | None
    date: Annotated[Day | None, "of this revision"]
    approval: str | None
    file: Annotated[str, "what was taken from it"]
    gives_dates: Annotated[bool, "whether the dates and statuses are its own"]


class Dated(TypedDict):
    """Of which day an answer tells, and by which documents."""

    as_of: Day | None
    documents: list[DocumentData]


class OfPlan(Dated):
    """Of which day a plan tells, by which documents, and what it has from the schedule alone."""

    only_in_schedule: Annotated[
        list[str], "codes of milestones that only the schedule has, without links"
    ]


class OwnedMilestone(TypedDict):
    """A milestone, and whose it is."""

    id: str
    name: str | None
    owner: str | None
    team: str | None


class LevelledMilestone(OwnedMilestone):
    """A milestone, whose it is, and its level."""

    level: int | None


class StatedDates(TypedDict):
    """What a plan or a schedule says of the dates of a milestone."""

    due: Day | None
    forecast: Day | None
    completed: Day | None


class LinkEnds(TypedDict):
    """The milestones that a link joins."""

    prerequisite: str
    dependent: str


class NoDates(TypedDict):
    """That there are no dates in one reading of the gaps."""

    gaps: Annotated[Gaps, "in which reading: where they are work, or absorb slips (float)"]
    reason: str


class LinkTerms(LinkEnds):
    """What waits on what, and how."""

    type: LinkType
    lag: Annotated[int, "days; negative for a lead"]


def as_text(data: Json) -> str:
    """Return data as JSON text: two spaces of indent, a line feed at the end."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def iso(day: date | None) -> Day | None:
    """Return a date as YYYY-MM-DD, or None."""
    return day.isoformat() if day else None


def plain(value: object) -> object:
    """Return a value as JSON has it: dates as YYYY-MM-DD, tuples as lists of such values."""
    if isinstance(value, date):
        return value.isoformat()
    if type(value) is tuple:
        return [plain(one) for one in value]
    assert not isinstance(value, tuple), "a struct is told key by key"
    return value


def data_of(type_: type[Data], source: object, **others: object) -> Data:
    """Return data of a type, its keys in their order.

    Parameters
    ----------
    source
        What has an attribute for each key; None for one that is not there, of which all is null.
    others
        The values of keys that are no such attributes.
    """
    keys = type_.__annotations__
    assert others.keys() <= keys.keys(), "a type has all keys that are given"
    values = dict.fromkeys(keys) | others
    if source is not None:
        values = {key: values[key] if key in others else getattr(source, key) for key in keys}
    # Most values need nothing, and large plans have millions.
    data = {key: value if type(value) in _PLAIN else plain(value) for key, value in values.items()}
    return cast("Data", data)


def documents_data(documents: Iterable[SourceDocument]) -> list[DocumentData]:
    """Return documents that files were taken from."""
    return [data_of(DocumentData, document) for document in documents]


def of_plan(graph: Graph) -> OfPlan:
    """Return of which day a plan tells, by which documents, and what it has from the schedule."""
    return {
        "as_of": iso(graph.as_of),
        "documents": documents_data(graph.documents),
        "only_in_schedule": list(only_in_schedule(graph)),
    }


def place_data(position: Position | None) -> Place:
    """Return where something stands."""
    return data_of(Place, position)


def owned_milestone(milestone: Milestone) -> OwnedMilestone:
    """Return a milestone, and whose it is."""
    return data_of(OwnedMilestone, milestone)


def levelled_milestone(milestone: Milestone) -> LevelledMilestone:
    """Return a milestone, whose it is, and its level."""
    return data_of(LevelledMilestone, milestone)


def stated_dates(milestone: Milestone | None) -> StatedDates:
    """Return the dates that are stated of a milestone; of none, no dates."""
    return data_of(StatedDates, milestone)


def link_terms(link: Link | AddLink) -> LinkTerms:
    """Return what waits on what, and how."""
    return data_of(LinkTerms, link)


def no_dates_data(gaps: Gaps, reason: str) -> NoDates | None:
    """Return why there are no dates in a reading of the gaps; None without a reason."""
    return {"gaps": gaps, "reason": reason} if reason else None


class ChainDays(TypedDict):
    """What takes the time between the ends of a chain of activities."""

    through: Annotated[list[str], "the activities that the link stands for"]
    work_days: Annotated[
        int | None, "days of work on the chain; working days in a plan with calendars"
    ]
    lag_days: Annotated[int | None, "days of lags on it"]
    wait_days: Annotated[int | None, "days on which nothing of it is done"]


def chain_days(link: Link | None) -> ChainDays:
    """Return what takes the time of the chain that a link stands for."""
    return data_of(ChainDays, link and link.witness, through=activities(link))


def activities(link: Link | None) -> list[str]:
    """Return the codes of the activities that a link stands for."""
    return list(link.witness.activities) if link and link.witness else []
