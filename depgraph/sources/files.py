"""Find the files of a plan: what the user names, directories, and what files include."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import Problem
from depgraph.model.values import SUFFIXES
from depgraph.sources.formats import read_source
from depgraph.sources.nodes import quoted
from depgraph.sources.reading import AS_USUAL, ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.sources.fields import Fields
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.nodes import Node

CONFIG_NAME = "depgraph.yaml"
BASELINE_NAME = "baseline.yaml"


_MOST_NESTED = 50
"""How deep files may include each other."""


_NAMED: ContextVar[tuple[tuple[Path, str], ...]] = ContextVar("_NAMED", default=())
"""Folders that messages know by another name, and these names."""


@contextmanager
def shown_below(folder: Path, name: str) -> Iterator[None]:
    """Let messages show what is below a folder as `name` and the path from the folder on."""
    token = _NAMED.set((*_NAMED.get(), (folder, name)))
    try:
        yield
    finally:
        _NAMED.reset(token)


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative below the working directory, else as given.

    What is below a folder with another name (`shown_below`) is shown by that. Always with
    forward slashes and in one line, so that the same plan gives the same messages everywhere.
    """
    for folder, name in _NAMED.get():
        inside = Path(os.path.normpath(path)) if ".." in path.parts else path
        if inside.is_relative_to(folder):
            return _printable(f"{name}{inside.relative_to(folder).as_posix()}")
    if path.is_absolute():
        with suppress(OSError, ValueError):  # it was removed; the path is not below it
            path = path.relative_to(Path.cwd())
    shown = path.as_posix()
    if ".." in path.parts:
        short = os.path.normpath(path)
        if is_same(Path(short), path):  # else there is a symbolic link before the `..`
            shown = Path(short).as_posix()
    return _printable(shown)


_UNLIKE_SHOWN: dict[str, Path] = {}
"""The files whose names cannot be shown as they are, by what is shown in their place."""


def _printable(path: str) -> str:
    """Return the path as it is shown: no two paths are shown alike."""
    if path.isprintable() and "\\" not in path:
        return path
    shown = "".join(c if c.isprintable() and c != "\\" else repr(c)[1:-1] for c in path)
    if shown != path:
        _UNLIKE_SHOWN[shown] = Path(path)
    return shown


def path_shown_as(shown: str) -> Path:
    """Return the path of a file that messages show under a name, as `shown_path` gave it."""
    return _UNLIKE_SHOWN.get(shown) or Path(shown)


def is_file(path: Path) -> bool:
    """Whether a path names a file, as far as one may look."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_to_be_read(path: Path) -> bool:
    """Whether a directory has a file of a name, or what reading it reports: a broken link..."""
    return os.path.lexists(path) and not is_directory(path)


def is_directory(path: Path) -> bool:
    """Whether a path names a directory, as far as one may look."""
    try:
        return path.is_dir()
    except OSError:
        return False


def exists(path: Path) -> bool:
    """Whether there is anything at a path, as far as one may look."""
    try:
        return path.exists()
    except OSError:
        return False


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what is at a path, as a device and a number on it; None for nothing to be seen."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino


def nearest_config(folders: Iterable[Path]) -> Path | None:
    """Return the first configuration that directories have, or a folder ``graphs`` in them."""
    for folder in folders:
        for candidate in (folder / CONFIG_NAME, folder / "graphs" / CONFIG_NAME):
            if is_to_be_read(candidate):
                return candidate
    return None


def repository_top(folder: Path) -> Path | None:
    """Return the root of the git repository that a folder is in; None for none."""
    real = real_path(folder)
    return next((above for above in (real, *real.parents) if exists(above / ".git")), None)


def path_inside(path: Path, folder: Path) -> Path | None:
    """Return a path from a folder on; None for what is outside of it."""
    for whole, top in (
        (Path(os.path.abspath(path)), Path(os.path.abspath(folder))),  # noqa: PTH100 - no links
        (real_path(path), real_path(folder)),
    ):
        if whole.is_relative_to(top):
            return whole.relative_to(top)
    return None


def is_same(path: Path, second: Path) -> bool:
    """Whether two paths name the same file or directory, symbolic links followed."""
    return real_path(path) == real_path(second)


_OUTSIDE_ALLOWED: ContextVar[bool] = ContextVar("_OUTSIDE_ALLOWED", default=False)


@contextmanager
def outside_allowed() -> Iterator[None]:
    """Let files of a plan name files outside of its repository."""
    token = _OUTSIDE_ALLOWED.set(True)
    try:
        yield
    finally:
        _OUTSIDE_ALLOWED.reset(token)


def why_outside(path: Path, naming: Path, written: str) -> str | None:
    """Say why a file may not be read that another file names, or return None.

    It must be in the repository of the file that names it; where that is in none, in the folder
    of its configuration or else in its own; symbolic links are followed.

    Parameters
    ----------
    naming
        The file that names it, or a directory that has it.
    written
        How it is named.
    """
    for folder, _ in _NAMED.get():
        if path.is_relative_to(folder):
            is_inside = real_path(path).is_relative_to(folder)
            return None if is_inside else f"{quoted(written)} is outside of the repository"
    if _OUTSIDE_ALLOWED.get():
        return None
    top, what = _top_of(naming)
    if real_path(path).is_relative_to(real_path(top)):
        return None
    return f"{quoted(written)} is outside of {what}: only with --allow-outside is it read"


def _top_of(naming: Path) -> tuple[Path, str]:
    """Return the folder in which what a file names must be, and what messages call it."""
    own = Path(os.path.abspath(naming if is_directory(naming) else naming.parent))  # noqa: PTH100 - without `..`, links as they are
    above = (own, *own.parents)
    for folder in above:
        if exists(folder / ".git"):
            return folder, "the repository"
    for folder in above:
        if is_to_be_read(folder / CONFIG_NAME):
            return folder, "the folder of the configuration"
    return own, "the folder of the file that names it"


def why_missing(path: Path, written: str, naming: Path) -> str | None:
    """Say why nothing can be read at a path that a file names, or return None.

    Parameters
    ----------
    naming
        The file that names it.
    """
    outside = why_outside(path, naming, written)
    if outside is not None:
        return outside
    try:
        path.stat()
    except FileNotFoundError:
        return f"there is no file {quoted(written)} (looked for {shown_path(path)})"
    except OSError as error:
        return f"{quoted(written)} cannot be read: {error.strerror or error}"
    if not is_file(path) and not is_directory(path):
        return f"{quoted(written)} is neither a file nor a directory"
    return None


def named_file(
    fields: Fields, node: Node, what: str, *, may_be_folder: bool = False
) -> Path | None:
    """Return the path of a file that a configuration names, which may be relative to it.

    None after it has been reported that it is not there.
    """
    text = fields.text(node, what)
    if text is None:
        return None
    path = fields.document.path.parent / text
    wrong = why_missing(path, text, fields.document.path)
    if wrong is None and not may_be_folder and is_directory(path):
        wrong = f"{quoted(text)} is a directory: name the file"
    if wrong is None and is_same(path, fields.document.path):
        wrong = f"{quoted(text)} is this configuration itself"
    if wrong is not None:
        fields.report(node, f"{what}: {wrong}")
        return None
    return path


def yaml_files(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    """Return the files that the paths name: a file is itself, a directory its YAML files.

    A directory stands for the ``.yaml`` and ``.yml`` files directly in it, without hidden
    files, ``depgraph.yaml`` and ``baseline.yaml``.
    """
    files: list[Path] = []
    for path in paths:
        if not is_directory(path):
            files.append(path)
            continue
        try:
            graph_files = [entry for entry in path.iterdir() if _is_graph_file(entry)]
        except OSError as error:
            problems.append(
                Problem(shown_path(path), 0, 0, f"cannot be read: {error.strerror or error}")
            )
            continue
        if not graph_files:
            problems.append(
                Problem(shown_path(path), 0, 0, "the directory has no graph file (*.yaml, *.yml)")
            )
        for entry in graph_files:
            outside = why_outside(entry, path, entry.name) if entry.is_symlink() else None
            if outside is None:
                files.append(entry)
            else:
                problems.append(Problem(shown_path(entry), 0, 0, f"symbolic link: {outside}"))
    return files


def read_files(
    paths: Iterable[Path],
    problems: list[Problem],
    options: ReadingOptions = AS_USUAL,
    known: dict[Path, GraphFile] | None = None,
) -> list[GraphFile]:
    """Read graph files and all that they include, each file once.

    Parameters
    ----------
    known
        Files that were read before, by real path; they are not read again, what is wrong in
        them is not told again, and what is read is added.

    Returns
    -------
    list of GraphFile
        Sorted by the name that messages use, so that the order in which files are named
        or include each other does not matter.
    """
    read: dict[Path, GraphFile] = {}
    known = {} if known is None else known
    before = frozenset(known)
    for path in sorted(paths, key=shown_path):
        if path.name == CONFIG_NAME:
            message = "this is a configuration, not a graph file: name it with --config"
            problems.append(Problem(shown_path(path), 0, 0, message))
        else:
            _read_with_includes(path, (), read, known, options, problems)
    if any(graph_file.recoded for graph_file in read.values()):
        from depgraph.sources.prefixes import tell_apart, tell_without_prefix

        tell_apart(read, before, options, problems)
        tell_without_prefix(read, known)
    known.update((real, graph_file) for real, graph_file in read.items() if real not in before)
    return sorted(read.values(), key=lambda graph_file: graph_file.shown)


def _read_with_includes(
    path: Path,
    including: tuple[Path, ...],
    read: dict[Path, GraphFile],
    known: Mapping[Path, GraphFile],
    options: ReadingOptions,
    problems: list[Problem],
) -> None:
    """Read a file that those of `including` include, and all that it includes."""
    real = real_path(path)
    if real in read:
        return
    shown = shown_path(path)
    if real in known:
        problems = []
        graph_file = known[real]
    else:
        graph_file = read_source(path, shown, options, problems)
    read[real] = graph_file
    including = (*including, real)
    for include in graph_file.includes:
        target = path.parent / include.text
        wrong = _wrong_include(target, include.text, including, path)
        if wrong is None:
            _read_with_includes(target, including, read, known, options, problems)
        else:
            problems.append(Problem(shown, include.line, include.column, f"include: {wrong}"))
            read[real] = graph_file._replace(is_whole=False)


def _wrong_include(
    target: Path, written: str, including: tuple[Path, ...], naming: Path
) -> str | None:
    known = real_path(target)
    if known in including:
        cycle = [*including[including.index(known) :], known]
        names = " -> ".join(shown_path(member) for member in cycle)
        return f"the files include each other in a cycle: {names}"
    if len(including) >= _MOST_NESTED:
        return f"the files include each other more than {_MOST_NESTED} deep"
    if target.name == CONFIG_NAME:
        return f"{quoted(written)} is a configuration, not a graph file"
    if is_directory(target) and why_outside(target, naming, written) is None:
        return f"{quoted(written)} is a directory: name its files"
    return why_missing(target, written, naming)


def _is_graph_file(entry: Path) -> bool:
    """Whether a file in a directory counts; a broken link or a pipe does, to be reported."""
    return (
        entry.suffix in SUFFIXES
        and not entry.name.startswith(".")
        and entry.name not in (CONFIG_NAME, BASELINE_NAME)
        and is_to_be_read(entry)
    )


def real_path(path: Path) -> Path:
    """Return the absolute path without symbolic links; one that goes round stays as it is."""
    try:
        return Path(os.path.realpath(path))
    except OSError:  # the working directory was removed
        return path
