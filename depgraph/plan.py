"""From what a user names to a loaded plan: which configuration, which files, one graph."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depgraph.config import Config, find_config, folders_upward, read_config
from depgraph.errors import DepgraphError, LoadError, Problem
from depgraph.sources.files import (
    CONFIG_NAME,
    is_directory,
    is_file,
    is_same,
    read_files,
    shown_path,
    yaml_files,
)
from depgraph.sources.merge import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from depgraph.model import Graph, Link, Milestone


class Selection(NamedTuple):
    """Which plan is meant. Whatever is not given comes from the configuration.

    Attributes
    ----------
    graph
        Files and directories in place of the configured graph files.
    schedule
        A file in place of the configured schedule.
    as_of
        The as-of date in place of the one that the files give.
    config
        The configuration in place of the one that is found.
    activities
        Keep all activities of schedule networks, not only milestones.
    fewest_links
        Leave out links of schedule networks that chains of others imply.
        (`depgraph.rules.opening` does it, as the next one.)
    on_cut
        If given, few links are left out, so that no circle is left, and told to this function.
        Loading alone leaves circles as they are.
    """

    graph: tuple[Path, ...] = ()
    schedule: Path | None = None
    as_of: date | None = None
    config: Path | None = None
    activities: bool = False
    fewest_links: bool = False
    on_cut: Callable[[Sequence[Link]], None] | None = None


def selection_from(
    path: str | Path | Sequence[str | Path] | None,
    *,
    schedule: str | Path | None = None,
    as_of: date | None = None,
    config: str | Path | None = None,
) -> Selection:
    """Return the selection that arguments in the form of `load` mean."""
    if path is None:
        paths: tuple[Path, ...] = ()
    elif isinstance(path, str | Path):
        paths = (Path(path),)
    else:
        paths = tuple(Path(each) for each in path)
    return Selection(
        graph=paths,
        schedule=None if schedule is None else Path(schedule),
        as_of=as_of,
        config=None if config is None else Path(config),
    )


def select_config(selection: Selection, problems: list[Problem]) -> Config:
    """Read the configuration that a selection names or implies.

    It is the one that the selection names; else, with graph paths, the one found upward from
    the first of them, or in the folder ``graphs`` of that directory; else the one found upward
    from the working directory, and then in a folder ``graphs``. Without any, a configuration
    that says nothing is returned.

    Raises
    ------
    DepgraphError
        If there is neither a configuration nor a graph path.
    """
    if selection.config is not None:
        path = selection.config
        if is_directory(path):
            path /= CONFIG_NAME
        return read_config(path, problems)
    if selection.graph:
        first = _plan_folder(selection.graph[0])
        folder = _absolute(first if is_directory(first) else first.parent)
        for above in folders_upward(folder):
            if is_file(above / CONFIG_NAME):
                return read_config(above / CONFIG_NAME, problems)
        return Config()
    found = find_config(_absolute(Path()))
    if found is None:
        raise DepgraphError(
            f"no plan found: there is no {CONFIG_NAME} here, in a directory above, or in a "
            "folder 'graphs' beside these; give --graph PATH (a file or a directory)"
        )
    return read_config(found, problems)


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
    graph_paths = _graph_paths(selection, config)
    schedule = selection.schedule or config.schedule
    before = len(problems)
    files = yaml_files(graph_paths, problems)
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


class Revision(NamedTuple):
    """One revision of the schedule: its file, its as-of date, its milestones by code."""

    shown: str
    as_of: date | None
    milestones: dict[str, Milestone]


def load_schedules(selection: Selection, config: Config) -> tuple[Revision, ...]:
    """Load all revisions of the schedule that the configuration or the selection names.

    Raises
    ------
    LoadError
        With every problem, if there is any.
    """
    named = config.schedules or ((config.schedule,) if config.schedule else ())
    paths = dict.fromkeys((*named, selection.schedule) if selection.schedule else named)
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
        revisions.append(Revision(shown_path(path), schedule.as_of, by_code))
    if problems:
        raise LoadError(problems)
    return tuple(sorted(revisions, key=lambda each: (str(each.as_of), each.shown)))


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
    return own.with_parts(milestones=[_described(each, graph) for each in own.milestones])


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


def _graph_paths(selection: Selection, config: Config) -> tuple[Path, ...]:
    """Return the paths of the graph files.

    A directory that holds the configuration stands for the plan that this describes.
    """
    configured = config.graph
    if configured is None:
        configured = () if config.path is None else (config.path.parent,)
    if not selection.graph:
        return configured
    paths: list[Path] = []
    for path in map(_plan_folder, selection.graph):
        if config.path is not None and is_directory(path) and is_same(path, config.path.parent):
            paths += configured
        else:
            paths.append(path)
    return tuple(paths)


def reads_other_files(selection: Selection, config: Config) -> bool:
    """Whether other graph files are read than the configuration names."""
    if not selection.graph or config.path is None:
        return False
    configured = config.graph or (config.path.parent,)
    read = _graph_paths(selection, config)
    return {os.path.realpath(path) for path in read} != set(map(os.path.realpath, configured))


def _plan_folder(path: Path) -> Path:
    """Return the folder ``graphs`` of a directory, where that has the configuration."""
    inner = path / "graphs"
    if is_directory(path) and not is_file(path / CONFIG_NAME) and is_file(inner / CONFIG_NAME):
        return inner
    return path


def _absolute(path: Path) -> Path:
    """Return an absolute path.

    Raises
    ------
    DepgraphError
        If there is no working directory any more.
    """
    try:
        return path.absolute()
    except OSError:
        raise DepgraphError("the working directory does not exist any more") from None


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
