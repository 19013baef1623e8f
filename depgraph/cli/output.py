"""Where results go: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import click

from depgraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TextIO

    from depgraph.edits.writing import FileText


_DASHES = "\u2212\u2013\u2014"
_LIKE = {"→": ">", "←": "<", "✓": "x", "…": ".", "•": "*", **dict.fromkeys(_DASHES, "-")}
"""What stands for signs where an encoding does not have them: as wide, so that tables stay."""


def replace_what_cannot_be_shown(stream: TextIO | None) -> None:
    """Have a stream write other characters for those that its encoding does not have.

    That of standard output is a code page of Windows where it is a file or a pipe there.
    """
    if stream is not None and hasattr(stream, "reconfigure"):
        import codecs

        codecs.register_error("depgraph.replace", _replacement)
        stream.reconfigure(errors="depgraph.replace")


def _replacement(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from depgraph.reports.writers.text import width

    text = error.object[error.start : error.end]
    return "".join(_LIKE.get(sign, "?" * width(sign)) for sign in text), error.end


def write_whole(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that no half file is ever seen.

    A symbolic link is followed; what is no regular file, such as ``/dev/stdout``, is written
    to directly.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there before is then untouched.
    """
    from pathlib import Path

    from depgraph.sources.files import shown_path

    if str(path) == "-":
        raise OutputError("cannot write '-': leave the option out to print on standard output")
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"cannot write {shown_path(path)}: it is a directory")
        if mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as device:
                device.write(data)
        elif mode is not None and not os.access(target, os.W_OK):
            raise OutputError(f"cannot write {shown_path(path)}: it is read-only")
        else:
            from depgraph.edits.writing import write_result

            tell_leftovers(write_result(target, data))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(f"cannot write {shown_path(path)}: {reason}") from error


def write_plan_files(files: Sequence[FileText], also: Iterable[Path] = ()) -> None:
    """Write files of a plan, all or none, and tell what of killed runs was removed.

    Parameters
    ----------
    files
        The files, as they were read and as they shall be.
    also
        Others of the plan, beside which what killed runs left goes too.

    Raises
    ------
    OutputError
        If one cannot be written, or is not any more what was read; then nothing has changed.
    """
    from depgraph.edits.writing import write_together

    tell_leftovers(write_together(files, also))


def tell_leftovers(removed: Iterable[Path]) -> None:
    """Tell which files of runs that were killed are removed."""
    from depgraph.sources.files import shown_path

    for path in removed:
        click.echo(f"removed {shown_path(path)}, which a run that was killed had left", err=True)


def print_text(text: str) -> None:
    """Print a result on standard output, without colours where they are not wanted.

    Raises
    ------
    OutputError
        If standard output is closed.
    """
    _need_standard_output()
    click.echo(text, nl=False)


def print_bytes(data: bytes) -> None:
    """Write a result on standard output as it is.

    Raises
    ------
    OutputError
        If standard output is closed.
    """
    _need_standard_output()
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _need_standard_output() -> None:
    # None where the process was started with standard output closed.
    if getattr(sys, "stdout", None) is None:
        raise OutputError("there is nowhere to write to: standard output is closed")
