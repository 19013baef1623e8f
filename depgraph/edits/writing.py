"""The one way in which files of a plan and results are written: whole, under a lock, or not at all.

A file is written by way of a temporary one beside it, which then takes its place. While this
happens the folder is locked, and what is there is compared with what was read: of two edits at
once, both are in, or one is refused. What a run that was killed left beside a file is removed
when the file is written again.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.edits.locking import locked
from depgraph.errors import LoadError, OutputError, Problem
from depgraph.records import Struct
from depgraph.sources.files import shown_path
from depgraph.sources.opening import opened
from depgraph.sources.read_record import was_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class FileText(Struct):
    """A file as it was read, and as it shall be; `before` is None where there is none."""

    path: Path
    before: bytes | None
    after: bytes

    def diff(self) -> str:
        """Return the change as a unified diff."""
        from depgraph.edits.difference import unified

        shown = shown_path(self.path)
        old = "/dev/null" if self.before is None else f"a/{shown}"
        return unified(self.before or b"", self.after, old, f"b/{shown}")


def write_together(files: Sequence[FileText], also: Iterable[Path] = ()) -> list[Path]:
    """Write files of a plan: all of them, or none.

    Symbolic links and permissions stay. If one cannot be written, those that were are put
    back as they were.

    Parameters
    ----------
    files
        The files, as they were read and as they shall be.
    also
        Others that stay as they are, beside which what killed runs left is removed too.

    Returns
    -------
    list of Path
        What runs that were killed had left beside these files, and is removed now.

    Raises
    ------
    OutputError
        If one cannot be written, or is not any more what was read; then nothing has changed.
    """
    pairs = [(file, Path(os.path.realpath(file.path))) for file in files]
    targets = [*(target for _, target in pairs), *(Path(os.path.realpath(path)) for path in also)]
    folders: list[Path] = []
    temporary: dict[Path, Path] = {}
    replaced: list[tuple[Path, FileText]] = []
    at = Path()
    try:
        for file, target in pairs:
            at = file.path
            _make_folder(target.parent, folders)
        with locked(target.parent for target in targets) as is_locked:
            removed = remove_leftovers(targets) if is_locked else []
            for file, target in pairs:
                at = file.path
                _refuse_changed(target, file)
                _refuse_read_only(target, file)
                # Named before it is there, so that an interrupt at any moment finds it to remove.
                temporary[target] = _name_beside(target)
                _write_beside(target, file.after, temporary[target])
            for file, target in pairs:
                at = file.path
                _refuse_changed(target, file)
            for file, target in pairs:
                at = file.path
                replaced.append((target, file))  # before it is: an interrupt may come between
                temporary[target].replace(target)
    except BaseException as error:
        for target, file in replaced:
            with suppress(OSError):
                if not temporary[target].exists():
                    _put_back(target, file)
        for new in temporary.values():
            with suppress(OSError):
                new.unlink(missing_ok=True)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            reason = error.strerror or error
            raise OutputError(
                f"cannot write {shown_path(at)}: {reason}; nothing is changed"
            ) from error
        raise
    return removed


def write_result(target: Path, data: bytes) -> list[Path]:
    """Write a file that is no part of a plan, whatever stands there.

    Parameters
    ----------
    target
        The file, without a symbolic link.

    Returns
    -------
    list of Path
        What runs that were killed had left beside it, and is removed now.

    Raises
    ------
    OSError
        If it cannot be written; what stood there before is then untouched.
    """
    with locked([target.parent]) as is_locked:
        removed = remove_leftovers([target]) if is_locked else []
        temporary = _name_beside(target)
        try:
            _write_beside(target, data, temporary)
            temporary.replace(target)
        except FileExistsError:
            raise  # it is somebody else's
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    return removed


def read_again(path: Path) -> bytes:
    """Return the bytes of a file that the plan was read from, for an edit of them.

    Raises
    ------
    OutputError
        If it is not any more what was read.
    LoadError
        If it cannot be read.
    """
    shown = shown_path(path)
    try:
        with opened(path) as file:
            data = file.read()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise LoadError([Problem(shown, 0, 0, message)]) from error
    if was_changed(path):
        raise OutputError(f"{shown} was changed meanwhile; nothing is changed: try again")
    return data


# -- temporary files ----------------------------------------------------------------------


def leftovers(targets: Iterable[Path]) -> list[Path]:
    """Return what runs that were killed left beside files, by name.

    While their folders are not locked, some may be those of a run that is at work.
    """
    names: dict[Path, set[str]] = {}
    for target in targets:
        names.setdefault(target.parent, set()).add(target.name)
    return sorted(
        folder / name
        for folder, written in names.items()
        for name in _names_in(folder)
        if (left := re.fullmatch(r"\.(.+)\.[0-9a-f]{8}", name, re.DOTALL)) and left[1] in written
    )


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return []


def remove_leftovers(targets: Iterable[Path]) -> list[Path]:
    """Remove what runs that were killed left beside files; return what was removed.

    For folders that are locked.
    """
    removed = []
    for path in leftovers(targets):
        with suppress(OSError):
            path.unlink()
            removed.append(path)
    return removed


def _name_beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.urandom(4).hex()}")


def _write_beside(target: Path, data: bytes, temporary: Path) -> None:
    """Write what a file shall be to a temporary one, with the permissions of the file."""
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
    if target.exists():
        mode = target.stat().st_mode
    else:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    temporary.chmod(stat.S_IMODE(mode))


def _make_folder(folder: Path, folders: list[Path]) -> None:
    """Make a folder and those above it; all that are made are added to `folders`."""
    missing = [ancestor for ancestor in (folder, *folder.parents) if not ancestor.exists()]
    for ancestor in reversed(missing):
        folders.append(ancestor)  # before it is made: an interrupt may come between
        try:
            ancestor.mkdir()
        except FileExistsError:
            folders.remove(ancestor)  # another run has made it
            if not ancestor.is_dir():
                raise


def _refuse_changed(target: Path, file: FileText) -> None:
    shown = shown_path(file.path)
    if target.is_dir():
        raise OutputError(f"cannot write {shown}: it is a directory; nothing is changed")
    if file.before is None:
        happened = "made" if target.exists() else ""
    elif not target.exists():
        happened = "removed"
    else:
        is_other = was_changed(target) or target.read_bytes() != file.before
        happened = "changed" if is_other else ""
    if happened:
        raise OutputError(f"{shown} was {happened} meanwhile; nothing is changed: try again")


def _refuse_read_only(target: Path, file: FileText) -> None:
    if file.before is not None and not os.access(target, os.W_OK):
        shown = shown_path(file.path)
        raise OutputError(f"cannot write {shown}: it is read-only; nothing is changed")


def _put_back(target: Path, file: FileText) -> None:
    if file.before is None:
        target.unlink()
        return
    temporary = _name_beside(target)
    try:
        _write_beside(target, file.before, temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
