"""Which files of a plan are read, for whoever must not write over them.

Nothing is recorded unless somebody asks for it, as the command line does.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_record: ContextVar[set[str] | None] = ContextVar("record", default=None)


@contextmanager
def recording() -> Iterator[None]:
    """Record the files that are read inside the block."""
    token = _record.set(set())
    try:
        yield
    finally:
        _record.reset(token)


def note_read(path: Path) -> None:
    """Record that a file is read."""
    record = _record.get()
    if record is not None:
        record.add(os.path.realpath(path))


def was_read(path: Path) -> bool:
    """Whether a path names a file that was read, symbolic links followed."""
    return os.path.realpath(path) in (_record.get() or ()) and path.is_file()
