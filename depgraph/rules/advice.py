"""What to do about a query that no longer matters, so that doing it makes no new error.

A plain link of which one end is complete still counts for rules: for
``complete-over-incomplete``, and for all that count links. So where the doubt about a link keeps
a finding from being new, the link is what has to go, not the doubt.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from depgraph.model import Graph, Link, Query
    from depgraph.rules.findings import Finding, FindingsOn

    Doubt = tuple[tuple[str, str], tuple[Query, ...]]

STALE = "stale-query"

DROP_QUERY = "drop the query: it no longer matters"
DROP_LINK = "drop the link"
"""How each of the two pieces of advice begins."""

_MOST_RULES = 3


def advised(
    graph: Graph,
    findings: Sequence[Finding],
    unmade: Iterable[FindingsOn],
    doubted: Iterable[Finding],
    errors_without: Callable[[Collection[Link]], Collection[Finding]],
) -> list[Finding]:
    """Return the findings, those about queries that no longer matter with what to do.

    Parameters
    ----------
    findings
        Those that are made, with their status.
    unmade
        The others, which get what to do when they are made.
    doubted
        Those that are not new only because a link is queried, at the severity of their rule;
        and those on what goes round, in which a plain link may close another cycle.
    errors_without
        Returns the new errors of the rules of the plan when it has some links no more.
    """
    parts = [part for part in unmade if part.rule == STALE]
    made = [finding for finding in findings if finding.rule == STALE]

    @cache
    def what_to_do() -> tuple[dict[Link, str], dict[str, set[str]]]:
        stale = {link for finding in made for link in finding.links}
        stale.update(link for part in parts for link in part.subjects)
        rules = _rules_by_doubt(map(_doubt, stale), doubted)
        to_drop = {link: _why_drop(graph, link, rules.get(_doubt(link), ())) for link in stale}
        to_drop = {link: why for link, why in to_drop.items() if why}
        needed: dict[str, set[str]] = {}
        if to_drop:
            known = {(finding.rule, finding.milestone, finding.subject) for finding in findings}
            for finding in errors_without(to_drop.keys()):
                if (finding.rule, finding.milestone, finding.subject) not in known:
                    needed.setdefault(finding.milestone or "", set()).add(finding.rule)
        return to_drop, needed

    def advice(finding: Finding) -> str:
        return _advice(finding.links[0], *what_to_do())

    for part in parts:
        part.advise(advice)
    return [
        finding._replace(fix=advice(finding)) if finding.rule == STALE else finding
        for finding in findings
    ]


def _doubt(link: Link) -> Doubt:
    """Return what a query is known by: in a network, chains of it are told as several links."""
    return link.ends, link.queries


def _rules_by_doubt(
    stale: Iterable[Doubt], doubted: Iterable[Finding]
) -> dict[Doubt, tuple[str, ...]]:
    """Return which rules would have a new finding without the query on a link."""
    rules: dict[Doubt, set[str]] = {doubt: set() for doubt in stale}
    for finding in doubted:
        if finding.severity != "info":
            circle = finding.circle.component_links if finding.circle is not None else ()
            for link in (*finding.links, *finding.more_links, *circle):
                if _doubt(link) in rules:
                    rules[_doubt(link)].add(finding.rule)
    return {doubt: tuple(sorted(names)) for doubt, names in rules.items()}


def _why_drop(graph: Graph, link: Link, rules: Sequence[str]) -> str:
    """Say why a link has to go together with its query; nothing where it need not."""
    if graph[link.dependent].is_complete and not graph[link.prerequisite].is_complete:
        return f"{link.dependent} is complete without {link.prerequisite}"
    if rules:
        asking = listed(rules, _MOST_RULES)
        return f"a plain one is a finding of {asking} until what that asks for is done"
    return ""


def _advice(link: Link, to_drop: dict[Link, str], needed: dict[str, set[str]]) -> str:
    if link not in to_drop:
        return DROP_QUERY
    if link.dependent in needed:
        rules = listed(sorted(needed[link.dependent]), _MOST_RULES)
        return (
            f"keep the query until what it asks is settled: {to_drop[link]}, and without the link "
            f"{link.dependent} is a finding of {rules}"
        )
    return f"{DROP_LINK}: {to_drop[link]}"
