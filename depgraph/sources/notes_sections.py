"""The sections and lists of reviewers' notes, to milestones, links, questions and notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from depgraph.model import Link, Name, Notice, Position, Query, Question
from depgraph.model.values import problem_at
from depgraph.records import Struct
from depgraph.sources.bounds import LONGEST_CODE
from depgraph.sources.graph_file import GraphFile
from depgraph.sources.milestones import FIELDS, NOTHING_STATED, Definition, Places
from depgraph.sources.nodes import quoted
from depgraph.sources.notes_entries import (
    codes_in,
    has_second_code,
    mark_in_name,
    one_line,
    read_entry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.errors import Problem
    from depgraph.sources.notes_entries import Entry
    from depgraph.sources.notes_places import NotePlaces

_ID, _NAME, _NAMES, _NOTE, _POSITION = (
    FIELDS[name] for name in ("id", "name", "names", "note", "position")
)
_HEADING = "a heading such as 'LDM-503-01: Its name'"
_BULLET = "a bullet such as '- DM-SUIT-3: Its name'"


class _NotedMilestone(Struct):
    """What the notes say of a milestone so far."""

    position: Position
    names: list[Name]
    remarks: list[Name]
    has_heading: bool


class _Leftover(Struct):
    """A text that is neither an entry nor a remark."""

    text: str
    position: Position
    milestone: str | None
    expected: str


class Sections:
    """Takes what stands in a document of notes. Problems go to the list as they are met."""

    def __init__(self, places: NotePlaces, problems: list[Problem]) -> None:
        self._places = places
        self._problems = problems
        self._problems_before = len(problems)
        self._noted: dict[str, _NotedMilestone] = {}
        self._links: list[Link] = []
        self._questions: list[Question] = []
        self._notices: list[Notice] = []
        self._leftovers: list[_Leftover] = []
        self._prose: list[_Leftover] = []

    # -- the document ------------------------------------------------------------------

    def read(self, document: nodes.document, messages: Iterable[nodes.system_message]) -> None:
        """Take everything from the tree of a document, and what its parser said."""
        self._take_content(document, None)
        for message in messages:
            self._tell_message(message)
        for line in self._places.regular:
            if line.is_joined:
                self._tell_joined(line.number)
        self._tell_mentions()
        for leftover in self._leftovers:
            self._tell_leftover(leftover)
        if not self._noted and len(self._problems) == self._problems_before:
            words = f"there is no milestone here: expected {_HEADING}, and bullets below it"
            self._add_problem(Position(self._places.shown, 0, 0), words)

    def graph_file(self) -> GraphFile:
        """Return all that was read."""
        if self._links:
            text = (
                "the notes tell no types and no lags: every bullet is taken as a link of type FS, "
                "without a lag"
            )
            place = Position(self._places.shown, 1, 1)
            notice = Notice(text, None, place, is_warning=False, lacks=("types", "lags"))
            self._notices.append(notice)
        places = Places()
        milestones: dict[str, Definition] = {}
        for code, noted in self._noted.items():
            values = NOTHING_STATED.copy()
            values[_ID], values[_POSITION] = code, noted.position
            first = len(places.fields)
            if noted.names:
                values[_NAME], values[_NAMES] = noted.names[0].text, tuple(noted.names)
                _add_place(places, _NAME, noted.names[0])
            if noted.remarks:
                values[_NOTE] = "\n".join(remark.text for remark in noted.remarks)
                _add_place(places, _NOTE, noted.remarks[0])
            milestones[code] = Definition(values, places, first)
        is_whole = len(self._problems) == self._problems_before
        return GraphFile(
            self._places.shown,
            None,
            (),
            milestones,
            self._links,
            self._questions,
            is_whole,
            tuple(self._notices),
        )

    def _take_content(self, parent: nodes.Element, milestone: str | None) -> None:
        """Take what stands in a section, the document or a block."""
        for node in parent.children:
            if isinstance(node, nodes.section):
                self._take_section(node, milestone)
            elif isinstance(node, nodes.bullet_list):
                for item in node.children:
                    self._take_bullet(item, milestone)
            elif isinstance(node, nodes.paragraph):
                self._take_paragraph(node, milestone)
            elif isinstance(node, nodes.block_quote):
                self._take_content(node, milestone)
            elif not isinstance(
                node, nodes.comment | nodes.target | nodes.transition | nodes.system_message
            ) and not (isinstance(node, nodes.title) and isinstance(parent, nodes.section)):
                expected = _BULLET if milestone else _HEADING
                self._leave(node, milestone, expected)

    def _take_section(self, section: nodes.section, outer: str | None) -> None:
        title = next((child for child in section.children if isinstance(child, nodes.title)), None)
        text = "" if title is None else title.astext()
        line = self._places.line_of_title(
            self._places.line_of(section if title is None else title), text
        )
        entry = read_entry(text)
        if not entry.code:
            position = self._places.position(line, text, entry.offset)
            if outer:
                message = (
                    f"the heading {quoted(entry.name)} begins with no code: "
                    f"what stands below it is taken for {outer}"
                )
                self._add_notice(message, position, outer)
            elif codes_in(text):
                self._leftovers.append(_Leftover(text, position, None, _HEADING))
            else:
                message = f"the heading {quoted(entry.name)} begins with no code"
                self._add_notice(message, position, None, is_warning=False)
            self._take_content(section, outer)
            return
        position = self._places.position(line, text, entry.offset, entry.written)
        before = self._noted.get(entry.code)
        if before is not None and before.has_heading:
            first = before.position.line
            message = f"{entry.code} has a heading already, in line {first}: join the two"
            self._add_problem(position, message)
        names = [] if before is None else before.names
        if before is None or not before.has_heading:
            remarks = [] if before is None else before.remarks
            self._noted[entry.code] = _NotedMilestone(position, names, remarks, has_heading=True)
            if entry.name:
                _add_name(names, entry, position, first=True)
        self._check_name(entry, position, entry.code)
        for mark in entry.marks:
            place = self._places.position(line, text, mark.offset, "(")
            if mark.why:
                self._questions.append(Question(entry.code, mark.why, place))
            else:
                message = f"{entry.code} is queried without a reason, which cannot be a question"
                self._add_notice(message, place, entry.code)
        self._take_content(section, entry.code)

    # -- bullets -----------------------------------------------------------------------

    def _take_bullet(self, item: nodes.Node, milestone: str | None) -> None:
        children = list(item.children)
        if not children or not isinstance(children[0], nodes.paragraph):
            self._leave(item, milestone, _BULLET)
            return
        text, line = children[0].astext(), self._places.line_of(children[0])
        entry = read_entry(text)
        position = self._places.position(line, text, entry.offset, entry.written)
        remarks = [
            remark for child in children[1:] for remark in self._remarks_below(child, milestone)
        ]
        if milestone and entry.code:
            self._take_prerequisite(milestone, entry, position, remarks, (line, text))
        elif milestone and (entry.marks or entry.name.endswith("?")):
            self._take_question(milestone, entry, position)
            for remark in remarks:
                self._questions.append(Question(milestone, one_line(remark.text), remark.position))
        else:
            expected = _BULLET if milestone else f"{_HEADING} above it"
            bullet = _Leftover(text, position, milestone, expected)
            self._leftovers += (bullet, *(remark._replace(expected=expected) for remark in remarks))

    def _take_question(self, milestone: str, entry: Entry, position: Position) -> None:
        texts = [entry.name, *(mark.why for mark in entry.marks)]
        questions = [text for text in texts if text]
        self._questions += (Question(milestone, text, position) for text in questions)
        if not questions:
            self._add_notice("a query says neither a code nor a question", position, milestone)

    def _take_prerequisite(
        self,
        milestone: str,
        entry: Entry,
        position: Position,
        remarks: Sequence[_Leftover],
        where: tuple[int, str],
    ) -> None:
        """Add the link that a bullet stands for, with the remarks that are nested below it."""
        code = entry.code
        noted = self._noted.setdefault(code, _NotedMilestone(position, [], [], has_heading=False))
        if entry.name:
            _add_name(noted.names, entry, position)
        self._check_name(entry, position, milestone)
        queries = [
            Query(mark.why, self._places.position(*where, mark.offset, "("))
            for mark in entry.marks
            if mark.why or (len(entry.marks) == 1 and not remarks)
        ]
        notes: list[str] = []
        for paragraph in remarks:
            place = paragraph.position
            remark = read_entry(paragraph.text)
            words = one_line(paragraph.text)
            if remark.code and remark.code not in (code, milestone):
                message = (
                    f"{remark.code} stands nested below {code}, where it is read as a remark: "
                    f"{quoted(words)}"
                )
                self._add_notice(message, place, milestone)
            if remark.marks:
                remark_text = f"{remark.written} {remark.name}".strip()
                queries += (
                    Query(why, place)
                    for why in (remark_text, *(m.why for m in remark.marks))
                    if why
                )
                if not remark_text and not any(mark.why for mark in remark.marks):
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

    def _remarks_below(self, node: nodes.Node, milestone: str | None) -> list[_Leftover]:
        """Return the paragraphs and bullets below a bullet, at all levels, in their order."""
        if isinstance(node, nodes.paragraph):
            text, line = node.astext(), self._places.line_of(node)
            return [_Leftover(text, self._places.position(line, text, 0), milestone, _BULLET)]
        if isinstance(
            node,
            nodes.bullet_list | nodes.list_item | nodes.block_quote,
        ):
            if not node.children:
                self._leave(node, milestone, "a remark")
            return [
                remark
                for child in node.children
                for remark in self._remarks_below(child, milestone)
            ]
        if not isinstance(node, nodes.comment | nodes.target | nodes.system_message):
            self._leave(node, milestone, "a remark")
        return []

    # -- other text --------------------------------------------------------------------

    def _take_paragraph(self, node: nodes.paragraph, milestone: str | None) -> None:
        text, line = node.astext(), self._places.line_of(node)
        entry = read_entry(text)
        position = self._places.position(line, text, entry.offset, entry.written)
        if entry.code and entry.code != milestone:
            expected = f"{_BULLET}, or another word before the code of a remark"
            self._add_problem(
                position,
                f"{quoted(one_line(text))} begins with a code and has neither a bullet nor the "
                f"line of a heading below it: expected {expected if milestone else _HEADING}",
            )
        elif milestone is None:
            message = f"{quoted(one_line(text))} stands under no milestone"
            self._add_notice(message, position, None, is_warning=False)
        elif not entry.code and (entry.marks or entry.name.endswith("?")):
            self._take_question(milestone, entry, position)
        else:
            self._noted[milestone].remarks.append(Name(one_line(text), position))
            self._prose.append(_Leftover(text, position, milestone, ""))

    def _tell_message(self, message: nodes.system_message) -> None:
        """Tell what the parser says: an error as a problem, a warning as a notice."""
        level = message["level"]
        words = message.children[0].astext() if message.children else ""
        line = self._places.file_line(int(message.get("line", 0)))
        position = Position(self._places.shown, line, 1)
        if "directive disabled" in words:
            name = words.partition(" directive")[0]
            advice = "put its text into the notes"
            self._add_problem(position, f"the directive {name} is not carried out: {advice}")
        elif level >= 3:
            self._add_problem(position, f"cannot be read as reStructuredText: {one_line(words)}")
        elif level == 2:
            self._add_notice(f"as reStructuredText: {one_line(words)}", position, None)

    def _tell_joined(self, number: int) -> None:
        """Tell that a line without indentation was taken for a part of the bullet above it."""
        text = self._places.lines[number - 1]
        entry = read_entry(text)
        position = self._places.position_in(number, entry.written)
        if entry.code or (entry.marks and not entry.marks[0].offset):
            self._add_problem(
                position,
                f"{quoted(one_line(text))} has no bullet: put '- ' before it if it is an entry, "
                "else indent it as the text above it",
            )
        else:
            words = quoted(one_line(text))
            message = f"{words} is not indented: it is read with the bullet above"
            self._add_notice(message, position, None, is_warning=False)

    def _tell_mentions(self) -> None:
        """Tell which milestones the prose under a heading names that no bullet below it has."""
        known = {link.ends for link in self._links}
        for prose in self._prose:
            milestone = prose.milestone
            for code in codes_in(prose.text):
                if code in self._noted and code != milestone and (code, milestone) not in known:
                    message = f"{code} is named here, but no bullet makes {milestone} wait on it"
                    self._add_notice(message, prose.position, milestone)

    def _check_name(self, entry: Entry, position: Position, milestone: str) -> None:
        if len(entry.code) > LONGEST_CODE:
            self._add_problem(position, f"a code has at most {LONGEST_CODE} characters")
        if entry.name and has_second_code(entry.name):
            what = quoted(f"{entry.code} {entry.name}")
            self._add_problem(position, f"{what} begins with two codes: write an entry for each")
        if mark_in_name(entry.name):
            message = (
                f"{quoted(entry.name)} is read as a name: a doubt is marked (Query) or (Query: why)"
            )
            self._add_notice(message, position, milestone)

    def _leave(self, node: nodes.Node, milestone: str | None, expected: str) -> None:
        text = node.astext()
        position = self._places.position(self._places.line_of(node), text, 0)
        self._leftovers.append(_Leftover(text, position, milestone, expected))

    def _tell_leftover(self, leftover: _Leftover) -> None:
        """Report a text that could not be read: a problem where it has a code."""
        text = one_line(leftover.text)
        message = f"expected {leftover.expected}, got {quoted(text) if text else 'nothing'}"
        words = leftover.text.replace(":", " ").split()
        if codes_in(leftover.text) or any(word in self._noted for word in words):
            self._add_problem(leftover.position, message)
        else:
            self._add_notice(f"not read: {message}", leftover.position, leftover.milestone)

    # -- what is said ------------------------------------------------------------------

    def _add_notice(
        self, text: str, position: Position, milestone: str | None, *, is_warning: bool = True
    ) -> None:
        self._notices.append(Notice(text, milestone, position, is_warning=is_warning))

    def _add_problem(self, position: Position, message: str) -> None:
        self._problems.append(problem_at(position, message))


def _add_place(places: Places, field: int, text: Name) -> None:
    if text.position is not None:
        places.add(field, text.position.line, text.position.column)


def _add_name(names: list[Name], entry: Entry, position: Position, *, first: bool = False) -> None:
    known = next((name for name in names if name.text == entry.name), None)
    if first:
        if known is not None:
            names.remove(known)
        names.insert(0, Name(entry.name, position))
    elif known is None:
        names.append(Name(entry.name, position))
