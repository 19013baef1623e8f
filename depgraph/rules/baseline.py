"""The baseline: findings that are known, each with a reason.

The file lists them one by one::

    findings:
      - rule: suit-blocks-nothing
        prerequisite: DM-SUIT-16
        dependent: LDM-503-14
        reason: Accepted for the commissioning data access centre.
        until: 2020-11-06
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depgraph.model import Position
from depgraph.sources.document import Document
from depgraph.sources.fields import Fields
from depgraph.sources.files import BASELINE_NAME, shown_path
from depgraph.sources.keys import DATE, TEXT, Items, Key, Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from depgraph.errors import Problem
    from depgraph.rules.findings import Finding
    from depgraph.sources.document import Node

ENTRY = Record(
    {
        "rule": Key(TEXT, "The id of the rule or check."),
        "milestone": Key(TEXT, "The milestone that the finding is about."),
        "prerequisite": Key(TEXT, "For a finding about a link or a chain: where it begins."),
        "dependent": Key(TEXT, "For a finding about a link or a chain: where it ends."),
        "reason": Key(TEXT, "Why it is accepted."),
        "owner": Key(TEXT, "Who looks after it."),
        "until": Key(DATE, "The last day on which it is accepted."),
    },
    required=("rule", "reason"),
)
BASELINE = Record({"findings": Key(Items(ENTRY), "The findings that are known.")})

_NOWHERE = Position("", 0, 0)


class BaselineEntry(NamedTuple):
    """A known finding: its rule, its milestone or its pair, and why it is accepted.

    After `until`, counted at the as-of date, the entry is void.
    """

    rule: str
    milestone: str | None
    prerequisite: str | None
    dependent: str | None
    reason: str
    owner: str | None
    until: date | None
    position: Position

    @property
    def about(self) -> str:
        """The milestone, or the pair as ``prerequisite -> dependent``."""
        return self.milestone or f"{self.prerequisite} -> {self.dependent}"

    @property
    def content(self) -> BaselineEntry:
        """The entry wherever it stands, to compare it with another."""
        return self._replace(position=_NOWHERE)

    def covers(self, finding: Finding) -> bool:
        """Whether this is the finding that the entry means."""
        if finding.rule != self.rule:
            return False
        if self.milestone is not None:
            return finding.milestone == self.milestone and finding.prerequisite is None
        return (finding.prerequisite, finding.dependent) == (self.prerequisite, self.dependent)

    def is_void(self, as_of: date | None) -> bool:
        """Whether it has expired at the as-of date."""
        return self.until is not None and as_of is not None and as_of > self.until


def read_baseline(
    source: Path | bytes, problems: list[Problem], *, shown: str = BASELINE_NAME
) -> tuple[BaselineEntry, ...]:
    """Read a baseline: a file, or what stands in the one that is shown by a name.

    Everything wrong in it is added to `problems`.
    """
    if isinstance(source, Path):
        shown = shown_path(source)
    document = Document(source, shown, problems)
    fields = Fields(document)

    def read(node: Node, what: str) -> BaselineEntry | None:
        texts: dict[str, str | None] = {}
        until: date | None = None
        before = len(problems)
        for key, _, value in fields.entries(node, what, ENTRY.keys, ENTRY.required):
            if key == "until":
                until = fields.date(value, f"{what}: until")
            else:
                texts[key] = fields.text(value, f"{what}: {key}")
        about = {"milestone", "prerequisite", "dependent"}.intersection(texts)
        if len(problems) == before and about not in ({"milestone"}, {"prerequisite", "dependent"}):
            fields.report(
                node, f"{what}: give either 'milestone' or both 'prerequisite' and 'dependent'"
            )
        if len(problems) > before:
            return None
        return BaselineEntry(
            rule=texts["rule"] or "",
            milestone=texts.get("milestone"),
            prerequisite=texts.get("prerequisite"),
            dependent=texts.get("dependent"),
            reason=texts["reason"] or "",
            owner=texts.get("owner"),
            until=until,
            position=Position(document.shown, node.line, node.column),
        )

    entries: tuple[BaselineEntry, ...] = ()
    for key, node in document.entries():
        if node is None:
            continue
        if key.text == "findings":
            entries = fields.items(node, "findings", read)
        else:
            fields.unknown_key(key, "baseline", BASELINE.keys)
    return entries


def entries_for(
    finding: Finding, *, reason: str, owner: str | None = None, until: date | None = None
) -> tuple[BaselineEntry, ...]:
    """Return the entries that accept a finding; none if no entry can name it.

    A folded finding has one for each of its pairs.
    """
    names: list[tuple[str | None, str | None, str | None]] = []
    for each in _unfolded(finding):
        if each.prerequisite is not None and each.dependent is not None:
            names.append((None, each.prerequisite, each.dependent))
        elif each.milestone is not None:
            names.append((each.milestone, None, None))
    return tuple(
        BaselineEntry(finding.rule, *about, reason, owner, until, _NOWHERE) for about in names
    )


def stale_entries(
    baseline: Iterable[BaselineEntry], findings: Iterable[Finding], not_run: Collection[str] = ()
) -> tuple[int, ...]:
    """Return the numbers of the entries that match no finding, counted from 0.

    Parameters
    ----------
    not_run
        The rules that were not run: nothing can be said about their entries.
    """
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).extend(_unfolded(finding))
    return tuple(
        number
        for number, entry in enumerate(baseline)
        if entry.rule not in not_run
        and not any(entry.covers(finding) for finding in by_rule.get(entry.rule, ()))
    )


def _unfolded(finding: Finding) -> Iterator[Finding]:
    """Yield a finding for each pair of a folded one; any other is itself."""
    if not finding.is_folded:
        yield finding
        return
    for head in finding.heads:
        for tail in finding.tails:
            yield finding._replace(
                prerequisite=head, dependent=tail, milestone=tail, heads=(), tails=()
            )
