"""The files that an import changes: all new texts, made and proved before any is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.edits.configuration import ConfigChange, changed_config, new_config
from depgraph.edits.graph import changed_file
from depgraph.edits.importing.snapshot import new_snapshot
from depgraph.edits.writing import FileText, read_again
from depgraph.records import Struct
from depgraph.sources.file_calendars import has_same_days
from depgraph.sources.files import CONFIG_NAME, is_same, path_shown_as, shown_path
from depgraph.sources.merge import merge

if TYPE_CHECKING:
    from depgraph.cli.import_sides import Target
    from depgraph.edits.facts import FileChange
    from depgraph.edits.importing.plan import ImportPlan
    from depgraph.edits.importing.sides import Incoming
    from depgraph.model import Calendar, Graph
    from depgraph.sources.graph_file import GraphFile


class Configured(Struct):
    """What an import changes in the configuration.

    Attributes
    ----------
    stays
        The schedule that the plan goes on to go by, where that is not the snapshot.
    other_calendars
        Calendars of the source that the plan has with other days.
    """

    config: ConfigChange
    stays: str | None = None
    other_calendars: tuple[str, ...] = ()


def config_change(
    target: Target, incoming: Incoming, snapshot: Path | None, *, set_schedule: bool
) -> Configured:
    """Say what the configuration must say about a snapshot and the calendars of a source."""
    config = target.config
    known = config.calendars.by_name
    used = _calendars_of(incoming)
    change = ConfigChange(
        calendars=tuple(calendar for calendar in used if calendar.name not in known)
    )
    other_calendars = tuple(
        calendar.name
        for calendar in used
        if not has_same_days(known.get(calendar.name, calendar), calendar)
    )
    if snapshot is None:
        return Configured(change, None, other_calendars)
    written = _relative(snapshot, target.folder)
    schedule = config.schedule
    listed = config.schedules or ((schedule,) if schedule else ())
    if all(not is_same(path, snapshot) for path in listed):
        before = () if config.schedules else tuple(_relative(p, target.folder) for p in listed)
        change = change._replace(revisions=(*before, written))
    if schedule is None or (set_schedule and not is_same(schedule, snapshot)):
        return Configured(change._replace(schedule=written), None, other_calendars)
    stays = None if is_same(schedule, snapshot) else shown_path(schedule)
    return Configured(change, stays, other_calendars)


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _calendars_of(incoming: Incoming) -> tuple[Calendar, ...]:
    """Return the calendars that what is imported names, by name."""
    chosen = {*incoming.selected, *incoming.beside}
    names = {
        milestone.calendar for milestone in incoming.graph.milestones if milestone.id in chosen
    }
    names.update(
        link.calendar
        for link in incoming.graph.links
        if link.lag and link.dependent in incoming.selected and link.prerequisite in chosen
    )
    calendars = incoming.graph.calendars
    return tuple(calendars[name] for name in sorted(name for name in names if name is not None))


def files_of(
    target: Target,
    incoming: Incoming,
    plan: ImportPlan,
    change: ConfigChange,
    *,
    snapshot: Path | None,
    read_snapshot: GraphFile | None,
    file: str,
) -> tuple[list[FileText], Graph]:
    """Return the files that change, each with its new text, by name; and the plan with them.

    Parameters
    ----------
    snapshot
        The schedule file that the dates go to; None for none.
    read_snapshot
        What was read of it, where it is there.
    file
        The graph file that new milestones go to.

    Raises
    ------
    EditError
        If one cannot be changed without touching anything else.
    LoadError
        If the plan could not be read any more.
    """
    files: list[FileText] = []
    known = {graph_file.shown: graph_file for graph_file in target.files}

    def take(path: Path, new: bytes | None, of_file: FileChange, read: GraphFile | None) -> None:
        before, shown = _bytes_of(path), shown_path(path)
        start = new if before is None else before
        changed = changed_file(start, of_file, shown=shown, read_before=read)
        files.append(FileText(path, before, changed.data))
        known[shown] = changed.read

    for shown, of_file in plan.files.items():
        take(path_shown_as(shown), None, of_file, known.get(shown))
    if snapshot is not None:
        assert incoming.as_of is not None, "a snapshot has its date"
        new = new_snapshot(incoming.as_of, incoming.name, incoming.graph.documents)
        take(snapshot, new, plan.snapshot.change, read_snapshot)
    changed_plan = _prove(target, known, incoming, change, snapshot)
    files.append(_config(target, target.folder / CONFIG_NAME, change, file))
    files = [text for text in files if text.before != text.after and text.after]
    return sorted(files, key=lambda text: text.path), changed_plan


def _config(target: Target, path: Path, change: ConfigChange, file: str) -> FileText:
    """Return the configuration; without any text where none is needed."""
    if target.config.path is not None:
        before = _bytes_of(path)
        assert before is not None, "it was read"
        after = changed_config(before, change, shown=shown_path(path)) if any(change) else before
        return FileText(path, before, after)
    if target.files and not any(change):
        return FileText(path, None, b"")  # a directory without a configuration stays one
    graph = sorted(
        _relative(path_shown_as(graph_file.shown), target.folder) for graph_file in target.files
    )
    return FileText(path, None, new_config(change, graph=graph or [path_shown_as(file).name]))


def _bytes_of(path: Path) -> bytes | None:
    return read_again(path) if os.path.lexists(path) else None


def _prove(
    target: Target,
    known: dict[str, GraphFile],
    incoming: Incoming,
    change: ConfigChange,
    snapshot: Path | None,
) -> Graph:
    """Merge what was read of the new texts, as loading the plan will, and return the plan.

    Raises
    ------
    LoadError
        With what would be wrong.
    """
    schedule = [known.pop(shown_path(snapshot))] if snapshot is not None else []
    by_name = {calendar.name: calendar for calendar in change.calendars}
    calendars = target.config.calendars
    calendars = calendars._replace(by_name={**calendars.by_name, **by_name})
    return merge(
        [known[shown] for shown in sorted(known)],
        schedule,
        as_of=incoming.as_of,
        calendars=calendars,
    )
