"""The sections and lists of reviewers' notes, to milestones, links, questions and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from depgraph.errors import Problem
from depgraph.model import Link, Milestone, Name, Notice, Position, Query, Question
from depgraph.records import by_type
from depgraph.sources.document import quoted
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.milestones import FIELDS, Definition, Places
from depgraph.sources.notes_entries import (
    codes_in,
    has_second_code,
    mark_in_name,
    one_line,
    read_entry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.sources.notes_entries import Entry
    from depgraph.sources.notes_lines import Line

_ID, _NAME, _NAMES, _NOTE, _POSITION = (
    FIELDS[name] for name in ("id", "name", "names", "note", "position")
)
_LONGEST_CODE = 200
_HEADING = "a heading such as 'LDM-503-01: Its name'"
_BULLET = "a bullet such as '- DM-SUIT-3: Its name'"


@by_type
class _Found(NamedTuple):
    """What the notes say of a milestone so far."""

    position: Position
    names: list[Name]
    remarks: list[Name]
    has_heading: bool


@by_type
class _Leftover(NamedTuple):
    """A text that is neither an entry nor a remark."""

    text: str
    position: Position
    milestone: str | None
    expected: str


class Sections:
    """Takes what stands in a document of notes. Problems go to the list as they are met.

    Parameters
    ----------
    shown
        The name that messages and positions use for the file.
    lines
        The lines of the file.
    regular
        The same in the form that was parsed.
    problems
        The list that everything wrong in the file is added to.
    """

    def __init__(
        self,
        shown: str,
        lines: Sequence[str],
        regular: Sequence[Line],
        problems: list[Problem],
    ) -> None:
        self._shown = shown
        self._lines = lines
        self._regular = regular
        self._problems = problems
        self._problems_before = len(problems)
        self._line = 1
        self._found: dict[str, _Found] = {}
        self._links: list[Link] = []
        self._questions: list[Question] = []
        self._notices: list[Notice] = []
        self._leftovers: list[_Leftover] = []
        self._prose: list[_Leftover] = []

    # -- the document ------------------------------------------------------------------

    def read(self, document: nodes.document, messages: Iterable[nodes.system_message]) -> None:
        """Take everything from the tree of a document, and what its parser said."""
        self._contents(document, None)
        for message in messages:
            self._message(message)
        for line in self._regular:
            if line.is_joined:
                self._tell_joined(line.number)
        self._tell_mentions()
        for leftover in self._leftovers:
            self._tell_leftover(leftover)
        if not self._found and len(self._problems) == self._problems_before:
            words = f"there is no milestone here: expected {_HEADING}, and bullets below it"
            self._problem(Position(self._shown, 0, 0), words)

    def graph_file(self) -> GraphFile:
        """Return all that was read."""
        places = Places()
        milestones: dict[str, Definition] = {}
        for code, found in self._found.items():
            values: list[Any] = [None] * len(Milestone._fields)
            values[_ID], values[_POSITION] = code, found.position
            first = len(places.fields)
            if found.names:
                values[_NAME], values[_NAMES] = found.names[0].text, tuple(found.names)
                self._place(places, _NAME, found.names[0])
            if found.remarks:
                values[_NOTE] = "\n".join(each.text for each in found.remarks)
                self._place(places, _NOTE, found.remarks[0])
            milestones[code] = Definition(values, places, first)
        is_whole = len(self._problems) == self._problems_before
        return GraphFile(
            self._shown,
            None,
            (),
            milestones,
            self._links,
            self._questions,
            is_whole,
            tuple(self._notices),
        )

    @staticmethod
    def _place(places: Places, field: int, said: Name) -> None:
        if said.position is not None:
            places.add(field, said.position.line, said.position.column)

    def _contents(self, parent: nodes.Element, milestone: str | None) -> None:
        """Take what stands in a section, the document or a block."""
        for node in parent.children:
            if isinstance(node, nodes.section):
                self._section(node, milestone)
            elif isinstance(node, nodes.bullet_list):
                for item in node.children:
                    self._item(item, milestone)
            elif isinstance(node, nodes.paragraph):
                self._paragraph(node, milestone)
            elif isinstance(node, nodes.block_quote):
                self._contents(node, milestone)
            elif not isinstance(
                node, nodes.comment | nodes.target | nodes.transition | nodes.system_message
            ) and not (isinstance(node, nodes.title) and isinstance(parent, nodes.section)):
                expected = _BULLET if milestone else _HEADING
                self._leave(node, milestone, expected)

    def _section(self, section: nodes.section, outer: str | None) -> None:
        title = next((each for each in section.children if isinstance(each, nodes.title)), None)
        text = "" if title is None else title.astext()
        line = self._line_of_title(self._line_of(section if title is None else title), text)
        entry = read_entry(text)
        if not entry.code:
            position = self._position(line, text, entry.offset)
            if outer:
                message = (
                    f"the heading {quoted(entry.name)} begins with no code: "
                    f"what stands below it is taken for {outer}"
                )
                self._notice(message, position, outer)
            elif codes_in(text):
                self._leave_text(text, position, None, _HEADING)
            else:
                message = f"the heading {quoted(entry.name)} begins with no code"
                self._notice(message, position, None, is_warning=False)
            self._contents(section, outer)
            return
        position = self._position(line, text, entry.offset, entry.written)
        before = self._found.get(entry.code)
        if before is not None and before.has_heading:
            first = before.position.line
            message = f"{entry.code} has a heading already, in line {first}: join the two"
            self._problem(position, message)
        names = [] if before is None else before.names
        if before is None or not before.has_heading:
            remarks = [] if before is None else before.remarks
            self._found[entry.code] = _Found(position, names, remarks, has_heading=True)
            if entry.name:
                self._add_name(names, entry, position, first=True)
        self._check_name(entry, position, entry.code)
        for mark in entry.marks:
            place = self._position(line, text, mark.offset, "(")
            if mark.why:
                self._questions.append(Question(entry.code, mark.why, place))
            else:
                message = f"{entry.code} is queried without a reason, which cannot be a question"
                self._notice(message, place, entry.code)
        self._contents(section, entry.code)

    # -- bullets -----------------------------------------------------------------------

    def _item(self, item: nodes.Node, milestone: str | None) -> None:
        children = list(item.children)
        if not children or not isinstance(children[0], nodes.paragraph):
            self._leave(item, milestone, _BULLET)
            return
        text, line = children[0].astext(), self._line_of(children[0])
        entry = read_entry(text)
        position = self._position(line, text, entry.offset, entry.written)
        remarks = [remark for child in children[1:] for remark in self._remarks(child, milestone)]
        if milestone is None:
            self._leave_text(text, position, None, f"{_HEADING} above it")
            for remark in remarks:
                self._leave_text(remark.text, remark.position, None, f"{_HEADING} above it")
        elif entry.code:
            self._prerequisite(milestone, entry, position, remarks, (line, text))
        elif entry.marks or entry.name.endswith("?"):
            self._question(milestone, entry, position)
            for remark in remarks:
                self._questions.append(Question(milestone, one_line(remark.text), remark.position))
        else:
            self._leave_text(text, position, milestone, _BULLET)
            for remark in remarks:
                self._leave_text(remark.text, remark.position, milestone, _BULLET)

    def _question(self, milestone: str, entry: Entry, position: Position) -> None:
        texts = [entry.name, *(mark.why for mark in entry.marks)]
        said = [text for text in texts if text]
        self._questions += (Question(milestone, text, position) for text in said)
        if not said:
            self._notice("a query says neither a code nor a question", position, milestone)

    def _prerequisite(
        self,
        milestone: str,
        entry: Entry,
        position: Position,
        remarks: Sequence[_Leftover],
        where: tuple[int, str],
    ) -> None:
        """Add the link that a bullet stands for, with the remarks that are nested below it."""
        code = entry.code
        found = self._found.setdefault(code, _Found(position, [], [], has_heading=False))
        if entry.name:
            self._add_name(found.names, entry, position)
        self._check_name(entry, position, milestone)
        queries = [
            Query(mark.why, self._position(*where, mark.offset, "("))
            for mark in entry.marks
            if mark.why or (len(entry.marks) == 1 and not remarks)
        ]
        notes: list[str] = []
        for text, place, _, _ in remarks:
            remark = read_entry(text)
            words = one_line(text)
            if remark.code and remark.code not in (code, milestone):
                message = (
                    f"{remark.code} stands nested below {code}, where it is read as a remark: "
                    f"{quoted(words)}"
                )
                self._notice(message, place, milestone)
            if remark.marks:
                said = f"{remark.written} {remark.name}".strip()
                queries += (
                    Query(why, place) for why in (said, *(m.why for m in remark.marks)) if why
                )
                if not said and not any(mark.why for mark in remark.marks):
                    queries.append(Query("", place))
            elif entry.marks:
                queries.append(Query(words, place))
            elif words.endswith("?"):
                self._questions.append(Question(milestone, f"{code}: {words}", place))
            else:
                notes.append(words)
        note = "\n".join(notes) or None
        link = Link(code, milestone, queries=tuple(queries), note=note, position=position)
        self._links.append(link)

    def _remarks(self, node: nodes.Node, milestone: str | None) -> list[_Leftover]:
        """Return the paragraphs and bullets below a bullet, at all levels, in their order."""
        if isinstance(node, nodes.paragraph):
            text, line = node.astext(), self._line_of(node)
            return [_Leftover(text, self._position(line, text, 0), milestone, _BULLET)]
        if isinstance(
            node,
            nodes.bullet_list | nodes.list_item | nodes.block_quote,
        ):
            if not node.children:
                self._leave(node, milestone, "a remark")
            return [each for child in node.children for each in self._remarks(child, milestone)]
        if not isinstance(node, nodes.comment | nodes.target | nodes.system_message):
            self._leave(node, milestone, "a remark")
        return []

    # -- other text --------------------------------------------------------------------

    def _paragraph(self, node: nodes.paragraph, milestone: str | None) -> None:
        text, line = node.astext(), self._line_of(node)
        entry = read_entry(text)
        position = self._position(line, text, entry.offset, entry.written)
        if entry.code and entry.code != milestone:
            expected = f"{_BULLET}, or another word before the code of a remark"
            self._problem(
                position,
                f"{quoted(one_line(text))} begins with a code and has neither a bullet nor the "
                f"line of a heading below it: expected {expected if milestone else _HEADING}",
            )
        elif milestone is None:
            message = f"{quoted(one_line(text))} stands under no milestone"
            self._notice(message, position, None, is_warning=False)
        elif not entry.code and (entry.marks or entry.name.endswith("?")):
            self._question(milestone, entry, position)
        else:
            self._found[milestone].remarks.append(Name(one_line(text), position))
            self._prose.append(_Leftover(text, position, milestone, ""))

    def _message(self, message: nodes.system_message) -> None:
        """Tell what the parser says: an error as a problem, a warning as a notice."""
        level = message["level"]
        words = message.children[0].astext() if message.children else ""
        position = Position(self._shown, self._file_line(int(message.get("line", 0))), 1)
        if "directive disabled" in words:
            name = words.partition(" directive")[0]
            advice = "put its text into the notes"
            self._problem(position, f"the directive {name} is not carried out: {advice}")
        elif level >= 3:
            self._problem(position, f"cannot be read as reStructuredText: {one_line(words)}")
        elif level == 2:
            self._notice(f"as reStructuredText: {one_line(words)}", position, None)

    def _tell_joined(self, number: int) -> None:
        """Tell that a line without indentation was taken for a part of the bullet above it."""
        text = self._lines[number - 1]
        entry = read_entry(text)
        position = self._position_in(number, entry.written)
        if entry.code or (entry.marks and not entry.marks[0].offset):
            self._problem(
                position,
                f"{quoted(one_line(text))} has no bullet: put '- ' before it if it is an entry, "
                "else indent it as the text above it",
            )
        else:
            words = quoted(one_line(text))
            message = f"{words} is not indented: it is read with the bullet above"
            self._notice(message, position, None, is_warning=False)

    def _tell_mentions(self) -> None:
        """Tell which milestones the prose under a heading names that no bullet below it has."""
        known = {(link.prerequisite, link.dependent) for link in self._links}
        for text, position, milestone, _ in self._prose:
            for code in codes_in(text):
                if code in self._found and code != milestone and (code, milestone) not in known:
                    message = f"{code} is named here, but no bullet makes {milestone} wait on it"
                    self._notice(message, position, milestone)

    def _check_name(self, entry: Entry, position: Position, milestone: str) -> None:
        if len(entry.code) > _LONGEST_CODE:
            self._problem(position, f"a code has at most {_LONGEST_CODE} characters")
        if entry.name and has_second_code(entry.name):
            what = quoted(f"{entry.code} {entry.name}")
            self._problem(position, f"{what} begins with two codes: write an entry for each")
        if mark_in_name(entry.name):
            message = (
                f"{quoted(entry.name)} is read as a name: a doubt is marked (Query) or (Query: why)"
            )
            self._notice(message, position, milestone)

    def _leave(self, node: nodes.Node, milestone: str | None, expected: str) -> None:
        text = node.astext()
        position = self._position(self._line_of(node), text, 0)
        self._leave_text(text, position, milestone, expected)

    def _leave_text(
        self, text: str, position: Position, milestone: str | None, expected: str
    ) -> None:
        self._leftovers.append(_Leftover(text, position, milestone, expected))

    def _tell_leftover(self, leftover: _Leftover) -> None:
        """Report a text that could not be read: a problem where it has a code."""
        text = one_line(leftover.text)
        message = f"expected {leftover.expected}, got {quoted(text) if text else 'nothing'}"
        words = leftover.text.replace(":", " ").split()
        if codes_in(leftover.text) or any(word in self._found for word in words):
            self._problem(leftover.position, message)
        else:
            self._notice(f"not read: {message}", leftover.position, leftover.milestone)

    # -- what is said, and where -------------------------------------------------------

    @staticmethod
    def _add_name(
        names: list[Name], entry: Entry, position: Position, *, first: bool = False
    ) -> None:
        known = next((name for name in names if name.text == entry.name), None)
        if first:
            if known is not None:
                names.remove(known)
            names.insert(0, Name(entry.name, position))
        elif known is None:
            names.append(Name(entry.name, position))

    def _notice(
        self, text: str, position: Position, milestone: str | None, *, is_warning: bool = True
    ) -> None:
        self._notices.append(Notice(text, milestone, position, is_warning=is_warning))

    def _problem(self, position: Position, message: str) -> None:
        self._problems.append(Problem(*position, message))

    def _line_of(self, node: nodes.Node) -> int:
        """Return the line of a node, as docutils counts; that of the one before if it has none."""
        within = (each.line for each in node.findall(nodes.Element) if each.line)
        self._line = next(within, None) or self._line
        return self._line

    def _line_of_title(self, line: int, title: str) -> int:
        """Return the line of a title; docutils may tell the one that is drawn below or above."""
        near = [line, line - 1, line + 1]
        lines = self._regular
        return next((n for n in near if 0 < n <= len(lines) and title in lines[n - 1].text), line)

    def _file_line(self, line: int) -> int:
        return self._regular[line - 1].number if 0 < line <= len(self._regular) else 0

    def _position(self, line: int, text: str, offset: int, token: str = "") -> Position:
        """Return where a part of a text stands that begins in a line."""
        number = self._file_line(line + text.count("\n", 0, offset))
        if not token:
            words = text[offset:].split(maxsplit=1)
            token = words[0] if words else ""
        return self._position_in(number, token)

    def _position_in(self, number: int, token: str) -> Position:
        column = self._lines[number - 1].find(token) if number else -1
        return Position(self._shown, number, max(column, 0) + 1 if number else 0)
