"""Checks of the logic of a schedule: how its activities hang together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from depgraph.analysis.cycles import find_cycles
from depgraph.analysis.health.basis import is_activity, link_text
from depgraph.analysis.health.measures import Measured, NotComputed, Population, share_of_bad
from depgraph.analysis.reach import reach
from depgraph.analysis.scope import top_level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.health.basis import Basis
    from depgraph.model import Link


def logic(basis: Basis) -> Measured:
    """Count the open activities that lack a predecessor, a successor or both."""
    graph = basis.network
    sources, targets = graph.link_sources, graph.link_targets
    first = {n for n in basis.open_activities if all(sources[k] == n for k in graph.incoming[n])}
    last = {n for n in basis.open_activities if all(targets[k] == n for k in graph.outgoing[n])}
    lacking = (
        f"{len(first - last)} without a predecessor, {len(last - first)} without a successor, "
        f"{len(first & last)} without either"
    )
    return share_of_bad(
        basis.activities,
        (graph.milestones[n].id for n in sorted(first | last)),
        len(basis.open_activities),
        lacking,
        "the first and the last activity of a project are counted too",
    )


def leads(basis: Basis) -> Measured | NotComputed:
    """Count the open relationships with a negative lag."""
    return basis.lacking("lags") or _relationships(basis, (k for k, lag in _lags(basis) if lag < 0))


def lags(basis: Basis) -> Measured | NotComputed:
    """Count the open relationships with a positive lag."""
    return basis.lacking("lags") or _relationships(basis, (k for k, lag in _lags(basis) if lag > 0))


def relationship_types(basis: Basis) -> Measured | NotComputed:
    """Count the open relationships of type FS; found are the others."""
    if lacking := basis.lacking("types"):
        return lacking
    types = basis.network.link_types
    others = [k for k in basis.open_relationships if types[k] != "FS"]
    counts = {
        type_: sum(types[k] == type_ for k in basis.open_relationships)
        for type_ in ("FS", "SS", "FF", "SF")
    }
    measured = _relationships(basis, others)
    return replace(
        measured,
        part=counts["FS"],
        remarks=(", ".join(f"{count} {type_}" for type_, count in counts.items()),),
    )


def hard_constraints(basis: Basis) -> Measured | NotComputed:
    """Count the open activities that have a latest date."""
    milestones = basis.network.milestones
    if basis.is_from_export and not any(
        milestone.not_before or milestone.not_after for milestone in milestones
    ):
        return NotComputed(
            "the export states no constraint of any activity, which may mean that it left them "
            "out: export their types and dates too"
        )
    constrained = [milestones[n].id for n in basis.open_activities if milestones[n].not_after]
    return share_of_bad(basis.activities, constrained, len(basis.open_activities))


def dangling(basis: Basis) -> Measured | NotComputed:
    """Count the open tasks of which nothing holds the start, or the finish holds nothing.

    They have predecessors, but none by FS or SS; or successors, but none by FS or FF.
    """
    graph = basis.network
    if lacking := basis.lacking("types"):
        return lacking
    if not basis.tasks:
        return NotComputed(
            "every activity is a milestone without work, which starts when it finishes"
        )
    loose = []
    for n in basis.tasks:
        before = [graph.link_types[k] for k in graph.incoming[n]]
        after = [graph.link_types[k] for k in graph.outgoing[n]]
        has_loose_start = bool(before) and all(type_[1] == "F" for type_ in before)
        has_loose_finish = bool(after) and all(type_[0] == "S" for type_ in after)
        if has_loose_start or has_loose_finish:
            loose.append(graph.milestones[n].id)
    words = f"{len(basis.tasks)} activities with work that are {basis.are_open}"
    return share_of_bad(Population(words), loose, len(basis.tasks))


def on_cycles(basis: Basis) -> Measured:
    """Count the activities on cycles of relationships, complete ones too."""
    graph = basis.network
    cycles = find_cycles(graph)
    going_round = sorted({code for cycle in cycles for code in cycle.milestones})
    noun = "milestones" if graph is basis.graph else "activities of the schedule network"
    remarks = []
    if cycles:
        cut = sum(len(cycle.cut) for cycle in cycles)
        remarks.append(f"{len(cycles)} cycles apart from each other; without {cut} links, none")
    return share_of_bad(Population(f"all {len(graph)} {noun}"), going_round, len(graph), *remarks)


def horizontal(basis: Basis) -> Measured | NotComputed:
    """Count the open activities from which no chain of relationships leads to the end."""
    end, graph = basis.end, basis.network
    if isinstance(end, NotComputed):
        return end
    target = graph.number(end)
    led = reach(graph, target).came
    unlinked = [
        graph.milestones[n].id for n in basis.open_activities if n not in led and n != target
    ]
    return share_of_bad(basis.activities, unlinked, len(basis.open_activities))


def vertical(basis: Basis) -> Measured | NotComputed:
    """Count the open milestones of lower levels that lead to none of the highest level."""
    graph = basis.graph
    top = top_level(graph)
    lower = [
        n
        for n, milestone in enumerate(graph.milestones)
        if is_activity(milestone)
        and not milestone.is_complete
        and milestone.level is not None
        and milestone.level != top
    ]
    if not lower:
        return NotComputed("the milestones that are not complete do not have several levels")
    queue = [n for n, milestone in enumerate(graph.milestones) if milestone.level == top]
    led = set(queue)
    for n in queue:
        before = {graph.link_sources[number] for number in graph.incoming[n]} - led
        led |= before
        queue += before
    unlinked = [graph.milestones[n].id for n in lower if n not in led]
    words = f"{len(lower)} milestones below level {top} that are not complete"
    return share_of_bad(Population(words), unlinked, len(lower))


def _relationships(basis: Basis, numbers: Iterable[int]) -> Measured:
    cases = (link_text(basis.network, number) for number in sorted(numbers))
    return share_of_bad(basis.relationships, cases, len(basis.open_relationships))


def _lags(basis: Basis) -> Iterable[tuple[int, float]]:
    """Yield the open relationships with their lags: in hours where these are known."""
    links = basis.network.links
    return ((number, _lag(links[number])) for number in basis.open_relationships)


def _lag(link: Link) -> float:
    """Return the lag of a link: what is less than half a day is 0 days, and yet a lag."""
    return link.witness.lag_hours if link.witness is not None else link.lag
