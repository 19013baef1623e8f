"""Release plans as data: the contract of ``release-plan --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Dated, Day, data_of, documents_data, iso

if TYPE_CHECKING:
    from depgraph.reports.release_plan import ReleasePlan


class ReleasedFeature(TypedDict):
    """What a milestone brings."""

    id: str
    name: str | None
    due: Day | None
    completed: Annotated[Day | None, "null while it is incomplete"]


class ReleasedMilestone(ReleasedFeature):
    """A milestone with its features."""

    features: Annotated[list[ReleasedFeature], "by due date and code"]


class ReleasePlanAnswer(Dated):
    """Each milestone with the features that it brings: depgraph release-plan."""

    milestones: Annotated[list[ReleasedMilestone], "by due date and code"]


def release_plan_data(plan: ReleasePlan) -> ReleasePlanAnswer:
    """Return a release plan."""
    return {
        "as_of": iso(plan.as_of),
        "documents": documents_data(plan.documents),
        "milestones": [
            data_of(
                ReleasedMilestone,
                milestone,
                features=[data_of(ReleasedFeature, feature) for feature in milestone.features],
            )
            for milestone in plan.milestones
        ],
    }
