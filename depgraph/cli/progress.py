"""One line that tells how far long work is: on a terminal only, and gone when it is done."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

import click

from depgraph.progress import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE = 0.5
"""Seconds that work may take before anything is shown of it."""

_PAUSE = 0.1
"""Seconds between two changes of the line, so that it costs nothing."""

_BAR = 30


@contextmanager
def progress_line() -> Iterator[None]:
    """Show progress on standard error while the block runs, if that is a terminal.

    The line has no colour, and no control character but the carriage return. Nothing is shown
    on a terminal that says it can do nothing (``TERM=dumb``).
    """
    if not _is_wanted():
        yield
        return
    line = _Line()
    try:
        with listening(line):
            yield
    finally:
        line.clear()


def _is_wanted() -> bool:
    stream = sys.stderr
    return stream is not None and stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


class _Line:
    """A listener that shows what it is told."""

    def __init__(self) -> None:
        self._what = ""
        self._next = 0.0
        self._shown = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if done >= total:
            self._what = ""
            self.clear()
        elif what != self._what:
            self._what = what
            self._next = monotonic() + _PATIENCE
        elif monotonic() >= self._next:
            self._next = monotonic() + _PAUSE
            self._show(what, done / total)

    def _show(self, what: str, part: float) -> None:
        from shutil import get_terminal_size

        bar = "#" * round(part * _BAR)
        text = f"{what}  [{bar:<{_BAR}}] {int(part * 100):3}%"
        room = get_terminal_size().columns - 1
        if len(text) > room:
            text = f"{int(part * 100):3}% {what}"[:room]
        self._write(f"\r{text:<{len(self._shown)}}")
        self._shown = text

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._write("\r" + " " * len(self._shown) + "\r")
            self._shown = ""

    def _write(self, text: str) -> None:
        click.echo(text, nl=False, err=True)
