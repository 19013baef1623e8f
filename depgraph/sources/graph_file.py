"""The format of graph and schedule files: one file to the definitions that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.model import LINK_TYPES, Allowance, Link, Position, Query, Question
from depgraph.sources.calendars import CALENDAR_KEY
from depgraph.sources.document import Document, Mapping, Scalar, Sequence, describe
from depgraph.sources.fields import Fields, is_nothing
from depgraph.sources.keys import (
    BLANK,
    CODE,
    DATE,
    NOTHING,
    TEXT,
    Choice,
    Either,
    Integer,
    Items,
    Key,
    Named,
    Record,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from depgraph.errors import Problem
    from depgraph.model import LinkType
    from depgraph.sources.document import Node

KINDS = ("milestone", "requirement", "test-plan")

_LONGEST = 36_525
"""The longest duration and the longest lag: a hundred years of days."""

ALLOWANCE = Record(
    {
        "rule": Key(TEXT, "The id of the rule or check that the link may break."),
        "reason": Key(TEXT, "Why it may."),
        "until": Key(DATE, "The last day on which it may."),
    },
    required=("rule", "reason"),
)
QUERY = Record(
    {
        "text": Key(TEXT, "The doubt in words."),
        "asked": Key(DATE, "The date of the doubt."),
    },
    required=("asked",),
)
LINK = Record(
    {
        "id": Key(CODE, "The code of the prerequisite."),
        "query": Key(
            Either((Items(Either((TEXT, QUERY)), one=True, empty=False), QUERY, BLANK)),
            "The doubts of a reviewer about this link: words, or a mapping with a date.",
        ),
        "type": Key(
            Choice(LINK_TYPES),
            "FS: the dependent begins when the prerequisite is finished; SS: both begin; "
            "FF: both finish; SF: it finishes when the prerequisite begins. FS unless said.",
        ),
        "lag": Key(Integer(-_LONGEST, _LONGEST), "Days between the two; may be negative."),
        "calendar": Key(CODE, "The calendar whose working days the lag counts."),
        "note": Key(TEXT, "A remark."),
        "allow": Key(
            Items(ALLOWANCE, one=True),
            "Rules that this link may break, with a reason.",
        ),
    },
    required=("id",),
)
MILESTONE = Record(
    {
        "name": Key(TEXT, "The name."),
        "requires": Key(
            Either((Items(Either((CODE, LINK))), NOTHING)),
            "What the milestone waits on: codes, or mappings that say more about a link.",
        ),
        "questions": Key(Items(TEXT, one=True), "Open questions that name no link."),
        "due": Key(DATE, "The date that it is planned for."),
        "forecast": Key(DATE, "The date that is expected now."),
        "completed": Key(DATE, "The date on which it was completed."),
        "duration": Key(Integer(0, _LONGEST), "Days of work of its own."),
        "calendar": CALENDAR_KEY,
        "not_before": Key(DATE, "The earliest date at which it can be."),
        "not_after": Key(DATE, "The latest date at which it may be."),
        "aka": Key(Items(CODE, one=True), "Other codes for it, which links may use."),
        "kind": Key(Choice(KINDS), "What it is."),
        "progress": Key(Integer(0, 100), "Per cent of its work that is done."),
        "url": Key(TEXT, "Where more about it stands."),
        "note": Key(TEXT, "A remark."),
        "owner": Key(TEXT, "Whose it is; mostly left to the patterns of the configuration."),
        "team": Key(TEXT, "The team of the owner."),
        "level": Key(Integer(0, 99), "Its level in the plan."),
        "tags": Key(Items(TEXT, one=True), "Words that rules can select it by."),
    },
)
FILE = Record(
    {
        "as_of": Key(DATE, "The date at which the statuses of this file are true."),
        "source": Key(TEXT, "Where what stands here was taken from."),
        "include": Key(Items(TEXT, one=True), "Other files to read, relative to this one."),
        "milestones": Key(
            Named(Either((MILESTONE, NOTHING)), names=CODE),
            "The milestones by their codes.",
        ),
    },
)

_TYPES = {name: key.type for name, key in MILESTONE.keys.items()}

_new = tuple.__new__


class Attribute(NamedTuple):
    """The value that a file gives to an attribute of a milestone, and where."""

    value: Any
    line: int
    column: int


class Definition(NamedTuple):
    """A milestone as one file defines it: a place, and the attributes that it gives."""

    line: int
    column: int
    attributes: dict[str, Attribute]


class GraphFile(NamedTuple):
    """All that stands in one file. Links refer to codes as they are written.

    `is_whole` is False where the file, or one that it includes, was not read to its end.
    """

    shown: str
    as_of: Attribute | None
    includes: tuple[Scalar, ...]
    milestones: dict[str, Definition]
    links: list[Link]
    questions: list[Question]
    is_whole: bool


def read_graph_file(path: Path, shown: str, problems: list[Problem]) -> GraphFile:
    """Read one graph or schedule file.

    Parameters
    ----------
    path
        The file.
    shown
        The name that messages and positions use for it.
    problems
        The list that everything wrong in the file is added to.

    Returns
    -------
    GraphFile
        What could be read.
    """
    return _Reader(path, shown, problems).read()


class _Reader:
    def __init__(self, path: Path, shown: str, problems: list[Problem]) -> None:
        self._document = Document(path, shown, problems)
        self._fields = Fields(self._document)
        self._shown = shown
        self._milestones: dict[str, Definition] = {}
        self._links: list[Link] = []
        self._questions: list[Question] = []

    def read(self) -> GraphFile:
        fields = self._fields
        problems_before = len(self._document.problems)
        as_of: Attribute | None = None
        includes: tuple[Scalar, ...] = ()
        has_content = False
        for section, key, value in self._document.entries("milestones"):
            if section is not None and value is not None:
                self._milestone(key, value)
            elif value is None:
                has_content = True
            elif key.text == "as_of":
                day = fields.date(value, "as_of")
                as_of = None if day is None else Attribute(day, value.line, value.column)
            elif key.text == "source":
                fields.text(value, "source")
            elif key.text == "include":
                includes = fields.items(value, "include", self._path, one=True)
                has_content = True
            elif key.text == "milestones":
                has_content = True
                got = "an alias" if isinstance(value, Mapping) else describe(value)
                fields.report(value, f"milestones: expected a mapping, got {got}")
            else:
                fields.unknown_key(key, "file", FILE.keys)
        if not has_content and len(self._document.problems) == problems_before:
            self._document.report(0, 0, "the file has no 'milestones' and includes no file")
        return GraphFile(
            self._shown,
            as_of,
            includes,
            self._milestones,
            self._links,
            self._questions,
            self._document.is_whole,
        )

    def _path(self, node: Node, what: str) -> Scalar | None:
        text = self._fields.text(node, what)
        return node if text is not None and isinstance(node, Scalar) else None

    def _milestone(self, key: Scalar, node: Node) -> None:
        code = self._fields.code(key, "milestone")
        if code is None:
            return
        attributes: dict[str, Attribute] = {}
        self._milestones[code] = Definition(key.line, key.column, attributes)
        if not isinstance(node, Mapping):
            if not is_nothing(node):
                self._fields.report(
                    node,
                    f"{code}: expected a mapping with the milestone's attributes, "
                    f"got {describe(node)}",
                )
            return
        for name, value in node.pairs:
            attribute = name.text
            if attribute == "requires":
                self._requires(code, value)
            elif attribute == "questions":
                self._ask(code, value)
            elif attribute in _TYPES:
                read = self._attribute(attribute, value, f"{code}: {attribute}")
                if read is not None:
                    attributes[attribute] = Attribute(read, name.line, name.column)
            else:
                self._fields.unknown_key(name, code, MILESTONE.keys)

    def _attribute(self, attribute: str, node: Node, what: str) -> Any:
        fields = self._fields
        value_type = _TYPES[attribute]
        if value_type is TEXT:
            return fields.text(node, what)
        if value_type is DATE:
            return fields.date(node, what)
        if value_type is CODE:
            return fields.code(node, what)
        if isinstance(value_type, Integer):
            return fields.integer(node, what, least=value_type.least, most=value_type.most)
        if isinstance(value_type, Choice):
            return fields.choice(node, what, value_type.words)
        # Of the two lists, one has codes; both are kept sorted, each value once.
        read = fields.code if attribute == "aka" else fields.text
        return tuple(sorted(set(fields.items(node, what, read, one=True))))

    def _ask(self, code: str, node: Node) -> None:
        def read(item: Node, what: str) -> Question | None:
            text = self._fields.text(item, what)
            if text is None:
                return None
            return Question(code, text, Position(self._shown, item.line, item.column))

        self._questions += self._fields.items(node, f"{code}: questions", read, one=True)

    # -- links -----------------------------------------------------------------------

    def _requires(self, code: str, node: Node) -> None:
        if not isinstance(node, Sequence):
            if not is_nothing(node):
                self._fields.report(
                    node,
                    f"{code}: requires: expected a list of prerequisites, got {describe(node)}",
                )
            return
        what = f"{code}: requires"
        shown, read_code, add = self._shown, self._fields.code, self._links.append
        for item in node.items:
            if type(item) is Scalar:
                prerequisite = read_code(item, what)
                if prerequisite is not None:
                    # A plain link, most of any plan: built without the constructors' calls.
                    position = _new(Position, (shown, item[1], item[2]))
                    add(_new(Link, (prerequisite, code, "FS", 0, (), (), None, position, None)))
            else:
                self._detailed_link(code, item, what)

    def _detailed_link(self, code: str, node: Node, what: str) -> None:
        fields = self._fields
        prerequisite: str | None = None
        type_: LinkType = "FS"
        lag = 0
        note: str | None = None
        calendar: str | None = None
        queries: tuple[Query, ...] = ()
        allowances: tuple[Allowance, ...] = ()
        position = Position(self._shown, node.line, node.column)
        for key, name, value in fields.entries(node, what, LINK.keys, LINK.required):
            if key == "id":
                prerequisite = fields.code(value, f"{what}: id")
                position = Position(self._shown, value.line, value.column)
            elif key == "query":
                queries = self._queries(name, value, f"{what}: query")
            elif key == "type":
                chosen = fields.choice(value, f"{what}: type", LINK_TYPES)
                type_ = next((known for known in LINK_TYPES if known == chosen), "FS")
            elif key == "lag":
                lag = fields.integer(value, f"{what}: lag", least=-_LONGEST, most=_LONGEST) or 0
            elif key == "calendar":
                calendar = fields.code(value, f"{what}: calendar")
            elif key == "note":
                note = fields.text(value, f"{what}: note")
            else:
                allowances = self._allowances(value, f"{what}: allow")
        if prerequisite is not None:
            self._links.append(
                Link(
                    prerequisite=prerequisite,
                    dependent=code,
                    type=type_,
                    lag=lag,
                    queries=queries,
                    allowances=allowances,
                    note=note,
                    position=position,
                    calendar=calendar,
                )
            )

    def _queries(self, name: Scalar, node: Node, what: str) -> tuple[Query, ...]:
        """Return the doubts; ``query:`` with no words is a doubt without words."""
        if isinstance(node, Scalar) and not node.text.strip() and not node.cut:
            return (Query("", Position(self._shown, name.line, name.column)),)

        def read(item: Node, inner: str) -> Query | None:
            place = Position(self._shown, item.line, item.column)
            if isinstance(item, Mapping):
                return self._dated_query(item, inner, place)
            text = self._fields.text(item, inner)
            return None if text is None else Query(text, place)

        if isinstance(node, Mapping):
            only = read(node, what)
            return () if only is None else (only,)
        return self._fields.items(node, what, read, one=True, empty=False)

    def _dated_query(self, node: Mapping, what: str, place: Position) -> Query:
        fields = self._fields
        text: str | None = None
        asked: date | None = None
        for key, _, value in fields.entries(node, what, QUERY.keys, QUERY.required):
            if key == "asked":
                asked = fields.date(value, f"{what}: asked")
            else:
                text = fields.text(value, f"{what}: text")
        return Query(text or "", place, asked)

    def _allowances(self, node: Node, what: str) -> tuple[Allowance, ...]:
        def read(item: Node, inner: str) -> Allowance | None:
            fields = self._fields
            rule = reason = ""
            until: date | None = None
            for key, _, value in fields.entries(item, inner, ALLOWANCE.keys, ALLOWANCE.required):
                if key == "rule":
                    rule = fields.text(value, f"{inner}: rule") or ""
                elif key == "reason":
                    reason = fields.text(value, f"{inner}: reason") or ""
                else:
                    until = fields.date(value, f"{inner}: until")
            if not rule or not reason:
                return None
            return Allowance(rule, reason, until, Position(self._shown, item.line, item.column))

        if isinstance(node, Mapping):
            only = read(node, what)
            return () if only is None else (only,)
        return self._fields.items(node, what, read)
