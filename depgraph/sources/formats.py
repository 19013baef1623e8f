"""The formats of sources, by the ends of file names; whatever else is YAML.

A reader is imported when the first file of its format is read.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from depgraph.errors import DateRangeError, Problem
from depgraph.model.values import SUFFIXES
from depgraph.sources.graph_file import GraphFile, read_graph_file
from depgraph.sources.kept_files import kept_files
from depgraph.sources.milestones import FIELDS
from depgraph.sources.read_record import note_read
from depgraph.sources.reading import DueDates

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from depgraph.sources.reading import ReadingOptions

READERS = {
    ".xls": "spreadsheet",
    ".xlsx": "spreadsheet",
    ".csv": "csv_file",
    ".tsv": "csv_file",
    ".txt": "notes",
    ".rst": "notes",
    ".xer": "xer",
    ".xml": "scheduling_program",
    ".pmxml": "scheduling_program",
    ".mspdi": "scheduling_program",
    ".mpp": "scheduling_program",
    ".mpx": "scheduling_program",
    ".mpd": "scheduling_program",
    ".planner": "scheduling_program",
    ".gan": "scheduling_program",
}
"""The module that reads files of an end; each has ``read(path, shown, options, problems)``."""

MPXJ_ENDS = tuple(end for end, module in READERS.items() if module == "scheduling_program")
"""The ends of files that are read with MPXJ."""

_XML = "save it in its program as XML of Microsoft Project or Primavera P6"
_LIST = "save its table as .csv or .xlsx"
_UNPACK = "unpack it, and name the file in it"
_SAVE_AS = {
    **dict.fromkeys((".pod", ".pp", ".mpt", ".mpj", ".plf", ".planz", ".cdpx", ".edpx"), _XML),
    **dict.fromkeys((".prx", ".stx", ".ppx", ".p3", ".sp", ".fts", ".fasttrack", ".pep"), _XML),
    **dict.fromkeys((".ods", ".fods", ".xlsb", ".xlsm", ".numbers", ".odt", ".doc"), _LIST),
    **dict.fromkeys((".docx", ".pdf", ".htm", ".html", ".md", ".markdown", ".tex"), _LIST),
    **dict.fromkeys((".zip", ".gz", ".7z", ".tgz"), _UNPACK),
    **dict.fromkeys((".ppt", ".pptx", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".dot", ".gv")),
}
"""Ends of files that are certainly no YAML, with how to save one that is read."""


def is_yaml(path: Path) -> bool:
    """Whether a file is read as YAML, going by its name."""
    return path.suffix.lower() not in READERS


def read_source(
    path: Path, shown: str, options: ReadingOptions, problems: list[Problem]
) -> GraphFile:
    """Read one file of any format.

    Parameters
    ----------
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.
    """
    note_read(path)
    kept = kept_files()
    if kept is not None and not options.baselines:
        return kept.get(
            path, shown, options, problems, lambda own: _read(path, shown, options, own)
        )
    return _read(path, shown, options, problems)


def _read(path: Path, shown: str, options: ReadingOptions, problems: list[Problem]) -> GraphFile:
    if options.baselines:
        options = _with_due_dates(path, options, problems)
    end = path.suffix.lower()
    module = READERS.get(end)
    if module is None and end in _SAVE_AS and os.path.exists(path):  # noqa: PTH110 - pathlib's raises
        message = f"{end!r} is no format that is read: YAML is (.yaml, .yml), {', '.join(READERS)}"
        if advice := _SAVE_AS[end]:
            message += f": {advice}"
        problems.append(Problem(shown, 0, 0, message))
        return GraphFile(shown, None, (), {}, [], [], is_whole=False)
    if module is None:
        before = len(problems)
        graph_file = read_graph_file(path, shown, problems)
        if len(problems) > before and not graph_file.milestones and end not in ("", *SUFFIXES):
            message = f"{end!r} is no known format, so it is read as YAML; others that are read: "
            problems.append(Problem(shown, 0, 0, message + ", ".join(READERS)))
        return graph_file
    reader: Callable[[Path, str, ReadingOptions, list[Problem]], GraphFile] = import_module(
        f"depgraph.sources.{module}"
    ).read
    try:
        graph_file = reader(path, shown, options, problems)
    except DateRangeError as error:  # of a calendar of the file, which has no work left
        problems.append(Problem(shown, 0, 0, str(error)))
        return GraphFile(shown, None, (), {}, [], [], is_whole=False)
    if not options.codes:
        return graph_file
    from depgraph.sources.overlay import recoded

    return recoded(graph_file, options.codes)


def _with_due_dates(path: Path, options: ReadingOptions, problems: list[Problem]) -> ReadingOptions:
    """Return the options for a schedule with the baseline that the configuration gives to it.

    Of an earlier export, a date is that of the completion, else the forecast, else the due date.
    """
    baseline = options.baselines.get(Path(os.path.realpath(path)))
    if baseline is None:
        return options
    if baseline.file is None:
        return options._replace(due=DueDates(baseline.name))
    plain = options._replace(activities=True, baselines={})
    export = read_source(baseline.file, baseline.name, plain, problems)
    fields = [FIELDS[name] for name in ("completed", "forecast", "due")]
    dates: dict[str, date] = {}
    for code, definition in export.milestones.items():
        values = (definition.values[field] for field in fields)
        day = next((value for value in values if value is not None), None)
        if day is not None:
            dates[code] = day
    return options._replace(due=DueDates(baseline.name, dates))
