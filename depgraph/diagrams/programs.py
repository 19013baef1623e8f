"""The programs of Graphviz: those of the system, else those of the Python package.

This is the one place that runs them. The package ``pygraphviz`` has a Graphviz of its own
inside, which draws where the system has none; it runs in a process of its own too, so that
it can be stopped.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from depgraph.errors import MissingToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME_LIMIT = 60.0
"""Seconds that a program may take."""

BUNDLED = "pygraphviz"
"""The package that has Graphviz inside."""


def run(program: str, *arguments: str, source: str) -> bytes:
    """Run ``dot`` or ``neato`` on a graph in DOT, and return what it writes.

    Raises
    ------
    MissingToolError
        If Graphviz is not installed, fails, or takes longer than 60 seconds.
    """
    import os
    import subprocess

    command = _command(program)
    process: subprocess.Popen[bytes] | None = None
    try:
        with _interrupts_later():
            process = subprocess.Popen(  # noqa: S603 - no shell, and the source goes in as input
                [*command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "TZ": "UTC"},  # a PDF has the time of its making
            )
        written, errors = process.communicate(source.encode(), timeout=TIME_LIMIT)
    except OSError as error:
        raise MissingToolError(f"cannot run {program!r} of Graphviz: {error}") from None
    except subprocess.TimeoutExpired:
        raise MissingToolError(
            f"{program!r} of Graphviz took longer than {TIME_LIMIT:g} s: "
            "a smaller part of the plan takes less"
        ) from None
    finally:
        if process is not None:
            if process.returncode is None:
                process.kill()
            with process:  # its end is waited for, and its pipes are closed
                pass
    if process.returncode or not written:
        reason = errors.decode(errors="replace").strip() or "it says nothing"
        raise MissingToolError(
            f"{program!r} of Graphviz failed with exit status {process.returncode}: {reason}"
        )
    return written


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Have an interrupt wait: one while a program is being started would leave it running."""
    import signal
    import threading

    handler = signal.getsignal(signal.SIGINT)
    if (
        handler is not signal.default_int_handler
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    waiting: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if waiting:
            raise KeyboardInterrupt


def _command(program: str) -> list[str]:
    """Return how to call a program: by its path, else through the Python package."""
    import shutil
    import sys
    from importlib.util import find_spec
    from pathlib import Path

    path = shutil.which(program)
    if path is not None:
        return [path]
    if find_spec(BUNDLED) is not None:
        # Without -P, modules of this folder would hide those of the standard library.
        return [sys.executable, "-P", str(Path(__file__).with_name("bundled.py")), program]
    has_other = any(map(shutil.which, ("dot", "neato")))
    what = f"the program {program!r} of Graphviz" if has_other else "Graphviz"
    raise MissingToolError(
        f"drawing needs {what}, which is not installed. "
        "Install it (Debian, Ubuntu: apt-get install graphviz fonts-liberation2; "
        "macOS: brew install graphviz; Windows: winget install graphviz; "
        "anywhere: pip install 'depgraph[bundled]')"
    )
