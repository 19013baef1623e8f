"""Which findings are new in a plan, and which are gone, compared with another plan.

A finding is the same in both where the baseline would take it for the same: by its rule and
its milestone, or its pair, and where one milestone has several of a rule, by what tells these
apart. Of a folded finding, each pair counts.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.rules.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.rules.findings import Finding

Identity = tuple[str, str | None, str | None, str | None, tuple[str, ...], str]
_Folded = tuple[frozenset[str], frozenset[str]]


class Restated(Struct):
    """A finding of both plans with another status or severity: accepted, doubted, expired."""

    before: Finding
    after: Finding


class FindingChanges(Struct):
    """What the checks find in one of two plans only. All in the order of the checks.

    Attributes
    ----------
    new, gone
        The findings that only the second plan has, and those that only the first one has. A
        folded finding is among them as soon as one of its pairs is.
    restated
        The findings of both with another status or severity.
    """

    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    restated: tuple[Restated, ...] = ()


def compare_findings(
    before: Iterable[Finding], after: Iterable[Finding], codes: Mapping[str, str] | None = None
) -> FindingChanges:
    """Compare what the checks find in two plans.

    Parameters
    ----------
    before, after
        The findings of the first plan and of the second.
    codes
        The codes of the second plan by those of the first, for milestones that were recoded.
    """
    renamed = {was: now for was, now in (codes or {}).items() if was != now}
    old = [(finding, _recoded(finding, renamed)) for finding in before]
    new = list(after)
    old_known, new_known = _Known(recoded for _, recoded in old), _Known(new)
    states = {_identity(recoded): original for original, recoded in old if not recoded.is_folded}
    restated = []
    for finding in new:
        was = None if finding.is_folded else states.get(_identity(finding))
        if was and (was.status, was.severity) != (finding.status, finding.severity):
            restated.append(Restated(was, finding))
    return FindingChanges(
        tuple(finding for finding in new if not old_known.has(finding)),
        tuple(original for original, recoded in old if not new_known.has(recoded)),
        tuple(restated),
    )


def new_since(
    before: Iterable[Finding], after: Iterable[Finding], codes: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    """Return the new findings of a plan that an earlier one does not have as new.

    What the earlier plan accepts, doubts or finds less severe counts as new. A folded finding is
    new as soon as one of its pairs is.

    Parameters
    ----------
    before, after
        The findings of the earlier plan and of the plan.
    codes
        The codes of the plan by those of the earlier one, for milestones that were recoded.
    """
    old, now = list(before), list(after)
    fresh: list[Finding] = []
    for place, severity in enumerate(SEVERITIES):
        as_severe = SEVERITIES[: place + 1]
        fresh += compare_findings(
            [was for was in old if was.status == "new" and was.severity in as_severe],
            [is_ for is_ in now if is_.status == "new" and is_.severity == severity],
            codes,
        ).new
    return tuple(fresh)


class _Known:
    """The findings of a plan, to ask whether it has another one too."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._identities: set[Identity] = set()
        self._folded: dict[str, list[_Folded]] = {}
        for finding in findings:
            if finding.is_folded and not finding.tails:
                self._identities.update(map(_identity, finding.parts()))
            elif finding.is_folded:
                ends = frozenset(finding.heads), frozenset(finding.tails)
                self._folded.setdefault(finding.rule, []).append(ends)
            else:
                self._identities.add(_identity(finding))

    def has(self, finding: Finding) -> bool:
        """Whether the plan has a finding, and of a folded one every pair."""
        if not finding.is_folded:
            return _identity(finding) in self._identities or self._has_pair(
                finding.rule, finding.prerequisite, finding.dependent, ""
            )
        if not finding.tails:
            return all(_identity(part) in self._identities for part in finding.parts())
        heads, tails = frozenset(finding.heads), frozenset(finding.tails)
        if any(
            heads <= ends[0] and tails <= ends[1] for ends in self._folded.get(finding.rule, ())
        ):
            return True
        return all(
            self._has_pair(finding.rule, head, tail, finding.subject)
            for head, tail in product(sorted(heads), sorted(tails))
        )

    def _has_pair(self, rule: str, head: str | None, tail: str | None, subject: str) -> bool:
        if (rule, tail, head, tail, (), subject) in self._identities:
            return True
        return any(head in heads and tail in tails for heads, tails in self._folded.get(rule, ()))


def _identity(finding: Finding) -> Identity:
    return (
        finding.rule,
        finding.milestone,
        finding.prerequisite,
        finding.dependent,
        finding.chain if finding.prerequisite is None else (),
        finding.subject,
    )


def _recoded(finding: Finding, codes: Mapping[str, str]) -> Finding:
    """Return a finding of the first plan with the codes of the second."""
    if not codes:
        return finding

    def now(code: str | None) -> str | None:
        return code if code is None else codes.get(code, code)

    def all_now(old_codes: Iterable[str]) -> Iterator[str]:
        return (codes.get(code, code) for code in old_codes)

    return finding._replace(
        milestone=now(finding.milestone),
        prerequisite=now(finding.prerequisite),
        dependent=now(finding.dependent),
        chain=tuple(all_now(finding.chain)),
        heads=tuple(all_now(finding.heads)),
        tails=tuple(all_now(finding.tails)),
    )
