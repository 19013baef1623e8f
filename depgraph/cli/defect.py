"""What is told where depgraph itself is at fault, for a report of it."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from depgraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_FRAMES = 12


def defect_report(error: Exception, arguments: Sequence[str]) -> str:
    """Return what to tell of an error that nothing foresaw.

    Parameters
    ----------
    arguments
        Those of the command line.
    """
    # One line for each frame, the deepest last: what a traceback has, without the source.
    frames = extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    home = Path(__file__).parents[2]
    places = [
        f"  {_file_shown(frame.filename, home)}:{frame.lineno} {frame.name}" for frame in frames
    ]
    system = f"Python {platform.python_version()}, {sys.platform}"
    lines = [
        f"error: this is a defect of depgraph: {type(error).__name__}: {error}",
        "please report it with these lines and, if it may be shown, the plan:",
        f"  depgraph {__version__}, {system}",
        f"  {shlex.join(('depgraph', *arguments))}",
        *places,
    ]
    return "\n".join(lines)


def _file_shown(file: str, home: Path) -> str:
    """Return a file without what is before the package, which may name a person."""
    return os.path.relpath(file, home) if Path(file).is_relative_to(home) else Path(file).name
