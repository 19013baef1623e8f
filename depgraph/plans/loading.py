"""Load what a selection names: the graph, and the revisions of its schedule."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.plans.keeping import kept_plans
from depgraph.plans.selection import (
    graph_paths,
    other_paths,
    reads_other_files,
    select_config,
    selection_from,
)
from depgraph.sources.files import (
    exists,
    is_directory,
    is_same,
    read_files,
    real_path,
    shown_path,
    yaml_files,
)
from depgraph.sources.read_record import state_of
from depgraph.words import day_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from depgraph.config import Config
    from depgraph.model import Graph, Milestone
    from depgraph.model.schedules import Revision
    from depgraph.plans.selection import Selection
    from depgraph.sources.graph_file import GraphFile


def load_graph(selection: Selection, config: Config, problems: Sequence[Problem] = ()) -> Graph:
    """Load the graph of a selection.

    Parameters
    ----------
    config
        What `select_config` returned for it.
    problems
        Problems met so far; they are raised together with those met here.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    problems = list(problems)
    if not selection.graph and config.graph is None and not config.is_whole:
        raise LoadError(problems)  # which files are meant is not known
    kept = kept_plans()
    if kept is not None and not problems:
        return kept.get(
            _key_of(selection, config), lambda: _load_graph(selection, config, problems)
        )
    return _load_graph(selection, config, problems)


def _key_of(selection: Selection, config: Config) -> Hashable:
    """Return what names a plan: its files, and all that says how they are read."""
    files = yaml_files(graph_paths(selection, config), [])
    read_with = selection._replace(on_cut=None, on_hidden=None, on_schedule=None, on_config=None)
    config_state = None if config.path is None else state_of(str(config.path))
    return (read_with, config.path, config_state, tuple(map(str, files)))


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the cyclic garbage collector off: reading makes many objects and no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_collector()
def _load_graph(selection: Selection, config: Config, problems: list[Problem]) -> Graph:
    from depgraph.sources.merge import merge

    *parts, as_of, is_whole = read_plan(selection, config, problems)
    # Popped, as nothing but the merging may hold what was read of a large plan.
    return merge(
        parts.pop(0),
        parts.pop(0),
        as_of=selection.as_of or as_of,
        classify=config.classify if config.owners or config.tags else None,
        calendars=config.calendars,
        problems=problems,
        is_whole=is_whole,
    )


def read_plan(
    selection: Selection, config: Config, problems: list[Problem]
) -> tuple[list[GraphFile], list[GraphFile], date | None, bool]:
    """Return the files of a plan, those of its schedule, their configured date; if it is whole."""
    paths = graph_paths(selection, config)
    before = len(problems)
    files = yaml_files(paths, problems)
    if config.graph is None:
        # Of a directory that is taken whole, what the configuration names otherwise is no graph.
        named_otherwise = (config.schedule, config.baseline, *config.schedules, *config.rule_files)
        real_paths = {os.path.realpath(path) for path in named_otherwise if path is not None}
        files = [
            path
            for path in files
            if path in selection.graph or os.path.realpath(path) not in real_paths
        ]
    is_whole = config.is_whole and len(problems) == before
    options = config.reading._replace(activities=selection.activities)
    known: dict[Path, GraphFile] = {}
    read = read_files(files, problems, options, known)
    own = _own_schedules(read, selection, config)
    schedule = None if own else _named_schedule(selection, config)
    _tell_schedule(schedule, selection, config)
    dated = (schedule,) if schedule else own or files
    configured_dates = (_date_given_to(path, config) for path in dated)
    schedule_files = read_files([schedule] if schedule else [], problems, options, known)
    if config.schedule_dates and selection.as_of is None:
        _report_other_dates((*read, *schedule_files), config, problems)
    return read, schedule_files, next(filter(None, configured_dates), None), is_whole


def _own_schedules(
    read: Sequence[GraphFile], selection: Selection, config: Config
) -> tuple[Path, ...]:
    """Return the files that are named as graph and are their own schedules, as they have a date.

    None are where a schedule is named too, and beside graph files of the configuration.
    """
    others = other_paths(selection, config)
    if selection.schedule is not None or len(others) < len(selection.graph):
        return ()
    dated = {graph_file.shown for graph_file in read if graph_file.as_of is not None}
    return tuple(
        path
        for path in others
        if shown_path(path) in dated or _date_given_to(path, config) is not None
    )


def _date_given_to(path: Path, config: Config) -> date | None:
    """Return the as-of date that the configuration gives to a file."""
    dates = config.schedule_dates.items()
    return next((day for file, (day, _) in dates if is_same(file, path)), None)


def _report_other_dates(
    files: Iterable[GraphFile], config: Config, problems: list[Problem]
) -> None:
    """Report files that have another as-of date than the configuration gives to them."""
    from depgraph.config import two_dates

    own = {graph_file.shown: graph_file.as_of for graph_file in files}
    for path, (day, place) in config.schedule_dates.items():
        as_of = own.get(shown_path(path))
        if as_of is not None and as_of.value != day:
            message = two_dates(as_of.value, day, place)
            problems.append(Problem(shown_path(path), as_of.line, as_of.column, message))


def _named_schedule(selection: Selection, config: Config) -> Path | None:
    if selection.schedule is None:
        return config.schedule
    return schedule_path(str(selection.schedule), config)


def _tell_schedule(schedule: Path | None, selection: Selection, config: Config) -> None:
    """Tell that the configured schedule gives dates to files that it is not configured for."""
    if selection.on_schedule is None or selection.schedule is not None or schedule is None:
        return
    if other_paths(selection, config):
        selection.on_schedule(schedule)


def schedule_of(selection: Selection, config: Config) -> Path | None:
    """Return the file that gives dates to a plan; None where the graph files do.

    Of a named graph file that is its own schedule, it is this file.
    """
    others = other_paths(selection, config)
    if selection.schedule is None and config.schedule is not None and others:
        files = [path for path in others if not is_directory(path)]
        own = _own_schedules(read_files(files, [], config.reading), selection, config)
        if own:
            return own[0]
    return _named_schedule(selection, config)


def configured_schedule(name: str, config: Config) -> Path | None:
    """Return the configured schedule that has a name: the end of its path, or its date.

    Raises
    ------
    DepgraphError
        If several have it.
    LoadError
        If the name is a date, and a schedule cannot be read to see which it has.
    """
    from depgraph.analysis.scheduled import find_revision, is_named

    paths = _without_same(filter(None, (*config.schedules, config.schedule)))
    revisions = _load_revisions(paths, config) if day_of(name) else _unread_revisions(paths)
    if not any(is_named(revision, name) for revision in revisions):
        return None
    return paths[revisions.index(find_revision(revisions, name))]


def schedule_path(name: str, config: Config) -> Path:
    """Return the file of a schedule that is named: a path, or what a configured one is named by.

    Raises
    ------
    DepgraphError
        If the name is no path and no configured schedule has it, or several have.
    """
    path = Path(name)
    if exists(path):
        return path
    configured = configured_schedule(name, config)
    if configured is not None:
        return configured
    if not path.suffix and _configured(config):
        from depgraph.analysis.scheduled import find_revision

        find_revision(_load_revisions(_configured(config), config), name)  # says which there are
    return path


def load_named_schedules(names: Iterable[str], config: Config) -> tuple[Revision, ...]:
    """Load schedules as `schedule_path` finds them, in the order of their names.

    Raises
    ------
    DepgraphError
        If there is none of a name, or several are.
    LoadError
        With every problem, if there is any.
    """
    return tuple(_load_revisions([schedule_path(name, config) for name in names], config))


def load_schedules(selection: Selection, config: Config) -> tuple[Revision, ...]:
    """Load all revisions of the schedule that the configuration or the selection names.

    Each file is one revision, by whatever paths it is named; the configuration's name counts.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    paths = list(_configured(config))
    schedule = schedule_of(selection, config)
    if schedule is not None and (selection.schedule is not None or schedule != config.schedule):
        paths.append(schedule)
    revisions = _load_revisions(_without_same(paths), config)
    return tuple(sorted(revisions, key=lambda revision: (str(revision.as_of), revision.shown)))


def _configured(config: Config) -> tuple[Path, ...]:
    return config.schedules or ((config.schedule,) if config.schedule else ())


def _without_same(paths: Iterable[Path]) -> list[Path]:
    """Return each file once, however its path is written."""
    return list({os.path.realpath(path): path for path in reversed(list(paths))}.values())[::-1]


def _unread_revisions(paths: Iterable[Path]) -> list[Revision]:
    from depgraph.model.schedules import Revision

    return [Revision(shown_path(path), None, {}) for path in paths]


def _load_revisions(paths: Iterable[Path], config: Config) -> list[Revision]:
    """Load schedules, in the order of their paths."""
    from depgraph.model.schedules import Revision
    from depgraph.sources.merge import merge

    revisions = []
    problems: list[Problem] = []
    for path in paths:
        new: list[Problem] = []
        files = read_files([path], new, config.reading)
        _report_other_dates(files, config, new)
        try:
            as_of = _date_given_to(path, config)
            schedule = merge((), files, as_of=as_of, calendars=config.calendars, problems=new)
        except LoadError as error:
            problems += error.problems
            continue
        by_code = {milestone.id: milestone for milestone in schedule.schedule_only}
        file = str(real_path(path))
        revisions.append(
            Revision(shown_path(path), schedule.as_of, by_code, schedule.documents, file)
        )
    if problems:
        raise LoadError(problems)
    return revisions


def load_with_schedule_links(selection: Selection, config: Config, graph: Graph) -> Graph:
    """Return the plan as the schedule structures it.

    The links of a schedule are no part of the graph; they say which features the schedule
    lists under which milestone.

    Parameters
    ----------
    graph
        What `load_graph` returned for the selection.

    Returns
    -------
    Graph
        The milestones of the schedule, with its links; names, owners, teams and levels that it
        does not say are those of `graph`. It is `graph` itself where there is no schedule,
        where that has no links, and where the selection names other graph files and no schedule.

    Raises
    ------
    LoadError
        If the schedule links to a milestone that it does not define.
    """
    schedule = _named_schedule(selection, config)
    if schedule is None or (selection.schedule is None and reads_other_files(selection, config)):
        return graph
    own = load_graph(
        selection._replace(graph=(schedule,), schedule=None), config._replace(schedule=None)
    )
    if not own.links:
        return graph
    return own.with_parts(milestones=[_described(milestone, graph) for milestone in own.milestones])


def _described(milestone: Milestone, graph: Graph) -> Milestone:
    """Return a milestone with what the graph says about it, where it says nothing itself."""
    if milestone.id not in graph:
        return milestone
    known = graph[milestone.id]
    return milestone._replace(
        **{
            name: getattr(known, name)
            for name in ("name", "owner", "team", "level")
            if getattr(milestone, name) is None
        }
    )


def load(
    path: str | Path | Sequence[str | Path] | None = None,
    *,
    schedule: str | Path | None = None,
    as_of: date | None = None,
    config: str | Path | None = None,
) -> Graph:
    """Load a plan.

    Parameters
    ----------
    path
        A graph file, a directory, or several of either. A directory with a
        ``depgraph.yaml`` stands for the plan that it describes. Without a path, the
        configuration is looked for upward from the working directory and in ``graphs``.
    schedule
        A schedule file in place of the configured one.
    as_of
        The as-of date in place of the one that the files give.
    config
        A configuration file in place of the one that is found.

    Returns
    -------
    Graph
        The milestones, links and questions of the plan, with dates and states.

    Raises
    ------
    LoadError
        With everything that is wrong in the files.
    """
    selection = selection_from(path, schedule=schedule, as_of=as_of, config=config)
    problems: list[Problem] = []
    return load_graph(selection, select_config(selection, problems), problems)
