"""Which files a run reads, for whoever must not write over them, or over a change of them.

Nothing is recorded unless somebody asks for it, as the command line does.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FileState = tuple[int, ...] | None
"""What the system says of a file; None where it says nothing."""


class _Read(Struct):
    """What is read from a file, and what the system said of the file before it was read."""

    role: str
    state: FileState


_record: ContextVar[dict[str, _Read] | None] = ContextVar("record", default=None)


@contextmanager
def recording() -> Iterator[None]:
    """Record the files that are read inside the block."""
    token = _record.set({})
    try:
        yield
    finally:
        _record.reset(token)


@contextmanager
def recorded_apart() -> Iterator[dict[str, FileState]]:
    """Give the states of the files that are read inside the block, once that is at its end.

    They are recorded for whoever records around the block, too.
    """
    outer = _record.get()
    states: dict[str, FileState] = {}
    with recording():
        yield states
        record = _record.get() or {}
    states |= {path: read.state for path, read in record.items()}
    if outer is not None:
        for path, read in record.items():
            outer.setdefault(path, read)


def note_read(path: Path, role: str = "plan") -> None:
    """Record that a file is read, or named by the plan as a part of it.

    Parameters
    ----------
    role
        What is read from it.
    """
    record = _record.get()
    if record is not None:
        real = os.path.realpath(path)
        known = record.get(real)
        record[real] = _Read(role, known.state if known else state_of(real))


def read_as(path: Path) -> str:
    """Return what is read from a file, symbolic links followed; nothing where it is not read."""
    read = (_record.get() or {}).get(os.path.realpath(path))
    return read.role if read is not None and path.is_file() else ""


def was_changed(path: Path) -> bool:
    """Whether a file is another one than when this run read it first, as far as is recorded."""
    real = os.path.realpath(path)
    read = (_record.get() or {}).get(real)
    return read is not None and read.state != state_of(real)


def state_of(path: str) -> FileState:
    """Return what the system says of a file, which changes where the file does."""
    try:
        state = os.stat(path)  # noqa: PTH116 - of a text, for each file that is read
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
