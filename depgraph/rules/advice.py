"""What to do about a query that no longer matters, so that doing it makes no new error.

A plain link of which one end is complete still counts for rules: for
``complete-over-incomplete``, and for all that count links. So where the doubt about a link keeps
a finding from being new, the link is what has to go, not the doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from depgraph.model import Graph, Link
    from depgraph.rules.findings import Finding

STALE = "stale-query"

DROP_QUERY = "drop the query: it no longer matters"
DROP_LINK = "drop the link"
"""How each of the two pieces of advice begins."""

_MOST_RULES = 3


def advised(
    graph: Graph,
    findings: Sequence[Finding],
    doubted: Iterable[Finding],
    errors_of_rules: Callable[[Graph], Collection[Finding]],
) -> list[Finding]:
    """Return the findings, those about queries that no longer matter with what to do.

    Parameters
    ----------
    findings
        All findings with their status.
    doubted
        Those that are not new only because a link is queried, at the severity of their rule;
        and those on what goes round, in which a plain link may close another cycle.
    errors_of_rules
        The new errors of the rules of the plan in another graph.
    """
    stale = {link for finding in findings if finding.rule == STALE for link in finding.links}
    if not stale:
        return list(findings)
    rules = _rules_by_link(stale, doubted)
    to_drop = {link: _why_drop(graph, link, rules.get(link, ())) for link in stale}
    to_drop = {link: why for link, why in to_drop.items() if why}
    needed: dict[str, set[str]] = {}
    if to_drop:
        without = graph.with_links(link for link in graph.links if link not in to_drop)
        known = {(finding.rule, finding.milestone, finding.subject) for finding in findings}
        for finding in errors_of_rules(without):
            if (finding.rule, finding.milestone, finding.subject) not in known:
                needed.setdefault(finding.milestone or "", set()).add(finding.rule)
    return [
        finding._replace(fix=_advice(finding.links[0], to_drop, needed))
        if finding.rule == STALE
        else finding
        for finding in findings
    ]


def _rules_by_link(
    stale: Collection[Link], doubted: Iterable[Finding]
) -> dict[Link, tuple[str, ...]]:
    """Return which rules would have a new finding without the query on a link."""
    rules: dict[Link, set[str]] = {}
    for finding in doubted:
        if finding.severity != "info":
            circle = finding.circle.component_links if finding.circle is not None else ()
            for link in (*finding.links, *finding.more_links, *circle):
                if link in stale:
                    rules.setdefault(link, set()).add(finding.rule)
    return {link: tuple(sorted(names)) for link, names in rules.items()}


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
