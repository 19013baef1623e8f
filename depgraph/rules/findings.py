"""Findings: what the checks and rules found, as typed data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.ladders import Ladder
    from depgraph.model import Link, Position

Severity = Literal["error", "warning", "info"]
Status = Literal["new", "queried", "known", "earlier"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@shown
class Finding(Struct):
    """One thing that a check or a rule found.

    Attributes
    ----------
    rule
        The id of the check or rule.
    severity
        ``error``, ``warning`` or ``info``.
    status
        ``queried`` if it is there only because of a queried link, ``known`` if it is in
        the baseline or allowed at the link, else ``new``; or ``earlier``, where the plan is
        compared with another one that has it as new too.
    message
        One sentence that says what is wrong, with owners, dates and states.
    milestone
        The milestone that is meant; for a link, its dependent.
    prerequisite, dependent
        The offending pair, where there is one: the ends of `chain`. Of a folded finding,
        one of its pairs.
    chain
        The evidence: codes from the prerequisite to the dependent; empty where the
        finding is about one milestone. A cycle ends with the code that it begins with.
    heads, tails
        Of a folded finding, the codes of all prerequisites and of all dependents, sorted:
        each of the first with each of the second is an offending pair. Where it is about single
        milestones, `heads` are all of them, and there are no tails. Else both are empty.
    links
        The links of the chain, one fewer than its codes.
    more_links
        Of a folded finding, the links that join the other heads and tails to the middle of
        the chain. Empty where the pairs are so many that they share no middle.
    cycle
        Of a finding on links that go round, all that goes round with those of the chain.
    position
        Where to look first.
    why, fix
        Why it matters, and what to do.
    reason
        For a known finding, the reason that the baseline or the allowance gives.
    subject
        What tells findings of one rule about one milestone apart: an attribute, the text of
        a question; empty where there is only one.
    """

    rule: str
    severity: Severity
    message: str
    status: Status = "new"
    milestone: str | None = None
    prerequisite: str | None = None
    dependent: str | None = None
    chain: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    position: Position | None = None
    why: str | None = None
    fix: str | None = None
    reason: str | None = None
    subject: str = ""
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    more_links: tuple[Link, ...] = ()
    circle: Cycle | Ladder | None = None

    @property
    def is_folded(self) -> bool:
        """Whether it stands for several pairs, or for several milestones."""
        return bool(self.heads)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all milestones that it names, and of all that goes round with these."""
        around = self.circle.milestones if self.circle is not None else ()
        ends = (self.milestone, self.prerequisite, self.dependent)
        codes = (*ends, *self.chain, *self.heads, *self.tails, *around)
        return frozenset(code for code in codes if code is not None)

    def parts(self) -> Iterator[Finding]:
        """Yield a finding for each pair, or milestone, of a folded one; any other is itself."""
        if not self.is_folded:
            yield self
        elif not self.tails:
            for code in self.heads:
                yield self._replace(milestone=code, heads=())
        for head in self.heads:
            for tail in self.tails:
                yield self._replace(
                    prerequisite=head, dependent=tail, milestone=tail, heads=(), tails=()
                )

    @property
    def fingerprint(self) -> str:
        """A name of the finding, 32 hexadecimal digits, that stays when lines move.

        It is made of the rule, the milestones and the subject, not of places or words.
        """
        from hashlib import sha256

        ends = (self.prerequisite or "", self.dependent or self.milestone or "")
        whole = self.chain if self.prerequisite is None else ()
        parts = (self.rule, *ends, *whole, self.subject)
        if self.is_folded:
            parts = (self.rule, "", "", *self.heads, "", *self.tails, "", self.subject)
        return sha256("\0".join(parts).encode()).hexdigest()[:32]
