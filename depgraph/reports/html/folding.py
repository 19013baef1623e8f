"""What of a large plan a page has: a browser takes so many rows, and a reader fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.hop_counts import link_count
from depgraph.analysis.scheduled import counted_milestones
from depgraph.analysis.view_hops import ViewHops
from depgraph.records import Struct
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from depgraph.model import Graph, Link, Milestone
    from depgraph.reports.review import Review
    from depgraph.rules.findings import Finding

MOST_MILESTONES = 10_000
MOST_LINKS = 40_000
MOST_FINDINGS = 10_000
MOST_STEPS = 1_000
"""So many steps of one path, from its target back."""

_GRAVITY = {"error": 0, "warning": 1, "info": 2}


class Shown(Struct):
    """What of a plan is in a page.

    Attributes
    ----------
    milestones
        The milestones, sorted by code.
    places
        The place of each in ``milestones``, by code.
    links
        The numbers of the links, rising; both ends of each are in the page.
    link_places
        The place of each in ``links``, by number.
    findings
        The findings, in their order.
    words
        What is left out, as a sentence; empty where nothing is.
    graph
        The plan; of a view with more links than a page takes, one that has no others than those
        that may be in it.
    hops
        The slacks of its links.
    """

    milestones: Sequence[Milestone]
    places: Mapping[str, int]
    links: Sequence[int]
    link_places: Mapping[int, int]
    findings: Sequence[Finding]
    words: str
    graph: Graph
    hops: ViewHops


def shown_of(review: Review) -> Shown:
    """Return what of a plan is in its page: all of it, if it is no larger than a page may be.

    Of a larger plan the milestones are, in this order: those of the critical paths, the late
    ones, those with a query or a finding, the incomplete ones, and of these what is due first.
    The links are those of the critical paths, the queried ones, and those of least slack.
    """
    graph = review.graph
    milestones: Sequence[Milestone] = graph.milestones
    findings = review.findings
    path_milestones, path_links = _on_paths(review)
    if len(milestones) > MOST_MILESTONES:
        milestones = _first_milestones(review, path_milestones)
    places = {milestone.id: place for place, milestone in enumerate(milestones)}
    hops, count = ViewHops(graph, review.projection), link_count(graph)
    if graph.is_view and count > MOST_LINKS:
        graph = _with_least_hops(graph, hops, places, {link.ends for link in path_links})
    links: Sequence[int] = range(len(graph.links))
    if len(milestones) < len(graph.milestones) or len(links) > MOST_LINKS:
        links = _first_links(graph, hops, places, path_links)
    if len(findings) > MOST_FINDINGS:
        order = sorted(range(len(findings)), key=lambda n: _GRAVITY[findings[n].severity])
        findings = [findings[n] for n in sorted(order[:MOST_FINDINGS])]
    return Shown(
        milestones,
        places,
        links,
        {number: place for place, number in enumerate(links)},
        findings,
        _words(graph, len(milestones), len(links), count, len(findings), len(review.findings)),
        graph,
        hops,
    )


def _with_least_hops(
    graph: Graph, hops: ViewHops, places: Mapping[str, int], on_paths: Collection[tuple[str, str]]
) -> Graph:
    """Return a view with the links that may be in its page: there may be one of each pair."""
    number, milestones = graph.whole.number, graph.whole.milestones
    queried = {link.ends for link in graph.queried_links}
    first = {
        (number(source), number(target))
        for source, target in queried.union(on_paths)
        if source in places and target in places
    }
    wanted: dict[str, set[str]] = {}
    for source, target in hops.keep_least(MOST_LINKS, {*map(number, places)}, first):
        wanted.setdefault(milestones[source].id, set()).add(milestones[target].id)
    return graph.with_hops(wanted)


def _on_paths(review: Review) -> tuple[set[str], set[Link]]:
    """Return the codes and the links of what the page tells of the paths to its targets."""
    codes = {route.path.target.id for route in review.routes}
    links = set()
    for route in review.routes:
        for path in route.path.paths:
            for step in path[:MOST_STEPS]:
                codes.add(step.id)
                if step.link is not None:
                    links.add(step.link)
        codes.update(route.without_queries.codes[:MOST_STEPS])
    return codes, links


def _first_milestones(review: Review, on_paths: set[str]) -> Sequence[Milestone]:
    graph = review.graph
    spoken_of = {code for finding in review.findings for code in finding.codes}
    spoken_of.update(question.milestone for question in graph.questions)
    for link in graph.queried_links:
        spoken_of.update((link.prerequisite, link.dependent))

    def order(milestone: Milestone) -> tuple[bool, bool, bool, bool, bool, str, str]:
        code, day = milestone.id, milestone.forecast or milestone.due
        return (
            code not in on_paths,
            code not in review.late,
            code not in spoken_of,
            milestone.is_complete,
            day is None,
            "" if day is None else day.isoformat(),
            code,
        )

    first = {milestone.id for milestone in sorted(graph.milestones, key=order)[:MOST_MILESTONES]}
    return [milestone for milestone in graph.milestones if milestone.id in first]


def _first_links(
    graph: Graph, hops: ViewHops, places: Mapping[str, int], on_paths: Collection[Link]
) -> Sequence[int]:
    # A step of a network is a chain of activities: of a view, the link of its ends.
    ends = {link.ends for link in on_paths if graph.is_view}
    has_place = [milestone.id in places for milestone in graph.milestones]
    numbers = [
        number
        for number, (source, target) in enumerate(
            zip(graph.link_sources, graph.link_targets, strict=True)
        )
        if has_place[source] and has_place[target]
    ]
    if len(numbers) <= MOST_LINKS:
        return numbers

    def order(number: int) -> tuple[bool, bool, bool, int, int]:
        link = graph.links[number]
        slack, is_on_path = hops.slack(number, link), link in on_paths or link.ends in ends
        is_queried = number in graph.queried_numbers
        return (not is_on_path, not is_queried, slack is None, slack or 0, number)

    return sorted(sorted(numbers, key=order)[:MOST_LINKS])


def _words(
    graph: Graph, milestones: int, links: int, all_links: int, findings: int, all_findings: int
) -> str:
    parts = []
    if milestones < len(graph.milestones):
        parts.append(f"{milestones:,} of {counted_milestones(graph)}")
    if links < all_links:
        parts.append(f"{links:,} of {counted(all_links, 'link')}")
    if findings < all_findings:
        parts.append(f"{findings:,} of {counted(all_findings, 'finding')}")
    if not parts:
        return ""
    return (
        f"The plan is too large for one page. Told one by one are {', '.join(parts)}: what is on "
        "the critical paths, late, queried or found by a check first. Totals and charts are of "
        "the whole plan; depgraph list, show, why and check tell the rest"
    )
