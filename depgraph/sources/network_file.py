"""A schedule network as a graph file: its milestones, or all of its activities.

Milestones have the links between them that the chains of activities make (see
`depgraph.sources.skeleton`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from depgraph.model import Link, Milestone, Name, Position, Witness
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.milestones import FIELDS, Definition, Places
from depgraph.sources.reading import HOURS_PER_DAY
from depgraph.sources.skeleton import contract, lag_in_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.sources.network import Activity, Network, Relationship

_ID, _POSITION, _NAMES = FIELDS["id"], FIELDS["position"], FIELDS["names"]


def network_file(
    network: Network, *, activities: bool = False, hours_per_day: float = HOURS_PER_DAY
) -> GraphFile:
    """Return a network as a graph file.

    Parameters
    ----------
    activities
        Whether to keep every activity; else only milestones are kept, linked where chains of
        activities link them, and the ``network`` of the result is the file of all.
    hours_per_day
        Hours of work that make a day of a lag.
    """
    everything = GraphFile(
        shown=network.shown,
        as_of=network.as_of,
        includes=(),
        milestones=_definitions(network.activities),
        links=[_link(each, hours_per_day) for each in network.relationships],
        questions=[],
        is_whole=True,
        notices=network.notices,
        calendars=network.calendars,
        recoded=partial(_recoded, network, activities=True, hours_per_day=hours_per_day),
    )
    milestones = [each for each in network.activities if each.is_milestone]
    if activities or len(milestones) == len(network.activities):
        return everything
    return everything._replace(
        milestones=_definitions(milestones),
        links=contract(network, hours_per_day=hours_per_day),
        network=everything,
        recoded=partial(_recoded, network, activities=False, hours_per_day=hours_per_day),
    )


def _recoded(
    network: Network, codes: Mapping[str, str], *, activities: bool, hours_per_day: float
) -> GraphFile | None:
    """Return a network as a graph file, with the codes that other codes stand for.

    Only codes that no activity of the source has are replaced. What stands for one and is no
    activity of the source either becomes a milestone.
    """
    named = {short: code for short, code in codes.items() if short in network.only_named}
    if not named:
        return None
    activity_by_code = {each.code: each for each in network.activities}
    rows = activity_by_code.keys() - network.only_named
    own = {code: alias for alias, code in codes.items() if alias in rows}
    other = {s: code if code in rows else own.get(code, code) for s, code in named.items()}
    places = {activity_by_code[short].position for short in other}
    for short, code in other.items():
        only_named = activity_by_code.pop(short)
        activity_by_code.setdefault(code, only_named._replace(code=code, is_milestone=True))
    recoded = network._replace(
        activities=[*activity_by_code.values()],
        relationships=[
            each._replace(
                prerequisite=other.get(each.prerequisite, each.prerequisite),
                dependent=other.get(each.dependent, each.dependent),
            )
            for each in network.relationships
        ],
        notices=tuple(
            each
            for each in network.notices
            if each.rule != "suspicious-id" or each.position not in places
        ),
        only_named=[code for code in network.only_named if code not in other],
    )
    return network_file(recoded, activities=activities, hours_per_day=hours_per_day)


def _link(relationship: Relationship, hours_per_day: float) -> Link:
    prerequisite, dependent, type_, lag_hours, position, calendar = relationship
    if not lag_hours:
        return Link(prerequisite, dependent, type_, position=position)
    lag = lag_in_days(lag_hours, hours_per_day)
    return Link(
        prerequisite,
        dependent,
        type_,
        lag,
        position=position,
        calendar=calendar if lag else None,
        witness=Witness((), lag_hours),
    )


def _definitions(activities: Iterable[Activity]) -> dict[str, Definition]:
    """Return what the activities state, as graph files hold it."""
    found: dict[str, Definition] = {}
    places = Places()
    nothing: list[Any] = [None] * len(Milestone._fields)
    for activity in activities:
        values = nothing.copy()
        values[_ID] = activity.code
        values[_POSITION] = activity.position
        first = len(places.fields)
        for name, (value, line, column) in activity.stated.items():
            values[FIELDS[name]] = value
            places.add(FIELDS[name], line, column)
            if name == "name":
                position = Position(activity.position.file, line, column)
                values[_NAMES] = (Name(value, position),)
        found[activity.code] = Definition(values, places, first)
    return found
