"""Which findings are known: by the baseline, or by an allowance at a link.

Both name what they accept: a milestone, or a pair of a prerequisite and a dependent. Another pair
of the same rule is another finding, also where its chain passes the same link.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from depgraph.errors import did_you_mean
from depgraph.model.gates import as_chains
from depgraph.rules.baseline import meaning, meant_by
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from depgraph.model import Allowance, Graph, Link, Position
    from depgraph.rules.baseline import Meant
    from depgraph.rules.findings import Finding
    from depgraph.sources.baseline_format import BaselineEntry

    Pair = tuple[str, str]
    Leave = tuple[Link, Allowance]

_MOST_NAMED = 3


class Accepting:
    """The baseline and the allowances of a plan, and what of them was needed."""

    def __init__(self, graph: Graph, baseline: Sequence[BaselineEntry]) -> None:
        self._as_of = graph.as_of
        self._baseline = baseline
        self._entries: dict[Meant, list[BaselineEntry]] = {}
        for entry in baseline:
            self._entries.setdefault(meant_by(entry), []).append(entry)
        self._leaves: list[Leave] = [
            (as_chains(link), leave)
            for _, link in graph.whole.other_links
            for leave in link.allowances
        ]
        self._by_pair: dict[str, dict[Pair, list[Leave]]] = {}
        for link, leave in self._leaves:
            for pair in _pairs_allowed(link, leave):
                of_rule = self._by_pair.setdefault(leave.rule, {})
                of_rule.setdefault(pair, []).append((link, leave))
        self.rules = {
            *(entry.rule for entry in baseline),
            *(leave.rule for _, leave in self._leaves),
        }
        """The names of the rules of which something is accepted."""
        self._used_entries: set[Position] = set()
        self._used_pairs: set[tuple[Leave, Pair | None]] = set()

    def with_status(self, findings: Iterable[Finding]) -> list[Finding]:
        """Mark what is known and what is queried."""
        marked: list[Finding] = []
        for finding in findings:
            reason = self._reason_for_all(finding) if finding.is_folded else self._reason(finding)
            if reason is not None:
                marked.append(finding._replace(status="known", reason=reason))
            elif finding.status == "queried":
                marked.append(finding._replace(severity="info"))
            else:
                marked.append(finding)
        return marked

    def _reason(self, finding: Finding) -> str | None:
        """Return why a finding is accepted, or None."""
        reason: str | None = None
        for entry in self._entries.get(meaning(finding), ()):
            self._used_entries.add(entry.position)
            if not entry.is_void(self._as_of):
                reason = entry.reason
        if finding.prerequisite is not None and finding.dependent is not None:
            pair = (finding.prerequisite, finding.dependent)
            leaves = self._by_pair.get(finding.rule, {}).get(pair, ())
            return self._reason_of_leaves(leaves, pair) or reason
        at_links = [
            (link, leave)
            for link in finding.links
            for leave in link.allowances
            if leave.rule == finding.rule
        ]
        return self._reason_of_leaves(at_links, None) or reason

    def _reason_of_leaves(self, leaves: Iterable[Leave], pair: Pair | None) -> str | None:
        reason: str | None = None
        for link, leave in leaves:
            self._used_pairs.add(((link, leave), pair))
            if not _is_past(leave.until, self._as_of):
                reason = leave.reason
        return reason

    def _reason_for_all(self, finding: Finding) -> str | None:
        """Return why all pairs of a folded finding are accepted, or None if one of them is not."""
        heads, tails = set(finding.heads), set(finding.tails)
        reasons: dict[tuple[str | None, str | None], str] = {}
        for entry in self._baseline:
            is_of_pair = entry.prerequisite in heads and entry.dependent in tails
            if is_of_pair and entry.rule == finding.rule:
                self._used_entries.add(entry.position)
                if not entry.is_void(self._as_of):
                    reasons[entry.prerequisite, entry.dependent] = entry.reason
        for pair, leaves in self._by_pair.get(finding.rule, {}).items():
            if pair[0] in heads and pair[1] in tails:
                reason = self._reason_of_leaves(leaves, pair)
                if reason is not None:
                    reasons[pair] = reason
        if len(reasons) < len(heads) * len(tails):
            return None
        return " ".join(dict.fromkeys(reasons.values()))

    def unused(
        self, findings: Sequence[Finding], not_run: Mapping[str, bool]
    ) -> Iterator[tuple[str, Position | None]]:
        """Yield the entries and allowances that accept nothing, or have expired.

        Parameters
        ----------
        findings
            All findings, which `with_status` marked.
        not_run
            For each check and rule, whether it was not run: what it would find is not known.
        """
        for entry in self._baseline:
            if entry.rule not in not_run:
                hint = did_you_mean(entry.rule, not_run)
                yield f"baseline: there is no rule {entry.rule!r}{hint}", entry.position
            elif not_run[entry.rule]:
                continue
            elif entry.position not in self._used_entries:
                yield f"baseline: no finding of {entry.rule} on {entry.about}", entry.position
            elif entry.is_void(self._as_of):
                message = f"baseline: {entry.rule} on {entry.about} expired on {entry.until}"
                yield message, entry.position
        for link, leave in self._leaves:
            wrong = self._wrong_with(link, leave, findings, not_run)
            if wrong:
                about = f"{link.dependent}: the allowance of {leave.rule} for {link.prerequisite}"
                yield f"{about}{wrong}", leave.position

    def _wrong_with(
        self,
        link: Link,
        leave: Allowance,
        findings: Sequence[Finding],
        not_run: Mapping[str, bool],
    ) -> str:
        """Say what is wrong with an allowance, to go on behind what names it; mostly nothing."""
        if leave.rule not in not_run:
            return f": there is no rule {leave.rule!r}{did_you_mean(leave.rule, not_run)}"
        if not_run[leave.rule]:
            return ""
        pairs = _pairs_allowed(link, leave)
        unused = [pair for pair in pairs if ((link, leave), pair) not in self._used_pairs]
        if ((link, leave), None) not in self._used_pairs and unused:
            through = [
                f"{finding.prerequisite} -> {finding.dependent}"
                for finding in findings
                if finding.rule == leave.rule and finding.prerequisite
                if any(leave in passed.allowances for passed in finding.links)
                if (finding.prerequisite, finding.dependent) not in pairs
            ]
            if through:
                pairs_found = listed(through, _MOST_NAMED)
                return (
                    f" does not accept what is found through the link, {pairs_found}: "
                    "name these ends under 'prerequisite' and 'dependent'"
                )
            if len(unused) < len(pairs):
                pairs_in_words = [" -> ".join(pair) for pair in unused]
                return f" names {listed(pairs_in_words, _MOST_NAMED)}, and there is no such finding"
            return " is not needed"
        if _is_past(leave.until, self._as_of):
            return f" expired on {leave.until}"
        return ""


def _pairs_allowed(link: Link, leave: Allowance) -> list[Pair]:
    """Return the pairs that an allowance at a link accepts."""
    prerequisites = leave.prerequisites or (link.prerequisite,)
    return list(product(prerequisites, leave.dependents or (link.dependent,)))


def _is_past(until: date | None, as_of: date | None) -> bool:
    return until is not None and as_of is not None and as_of > until
