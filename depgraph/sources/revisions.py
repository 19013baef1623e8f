"""Plans in git: the files of a revision, written to a folder that is gone afterwards.

Nothing is checked out, and nothing in the repository changes. Only what can be a file of a
plan is read. Messages and positions name it as git does, ``REVISION:path``.

The files are written, rather than read from git one by one, so that a revision is read by the
same rules as the working directory: what a folder stands for, where ``..`` and symbolic links
lead, which configuration holds. And MPXJ opens its files itself, in a process of its own.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from depgraph.model.values import SUFFIXES
from depgraph.records import Struct
from depgraph.sources.files import (
    CONFIG_NAME,
    is_to_be_read,
    nearest_config,
    path_inside,
    repository_top,
    shown_below,
)
from depgraph.sources.formats import is_yaml
from depgraph.sources.git_objects import (
    RevisionError,
    TreeEntry,
    contents_by_id,
    error_text,
    filtered_contents,
    run_git,
    sizes_by_id,
)
from depgraph.sources.revision_folder import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_LARGEST = 512 * 1024**2
"""The largest file that any reader takes; of a larger one only the size is written."""

_MOST = 2 * 1024**3
"""So many bytes of a revision are written at most."""

_AT_ONCE = 32 * 1024**2
"""So many bytes, or one file, are in memory at once."""

_FILES = ("100644", "100755", "100664")
_LINK = "120000"
_SUBMODULE = "160000"
_TREE_ID = re.compile(r"[0-9a-f]{40,64}")


class RevisionName(Struct):
    """A revision and a path in it, as ``REVISION`` or ``REVISION:path``.

    Attributes
    ----------
    path
        The path as it is written; None where there is no colon.
    """

    revision: str
    path: str | None

    def __str__(self) -> str:
        """Return the name as git takes it."""
        return self.revision if self.path is None else f"{self.revision}:{self.path}"


class Extracted(Struct):
    """The files of a revision.

    Attributes
    ----------
    root
        The folder that stands for the root of the repository.
    start
        What the path of the name stands for: a file or a folder. Without a path, the folder
        that stands for the working directory.
    has_path
        Whether the name had a path.
    top
        The root of the repository itself.
    """

    root: Path
    start: Path
    has_path: bool
    top: Path

    def place_of(self, path: Path) -> Path | None:
        """Return where the revision has a file or folder of the repository; None outside of it."""
        inside = path_inside(path, self.top)
        return None if inside is None else self.root / inside

    def find_config(self) -> Path | None:
        """Return the configuration that holds for the path; None if the revision has none.

        It is the one that `depgraph.plans.selection.select_config` would take if the revision were
        checked out, but never one outside of the revision.
        """
        above = self._above(self.start)
        if not self.has_path:
            return nearest_config(above)
        if config := nearest_config(above[:1]):
            return config
        candidates = (folder / CONFIG_NAME for folder in above[1:])
        return next((path for path in candidates if is_to_be_read(path)), None)

    def _above(self, start: Path) -> list[Path]:
        """Return a folder and those above it, up to the root."""
        return [folder for folder in (start, *start.parents) if folder.is_relative_to(self.root)]


def read_name(text: str) -> RevisionName:
    """Split ``REVISION:path`` at its first colon outside of braces.

    Examples
    --------
    >>> read_name("HEAD~3:graphs")
    RevisionName(revision='HEAD~3', path='graphs')
    >>> read_name("main@{2024-01-01 12:00}")
    RevisionName(revision='main@{2024-01-01 12:00}', path=None)
    """
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if character == ":" and depth <= 0:
            return RevisionName(text[:place], text[place + 1 :])
    return RevisionName(text, None)


@contextmanager
def extracted(name: RevisionName, others: Iterable[Path] = ()) -> Iterator[Extracted]:
    """Write the files of a revision to a temporary folder for the time of the block.

    A path is relative to the root of the repository or, beginning with ``./`` or ``../``, to
    the working directory.

    Parameters
    ----------
    others
        Files of the repository here that are wanted as the revision has them, if it does.

    Raises
    ------
    RevisionError
        If there is no repository here, no such revision, or no such path in it.
    MissingToolError
        If git is not installed.
    """
    prefix = _prefix(name)
    top = repository_top(Path.cwd()) or Path.cwd()
    inside = (path_inside(path, top) for path in others)
    wanted_paths = {PurePosixPath(path.as_posix()) for path in inside if path is not None}
    tree = _tree_id(name)
    path = PurePosixPath(prefix) if name.path is None else _normal(name, prefix)
    with temporary_folder() as root:
        entries = _tree_entries(tree)
        start = root / path
        if name.path is not None and str(path) != ".":
            _need(path, entries, name)
        if name.path is not None:
            wanted_paths.add(path)
        _write_files(root, _plan_entries(entries, wanted_paths))
        with shown_below(root, f"{name.revision}:"):
            yield Extracted(root, start, name.path is not None, top)


def _prefix(name: RevisionName) -> str:
    """Return the working directory as a path from the root of the repository."""
    result = run_git("rev-parse", "--show-prefix")
    if result.returncode:
        error = error_text(result.stderr)
        if "not a git repository" in error:
            raise RevisionError(
                f"{str(name)!r} is no file or directory, and for a git revision there is no "
                "git repository here"
            )
        raise RevisionError(f"git cannot read the repository here: {error}")
    return os.fsdecode(result.stdout).removesuffix("\n")


def _tree_id(name: RevisionName) -> str:
    """Return the id of the tree of a revision."""
    if not name.revision:
        raise RevisionError(f"{str(name)!r} names no revision before the colon")
    if name.revision.startswith("-") or not name.revision.isprintable():
        raise RevisionError(f"{name.revision!r} is no name of a git revision")
    result = run_git(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name.revision}^{{tree}}"
    )
    tree = result.stdout.decode("ascii", "replace").strip()
    if result.returncode or not _TREE_ID.fullmatch(tree):
        what = "no file or directory, and no" if name.path is None else "no"
        raise RevisionError(
            f"{name.revision!r} is {what} git revision here{_reason_for_missing(name)}"
        )
    return tree


def _reason_for_missing(name: RevisionName) -> str:
    """Say why a revision may be missing, or nothing."""
    first, dots, second = name.revision.partition("..")
    if dots:
        return f": for a range give both ends, {first or 'HEAD'} {second.lstrip('.') or 'HEAD'}"
    if run_git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        return (
            ": the clone is shallow and has only the last commits ('git fetch --unshallow', or "
            "'fetch-depth: 0' of actions/checkout, gets them all)"
        )
    elsewhere = os.environ.get("GIT_DIR")
    return f": the environment variable GIT_DIR names {elsewhere!r}" if elsewhere else ""


def _normal(name: RevisionName, prefix: str) -> PurePosixPath:
    """Return the path of a name from the root of the repository."""
    written = name.path or ""
    is_relative = written in (".", "..") or written.startswith(("./", "../"))
    joined = os.path.normpath(f"{prefix if is_relative else ''}{written}" or ".")
    path = PurePosixPath(Path(joined).as_posix())
    if path.is_absolute() or path.parts[:1] == ("..",):
        raise RevisionError(f"{str(name)!r} is outside of the repository")
    return path


def _tree_entries(tree: str) -> list[TreeEntry]:
    """Return all files of a tree."""
    result = run_git("ls-tree", "-r", "-z", "--full-tree", tree)
    if result.returncode:
        raise RevisionError(f"git cannot list the revision: {error_text(result.stderr)}")
    entries = []
    for line in os.fsdecode(result.stdout).split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, rest = about.partition(" ")
        entries.append(TreeEntry(mode, rest.rpartition(" ")[2], PurePosixPath(path)))
    return entries


def _need(path: PurePosixPath, entries: Sequence[TreeEntry], name: RevisionName) -> None:
    """Raise `RevisionError` unless a revision has a path."""
    for entry in entries:
        if entry.mode == _SUBMODULE and path.is_relative_to(entry.path):
            raise RevisionError(
                f"{str(entry.path)!r} is a submodule, whose files another repository has: compare "
                "revisions of that one, in its directory"
            )
    if not any(entry.path.is_relative_to(path) for entry in entries):
        raise RevisionError(f"revision {name.revision!r} has no {str(path)!r}")


def _plan_entries(
    entries: Iterable[TreeEntry], wanted: Collection[PurePosixPath]
) -> list[TreeEntry]:
    """Return the files that are asked for, and what can be a file of a plan.

    That is YAML anywhere, and other formats beside a configuration or below it.
    """
    entries = [entry for entry in entries if ".." not in entry.path.parts]
    plans = {entry.path.parent for entry in entries if entry.path.name == CONFIG_NAME}
    return [
        entry
        for entry in entries
        if entry.path in wanted
        or entry.path.suffix.lower() in SUFFIXES
        or (not is_yaml(Path(entry.path)) and not plans.isdisjoint(entry.path.parents))
    ]


def _write_files(root: Path, entries: Iterable[TreeEntry]) -> None:
    """Write files below a folder. A link stays one where it leads to a file of the revision."""
    files = [entry for entry in entries if entry.mode in (*_FILES, _LINK)]
    # Of these only: a clone of a part would get all others from elsewhere, to say their sizes.
    sizes = sizes_by_id(entry.id for entry in files)
    total = sum(sizes[entry.id] for entry in files if sizes[entry.id] <= _LARGEST)
    if total > _MOST:
        raise RevisionError(
            f"the revision has {total // 1024**2:,} MiB of files that may be of a plan, "
            f"and at most {_MOST // 1024**2:,} are read"
        )
    filtered = filtered_contents(
        entry for entry in files if entry.mode in _FILES and sizes[entry.id] <= _LARGEST
    )
    links = []
    for part in _parts(files, sizes):
        contents = contents_by_id(entry.id for entry in part if sizes[entry.id] <= _LARGEST)
        for entry in part:
            target = root / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if sizes[entry.id] > _LARGEST:
                with target.open("wb") as file:
                    file.truncate(
                        sizes[entry.id]
                    )  # which takes no room; whoever reads it refuses it
            elif entry.mode == _LINK:
                with suppress(OSError, ValueError):
                    target.symlink_to(os.fsdecode(contents[entry.id]))
                    links.append(target)
            else:
                target.write_bytes(filtered.get(entry.path, contents[entry.id]))
    for link in links:
        if not Path(os.path.realpath(link)).is_relative_to(root):
            link.unlink()


def _parts(files: Iterable[TreeEntry], sizes: Mapping[str, int]) -> Iterator[list[TreeEntry]]:
    """Return files a few at a time, so that they fit in memory."""
    part: list[TreeEntry] = []
    size = 0
    for entry in files:
        more = sizes[entry.id] if sizes[entry.id] <= _LARGEST else 0
        if part and size + more > _AT_ONCE:
            yield part
            part, size = [], 0
        part.append(entry)
        size += more
    if part:
        yield part
