"""What changed between two plans as tables for readers, one for each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import projection_or_none
from depgraph.reports.diff_cells import (
    MILESTONE,
    NAME,
    OWNER,
    Kind,
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
from depgraph.reports.page import Head, Table, marked
from depgraph.words import whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.comparison import Change
    from depgraph.model import Graph, Milestone, Question
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
    likely = [recoded for recoded in comparison.recoded if not recoded.is_certain]
    certain = [recoded for recoded in comparison.recoded if recoded.is_certain]
    renamed = [change for change in comparison.renamed if not change.is_respelled]
    respelled = [change for change in comparison.renamed if change.is_respelled]
    codes = tuple(Head(title, title, is_code=True, least=0) for title in (words.old, words.new))
    return [
        Kind(
            Table(
                words.recoded,
                (*codes, NAME),
                tuple(
                    (pair.before.id, pair.after.id, pair.after.name or pair.before.name or "")
                    for pair in certain
                ),
                about="One plan gives the one code as another code for the other.",
            )
        ),
        Kind(
            Table(
                words.likely_recoded,
                (*codes, counting("names alike"), NAME),
                tuple(
                    (
                        pair.before.id,
                        pair.after.id,
                        f"{whole_percent(pair.likeness * 100)} %",
                        pair.after.name or "",
                    )
                    for pair in likely
                ),
                about="Their names are nearly the same; they are counted as "
                f"{words.removed_word} and {words.added_word} too.",
            )
        ),
        _one_sided_kind(words.added, comparison.added, comparison.after),
        _one_sided_kind(words.removed, comparison.removed, comparison.before),
        _names_kind(words.renamed, renamed, words),
        _names_kind(words.respelled, respelled, words, is_minor=True),
    ]


def _one_sided_kind(title: str, milestones: Iterable[Milestone], graph: Graph) -> Kind:
    """Return the table of the milestones that only one plan has."""
    heads = (MILESTONE, dated("date"), Head("state", "state"), OWNER, NAME)
    milestones = list(milestones)
    projection = projection_or_none(graph) if milestones else None
    rows = (
        (
            *(milestone.id, milestone.own_date),
            state(milestone, graph.as_of, projection),
            *(whose(milestone), milestone.name or ""),
        )
        for milestone in milestones
    )
    return kind(title, heads, rows)


def _names_kind(
    title: str, changes: Iterable[Change], words: Wording, *, is_minor: bool = False
) -> Kind:
    heads = (MILESTONE, text(words.old), text(words.new))
    rows = ((change.id, change.before.name or "", change.after.name or "") for change in changes)
    return kind(title, heads, rows, is_minor=is_minor)


# -- dates -----------------------------------------------------------------------------


def _date_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    comparison = changes.comparison
    moved = [move for move in comparison.replanned if not move.is_due_only]
    due = [move for move in comparison.replanned if move.is_due_only]
    return [
        kind(
            words.completed,
            (
                MILESTONE,
                dated(words.planned),
                dated("completed"),
                counting("days", has_bar=True),
                OWNER,
                NAME,
            ),
            (
                (
                    *(change.id, change.before.own_date, change.after.completed),
                    *(signed(change.days), *_owner_and_name(change)),
                )
                for change in comparison.completed
            ),
        ),
        kind(
            words.reopened,
            (MILESTONE, dated("completed"), dated(words.planned_again), OWNER, NAME),
            (
                (
                    change.id,
                    change.before.completed,
                    change.after.own_date,
                    *_owner_and_name(change),
                )
                for change in comparison.reopened
            ),
        ),
        _moved_kind(moved, words),
        _due_kind(due, words),
    ]


def _due_kind(moves: Iterable[Change], words: Wording) -> Kind:
    """Return the due dates that moved, where the date that counts did not."""
    heads = (
        *(MILESTONE, dated(words.old), dated(words.new), counting("days", has_bar=True)),
        *(dated("date that stays", least=2), OWNER, NAME),
    )
    rows = (
        (
            *(move.id, move.before.due, move.after.due),
            _moved_by(move.before.due, move.after.due, move.due_days),
            *(move.after.own_date, *_owner_and_name(move)),
        )
        for move in moves
    )
    return kind(words.due_moved, heads, rows)


def _moved_kind(moves: Sequence[Change], words: Wording) -> Kind:
    """Return the other dates that moved; due dates are told where they moved otherwise."""
    heads = [MILESTONE, dated(words.old), dated(words.new), counting("days", has_bar=True)]
    has_due = any(_dates_of(move) != (move.before.due, move.after.due) for move in moves)
    if has_due:
        due = (f"due {words.old}", f"due {words.new}")
        heads += (*(dated(title, least=2) for title in due), counting("days", least=2))
    rows = []
    for move in moves:
        was, now = _dates_of(move)
        cells = [move.id, was, now, _moved_by(was, now, move.days)]
        if has_due:
            was, now = move.before.due, move.after.due
            cells += [was, now, _moved_by(was, now, move.due_days)]
        rows.append((*cells, *_owner_and_name(move)))
    return kind(words.moved, (*heads, OWNER, NAME), rows)


def _owner_and_name(change: Change) -> tuple[str, str]:
    return whose(change.after), change.after.name or ""


def _dates_of(move: Change) -> tuple[date | None, date | None]:
    return move.before.own_date, move.after.own_date


def _moved_by(was: date | None, now: date | None, days: int | None) -> Value:
    if days is None and was != now:
        return "new" if was is None else "gone"
    return signed(days)


# -- the rest --------------------------------------------------------------------------


def _question_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    def table(title: str, questions: Iterable[Question]) -> Kind:
        rows = ((question.milestone, question.text) for question in questions)
        return kind(title, (MILESTONE, text("question")), rows)

    comparison = changes.comparison
    return [table(words.asked, comparison.asked), table(words.settled, comparison.settled)]


def _attribute_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    comparison = changes.comparison
    attributes = (
        (change.id, change.attribute.replace("_", " "), *map(_value_in_words, change.values))
        for change in comparison.attributes
    )
    heads = (MILESTONE, text("what"), text(words.old), text(words.new))
    names = ((name,) for name in comparison.calendars)
    return [
        kind(words.attributes, heads, attributes),
        kind(words.calendars, (text("calendar"),), names),
    ]


def _value_in_words(value: object) -> str:
    if isinstance(value, tuple):
        value = ", ".join(map(str, value)) or None
    return "-" if value is None else str(value)


def _finding_kinds(changes: PlanChanges, words: Wording) -> list[Kind]:
    findings = changes.findings
    if findings is None:
        return []
    rule, what = Head("rule", "rule", is_code=True), text("what")

    def table(title: str, findings: Iterable[Finding], *, is_minor: bool) -> Kind:
        heads = (Head("severity", "severity", is_code=True, least=2), rule, what)
        rows = (
            (_severity(finding), finding.rule, finding.message)
            for finding in findings
            if is_minor_finding(finding) == is_minor
        )
        return kind(title, heads, rows, is_minor=is_minor)

    restated = (
        (
            judgement(finding.before),
            judgement(finding.after),
            finding.after.rule,
            finding.after.message,
        )
        for finding in findings.restated
    )
    return [
        table(words.findings_new, findings.new, is_minor=False),
        table(words.findings_new_minor, findings.new, is_minor=True),
        table(words.findings_gone, findings.gone, is_minor=False),
        table(words.findings_gone_minor, findings.gone, is_minor=True),
        kind(words.findings_restated, (text(words.old), text(words.new), rule, what), restated),
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
