"""What changed between two plans, laid out as sections that every format writes in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import style

from depgraph.reports.diff_layout import Section, name_of, signed
from depgraph.reports.diff_links import link_sections
from depgraph.reports.diff_words import wording
from depgraph.reports.layout import day, state, whose
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.analysis.comparison import AttributeChange, Change
    from depgraph.model import Graph, Milestone, Question
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.diff_words import Wording
    from depgraph.rules.findings import Finding


def sections(changes: PlanChanges) -> list[Section]:
    """Return the kinds of changes that there are."""
    words = wording(changes)
    found = [*_milestones(changes, words), *_dates(changes, words)]
    links = link_sections(changes, words)
    # Two accounts of one plan have milestones of their own by the thousand: links come first.
    parts = [*links, *found] if changes.is_drift else [*found, *links]
    parts += (*_questions(changes, words), *_attributes(changes, words), *_findings(changes, words))
    return [section for section in parts if section.rows]


# -- milestones ------------------------------------------------------------------------


def _milestones(changes: PlanChanges, words: Wording) -> list[Section]:
    comparison = changes.comparison
    heads = ("milestone", "date", "state", "owner", "name")
    likely = [each for each in comparison.recoded if not each.is_certain]
    certain = [each for each in comparison.recoded if each.is_certain]
    renamed = [change for change in comparison.renamed if not change.is_respelled]
    respelled = [change for change in comparison.renamed if change.is_respelled]
    return [
        Section(
            words.recoded,
            (words.old, words.new, "name"),
            [
                (each.before.id, each.after.id, name_of(each.after) or name_of(each.before))
                for each in certain
            ],
            note="One plan gives the one code as another code for the other.",
        ),
        Section(
            words.likely_recoded,
            (words.old, words.new, "names alike", "name"),
            [
                (
                    *(each.before.id, each.after.id),
                    *(f"{each.likeness * 100:.0f} %", name_of(each.after)),
                )
                for each in likely
            ],
            (2,),
            note="Their names are nearly the same; they are counted as "
            f"{words.removed_word} and {words.added_word} too.",
        ),
        Section(
            words.added,
            heads,
            [_row(each, comparison.after) for each in comparison.added],
        ),
        Section(
            words.removed,
            heads,
            [_row(each, comparison.before) for each in comparison.removed],
        ),
        _names(words.renamed, renamed, words),
        _names(words.respelled, respelled, words)._replace(is_minor=True),
    ]


def _names(title: str, changes: Iterable[Change], words: Wording) -> Section:
    rows = [(change.id, name_of(change.before), name_of(change.after)) for change in changes]
    return Section(title, ("milestone", words.old, words.new), rows)


def _row(milestone: Milestone, graph: Graph) -> tuple[str, ...]:
    return (
        milestone.id,
        day(milestone.own_date),
        state(milestone, graph.as_of),
        whose(milestone),
        name_of(milestone),
    )


# -- dates -----------------------------------------------------------------------------


def _dates(changes: PlanChanges, words: Wording) -> list[Section]:
    comparison = changes.comparison
    completed = Section(
        words.completed,
        ("milestone", words.planned, "completed", "days", "owner", "name"),
        [
            (
                *(change.id, day(change.before.own_date), day(change.after.completed)),
                *(signed(change.days), whose(change.after), name_of(change.after)),
            )
            for change in comparison.completed
        ],
        (3,),
    )
    reopened = Section(
        words.reopened,
        ("milestone", "completed", words.planned_again, "owner", "name"),
        [
            (
                *(change.id, day(change.before.completed), day(change.after.own_date)),
                *(whose(change.after), name_of(change.after)),
            )
            for change in comparison.reopened
        ],
    )
    moved = [move for move in comparison.replanned if not move.is_due_only]
    due = [move for move in comparison.replanned if move.is_due_only]
    return [completed, reopened, _moved(moved, words), _due_moved(due, words)]


def _due_moved(moves: Sequence[Change], words: Wording) -> Section:
    """Return the table of due dates that moved, where the date that counts did not."""
    rows = [
        (
            *(move.id, day(move.before.due), day(move.after.due)),
            _moved_by(move.before.due, move.after.due, move.due_days),
            *(day(move.after.own_date), whose(move.after), name_of(move.after)),
        )
        for move in moves
    ]
    heads = ("milestone", words.old, words.new, "days", "date that stays", "owner", "name")
    return Section(words.due_moved, heads, rows, (3,))


def _moved(moves: Sequence[Change], words: Wording) -> Section:
    """Return the table of other dates; due dates are told where they moved otherwise."""
    heads = ("milestone", words.old, words.new, "days")
    has_due = any(_dates_of(move) != (move.before.due, move.after.due) for move in moves)
    due = (f"due {words.old}", f"due {words.new}", "days") if has_due else ()
    rows = []
    for move in moves:
        was, now = _dates_of(move)
        cells = [move.id, day(was), day(now), _moved_by(was, now, move.days)]
        if has_due:
            was, now = move.before.due, move.after.due
            cells += [day(was), day(now), _moved_by(was, now, move.due_days)]
        rows.append((*cells, whose(move.after), name_of(move.after)))
    right = (3, 6) if has_due else (3,)
    return Section(words.moved, (*heads, *due, "owner", "name"), rows, right)


def _dates_of(move: Change) -> tuple[date | None, date | None]:
    return move.before.own_date, move.after.own_date


def _moved_by(was: date | None, now: date | None, days: int | None) -> str:
    if was is None and now is None:
        return "-"
    if days is None:
        return "new" if was is None else "gone"
    return signed(days)


# -- the rest --------------------------------------------------------------------------


def _questions(changes: PlanChanges, words: Wording) -> list[Section]:
    def table(title: str, questions: Iterable[Question]) -> Section:
        rows = [(question.milestone, printable(question.text)) for question in questions]
        return Section(title, ("milestone", "question"), rows)

    comparison = changes.comparison
    return [table(words.asked, comparison.asked), table(words.settled, comparison.settled)]


def _attributes(changes: PlanChanges, words: Wording) -> list[Section]:
    comparison = changes.comparison
    return [
        Section(
            words.attributes,
            ("milestone", "what", words.old, words.new),
            [_attribute_row(each) for each in comparison.attributes],
        ),
        Section(words.calendars, ("calendar",), [(printable(n),) for n in comparison.calendars]),
    ]


def _attribute_row(change: AttributeChange) -> tuple[str, ...]:
    return (change.id, change.attribute.replace("_", " "), *map(_value, change.values))


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return printable(", ".join(map(str, value))) or "-"
    return "-" if value is None else printable(str(value))


def _findings(changes: PlanChanges, words: Wording) -> list[Section]:
    found = changes.findings
    if found is None:
        return []
    heads = ("severity", "rule", "what")

    def table(title: str, findings: Iterable[Finding], *, minor: bool) -> Section:
        chosen = [each for each in findings if (_is_minor(each)) == minor]
        rows = [(_severity(each), each.rule, printable(each.message)) for each in chosen]
        return Section(title, heads, rows, is_minor=minor)

    restated = [
        (
            f"{each.before.status} {each.before.severity}",
            f"{each.after.status} {each.after.severity}",
            each.after.rule,
            printable(each.after.message),
        )
        for each in found.restated
    ]
    return [
        table(words.findings_new, found.new, minor=False),
        table(words.findings_new_minor, found.new, minor=True),
        table(words.findings_gone, found.gone, minor=False),
        table(words.findings_gone_minor, found.gone, minor=True),
        Section(words.findings_restated, (words.old, words.new, "rule", "what"), restated),
    ]


def _is_minor(finding: Finding) -> bool:
    return finding.severity == "info" or finding.status == "known"


def _severity(finding: Finding) -> str:
    text = finding.severity if finding.status == "new" else f"{finding.status} {finding.severity}"
    if finding.status == "new" and finding.severity == "error":
        return style(text, fg="red", bold=True)
    return text
