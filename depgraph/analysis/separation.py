"""A link that stands for chains of activities, as one that can be dropped by itself.

In a network, a milestone may wait on another through activities that others wait on too. To say
something of the one link that the chains of the two make, what lies between is copied for the
dependent, behind a *gate*: one link from the prerequisite to the gate then stands for all of the
chains, and without it the dependent waits on what lies between without the prerequisite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Graph, Link, Milestone, Work
from depgraph.model.gates import (
    copy_code,
    ends_of_chains,
    is_copy,
    links_without,
    stated_codes,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def numbers_between(graph: Graph, source: int, target: int) -> list[int]:
    """Return the places of the links from one milestone to another, and of that to their gate."""
    numbers = graph.numbers_between(source, target)
    gate = copy_code(graph.milestones[source].id, graph.milestones[target].id)
    if gate in graph.codes:
        numbers += graph.numbers_between(source, graph.number(gate))
    return numbers


def with_gates(view: Graph, pairs: Iterable[tuple[str, str]]) -> Graph:
    """Return a view where links by themselves stand for the chains of pairs of milestones.

    Pairs that no chain joins, or that a link joins directly, are left out.
    """
    if not view.is_view:
        return view
    whole = view.whole
    for first, second in pairs:
        if first in view and second in view:
            ends = view[first].id, view[second].id
            if not numbers_between(whole, *map(whole.number, ends)):
                whole = separated(whole, [Link(*ends)], view.codes)
    return view if whole is view.whole else view.over(whole)


def without_links(graph: Graph, links: Collection[Link]) -> Graph:
    """Return a plan without some of its links; of a view, without the chains that they are."""
    if not graph.is_view:
        return graph.with_links(link for link in graph.links if link not in links)
    view = with_gates(graph, (link.ends for link in links))
    ends = {link.ends for link in links}
    whole = view.whole
    dropped = {n for n, link in enumerate(whole.links) if ends_of_chains(link) in ends}
    return view.over(whole.with_links(links_without(whole.links, dropped)))


def activities_between(
    graph: Graph, prerequisite: str, dependent: str, shown: Collection[str]
) -> list[int]:
    """Return the numbers of the activities on chains between two milestones, sorted.

    Parameters
    ----------
    shown
        The codes of the milestones that chains do not pass.
    """
    start, end = graph.number(prerequisite), graph.number(dependent)
    milestones = graph.milestones

    def spread(begin: int, links: str) -> set[int]:
        steps = getattr(graph, links)
        ends = graph.link_targets if links == "outgoing" else graph.link_sources
        todo, seen = [begin], set[int]()
        for n in todo:
            for number in steps[n]:
                to = ends[number]
                if to not in seen and milestones[to].id not in shown:
                    seen.add(to)
                    todo.append(to)
        return seen

    return sorted(spread(start, "outgoing") & spread(end, "incoming"))


def separated(graph: Graph, remarks: Iterable[Link], shown: Collection[str]) -> Graph:
    """Return a network where one link by itself stands for the chains between two milestones.

    Dates and everything else stay the same.

    Parameters
    ----------
    remarks
        Links with what is said of the chains between two milestones. Pairs that no chain joins
        are left out.
    shown
        The codes of the milestones that chains do not pass.
    """
    by_ends: dict[tuple[str, str], Link] = {}
    for remark in remarks:
        before = by_ends.get(remark.ends)
        by_ends[remark.ends] = remark if before is None else with_remark(before, remark)
    for remark in by_ends.values():
        graph = _separated(graph, remark, shown)
    return graph


def with_remark(link: Link, remark: Link) -> Link:
    """Return a link with what is said of it by another one, which has the place to edit."""
    return link._replace(
        queries=(*link.queries, *remark.queries),
        allowances=(*link.allowances, *remark.allowances),
        note=remark.note or link.note,
        position=remark.position,
    )


def _separated(graph: Graph, remark: Link, shown: Collection[str]) -> Graph:
    start, end = graph.number(remark.prerequisite), graph.number(remark.dependent)
    between = activities_between(graph, remark.prerequisite, remark.dependent, shown)
    if not between:
        return graph
    milestones = graph.milestones
    dependent = milestones[end].id
    copies = {n: copy_code(milestones[n].id, dependent) for n in between}
    gate = copy_code(milestones[start].id, dependent)
    has_start = milestones[start].duration is not None and any(
        graph.link_types[number][0] == "S" and graph.link_targets[number] in copies
        for number in graph.outgoing[start]
    )
    links = [remark._replace(prerequisite=milestones[start].id, dependent=gate, type="FF", lag=0)]
    for number, link in enumerate(graph.links):
        source, target = graph.link_sources[number], graph.link_targets[number]
        if target == end and source in copies:
            links.append(link._replace(prerequisite=copies[source]))
            continue
        links.append(link)
        if target in copies:
            before = gate if source == start else copies.get(source, link.prerequisite)
            links.append(link._replace(prerequisite=before, dependent=copies[target]))
    return graph.with_parts(
        milestones=[
            *milestones,
            _gate(milestones[start], gate, has_start=has_start),
            *(milestones[n]._replace(id=code, aka=()) for n, code in copies.items()),
        ],
        links=links,
    )


def _gate(milestone: Milestone, code: str, *, has_start: bool) -> Milestone:
    """Return what has the date of a milestone by its link to that alone.

    Parameters
    ----------
    has_start
        Whether it is asked for the start of the milestone too.
    """
    work = milestone.work
    return Milestone(
        code,
        kind=milestone.kind,
        state=milestone.state,
        completed=milestone.completed if milestone.is_complete else None,
        duration=milestone.duration if has_start else None,
        calendar=milestone.calendar if has_start else None,
        work=None
        if work is None
        else Work(
            completed=work.completed,
            minutes=work.minutes if has_start else 0,
            total=work.total if has_start else 0,
            is_milestone=work.is_milestone,
            is_start=work.is_start,
        ),
    )


def stated_network(graph: Graph) -> Graph:
    """Return what a plan was made of: of a view its network, without gates and copies.

    Where the link to a gate is gone, copies are needed to say what is left.
    """
    whole = graph.whole
    copies = [m for m in whole.milestones if is_copy(m.id)] if graph.is_view else []
    gates = {milestone.id for milestone in copies if milestone.position is None}
    if not copies:
        return whole
    if not all(map(whole.links_into, gates)):
        kept = [milestone for milestone in whole.milestones if milestone.id not in gates]
        links = [link for link in whole.links if gates.isdisjoint(link.ends)]
        return whole.with_parts(milestones=kept, links=links)
    links = []
    for link in whole.links:
        prerequisite, dependent = link.ends
        if is_copy(dependent):
            continue
        if is_copy(prerequisite):
            link = link._replace(prerequisite=stated_codes([prerequisite])[0])  # noqa: PLW2901
        links.append(link)
    milestones = [milestone for milestone in whole.milestones if not is_copy(milestone.id)]
    return whole.with_parts(milestones=milestones, links=links)
