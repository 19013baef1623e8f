"""The skeleton of a schedule network: which milestones wait on which through activities.

Between two milestones there is a link if a chain of activities, none of them a milestone,
leads from one to the other. Chains are counted whatever the types of their relationships.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from depgraph.model import Link, Witness
from depgraph.records import by_type

if TYPE_CHECKING:
    from depgraph.model import LinkType
    from depgraph.sources.network import Network, Relationship


@by_type
class _Arrival(NamedTuple):
    """How a search got to an activity: over which relationship, with which total of lags."""

    relationship: Relationship
    lag_hours: float


def contract(network: Network, *, hours_per_day: float) -> list[Link]:
    """Return the links between the milestones of a network.

    Each has, as its witness, the chain with the fewest relationships; of several, the one
    with the greatest total of lags, then the one whose activities come first, from the last one
    back. A chain of one relationship keeps its type; each other parallel relationship of the
    same two milestones is a link of its own. Longer chains make links of type FS, whose lag is
    the total of lags.

    Parameters
    ----------
    network
        The activities and relationships; they may go round in cycles.
    hours_per_day
        Hours of work that make a day of a lag.

    Returns
    -------
    list of Link
        Sorted by prerequisite and dependent. At most one for each pair of milestones that no
        relationship joins directly.

    Notes
    -----
    A breadth-first search from each milestone, which other milestones end: the time is the
    number of milestones times the relationships that each reaches before the next ones.
    """
    milestones = {activity.code for activity in network.activities if activity.is_milestone}
    out_of: dict[str, list[Relationship]] = {}
    for relationship in network.relationships:
        out_of.setdefault(relationship.prerequisite, []).append(relationship)
    links: list[Link] = []
    for start in sorted(milestones):
        arrivals = _search(start, out_of, milestones)
        direct_links = {
            (relationship.dependent, relationship.type): relationship
            for relationship in sorted(out_of.get(start, ()), key=attrgetter("lag_hours"))
            if relationship.dependent in milestones
        }
        directly_linked = {relationship.dependent for relationship in direct_links.values()}
        links += (
            _contracted_link(
                relationship,
                relationship.prerequisite,
                relationship.type,
                Witness((), relationship.lag_hours),
                hours_per_day,
            )
            for relationship in direct_links.values()
        )
        links += (
            _contracted_link(
                arrival.relationship, start, "FS", _witness(start, code, arrivals), hours_per_day
            )
            for code, arrival in arrivals.items()
            if code in milestones and code not in directly_linked
        )
    links.sort(key=attrgetter("prerequisite", "dependent", "type"))
    return links


def _search(
    start: str, out_of: dict[str, list[Relationship]], milestones: set[str]
) -> dict[str, _Arrival]:
    """Return how each activity and each next milestone is reached first from a milestone."""
    arrivals: dict[str, _Arrival] = {}
    level = [(start, 0.0)]
    while level:
        reached: dict[str, _Arrival] = {}
        for code, lag in level:
            for relationship in out_of.get(code, ()):
                dependent = relationship.dependent
                if dependent == start or dependent in arrivals:
                    continue
                total = lag + relationship.lag_hours
                before = reached.get(dependent)
                if before is None or total > before.lag_hours:
                    reached[dependent] = _Arrival(relationship, total)
        arrivals |= reached
        level = [
            (code, arrival.lag_hours)
            for code, arrival in sorted(reached.items())
            if code not in milestones
        ]
    return arrivals


def _witness(start: str, code: str, arrivals: dict[str, _Arrival]) -> Witness:
    chain: list[str] = []
    before = arrivals[code].relationship.prerequisite
    while before != start:
        chain.append(before)
        before = arrivals[before].relationship.prerequisite
    return Witness(tuple(reversed(chain)), arrivals[code].lag_hours)


def _contracted_link(
    last: Relationship, start: str, type_: LinkType, witness: Witness, hours_per_day: float
) -> Link:
    lag = lag_in_days(witness.lag_hours, hours_per_day)
    return Link(
        prerequisite=start,
        dependent=last.dependent,
        type=type_,
        lag=lag,
        position=last.position,
        calendar=last.calendar if lag else None,
        witness=witness,
    )


def lag_in_days(hours: float, hours_per_day: float) -> int:
    """Return hours of work as whole days, the nearest; a half goes away from zero.

    Examples
    --------
    >>> lag_in_days(44, 8), lag_in_days(-4, 8), lag_in_days(3, 8)
    (6, -1, 0)
    """
    whole = int(abs(hours) / hours_per_day + 0.5)
    return whole if hours >= 0 else -whole
