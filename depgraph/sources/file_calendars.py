"""Calendars that files bring: each file keeps its own, also where another has one of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.sources.milestones import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from depgraph.model import Calendar
    from depgraph.sources.calendars import Calendars
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.milestones import Definition

_CALENDAR = FIELDS["calendar"]


def with_own_calendars(
    files: Sequence[GraphFile], known: dict[str, Calendar], calendars: Calendars
) -> list[GraphFile]:
    """Return files whose calendars have names of their own.

    A calendar that differs from an earlier one of the same name gets the name of its file too. So
    does one with times of work whose days are others than the configuration says: what its
    program scheduled by is known.

    Parameters
    ----------
    known
        The calendars of earlier files by name; those of these files are added.
    calendars
        Those of the configuration.
    """
    configured = {} if calendars.gives_way else calendars.by_name
    named = []
    for file in files:
        names = {
            calendar.name: f"{calendar.name} ({file.shown})"
            for calendar in file.calendars
            if _is_other(calendar, configured) or known.get(calendar.name, calendar) != calendar
        }
        renamed = _renamed(file, names) if names else file
        known.update({calendar.name: calendar for calendar in renamed.calendars})
        named.append(renamed)
    return named


def _is_other(calendar: Calendar, configured: Mapping[str, Calendar]) -> bool:
    other = configured.get(calendar.name)
    return other is not None and calendar.shifts is not None and not has_same_days(calendar, other)


def has_same_days(calendar: Calendar, other: Calendar) -> bool:
    """Whether two calendars have the same working days, whatever their times of work."""
    return (calendar.weekdays, calendar.holidays, calendar.extra) == (
        other.weekdays,
        other.holidays,
        other.extra,
    )


def _renamed(file: GraphFile, names: Mapping[str, str]) -> GraphFile:
    return file._replace(
        calendars=tuple(
            calendar._replace(name=names.get(calendar.name, calendar.name))
            for calendar in file.calendars
        ),
        milestones={code: _of(one, names) for code, one in file.milestones.items()},
        links=[
            link._replace(calendar=names.get(link.calendar or "", link.calendar))
            for link in file.links
        ],
        network=None if file.network is None else _renamed(file.network, names),
    )


def _of(definition: Definition, names: Mapping[str, str]) -> Definition:
    name = definition.values[_CALENDAR]
    if name not in names:
        return definition
    values = definition.values.copy()
    values[_CALENDAR] = names[name]
    return definition._replace(values=values)


def with_calendars_of_files(calendars: Calendars, files: Iterable[GraphFile]) -> Calendars:
    """Return the calendars of the configuration and those of the files.

    Of one name, it is that of the configuration, unless the file knows the times of work too.
    """
    by_name = {calendar.name: calendar for file in files for calendar in file.calendars}
    timed = {name: calendar for name, calendar in by_name.items() if calendar.shifts is not None}
    if not by_name:
        return calendars
    return calendars._replace(by_name={**by_name, **calendars.by_name, **timed})
