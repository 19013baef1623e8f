"""Where results go: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from depgraph.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that no half file is ever seen.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there before is then untouched.
    """
    import os
    import tempfile

    if path.is_dir():
        raise OutputError(f"cannot write {path}: it is a directory")
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, path.stat().st_mode if path.exists() else 0o666 & ~umask)  # noqa: PTH101
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        if temporary and os.path.exists(temporary):  # noqa: PTH110
            os.unlink(temporary)  # noqa: PTH108
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def write_standard_output(data: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
