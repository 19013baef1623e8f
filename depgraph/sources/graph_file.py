"""The format of graph and schedule files: one file to the definitions that stand in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from depgraph.model import Calendar, Graph, Group, Link, Notice, Question, Rules, SourceDocument
from depgraph.model.links import Links
from depgraph.records import Struct
from depgraph.sources.document import Document
from depgraph.sources.documents import SOURCE
from depgraph.sources.groups import GROUPS
from depgraph.sources.keys import (
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Custom,
    Either,
    Items,
    Key,
    Made,
    Named,
    Record,
)
from depgraph.sources.milestone_format import MILESTONE
from depgraph.sources.milestones import FIELDS, Definition, MilestoneReader
from depgraph.sources.nodes import Mapping, Node, Scalar, describe
from depgraph.sources.roots import values_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from collections.abc import Mapping as Codes
    from datetime import date
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.sources.fields import Fields
    from depgraph.sources.reading import ListOptions

Value_co = TypeVar("Value_co", covariant=True)


class Attribute(Struct, Generic[Value_co]):
    """The value that a file gives to an attribute, and where."""

    value: Value_co
    line: int
    column: int


def _include_path(fields: Fields, node: Node, what: str) -> Scalar | None:
    return node if fields.text(node, what) is not None and isinstance(node, Scalar) else None


def _no_milestones(fields: Fields, node: Node, what: str) -> None:
    """Report what is no mapping; a mapping is read by itself, see `MilestoneReader`."""
    got = "an alias" if isinstance(node, Mapping) else describe(node)
    fields.report(node, f"{what}: expected a mapping, got {got}")


_STATED = tuple(FIELDS[name] for name in ("due", "forecast", "completed", "state", "progress"))
_MILESTONES = Named(Either(MILESTONE, NOTHING), lambda *entry: entry, names=CODE)
FILE = Record(
    {
        "as_of": Key(
            Made(DATE, lambda day, place: Attribute(day, place.line, place.column)),
            "The date at which the statuses of this file are true.",
        ),
        "revision": Key(
            Made(DATE, lambda day, place: Attribute(day, place.line, place.column)),
            "The date of this revision, where its statuses are those of as_of.",
        ),
        "source": Key(SOURCE, "The document that what stands here was taken from."),
        "include": Key(
            Items(Custom(TEXT, _include_path), may_be_single=True),
            "Other files to read, relative to this one.",
        ),
        "groups": Key(GROUPS, "Groups of milestones by their tags."),
        "milestones": Key(
            Custom(_MILESTONES, _no_milestones),
            "The milestones by their codes.",
        ),
    },
)


class LooseLink(Struct):
    """A link of a list to what has no row in it; another file of the plan may define that.

    Attributes
    ----------
    unknown
        The end that has no row, as it is written.
    cell
        The row and the cell in words.
    is_number
        Whether it is the number of a row, which is no code, and so in no other file.
    """

    link: Link
    unknown: str
    cell: str
    is_number: bool = False


class GraphFile(Struct):
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
    contract
        Of a schedule network whose milestones are a view of it: returns the links between some
        milestones of a graph of all activities, see `depgraph.model.Graph`.
    recoded
        Of a schedule network: returns the file with the codes that aliases stand for, in place of
        aliases that only relationships name; None where there are none. None for files of a plan.
    rules
        How the program of a schedule network schedules, where all its activities were kept.
    loose
        Links of a list to what it has no row for.
    list_options
        Of a list, how it was read: what would read it again without a guess.
    """

    shown: str
    as_of: Attribute[date] | None
    includes: tuple[Scalar, ...]
    milestones: dict[str, Definition]
    links: Sequence[Link]
    questions: list[Question]
    is_whole: bool
    notices: tuple[Notice, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    groups: tuple[Group, ...] = ()
    document: SourceDocument | None = None
    network: GraphFile | None = None
    contract: Callable[[Graph, Collection[str]], Iterable[Link]] | None = None
    recoded: Callable[[Codes[str, str]], GraphFile | None] | None = None
    rules: Rules | None = None
    loose: tuple[LooseLink, ...] = ()
    list_options: ListOptions | None = None

    @property
    def has_codes_of_graph(self) -> bool:
        """Whether the graph has its milestones by the codes in it: a network may have others."""
        return self.contract is None and self.recoded is None and not self.loose

    def with_loose(self, loose: Iterable[LooseLink]) -> GraphFile:
        """Return the file with such links, as is the one of all its activities."""
        links = tuple(loose)
        network = self.network and self.network._replace(loose=links)
        return self._replace(loose=links, network=network)


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
    problems_before = len(problems)
    for reads_lines in (True, False):
        document = Document(source, shown, problems)
        reader = MilestoneReader(document)
        if reads_lines:
            document.shorten = partial(_without_plain_lines, reader, shown)
        values = values_of_file(FILE, document, "file", "milestones", reader.read)
        if reader.is_certain:
            break
        del problems[problems_before:]
    if values.keys().isdisjoint(("include", "milestones")) and len(problems) == problems_before:
        document.report(0, 0, "the file has no 'milestones' and includes no file")
    return GraphFile(
        shown,
        values.get("as_of"),
        values.get("include") or (),
        reader.milestones,
        Links(reader.links),
        reader.questions,
        document.is_whole,
        groups=values.get("groups") or (),
        document=_of_revision(values.get("source"), values.get("revision"), document),
    )


def _without_plain_lines(reader: MilestoneReader, shown: str, data: bytes) -> bytes:
    from depgraph.sources.plain_lines import PlainLines

    plain = PlainLines(data.decode(), shown, reader.fields)
    reader.expect(plain.milestones.keys(), plain.stretches(reader))
    return plain.rest.encode() if plain.milestones else data


def _of_revision(
    source: SourceDocument | None, revision: Attribute[date] | None, document: Document
) -> SourceDocument | None:
    """Return the document with the date of its revision, which the file may give by itself."""
    if revision is None:
        return source
    day = revision.value
    if source is None:
        return SourceDocument(date=day, file=document.shown)
    if source.date not in (None, day):
        message = f"the 'revision' is of {day}, and the 'source' of {source.date}: keep one"
        document.report(revision.line, revision.column, message)
    return source._replace(date=day)


def documents_of(
    graph_files: Iterable[GraphFile], schedule_files: Iterable[GraphFile]
) -> list[SourceDocument]:
    """Return the documents of all files; a schedule gives dates, and what else states some."""
    schedules = {graph_file.shown for graph_file in schedule_files}
    documents = {}
    for graph_file in (*graph_files, *schedule_files):
        if graph_file.document is not None:
            gives_dates = (
                not schedules or graph_file.shown in schedules or _states_dates(graph_file)
            )
            documents[graph_file.shown] = graph_file.document._replace(gives_dates=gives_dates)
    return list(documents.values())


def _states_dates(file: GraphFile) -> bool:
    """Whether a file says of a milestone when it is due, or how far it is."""
    return any(
        definition.values[field] is not None
        for definition in file.milestones.values()
        for field in _STATED
    )
