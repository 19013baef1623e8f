"""``depgraph fmt``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depgraph.cli.options import PlanPath, outside_option
from depgraph.cli.shared import DRY_RUN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from depgraph.config import Config
    from depgraph.edits.canonical import FileKind
    from depgraph.errors import Problem


@click.command("fmt")
@click.argument("paths", nargs=-1, type=PlanPath(), metavar="[PATH]...")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change."
)
@click.option("--dry-run", "--diff", is_flag=True, help=DRY_RUN)
@outside_option
@click.pass_context
def command(
    ctx: click.Context, /, paths: tuple[Path, ...], *, only_check: bool, dry_run: bool
) -> None:
    """Bring the files of a plan into their canonical form.

    PATH is a file, or a directory: the YAML files in it and, with a depgraph.yaml, all files
    that this names. Without PATH, the plan that is found as for every command.

    One layout for all files: indentation, order of keys, quotes, blank lines. Comments and
    the order of milestones and links stay, and what the files say stays too, which is
    checked before anything is written. A file that cannot be read leaves all as they are.

    \b
    Examples:
      depgraph fmt
      depgraph fmt --check
      depgraph fmt --diff
      depgraph fmt graphs/prerequisites.yaml
    """
    from depgraph.cli.output import print_text, write_plan_files
    from depgraph.edits.canonical import canonical
    from depgraph.edits.writing import FileText, read_again
    from depgraph.errors import LoadError
    from depgraph.sources.files import shown_path
    from depgraph.words import counted

    problems: list[Problem] = []
    files = _files(paths, problems)
    if problems:
        raise LoadError(problems)
    changes: list[FileText] = []
    for path, kind in files.items():
        before = read_again(path)
        after = canonical(before.decode("utf-8-sig"), kind, shown=shown_path(path)).encode()
        if after != before:
            changes.append(FileText(path, before, after))
    is_written = not (only_check or dry_run)
    if is_written:
        write_plan_files(changes, also=files)
    did = "changed" if is_written else "would change"
    for change in changes:
        if dry_run:
            print_text(change.diff())
        click.echo(f"{shown_path(change.path)}: {did}", err=dry_run)
    click.echo(f"{len(changes)} of {counted(len(files), 'file')} {did}", err=dry_run)
    ctx.exit(1 if only_check and changes else 0)


def _files(paths: tuple[Path, ...], problems: list[Problem]) -> dict[Path, FileKind]:
    """Return the files that are meant, each with what it is, sorted by the names shown."""
    from depgraph.edits.canonical import kind_of
    from depgraph.errors import Problem
    from depgraph.sources.files import (
        is_directory,
        path_shown_as,
        read_files,
        shown_path,
    )
    from depgraph.sources.formats import is_yaml

    problems += (
        Problem(shown_path(path), 0, 0, "only YAML files are laid out")
        for path in paths
        if not is_directory(path) and not is_yaml(path)
    )
    if problems:
        return {}
    single_files = [path for path in paths if not is_directory(path)]
    folders = [path for path in paths if is_directory(path)]
    of_plans = [path for path in _of_plans(folders, problems, is_alone=not paths) if is_yaml(path)]
    kinds: dict[Path, FileKind] = {path: kind_of(path) for path in (*of_plans, *single_files)}
    for path, kind in kinds.items():
        is_named_alone = path in single_files and path not in of_plans
        _read_as(path, kind, problems, is_named=path in single_files, is_named_alone=is_named_alone)
    graph_files = read_files([path for path in of_plans if kinds[path] == "graph"], problems)
    for path in (path_shown_as(graph_file.shown) for graph_file in graph_files):
        if is_yaml(path):
            kinds.setdefault(path, "graph")
    return _each_once(kinds)


def _of_plans(folders: Sequence[Path], problems: list[Problem], *, is_alone: bool) -> list[Path]:
    """Return the files of the plans in folders; of the one that is found where none is named."""
    from depgraph.config import read_config
    from depgraph.plans.selection import Selection, select_config
    from depgraph.sources.files import BASELINE_NAME, CONFIG_NAME, is_to_be_read, yaml_files

    paths: list[Path] = []
    if is_alone:
        paths += _files_of(select_config(Selection(), problems), problems)
    for folder in folders:
        if is_to_be_read(folder / CONFIG_NAME):
            paths += _files_of(read_config(folder / CONFIG_NAME, problems), problems)
        paths += yaml_files([folder], [] if paths else problems)
        paths += [path for path in (folder / BASELINE_NAME,) if is_to_be_read(path)]
    return paths


def _read_as(
    path: Path, kind: FileKind, problems: list[Problem], *, is_named: bool, is_named_alone: bool
) -> None:
    """Read a file, only to find what is wrong in it; those of a plan are read with it."""
    from depgraph.config import read_config
    from depgraph.rules.baseline import read_baseline
    from depgraph.sources.files import CONFIG_NAME, shown_path
    from depgraph.sources.graph_file import read_graph_file

    if kind == "configuration" and path.name == CONFIG_NAME and is_named:
        read_config(path, problems)
    elif kind == "baseline":
        read_baseline(path, problems)
    elif kind == "graph" and is_named_alone:
        read_graph_file(path, shown_path(path), problems)


def _files_of(config: Config, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files of the plan that a configuration describes."""
    from depgraph.sources.files import yaml_files

    if config.path is None:
        return
    yield config.path
    graph = config.graph
    if graph is not None or config.is_whole:
        yield from yaml_files(graph or (config.path.parent,), problems)
    yield from (path for path in (config.schedule, *config.schedules, config.baseline) if path)
    yield from config.rule_files


def _each_once(kinds: dict[Path, FileKind]) -> dict[Path, FileKind]:
    from depgraph.sources.files import real_path, shown_path

    once: dict[Path, tuple[Path, FileKind]] = {}
    for path in sorted(kinds, key=shown_path):
        once.setdefault(real_path(path), (path, kinds[path]))
    return dict(once.values())
