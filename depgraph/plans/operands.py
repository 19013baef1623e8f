"""What a user names to compare: a plan, a schedule, or either in a git revision."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from depgraph.config import Config, read_config
from depgraph.errors import DepgraphError, NoPlanError
from depgraph.plans.loading import configured_schedule, load_graph
from depgraph.plans.opening import Opened, with_graph_changes
from depgraph.plans.selection import Selection, select_config, with_reading
from depgraph.records import Struct
from depgraph.rules.engine import read_rules
from depgraph.sources.files import CONFIG_NAME, is_directory, is_file, is_same, shown_path
from depgraph.sources.formats import is_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from depgraph.errors import Problem
    from depgraph.sources.revisions import Extracted

Kind = Literal["plan", "schedule", "export"]


class Operand(Struct):
    """One of two plans that are compared.

    Attributes
    ----------
    shown
        Its name in messages: a path, or ``REVISION:path``.
    kind
        What it comes from: a schedule lists features, an export of another program (any file
        that is not YAML) activities, where a plan has what its reviewers wrote.
    opened
        Its graph, with the configuration and the rules that hold for it.
    reviewed
        Of a schedule, the plan of its configuration with its dates in place of those of the
        configured schedule; what drives a date, and findings, come from that. None for all
        others, and for a schedule without such a plan.
    """

    shown: str
    kind: Kind
    opened: Opened
    reviewed: Opened | None = None

    @property
    def judged(self) -> Opened:
        """The plan that findings and projected dates are of."""
        return self.reviewed or self.opened


@contextmanager
def open_operand(
    name: str | None,
    *,
    codes: Mapping[str, str] | None = None,
    like: Selection,
) -> Iterator[Operand]:
    """Open what a user names, for the time of the block.

    A path that is there is meant before a schedule that the plan of the working directory names,
    and that before a git revision; ``REVISION:`` with the colon is neither unless there is one.

    Parameters
    ----------
    name
        A path, a configured schedule by the end of its path or its date, a git revision, or
        ``REVISION:path``. A revision alone stands for the plan of
        the working directory as it is there. None for the plan of the working directory.
    codes
        What aliases stand for in the plan that an export is compared with.
    like
        How it is read: the as-of date in place of the one that the files give, all activities of
        networks, the project of exports, the columns of lists, and the configuration in place of
        the one that is found; for a revision, as it is there.

    Raises
    ------
    DepgraphError
        If there is no such thing, or it cannot be read.
    """
    with _open_named(name, like, codes) as operand:
        yield operand


@contextmanager
def _open_named(
    name: str | None, like: Selection, codes: Mapping[str, str] | None
) -> Iterator[Operand]:
    """Open what a user names, with the as-of date and the options for networks of a selection."""
    if name is None:
        yield _open_here(like)
        return
    if name == "":
        raise DepgraphError("a name to compare is empty")
    path = Path(name)
    if not is_file(path) and not is_directory(path):
        path = _schedule_here(name, like.config) or path
    if is_file(path) or is_directory(path):
        problems: list[Problem] = []
        config = select_config(Selection(graph=(path,), config=like.config), problems)
        yield _open(path, shown_path(path), config, problems, like, codes)
        return
    from depgraph.sources.revisions import extracted, read_name

    _refuse_unreadable(path)
    wanted = () if like.config is None else (like.config,)
    with extracted(read_name(name), wanted) as revision:
        yield _open_revision(revision, name, like, codes)


def _say_nothing(_links: object) -> None:
    """Tell nobody which links are cut in the plan that is only compared with."""


def _schedule_here(name: str, config: Path | None = None) -> Path | None:
    """Return the schedule with a name that the plan of the working directory has.

    Parameters
    ----------
    config
        The configuration in place of the one that is found.
    """
    with suppress(NoPlanError):
        return configured_schedule(name, select_config(Selection(config=config), []))
    return None


def _refuse_unreadable(path: Path) -> None:
    """Raise `DepgraphError` if there is something at a path, but nothing to be read."""
    try:
        path.lstat()
        path.stat()
    except PermissionError as error:
        raise DepgraphError(f"{shown_path(path)} cannot be read: {error.strerror}") from None
    except (OSError, ValueError):
        if not os.path.islink(path):  # noqa: PTH114 - pathlib's raises for long names
            return
        raise DepgraphError(f"{shown_path(path)} is a symbolic link that leads nowhere") from None
    raise DepgraphError(f"{shown_path(path)} is neither a file nor a directory")


def _open_here(like: Selection) -> Operand:
    problems: list[Problem] = []
    config = select_config(Selection(config=like.config), problems)
    shown = "the plan" if config.path is None else shown_path(config.path.parent)
    opened = _opened(like, config, problems)
    return Operand(shown, "plan", opened)


@contextmanager
def open_earlier(name: str, selection: Selection) -> Iterator[Operand]:
    """Open what a user names to compare a plan with, for the time of the block.

    A revision alone stands for the files of the plan as they are there, whatever files of the
    repository the selection names; any other name for what `open_operand` takes it for.

    Parameters
    ----------
    selection
        The plan. Its as-of date, where it gives one, holds for both.

    Raises
    ------
    NoPlanError
        If the revision has none of the files.
    DepgraphError
        If there is no such thing, or it cannot be read.
    """
    named_paths = [path for path in (*selection.graph, selection.config) if path is not None]
    path = Path(name)
    is_here = not name or is_file(path) or is_directory(path) or _schedule_here(name) is not None
    from depgraph.sources.revisions import extracted, read_name

    has_path = read_name(name).path is not None
    if is_here or has_path or not (named_paths or selection.schedule):
        like = selection._replace(graph=(), schedule=None, config=None)
        silent = like._replace(on_cut=like.on_cut and _say_nothing, on_schedule=None)
        with _open_named(name, silent, None) as operand:
            yield operand
        return
    if selection.schedule is not None and is_file(selection.schedule):
        named_paths.append(selection.schedule)
    _refuse_unreadable(path)
    with extracted(read_name(name), named_paths) as revision:
        there = {path: revision.place_of(path) for path in named_paths}
        for path, place in there.items():
            if place is None:
                raise DepgraphError(
                    f"{shown_path(path)} is outside of the repository, so revision {name!r} does "
                    "not have it: leave it out, or compare with a file"
                )
            if not is_file(place) and not is_directory(place):
                raise NoPlanError(f"revision {name!r} has no {shown_path(path)}")
        graph = tuple(place for path in selection.graph if (place := there[path]) is not None)
        problems: list[Problem] = []
        config_path = there[selection.config] if selection.config is not None else None
        if config_path is None:
            start = graph[0] if graph else revision.start
            config_path = revision._replace(start=start, has_path=bool(graph)).find_config()
        elif is_directory(config_path):
            config_path /= CONFIG_NAME
        config = Config() if config_path is None else read_config(config_path, problems)
        schedule = selection.schedule and (there.get(selection.schedule) or selection.schedule)
        placed = selection._replace(graph=graph, schedule=schedule, on_schedule=None)
        placed = placed._replace(on_cut=placed.on_cut and _say_nothing)
        yield Operand(name, "plan", _opened(placed, config, problems))


def _config_in(revision: Extracted, config: Path | None, name: str) -> Path | None:
    """Return the configuration that holds in a revision: the one that is named, as it is there."""
    if config is None:
        return revision.find_config()
    place = revision.place_of(config / CONFIG_NAME if is_directory(config) else config)
    if place is None or not is_file(place):
        raise NoPlanError(f"revision {name!r} has no {shown_path(config)}")
    return place


def _open_revision(
    revision: Extracted, name: str, like: Selection, codes: Mapping[str, str] | None
) -> Operand:
    problems: list[Problem] = []
    config_path = _config_in(revision, like.config, name)
    if config_path is None and not revision.has_path:
        raise NoPlanError(
            f"revision {name!r} has no plan: there is no {CONFIG_NAME} in its place of the "
            f"working directory, above, or in a folder 'graphs' beside these; give {name}:PATH"
        )
    config = Config() if config_path is None else read_config(config_path, problems)
    if revision.has_path:
        return _open(revision.start, name, config, problems, like, codes)
    return Operand(name, "plan", _opened(like, config, problems))


def _open(
    path: Path,
    shown: str,
    config: Config,
    problems: list[Problem],
    like: Selection,
    codes: Mapping[str, str] | None,
) -> Operand:
    """Open a path with the configuration that holds for it."""
    config = with_reading(config, like)
    if not _is_schedule(path, config):
        selection = like._replace(graph=(path,))
        if is_directory(path) or is_yaml(path):
            return Operand(shown, "plan", _opened(selection, config, problems))
        # An export has dates of its own, whatever schedule the plan beside it has.
        config = config._replace(reading=config.reading._replace(codes=codes))
        opened = _opened(selection, config._replace(schedule=None), problems)
        if config.schedule and not any(milestone.own_date for milestone in opened.graph.milestones):
            opened = opened._replace(graph=load_graph(selection, config))
        return Operand(shown, "export", opened)
    opened = _opened(like._replace(graph=(path,), schedule=path), config, problems)
    reviewed = None
    if config.path is not None:
        selection = like._replace(schedule=path)
        reviewed = opened._replace(graph=load_graph(selection, config))
    return Operand(shown, "schedule", opened, reviewed)


def _opened(selection: Selection, config: Config, problems: list[Problem]) -> Opened:
    config = with_reading(config, selection)
    rules = read_rules(config, problems)
    graph = with_graph_changes(load_graph(selection, config, problems), selection)
    return Opened(config, rules, graph)


def _is_schedule(path: Path, config: Config) -> bool:
    """Whether the configuration names a file as a schedule, or others in its folder."""
    if not is_file(path):
        return False
    schedules = [
        schedule for schedule in (config.schedule, *config.schedules) if schedule is not None
    ]
    if any(is_same(path, schedule) for schedule in schedules):
        return True
    if any(is_same(path, graph) or is_same(path.parent, graph) for graph in config.graph or ()):
        return False
    home = config.path.parent if config.path else None
    folders = {schedule.parent for schedule in schedules} - {home}
    return home is not None and any(is_same(path.parent, folder) for folder in folders)
