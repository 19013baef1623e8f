"""The milestones of a large file whose lines have the shape that ``depgraph fmt`` writes.

Most of a large plan is a few shapes of line of which it is certain what YAML makes: these are
read without the parser, in half the time. All else, and always the first and the last milestone,
is left to the parser, in a text that has a comment and empty lines in place of what was taken.
What it tells of that is what it would tell of the whole, as long as it finds a milestone's key
right behind every stretch of taken lines: else these stood inside something else, and the file
is read as if this module were not there.
"""

from __future__ import annotations

import re
from itertools import islice, repeat
from typing import TYPE_CHECKING

from depgraph.model import Name, Position
from depgraph.model.links import LinkColumns
from depgraph.progress import current_listener
from depgraph.sources.bounds import LONGEST_CODE, LONGEST_TEXT
from depgraph.sources.fields import Fields
from depgraph.sources.keys import DATE, TEXT, Choice, Integer
from depgraph.sources.milestones import (
    FIELDS,
    NOTHING_STATED,
    TELL_EVERY,
    TYPES,
    Definition,
    Places,
)
from depgraph.sources.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from depgraph.sources.milestones import MilestoneReader
    from depgraph.sources.nodes import Node

_MOST_LEFT = 100
"""How many milestones more than are taken may be left to the parser; then all are."""

_ID, _NAME, _NAMES, _POSITION = (FIELDS[name] for name in ("id", "name", "names", "position"))
_FIELDS = {
    name: (FIELDS[name], type_)
    for name, type_ in TYPES.items()
    if type_ in (TEXT, DATE) or isinstance(type_, Choice | Integer)
}
_NO_FIELD = (_ID, TEXT)

_CODE_COLUMN, _ATTRIBUTE_COLUMN, _ITEM_COLUMN, _FLOW_COLUMN = 3, 5, 9, 16
_NEW_ITEM = "\n      - "

_CODE = rf"[A-Za-z0-9_][A-Za-z0-9_.&/-]{{0,{LONGEST_CODE - 1}}}"
# A text in one line without anything in it that YAML could take for more than text.
_TEXT = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^\n:#]*[^\s:#])?|"\ *[^\s"\\][^\n"\\]*\""""
_NO_ENTRY = r"(?:\ *(?:\#[ -~]*)?\n)*"
# (A pattern that begins with letters is found many times faster than one that looks behind first.)
_START = re.compile(rf"milestones:\n(?<![^\n]milestones:\n){_NO_ENTRY}(?=  [A-Za-z0-9_])")
_MILESTONE = re.compile(
    rf"  ({_CODE}):\n"
    rf"((?:    [a-z_]+: (?:{_TEXT})\n)*)"
    rf"(?:    requires:(?: \[({_CODE}(?:, {_CODE})*)\]|((?:{_NEW_ITEM}{_CODE})+))\n)?"
    rf"{_NO_ENTRY}(?=  [A-Za-z0-9_\"'])"
)
_ATTRIBUTE = re.compile(r"    ([a-z_]+): ([^\n]+)")
# What stands in a line behind this: another milestone, or nothing of them.
_NEXT = re.compile(r"\n(?=(  )[A-Za-z0-9_\"']|[^ #\n])")

_new = tuple.__new__


class _Trial(Fields):
    """Readers that say nothing of what is wrong, and look for no hint: the parser's will.

    What they read is known to those too.
    """

    def __init__(self, fields: Fields) -> None:
        super().__init__(fields.document)
        self.dates, self.codes = fields.dates, fields.codes

    def report(self, node: Node, message: str) -> None:
        """Say nothing."""

    def _word_hint(self, written: str, known: Collection[str]) -> str:  # noqa: ARG002
        return ""


class PlainLines:
    """What was read of plain lines.

    Attributes
    ----------
    rest
        The text that is left to the parser.
    milestones, links
        What was taken, in the order of the file.
    """

    def __init__(self, text: str, shown: str, fields: Fields) -> None:
        self.rest = text
        self.milestones: dict[str, Definition] = {}
        self.links = LinkColumns(shown)
        self._shown = shown
        self._fields = _Trial(fields)
        self._places = Places()
        self._ends: list[tuple[int, int, int]] = []
        start = None if "\r" in text else _START.search(text)
        if start is not None:
            self._take_from(text, start.end())

    def stretches(self, reader: MilestoneReader) -> Iterator[int]:
        """Yield the line behind each stretch of what was taken, from 0; asked on, add that."""
        milestones = iter(self.milestones.items())
        count_before = link_count_before = 0
        for line, count, link_count in self._ends:
            yield line
            reader.milestones.update(islice(milestones, count - count_before))
            reader.links.extend(self.links, link_count_before, link_count)
            count_before, link_count_before = count, link_count

    def _take_from(self, text: str, at: int) -> None:
        """Take what can be taken behind the place of the first milestone."""
        what, size = f"reading {self._shown}", self._fields.document.size
        listener = current_listener()
        line = text.count("\n", 0, at)
        rest: list[str] = []
        rest_from = left_count = 0
        while (behind := _NEXT.search(text, at)) and behind[1]:
            left_count += 1
            if left_count > len(self.milestones) + _MOST_LEFT:
                self.milestones.clear()
                self._ends.clear()
                return
            line += text.count("\n", at, behind.end())
            start = at = behind.end()
            first_line = line
            while (match := _MILESTONE.match(text, at)) and self._takes(match, line):
                line += text.count("\n", at, match.end())
                at = match.end()
                if listener is not None and len(self.milestones) % TELL_EVERY == 1:
                    listener(what, at, size)
            if at > start:
                rest += (text[rest_from:start], "#", "\n" * (line - first_line))
                rest_from = at
                self._ends.append((line, len(self.milestones), len(self.links)))
        self.rest = "".join((*rest, text[rest_from:]))

    def _takes(self, match: re.Match[str], line: int) -> bool:
        """Take a milestone whose key stands in a line, from 0, unless there is any doubt."""
        code, attributes, flow, block = match.groups()
        if code in self.milestones:
            return False
        fields, shown, places = self._fields, self._shown, self._places
        codes, dates = fields.codes, fields.dates
        line += 1
        code = codes.setdefault(code, code)
        values = NOTHING_STATED.copy()
        values[_ID] = code
        values[_POSITION] = _new(Position, (shown, line, _CODE_COLUMN))
        first, key_line = len(places.fields), line
        for key, written in _ATTRIBUTE.findall(attributes):
            line += 1
            text = written[1:-1] if written[0] == '"' else written
            field, type_ = _FIELDS.get(key, _NO_FIELD)
            value: object = None
            if type_ is TEXT:
                if text.isprintable() and len(text) <= LONGEST_TEXT:
                    value = text
            elif type_ is not DATE or (value := dates.get(text)) is None:
                value = type_.read(fields, Scalar(text, line, 0, plain=True), "")
            if value is None or values[field] is not None:
                del places.fields[first:]
                return False
            values[field] = value
            places.fields.append(field)
            if field == _NAME:
                position = _new(Position, (shown, line, _ATTRIBUTE_COLUMN))
                values[_NAMES] = (_new(Name, (text, position)),)
        places.lines.extend(range(key_line + 1, line + 1))
        places.columns.extend(repeat(_ATTRIBUTE_COLUMN, line - key_line))
        if block:
            prerequisites = block[len(_NEW_ITEM) :].split(_NEW_ITEM)
            lines = range(line + 2, line + 2 + len(prerequisites))
            self._add_links(prerequisites, code, lines, (_ITEM_COLUMN,) * len(lines))
        elif flow:
            prerequisites = flow.split(", ")
            columns = [_FLOW_COLUMN]
            for text in prerequisites[:-1]:
                columns.append(columns[-1] + len(text) + len(", "))
            self._add_links(prerequisites, code, (line + 1,) * len(columns), columns)
        self.milestones[code] = _new(Definition, (values, places, first))
        return True

    def _add_links(
        self, prerequisites: list[str], code: str, lines: Sequence[int], columns: Sequence[int]
    ) -> None:
        # Of each code, one text is kept for all links.
        known = map(self._fields.codes.setdefault, prerequisites, prerequisites)
        self.links.add_list(known, code, lines, columns)
