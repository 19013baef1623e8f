"""Find the files of a plan: what the user names, directories, and what files include."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.sources.graph_file import read_graph_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.sources.graph_file import GraphFile

CONFIG_NAME = "depgraph.yaml"
BASELINE_NAME = "baseline.yaml"
SUFFIXES = (".yaml", ".yml")


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative below the working directory, else as given.

    Always with forward slashes, so that the same plan gives the same messages everywhere.
    """
    if path.is_absolute():
        here = Path.cwd()
        if path.is_relative_to(here):
            path = path.relative_to(here)
    return Path(os.path.normpath(path)).as_posix()


def yaml_files(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    """Return the files that the paths name: a file is itself, a directory its YAML files.

    A directory stands for the ``.yaml`` and ``.yml`` files directly in it, without hidden
    files, ``depgraph.yaml`` and ``baseline.yaml``.
    """
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            found = sorted(
                entry
                for entry in path.iterdir()
                if entry.suffix in SUFFIXES
                and not entry.name.startswith(".")
                and entry.name not in (CONFIG_NAME, BASELINE_NAME)
                and entry.is_file()
            )
        except OSError as error:
            reason = error.strerror or str(error)
            problems.append(Problem(shown_path(path), 0, 0, f"cannot be read: {reason}"))
            continue
        if not found:
            problems.append(
                Problem(shown_path(path), 0, 0, "the directory has no graph file (*.yaml, *.yml)")
            )
        files += found
    return files


def read_files(paths: Iterable[Path], problems: list[Problem]) -> list[GraphFile]:
    """Read graph files and all that they include, each file once.

    Returns
    -------
    list of GraphFile
        Sorted by the name that messages use, so that the order in which files are named
        or include each other does not matter.
    """
    read: dict[Path, GraphFile] = {}

    def visit(path: Path, chain: tuple[Path, ...]) -> None:
        resolved = path.resolve()
        if resolved in read:
            return
        graph_file = read_graph_file(path, shown_path(path), problems)
        read[resolved] = graph_file
        chain = (*chain, resolved)
        for include in graph_file.includes:
            target = path.parent / include.text
            known = target.resolve()
            if known in chain:
                circle = [*chain[chain.index(known) :], known]
                names = " -> ".join(shown_path(member) for member in circle)
                problems.append(
                    Problem(
                        graph_file.shown,
                        include.line,
                        include.column,
                        f"the files include each other in a circle: {names}",
                    )
                )
            elif not target.is_file():
                problems.append(
                    Problem(
                        graph_file.shown,
                        include.line,
                        include.column,
                        f"include: there is no file {include.text!r} "
                        f"(looked for {shown_path(target)})",
                    )
                )
            else:
                visit(target, chain)

    for path in paths:
        visit(path, ())
    return sorted(read.values(), key=lambda graph_file: graph_file.shown)
