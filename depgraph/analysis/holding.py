"""What holds a moved milestone, and where it would be without the queried links that do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.changed_plan import date_of_move
from depgraph.analysis.impact import Held
from depgraph.analysis.projection import project
from depgraph.model.gates import as_chains, links_without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.changes import Edit
    from depgraph.analysis.impact import Reading
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link

MOST_PASSED = 3_000_000
"""How many milestones are passed in all in projecting plans without what holds."""


def held_moves(edit: Edit, readings: Iterable[Reading], plan: Graph) -> tuple[Held, ...]:
    """Return the moves that do not come to the date that was asked for.

    Parameters
    ----------
    plan
        The plan whose gaps are work.
    """
    held: list[Held] = []
    left = MOST_PASSED
    for n, move in sorted(edit.moves.items()):
        for reading in readings:
            asked_date, reached = date_of_move(reading.before, n, move), reading.after.finish[n]
            assert reached is not None, "a moved milestone has a date"
            if reached == asked_date.toordinal():
                continue
            after = reading.after
            code = after.graph.milestones[n].id
            by, link = after.driver(code)
            queried, firm, passed = _queried_that_hold(after, n, plan, left)
            left -= passed
            held.append(
                Held(
                    milestone=code,
                    gaps=after.gaps,
                    asked=asked_date,
                    reached=date.fromordinal(reached),
                    by=by,
                    link=link,
                    queried=tuple(map(as_chains, queried)),
                    without=None if firm is None else firm.date(code),
                )
            )
    return tuple(held)


def _queried_that_hold(
    projection: Projection, n: int, plan: Graph, most: int
) -> tuple[list[Link], Projection | None, int]:
    """Return the queried links that hold a milestone, one behind the other.

    Those of the chain that sets its date come first, then those of the chain that does so
    without these, and so on until it is one without a queried link.

    Returns
    -------
    tuple
        The links; the projection without them, None where there are none or more milestones
        would have to be passed than `most`; how many were passed.
    """
    queried: list[Link] = []
    firm, passed = None, 0
    while more := _queried_behind(firm or projection, n):
        queried += more
        if passed + len(projection.graph) > most:
            return queried, None, passed
        passed += len(projection.graph)
        graph = projection.graph
        firm = project(
            graph.with_links(
                links_without(
                    graph.links, {n for n, link in enumerate(graph.links) if link in queried}
                )
            ),
            as_of=projection.as_of,
            gaps=projection.gaps,
            plan=plan,
        )
    return queried, firm, passed


def _queried_behind(projection: Projection, n: int) -> list[Link]:
    """Return the queried links of the driving chain of a milestone, the nearest first.

    At the end of the chain may be one at the as-of date that has a date only as it waits on
    what has one: then those by which it has it follow.
    """
    graph, finish = projection.graph, projection.finish
    firm = projection.driving.dated_without_queries()
    queried: list[Link] = []
    seen = {n}
    while True:
        number = projection.driving_links[n]
        if loop := projection.driving.loop(n):
            return queried + [graph.links[k] for k in reversed(loop) if k in graph.queried_numbers]
        if number is None and n not in firm:
            dated = (k for k in graph.incoming[n] if finish[graph.link_sources[k]] is not None)
            number = next(dated, None)
        if number is None:
            return queried
        if number in graph.queried_numbers:
            queried.append(graph.links[number])
        n = graph.link_sources[number]
        if n in seen:
            return queried
        seen.add(n)
