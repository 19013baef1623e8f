"""Checks of the shape of the graph: links that say nothing, codes that look wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.analysis.redundant import redundant_links
from depgraph.rules.builtin.pairs import about_link, about_milestone
from depgraph.rules.findings import Finding
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.model import Graph, Link, Milestone


_SHOW_ACTIVITIES = "name --activities, or mark milestones in the scheduling program"


def empty_plan(graph: Graph) -> Iterator[Finding]:
    """Find that there is nothing to look at, as a wrong path would make every check pass."""
    if not len(graph):
        from depgraph.analysis.no_milestones import hidden_activities

        number = len(graph.schedule_only)
        hidden = hidden_activities(graph)
        only = f", and {counted(number, 'milestone')} only in the schedule" if number else ""
        yield Finding(
            rule="empty-plan",
            severity="error",
            message=hidden or f"the graph files that were read have no milestone{only}",
            subject="the plan",
            fix=_SHOW_ACTIVITIES if hidden else None,
        )


def redundant_link(graph: Graph) -> Iterator[Finding]:
    """Find links that a longer chain implies. A graph with cycles has none that is certain."""
    if not graph.is_acyclic:
        from depgraph.analysis.cycles import has_cycles

        if has_cycles(graph):
            return
    redundant = redundant_links(graph)
    for number, chain_numbers in sorted(redundant.chains.items()):
        link = graph.links[number]
        links = tuple(graph.links[n] for n in chain_numbers)
        chain = (*(member.prerequisite for member in links), link.dependent)
        queried = link.queried or any(member.queried for member in links)
        yield about_link(
            "redundant-link",
            link,
            f"{link.dependent} waits on {link.prerequisite} through "
            f"{', '.join(chain[1:-1])} already",
        )._replace(chain=chain, links=links, status="queried" if queried else "new")
    if not redundant.is_complete:
        yield Finding(
            rule="redundant-link",
            severity="info",
            message="the graph is too large to look at every link for a longer chain: "
            f"{len(redundant.chains)} redundant links were found before the search was given up",
        )


def duplicate_link(graph: Graph) -> Iterator[Finding]:
    """Find links that stand twice: same ends, same type."""
    first: dict[tuple[str, str, str], Link] = {}
    for link in graph.links:
        key = (link.prerequisite, link.dependent, link.type)
        known = first.setdefault(key, link)
        if known is not link:
            place = f" ({known.position})" if known.position else ""
            yield about_link(
                "duplicate-link",
                link,
                f"{link.dependent} waits on {link.prerequisite} twice{place}",
            )._replace(status="new")


def self_link(graph: Graph) -> Iterator[Finding]:
    """Find milestones that wait on themselves."""
    for link in graph.links:
        if link.prerequisite == link.dependent:
            yield about_link("self-link", link, f"{link.dependent} waits on itself")


def orphan(graph: Graph) -> Iterator[Finding]:
    """Find milestones that no link names. Requirements, test plans and reports may stand alone."""
    for n, milestone in enumerate(graph.milestones):
        if milestone.kind == "milestone" and not graph.incoming[n] and not graph.outgoing[n]:
            yield about_milestone(
                "orphan", milestone, f"{milestone.id} waits on nothing, and nothing waits on it"
            )


# -- codes that look like another ------------------------------------------------------

_PIECE = re.compile(r"[a-z]+|[0-9]+")
_NUMBER_AT_END = re.compile(r"(.*?)([0-9]+)([A-Za-z]?)")
_CONFUSED = str.maketrans({"o": "0", "i": "1", "l": "1"})


def suspicious_id(graph: Graph) -> Iterator[Finding]:
    """Find codes that are a near miss or a truncation of another.

    Near misses: equal but for case, separators, leading zeros, or the letters O, I and l
    in place of the digits 0 and 1. Truncations: a number of fewer digits than the zero-padded
    numbers of its series, as in ``LDM-503-0`` beside ``LDM-503-09``.
    """
    milestones = [*graph.milestones, *graph.schedule_only]
    by_key: dict[tuple[str | int, ...], str] = {}
    for milestone in milestones:
        key = _without_differences(milestone.id)
        first_code = by_key.setdefault(key, milestone.id)
        if first_code != milestone.id:
            yield about_milestone(
                "suspicious-id", milestone, f"{milestone.id} looks like {first_code}, mistyped"
            )
    yield from _cut_short(milestones)
    yield from _noticed(graph, "suspicious-id")


def source_notice(graph: Graph) -> Iterator[Finding]:
    """Tell what a reader must know of the sources, although they could be read."""
    yield from _noticed(graph, "source-notice")


def unknown_code(graph: Graph) -> Iterator[Finding]:
    """Find links of lists to what nothing defines."""
    for notice in graph.notices:
        if notice.rule == "unknown-code" and notice.ends is not None:
            prerequisite, dependent = notice.ends
            yield Finding(
                rule="unknown-code",
                severity="error",
                message=notice.text,
                milestone=notice.milestone,
                prerequisite=prerequisite,
                dependent=dependent,
                position=notice.position,
            )


def _noticed(graph: Graph, rule: str) -> Iterator[Finding]:
    for notice in graph.notices:
        if notice.rule == rule:
            yield Finding(
                rule=rule,
                severity="warning" if notice.is_warning else "info",
                message=notice.text,
                milestone=notice.milestone,
                position=notice.position,
                subject=notice.text,
            )


def _cut_short(milestones: list[Milestone]) -> Iterator[Finding]:
    """Find codes whose number lacks digits of its zero-padded series."""
    widths: dict[str, int] = {}
    numbered: list[tuple[Milestone, str, str]] = []
    for milestone in milestones:
        match = _NUMBER_AT_END.fullmatch(milestone.id)
        if match is None:
            continue
        series, number, letter = match.groups()
        if number.startswith("0") and len(number) > 1:
            widths[series] = max(widths.get(series, 0), len(number))
        if not letter:
            numbered.append((milestone, series, number))
    short = [
        milestone for milestone, series, number in numbered if len(number) < widths.get(series, 0)
    ]
    if not short:
        return
    from bisect import bisect_right

    codes = sorted(milestone.id for milestone in milestones)
    for milestone in short:
        following = bisect_right(codes, milestone.id)
        if following < len(codes) and codes[following].startswith(milestone.id):
            yield about_milestone(
                "suspicious-id",
                milestone,
                f"{milestone.id} looks like {codes[following]}, cut short",
            )


def _without_differences(code: str) -> tuple[str | int, ...]:
    folded = code.casefold()
    # Letters between digits and separators only: a word such as SUIT keeps its letters.
    folded = re.sub(
        r"(?<![a-z])[oil]+(?=[0-9])|(?<=[0-9])[oil]+(?![a-z])",
        lambda match: match[0].translate(_CONFUSED),
        folded,
    )
    pieces = _PIECE.findall(folded)
    if not pieces:
        return (code,)
    return tuple(int(piece) if piece.isdigit() else piece for piece in pieces)
