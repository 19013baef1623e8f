"""Milestones whose lines are certainly in the canonical form, recognised without a parser.

Most milestones of a plan have lines of a few shapes, of which it is certain what YAML makes of
them and that their canonical form is these very lines. One entry takes the place of each run of
them while the rest is laid out or edited.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from depgraph.edits.layout import WIDTH
from depgraph.records import Struct
from depgraph.sources.milestone_format import LINK, MILESTONE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from depgraph.edits.text import Text

_HEAD = re.compile(r"^milestones:\n(?=  \S)", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^[^ #\n]", re.MULTILINE)


class Thinned(Struct):
    """A text with an entry in place of each run of tidy milestones.

    Attributes
    ----------
    marker
        What the codes of these entries begin with, before their numbers.
    line
        The line of the key of all milestones, from 0; None where nothing was recognised.
    """

    text: str
    marker: str = ""
    line: int | None = None
    runs: tuple[str, ...] = ()

    def is_certain(self, parsed: Text) -> bool:
        """Whether the parser has found the entries where they stand, as it would the milestones."""
        if self.line is None:
            return True
        milestones = next(
            (
                node
                for name, node in parsed.root.pairs()
                if (name.text, name.line, name.column) == ("milestones", self.line, 0)
                and node.kind == "mapping"
                and not (node.is_flow or node.anchor)
            ),
            None,
        )
        entries = [] if milestones is None else [*milestones.pairs()]
        codes = [
            name.text
            for name, node in entries
            if name.column == 2 and not node.items and name.text.startswith(self.marker)
        ]
        return codes == [f"{self.marker}{n}" for n in range(len(self.runs))]

    def filled(self, text: str) -> str:
        """Return a text with the milestones in place of the entries."""
        if self.line is None:
            return text
        entry = re.compile(rf"^  {self.marker}([0-9]+): \{{\n*\}}\n", re.MULTILINE)
        return entry.sub(lambda match: self.runs[int(match[1])], text)


def thinned(text: str, *, edited: Collection[str] | None = None) -> Thinned:
    """Put entries in the place of tidy milestones of a graph file, where there are any.

    Parameters
    ----------
    edited
        Of a text to edit, the codes of the milestones that stay; all lines keep their numbers.
    """
    head = _HEAD.search(text)
    if head is None or _HEAD.search(text, head.end()):
        return Thinned(text)
    behind = _TOP_LEVEL.search(text, head.end())
    end = behind.start() if behind else len(text)
    marker = "tidy"
    while marker in text:
        marker += "y"
    spans: list[tuple[int, int]] = []
    for code, start, stop in _tidy_milestones(text, head.end(), end):
        if edited is not None and code in edited:
            continue
        is_next = spans and text[spans[-1][1] : start] in ("", "\n")
        spans.append((spans.pop()[0] if is_next else start, stop))
    parts: list[str] = []
    at = 0
    for number, (start, stop) in enumerate(spans):
        blank = "\n" * (0 if edited is None else text.count("\n", start, stop) - 1)
        parts += (text[at:start], f"  {marker}{number}: {{{blank}}}\n")
        at = stop
    line = text.count("\n", 0, head.start()) if spans else None
    runs = tuple(text[start:stop] for start, stop in spans)
    return Thinned("".join((*parts, text[at:])), marker, line, runs)


@lru_cache(maxsize=1)  # what was edited is laid out next
def _tidy_milestones(text: str, start: int, end: int) -> Sequence[tuple[str, int, int]]:
    """Return the codes of tidy milestones between two places, and where each starts and ends."""
    matches = _tidy_milestone().finditer(text, start, end)
    return [(match[1], match.start(), match.end()) for match in matches]


@cache
def _tidy_milestone() -> re.Pattern[str]:
    """Return the pattern of a tidy milestone.

    Behind it stands nothing that is deeper than its code: a comment would be in it.
    """
    plain = r"[A-Za-z0-9(](?:[ -\"$-9;-~\xa1-\xff]*[!-\"$-9;-~\xa1-\xff])?"
    word = r"[A-Za-z0-9][A-Za-z0-9_./-]*"
    words = rf"\[{word}(?:, {word})*\]"
    terms = [key for key in LINK.keys if key != "id"]
    block_terms = "".join(rf"(?:\n        {key}: {plain})?" for key in terms)
    flow_terms = "".join(rf"(?:, {key}: -?{word})?" for key in terms)
    link = rf"(?:id: {plain}{block_terms}|{_within(WIDTH - 8)}\{{id: {word}{flow_terms}\}}|{plain})"
    attributes = "".join(
        rf"(?:    {key}:(?: {plain}| {_within(WIDTH - 6 - len(key))}{words}"
        rf"|(?:\n      - {link if key == 'requires' else plain})+)\n)?"
        for key in MILESTONE.keys
    )
    behind = r"(?=\n*(?: ? ?[^ \n]|\Z))"
    return re.compile(rf"^  ({word}):\n{attributes}{behind}", re.MULTILINE)


def _within(width: int) -> str:
    """Return the pattern of a place behind which a line has so many characters at most."""
    return rf"(?=[^\n]{{0,{width}}}$)"
