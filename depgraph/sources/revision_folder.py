"""The temporary folder that the files of a revision are written to."""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "depgraph-revision-"

_YOUNG = 60.0
"""A folder that is younger than so many seconds may not have its lock yet."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for the time of the block; remove those that killed runs left.

    A run keeps the lock of its folder, which ends with the run, however that ends. Where the
    system has no such locks, nothing of other runs is removed.
    """
    _remove_leftovers(Path(gettempdir()))
    root = Path(os.path.realpath(mkdtemp(prefix=_PREFIX)))
    handle = _locked(root)
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """Return the handle that keeps the lock of a folder; None where another run has it."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _remove_leftovers(above: Path) -> None:
    with suppress(OSError):
        names = [name for name in os.listdir(above) if name.startswith(_PREFIX)]  # noqa: PTH208
        for name in names:
            folder = above / name
            if not _may_be_left(folder) or (handle := _locked(folder)) is None:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _may_be_left(folder: Path) -> bool:
    """Whether a folder is one of this user that is not new."""
    about = folder.lstat()
    is_own = hasattr(os, "geteuid") and about.st_uid == os.geteuid()
    return is_own and stat.S_ISDIR(about.st_mode) and time.time() - about.st_mtime > _YOUNG
