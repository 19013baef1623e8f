"""Everything about one milestone, as data: the contract of ``show --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.driving import Driver
from depgraph.analysis.late import LateKind, days_overdue, how_late, projected_date
from depgraph.analysis.projection import Gaps
from depgraph.model import State
from depgraph.records import Struct
from depgraph.reports.cause_data import CauseData, cause_data
from depgraph.reports.check_data import FindingData, finding_data
from depgraph.reports.data import (
    DatedIn,
    Day,
    DocumentData,
    OfPlan,
    OwnedMilestone,
    Place,
    StatedDates,
    documents_data,
    iso,
    of_plan,
    owned_milestone,
    place_data,
    stated_dates,
)
from depgraph.reports.elsewhere import dated_in
from depgraph.reports.export_data import LinkData, MilestoneData, link_data, milestone_data

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone, Question
    from depgraph.model.schedules import Revision
    from depgraph.rules.findings import Finding


class MilestoneFacts(Struct):
    """A milestone, and all that is known about it.

    Attributes
    ----------
    projection
        The projected dates; None where the graph has none (a cycle, no as-of date).
    schedules
        Every revision of the schedule, whether it has the milestone or not.
    findings
        The findings that name the milestone.
    """

    milestone: Milestone
    graph: Graph
    projection: Projection | None
    schedules: Sequence[Revision]
    findings: Sequence[Finding]

    @property
    def projected(self) -> date | None:
        """Its projected date."""
        return projected_date(self.projection, self.milestone.id)

    @property
    def days_after_deadline(self) -> int | None:
        """Days from its deadline to its projected date, if that is later."""
        deadline, projected = self.milestone.not_after, self.projected
        if deadline is None or projected is None or projected <= deadline:
            return None
        return (projected - deadline).days

    @property
    def questions(self) -> list[Question]:
        """The open questions on it."""
        code = self.milestone.id
        return [question for question in self.graph.questions if question.milestone == code]


class PlacedName(Place):
    """A name that a file gives to the milestone."""

    name: str


class ScheduleData(StatedDates):
    """What a schedule says of the milestone."""

    schedule: Annotated[str, "the file"]
    as_of: Day | None
    documents: list[DocumentData]
    has_it: bool
    name: str | None


class PlacedLink(LinkData, Place):
    """A link, and where it stands."""


class NeighbourData(OwnedMilestone, StatedDates):
    """A milestone that the other waits on or blocks, and the link of the two."""

    state: State
    projected: Day | None
    overdue_days: Annotated[int | None, "past its due date, else forecast, at the as-of date"]
    late: Annotated[LateKind | None, "whether and how it is late"]
    link: PlacedLink


class PlacedQuestion(Place):
    """An open question on the milestone."""

    text: str


class ShowAnswer(MilestoneData, Place, OfPlan):
    """Everything about one milestone: depgraph show. The place is that of its definition."""

    overdue_days: Annotated[
        int | None, "past its due date, else forecast, at the as-of date; null for neither"
    ]
    late: Annotated[LateKind | None, "whether and how it is late; null for not"]
    late_days: Annotated[int | None, "overdue_days, or from the due date to the projected one"]
    gaps: Annotated[Gaps | None, "how projected reads them: they absorb slips, or are work"]
    projected: Annotated[Day | None, "null also where the plan has a cycle or no as-of date"]
    driver: Annotated[Driver | None, "what sets the projected date"]
    driving_prerequisite: Annotated[str | None, "the code at the other end of a link that does"]
    equally_driven_by: Annotated[list[CauseData], "what would set the same date alone"]
    slip_days: Annotated[int | None, "from the due date to the projected date"]
    after_deadline_days: Annotated[
        int | None, "from not_after to the projected date, if it is later"
    ]
    deadline_float_days: Annotated[
        int | None, "until a deadline that it leads to is missed; null without one"
    ]
    deadline_of: Annotated[str | None, "whose deadline that is"]
    names: Annotated[list[PlacedName], "what files call it, the first counts"]
    schedules: list[ScheduleData]
    dated_in: DatedIn
    waits_on: Annotated[list[NeighbourData], "one for each link"]
    blocks: Annotated[list[NeighbourData], "one for each link"]
    questions: list[PlacedQuestion]
    findings: Annotated[list[FindingData], "those that name it, as check --format json has them"]


class ShowAnswers(TypedDict):
    """Everything about several milestones."""

    milestones: Annotated[list[ShowAnswer], "in the order of the call"]


ShownAnswer = ShowAnswer | ShowAnswers


def shown_data(facts: Sequence[MilestoneFacts]) -> ShownAnswer:
    """Return everything about one milestone, or a list where there are several."""
    answers = [show_data(about_one) for about_one in facts]
    return answers[0] if len(answers) == 1 else {"milestones": answers}


def show_data(facts: MilestoneFacts) -> ShowAnswer:
    """Return everything about one milestone."""
    milestone, graph, projection = facts.milestone, facts.graph, facts.projection
    code = milestone.id
    driver, link = projection.driver(code) if projection else (None, None)
    equal = projection.causes(code)[1:] if projection else ()
    least = deadline_floats(projection).get(code) if projection else None
    late = how_late(milestone, graph.as_of, projection)
    return {
        **milestone_data(milestone),
        **place_data(milestone.position),
        **of_plan(graph),
        "overdue_days": days_overdue(milestone, graph.as_of),
        "late": late.kind if late else None,
        "late_days": late.days if late else None,
        "gaps": projection.gaps if projection else None,
        "projected": iso(facts.projected),
        "driver": driver,
        "driving_prerequisite": link.prerequisite if link else None,
        "equally_driven_by": [cause_data(cause) for cause in equal],
        "slip_days": projection.slip(code) if projection else None,
        "after_deadline_days": facts.days_after_deadline,
        "deadline_float_days": least.days if least else None,
        "deadline_of": least.milestone.id if least else None,
        "names": [{"name": name.text, **place_data(name.position)} for name in milestone.names],
        "schedules": [
            _schedule(revision, revision.milestones.get(code)) for revision in facts.schedules
        ],
        "dated_in": dated_in(milestone, facts.schedules),
        "waits_on": [
            _neighbour(graph[link.prerequisite], link, facts) for link in graph.links_into(code)
        ],
        "blocks": [
            _neighbour(graph[link.dependent], link, facts) for link in graph.links_out_of(code)
        ],
        "questions": [
            {"text": question.text, **place_data(question.position)} for question in facts.questions
        ],
        "findings": [finding_data(finding) for finding in facts.findings],
    }


def _schedule(revision: Revision, milestone: Milestone | None) -> ScheduleData:
    return {
        "schedule": revision.shown,
        "as_of": iso(revision.as_of),
        "documents": documents_data(revision.documents),
        "has_it": milestone is not None,
        "name": milestone.name if milestone else None,
        **stated_dates(milestone),
    }


def _neighbour(milestone: Milestone, link: Link, facts: MilestoneFacts) -> NeighbourData:
    projected = projected_date(facts.projection, milestone.id)
    late = how_late(milestone, facts.graph.as_of, facts.projection)
    return {
        **owned_milestone(milestone),
        "state": milestone.state,
        **stated_dates(milestone),
        "projected": iso(projected),
        "overdue_days": days_overdue(milestone, facts.graph.as_of),
        "late": late.kind if late else None,
        "link": {**link_data(link), **place_data(link.position)},
    }
