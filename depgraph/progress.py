"""Progress of long work: what is under way, and how much of it is done.

The library only says how far it is. Nothing is shown unless somebody listens, as the
command line does on a terminal.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    class Listener(Protocol):
        """Whoever is told how far the work is."""

        def __call__(self, what: str, done: int, total: int) -> None:
            """Be told that `done` parts of `total` of some work are done."""


T = TypeVar("T")

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have a listener told of all work that is done inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def current_listener() -> Listener | None:
    """Return who listens, for a loop that reports by itself; None if nobody does."""
    return _listener.get()


def track(items: Iterable[T], what: str, *, total: int, every: int = 1) -> Iterable[T]:
    """Go through items, and tell the listener how far that is.

    Parameters
    ----------
    items
        What to go through.
    what
        The work in a word or two: ``"reading plan.yaml"``.
    total
        How many items there are.
    every
        Tell it after each of so many items only.

    Examples
    --------
    >>> told = []
    >>> with listening(lambda what, done, total: told.append((done, total))):
    ...     sum(track([1, 2, 3], "adding", total=3, every=2))
    6
    >>> told
    [(0, 3), (2, 3), (3, 3)]
    """
    listener = _listener.get()
    return items if listener is None else _reported(items, what, total, every, listener)


def _reported(
    items: Iterable[T], what: str, total: int, every: int, listener: Listener
) -> Iterator[T]:
    listener(what, 0, total)
    try:
        for done, item in enumerate(items, start=1):
            yield item
            if done % every == 0 and done < total:
                listener(what, done, total)
    finally:
        listener(what, total, total)
