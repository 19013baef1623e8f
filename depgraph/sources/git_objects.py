"""What git has stored: the objects of a revision, and files as a checkout would have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError, MissingToolError
from depgraph.records import Struct
from depgraph.sources.files import repository_top

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class RevisionError(DepgraphError):
    """Raised when there is no such revision, or no such path in it."""


class TreeEntry(Struct):
    """A file of a tree: its mode, the id of its contents and its path."""

    mode: str
    id: str
    path: PurePosixPath


def contents_by_id(ids: Iterable[str]) -> Mapping[str, bytes]:
    """Return the contents of git's objects by their ids."""
    object_ids = sorted(set(ids))
    result = run_git(
        "cat-file",
        "--batch",
        standard_input="".join(f"{object_id}\n" for object_id in object_ids).encode(),
    )
    contents: dict[str, bytes] = {}
    at = 0
    for object_id in object_ids:
        end = result.stdout.find(b"\n", at)
        size = _size(object_id, result.stdout[at:end], result)
        contents[object_id] = result.stdout[end + 1 : end + 1 + size]
        at = end + size + 2
    return contents


def filtered_contents(entries: Iterable[TreeEntry]) -> Mapping[PurePosixPath, bytes]:
    """Return the contents of the files that git keeps in another form, as a checkout has them.

    The attribute ``filter`` of the working directory says which these are, as those of Git LFS.
    """
    by_path = {entry.path: entry for entry in entries}
    result = run_git(
        *("check-attr", "-z", "--stdin", "filter"),
        standard_input=b"\0".join(os.fsencode(path) for path in by_path),
        at_top=True,
    )
    if result.returncode:
        raise RevisionError(f"git cannot tell filters of files: {error_text(result.stderr)}")
    fields = os.fsdecode(result.stdout).split("\0")
    contents: dict[PurePosixPath, bytes] = {}
    for name, value in zip(fields[::3], fields[2::3], strict=False):
        if value in ("unspecified", "unset", "set", ""):
            continue
        entry = by_path[PurePosixPath(name)]
        result = run_git("cat-file", "--filters", f"--path={name}", entry.id, at_top=True)
        if result.returncode:
            raise RevisionError(
                f"git cannot read {name!r} through its filter {value!r}: "
                f"{error_text(result.stderr)}"
            )
        contents[entry.path] = result.stdout
    return contents


def sizes_by_id(ids: Iterable[str]) -> Mapping[str, int]:
    """Return the sizes of git's objects by their ids."""
    object_ids = sorted(set(ids))
    result = run_git(
        "cat-file",
        "--batch-check",
        standard_input="".join(f"{object_id}\n" for object_id in object_ids).encode(),
    )
    heads = [*result.stdout.split(b"\n"), *[b""] * len(object_ids)]
    return {
        object_id: _size(object_id, head, result)
        for object_id, head in zip(object_ids, heads, strict=False)
    }


def _size(object_id: str, line: bytes, result: subprocess.CompletedProcess[bytes]) -> int:
    """Return the size that git tells of an object, in the line before it."""
    head = line.split()
    if head[1:] == [b"missing"]:
        raise RevisionError(
            f"the repository here lacks object {object_id} of the revision: it is damaged, or "
            "a clone of a part"
        )
    if result.returncode or len(head) != 3 or not head[2].isdigit():
        raise RevisionError(f"git cannot read object {object_id}: {error_text(result.stderr)}")
    return int(head[2])


def run_git(
    *arguments: str, standard_input: bytes = b"", at_top: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run git, in the root of the repository where paths are from there on."""
    program = shutil.which("git")
    if program is None:
        raise MissingToolError("to compare with a revision, git is needed, and is not installed")
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(  # noqa: S603 - no shell, and names are never options
            [program, "--no-pager", "--literal-pathspecs", *arguments],
            input=standard_input,
            capture_output=True,
            env=environment,
            cwd=repository_top(Path.cwd()) if at_top else None,
            check=False,
        )
    except OSError as error:
        raise MissingToolError(f"cannot run git: {error.strerror or error}") from error


def error_text(stderr: bytes) -> str:
    """Return what git said, in one line."""
    text = " ".join(stderr.decode("utf-8", "replace").split())
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text.removeprefix("fatal: ") or "it said nothing"
