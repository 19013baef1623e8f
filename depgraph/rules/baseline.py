"""The baseline: findings that are known, each with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.model.values import NOWHERE
from depgraph.sources.baseline_format import BASELINE, BaselineEntry
from depgraph.sources.document import Document
from depgraph.sources.files import BASELINE_NAME, shown_path
from depgraph.sources.roots import values_of_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from depgraph.errors import Problem
    from depgraph.rules.findings import Finding

    Meant = tuple[str, str | None, str | None, str | None]


def read_baseline(
    source: Path | bytes, problems: list[Problem], *, shown: str = BASELINE_NAME
) -> tuple[BaselineEntry, ...]:
    """Read a baseline: a file, or what stands in the one that is shown by a name.

    Everything wrong in it is added to `problems`.
    """
    if isinstance(source, Path):
        shown = shown_path(source)
    document = Document(source, shown, problems)
    values = values_of_file(BASELINE, document, "baseline")
    entries: tuple[BaselineEntry, ...] = values.get("findings", ())
    return entries


def meant_by(entry: BaselineEntry) -> Meant:
    """Return what an entry means: a rule and its milestone, or its pair."""
    return entry.rule, entry.milestone, entry.prerequisite, entry.dependent


def meaning(finding: Finding) -> Meant:
    """Return what an entry that accepts a finding means."""
    if finding.prerequisite is None:
        return finding.rule, finding.milestone, None, None
    return finding.rule, None, finding.prerequisite, finding.dependent


def entries_for(
    finding: Finding, *, reason: str, owner: str | None = None, until: date | None = None
) -> tuple[BaselineEntry, ...]:
    """Return the entries that accept a finding; none if no entry can name it.

    A folded finding has one for each of its pairs.
    """
    names: list[tuple[str | None, str | None, str | None]] = []
    for part in finding.parts():
        if part.prerequisite is not None and part.dependent is not None:
            names.append((None, part.prerequisite, part.dependent))
        elif part.milestone is not None:
            names.append((part.milestone, None, None))
    return tuple(
        BaselineEntry(finding.rule, *about, reason, owner, until, NOWHERE) for about in names
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
    there = {meaning(part) for finding in findings for part in finding.parts()}
    return tuple(
        number
        for number, entry in enumerate(baseline)
        if entry.rule not in not_run and meant_by(entry) not in there
    )
