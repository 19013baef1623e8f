"""Delays: what holds a milestone, at the root of the links that set its date.

The driving chain of a milestone goes back along the links that set the dates of a projection,
to the milestone whose date no link sets. That is the root: it has its date by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.late import days_behind
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.analysis.projection import Driver, Projection
    from depgraph.model import Graph


@by_type
class Delay(NamedTuple):
    """What sets the projected date of a milestone.

    Attributes
    ----------
    late
        Days from the due date to the projected one, the completion where it is complete;
        negative for early, None where one of them is missing. Where only the forecast has
        passed, from that.
    root
        The code of the milestone at the root of the driving chain; its own where no link sets
        its date, None where it is undated.
    driver
        What sets the date of the root: anything but a link.
    first_late
        The code of the first late milestone of the chain, counted from the root; its own if
        no other is late before it, None where none is.
    is_queried
        Whether a reviewer doubts a link of the chain.
    """

    late: int | None
    root: str | None
    driver: Driver
    first_late: str | None
    is_queried: bool


def delays(projection: Projection) -> tuple[Delay, ...]:
    """Find what sets the projected date of every milestone.

    Of several chains that set a date, it is one without a queried link, where there is one; then
    that of the smaller codes, from the milestone back. What is only held at the as-of date by
    queried links would be there without them: it is its own root.

    Returns
    -------
    tuple of Delay
        In the order of ``graph.milestones``.
    """
    graph = projection.graph
    delay_of: dict[int, Delay] = {}
    firm = _dated_without_queries(graph)
    for n in _after_their_setters(projection):
        delay_of[n] = _delay(projection, n, delay_of, has_firm_date=n in firm)
    return tuple(delay_of[n] for n in range(len(graph)))


def _after_their_setters(projection: Projection) -> Iterable[int]:
    """Return all milestones, each after those that set its date."""
    if not projection.has_ladders:
        return projection.order
    setters, sources = projection.driving_links, projection.graph.link_sources
    ordered: dict[int, None] = {}
    for start in range(len(projection.graph)):
        chain: dict[int, None] = {}
        n: int | None = start
        while n is not None and n not in ordered and n not in chain:
            chain[n] = None
            number = setters[n]
            n = None if number is None else sources[number]
        ordered.update(dict.fromkeys(reversed(chain)))
    return ordered


def _dated_without_queries(graph: Graph) -> set[int]:
    """Return the milestones that have a projected date also without the queried links."""
    todo = [
        n
        for n, milestone in enumerate(graph.milestones)
        if milestone.own_date is not None
        or (milestone.not_before is not None and not milestone.is_complete)
    ]
    dated = set(todo)
    for n in todo:
        for number in graph.outgoing[n]:
            target = graph.link_targets[number]
            is_complete = graph.milestones[target].is_complete
            if target not in dated and not graph.links[number].queried and not is_complete:
                dated.add(target)
                todo.append(target)
    return dated


def _delay(
    projection: Projection, n: int, delay_of: Mapping[int, Delay], *, has_firm_date: bool
) -> Delay:
    graph = projection.graph
    code = graph.milestones[n].id
    late = days_behind(projection, code)
    own = code if late is not None and late > 0 else None
    setter = projection.driving_links[n]
    if setter is not None and graph.link_sources[setter] not in delay_of:
        # In a ladder with calendars two links can each allow no earlier date than the other's
        # end has: the chain begins where it comes round.
        is_dated = graph.milestones[n].own_date is not None
        return Delay(late, code, "own date" if is_dated else "as-of date", own, is_queried=False)
    if setter is None:
        driver, _ = projection.driver(code)
        return Delay(late, None if driver == "undated" else code, driver, own, is_queried=False)
    numbers = [setter]
    if not projection.has_ladders:
        numbers = [number for number in graph.incoming[n] if projection.is_driving(number)]
    chains = [(graph.links[k].queried, delay_of[graph.link_sources[k]]) for k in numbers]
    queried, before = min(chains, key=lambda chain: chain[0] or chain[1].is_queried)
    is_queried = queried or before.is_queried
    as_of = projection.bounds.working(n, projection.as_of.toordinal())
    if is_queried and has_firm_date and projection.finish[n] == as_of:
        return Delay(late, code, "as-of date", own, is_queried=False)
    return Delay(late, before.root, before.driver, before.first_late or own, is_queried)
