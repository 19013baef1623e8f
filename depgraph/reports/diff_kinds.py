"""What changed between two plans as tables for readers, one for each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import projection_or_none
from depgraph.reports.diff_cells import (
    DAYS,
    MILESTONE,
    NAME,
    OWNER,
    Kind,
    coded,
    counting,
    dated,
    kind,
    signed,
    text,
)
from depgraph.reports.diff_links import link_kinds
from depgraph.reports.diff_projected import projected_kind
from depgraph.reports.diff_words import wording
from depgraph.reports.layout import state, whose
from depgraph.reports.page import Head, marked
from depgraph.words import whole_percent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from depgraph.analysis.comparison import Change
    from depgraph.model import Graph, Milestone
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.diff_words import Wording
    from depgraph.reports.page import Value
    from depgraph.rules.findings import Finding


def kinds(changes: PlanChanges) -> list[Kind]:
    """Return the kinds of changes that there are."""
    words = wording(changes)
    projected = [projected_kind(changes.projected)] if changes.projected else []
    of_milestones = [*projected, *_milestone_kinds(changes, words), *_date_kinds(changes, words)]
    links = link_kinds(changes, words)
    # Two accounts of one plan have milestones of their own by the thousand: links come first.
    parts = [*links, *of_milestones] if changes.is_drift else [*of_milestones, *links]
    parts += (
        *_question_kinds(changes, words),
        *_attribute_kinds(changes, words),
        *_finding_kinds(changes, words),
    )
    return [part for part in parts if part.table.rows]


# -- milestones ------------------------------------------------------------------------


def _milestone_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    comparison = changes.comparison
    codes = (coded(words.old, "before.id"), coded(words.new, "after.id"))
    names = (MILESTONE, text(words.old, "before.name"), text(words.new, "after.name"))
    return [
        kind(
            words.recoded,
            (*codes, NAME),
            (pair for pair in comparison.recoded if pair.is_certain),
            about="One plan gives the one code as another code for the other.",
            name=lambda pair: pair.after.name or pair.before.name,
        ),
        kind(
            words.likely_recoded,
            (*codes, counting("names alike", "likeness"), Head("after.name", "name")),
            (pair for pair in comparison.recoded if not pair.is_certain),
            about="Their names are nearly the same; they are counted as "
            f"{words.removed_word} and {words.added_word} too.",
            likeness=lambda pair: f"{whole_percent(pair.likeness * 100)} %",
        ),
        _one_sided_kind(words.added, comparison.added, comparison.after),
        _one_sided_kind(words.removed, comparison.removed, comparison.before),
        kind(words.renamed, names, (new for new in comparison.renamed if not new.is_respelled)),
        kind(
            words.respelled,
            names,
            (new for new in comparison.renamed if new.is_respelled),
            is_minor=True,
        ),
    ]


def _one_sided_kind(title: str, milestones: Collection[Milestone], graph: Graph) -> Kind:
    """Return the table of the milestones that only one plan has."""
    heads = (MILESTONE, dated("date", "own_date"), text("state", least=1), OWNER, NAME)
    projection = projection_or_none(graph) if milestones else None
    return kind(
        title,
        heads,
        milestones,
        state=lambda milestone: state(milestone, graph.as_of, projection),
        owner=whose,
    )


# -- dates -----------------------------------------------------------------------------


def _date_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    comparison = changes.comparison
    replanned = comparison.replanned
    planned = dated(words.planned, "before.own_date")
    planned_again = dated(words.planned_again, "after.own_date")
    was_completed, completed = (
        dated("completed", f"{side}.completed") for side in ("before", "after")
    )
    return [
        _change_kind(words.completed, (planned, completed, DAYS), comparison.completed),
        _change_kind(words.reopened, (was_completed, planned_again), comparison.reopened),
        _moved_kind([move for move in replanned if not move.is_due_only], words),
        _change_kind(
            words.due_moved,
            (
                *(dated(words.old, "before.due"), dated(words.new, "after.due")),
                counting("days", "due_days", has_bar=True),
                dated("date that stays", "after.own_date", least=2),
            ),
            (move for move in replanned if move.is_due_only),
        ),
    ]


def _moved_kind(moves: Sequence[Change], words: Wording) -> Kind:
    """Return the other dates that moved; due dates are told where they moved otherwise."""
    heads = [
        *(dated(words.old, "before.own_date"), dated(words.new, "after.own_date")),
        counting("days", "moved", has_bar=True),
    ]
    if any(
        (move.before.own_date, move.after.own_date) != (move.before.due, move.after.due)
        for move in moves
    ):
        heads += (
            dated(f"due {words.old}", "before.due", least=2),
            dated(f"due {words.new}", "after.due", least=2),
            counting("days", "due_days", least=2),
        )
    return _change_kind(words.moved, heads, moves)


def _change_kind(title: str, heads: Iterable[Head], changes: Iterable[Change]) -> Kind:
    """Return milestones of both plans with some columns, and whose they are."""
    return kind(
        title,
        (MILESTONE, *heads, OWNER, Head("after.name", "name")),
        changes,
        days=lambda move: signed(move.days),
        moved=lambda move: _moved_by(move.before.own_date, move.after.own_date, move.days),
        due_days=lambda move: _moved_by(move.before.due, move.after.due, move.due_days),
        owner=lambda move: whose(move.after),
    )


def _moved_by(was: date | None, now: date | None, days: int | None) -> Value:
    if days is None and was != now:
        return "new" if was is None else "gone"
    return signed(days)


# -- the rest --------------------------------------------------------------------------


def _question_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    heads = (coded("milestone"), text("question", "text"))
    comparison = changes.comparison
    return [
        kind(words.asked, heads, comparison.asked),
        kind(words.settled, heads, comparison.settled),
    ]


def _attribute_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    comparison = changes.comparison
    columns = (text("what", "attribute"), text(words.old, "before"), text(words.new, "after"))
    return [
        kind(
            words.attributes,
            (MILESTONE, *columns),
            comparison.attributes,
            attribute=lambda change: change.attribute.replace("_", " "),
            before=lambda change: _value_in_words(change.values[0]),
            after=lambda change: _value_in_words(change.values[1]),
        ),
        kind(words.calendars, (text("calendar"),), comparison.calendars, calendar=str),
    ]


def _value_in_words(value: object) -> str:
    if isinstance(value, tuple):
        value = ", ".join(map(str, value)) or None
    return "-" if value is None else str(value)


def _finding_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    findings = changes.findings
    if findings is None:
        return []
    rule, what = Head("rule", "rule", is_code=True), text("what", "message")

    def table(title: str, findings: Iterable[Finding], *, is_minor: bool) -> Kind:
        heads = (Head("severity", "severity", is_code=True, least=2), rule, what)
        chosen = (finding for finding in findings if is_minor_finding(finding) == is_minor)
        return kind(title, heads, chosen, is_minor=is_minor, severity=_severity)

    return [
        table(words.findings_new, findings.new, is_minor=False),
        table(words.findings_new_minor, findings.new, is_minor=True),
        table(words.findings_gone, findings.gone, is_minor=False),
        table(words.findings_gone_minor, findings.gone, is_minor=True),
        kind(
            words.findings_restated,
            (
                *(text(words.old, "before"), text(words.new, "after")),
                *(head._replace(name=f"after.{head.name}") for head in (rule, what)),
            ),
            findings.restated,
            before=lambda restated: judgement(restated.before),
            after=lambda restated: judgement(restated.after),
        ),
    ]


def is_minor_finding(finding: Finding) -> bool:
    """Whether a finding is told by number alone: it is for information, or known."""
    return finding.severity == "info" or finding.status == "known"


def judgement(finding: Finding) -> str:
    """Return the status and the severity of a finding, as ``new error``."""
    return f"{finding.status} {finding.severity}"


def _severity(finding: Finding) -> str:
    if finding.status != "new":
        return judgement(finding)
    if finding.severity == "error":
        return marked(finding.severity, colour="red")
    return finding.severity
