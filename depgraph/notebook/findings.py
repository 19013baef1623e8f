"""Findings, cycles and queries as small tables for a notebook."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from click import style

from depgraph.notebook.page import MOST_ROWS, Page, Table, bundle, rest
from depgraph.reports.evidence import details, folded_chain, summary, with_status
from depgraph.reports.layout import day, lag
from depgraph.rules.triage import age, date_of, words
from depgraph.words import counted, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.cycles import Cycle
    from depgraph.analysis.queries import Change
    from depgraph.model import Link
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.findings import Finding, Status
    from depgraph.rules.triage import Triage, TriagedQuery
    from depgraph.showing import Bundle

_MOST_FINDINGS = 25
_MOST_CODES = 12
_ORDER: dict[Status, int] = {"new": 0, "queried": 1, "known": 2}


# -- findings --------------------------------------------------------------------------


def result_bundle(result: CheckResult) -> Bundle:
    """Return the findings of a check: new, queried, known, and then what is for information."""

    def order(finding: Finding) -> tuple[bool, int]:
        return finding.severity == "info", _ORDER[finding.status]

    findings = sorted(result.findings, key=order)
    shown = findings[:_MOST_FINDINGS]
    rows = [
        (
            style(each.severity, bold=each.severity == "error" and each.status == "new"),
            each.rule,
            str(each.position or "-"),
            "; ".join(part for part in (with_status(each), folded_chain(each)) if part),
        )
        for each in shown
    ]
    skipped = [
        f"{each.rule} was not run: {each.skipped}" for each in result.examined if each.skipped
    ]
    table = Table("", ("severity", "rule", "where", "finding"), rows)
    return bundle(
        Page(summary(result), [table, rest(len(findings) - len(shown), "finding"), *skipped])
    )


def finding_bundle(finding: Finding) -> Bundle:
    """Return one finding with its evidence, why it matters and what to do."""
    status = "" if finding.status == "new" else f" ({finding.status})"
    place = f"{finding.position}: " if finding.position else ""
    lines = details(finding)
    shown = lines[:MOST_ROWS]
    parts = [f"{place}{finding.message}", *shown, rest(len(lines) - len(shown), "line")]
    return bundle(Page(f"{finding.severity}: {finding.rule}{status}", parts))


def cycle_bundle(cycle: Cycle) -> Bundle:
    """Return a cycle: the circle of links, and which of them to cut."""
    count = counted(len(cycle.milestones), "milestone")
    kind = "A cycle" if cycle.kind == "cycle" else "A cycle through a level of effort"
    title = f"{kind}: {count} wait on each other"
    parts: list[str | Table] = [shortened(cycle.chain, " -> ", most=_MOST_CODES)]
    parts += link_tables("The links round it", cycle.links)
    return bundle(Page(title, [*parts, *cycle.remarks]))


def link_tables(title: str, links: Sequence[Link]) -> list[str | Table]:
    """Return links as a table, and how many are left out."""
    heads = ("milestone", "waits on", "type", "where", "queried")
    rows = [
        (
            link.dependent,
            link.prerequisite,
            f"{link.type} {lag(link)}".rstrip(),
            str(link.position or "-"),
            _doubt(link) if link.queried else "",
        )
        for link in links[:MOST_ROWS]
    ]
    width = len(heads) if any(row[-1] for row in rows) else len(heads) - 1
    table = Table(title, heads[:width], [row[:width] for row in rows])
    return [table, rest(len(links) - len(rows), "link")]


# -- queries ---------------------------------------------------------------------------


def triage_bundle(found: Triage) -> Bundle:
    """Return the queries by date, the questions, and what changes without the queries."""
    queries, questions = found.queries[:MOST_ROWS], found.questions[:MOST_ROWS]
    title = counted(len(found.queries), "query", "queries")
    left_out = f" ({found.settled} settled left out)" if found.settled else ""
    parts: list[str | Table] = [
        Table(
            "",
            ("milestone", "date", "waits on", "still", "rules", "dropping it", "words"),
            [_query(each, found) for each in queries],
        ),
        rest(len(found.queries) - len(queries), "query", "queries"),
        Table(
            "Questions",
            ("milestone", "date", "still", "words"),
            [
                (
                    each.milestone.id,
                    day(date_of(each.milestone)),
                    _still(is_settled=each.is_settled),
                    each.question.text,
                )
                for each in questions
            ],
        ),
        rest(len(found.questions) - len(questions), "question"),
        *_effects(found),
    ]
    count = counted(len(found.questions), "question")
    return bundle(Page(f"{title}, {count}{left_out}", parts))


def _query(each: TriagedQuery, found: Triage) -> Sequence[str]:
    link = each.link
    relation = "" if link.type == "FS" and not link.lag else f" {link.type} {lag(link)}".rstrip()
    rules = dict.fromkeys(
        f"{rule.rule} (known)" if rule.status == "known" else rule.rule for rule in each.rules
    )
    asked = age(link, found.graph.as_of)
    told = _doubt(link)
    return (
        link.dependent,
        day(date_of(each.dependent)),
        f"{link.prerequisite}{relation}",
        _still(is_settled=each.is_settled),
        ", ".join(rules) or "-",
        _counts(each.changes),
        told if asked is None else f"{told} (asked {asked} d ago)",
    )


def _still(*, is_settled: bool) -> str:
    return "settled" if is_settled else "open"


def _doubt(link: Link) -> str:
    return " / ".join(words(link)) or "(no reason given)"


def _counts(changes: Sequence[Change] | None) -> str:
    if changes is None:
        return "not known"
    moved = sum(change.is_moved for change in changes)
    turned = sum(change.is_rerouted for change in changes)
    told = [counted(moved, "date")] if moved else []
    told += [counted(turned, "path")] if turned else []
    return style(", ".join(told), bold=True) if told else "nothing"


def _effects(found: Triage) -> list[str | Table]:
    """Return what changes without each query alone, and without all of them."""
    if found.dropped is None:
        return [f"What dropping them changes is not known: {found.unknown}"]
    every = counted(len(found.graph.queried_links), "query", "queries")
    looked = counted(len(found.dropped.targets), "incomplete main milestone")
    alone = [
        (f"{each.link.prerequisite} -> {each.link.dependent}", change)
        for each in found.queries
        for change in each.changes or ()
    ]
    parts = _changes("Without one of them", alone)
    if found.dropped.together:
        together = [(f"all {every}", change) for change in found.dropped.together]
        parts += _changes("Without all of them together", together)
    elif found.graph.queried_links:
        parts.append(f"Without all {every} together nothing changes.")
    return [*parts, f"Changes are those of the dates and critical paths of {looked}."]


def _changes(title: str, changes: Sequence[tuple[str, Change]]) -> list[str | Table]:
    heads = ("without", "milestone", "projected", "then", "days", "critical path then")
    rows = [
        (
            without,
            change.milestone,
            day(change.projected),
            day(change.projected_without),
            _days(change),
            shortened(change.path_without, " <- ", most=_MOST_CODES)
            if change.is_rerouted
            else "the same",
        )
        for without, change in islice(changes, MOST_ROWS)
    ]
    table = Table(title, heads, rows, right=(4,))
    return [table, rest(len(changes) - len(rows), "change")]


def _days(change: Change) -> str:
    if change.projected is None or change.projected_without is None:
        return "no date" if change.is_moved else "-"
    moved = (change.projected_without - change.projected).days
    return f"{moved:+d}" if moved else "0"
