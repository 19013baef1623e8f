"""The plan that an import goes into, and the source, as the options name them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depgraph.analysis.no_milestones import hidden_activities
from depgraph.analysis.reduction import reduction
from depgraph.cli.selecting import selected_by
from depgraph.config import Config, read_config
from depgraph.errors import DepgraphError, LoadError, did_you_mean
from depgraph.model import Graph
from depgraph.model.documents import is_same_document
from depgraph.plans.loading import load_graph
from depgraph.plans.selection import Selection, select_config
from depgraph.records import Struct
from depgraph.sources.files import (
    CONFIG_NAME,
    exists,
    is_directory,
    is_file,
    is_same,
    is_to_be_read,
    path_shown_as,
    read_files,
    shown_path,
    yaml_files,
)
from depgraph.sources.formats import is_yaml
from depgraph.sources.graph_file import read_graph_file
from depgraph.sources.overlay import codes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from depgraph.analysis.reduction import Reduction
    from depgraph.cli.options import Params
    from depgraph.errors import Problem
    from depgraph.model import SourceDocument
    from depgraph.sources.graph_file import GraphFile

FIRST_FILE = "prerequisites.yaml"
_MOST_ACTIVITIES = 5


class Target(Struct):
    """The plan that an import goes into.

    Attributes
    ----------
    folder
        Where its configuration is, or is to be.
    config
        Its configuration; without a path where there is none yet.
    revisions
        Its schedules, by their paths.
    """

    folder: Path
    config: Config
    graph: Graph
    files: tuple[GraphFile, ...]
    revisions: dict[Path, GraphFile]

    @property
    def editable(self) -> tuple[GraphFile, ...]:
        """Its graph files that are YAML."""
        return tuple(
            graph_file for graph_file in self.files if is_yaml(path_shown_as(graph_file.shown))
        )

    def file_for(self, name: str | None) -> str:
        """Return the name of the graph file that new milestones go to.

        Raises
        ------
        DepgraphError
            If there is no such file.
        """
        shown = {graph_file.shown: len(graph_file.milestones) for graph_file in self.editable}
        if name is not None:
            for file in shown:
                if any(
                    is_same(path_shown_as(file), path) for path in (self.folder / name, Path(name))
                ):
                    return file
            names = [path_shown_as(file).name for file in sorted(shown)]
            hint = did_you_mean(name, names) or f": there are {', '.join(names) or 'none'}"
            raise DepgraphError(f"--file: {name!r} is no graph file of the plan{hint}")
        if self.files and not shown:
            raise DepgraphError(f"{shown_path(self.folder)}: no graph file of the plan is YAML")
        if not shown:
            return shown_path(self.folder / FIRST_FILE)
        return max(sorted(shown), key=lambda file: shown[file])

    def paths(self) -> Iterable[Path]:
        """Return all files that the plan is read from."""
        config = self.config
        paths = (config.path, config.baseline, *config.rule_files, *self.revisions)
        yield from (path for path in paths if path is not None)
        yield from (path_shown_as(graph_file.shown) for graph_file in self.files)

    def snapshot(
        self, as_of: date, documents: Sequence[SourceDocument] = ()
    ) -> tuple[Path, GraphFile | None]:
        """Return the schedule file of an as-of date, and what it has; None for a new one.

        A file that was taken from a document with a handle is for no other documents.
        """
        for path, revision in sorted(self.revisions.items()):
            is_of_day = revision.as_of is not None and revision.as_of.value == as_of
            if is_of_day and is_yaml(path) and not _is_of_another(revision, documents):
                return path, revision
        path = self.folder / "schedules" / f"{as_of}.yaml"
        if not is_file(path):
            return path, None
        problems: list[Problem] = []
        schedule = read_graph_file(path, shown_path(path), problems)
        if problems:
            raise LoadError(problems)
        if schedule.as_of is None or schedule.as_of.value != as_of:
            says = f"has 'as_of: {schedule.as_of.value}'" if schedule.as_of else "has no 'as_of'"
            raise DepgraphError(f"{shown_path(path)} {says}: expected {as_of}")
        if _is_of_another(schedule, documents):
            raise DepgraphError(f"{shown_path(path)} is by another document, {schedule.document}")
        return path, schedule


def _is_of_another(file: GraphFile, documents: Sequence[SourceDocument]) -> bool:
    """Whether a file was taken from a document with a handle that is none of these."""
    own = file.document
    if own is None or own.handle is None:
        return False
    return not any(is_same_document(own, document) for document in documents)


def open_target(directory: Path) -> Target:
    """Read the plan in a directory; a new one where there is none.

    Raises
    ------
    LoadError
        With everything that is wrong in its files.
    """
    if exists(directory) and not is_directory(directory):
        raise DepgraphError(f"--into: {shown_path(directory)} is a file: name a directory")
    inner = directory / "graphs"
    is_inside = not is_to_be_read(directory / CONFIG_NAME) and is_to_be_read(inner / CONFIG_NAME)
    folder = inner if is_inside else directory
    problems: list[Problem] = []
    is_configured = is_to_be_read(folder / CONFIG_NAME)
    config = read_config(folder / CONFIG_NAME, problems) if is_configured else Config()
    files = _graph_files(folder, config)
    if files or config.graph is not None:
        chosen = Selection() if is_configured else Selection(graph=tuple(files))
        graph = load_graph(chosen, config, problems)
    elif problems:
        raise LoadError(problems)
    else:
        graph = Graph([])
    graph_files = read_files(files, problems, config.reading)
    revisions = {}
    for path in dict.fromkeys((*config.schedules, config.schedule)):
        if path is not None:
            read = read_files([path], problems, config.reading)
            revisions[path] = next(
                revision for revision in read if revision.shown == shown_path(path)
            )
    if problems:
        raise LoadError(problems)
    return Target(folder, config, graph, tuple(graph_files), revisions)


def _graph_files(folder: Path, config: Config) -> list[Path]:
    """Return the graph files of a plan: those that it names, or all in the folder but others."""
    missing: list[Problem] = []
    files = yaml_files(config.graph or (folder,), missing) if is_directory(folder) else []
    if config.graph is not None:
        return files
    other_files = (config.schedule, config.baseline, *config.schedules, *config.rule_files)
    no_graph_files = {os.path.realpath(path) for path in other_files if path is not None}
    return [path for path in files if os.path.realpath(path) not in no_graph_files]


class Chosen(Struct):
    """What of a source is imported; see `depgraph.edits.importing.sides.Incoming`.

    Attributes
    ----------
    outside
        How many links to milestones that are not imported are left out.
    reduction
        The links that chains imply; None where they were not asked for.
    """

    selected: frozenset[str]
    beside: frozenset[str]
    outside: int
    reduction: Reduction | None = None


def open_source(
    path: Path,
    target: Target,
    *,
    as_of: date | None,
    activities: bool,
    columns: Mapping[str, tuple[str, ...]],
    project: str | None = None,
) -> tuple[Graph, Config]:
    """Read a source, with what it states alone; and return the configuration for it.

    It is the one of the source, where it has one of its own, else that of the target. A
    directory that is a plan gives its dates too; of any other source, only its own dates count.

    Raises
    ------
    DepgraphError
        If the target is read from it.
    LoadError
        With everything that is wrong in it.
    """
    folder = target.folder
    if is_same(path, folder) or is_same(path, folder.parent / "graphs"):
        raise DepgraphError(f"{shown_path(path)} is the plan itself: name another source")
    own = {os.path.realpath(file) for file in target.paths()}
    if os.path.realpath(path) in own:
        raise DepgraphError(f"{shown_path(path)} is a file of the plan itself: name another source")
    problems: list[Problem] = []
    selection = Selection(
        graph=(path,),
        as_of=as_of,
        activities=activities,
        columns=tuple(columns.items()),
        project=project,
    )
    config = select_config(selection, problems)
    above = () if config.path is None else (config.path.parent, config.path.parent.parent)
    is_plan = is_directory(path) and any(is_same(path, folder_above) for folder_above in above)
    if config.path is None:
        config = target.config
    if not is_plan:
        config = config._replace(graph=None, schedule=None, schedules=())
    options = config.reading._replace(
        codes=codes_of(target.graph), columns=columns, project=project
    )
    calendars = config.calendars._replace(gives_way=True)
    reading = config._replace(owners=(), tags=(), reading=options, calendars=calendars)
    if config.path is not None and target.config.path is not None:
        is_shared = is_same(config.path, target.config.path)
        if is_shared:
            calendars = calendars._replace(default=None, lags_are_working=False)
            reading = reading._replace(calendars=calendars)
    graph = load_graph(selection, reading, problems)
    read = {
        milestone.position.file for milestone in graph.milestones if milestone.position is not None
    }
    for shown in sorted(read):
        if os.path.realpath(path_shown_as(shown)) in own:
            raise DepgraphError(f"{shown} is a file of the plan itself: name another source")
    return graph, config


def choose(
    graph: Graph,
    config: Config,
    params: Params,
    *,
    with_prerequisites: bool,
    is_reduced: bool,
) -> Chosen:
    """Return what of a source the options choose.

    Raises
    ------
    DepgraphError
        If nothing is chosen.
    click.UsageError
        If a selector is wrong.
    """
    classified = with_classes(graph, config)
    choice = selected_by(params, classified, config)
    selected = (
        frozenset(milestone.id for milestone in graph.milestones)
        if choice is None
        else choice.codes
    )
    if not selected:
        reasons = filter(None, ("the source has no milestone to import", hidden_activities(graph)))
        raise DepgraphError(": ".join(reasons))
    into = [link for link in graph.links if link.dependent in selected]
    prerequisites = frozenset(link.prerequisite for link in into) - selected
    beside = prerequisites if with_prerequisites else frozenset()
    chosen = selected | beside
    links = [link for link in into if link.prerequisite in chosen]
    found_reduction = None
    if is_reduced:
        milestones = [milestone for milestone in graph.milestones if milestone.id in chosen]
        found_reduction = reduction(graph.with_parts(milestones=milestones, links=links))
    return Chosen(selected, beside, len(into) - len(links), found_reduction)


def scope_of(target: Target, params: Params) -> Collection[str] | None:
    """Return which milestones of the plan the same options choose; None for all."""
    try:
        choice = selected_by(params, target.graph, target.config)
    except click.UsageError:
        raise
    except DepgraphError:
        return frozenset()  # the plan has none such yet
    return None if choice is None else choice.codes


def with_classes(graph: Graph, config: Config) -> Graph:
    """Return a graph with owners and the like that the patterns of a configuration give."""
    if not config.owners and not config.tags:
        return graph
    milestones = []
    for milestone in graph.milestones:
        by_code = config.classify(milestone.id)
        milestones.append(
            milestone._replace(
                owner=milestone.owner or by_code.owner,
                team=milestone.team or by_code.team,
                level=by_code.level if milestone.level is None else milestone.level,
                tags=tuple(sorted({*milestone.tags, *by_code.tags})),
            )
        )
    return graph.with_parts(milestones=milestones)


def witnessed(graph: Graph) -> Graph:
    """Return a graph with the chains of activities behind its links as notes of these."""
    links = []
    for link in graph.links:
        witness = link.witness
        if witness is not None and witness.activities and link.note is None:
            codes = list(witness.activities)
            count = len(codes)
            if count > _MOST_ACTIVITIES:
                codes[_MOST_ACTIVITIES - 1 : -1] = ["..."]
            introduction = f"through {count} {'activity' if count == 1 else 'activities'}: "
            link = link._replace(note=introduction + " -> ".join(codes))  # noqa: PLW2901
        links.append(link)
    return graph.with_links(links)
