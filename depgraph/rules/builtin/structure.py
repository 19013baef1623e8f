"""Checks of the shape of the graph: links that say nothing, codes that look wrong."""

from __future__ import annotations

import re
from itertools import compress, count, islice
from operator import eq
from typing import TYPE_CHECKING

from depgraph.analysis.redundant import redundant_links
from depgraph.rules.builtin.pairs import about_link, about_milestone, about_milestones
from depgraph.rules.findings import Finding, FindingsOn
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.model import Graph, Link, Milestone
    from depgraph.rules.findings import Status

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


def redundant_link(graph: Graph) -> Iterator[Finding | FindingsOn]:
    """Find links that a longer chain implies. A graph with cycles has none that is certain."""
    if not graph.is_acyclic:
        from depgraph.analysis.cycles import has_cycles

        if has_cycles(graph):
            return
    redundant = redundant_links(graph)
    links, chains = graph.links, redundant.chains

    def make(place: int) -> Finding:
        link = links[place]
        passed = tuple(links[n] for n in chains[place])
        chain = (*(member.prerequisite for member in passed), link.dependent)
        between = ", ".join(chain[1:-1])
        message = f"{link.dependent} waits on {link.prerequisite} through {between} already"
        status: Status = "queried" if place in queried else "new"
        return about_link("redundant-link", link, message)._replace(
            chain=chain, links=passed, status=status
        )

    places, doubted = sorted(chains), graph.queried_numbers
    queried = {n for n in places if not doubted.isdisjoint((n, *chains[n]))}
    yield FindingsOn("redundant-link", links, places, make, queried)
    if not redundant.is_complete:
        yield Finding(
            rule="redundant-link",
            severity="info",
            message="the graph is too large to look at every link for a longer chain: "
            f"{len(redundant.chains)} redundant links were found before the search was given up",
        )


def duplicate_link(graph: Graph) -> Iterator[Finding]:
    """Find links that stand twice: same ends, same type."""
    links, sources, targets = graph.links, graph.link_sources, graph.link_targets
    first: dict[tuple[str, str, str], Link] = {}
    # Links of the same ends stand beside each other.
    alike = compress(count(1), map(eq, sources, islice(sources, 1, None)))
    twice = (n for n in alike if targets[n - 1] == targets[n])
    for place in sorted({place for n in twice for place in (n - 1, n)}):
        link = links[place]
        known = first.setdefault((link.prerequisite, link.dependent, link.type), link)
        if known is not link:
            where = f" ({known.position})" if known.position else ""
            message = f"{link.dependent} waits on {link.prerequisite} twice{where}"
            yield about_link("duplicate-link", link, message)._replace(status="new")


def self_link(graph: Graph) -> Iterator[Finding]:
    """Find milestones that wait on themselves."""
    for place in compress(count(), map(eq, graph.link_sources, graph.link_targets)):
        link = graph.links[place]
        yield about_link("self-link", link, f"{link.dependent} waits on itself")


def orphan(graph: Graph) -> Iterator[FindingsOn]:
    """Find milestones that no link names. Requirements, test plans and reports may stand alone."""
    ends = enumerate(zip(graph.incoming, graph.outgoing, strict=True))
    alone = (n for n, (incoming, outgoing) in ends if not incoming and not outgoing)
    yield about_milestones(
        "orphan",
        graph,
        (n for n in alone if graph.milestones[n].kind == "milestone"),
        lambda milestone: f"{milestone.id} waits on nothing, and nothing waits on it",
    )


# -- codes that look like another ------------------------------------------------------

_PIECE = re.compile(r"[a-z]+|[0-9]+")
_DIGITS = "0123456789"
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_CONFUSED = str.maketrans({"o": "0", "i": "1", "l": "1"})


def suspicious_id(graph: Graph) -> Iterator[Finding]:
    """Find codes that are a near miss or a truncation of another.

    Near misses: equal but for case, separators, leading zeros, or the letters O, I and l
    in place of the digits 0 and 1. Truncations: a number of fewer digits than the zero-padded
    numbers of its series, as in ``LDM-503-0`` beside ``LDM-503-09``.
    """
    milestones = [*graph.milestones, *graph.schedule_only]
    by_head: dict[tuple[str | int, ...], dict[str | int, str]] = {}
    by_stem: dict[str, dict[str | int, str]] = {}
    for milestone in milestones:
        code = milestone.id
        # Of most codes, the number at the end alone tells them from others.
        stem = code.rstrip(_DIGITS)
        alike = by_stem.get(stem)
        if alike is None or stem == code:
            *head, last = _without_differences(code)
            alike = by_head.setdefault(tuple(head), {})
            if stem != code and not stem.casefold().endswith(("o", "i", "l")):
                by_stem[stem] = alike
        else:
            last = int(code[len(stem) :])
        first_code = alike.setdefault(last, code)
        if first_code != code:
            yield about_milestone(
                "suspicious-id", milestone, f"{code} looks like {first_code}, mistyped"
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
    for milestone in milestones:
        code = milestone.id
        whole = code[:-1] if code[-1:] in _LETTERS else code
        series = whole.rstrip(_DIGITS)
        number = whole[len(series) :]
        if number.startswith("0") and len(number) > max(widths.get(series, 0), 1):
            widths[series] = len(number)
    if not widths:
        return
    codes = sorted(milestone.id for milestone in milestones)
    for milestone in milestones:
        code = milestone.id
        series = code.rstrip(_DIGITS)
        if not 0 < len(code) - len(series) < widths.get(series, 0):
            continue
        from bisect import bisect_right

        following = bisect_right(codes, code)
        if following < len(codes) and codes[following].startswith(code):
            yield about_milestone(
                "suspicious-id", milestone, f"{code} looks like {codes[following]}, cut short"
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
