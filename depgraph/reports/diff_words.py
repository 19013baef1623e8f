"""The words for what changed: of one plan at two times, or of two accounts of one plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model.documents import documents_in_words
from depgraph.reports.diff_projected import projected_counts, projected_notes
from depgraph.reports.layout import day
from depgraph.words import counted, days, later, printable, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.comparison import Change, Comparison
    from depgraph.plans.comparing import PlanChanges


class SideWords:
    """The words for links that only one plan has.

    Attributes
    ----------
    links, links_apart
        The titles of such links and, of drift, of those of milestones that the other has not.
    apart
        What is said of a milestone that only the plan has.
    through
        Of a chain by which the other plan joins the ends of a link.
    turned
        Of a link that the other plan has the other way round.
    queried
        Of a link with a query.
    """

    def __init__(self, own: str, other: str, *changed: str) -> None:
        links = f"Links only in {own}"
        self.links, self.apart, self.through, self.turned, self.queried = changed or (
            f"{links}, between milestones of both",
            f"is not in {other}",
            f"in {other} through",
            f"in {other} the other way round",
            "queried",
        )
        self.links_apart = "" if changed else f"{links}, of milestones that {other} has not"


class Wording:
    """The titles of sections, and the words in them: of a plan at two times, or of drift."""

    def __init__(self, *, is_drift: bool) -> None:
        def either(change: str, drift: str) -> str:
            return drift if is_drift else change

        self.old = either("before", "OLD")
        self.new = either("after", "NEW")
        self.both = either("before and after", "in both")
        self.onto_path = either("comes onto the critical path", "on the critical path in NEW only")
        self.off_path = either("leaves it", "in OLD only")
        self.other_projected = "has another projected date"
        self.recoded = either("Milestones recoded", "Milestones with another code")
        self.likely_recoded = f"Milestones likely {either('recoded', 'with another code')}"
        self.added_word = either("added", "only in NEW")
        self.removed_word = either("removed", "only in OLD")
        self.added = f"Milestones {self.added_word}"
        self.removed = f"Milestones {self.removed_word}"
        self.renamed = f"Milestones {either('renamed', 'with another name')}"
        self.respelled = "Names in another spelling"
        self.completed = either("Completed", "Complete in NEW only")
        self.planned = either("planned for", "in OLD")
        self.reopened = either(
            "Reopened: complete before, and not any more", "Complete in OLD only"
        )
        self.planned_again = either("planned for now", "in NEW")
        self.moved = either("Dates moved", "Other dates that differ")
        self.due_moved = either("Due dates moved alone", "Due dates that differ alone")
        came = (
            *("Links added", "is new", "waited on it before through"),
            *("was there the other way round", "queried"),
        )
        went = (
            *("Links removed", "is gone", "still waits on it through"),
            *("is there the other way round", "after a query"),
        )
        self.only_after = SideWords("NEW", "OLD", *(() if is_drift else came))
        self.only_before = SideWords("OLD", "NEW", *(() if is_drift else went))
        self.queried = either("Links newly queried", "Links of both that only NEW queries")
        self.confirmed = either(
            "Links confirmed: the query is gone, the link stays",
            "Links of both that only OLD queries",
        )
        self.query_before = either("query that is gone", "query")
        self.changed = either("Links changed", "Links that differ")
        self.asked = f"Questions {either('asked', 'only in NEW')}"
        self.settled = f"Questions {either('settled', 'only in OLD')}"
        self.attributes = either("Other changes of milestones", "Other attributes that differ")
        self.calendars = f"Calendars {either('changed', 'that differ')}"
        self.findings_new = either("New findings", "Findings only in NEW")
        self.findings_new_minor = either(
            "New notes and known findings", "Notes and known findings only in NEW"
        )
        self.findings_gone = f"Findings {either('gone', 'only in OLD')}"
        self.findings_gone_minor = f"Notes and known findings {either('gone', 'only in OLD')}"
        self.findings_restated = "Findings with another status"


def wording(changes: PlanChanges) -> Wording:
    """Return the words for the relation of two plans."""
    return Wording(is_drift=changes.is_drift)


def title(changes: PlanChanges) -> str:
    """Return what is compared, in one line."""
    before, after = printable(changes.before.shown), printable(changes.after.shown)
    if changes.is_drift:
        return f"Drift between OLD, {before}, and NEW, {after}"
    return f"What changed from {before} to {after}"


def sizes(changes: PlanChanges) -> str:
    """Return the as-of dates and the sizes of the two plans, in one line."""
    old, new = changes.comparison.before, changes.comparison.after
    parts = []
    if old.as_of == new.as_of:
        parts.append(f"as of {day(old.as_of)}" if old.as_of else "no as-of date")
    else:
        apart = f" ({days((new.as_of - old.as_of).days)})" if old.as_of and new.as_of else ""
        parts.append(f"as of {day(old.as_of)} -> {day(new.as_of)}{apart}")
    by = [documents_in_words(graph.documents) for graph in (old, new)]
    if any(by):
        was, now = (words or "no document named" for words in by)
        parts.append(f"by {now}" if was == now else f"by {was} -> {now}")
    parts.append(_sizes(len(old), len(new), "milestone"))
    parts.append(_sizes(len(old.links), len(new.links), "link"))
    queried = len(old.queried_links), len(new.queried_links)
    if any(queried):
        old_count, new_count = queried
        same = old_count == new_count
        parts.append(f"{new_count} queried" if same else f"{old_count} -> {new_count} queried")
    return "; ".join(parts)


def _sizes(old: int, new: int, noun: str) -> str:
    return counted(old, noun) if old == new else f"{old} -> {counted(new, noun)}"


def summary(changes: PlanChanges) -> str:
    """Return what differs, counted, in one line."""
    if not changes.has_changes:
        return "No differences."
    comparison, links = changes.comparison, changes.comparison.links
    groups = [
        _drift_counts(changes) if changes.is_drift else _change_counts(changes),
        _finding_counts(changes),
    ]
    other = []
    if links.queried:
        other.append(
            f"{len(links.queried)} {'queried by NEW only' if changes.is_drift else 'queried'}"
        )
    if links.confirmed:
        other.append(
            f"{len(links.confirmed)} {'queried by OLD only' if changes.is_drift else 'confirmed'}"
        )
    if links.changed:
        other.append(f"{len(links.changed)} with other terms")
    if other:
        groups.insert(1, f"links of both: {', '.join(other)}")
    rest = len(comparison.attributes) + len(comparison.calendars)
    rest += len(comparison.asked) + len(comparison.settled)
    if rest:
        groups.append(counted(rest, "other difference"))
    groups += (*projected_counts(changes), *_target_words(changes))
    text = "; ".join(group for group in groups if group) or _minor_words(changes)
    return f"{text[:1].upper()}{text[1:]}."


def _minor_words(changes: PlanChanges) -> str:
    """Return what differs where nothing does that would be counted beside greater things."""
    findings = sum(map(len, changes.findings or ()))
    respelled = len(changes.comparison.renamed)
    groups = [
        f"{counted(respelled, 'name')} in another spelling" if respelled else "",
        f"{counted(findings, 'finding')} among the notes, the known and those of another status"
        if findings
        else "",
    ]
    return "; ".join(group for group in groups if group)


def _change_counts(changes: PlanChanges) -> str:
    comparison, links = changes.comparison, changes.comparison.links
    milestones = _counts_listed(
        "milestone",
        (len(comparison.added), "added"),
        (len(comparison.removed), "removed"),
        (len(comparison.recoded), "recoded or likely so"),
        (sum(not change.is_respelled for change in comparison.renamed), "renamed"),
        (len(comparison.completed), "completed"),
        (len(comparison.reopened), "reopened"),
    )
    link_counts = _counts_listed(
        "link", (len(links.added), "added"), (len(links.removed), "removed")
    )
    if links.dropped:
        link_counts += f" ({len(links.dropped)} after a query)"
    return "; ".join(filter(None, (milestones, _date_counts(comparison), link_counts)))


def _date_counts(comparison: Comparison) -> str:
    moved = [move for move in comparison.replanned if not move.is_due_only]
    due = len(comparison.replanned) - len(moved)
    parts = []
    if moved:
        noun = "other date" if comparison.completed or comparison.reopened else "date"
        parts.append(f"{counted(len(moved), noun)} moved{_dates_by_way(moved)}")
    if due:
        parts.append(f"{counted(due, 'due date')} moved alone")
    return ", ".join(parts)


def _dates_by_way(moves: Sequence[Change]) -> str:
    """Say how many dates moved to later and to earlier."""
    later_count = sum((move.days or 0) > 0 for move in moves)
    earlier_count = sum((move.days or 0) < 0 for move in moves)
    if len(moves) in (later_count, earlier_count):
        return " later" if later_count else " earlier"
    if later_count or earlier_count:
        return f" ({later_count} later, {earlier_count} earlier)"
    return ""


def _drift_counts(changes: PlanChanges) -> str:
    comparison, gone, come = changes.comparison, changes.only_before, changes.only_after
    parts = []
    for side, where, other in ((gone, "OLD", "NEW"), (come, "NEW", "OLD")):
        between = [
            link
            for link in side.links
            if side.milestones.isdisjoint((link.prerequisite, link.dependent))
        ]
        if between:
            through = sum(map(side.is_joined, between))
            so = f" ({through} of them in {other} through others)" if through else ""
            parts.append(f"{counted(len(between), 'link')} only in {where}{so}")
    common_count = len(comparison.before) - len(gone.milestones)
    if not parts and common_count:
        parts.append("the same links between the milestones of both")
    where = f"in both, {len(gone.milestones)} only in OLD, {len(come.milestones)} only in NEW"
    parts.append(f"{counted(common_count, 'milestone')} {where}")
    dates = len(comparison.moved)
    if dates:
        parts.append(f"{dates} with another date")
    states = len(comparison.completed) + len(comparison.reopened)
    if states:
        parts.append(f"{states} complete in one only")
    return "; ".join(parts)


def _counts_listed(noun: str, *counts: tuple[int, str]) -> str:
    """Return counts in words: ``3 milestones added, 1 removed``."""
    parts = [(count, word) for count, word in counts if count]
    if not parts:
        return ""
    (first, first_word), *others = parts
    words = [f"{counted(first, noun)} {first_word}", *(f"{count} {word}" for count, word in others)]
    return ", ".join(words)


def _finding_counts(changes: PlanChanges) -> str:
    if changes.findings is None:
        return ""
    new, gone = (
        [finding for finding in findings if finding.status == "new" and finding.severity != "info"]
        for findings in (changes.findings.new, changes.findings.gone)
    )
    parts = []
    if new:
        errors = sum(finding.severity == "error" for finding in new)
        kinds = f" ({counted(errors, 'error')})" if errors else ""
        parts.append(f"{counted(len(new), 'new finding')}{kinds}")
    if gone:
        parts.append(f"{counted(len(gone), 'finding')} gone")
    return ", ".join(parts)


def _target_words(changes: PlanChanges) -> list[str]:
    parts = []
    for target in changes.targets:
        if target.days:
            parts.append(f"{target.target} is projected {later(target.days)}")
        elif target.has_other_path and target.days == 0:
            parts.append(f"the critical path of {target.target} is another one")
        elif target.has_changes and target.is_answered:
            parts.append(f"dates on the critical path of {target.target} moved")
        elif not target.is_answered and (target.before or target.after):
            which = wording(changes).old if target.before else wording(changes).new
            where = f"in {which}" if changes.is_drift else which
            parts.append(f"what drives {target.target} is known only {where}")
    return parts


def notes(changes: PlanChanges) -> list[str]:
    """Say what is to be known of the comparison: cycles, what was not compared, what is judged."""
    sentences = (
        *_cycle_lines(changes),
        *projected_notes(changes),
        _untold_note(changes),
        _judged_note(changes),
    )
    return list(filter(None, sentences))


def _cycle_lines(changes: PlanChanges) -> list[str]:
    """Say which of the plans has a cycle: no date can be projected there."""
    lines = []
    for operand, cycles in zip((changes.before, changes.after), changes.cycles, strict=True):
        if cycles:
            lines.append(
                f"{printable(operand.shown)} has {counted(len(cycles), 'cycle')}, so its "
                "projected dates are not available: "
                f"{printable(shortened(cycles[0].chain, ' -> ', most=7))}"
            )
    return lines


def _untold_note(changes: PlanChanges) -> str:
    """Say what only one of two accounts tells, so that it is not compared."""
    parts = [
        f"{', '.join(names).replace('_', ' ')}, of which {which} tells nothing"
        for names, which in ((changes.untold.before, "OLD"), (changes.untold.after, "NEW"))
        if names
    ]
    return f"Not compared: {'; '.join(parts)}." if parts else ""


def _judged_note(changes: PlanChanges) -> str:
    """Say what the projected dates and findings of schedules are those of."""
    operands = (changes.before, changes.after)
    if changes.targets and any(operand.reviewed for operand in operands):
        return (
            "Milestones and links are those of the schedules; projected dates and findings are "
            "those of the reviewed plan with the dates of each schedule."
        )
    if changes.findings is not None and any(operand.reviewed for operand in operands):
        return (
            "Milestones and links are those of the schedules; findings are those of the "
            "reviewed plan with the dates of each schedule."
        )
    return ""
