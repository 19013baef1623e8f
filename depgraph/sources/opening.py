"""How a file is opened to be read: only a file, as a pipe might never end or never begin."""

from __future__ import annotations

import os
import stat
from errno import EINVAL
from io import BytesIO
from typing import TYPE_CHECKING

from depgraph.sources.unsaved import unsaved_text

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO


def opened(path: Path) -> BinaryIO:
    """Open a file to read its bytes.

    Raises
    ------
    OSError
        If it cannot be read, or is no file, as a pipe or a device.

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
    return path.open("rb")
