"""The formats of sources, by the ends of file names; whatever else is YAML.

A reader is imported when the first file of its format is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from depgraph.sources.graph_file import read_graph_file
from depgraph.sources.overlay import recoded
from depgraph.sources.read_record import note_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile
    from depgraph.sources.reading import ReadingOptions

READERS = {
    ".xls": "spreadsheet",
    ".xlsx": "spreadsheet",
    ".csv": "activity_lists",
    ".txt": "notes",
    ".rst": "notes",
    ".xer": "scheduling_program",
    ".xml": "scheduling_program",
    ".pmxml": "scheduling_program",
    ".mspdi": "scheduling_program",
    ".mpp": "scheduling_program",
}
"""The module that reads files of an end; each has ``read(path, shown, options, problems)``."""


def is_yaml(path: Path) -> bool:
    """Whether a file is read as YAML, going by its name."""
    return path.suffix.lower() not in READERS


def read_source(
    path: Path, shown: str, options: ReadingOptions, problems: list[Problem]
) -> GraphFile:
    """Read one file of any format.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.
    """
    note_read(path)
    module = READERS.get(path.suffix.lower())
    if module is None:
        return read_graph_file(path, shown, problems)
    reader: Callable[[Path, str, ReadingOptions, list[Problem]], GraphFile] = import_module(
        f"depgraph.sources.{module}"
    ).read
    graph_file = reader(path, shown, options, problems)
    return recoded(graph_file, options.codes) if options.codes else graph_file
