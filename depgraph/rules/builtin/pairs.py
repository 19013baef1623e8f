"""How checks make findings about one link or one milestone, and about many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.findings import Finding, FindingsOn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from depgraph.model import Graph, Link, Milestone


def about_link(rule: str, link: Link, message: str) -> Finding:
    """Return a finding about a link; a queried link makes it a queried finding."""
    return Finding(
        rule=rule,
        severity="error",
        status="queried" if link.queries else "new",
        message=message,
        milestone=link.dependent,
        prerequisite=link.prerequisite,
        dependent=link.dependent,
        chain=(link.prerequisite, link.dependent),
        links=(link,),
        position=link.position,
    )


def about_milestone(rule: str, milestone: Milestone, message: str) -> Finding:
    """Return a finding about a milestone."""
    return Finding(
        rule=rule,
        severity="error",
        message=message,
        milestone=milestone.id,
        position=milestone.position,
    )


def about_links(
    rule: str,
    graph: Graph,
    places: Iterable[int],
    message: Callable[[Link, Milestone, Milestone], str],
) -> FindingsOn:
    """Return findings about links.

    Parameters
    ----------
    places
        Their places in the graph, ascending.
    message
        Makes the message of a link, its prerequisite and its dependent.
    """
    links, milestones = graph.links, graph.milestones
    places = list(places)

    def make(place: int) -> Finding:
        link = links[place]
        ends = milestones[graph.link_sources[place]], milestones[graph.link_targets[place]]
        return about_link(rule, link, message(link, *ends))

    return FindingsOn(rule, links, places, make, graph.queried_numbers.intersection(places))


def about_milestones(
    rule: str, graph: Graph, places: Iterable[int], message: Callable[[Milestone], str]
) -> FindingsOn:
    """Return findings about milestones, by their places in the graph, ascending."""
    milestones = graph.milestones

    def make(place: int) -> Finding:
        return about_milestone(rule, milestones[place], message(milestones[place]))

    return FindingsOn(rule, milestones, list(places), make)
