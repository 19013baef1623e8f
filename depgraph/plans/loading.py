"""Load what a selection names: the graph, and the revisions of its schedule."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.model.schedules import Revision
from depgraph.plans.selection import graph_paths, reads_other_files, select_config, selection_from
from depgraph.sources.files import (
    is_directory,
    is_file,
    is_same,
    read_files,
    shown_path,
    yaml_files,
)
from depgraph.sources.merge import merge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from depgraph.config import Config
    from depgraph.model import Graph, Milestone
    from depgraph.plans.selection import Selection


def load_graph(selection: Selection, config: Config, problems: Sequence[Problem] = ()) -> Graph:
    """Load the graph of a selection.

    Parameters
    ----------
    selection
        What the user names.
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
    with _without_collector():
        return _read_and_merge(selection, config, problems)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the cyclic garbage collector off: reading makes many objects and no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_and_merge(selection: Selection, config: Config, problems: list[Problem]) -> Graph:
    paths = graph_paths(selection, config)
    schedule = chosen_schedule(selection, config)
    before = len(problems)
    files = yaml_files(paths, problems)
    if config.graph is None:
        # Of a directory that is taken whole, what the configuration names otherwise is no graph.
        others = (config.schedule, config.baseline, *config.schedules, *config.rule_files)
        named = {os.path.realpath(path) for path in others if path is not None}
        files = [
            path for path in files if path in selection.graph or os.path.realpath(path) not in named
        ]
    is_whole = config.is_whole and len(problems) == before
    options = config.reading._replace(activities=selection.activities)
    return merge(
        read_files(files, problems, options),
        read_files([schedule] if schedule else [], problems, options),
        as_of=selection.as_of or (config.schedule_dates.get(schedule) if schedule else None),
        classify=config.classify if config.owners or config.tags else None,
        calendars=config.calendars,
        problems=problems,
        is_whole=is_whole,
    )


def load_schedules(selection: Selection, config: Config) -> tuple[Revision, ...]:
    """Load all revisions of the schedule that the configuration or the selection names.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    named = config.schedules or ((config.schedule,) if config.schedule else ())
    chosen = chosen_schedule(selection, config) if selection.schedule else None
    paths = dict.fromkeys(named if chosen is None else (*named, chosen))
    revisions = []
    problems: list[Problem] = []
    for path in paths:
        new: list[Problem] = []
        files = read_files([path], new, config.reading)
        try:
            as_of = config.schedule_dates.get(path)
            schedule = merge((), files, as_of=as_of, calendars=config.calendars, problems=new)
        except LoadError as error:
            problems += error.problems
            continue
        by_code = {milestone.id: milestone for milestone in schedule.schedule_only}
        revisions.append(Revision(shown_path(path), schedule.as_of, by_code, schedule.documents))
    if problems:
        raise LoadError(problems)
    return tuple(sorted(revisions, key=lambda revision: (str(revision.as_of), revision.shown)))


def chosen_schedule(selection: Selection, config: Config) -> Path | None:
    """Return the file of the schedule that a selection names, else of the configured one.

    One that the configuration has too may be named as in `find_revision`, and is returned as it
    stands there.

    Raises
    ------
    DepgraphError
        If there is no such file, and no schedule or several are named so.
    """
    named = selection.schedule
    if named is None:
        return config.schedule
    configured = [path for path in (config.schedule, *config.schedules) if path is not None]
    if is_file(named) or is_directory(named) or not configured:
        return next((path for path in configured if is_same(path, named)), named)
    from depgraph.analysis.scheduled import find_revision, revisions_named

    revisions = load_schedules(selection._replace(schedule=None), config)
    if named.suffix and not revisions_named(revisions, str(named)):
        return named  # a file, of which it is told why it cannot be read
    revision = find_revision(revisions, str(named))
    return next(path for path in configured if shown_path(path) == revision.shown)


def load_alone(path: Path, selection: Selection, config: Config) -> Revision:
    """Load one schedule.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    alone = config._replace(schedules=(path,))
    return load_schedules(selection._replace(schedule=None), alone)[0]


def named_schedule(selection: Selection, config: Config, named: str) -> Revision:
    """Load a schedule that is named by its file or, of a configured one, as in `find_revision`.

    Raises
    ------
    DepgraphError
        If no schedule is named so, or several are.
    """
    if is_file(Path(named)):
        chosen = chosen_schedule(selection._replace(schedule=Path(named)), config)
        return load_alone(chosen or Path(named), selection, config)
    from depgraph.analysis.scheduled import find_revision

    return find_revision(load_schedules(selection, config), named)


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
    schedule = chosen_schedule(selection, config)
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
