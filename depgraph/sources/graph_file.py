"""The format of graph and schedule files: one file to the definitions that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.sources.document import Document, Mapping, Scalar, describe
from depgraph.sources.fields import Fields
from depgraph.sources.groups import GROUP, read_groups
from depgraph.sources.keys import CODE, DATE, NOTHING, TEXT, Either, Items, Key, Named, Record
from depgraph.sources.milestone_format import MILESTONE
from depgraph.sources.milestones import MilestoneReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Codes
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.model import Calendar, Group, Link, Notice, Question
    from depgraph.sources.document import Node
    from depgraph.sources.milestones import Definition

FILE = Record(
    {
        "as_of": Key(DATE, "The date at which the statuses of this file are true."),
        "source": Key(TEXT, "Where what stands here was taken from."),
        "include": Key(Items(TEXT, one=True), "Other files to read, relative to this one."),
        "groups": Key(Named(Either((GROUP, NOTHING))), "Groups of milestones by their tags."),
        "milestones": Key(
            Named(Either((MILESTONE, NOTHING)), names=CODE),
            "The milestones by their codes.",
        ),
    },
)


class Attribute(NamedTuple):
    """The value that a file gives to an attribute, and where."""

    value: Any
    line: int
    column: int


class GraphFile(NamedTuple):
    """All that stands in one file. Links refer to codes as they are written.

    Attributes
    ----------
    is_whole
        False where the file, or one that it includes, was not read to its end.
    notices
        What a reader must know of a source of another format.
    calendars
        The working calendars that a schedule network brings with it.
    network
        All activities of a schedule network, where only milestones were kept.
    recoded
        Of a schedule network: returns the file with other codes in place of those that only
        relationships name, None where these are none of them. None for files of a plan.
    """

    shown: str
    as_of: Attribute | None
    includes: tuple[Scalar, ...]
    milestones: dict[str, Definition]
    links: list[Link]
    questions: list[Question]
    is_whole: bool
    notices: tuple[Notice, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    groups: tuple[Group, ...] = ()
    network: GraphFile | None = None
    recoded: Callable[[Codes[str, str]], GraphFile | None] | None = None


def read_graph_file(source: Path | bytes, shown: str, problems: list[Problem]) -> GraphFile:
    """Read one graph or schedule file.

    Parameters
    ----------
    source
        The file, or what stands in it.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.

    Returns
    -------
    GraphFile
        What could be read.
    """
    return _Reader(source, shown, problems).read()


class _Reader:
    def __init__(self, source: Path | bytes, shown: str, problems: list[Problem]) -> None:
        self._document = Document(source, shown, problems)
        self._fields = Fields(self._document)

    def read(self) -> GraphFile:
        document, fields = self._document, self._fields
        problems_before = len(document.problems)
        as_of: Attribute | None = None
        includes: tuple[Scalar, ...] = ()
        has_content = False
        groups: list[Group] = []
        reader = MilestoneReader(document)
        for key, value in document.entries("milestones", reader.read):
            if value is None:
                has_content = True
            elif key.text == "as_of":
                day = fields.date(value, "as_of")
                as_of = None if day is None else Attribute(day, value.line, value.column)
            elif key.text == "source":
                fields.text(value, "source")
            elif key.text == "include":
                includes = fields.items(value, "include", self._path, one=True)
                has_content = True
            elif key.text == "groups":
                groups = read_groups(fields, value, document.shown)
            elif key.text == "milestones":
                has_content = True
                got = "an alias" if isinstance(value, Mapping) else describe(value)
                fields.report(value, f"milestones: expected a mapping, got {got}")
            else:
                fields.unknown_key(key, "file", FILE.keys)
        if not has_content and len(document.problems) == problems_before:
            document.report(0, 0, "the file has no 'milestones' and includes no file")
        return GraphFile(
            document.shown,
            as_of,
            includes,
            reader.milestones,
            reader.links,
            reader.questions,
            document.is_whole,
            groups=tuple(groups),
        )

    def _path(self, node: Node, what: str) -> Scalar | None:
        text = self._fields.text(node, what)
        return node if text is not None and isinstance(node, Scalar) else None
