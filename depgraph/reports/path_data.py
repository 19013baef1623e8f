"""What drives a target, as data: the contracts of ``critical-path --format json`` and csv."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.projection import Gaps
from depgraph.analysis.rerouting import PathChange, path_change
from depgraph.model import LinkType, State
from depgraph.records import Struct
from depgraph.reports.cause_data import CauseData, cause_data
from depgraph.reports.data import (
    ChainDays,
    DatedIn,
    Day,
    NoDates,
    OfPlan,
    OwnedMilestone,
    chain_days,
    iso,
    no_dates_data,
    of_plan,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.deadline_floats import DeadlineFloat
    from depgraph.analysis.driving_tree import Branch
    from depgraph.analysis.float_paths import Beginning, Step
    from depgraph.model import Graph, Link, Milestone


class PathMilestone(OwnedMilestone):
    """A milestone of a path."""

    due: Day | None
    completed: Day | None
    state: State


class PathLink(ChainDays):
    """The link by which the step before waits on a milestone; null for a first one."""

    link_type: LinkType | None
    link_lag: Annotated[int | None, "days"]
    queried: bool


class StepMargins(TypedDict):
    """The projected date of a step of a path, and its margins in days."""

    projected: Day | None
    link_slack_days: int | None
    total_float_days: int | None
    total_float_minutes: Annotated[
        int | None, "minutes of work, in a schedule network; null in a plan of days"
    ]


class PathStep(PathMilestone, StepMargins, PathLink):
    """A step of a path: a milestone with its margins in days."""

    free_float_days: int | None
    deadline_float_days: Annotated[
        int | None, "until a deadline that it leads to is missed; null without one"
    ]
    deadline_of: Annotated[str | None, "whose deadline that is"]


class NearestDeadline(TypedDict):
    """The deadline that leaves the target the least float, its own or that of a dependent."""

    milestone: str
    not_after: Day
    float_days: Annotated[int, "negative where it is missed"]


class PathBeginning(ChainDays):
    """An activity that a path begins with, and what is between it and the last step."""

    id: str
    name: str | None
    projected: Day | None
    why: Annotated[str, "what sets its date"]


class FloatPath(TypedDict):
    """A path: the first from the target back, others from a milestone of an earlier one."""

    steps: list[PathStep]
    begins: Annotated[PathBeginning | None, "null where it begins with its last step"]


class ProjectedByGaps(TypedDict):
    """The projected date in both readings of the gaps of the plan."""

    float: Annotated[Day | None, "where gaps absorb slips"]
    work: Annotated[Day | None, "where gaps are work"]


class OtherReading(Struct):
    """The projected date of the target in the other reading of the gaps.

    Attributes
    ----------
    why_not
        Why there are no dates in this reading; empty where there are.
    """

    gaps: Gaps
    date: date | None
    why_not: str


class WithoutQueries(TypedDict):
    """The answer without the queried links."""

    projected: Day | None
    steps: Annotated[list[str], "the codes of the path"]
    differs: Annotated[bool, "whether the date or the path is another"]
    path_change: Annotated[PathChange, "a path that ties is as critical, and no other"]


class DrivenMilestone(TypedDict):
    """A milestone of the chain that drives the target, and what sets its date."""

    milestone: str
    projected: Day | None
    causes: Annotated[list[CauseData], "each would do alone; the first counts as its driver"]


class LateBehindData(TypedDict):
    """The incomplete milestones behind the target that are projected later than due."""

    milestones: Annotated[int, "how many"]
    nearest: Annotated[str, "the one with the smallest total float"]
    total_float_days: int


class PathAnswer(OfPlan):
    """What drives a target: depgraph critical-path."""

    target: str
    due: Day | None
    dated_in: DatedIn
    projected: Day | None
    gaps: Annotated[Gaps, "how gaps are read"]
    projected_by_gaps: ProjectedByGaps
    no_dates: Annotated[NoDates | None, "null where both readings of the gaps have dates"]
    deadline: Day | None
    nearest_deadline: Annotated[NearestDeadline | None, "null where it leads to none"]
    paths: list[FloatPath]
    undated: Annotated[list[str], "what has no date and constrains nothing"]
    driver: Annotated[str, "the answer in one sentence"]
    driving_chain: Annotated[
        list[DrivenMilestone], "from the target back to what has its date by itself"
    ]
    late_behind: Annotated[LateBehindData | None, "null where nothing behind it is late"]
    without_queries: WithoutQueries | None


class TreeMilestone(PathMilestone, PathLink):
    """A milestone of the tree of what drives the target."""

    depth: Annotated[int, "links from the target; 0 for the target"]
    projected: Day | None
    repeated: Annotated[bool, "whether it stands at an earlier place, with all that drives it"]


class TreeAnswer(TypedDict):
    """All that drives a target, each milestone followed by what drives it: --tree."""

    target: str
    tree: list[TreeMilestone]


class ChainStep(PathMilestone, PathLink):
    """A milestone of a chain."""


class ChainAnswer(TypedDict):
    """The longest chain to a target: --chain hops."""

    target: str
    links: Annotated[int, "how many links it has"]
    steps: Annotated[list[ChainStep], "the milestones from the target back"]


CriticalPathAnswer = PathAnswer | TreeAnswer | ChainAnswer


def path_data(
    path: CriticalPath,
    sentence: str,
    without_queries: CriticalPath | None,
    other_reading: OtherReading,
    dated_in: Sequence[str] = (),
) -> PathAnswer:
    """Return what drives a target, and that in one sentence; see `path_page` for the rest."""
    other: WithoutQueries | None = None
    if without_queries is not None:
        other = {
            "projected": iso(without_queries.projected),
            "steps": list(without_queries.codes),
            "differs": differs(path, without_queries),
            "path_change": change_of_path(path, without_queries),
        }
    gaps = path.projection.gaps
    floats = deadline_floats(path.projection)
    own, others = iso(path.projected), iso(other_reading.date)
    late = path.late_behind
    return {
        "target": path.target.id,
        **of_plan(path.projection.graph),
        "as_of": iso(path.as_of),
        "due": iso(path.target.due),
        "dated_in": list(dated_in),
        "projected": own,
        "gaps": gaps,
        "projected_by_gaps": {
            "float": others if gaps == "work" else own,
            "work": own if gaps == "work" else others,
        },
        "no_dates": no_dates_data(other_reading.gaps, other_reading.why_not),
        "deadline": iso(path.deadline),
        "nearest_deadline": _nearest_deadline(floats.get(path.target.id)),
        "paths": [
            {
                "steps": [step_data(step, floats.get(step.id)) for step in steps],
                "begins": _beginning_data(path, begins),
            }
            for steps, begins in zip(path.paths, path.begins, strict=True)
        ],
        "undated": list(path.undated),
        "driver": sentence,
        "driving_chain": [
            {
                "milestone": milestone.id,
                "projected": iso(path.projection.date(milestone.id)),
                "causes": [cause_data(cause) for cause in path.projection.causes(milestone.id)],
            }
            for milestone in path.driving_chain
        ],
        "late_behind": None
        if late is None
        else {
            "milestones": late.number,
            "nearest": late.nearest,
            "total_float_days": late.total_float,
        },
        "without_queries": other,
    }


def _beginning_data(path: CriticalPath, begins: Beginning | None) -> PathBeginning | None:
    if begins is None:
        return None
    return {
        "id": begins.activity.id,
        "name": begins.activity.name,
        "projected": iso(path.projection.date(begins.activity.id)),
        "why": begins.driver,
        **chain_days(begins.link),
    }


def _nearest_deadline(least: DeadlineFloat | None) -> NearestDeadline | None:
    if least is None or least.milestone.not_after is None:
        return None
    return {
        "milestone": least.milestone.id,
        "not_after": least.milestone.not_after.isoformat(),
        "float_days": least.days,
    }


def change_of_path(path: CriticalPath, other: CriticalPath) -> PathChange:
    """Return what the path of another plan is to that of a target, history left out."""
    if path.target.is_complete:
        return "same" if path.codes == other.codes else "other"
    return path_change(path.projection, other.projection, path.open_codes, other.open_codes)


def differs(path: CriticalPath, other: CriticalPath) -> bool:
    """Whether two answers for one target have another date, or a path that does not only tie."""
    return path.projected != other.projected or change_of_path(path, other) == "other"


def tree_data(target: Milestone, branches: Sequence[Branch]) -> TreeAnswer:
    """Return the tree of what drives a target."""
    return {"target": target.id, "tree": [_tree_milestone(branch) for branch in branches]}


def chain_data(graph: Graph, target: Milestone, chain: Sequence[Link]) -> ChainAnswer:
    """Return the longest chain to a target."""
    links: list[Link | None] = [None, *chain]
    milestones = [target, *(graph[link.prerequisite] for link in chain)]
    return {
        "target": target.id,
        "links": len(chain),
        "steps": [
            {**_path_milestone(milestone), **_path_link(link)}
            for milestone, link in zip(milestones, links, strict=True)
        ],
    }


def step_data(step: Step, least: DeadlineFloat | None) -> PathStep:
    """Return a step of a path, with its least float to a deadline."""
    return {
        **_path_milestone(step.milestone),
        **step_margins(step),
        "free_float_days": step.free_float,
        "deadline_float_days": least.days if least else None,
        "deadline_of": least.milestone.id if least else None,
        **_path_link(step.link),
    }


def step_margins(step: Step) -> StepMargins:
    """Return the projected date and the margins of a step."""
    return {
        "projected": iso(step.projected),
        "link_slack_days": step.link_slack,
        "total_float_days": step.total_float,
        "total_float_minutes": step.total_float_minutes,
    }


def _tree_milestone(branch: Branch) -> TreeMilestone:
    return {
        "depth": branch.depth,
        **_path_milestone(branch.milestone),
        "projected": iso(branch.projected),
        **_path_link(branch.link),
        "repeated": branch.is_repeated,
    }


def _path_milestone(milestone: Milestone) -> PathMilestone:
    return {
        "id": milestone.id,
        "due": iso(milestone.due),
        "completed": iso(milestone.completed),
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "state": milestone.state,
    }


def _path_link(link: Link | None) -> PathLink:
    return {
        "link_type": link.type if link else None,
        "link_lag": link.lag if link else None,
        "queried": link is not None and link.queried,
        **chain_days(link),
    }
