"""A schedule network as a graph file: its milestones, or all of its activities.

Milestones have the links between them that the chains of activities make (see
`depgraph.sources.skeleton`). Where the activities state how long they take, the milestones are a
view of the network, and their links are made only where they are asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from depgraph.model import Link, Name, Notice, Position, Witness
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.milestones import FIELDS, NOTHING_STATED, Definition, Places
from depgraph.sources.reading import HOURS_PER_DAY
from depgraph.sources.skeleton import chains_of, contract, lag_in_days
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from depgraph.sources.network import Activity, Network, Relationship

_ID, _NAME, _POSITION, _NAMES, _WORK = (
    FIELDS[name] for name in ("id", "name", "position", "names", "work")
)
_REST_OF_LINK = (None,) * (len(Link._fields) - 11)

_new = tuple.__new__
"""Makes what there are thousands of: constructors take twice as long."""

_DATES = {"due", "forecast", "completed", "started", "not_before", "not_after"}
"""What activities state that is a date."""


def network_file(
    network: Network, *, activities: bool = False, hours_per_day: float = HOURS_PER_DAY
) -> GraphFile:
    """Return a network as a graph file.

    Parameters
    ----------
    activities
        Whether to keep every activity; else only milestones are kept, linked where chains of
        activities link them, and the ``network`` of the result is the file of all. Where
        activities state their durations, ``contract`` makes these links of the graph of all.
    hours_per_day
        Hours of work that make a day of a lag.
    """
    if network.activities and not any(_DATES & a.stated.keys() for a in network.activities):
        network = network._replace(notices=(*network.notices, _no_dates(network)))
    everything = GraphFile(
        shown=network.shown,
        as_of=network.as_of,
        includes=(),
        milestones=_definitions_of(network.activities),
        links=[
            _link_of_relationship(relationship, hours_per_day)
            for relationship in network.relationships
        ],
        questions=[],
        is_whole=True,
        notices=network.notices,
        calendars=network.calendars,
        recoded=partial(_recoded_file, network, activities=True, hours_per_day=hours_per_day),
        rules=network.rules,
    )
    milestones = [activity for activity in network.activities if activity.is_milestone]
    if activities or len(milestones) == len(network.activities):
        return everything
    states_durations = any(
        activity.work is not None or "duration" in activity.stated
        for activity in network.activities
        if not activity.is_milestone
    )
    chains = partial(chains_of, hours_per_day=hours_per_day)
    notices = network.notices if states_durations else (*network.notices, _no_durations(network))
    return everything._replace(
        milestones={a.code: everything.milestones[a.code] for a in milestones},
        links=[] if states_durations else contract(network, hours_per_day=hours_per_day),
        network=everything,
        notices=notices,
        contract=chains if states_durations else None,
        recoded=partial(_recoded_file, network, activities=False, hours_per_day=hours_per_day),
        rules=None,
    )


def _no_dates(network: Network) -> Notice:
    """Tell that nothing of a network has a date; with a start, it is projected all the same."""
    rules = network.rules
    has_start = rules is not None and (rules.data_date, rules.start) != (None, None)
    count = counted(len(network.activities), "activity", "activities")
    return Notice(
        f"nothing dated is left of it: none of its {count} has a start, a finish, a due date or "
        "a bound" + ("; what is projected begins at its data date" if has_start else ""),
        position=Position(network.shown, 1, 1),
    )


def _no_durations(network: Network) -> Notice:
    """Tell that chains of activities are links, as nothing says how long these take."""
    count = sum(not activity.is_milestone for activity in network.activities)
    return Notice(
        f"no duration of its {counted(count, 'activity', 'activities')} is stated: links between "
        "milestones stand for chains of them, and what time they take is not known",
        position=Position(network.shown, 1, 1),
        is_warning=False,
    )


def _recoded_file(
    network: Network, codes: Mapping[str, str], *, activities: bool, hours_per_day: float
) -> GraphFile | None:
    """Return a network as a graph file, with the codes that aliases stand for.

    Only aliases that no activity of the source has as its code are replaced. What stands for one
    and is no activity of the source either becomes a milestone.
    """
    replaced = {short: code for short, code in codes.items() if short in network.unlisted}
    if not replaced:
        return None
    activity_by_code = {activity.code: activity for activity in network.activities}
    rows = activity_by_code.keys() - network.unlisted
    own = {code: alias for alias, code in codes.items() if alias in rows}
    new_codes = {
        short: code if code in rows else own.get(code, code) for short, code in replaced.items()
    }
    places = {activity_by_code[short].position for short in new_codes}
    for short, code in new_codes.items():
        activity = activity_by_code.pop(short)
        activity_by_code.setdefault(code, activity._replace(code=code, is_milestone=True))
    recoded = network._replace(
        activities=[*activity_by_code.values()],
        relationships=[
            relationship._replace(
                prerequisite=new_codes.get(relationship.prerequisite, relationship.prerequisite),
                dependent=new_codes.get(relationship.dependent, relationship.dependent),
            )
            for relationship in network.relationships
        ],
        notices=tuple(
            notice
            for notice in network.notices
            if notice.rule != "suspicious-id" or notice.position not in places
        ),
        unlisted=[code for code in network.unlisted if code not in new_codes],
    )
    return network_file(recoded, activities=activities, hours_per_day=hours_per_day)


def _link_of_relationship(relationship: Relationship, hours_per_day: float) -> Link:
    prerequisite, dependent, type_, lag_hours, position, calendar, lag_minutes = relationship
    lag, witness = 0, None
    # P6 goes on to work of the lag's calendar behind a start, without a lag too.
    is_counted = type_ == "SS" and lag_minutes is not None
    if lag_hours:
        lag, witness = lag_in_days(lag_hours, hours_per_day), Witness((), lag_hours)
        is_counted = bool(lag or lag_minutes)
    calendar = calendar if is_counted else None
    what = (prerequisite, dependent, type_, lag, (), (), None)
    link: Link = _new(Link, (*what, position, calendar, witness, lag_minutes, *_REST_OF_LINK))
    return link


def _definitions_of(activities: Iterable[Activity]) -> dict[str, Definition]:
    """Return what the activities state, as graph files hold it."""
    definitions: dict[str, Definition] = {}
    places = Places()
    fields, lines, columns = places.fields, places.lines, places.columns
    for code, _, position, all_stated, work in activities:
        values = NOTHING_STATED.copy()
        values[_ID] = code
        values[_POSITION] = position
        values[_WORK] = work
        definitions[code] = _new(Definition, (values, places, len(fields)))
        for name, (value, line, column) in all_stated.items():
            field = FIELDS[name]
            values[field] = value
            fields.append(field)
            lines.append(line)
            columns.append(column)
            if field == _NAME:
                place = _new(Position, (position[0], line, column))
                values[_NAMES] = (_new(Name, (str(value), place)),)
    return definitions
