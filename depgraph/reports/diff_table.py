"""What changed between two plans as a table for programs: a row for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.path_comparison import margin
from depgraph.records import Struct
from depgraph.reports.diff_kinds import judgement
from depgraph.reports.diff_links import doubt, link_differences, one_sided_links
from depgraph.reports.diff_paths import (
    ADDED,
    GONE,
    MOVED,
    mark,
    milestone_of,
    projected_dates,
    target_sentence,
)
from depgraph.reports.diff_projected import links_in_words
from depgraph.reports.diff_words import notes, summary, title, wording
from depgraph.reports.layout import relation
from depgraph.reports.page import Head, Table
from depgraph.words import whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.analysis.comparison import Comparison
    from depgraph.analysis.path_comparison import TargetChange
    from depgraph.model import Graph, Link, Milestone
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.page import Value
    from depgraph.rules.findings import Finding

_STEPS = {ADDED: "added", GONE: "removed", MOVED: "moved"}


class _Row(Struct):
    """A change.

    Attributes
    ----------
    kind
        What it is of: a milestone, a link, a question, a calendar, a finding, a target or a
        critical path.
    change
        What became of it.
    code
        The milestone that is meant; of a link, its dependent.
    what
        What differs of it: the date, an attribute, the rule of a finding.
    """

    kind: str
    change: str
    code: str | None
    what: str
    before: Value = None
    after: Value = None
    days: int | None = None
    prerequisite: str | None = None
    dependent: str | None = None
    name: str | None = None
    prerequisite_name: str | None = None
    owner: str | None = None
    team: str | None = None
    state: str | None = None
    remark: str = ""

    def of(self, milestone: Milestone | None) -> _Row:
        """Return the row with what is known of its milestone."""
        if milestone is None:
            return self
        return self._replace(
            name=milestone.name,
            owner=milestone.owner,
            team=milestone.team,
            state=milestone.state,
        )


def diff_table(changes: PlanChanges) -> Table:
    """Return what changed: a row for each change, with the values before and after."""
    comparison = changes.comparison
    rows = (
        *_milestone_rows(comparison),
        *_date_rows(comparison),
        *_projected_rows(changes),
        *_attribute_rows(comparison),
        *_link_rows(changes),
        *_finding_rows(changes),
        *(row for target in changes.targets for row in _target_rows(target, changes)),
    )
    return Table(
        title(changes),
        tuple(
            Head(name, name.replace("_", " "), "number" if name == "days" else "text")
            for name in _Row._fields
        ),
        rows,
        {
            "old": changes.before.shown,
            "new": changes.after.shown,
            "old_as_of": comparison.before.as_of,
            "new_as_of": comparison.after.as_of,
            "relation": "drift" if changes.is_drift else "change",
            "summary": summary(changes),
        },
        notes=tuple(notes(changes)),
    )


# -- milestones ------------------------------------------------------------------------


def _milestone_rows(comparison: Comparison) -> Iterator[_Row]:
    for milestone in comparison.added:
        row = _Row("milestone", "added", milestone.id, "date", after=milestone.own_date)
        yield row.of(milestone)
    for milestone in comparison.removed:
        row = _Row("milestone", "removed", milestone.id, "date", before=milestone.own_date)
        yield row.of(milestone)
    for pair in comparison.recoded:
        was, now = pair.before, pair.after
        change = "recoded" if pair.is_certain else "likely recoded"
        remark = "" if pair.is_certain else f"names alike: {whole_percent(pair.likeness * 100)} %"
        yield _Row("milestone", change, now.id, "code", was.id, now.id, remark=remark).of(now)
    for renamed in comparison.renamed:
        change = "respelled" if renamed.is_respelled else "renamed"
        names = renamed.before.name, renamed.after.name
        yield _Row("milestone", change, renamed.id, "name", *names).of(renamed.after)


def _date_rows(comparison: Comparison) -> Iterator[_Row]:
    """Return the rows of dates: those that count, then due dates that differ from these."""
    replanned = [move for move in comparison.replanned if not move.is_due_only]
    for change, moves in (
        ("completed", comparison.completed),
        ("reopened", comparison.reopened),
        ("moved", replanned),
    ):
        for move in moves:
            dates = move.before.own_date, move.after.own_date
            yield _Row("milestone", change, move.id, "date", *dates, move.days).of(move.after)
    for move in comparison.moved:
        dates = move.before.due, move.after.due
        if dates[0] != dates[1]:
            yield _Row("milestone", "moved", move.id, "due", *dates, move.due_days).of(move.after)


def _attribute_rows(comparison: Comparison) -> Iterator[_Row]:
    for change in comparison.attributes:
        was, now = map(_attribute_value, change.values)
        yield _Row("milestone", "changed", change.id, change.attribute, was, now).of(change.after)
    for question in comparison.asked:
        row = _Row("question", "asked", question.milestone, "question", after=question.text)
        yield row.of(_milestone_named(comparison.after, question.milestone))
    for question in comparison.settled:
        row = _Row("question", "settled", question.milestone, "question", before=question.text)
        yield row.of(_milestone_named(comparison.before, question.milestone))
    for name in comparison.calendars:
        yield _Row("calendar", "changed", None, name)


def _attribute_value(value: object) -> Value:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return value if value is None or isinstance(value, int) else str(value)


def _milestone_named(graph: Graph, code: str | None) -> Milestone | None:
    return graph[code] if code is not None and code in graph else None


# -- links -----------------------------------------------------------------------------


def _link_rows(changes: PlanChanges) -> Iterator[_Row]:
    comparison = changes.comparison
    old, new = comparison.before, comparison.after
    words = wording(changes)
    for one_sided in one_sided_links(changes.only_after, words.only_after):
        link, remark = one_sided.link, one_sided.remark
        yield _link_row("added", link, new, "link", after=relation(link), remark=remark)
    for one_sided in one_sided_links(changes.only_before, words.only_before):
        link, remark = one_sided.link, one_sided.remark
        yield _link_row("removed", link, old, "link", before=relation(link), remark=remark)
    for change in comparison.links.queried:
        yield _link_row("queried", change.after, new, "query", after=doubt(change.after))
    for change in comparison.links.confirmed:
        yield _link_row("confirmed", change.after, new, "query", before=doubt(change.before))
    for change in comparison.links.changed:
        for what, was, now in link_differences(change):
            yield _link_row("changed", change.after, new, what, was, now)


def _link_row(
    change: str,
    link: Link,
    graph: Graph,
    what: str,
    before: str | None = None,
    after: str | None = None,
    *,
    remark: str = "",
) -> _Row:
    return _Row(
        *("link", change, link.dependent, what, before, after),
        prerequisite=link.prerequisite,
        dependent=link.dependent,
        prerequisite_name=graph[link.prerequisite].name,
        remark=remark,
    ).of(graph[link.dependent])


# -- findings and targets --------------------------------------------------------------


def _finding_rows(changes: PlanChanges) -> Iterator[_Row]:
    findings = changes.findings
    if findings is None:
        return
    old, new = changes.before.judged.graph, changes.after.judged.graph
    for finding in findings.new:
        yield _finding_row("new", finding, new, after=judgement(finding))
    for finding in findings.gone:
        yield _finding_row("gone", finding, old, before=judgement(finding))
    for restated in findings.restated:
        before, after = judgement(restated.before), judgement(restated.after)
        yield _finding_row("restated", restated.after, new, before, after)


def _finding_row(
    change: str,
    finding: Finding,
    graph: Graph,
    before: str | None = None,
    after: str | None = None,
) -> _Row:
    prerequisite = _milestone_named(graph, finding.prerequisite)
    return _Row(
        *("finding", change, finding.milestone, finding.rule, before, after),
        prerequisite=finding.prerequisite,
        dependent=finding.dependent,
        prerequisite_name=prerequisite.name if prerequisite else None,
        remark=finding.message,
    ).of(_milestone_named(graph, finding.milestone))


def _projected_rows(changes: PlanChanges) -> Iterator[_Row]:
    """Return the rows of the main milestones whose projected date differs."""
    for move in changes.projected.moves if changes.projected else ():
        links = links_in_words(move)
        yield _Row(
            *("milestone", "moved", move.milestone.id, "projected", move.before, move.after),
            days=move.days,
            remark=f"by new links: {links}" if links else "",
        ).of(move.milestone)


def _target_rows(target: TargetChange, changes: PlanChanges) -> Iterator[_Row]:
    """Return the rows of a target: its date and its float, and what its critical path has."""
    dates = projected_dates(target)
    change = "same" if dates[0] == dates[1] else "moved"
    sentence = target_sentence(target, wording(changes))
    row = _Row("target", change, target.target, "projected", *dates, target.days, remark=sentence)
    yield row.of(target.milestone)
    before_float = margin(target.before) if target.before else None
    after_float = margin(target.after) if target.after else None
    change = "same" if before_float == after_float else "moved"
    row = _Row("target", change, target.target, "float", before_float, after_float)
    yield row.of(target.milestone)
    for step in target.steps if target.is_answered else ():
        if sign := mark(step):
            before, after = projected_dates(step)
            days = (after - before).days if before and after else None
            yield _Row(
                *("critical path", _STEPS[sign], step.id, "projected", before, after, days),
                remark=f"on the critical path to {target.target}",
            ).of(milestone_of(step))
