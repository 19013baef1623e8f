"""Release plans as data: the contract of ``release-plan --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Dated, Day, documents_data, iso

if TYPE_CHECKING:
    from depgraph.reports.release_plan import Feature, ReleaseMilestone, ReleasePlan


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
            {
                **_released_entry(milestone),
                "features": [_released_entry(feature) for feature in milestone.features],
            }
            for milestone in plan.milestones
        ],
    }


def _released_entry(entry: Feature | ReleaseMilestone) -> ReleasedFeature:
    return {
        "id": entry.id,
        "name": entry.name,
        "due": iso(entry.due),
        "completed": iso(entry.completed),
    }
