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


def with_own_calendars(files: Sequence[GraphFile], known: dict[str, Calendar]) -> list[GraphFile]:
    """Return files whose calendars have names of their own.

    A calendar that differs from an earlier one of the same name gets the name of its file too.

    Parameters
    ----------
    known
        The calendars of earlier files by name; those of these files are added.
    """
    named = []
    for file in files:
        names = {
            calendar.name: f"{calendar.name} ({file.shown})"
            for calendar in file.calendars
            if known.setdefault(calendar.name, calendar) != calendar
        }
        renamed = _renamed(file, names) if names else file
        known.update({calendar.name: calendar for calendar in renamed.calendars})
        named.append(renamed)
    return named


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
    """Return the calendars of the configuration and, by other names, those of the files."""
    by_name = {calendar.name: calendar for file in files for calendar in file.calendars}
    return calendars._replace(by_name={**by_name, **calendars.by_name}) if by_name else calendars
