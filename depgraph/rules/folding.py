"""Folding: many chains that share their middle as one finding with heads and tails.

What is known stays as it is: the baseline lists it pair by pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from depgraph.model import Graph
    from depgraph.rules.findings import Finding
    from depgraph.rules.kinds.base import Describe

_MOST_ALONE = 20
"""How many findings of a rule on single milestones are not folded."""


def fold(
    graph: Graph, findings: Iterable[Finding], describe: Mapping[str, Describe | None]
) -> list[Finding]:
    """Fold findings on chains of one rule and status that pass the same milestones.

    Parameters
    ----------
    findings
        Findings with their status.
    describe
        By rule, what makes the message of a finding on several pairs; rules without are
        left alone.

    Returns
    -------
    list
        A folded finding stands for each of its heads with each of its tails, and for no
        other pair. Its chain is the first of those that were folded.
    """
    rest: list[Finding] = []
    alike: dict[tuple[object, ...], dict[str, list[Finding]]] = {}
    for finding in findings:
        middle = finding.chain[1:-1]
        if (
            finding.status == "known"
            or finding.is_folded
            or finding.prerequisite is None
            or finding.dependent is None
            or not middle
            or describe.get(finding.rule) is None
        ):
            rest.append(finding)
        else:
            tails = alike.setdefault((finding.rule, finding.status, finding.subject, middle), {})
            tails.setdefault(finding.dependent, []).append(finding)
    for tails in alike.values():
        by_heads: dict[frozenset[str | None], list[Finding]] = {}
        for group in tails.values():
            by_heads.setdefault(frozenset(finding.prerequisite for finding in group), []).extend(
                group
            )
        for group in by_heads.values():
            say = describe.get(group[0].rule)
            rest.append(group[0] if say is None or len(group) == 1 else _folded(graph, group, say))
    return rest


def fold_milestones(
    findings: Iterable[Finding], several: Mapping[str, Callable[[Sequence[str]], str]]
) -> list[Finding]:
    """Fold findings of one rule and status on single milestones, where these are many.

    Parameters
    ----------
    several
        By rule, what makes the message of a finding on many; rules without are left alone.
    """
    rest: list[Finding] = []
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.status == "known" or finding.rule not in several:
            rest.append(finding)
        else:
            alike.setdefault((finding.rule, finding.status), []).append(finding)
    for (rule, _), group in alike.items():
        codes = tuple(sorted({finding.milestone for finding in group if finding.milestone}))
        if len(codes) <= _MOST_ALONE:
            rest += group
        else:
            message = several[rule](codes)
            rest.append(group[0]._replace(message=message, milestone=None, heads=codes))
    return rest


def _folded(graph: Graph, group: Sequence[Finding], describe: Describe) -> Finding:
    first = min(group, key=lambda finding: (finding.dependent or "", finding.prerequisite or ""))
    heads = tuple(sorted({finding.prerequisite for finding in group if finding.prerequisite}))
    tails = tuple(sorted({finding.dependent for finding in group if finding.dependent}))
    ends = (link for finding in group for link in (finding.links[0], finding.links[-1]))
    more = sorted(set(ends).difference(first.links), key=lambda link: (link[1], link[0]))
    message = describe(
        [graph[code] for code in heads], [graph[code] for code in tails], first.chain[1:-1]
    )
    return first._replace(message=message, heads=heads, tails=tails, more_links=tuple(more))
