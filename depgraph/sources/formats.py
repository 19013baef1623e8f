"""The formats of sources, by the ends of file names; whatever else is YAML.

A reader is imported when the first file of its format is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.sources.graph_file import read_graph_file
from depgraph.sources.network import HOURS_PER_DAY
from depgraph.sources.overlay import recoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.graph_file import GraphFile

DateOrder = Literal["month-first", "day-first"]
DATE_ORDERS: tuple[DateOrder, ...] = ("month-first", "day-first")

_READERS = {
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


class ReadingOptions(NamedTuple):
    """What the files of other formats do not tell themselves.

    Attributes
    ----------
    activities
        Keep all activities of a schedule network, not only milestones.
    hours_per_day
        Hours of work that make a day.
    date_order
        How dates such as 3/4/2019 are meant; None to go by the other dates of the file.
    codes
        The codes of another plan that other codes stand for, for what only relationships name.
    """

    activities: bool = False
    hours_per_day: float = HOURS_PER_DAY
    date_order: DateOrder | None = None
    codes: Mapping[str, str] | None = None


AS_USUAL = ReadingOptions()


def is_yaml(path: Path) -> bool:
    """Whether a file is read as YAML, going by its name."""
    return path.suffix.lower() not in _READERS


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
    module = _READERS.get(path.suffix.lower())
    if module is None:
        return read_graph_file(path, shown, problems)
    reader: Callable[[Path, str, ReadingOptions, list[Problem]], GraphFile] = import_module(
        f"depgraph.sources.{module}"
    ).read
    found = reader(path, shown, options, problems)
    return recoded(found, options.codes) if options.codes else found
