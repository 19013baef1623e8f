"""What a user names of a plan, and which configuration and files that means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.config import Config, find_config, folders_upward, read_config
from depgraph.errors import DepgraphError, NoPlanError, Problem
from depgraph.records import Struct
from depgraph.sources.files import CONFIG_NAME, is_directory, is_same, is_to_be_read
from depgraph.sources.read_record import note_read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from depgraph.model import Link


class Selection(Struct):
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
        (`depgraph.plans.opening` does it, as that of `on_cut`.)
    columns
        Fields and the headings of lists that give them, before what the configuration says.
    project
        Of exports with several projects, the one that is read, or all.
    on_cut
        If given, few links are left out, so that no cycle is left, and told to this function.
        Loading alone leaves cycles as they are.
    on_hidden
        If given, it is told in words that a network has activities and no milestone to show.
    on_schedule
        If given, it is told the configured schedule where that gives dates to other files than
        the configured ones.
    on_config
        If given, it is told the configuration that was searched for and found.
    """

    graph: tuple[Path, ...] = ()
    schedule: Path | None = None
    as_of: date | None = None
    config: Path | None = None
    activities: bool = False
    fewest_links: bool = False
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    project: str | None = None
    on_cut: Callable[[Sequence[Link]], None] | None = None
    on_hidden: Callable[[str], None] | None = None
    on_schedule: Callable[[Path], None] | None = None
    on_config: Callable[[Path], None] | None = None


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
        paths = tuple(map(Path, path))
    return Selection(
        graph=paths,
        schedule=None if schedule is None else Path(schedule),
        as_of=as_of,
        config=None if config is None else Path(config),
    )


def select_config(selection: Selection, problems: list[Problem]) -> Config:
    """Read the configuration that a selection names or implies.

    It is the one that the selection names; else, with graph paths, the one found upward from
    the first of them, or in the folder ``graphs`` of that directory; else the nearest upward from
    the working directory, there or in a folder ``graphs``. Without any, a configuration
    that says nothing is returned.

    Raises
    ------
    DepgraphError
        If there is neither a configuration nor a graph path.
    """
    config = with_reading(_config_of_selection(selection, problems), selection)
    for path in (config.schedule, config.baseline, *config.schedules, *config.rule_files):
        if path is not None:
            note_read(path)
    return config


def with_reading(config: Config, selection: Selection) -> Config:
    """Return a configuration with how a selection says that lists and exports are read."""
    reading = config.reading
    if selection.columns:
        reading = reading._replace(columns=dict(selection.columns))
    if selection.project is not None:
        reading = reading._replace(project=selection.project)
    return config._replace(reading=reading)


def _config_of_selection(selection: Selection, problems: list[Problem]) -> Config:
    if selection.config is not None:
        path = selection.config
        if is_directory(path):
            path /= CONFIG_NAME
        return read_config(path, problems)
    if selection.graph:
        first = _plan_folder(selection.graph[0])
        folder = _absolute(first if is_directory(first) else first.parent)
        for above in folders_upward(folder):
            if is_to_be_read(above / CONFIG_NAME):
                if above != first and selection.on_config is not None:
                    selection.on_config(above / CONFIG_NAME)
                return read_config(above / CONFIG_NAME, problems)
        return Config()
    here = _absolute(Path())
    config_path = find_config(here)
    if config_path is None:
        last = folders_upward(here)[-1]
        raise NoPlanError(
            f"no plan found: there is no {CONFIG_NAME} here, in a directory above (as far as "
            f"{last}), or in a folder 'graphs' of these; give --graph PATH (a file or a "
            "directory); depgraph init begins one, depgraph import brings one"
        )
    if selection.on_config is not None:
        selection.on_config(config_path)
    return read_config(config_path, problems)


def graph_paths(selection: Selection, config: Config) -> tuple[Path, ...]:
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


def other_paths(selection: Selection, config: Config) -> tuple[Path, ...]:
    """Return the paths that are named and are no graph files of the configuration."""
    if not selection.graph or config.path is None:
        return ()
    configured = config.graph or (config.path.parent,)
    schedules = [path for path in (config.schedule, *config.schedules) if path is not None]

    def is_configured(path: Path) -> bool:
        if any(is_same(path, known) for known in configured):
            return True
        is_in_folder = any(is_same(path.parent, folder) for folder in configured)
        return is_in_folder and not any(is_same(path, schedule) for schedule in schedules)

    return tuple(path for path in graph_paths(selection, config) if not is_configured(path))


def reads_other_files(selection: Selection, config: Config) -> bool:
    """Whether other graph files are read than the configuration names."""
    if not selection.graph or config.path is None:
        return False
    configured = config.graph or (config.path.parent,)
    read = graph_paths(selection, config)
    return {os.path.realpath(path) for path in read} != set(map(os.path.realpath, configured))


def _plan_folder(path: Path) -> Path:
    """Return the folder ``graphs`` of a directory, where that has the configuration."""
    inner = path / "graphs"
    is_inside = not is_to_be_read(path / CONFIG_NAME) and is_to_be_read(inner / CONFIG_NAME)
    return inner if is_inside else path


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
