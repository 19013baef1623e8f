"""Conditions on what changed between two plans, by which a merge is held up.

A condition is a word; some have a number of days, all but a few may have a pattern of codes::

    slip>30d          projected-slip>=14d    new-error
    slip>0:LDM-503-*  removed-milestone      added-link:LDM-503-1?
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError, did_you_mean
from depgraph.records import Struct
from depgraph.words import counted, days, left_out, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from depgraph.model import Link
    from depgraph.plans.comparing import PlanChanges
    from depgraph.rules.findings import Finding

_MOST_REASONS = 5

_WRITTEN = re.compile(
    r"(?P<word>[a-z-]+)(?:(?P<sign>>=?)(?P<days>\d{1,6})d?)?(?::(?P<codes>\S+))?\Z"
)


class ConditionError(DepgraphError):
    """Raised when a condition is none."""


class Condition(Struct):
    """A condition on what changed.

    Attributes
    ----------
    text
        As it was written.
    least
        The least number of days, where it is about days.
    codes
        The pattern of the codes that it is about.
    """

    text: str
    word: str
    least: int | None = None
    codes: str | None = None

    def is_about(self, *codes: str | None) -> bool:
        """Whether it is about one of some milestones."""
        pattern = self.codes
        if pattern is None:
            return True
        return any(code is not None and fnmatchcase(code, pattern) for code in codes)


class Held(Struct):
    """A condition that holds, and what makes it so."""

    condition: Condition
    because: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in one line."""
        reasons = [*self.because[:_MOST_REASONS], *left_out(len(self.because) - _MOST_REASONS)]
        return f"{self.condition.text}: {'; '.join(reasons)}"


def read_condition(text: str) -> Condition:
    """Read a condition.

    Raises
    ------
    ConditionError
        If it is none.

    Examples
    --------
    >>> read_condition("slip>30d:LDM-*")
    Condition(text='slip>30d:LDM-*', word='slip', least=31, codes='LDM-*')
    """
    match = _WRITTEN.match(text)
    word = match["word"] if match else re.split("[<>=:]", text)[0]
    if word not in CONDITIONS:
        hint = did_you_mean(word, CONDITIONS) or f" (there are {', '.join(CONDITIONS)})"
        raise ConditionError(f"there is no condition {word!r}{hint}")
    if word in _WITH_DAYS and not (match and match["days"]):
        raise ConditionError(
            f"{text!r}: {word} needs a number of days, such as '{word}>30d'; mind the quotes, "
            "as the shell takes > for itself"
        )
    if match is None or (match["days"] and word not in _WITH_DAYS):
        raise ConditionError(f"{text!r}: {word} has no number of days")
    if match["codes"] and word in _WITHOUT_CODES:
        raise ConditionError(f"{text!r}: {word} is not about single milestones")
    least = int(match["days"]) + (match["sign"] == ">") if match["days"] else None
    return Condition(text, word, least, match["codes"])


def conditions_held(changes: PlanChanges, conditions: Iterable[Condition]) -> tuple[Held, ...]:
    """Return the conditions that hold, each with what makes it so."""
    held = []
    for condition in dict.fromkeys(conditions):
        because = tuple(CONDITIONS[condition.word].because(changes, condition))
        if because:
            held.append(Held(condition, because))
    return tuple(held)


def unmatched(changes: PlanChanges, conditions: Iterable[Condition]) -> list[Condition]:
    """Return the conditions whose pattern is of no milestone of either plan."""
    graphs = [
        graph
        for operand in (changes.before, changes.after)
        for graph in (operand.opened.graph, operand.judged.graph)
    ]
    codes = {milestone.id for graph in graphs for milestone in graph.milestones}
    return [condition for condition in dict.fromkeys(conditions) if not condition.is_about(*codes)]


# -- each condition --------------------------------------------------------------------


def _slip(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    least = condition.least or 0
    for move in changes.comparison.moved:
        is_open = not move.after.is_complete and condition.is_about(move.before.id, move.id)
        if is_open and move.days is not None and move.days >= least:
            yield f"{move.id} moved {days(move.days)} later"


def _projected_slip(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    least = condition.least or 0
    for target in changes.targets:
        if not condition.is_about(target.target):
            continue
        before, after = target.before, target.after
        had_date = before is not None and before.projected is not None
        if had_date and (after is None or after.projected is None):
            why = f": {target.refusals[1]}" if target.refusals[1] else ""
            yield f"{target.target} has no projected date any more{why}"
        elif target.days is not None and target.days >= least:
            yield f"{target.target} is projected {days(target.days)} later"


def _added_milestone(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    codes = (milestone.id for milestone in changes.comparison.added)
    return filter(condition.is_about, codes)


def _removed_milestone(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    codes = (milestone.id for milestone in changes.comparison.removed)
    return filter(condition.is_about, codes)


def _reopened(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    for change in changes.comparison.reopened:
        if condition.is_about(change.before.id, change.id):
            yield change.id


def _added_link(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    return _link_reasons(changes.comparison.links.added, condition)


def _removed_link(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    return _link_reasons(changes.comparison.links.removed, condition)


def _queried_link(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    links = changes.comparison.links
    newly = [change.after for change in links.queried]
    return _link_reasons((*newly, *(link for link in links.added if link.queries)), condition)


def _link_reasons(links: Iterable[Link], condition: Condition) -> Iterator[str]:
    for link in links:
        if condition.is_about(link.prerequisite, link.dependent):
            yield f"{link.dependent} on {link.prerequisite}"


def _new_error(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    return _finding_reasons(changes, condition, ("error",))


def _new_warning(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    return _finding_reasons(changes, condition, ("error", "warning"))


def _finding_reasons(
    changes: PlanChanges, condition: Condition, severities: tuple[str, ...]
) -> Iterator[str]:
    findings = changes.findings
    if findings is None:
        return

    def is_bad(finding: Finding) -> bool:
        return finding.status == "new" and finding.severity in severities

    worse = [change.after for change in findings.restated if not is_bad(change.before)]
    for finding in (*findings.new, *worse):
        if is_bad(finding) and condition.is_about(*finding.codes):
            yield f"{finding.rule}: {printable(finding.message)}"


def _cycle(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    del condition
    for cycle in changes.cycles[1]:
        yield f"a cycle of {counted(len(cycle.milestones), 'milestone')}, at {cycle.milestones[0]}"


def _any(changes: PlanChanges, condition: Condition) -> Iterator[str]:
    del condition
    if changes.has_changes:
        yield "the plans differ"


class _Kind(Struct):
    because: Callable[[PlanChanges, Condition], Iterator[str]]
    about: str


CONDITIONS = {
    "slip": _Kind(_slip, "a milestone that is not complete moved later by so many days"),
    "projected-slip": _Kind(_projected_slip, "a --target is projected later by so many days"),
    "new-error": _Kind(_new_error, "the checks find a new error"),
    "new-warning": _Kind(_new_warning, "the checks find a new error or warning"),
    "cycle": _Kind(_cycle, "NEW has a cycle"),
    "added-milestone": _Kind(_added_milestone, "only NEW has a milestone"),
    "removed-milestone": _Kind(_removed_milestone, "only OLD has a milestone"),
    "reopened": _Kind(_reopened, "a milestone was complete and is not any more"),
    "added-link": _Kind(_added_link, "only NEW has a link"),
    "removed-link": _Kind(_removed_link, "only OLD has a link"),
    "queried-link": _Kind(_queried_link, "a link is newly queried"),
    "any": _Kind(_any, "anything differs"),
}
"""The conditions by their words."""

_WITH_DAYS = ("slip", "projected-slip")
_WITHOUT_CODES = ("cycle", "any")
FINDING_CONDITIONS = ("new-error", "new-warning")
TARGET_CONDITIONS = ("projected-slip",)
