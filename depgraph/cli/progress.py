"""One line that tells how far long work is: on a terminal only, and gone when it is done."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
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
    """Show on standard error, a terminal, how far the work of the block is.

    The line has no colour, and no control character but the carriage return. On a terminal
    that says it can do nothing (``TERM=dumb``), nothing is shown.
    """
    if os.environ.get("TERM", "dumb") == "dumb":
        yield
        return
    line = _Line()
    try:
        with listening(line):
            yield
    finally:
        line.clear()


class _Line:
    """A listener that shows what it is told."""

    def __init__(self) -> None:
        self._what = ""
        self._next = 0.0
        self._shown = 0

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
        from depgraph.reports.writers.text import width

        percent = f"{int(part * 100):3}%"
        bar = f"[{'#' * round(part * _BAR):<{_BAR}}] {percent}"
        room = _columns() - 1  # a full line would wrap on some terminals
        text = next((line for line in (f"{what}  {bar}", bar, percent) if width(line) <= room), "")
        padding = " " * (self._shown - width(text))
        # Before it is written: an interrupt behind that would leave it on the screen.
        self._shown = max(self._shown, width(text))
        self._write("\r" + text + padding)
        self._shown = width(text)

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            self._write("\r" + " " * self._shown + "\r")
            self._shown = 0

    def _write(self, text: str) -> None:
        with suppress(OSError):
            click.echo(text, nl=False, err=True)


def _columns() -> int:
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return columns or 80  # a terminal may not know how wide it is
