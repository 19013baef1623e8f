"""Several projects of a file as one network: each code behind the name of its project.

Activities of other projects that links name are there with the dates that they keep, until their
own project is read too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Notice, Position
from depgraph.sources.network import Network
from depgraph.sources.nodes import quoted
from depgraph.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.model import Calendar
    from depgraph.sources.network import Activity, Relationship

ALL = "all"
"""What the configuration names for every project of a file."""


def chosen_projects(
    names: Sequence[str], exported: Sequence[bool], name: str | None
) -> tuple[list[int], str]:
    """Return which projects of a file are read.

    Parameters
    ----------
    names
        The names of the projects that have activities.
    exported
        Whether each was exported itself, and not for links that lead to it.
    name
        That which the configuration names; `ALL` for all of them, None for the only one, or the
        only exported one.

    Returns
    -------
    tuple
        Their numbers, and what is wrong in words: empty, unless it is not known which.
    """
    listed = ", ".join(quoted(known or "without a name") for known in names)
    if not names:
        return [], ""
    if name == ALL and ALL not in names:
        twice = next((known for known in names if names.count(known) > 1), None)
        if twice is None:
            return [*range(len(names))], ""
        return (
            [],
            f"{names.count(twice)} projects are called {quoted(twice)} in it: it has {listed}",
        )
    if name is not None:
        numbers = [number for number, known in enumerate(names) if known == name]
        if len(numbers) == 1:
            return numbers, ""
        are = "there is no project" if not numbers else f"{len(numbers)} projects are called"
        return [], f"{are} {quoted(name)} in it: it has {listed}"
    numbers = [n for n, is_exported in enumerate(exported) if is_exported] or [*range(len(names))]
    if len(numbers) == 1:
        return numbers, ""
    first = next(filter(None, names), "NAME")
    return [], (
        f"has {len(names)} projects ({listed}): name one by --project, or beside the file in the "
        f"configuration, as 'project: {first}', or all by 'project: {ALL}', or export each into a "
        "file of its own"
    )


def not_read(shown: str, name: str, line: int, activities: int, links: int) -> Notice:
    """Tell a project of a file that is not read.

    Parameters
    ----------
    line
        The line or row of the project.
    activities, links
        How many activities it has, and how many relationships lead to these.
    """
    text = (
        f"the project {quoted(name or 'without a name')} is not read, with its "
        f"{counted(activities, 'activity', 'activities')} and {counted(links, 'relationship')}: "
        f"another was chosen ('project: {ALL}' reads all)"
    )
    return Notice(text, None, Position(shown, line, 1), is_warning=False)


def qualified(project: str, code: str) -> str:
    """Return the code of an activity among those of several projects."""
    return f"{project}/{code}"


def joined(networks: Mapping[str, Network], shown: str) -> Network:
    """Return the networks of several projects as one.

    Parameters
    ----------
    networks
        Networks by the names of their projects, with codes that are `qualified`. The first one
        says how all are scheduled; where another says otherwise, that is told.
    shown
        The name that messages use for the file.
    """
    own: dict[str, Activity] = {}
    others: dict[str, Activity] = {}
    calendars: dict[str, Calendar] = {}
    relationships: list[Relationship] = []
    notices: list[Notice] = []
    if not networks:
        empty = Notice("there is no activity in it", None, Position(shown, 1, 1))
        return Network(shown=shown, as_of=None, activities=[], relationships=[], notices=(empty,))
    (first_name, first), *_ = networks.items()
    for name, original in networks.items():
        network = _with_own_calendars(name, original, calendars)
        for activity in network.activities:
            is_own = activity.code.startswith(qualified(name, ""))
            (own if is_own else others).setdefault(activity.code, activity)
        relationships += network.relationships
        notices += network.notices
        if network.rules != first.rules:
            text = (
                f"the project {quoted(name)} is scheduled otherwise than {quoted(first_name)}, by "
                f"which all are projected: {_differences(first, network)}"
            )
            notices.append(Notice(text, None, Position(network.shown, 1, 1)))
    return first._replace(
        activities=[*own.values(), *(a for code, a in others.items() if code not in own)],
        relationships=relationships,
        notices=tuple(dict.fromkeys(notices)),
        calendars=tuple(calendars.values()),
    )


def _differences(first: Network, other: Network) -> str:
    """Return the names of the options of scheduling that differ."""
    if first.rules is None or other.rules is None:
        return "one has no options of scheduling"
    pairs = zip(first.rules._fields, first.rules, other.rules, strict=True)
    return ", ".join(name.replace("_", " ") for name, one, two in pairs if one != two)


def _with_own_calendars(name: str, network: Network, calendars: dict[str, Calendar]) -> Network:
    """Add the calendars of a network, under other names where another one has the name."""
    renamed: dict[str, str] = {}
    for calendar in network.calendars:
        if calendars.setdefault(calendar.name, calendar) != calendar:
            renamed[calendar.name] = qualified(name, calendar.name)
            calendars[renamed[calendar.name]] = calendar._replace(name=renamed[calendar.name])
    if not renamed:
        return network

    def with_calendar(activity: Activity) -> Activity:
        stated = activity.stated.get("calendar")
        if stated is None or stated.value not in renamed:
            return activity
        new = stated._replace(value=renamed[str(stated.value)])
        return activity._replace(stated={**activity.stated, "calendar": new})

    return network._replace(
        activities=[with_calendar(activity) for activity in network.activities],
        relationships=[
            relationship._replace(
                calendar=renamed.get(relationship.calendar or "", relationship.calendar)
            )
            for relationship in network.relationships
        ],
    )
