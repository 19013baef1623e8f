"""Files that are kept as they were read, for whoever reads a plan again and again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.sources.read_record import state_of
from depgraph.sources.unsaved import unsaved_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.reading import ReadingOptions

    Read = Callable[[list[Problem]], GraphFile]


class _Kept(Struct):
    """A file as it was read, and all that this depended on."""

    depends_on: tuple[object, ...]
    graph_file: GraphFile
    problems: tuple[Problem, ...]


class KeptFiles:
    """The files that were read last, by real path.

    Attributes
    ----------
    reads
        How often a file was read.
    """

    def __init__(self) -> None:
        self._files: dict[str, _Kept] = {}
        self.reads = 0

    def get(
        self, path: Path, shown: str, options: ReadingOptions, problems: list[Problem], read: Read
    ) -> GraphFile:
        """Return a file: as it is kept or, where it changed since, as it is read now.

        Parameters
        ----------
        problems
            The list that everything wrong in the file is added to.
        read
            Reads it, and adds what is wrong to the list that it gets.
        """
        real = os.path.realpath(path)
        depends_on = (shown, options, state_of(real), unsaved_text(path))
        kept = self._files.get(real)
        if kept is None or kept.depends_on != depends_on:
            own: list[Problem] = []
            kept = _Kept(depends_on, read(own), tuple(own))
            self._files[real] = kept
            self.reads += 1
        problems += kept.problems
        return kept.graph_file


_kept: ContextVar[KeptFiles | None] = ContextVar("kept_files", default=None)


@contextmanager
def keeping_files(files: KeptFiles) -> Iterator[None]:
    """Keep the files that are read inside the block, and read none again that did not change."""
    token = _kept.set(files)
    try:
        yield
    finally:
        _kept.reset(token)


def kept_files() -> KeptFiles | None:
    """Return where files are kept; None where they are not."""
    return _kept.get()
