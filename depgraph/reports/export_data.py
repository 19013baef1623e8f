"""A whole graph as data: the contract of ``export``.

Keys may be added; those that are there keep their name and meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.model import LinkType, State
from depgraph.reports.data import Day, iso

if TYPE_CHECKING:
    from depgraph.model import Graph, Link, Milestone


class MilestoneData(TypedDict):
    """A milestone with all that the plan states of it."""

    id: str
    name: str | None
    owner: str | None
    team: str | None
    level: int | None
    kind: str
    tags: list[str]
    due: Day | None
    forecast: Day | None
    completed: Day | None
    state: State
    duration: Annotated[int | None, "days of its own work after its prerequisites"]
    calendar: Annotated[str | None, "whose working days the duration counts; null for all days"]
    not_before: Day | None
    not_after: Day | None
    progress: Annotated[int | None, "per cent"]
    aka: Annotated[list[str], "other codes"]
    url: str | None
    note: str | None


class LinkData(TypedDict):
    """A prerequisite and the dependent that waits on it."""

    prerequisite: str
    dependent: str
    type: LinkType
    lag: Annotated[int, "days"]
    calendar: Annotated[str | None, "whose working days the lag counts; null for all days"]
    queried: bool
    queries: Annotated[list[str], "the words of its queries, where they have any"]
    note: str | None
    through: Annotated[list[str], "the codes of the activities that it stands for"]


class QuestionData(TypedDict):
    """An open question on a milestone."""

    milestone: str
    text: str


class ExportAnswer(TypedDict):
    """A whole graph: depgraph export."""

    as_of: Day | None
    milestones: Annotated[list[MilestoneData], "sorted by id"]
    links: Annotated[list[LinkData], "sorted by prerequisite and dependent"]
    questions: Annotated[list[QuestionData], "sorted by milestone"]


def graph_data(graph: Graph) -> ExportAnswer:
    """Return a whole graph."""
    links = sorted(
        graph.links, key=lambda link: (link.prerequisite, link.dependent, link.type, link.lag)
    )
    return {
        "as_of": iso(graph.as_of),
        "milestones": [_milestone(milestone) for milestone in graph.milestones],
        "links": [_link(link) for link in links],
        "questions": [
            {"milestone": question.milestone, "text": question.text} for question in graph.questions
        ],
    }


def _milestone(milestone: Milestone) -> MilestoneData:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "level": milestone.level,
        "kind": milestone.kind,
        "tags": list(milestone.tags),
        "due": iso(milestone.due),
        "forecast": iso(milestone.forecast),
        "completed": iso(milestone.completed),
        "state": milestone.state,
        "duration": milestone.duration,
        "calendar": milestone.calendar,
        "not_before": iso(milestone.not_before),
        "not_after": iso(milestone.not_after),
        "progress": milestone.progress,
        "aka": list(milestone.aka),
        "url": milestone.url,
        "note": milestone.note,
    }


def _link(link: Link) -> LinkData:
    return {
        "prerequisite": link.prerequisite,
        "dependent": link.dependent,
        "type": link.type,
        "lag": link.lag,
        "calendar": link.calendar,
        "queried": link.queried,
        "queries": [query.text for query in link.queries if query.text],
        "note": link.note,
        "through": list(link.witness.activities) if link.witness else [],
    }
