"""Plans that are kept from question to question, while none of their files changes."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.sources.read_record import recorded_apart, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from depgraph.model import Graph
    from depgraph.sources.read_record import FileState

_MOST_PLANS = 4

_kept: ContextVar[KeptPlans | None] = ContextVar("kept", default=None)


class _Kept(Struct):
    graph: Graph
    files: dict[str, FileState]


class KeptPlans:
    """The plans that were read last, with the states of their files when they were read."""

    def __init__(self) -> None:
        self._plans: dict[Hashable, _Kept] = {}
        self.reads = 0
        """How often a plan was read."""

    def get(self, key: Hashable, read: Callable[[], Graph]) -> Graph:
        """Return a plan: the one that is kept, or what is read where a file changed.

        Parameters
        ----------
        key
            What names the plan: its files, and how they are read.
        read
            Reads it.
        """
        known = self._plans.pop(key, None)
        if known is None or any(state_of(path) != state for path, state in known.files.items()):
            with recorded_apart() as files:
                graph = read()
            self.reads += 1
            known = _Kept(graph, files)
        self._plans[key] = known
        while len(self._plans) > _MOST_PLANS:
            del self._plans[next(iter(self._plans))]
        return known.graph


@contextmanager
def keeping(plans: KeptPlans) -> Iterator[None]:
    """Keep what is read inside the block."""
    token = _kept.set(plans)
    try:
        yield
    finally:
        _kept.reset(token)


def kept_plans() -> KeptPlans | None:
    """Return where plans are kept; None where they are not."""
    return _kept.get()
