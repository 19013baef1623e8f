"""What reading tells whoever runs a command, beside what the plan says: how a list was taken.

Nothing is told unless somebody listens, as the command line does.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("_LISTENER", default=None)


@contextmanager
def listening(listener: Callable[[str], None] | None) -> Iterator[None]:
    """Let a function hear what is told inside the block, each line once; None for nobody."""
    heard: set[str] = set()

    def hear(line: str) -> None:
        if line not in heard and listener is not None:
            heard.add(line)
            listener(line)

    token = _LISTENER.set(hear)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(line: str) -> None:
    """Tell a line."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(line)
