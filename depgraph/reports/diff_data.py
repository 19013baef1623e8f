"""What changed between two plans, as data: the contract of ``diff --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from depgraph.analysis.path_comparison import Presence, margin
from depgraph.plans.operands import Kind
from depgraph.reports.check_data import FindingSentence
from depgraph.reports.data import Day, OfPlan, data_of, of_plan, place_data
from depgraph.reports.diff_plan_data import (
    LinkChanges,
    MilestoneChanges,
    QuestionChanges,
    link_changes,
    milestone_changes,
    question_changes,
)
from depgraph.reports.diff_projected import ProjectedMovesData, projected_data
from depgraph.reports.diff_words import summary
from depgraph.reports.path_data import StepMargins, step_margins
from depgraph.rules.findings import Severity, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.path_comparison import PathStep, TargetChange
    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Condition, Held
    from depgraph.plans.operands import Operand
    from depgraph.rules.findings import Finding


class PlanData(OfPlan):
    """One of the two plans."""

    name: str
    kind: Kind
    milestones: Annotated[int, "how many it has"]
    links: int
    queried_links: int
    cycles: int


class ComparedFinding(FindingSentence):
    """A finding of the checks, without its evidence."""

    file: str | None
    line: Annotated[int | None, "from 1"]
    fingerprint: str


class RestatedFinding(ComparedFinding):
    """A finding of both plans with another status or severity."""

    status_before: Status
    severity_before: Severity


class FindingChangesData(TypedDict):
    """What the checks find in one plan only, or judge otherwise."""

    new: list[ComparedFinding]
    gone: list[ComparedFinding]
    restated: list[RestatedFinding]


class PathData(TypedDict):
    """What a plan says of a target."""

    due: Day | None
    projected: Day | None
    deadline: Day | None
    float_days: Annotated[int | None, "to the deadline, else to the due date; negative is late"]
    refusal: Annotated[str | None, "why there is no answer"]


class PathStepData(TypedDict):
    """A milestone on the critical path in at least one of the plans."""

    id: str
    on_path: Annotated[Presence, "in which plans"]
    before: StepMargins | None
    after: StepMargins | None


class TargetData(TypedDict):
    """What drives a target in both plans."""

    target: str
    name: str | None
    before: PathData
    after: PathData
    days: Annotated[int | None, "between the projected dates, positive for later"]
    other_path: Annotated[bool, "whether the critical paths pass other milestones"]
    steps: Annotated[list[PathStepData], "both paths as one chain, from the target back"]


class NotComparedData(TypedDict):
    """What one of two accounts never tells."""

    old: list[str]
    new: list[str]


class ConditionData(TypedDict):
    """A condition that was asked about."""

    condition: str
    holds: bool
    because: list[str]


class DiffAnswer(TypedDict):
    """The answer of depgraph diff."""

    old: PlanData
    new: PlanData
    relation: Annotated[
        Literal["change", "drift"], "one plan at two times, or two accounts of one plan"
    ]
    differs: bool
    summary: Annotated[str, "what differs, in one sentence"]
    milestones: MilestoneChanges
    links: LinkChanges
    questions: QuestionChanges
    calendars: Annotated[list[str], "the names of those that differ"]
    findings: Annotated[FindingChangesData | None, "null where they were not compared"]
    projected: Annotated[ProjectedMovesData | None, "null for two accounts of one plan"]
    targets: list[TargetData]
    not_compared: NotComparedData
    conditions: list[ConditionData]


def diff_data(
    changes: PlanChanges, conditions: Sequence[Condition] = (), held: Sequence[Held] = ()
) -> DiffAnswer:
    """Return what changed."""
    comparison = changes.comparison
    because = {holding.condition: list(holding.because) for holding in held}
    return {
        "old": _plan_data(changes.before, changes.cycles[0]),
        "new": _plan_data(changes.after, changes.cycles[1]),
        "relation": "drift" if changes.is_drift else "change",
        "differs": changes.has_changes,
        "summary": summary(changes),
        "milestones": milestone_changes(comparison),
        "links": link_changes(changes),
        "questions": question_changes(comparison),
        "calendars": list(comparison.calendars),
        "findings": _finding_changes(changes),
        "projected": projected_data(changes.projected),
        "targets": [_target_data(target) for target in changes.targets],
        "not_compared": {"old": list(changes.untold.before), "new": list(changes.untold.after)},
        "conditions": [
            {
                "condition": condition.text,
                "holds": condition in because,
                "because": because.get(condition, []),
            }
            for condition in conditions
        ],
    }


def _plan_data(operand: Operand, cycles: Sequence[object]) -> PlanData:
    graph = operand.opened.graph
    return {
        "name": operand.shown,
        "kind": operand.kind,
        **of_plan(graph),
        "milestones": len(graph),
        "links": len(graph.links),
        "queried_links": len(graph.queried_links),
        "cycles": len(cycles),
    }


# -- findings --------------------------------------------------------------------------


def _finding_changes(changes: PlanChanges) -> FindingChangesData | None:
    findings = changes.findings
    if findings is None:
        return None
    return {
        "new": list(map(_compared_finding, findings.new)),
        "gone": list(map(_compared_finding, findings.gone)),
        "restated": [
            {
                **_compared_finding(restated.after),
                "status_before": restated.before.status,
                "severity_before": restated.before.severity,
            }
            for restated in findings.restated
        ],
    }


def _compared_finding(finding: Finding) -> ComparedFinding:
    place = place_data(finding.position)
    return data_of(ComparedFinding, finding, file=place["file"], line=place["line"])


# -- targets ---------------------------------------------------------------------------


def _target_data(change: TargetChange) -> TargetData:
    milestone = change.milestone
    return {
        "target": change.target,
        "name": milestone.name if milestone else None,
        "before": _path_data(change.before, change.refusals[0]),
        "after": _path_data(change.after, change.refusals[1]),
        "days": change.days,
        "other_path": change.has_other_path,
        "steps": [_path_step_data(step) for step in change.steps],
    }


def _path_data(path: CriticalPath | None, refusal: str) -> PathData:
    return data_of(
        PathData,
        path,
        due=path and path.target.due,
        float_days=path and margin(path),
        refusal=refusal or None,
    )


def _path_step_data(step: PathStep) -> PathStepData:
    return {
        "id": step.id,
        "on_path": step.presence,
        "before": step_margins(step.before) if step.before else None,
        "after": step_margins(step.after) if step.after else None,
    }
