"""What dropping queried links changes: the dates and critical paths of the main milestones.

A dropped link can only bring dates forward, or leave a milestone undated. Without ladders
(milestones that wait on each other through SS, FF or SF links) a drop is followed through what
moves, see `depgraph.analysis.query_routes`. With ladders, and with calendars, each drop is
computed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.analysis.path_forest import Change, forest_of
from depgraph.analysis.projection import project
from depgraph.analysis.query_routes import Routes
from depgraph.analysis.reach import reach_from
from depgraph.analysis.rerouting import least_slack_path, path_change
from depgraph.analysis.scope import main_milestones
from depgraph.model.gates import as_chains, links_without
from depgraph.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph


@dataclass(frozen=True, slots=True)
class DroppedQueries:
    """What the queries of a plan do to it.

    Attributes
    ----------
    targets
        The codes of the milestones that were looked at, sorted.
    alone
        For each link of ``graph.queried_links``, what changes without it, by code.
    together
        What changes without all of them.
    """

    targets: tuple[str, ...]
    alone: tuple[tuple[Change, ...], ...]
    together: tuple[Change, ...]

    def __repr__(self) -> str:
        """Return a line with the counts."""
        queries, changes = len(self.alone), len(self.together)
        return f"<DroppedQueries: {queries} queried links, {changes} changes without all of them>"


def drop_queries(graph: Graph) -> DroppedQueries:
    """Find what changes without each queried link alone, and without all of them.

    Parameters
    ----------
    graph
        A graph without cycles between events.

    Returns
    -------
    DroppedQueries
        The milestones of level 2 whose date or critical path changes.

    Raises
    ------
    CycleError
        If the links go round in a cycle.
    NoAsOfDateError
        If the graph has no as-of date.
    """
    targets = main_milestones(graph)
    projection = project(graph)
    numbers = _in_order_of_view(projection)
    if not numbers:
        return DroppedQueries(targets, (), ())
    if projection.has_ladders or projection.bounds.lengths is None:
        return _drop_each(projection, targets, numbers)
    before = Routes(projection, targets)
    every = project(graph.without_queried_links())
    return DroppedQueries(
        targets,
        alone=tuple(before.without(number) for number in numbers),
        together=before.compared(Routes(every, targets)),
    )


def _in_order_of_view(projection: Projection) -> list[int]:
    """Return the places of the queried links, in the order that the plan asked about has them."""
    graph = projection.graph
    queried = sorted(graph.queried_numbers)
    if projection.view is None:
        return queried

    def key(number: int) -> tuple[object, ...]:
        link = as_chains(graph.links[number])
        return link.dependent, link.prerequisite, link.type, link.lag, link.position or ()

    return sorted(queried, key=key)


def _drop_each(
    projection: Projection, targets: tuple[str, ...], numbers: list[int]
) -> DroppedQueries:
    graph = projection.graph
    if not projection.has_ladders:
        return _drop_each_in_forest(projection, targets, numbers)
    paths = {code: least_slack_path(projection, graph.number(code)) for code in targets}

    def compared(without: Graph, among: Iterable[str]) -> tuple[Change, ...]:
        other = project(without)
        changes = []
        for code in among:
            path = least_slack_path(other, graph.number(code))
            shown = projection.shown.codes
            old, new = (tuple(c for c in codes if c in shown) for codes in (paths[code], path))
            changed = path_change(projection, other, paths[code], path)
            dates = projection.date(code), other.date(code)
            changed = changed if old != new else "same"
            changes.append(Change.of_paths(code, dates, old, new, changed))
        return tuple(change for change in changes if change.is_any)

    def without(number: int) -> tuple[Change, ...]:
        links = links_without(graph.links, {number})
        behind = reach_from(graph, graph.link_targets[number]).steps
        among = [code for code in targets if graph.number(code) in behind]
        return compared(graph.with_links(links), among)

    return DroppedQueries(
        targets,
        alone=tuple(
            without(number) for number in track(numbers, "dropping queries", total=len(numbers))
        ),
        together=compared(graph.without_queried_links(), targets),
    )


def _drop_each_in_forest(
    projection: Projection, targets: tuple[str, ...], numbers: list[int]
) -> DroppedQueries:
    """Drop each where there are calendars: paths step elsewhere only behind what is dropped."""
    graph = projection.graph
    forest = forest_of(projection, targets)

    def without(number: int) -> tuple[Change, ...]:
        behind = reach_from(graph, graph.link_targets[number]).steps
        other = project(graph.with_links(links_without(graph.links, {number})))
        paths = forest_of(other, step=forest.step, looked_at=behind)
        return forest.compared(paths, among=behind)

    return DroppedQueries(
        targets,
        alone=tuple(
            without(number) for number in track(numbers, "dropping queries", total=len(numbers))
        ),
        together=forest.compared(forest_of(project(graph.without_queried_links()))),
    )
