"""Templates of users, bounded: in time, in memory, and in what they write."""

from __future__ import annotations

import operator
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from depgraph.errors import DepgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIME_LIMIT = 15.0
"""How many seconds a template may take."""

MOST_WRITTEN = 64 * 1024**2
"""How many characters a template may write."""

MOST_MEMORY = 512 * 1024**2
"""How many bytes a template may take, besides those that are taken before."""

_LARGEST_POWER = 4_096


class TemplateLimitError(DepgraphError):
    """Raised where a template takes too long, or writes too much."""


class _TooLongError(TemplateLimitError):
    """Raised in the thread of a template that takes too long."""

    def __init__(self) -> None:
        super().__init__(f"it takes longer than {TIME_LIMIT:g} s: it may never end")


def joined(parts: Iterable[str]) -> str:
    """Return what a template writes.

    Raises
    ------
    TemplateLimitError
        If it is too much.
    """
    written: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > MOST_WRITTEN:
            raise TemplateLimitError(f"it writes more than {MOST_WRITTEN:,} characters")
        written.append(part)
    return "".join(written)


@contextmanager
def bounded() -> Iterator[None]:
    """Bound the time and the memory of a template, from its compiling on, which works things out.

    Raises
    ------
    TemplateLimitError
        If it takes longer than `TIME_LIMIT`.
    MemoryError
        If it needs more than `MOST_MEMORY`.
    """
    with _in_time(), _within_memory():
        yield


def power(base: object, exponent: object) -> object:
    """Return a power, if it is not so large that it would take long.

    Raises
    ------
    TemplateLimitError
        If it is.
    """
    if isinstance(base, int) and isinstance(exponent, int):
        bits = base.bit_length() * max(exponent, 0)
        if bits > _LARGEST_POWER:
            raise TemplateLimitError(f"a power has more than {_LARGEST_POWER} bits")
    result: object = operator.pow(base, exponent)
    return result


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise `_TooLongError` in this thread when it takes too long: loops have no other end."""
    import ctypes

    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    is_over = False

    def stop() -> None:
        with lock:
            if not is_over:
                error = ctypes.py_object(_TooLongError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, error)

    timer = threading.Timer(TIME_LIMIT, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()


@contextmanager
def _within_memory() -> Iterator[None]:
    """Let the process take no more than some memory beyond what it has, where one can say so."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no path of anybody
            bytes_taken = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = bytes_taken + MOST_MEMORY
    is_lower = soft == resource.RLIM_INFINITY or most < soft
    try:
        if is_lower:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        yield
    finally:
        if is_lower:
            with suppress(ValueError):
                resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
