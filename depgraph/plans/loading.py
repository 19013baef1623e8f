"""Load what a selection names: the graph, and the revisions of its schedule."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.model.schedules import Revision
from depgraph.plans.selection import graph_paths, reads_other_files, select_config, selection_from
from depgraph.sources.files import read_files, real_path, shown_path, yaml_files
from depgraph.sources.merge import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from depgraph.config import Config
    from depgraph.model import Graph, Milestone
    from depgraph.plans.selection import Selection
    from depgraph.sources.graph_file import GraphFile


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
    schedule = selection.schedule or config.schedule
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
    known: dict[Path, GraphFile] = {}
    read = [
        read_files(paths_read, problems, options, known)
        for paths_read in (files, [schedule] if schedule else [])
    ]
    known.clear()
    # Popped, as nothing but the merging may hold what was read of a large plan.
    return merge(
        read.pop(0),
        read.pop(0),
        as_of=selection.as_of or (stated_as_of(config, schedule) if schedule else None),
        classify=config.classify if config.owners or config.tags else None,
        calendars=config.calendars,
        problems=problems,
        is_whole=is_whole,
    )


def load_schedules(selection: Selection, config: Config) -> tuple[Revision, ...]:
    """Load all revisions of the schedule that the configuration or the selection names.

    Each file is one revision, by whatever paths it is named; the configuration's name counts.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    named = config.schedules or ((config.schedule,) if config.schedule else ())
    paths: dict[Path, Path] = {}
    for path in (*named, selection.schedule) if selection.schedule else named:
        paths.setdefault(real_path(path), path)
    revisions = []
    problems: list[Problem] = []
    for real, path in paths.items():
        new: list[Problem] = []
        files = read_files([path], new, config.reading)
        try:
            as_of = stated_as_of(config, path)
            schedule = merge((), files, as_of=as_of, calendars=config.calendars, problems=new)
        except LoadError as error:
            problems += error.problems
            continue
        by_code = {milestone.id: milestone for milestone in schedule.schedule_only}
        revisions.append(Revision(shown_path(path), schedule.as_of, by_code, str(real)))
    if problems:
        raise LoadError(problems)
    return tuple(sorted(revisions, key=lambda revision: (str(revision.as_of), revision.shown)))


def stated_as_of(config: Config, schedule: Path) -> date | None:
    """Return the as-of date that the configuration gives a schedule, by whatever path."""
    if schedule in config.schedule_dates or not config.schedule_dates:
        return config.schedule_dates.get(schedule)
    real = real_path(schedule)
    return next(
        (as_of for path, as_of in config.schedule_dates.items() if real_path(path) == real), None
    )


def revision_in_file(revisions: Iterable[Revision], path: Path) -> Revision | None:
    """Return the revision that a file is, by whatever path it is named."""
    real = str(real_path(path))
    return next((revision for revision in revisions if revision.file == real), None)


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
    schedule = selection.schedule or config.schedule
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
