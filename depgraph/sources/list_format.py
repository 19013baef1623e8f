"""The format of what a configuration says of a list: its columns, and how they are written."""

from __future__ import annotations

import codecs
from functools import partial
from typing import TYPE_CHECKING

from depgraph.model.values import SUFFIXES
from depgraph.records import Struct
from depgraph.sources.files import named_file, real_path
from depgraph.sources.formats import READERS
from depgraph.sources.keys import (
    BLANK,
    DATE,
    TEXT,
    Choice,
    Custom,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Record,
)
from depgraph.sources.lists.fields import FIELDS
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe
from depgraph.sources.reading import DATE_ORDERS, Baseline, ListOptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from depgraph.model import Position
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import Values
    from depgraph.sources.nodes import Node


class NamedFile(Struct):
    """A file that the configuration names.

    Attributes
    ----------
    as_of, place
        The as-of date that is given to it, and where.
    options
        How it is read, where it is a list.
    baseline
        What its dates are due by, where it is an exported schedule.
    """

    file: Path
    as_of: date | None = None
    place: Position | None = None
    options: ListOptions | None = None
    baseline: Baseline | None = None


def _encoding(fields: Fields, node: Node, what: str) -> str | None:
    text = fields.text(node, what)
    if text is None:
        return None
    try:
        codecs.lookup(text)
    except LookupError:
        fields.report(node, f"{what}: there is no encoding {text!r}: expected utf-8, cp1252, ...")
        return None
    return text


def _delimiter(fields: Fields, node: Node, what: str) -> str | None:
    text = {"tab": "\t"}.get(node.text, node.text) if isinstance(node, Scalar) else ""
    if len(text) == 1 and text not in '\r\n"':
        return text
    fields.report(node, f"{what}: expected one character or tab, got {describe(node)}")
    return None


def _columns(values: Values, _place: Position) -> dict[str, tuple[str, ...]]:
    return {field: () if texts == "" else texts for field, texts in values.items()}


_HEADINGS = Either(BLANK, Items(TEXT, may_be_single=True, least=1))
COLUMNS = Made(Record({field: Key(_HEADINGS, about) for field, about in FIELDS.items()}), _columns)
OPTION_KEYS = {
    "columns": Key(
        COLUMNS,
        "The headings of a list by what they give; nothing where a field is not to be taken. "
        "Others go by headings that are known. '#3' is the third column.",
    ),
    "dates": Key(Choice(DATE_ORDERS), "How dates such as 3/4/2019 are meant in it."),
    "delimiter": Key(Custom(TEXT, _delimiter), "What parts the cells of a CSV file; or tab."),
    "encoding": Key(Custom(TEXT, _encoding), "The encoding of a CSV or XER file, as cp1251."),
    "sheet": Key(TEXT, "The sheet of a workbook that has the list."),
    "headings": Key(Integer(1, 10_000), "The row of the headings."),
    "project": Key(TEXT, "Of an export with several projects, the one that is read; or all."),
}
_SCHEDULES = (*READERS, *SUFFIXES)


def _baseline(fields: Fields, node: Node, what: str) -> Baseline | None:
    """Return what a configuration names as the baseline of a schedule."""
    text = fields.text(node, what)
    if text is None:
        return None
    if not text.lower().endswith(_SCHEDULES):
        return Baseline(text)
    file = named_file(fields, node, what)
    return None if file is None else Baseline(text, file)


BASELINE_KEY = Key(
    Custom(TEXT, _baseline),
    "What its dates are due by: an earlier export, or a baseline in it by number or name.",
)
LIST = Record(
    {
        "file": Key(Custom(TEXT, partial(named_file, may_be_folder=True)), "The file."),
        "as_of": Key(Made(DATE, lambda day, place: (day, place)), "The date at which it is true."),
        "baseline": BASELINE_KEY,
        **OPTION_KEYS,
    },
    required=("file",),
)


def options_of(values: Values) -> ListOptions:
    """Return how a list is read, by the values of a record."""
    stated = {name: values[name] for name in OPTION_KEYS if values.get(name) is not None}
    return ListOptions(**stated)


def named_with(values: Values, _place: Position) -> NamedFile:
    """Return the file of a record, and what it says of it."""
    as_of, place = values.get("as_of", (None, None))
    return NamedFile(values["file"], as_of, place, options_of(values), values.get("baseline"))


_FILE = Made(
    Custom(TEXT, partial(named_file, may_be_folder=True)), lambda path, _place: NamedFile(path)
)
_ENTRY = Either(_FILE, Made(LIST, named_with))
GRAPH_TYPE = Items(_ENTRY, may_be_single=True, least=1)


def read_graph(fields: Fields, node: Node, what: str) -> tuple[tuple[NamedFile, ...], bool]:
    """Return the files of the graph, and whether all that are named are there."""
    files = GRAPH_TYPE.read(fields, node, what)
    if isinstance(node, Mapping):
        return files, bool(files)
    return files, len(files) == (len(node.items) if isinstance(node, Sequence) else 1)


def lists_of(files: Iterable[NamedFile]) -> dict[Path, ListOptions]:
    """Return how the lists among some files are read, by their real paths."""
    return {real_path(file.file): file.options for file in files if file.options is not None}


def baselines_of(files: Iterable[NamedFile]) -> dict[Path, Baseline]:
    """Return the baselines of the schedules among some files, by their real paths."""
    return {real_path(file.file): file.baseline for file in files if file.baseline is not None}
