"""Findings: what the checks and rules found, as typed data, and many of them as few.

A plan may have a finding at every link: those of one check are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Literal, cast, overload

from depgraph.model.links import position_at
from depgraph.model.values import NOWHERE
from depgraph.records import Struct
from depgraph.showing import shown

if TYPE_CHECKING:
    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.ladders import Ladder
    from depgraph.model import Link, Milestone, Position

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


class FindingsOn:
    """Findings of one check on links or milestones of a plan, each made when it is asked for.

    Parameters
    ----------
    about
        All links, or all milestones, of the plan.
    places
        The places of those that a finding is about, ascending.
    make
        Makes the finding on what is at a place.
    queried
        The places of the findings that are queried.

    Attributes
    ----------
    rule, severity, why, fix
        What all of them have; `judge` gives them what the check is set to.
    """

    def __init__(
        self,
        rule: str,
        about: Sequence[Link] | Sequence[Milestone],
        places: list[int],
        make: Callable[[int], Finding],
        queried: Collection[int] = (),
    ) -> None:
        self.rule = rule
        self.severity: Severity = "error"
        self.why: str | None = None
        self.fix: str | None = None
        self._about = about
        self._places = places
        self._make = make
        self._queried = queried
        self._advice: Callable[[Finding], str] | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)

    @property
    def subjects(self) -> Iterator[Link]:
        """What they are about, if that is links."""
        return (cast("Link", self._about[place]) for place in self._places)

    @property
    def fixes(self) -> set[str | None]:
        """What to do about them."""
        return {self.fix} if self._advice is None else {finding.fix for finding in self}

    def __iter__(self) -> Iterator[Finding]:
        """Make all, in the order of what they are about."""
        return map(self._made, self._places)

    def _made(self, place: int) -> Finding:
        finding = self._make(place)
        fix = self.fix if self._advice is None else self._advice(finding)
        return finding._replace(severity=self.severity, why=self.why, fix=fix)

    def judge(self, severity: Severity, why: str | None, fix: str | None) -> None:
        """Give them what the check is set to."""
        self.severity, self.why, self.fix = severity, why, fix

    def advise(self, advice: Callable[[Finding], str]) -> None:
        """Say what to do about each, worked out when it is made."""
        self._advice = advice

    def separated(self) -> tuple[FindingsOn, list[Finding]]:
        """Return those that are new, and those that are queried."""
        if not self._queried:
            return self, []
        places = [place for place in self._places if place not in self._queried]
        new = FindingsOn(self.rule, self._about, places, self._make)
        new.judge(self.severity, self.why, self.fix)
        return new, list(map(self._made, sorted(self._queried)))

    def first(self, most: int) -> list[Finding]:
        """Return the first ones, in order."""
        where = position_at(self._about)

        def position(place: int) -> Position:
            return where(place) or NOWHERE

        places = sorted(self._places, key=position)
        last = position(places[:most][-1])
        firsts = takewhile(lambda place: position(place) <= last, places)
        return sorted(map(self._made, firsts), key=finding_order)[:most]


class Findings(Sequence[Finding]):
    """All findings of a run, in order. Counts and first ones are told without making the others.

    Parameters
    ----------
    made
        Those that are made, in order.
    unmade
        The others.
    """

    def __init__(self, made: Iterable[Finding], unmade: Iterable[FindingsOn] = ()) -> None:
        self._parts = tuple(made), tuple(unmade)

    def __len__(self) -> int:
        """Return how many there are."""
        made, unmade = self._parts
        return len(made) + sum(map(len, unmade))

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        """Return a finding, or some, by their places."""
        return self._all()[place]

    def __iter__(self) -> Iterator[Finding]:
        """Yield all, the same ones each time."""
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        """Whether others are the same in the same order."""
        return isinstance(other, Findings | tuple) and self._all() == tuple(other)

    def __hash__(self) -> int:
        """Return the hash of the tuple of them."""
        return hash(self._all())

    def __repr__(self) -> str:
        """Return all of them, as a tuple would."""
        return repr(self._all())

    def __reduce__(self) -> tuple[object, ...]:
        """Keep what they are, not how they would be made."""
        return Findings, (self._all(),)

    def _all(self) -> tuple[Finding, ...]:
        made, unmade = self._parts
        if unmade:
            made = tuple(sorted((*chain.from_iterable(unmade), *made), key=finding_order))
            self._parts = made, ()  # at once, as other threads may ask too
        return made

    @staticmethod
    def parts(findings: Sequence[Finding]) -> tuple[Sequence[Finding], tuple[FindingsOn, ...]]:
        """Return those of some findings that are made, and the others, all of these new."""
        if isinstance(findings, Findings):
            return findings._parts
        return findings, ()


def all_made(findings: Iterable[Finding | FindingsOn]) -> Iterator[Finding]:
    """Yield the findings of a check, all made."""
    for part in findings:
        if isinstance(part, FindingsOn):
            yield from part
        else:
            yield part


def finding_order(finding: Finding) -> tuple[object, ...]:
    """Return what findings are sorted by: severity, rule, file and line, then what they say."""
    return (
        SEVERITIES.index(finding.severity),
        finding.rule,
        *(finding.position or NOWHERE),
        finding.prerequisite or "",
        finding.dependent or finding.milestone or "",
        finding.message,
    )
