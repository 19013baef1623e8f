"""How a file is opened to be read: only a file, as a pipe might never end or never begin."""

from __future__ import annotations

import os
import stat
from errno import EINVAL
from io import BytesIO
from typing import TYPE_CHECKING

from depgraph.sources.unsaved import unsaved_text

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

_POINTER = b"version https://git-lfs.github.com/spec/"
"""How a file begins that Git LFS left in place of a large one."""

POINTER_OF_LFS = (
    "it is a pointer of Git LFS, and not the file itself: 'git lfs pull' fetches that, 'git lfs "
    "fetch --all' those of other revisions"
)


def opened(path: Path) -> BufferedReader | BytesIO:
    """Open a file to read its bytes.

    Raises
    ------
    OSError
        If it cannot be read, is no file, as a pipe or a device, or is what Git LFS left in place
        of one.

    Notes
    -----
    Where an editor has a text of it that is not saved, that is read (`depgraph.sources.unsaved`).
    """
    text = unsaved_text(path)
    if text is not None:
        return BytesIO(text)
    mode = os.stat(path).st_mode  # noqa: PTH116 - for each file that is read
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(EINVAL, "a pipe or a device is not read: save what it gives in a file", path)
    file = path.open("rb")
    try:
        is_pointer = file.peek(len(_POINTER)).startswith(_POINTER)
    except OSError:
        file.close()
        raise
    if is_pointer:
        file.close()
        raise OSError(EINVAL, POINTER_OF_LFS, path)
    return file
