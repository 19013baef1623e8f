"""Which files a run reads, for whoever must not write over them.

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

_record: ContextVar[dict[str, str] | None] = ContextVar("record", default=None)


@contextmanager
def recording() -> Iterator[None]:
    """Record the files that are read inside the block."""
    token = _record.set({})
    try:
        yield
    finally:
        _record.reset(token)


def note_read(path: Path, role: str = "plan") -> None:
    """Record that a file is read, or named by the plan as a part of it.

    Parameters
    ----------
    role
        What is read from it.
    """
    record = _record.get()
    if record is not None:
        record[os.path.realpath(path)] = role


def read_as(path: Path) -> str:
    """Return what is read from a file, symbolic links followed; nothing where it is not read."""
    role = (_record.get() or {}).get(os.path.realpath(path), "")
    return role if path.is_file() else ""
