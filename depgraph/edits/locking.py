"""One run that writes at a time: locks on folders.

A folder is locked by the system where it has such locks, which end with their process. Where it
has none, as on Windows and on some network drives, a file in the folder is the lock: whoever
makes it writes. One that was left by a run that was killed is too old after a minute.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from depgraph.errors import OutputError
from depgraph.sources.files import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LOCK_NAME = ".depgraph.lock"
"""The file that is the lock of a folder where the system has no locks."""

_LONGEST_WAIT = 30.0
"""How many seconds a run waits for another one that writes in the same folder."""

_TOO_OLD = 60.0
"""A lock that is a file is that of a killed run after so many seconds: writing takes few."""

_PAUSE = 0.01


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[bool]:
    """Let no other run of depgraph write in some folders meanwhile.

    Yields
    ------
    bool
        Whether they are locked; False only where one may not write in them.

    Raises
    ------
    OutputError
        If another run writes there for long.
    """
    with ExitStack() as stack:
        # The order is always the same, so that no two runs wait for each other.
        in_order = sorted(set(folders))
        locks = [stack.enter_context(_locked_folder(folder)) for folder in in_order]
        yield all(locks)


@contextmanager
def _locked_folder(folder: Path) -> Iterator[bool]:
    handle = _lock_by_system(folder)
    if handle is None:
        with _locked_by_file(folder) as is_locked:
            yield is_locked
        return
    try:
        yield True
    finally:
        os.close(handle)


def _lock_by_system(folder: Path) -> int | None:
    """Return the handle that keeps the lock of a folder; None where there are no such locks."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # to open a pipe would wait
    except OSError:  # one may write in a folder that one may not list
        return None
    end = time.monotonic() + _LONGEST_WAIT
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _wait(folder, end)
            else:
                return handle
    except OSError:  # the file system has no locks
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise


@contextmanager
def _locked_by_file(folder: Path) -> Iterator[bool]:
    path = folder / LOCK_NAME
    end = time.monotonic() + _LONGEST_WAIT
    while True:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            _remove_old(path)
            _wait(folder, end)
        except OSError:
            # On Windows it may be about to go; else it cannot be made, and no file of the plan.
            if not os.path.lexists(path):
                yield False
                return
            _wait(folder, end)
        else:
            break
    try:
        yield True
    finally:
        with suppress(OSError):
            path.unlink()


def _remove_old(path: Path) -> None:
    with suppress(OSError):
        if time.time() - path.lstat().st_mtime > _TOO_OLD:
            path.unlink()


def _wait(folder: Path, end: float) -> None:
    if time.monotonic() > end:
        raise OutputError(
            f"another run is writing in {shown_path(folder)}; nothing is changed: try again"
        )
    time.sleep(_PAUSE)
