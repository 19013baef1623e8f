"""The skeleton of a schedule network: which milestones wait on which through activities.

Between two milestones there is a link if a chain of activities, none of them a milestone,
leads from one to the other. Chains are counted whatever the types of their relationships.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from depgraph.model import Link, Witness
from depgraph.model.gates import stated_codes
from depgraph.model.values import NOWHERE, SUFFIXES
from depgraph.sources.network import Relationship

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from depgraph.model import Graph, LinkType
    from depgraph.sources.network import Network

    # How a search got to an activity: with which total of lags, over which relationship. Here
    # and below these are plain tuples, as there are thousands.
    Arrival = tuple[float, Relationship]
    # A way on: to which activity, with which lag, over which relationship.
    Step = tuple[str, float, Relationship]


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
    return _contracted(network.relationships, milestones, hours_per_day)


def chains_of(
    graph: Graph,
    shown: Collection[str],
    *,
    hours_per_day: float,
    wanted: Mapping[str, Collection[str]] | None = None,
) -> list[Link]:
    """Return the links between some milestones of a network, as `contract` does.

    Links that people wrote stay as they are, and what they say of a chain is said of its link.

    Parameters
    ----------
    graph
        The activities and their links.
    shown
        The codes of the milestones that links are wanted between.
    wanted
        By the codes of prerequisites, those of the dependents that links are wanted to; all
        without it.
    """
    direct: dict[tuple[object, ...], Link] = {}
    gates: dict[str, Link] = {}
    relationships = []
    for number, link in enumerate(graph.links):
        if link.prerequisite in shown and link.dependent in shown:
            if wanted is not None and link.dependent not in wanted.get(link.prerequisite, ()):
                continue
            is_plain = not (is_written(link) or link.queries or link.allowances or link.note)
            key = (link.ends, link.type) if is_plain else (link.ends, link.type, number)
            if key not in direct or direct[key].lag <= link.lag:
                direct[key] = link._replace(witness=link.witness or Witness(()))
            continue
        hours = link.witness.lag_hours if link.witness else link.lag * hours_per_day
        if is_written(link):
            gates[link.dependent] = link
        position = link.position or NOWHERE
        relationships.append(
            Relationship(*link.ends, link.type, hours, position, calendar=link.calendar)
        )
    joined = {link.ends for link in direct.values()}
    chains = [
        link
        for link in _contracted(relationships, shown, hours_per_day, wanted)
        if link.ends not in joined
    ]
    return [*direct.values(), *(_behind_gate(link, gates) for link in chains)]


def _behind_gate(link: Link, gates: Mapping[str, Link]) -> Link:
    """Return a link that stands for a chain, with what is said of it where that has a gate."""
    assert link.witness is not None, "the chain is its witness"
    through = link.witness.activities
    witness = Witness(stated_codes(through), link.witness.lag_hours)
    gate = gates.get(through[0])
    if gate is None:
        return link._replace(witness=witness)
    return link._replace(
        queries=gate.queries,
        allowances=gate.allowances,
        note=gate.note,
        position=gate.position,
        witness=witness._replace(activities=witness.activities[1:]),
    )


def is_written(link: Link) -> bool:
    """Whether a link stands in a file of the plan alone, and in no export."""
    position = link.position
    return link.witness is None and position is not None and position.path.endswith(SUFFIXES)


def _contracted(
    relationships: Iterable[Relationship],
    milestones: Collection[str],
    hours_per_day: float,
    wanted: Mapping[str, Collection[str]] | None = None,
) -> list[Link]:
    out_of: defaultdict[str, list[Step]] = defaultdict(list)
    for relationship in relationships:
        step = (relationship.dependent, relationship.lag_hours, relationship)
        out_of[relationship.prerequisite].append(step)
    links: list[Link] = []
    for start in sorted(milestones if wanted is None else wanted):
        ends = milestones if wanted is None else wanted[start]
        arrivals = _search(start, out_of, milestones, None if wanted is None else ends)
        direct_links = {
            (dependent, relationship.type): relationship
            for dependent, _, relationship in sorted(out_of.get(start, ()), key=itemgetter(1))
            if dependent in ends
        }
        directly_linked = {dependent for dependent, _ in direct_links}
        links += (
            _contracted_link(
                relationship,
                start,
                relationship.type,
                Witness((), relationship.lag_hours),
                hours_per_day,
            )
            for relationship in direct_links.values()
        )
        links += (
            _contracted_link(
                arrivals[code][1], start, "FS", _witness(start, code, arrivals), hours_per_day
            )
            for code in arrivals
            if code in ends and code not in directly_linked
        )
    links.sort(key=attrgetter("prerequisite", "dependent", "type"))
    return links


def _search(
    start: str,
    out_of: Mapping[str, Sequence[Step]],
    milestones: Collection[str],
    wanted: Collection[str] | None,
) -> dict[str, Arrival]:
    """Return how each activity and each next milestone is reached first from a milestone.

    Where only some are wanted, it ends when these are reached.
    """
    arrivals: dict[str, Arrival] = {}
    level = [(start, 0.0)]
    missing = None if wanted is None else set(wanted)
    while level and missing != set():
        reached: dict[str, Arrival] = {}
        for code, lag in level:
            for dependent, more, relationship in out_of.get(code, ()):
                if dependent in arrivals or dependent == start:
                    continue
                total = lag + more
                before = reached.get(dependent)
                if before is None or total > before[0]:
                    reached[dependent] = (total, relationship)
        arrivals |= reached
        if missing is not None:
            missing.difference_update(reached)
        on = sorted([code for code in reached if code not in milestones])
        level = [(code, reached[code][0]) for code in on]
    return arrivals


def _witness(start: str, code: str, arrivals: Mapping[str, Arrival]) -> Witness:
    lag_hours, relationship = arrivals[code]
    chain: list[str] = []
    before = relationship.prerequisite
    while before != start:
        chain.append(before)
        before = arrivals[before][1].prerequisite
    return Witness(tuple(reversed(chain)), lag_hours)


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
