"""Several files that are written together: all of them, or none."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from depgraph.errors import OutputError
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Sequence


@by_type
class FileText(NamedTuple):
    """A file as it was read, and as it shall be; `before` is None where there is none."""

    path: Path
    before: bytes | None
    after: bytes

    def diff(self) -> str:
        """Return the change as a unified diff."""
        from depgraph.edits.difference import unified
        from depgraph.sources.files import shown_path

        shown = shown_path(self.path)
        old = "/dev/null" if self.before is None else f"a/{shown}"
        return unified(self.before or b"", self.after, old, f"b/{shown}")


def write_together(files: Sequence[FileText]) -> None:
    """Write files by way of temporary ones beside them, which then take their places.

    Symbolic links and permissions stay. If one cannot be written, those that were are put
    back as they were.

    Raises
    ------
    OutputError
        If one cannot be written, or is not any more what was read; then nothing has changed.
    """
    pairs = [(file, Path(os.path.realpath(file.path))) for file in files]
    folders: list[Path] = []
    temporary: dict[Path, Path] = {}
    replaced: list[tuple[Path, FileText]] = []
    at = Path()
    try:
        for file, target in pairs:
            at = file.path
            _make_folder(target.parent, folders)
            # Named before it is there, so that an interrupt at any moment finds it to remove.
            temporary[target] = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
            _write_beside(target, file, temporary[target])
        for file, target in pairs:
            at = file.path
            _refuse_changed(target, file)
        for file, target in pairs:
            at = file.path
            replaced.append((target, file))  # before it is done: an interrupt may come between
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
            raise OutputError(f"cannot write {at}: {reason}; nothing is changed") from error
        raise


def _make_folder(folder: Path, folders: list[Path]) -> None:
    missing = [ancestor for ancestor in (folder, *folder.parents) if not ancestor.exists()]
    for ancestor in reversed(missing):
        ancestor.mkdir()
        folders.append(ancestor)


def _write_beside(target: Path, file: FileText, temporary: Path) -> None:
    """Write what a file shall be to a temporary one."""
    _refuse_changed(target, file)
    if file.before is not None and not os.access(target, os.W_OK):
        raise OutputError(f"cannot write {file.path}: it is read-only")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(handle, "wb") as opened:
        opened.write(file.after)
    if file.before is not None:
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _refuse_changed(target: Path, file: FileText) -> None:
    if target.is_dir():
        raise OutputError(f"cannot write {file.path}: it is a directory; nothing is changed")
    if file.before is None:
        if target.exists():
            raise OutputError(f"{file.path} was made meanwhile; nothing is changed: try again")
    elif target.read_bytes() != file.before:
        raise OutputError(f"{file.path} was changed meanwhile; nothing is changed: try again")


def _put_back(target: Path, file: FileText) -> None:
    if file.before is None:
        target.unlink()
        return
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        temporary.write_bytes(file.before)
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
