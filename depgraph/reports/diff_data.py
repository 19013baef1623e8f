"""What changed between two plans, as data: the contract of ``diff --format json``.

Keys may be added; those that are there keep their name and meaning. Dates are written
YYYY-MM-DD, and null stands for what is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.analysis.path_comparison import margin
from depgraph.reports.check_data import finding_data
from depgraph.reports.data import iso
from depgraph.reports.diff_words import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.comparison import AttributeChange, Change
    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.analysis.link_comparison import LinkChange
    from depgraph.analysis.path_comparison import PathStep, TargetChange
    from depgraph.analysis.recoding import Recoded
    from depgraph.model import Graph, Link, Milestone, Question
    from depgraph.plans.comparing import PlanChanges
    from depgraph.plans.conditions import Condition, Held
    from depgraph.plans.operands import Operand
    from depgraph.rules.findings import Finding

Json = dict[str, Any]

_OF_FINDING = (
    *("rule", "severity", "status", "milestone", "prerequisite", "dependent", "message"),
    *("file", "line", "fingerprint"),
)


def diff_data(
    changes: PlanChanges, conditions: Sequence[Condition] = (), held: Sequence[Held] = ()
) -> Json:
    """Return what changed.

    Returns
    -------
    dict
        ``old`` and ``new``, what is compared; ``relation``, ``change`` or ``drift``;
        ``differs``; ``summary``, in one sentence; ``milestones``, ``links``, ``questions``
        and ``findings`` (null where they were not compared), with a list for each kind of
        change; ``calendars``; ``targets``, each with its critical paths as one chain;
        ``not_compared``, what only one of two accounts tells; ``conditions``, those that were
        asked about.
    """
    comparison = changes.comparison
    links = comparison.links
    because = {each.condition: list(each.because) for each in held}
    return {
        "old": _operand(changes.before, changes.cycles[0]),
        "new": _operand(changes.after, changes.cycles[1]),
        "relation": "drift" if changes.is_drift else "change",
        "differs": changes.has_changes,
        "summary": summary(changes),
        "milestones": {
            "added": [_milestone(each) for each in comparison.added],
            "removed": [_milestone(each) for each in comparison.removed],
            "recoded": [_recoded(each) for each in comparison.recoded],
            "renamed": [_renamed(each) for each in comparison.renamed],
            "moved": [_moved(each) for each in comparison.moved],
            "completed": [_moved(each) for each in comparison.completed],
            "reopened": [_moved(each) for each in comparison.reopened],
            "changed": [_attribute(each) for each in comparison.attributes],
        },
        "links": {
            "added": [_one_link(each, changes, added=True) for each in links.added],
            "removed": [_one_link(each, changes, added=False) for each in links.removed],
            "queried": [_both_links(each) for each in links.queried],
            "confirmed": [_both_links(each) for each in links.confirmed],
            "changed": [_both_links(each) for each in links.changed],
        },
        "questions": {
            "asked": [_question(each) for each in comparison.asked],
            "settled": [_question(each) for each in comparison.settled],
        },
        "calendars": list(comparison.calendars),
        "findings": _findings(changes),
        "targets": [_target(each) for each in changes.targets],
        "not_compared": dict(zip(("old", "new"), map(list, changes.untold), strict=True)),
        "conditions": [
            {"condition": each.text, "holds": each in because, "because": because.get(each, [])}
            for each in conditions
        ],
    }


def _operand(operand: Operand, cycles: Sequence[object]) -> Json:
    graph: Graph = operand.opened.graph
    return {
        "name": operand.shown,
        "kind": operand.kind,
        "as_of": iso(graph.as_of),
        "milestones": len(graph),
        "links": len(graph.links),
        "queried_links": len(graph.queried_links),
        "cycles": len(cycles),
    }


# -- milestones ------------------------------------------------------------------------


def _milestone(milestone: Milestone) -> Json:
    return {
        "id": milestone.id,
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "level": milestone.level,
        "state": milestone.state,
        "due": iso(milestone.due),
        "forecast": iso(milestone.forecast),
        "completed": iso(milestone.completed),
    }


def _recoded(each: Recoded) -> Json:
    return {
        "before": each.before.id,
        "after": each.after.id,
        "certain": each.is_certain,
        "likeness": each.likeness,
        "name": each.after.name,
    }


def _renamed(change: Change) -> Json:
    return {
        "id": change.id,
        "before": change.before.name,
        "after": change.after.name,
        "spelling_only": change.is_respelled,
    }


def _moved(change: Change) -> Json:
    return {
        "id": change.id,
        "name": change.after.name,
        "before": iso(change.before.own_date),
        "after": iso(change.after.own_date),
        "days": change.days,
        "due_before": iso(change.before.due),
        "due_after": iso(change.after.due),
        "due_days": change.due_days,
        "state_before": change.before.state,
        "state_after": change.after.state,
    }


def _attribute(change: AttributeChange) -> Json:
    before, after = change.values
    return {
        "id": change.id,
        "attribute": change.attribute,
        "before": _value(before),
        "after": _value(after),
    }


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, int) else str(value)


def _question(question: Question) -> Json:
    return {"milestone": question.milestone, "text": question.text}


# -- links -----------------------------------------------------------------------------


def _link(link: Link) -> Json:
    return {
        "prerequisite": link.prerequisite,
        "dependent": link.dependent,
        "type": link.type,
        "lag": link.lag,
        "calendar": link.calendar,
        "queried": link.queried,
        "queries": [query.text for query in link.queries if query.text],
        "note": link.note,
    }


def _one_link(link: Link, changes: PlanChanges, *, added: bool) -> Json:
    joined = changes.joined_before if added else changes.still_joined
    return {**_link(link), "joined_through_others": (link.prerequisite, link.dependent) in joined}


def _both_links(change: LinkChange) -> Json:
    return {"before": _link(change.before), "after": _link(change.after)}


# -- findings --------------------------------------------------------------------------


def _findings(changes: PlanChanges) -> Json | None:
    found = changes.findings
    if found is None:
        return None
    return {
        "new": [_finding(each) for each in found.new],
        "gone": [_finding(each) for each in found.gone],
        "restated": [
            {
                **_finding(each.after),
                "status_before": each.before.status,
                "severity_before": each.before.severity,
            }
            for each in found.restated
        ],
    }


def _finding(finding: Finding) -> Json:
    """Return a finding without its evidence, which is that of `check`."""
    everything = dict(finding_data(finding))
    return {key: everything[key] for key in _OF_FINDING}


# -- targets ---------------------------------------------------------------------------


def _target(change: TargetChange) -> Json:
    milestone = change.milestone
    return {
        "target": change.target,
        "name": milestone.name if milestone else None,
        "before": _path(change.before, change.refusals[0]),
        "after": _path(change.after, change.refusals[1]),
        "days": change.days,
        "other_path": change.has_other_path,
        "steps": [_path_step(step) for step in change.steps],
    }


def _path(path: CriticalPath | None, refusal: str) -> Json:
    return {
        "due": iso(path.target.due) if path else None,
        "projected": iso(path.projected) if path else None,
        "deadline": iso(path.deadline) if path else None,
        "float_days": margin(path) if path else None,
        "refusal": refusal or None,
    }


def _path_step(step: PathStep) -> Json:
    return {
        "id": step.id,
        "on_path": step.presence,
        "before": _step(step.before),
        "after": _step(step.after),
    }


def _step(step: Step | None) -> Json | None:
    if step is None:
        return None
    return {
        "projected": iso(step.projected),
        "link_slack_days": step.link_slack,
        "total_float_days": step.total_float,
    }
