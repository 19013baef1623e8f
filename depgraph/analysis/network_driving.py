"""What sets each date of a schedule network: as `depgraph.analysis.driving` tells it of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.driving import Driver, Driving
from depgraph.analysis.moments.passes import (
    AS_OF,
    COMPLETED,
    EXPECTED,
    FIXED,
    HELD,
    LIMIT,
    PROJECT_START,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.analysis.bounds import Bounds
    from depgraph.analysis.network_bounds import MomentBounds
    from depgraph.model import Graph

_DRIVERS: dict[int, Driver] = {
    AS_OF: "as-of date",
    LIMIT: "not before",
    HELD: "own date",
    FIXED: "own date",
    COMPLETED: "completed",
    EXPECTED: "own date",
    PROJECT_START: "project start",
}


class MomentDriving(Driving):
    """What sets each date of a schedule network.

    Parameters
    ----------
    finish
        The projected finishes in minutes, None where there is none.
    bounds
        What the links demand.
    """

    def __init__(self, graph: Graph, finish: Sequence[int | None], bounds: MomentBounds) -> None:
        self._moment_bounds = bounds
        super().__init__(graph, finish, bounds.logic.now, bounds, None)
        starts = bounds.moments.start
        for n in bounds.handing_on:
            # Completed out of sequence: the chain goes on behind it.
            self._settled[n] = next(
                number
                for number in graph.incoming[n]
                if number not in bounds.idle and bounds.forward.proposal(number).start == starts[n]
            )

    def driver(self, n: int) -> tuple[Driver, int | None]:
        """Return the first cause of the date of a milestone, and the link if it is one."""
        if self._graph.milestones[n].is_complete:
            return "completed", None
        return super().driver(n)

    def dated_without_queries(self) -> set[int]:
        """Return the milestones that have a projected date also without the queried links."""
        undated = {n for n, moment in enumerate(self._finish) if moment is None}
        without = {
            n
            for n, milestone in enumerate(self._graph.milestones)
            if milestone.work is None and milestone.own_date is None
        }
        if not without:
            return set(range(len(self._graph))) - undated
        return super().dated_without_queries() | (set(range(len(self._graph))) - undated - without)

    def _own_causes(self, n: int) -> Iterator[Driver]:
        """Yield what sets the date of an activity but for its links."""
        finish = self._finish[n]
        if finish is None:
            yield "undated"
            return
        bounds = self._moment_bounds
        setter = bounds.moments.setters[n]
        if setter < 0:
            yield _DRIVERS[setter]
            return
        # A link and the data date may each do alone.
        _, alone, own_setter = bounds.forward.settled(n, ())
        if alone == finish:
            yield _DRIVERS[own_setter]

    def _tight_links(self, n: int) -> list[int]:
        """Return the links that let an activity have no earlier date than it has."""
        bounds = self._moment_bounds
        if bounds.logic.works[n].completed is not None or bounds.logic.works[n].is_fixed:
            return []
        setter = bounds.moments.setters[n]
        return [
            number
            for number in self._graph.incoming[n]
            if number == setter
            or (
                number not in bounds.idle
                and not self._is_history(number)
                and self._is_tight(number)
            )
        ]

    def _is_history(self, number: int) -> bool:
        """Whether a link from what is complete proposes the data date, and nothing later."""
        bounds = self._moment_bounds
        if bounds.logic.works[bounds.logic.sources[number]].completed is None:
            return False
        return bounds.forward.proposal(number).start <= bounds.logic.now


def driving_of(graph: Graph, ends: Sequence[int | None], bounds: Bounds) -> MomentDriving:
    """Return what sets each date of a schedule network."""
    from depgraph.analysis.network_bounds import MomentBounds

    assert isinstance(bounds, MomentBounds), "a network is projected in moments"
    return MomentDriving(graph, ends, bounds)
