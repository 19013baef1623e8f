"""What a cell says that a milestone waits on: codes, perhaps each with a type and a lag.

All usual forms are read: ``A, B``, ``A; B``, one a line, ``12FS+2d``, ``3SS-50%``, ``A: FS 5d``,
``A Finish to Start``. What a row has as its code is a code, whatever it ends in; only what none
has is taken apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.sources.amounts import NUMBER, UNIT, Span, span_of
from depgraph.sources.bounds import LONGEST_CODE
from depgraph.sources.fields import is_code
from depgraph.sources.link_types import link_type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from depgraph.model import LinkType

_WORDS = r"(?:finish|start)[ -]+(?:to[ -]+)?(?:finish|start)"
_TYPE = rf"(?:PR_)?(?:FS|SS|FF|SF)|{_WORDS}"
_LAG = rf"(?P<lag>[+-]\s*{NUMBER}\s*(?:{UNIT})?)"
_WITH_TYPE = re.compile(
    rf"(?P<code>.+?)(?P<between>\s*:\s*|\s*)\(?(?P<type>{_TYPE})\)?"
    rf"(?:\s*{_LAG}|\s+(?P<bare>{NUMBER}\s*(?:{UNIT})?))?",
    re.IGNORECASE | re.DOTALL,
)
_WITH_LAG = re.compile(rf"(?P<code>.+?)(?P<between>\s*){_LAG}", re.IGNORECASE | re.DOTALL)
_BEFORE_COMMA = re.compile(rf".*(?:{_TYPE})\s*[+-]\s*[0-9]+", re.IGNORECASE | re.DOTALL)
_BEHIND_COMMA = re.compile(rf"[0-9]+\s*(?:{UNIT})", re.IGNORECASE)

_LONGEST = LONGEST_CODE + 100
"""How many characters a code may have with a type and a lag."""

_SEPARATOR = re.compile(r"[,;\n]")
_NOTHING = frozenset({"-", "\u2013", "\u2014", "none", "n/a"})
"""What people write where a milestone waits on nothing."""

_ODD = " \t:+\\"
"""What a code has only where some code of the list has it."""


class Item(Struct):
    """One thing that is waited on: what the cell names it by, and the link.

    Attributes
    ----------
    is_typed
        Whether the cell says the type.
    """

    name: str
    is_known: bool
    type: LinkType = "FS"
    lag: Span | None = None
    is_typed: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the cell names it, and no more."""
        return self.lag is None and not self.is_typed


class NoItem(Struct):
    """A part of a cell that names nothing."""

    written: str


class ItemReader:
    """Reads the cells that name rows of a list.

    Parameters
    ----------
    names
        What rows may be named by.
    codes
        Those of them that are codes or numbers; the others are words, which may hold anything.
    comma_is_decimal
        Whether the list writes decimals with a comma.
    """

    def __init__(
        self,
        names: Mapping[str, str] | Collection[str],
        codes: Collection[str],
        *,
        comma_is_decimal: bool = False,
    ) -> None:
        self._names = names
        self._odd = {sign for sign in _ODD if not any(sign in code for code in codes)}
        self._most_separators = max((len(_SEPARATOR.findall(name)) for name in names), default=0)
        self._comma_is_decimal = comma_is_decimal

    def read(self, text: str) -> Iterator[Item | NoItem]:
        """Yield what a cell names, in its order."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text or (text.casefold() in _NOTHING and text not in self._names):
            return
        ends = [match.start() for match in _SEPARATOR.finditer(text)]
        starts = [0, *(end + 1 for end in ends)]
        ends.append(len(text))
        number = 0
        while number < len(ends):
            last = self._last_piece(text, starts, ends, number)
            written = text[starts[number] : ends[last]].strip()
            is_blank_line = "\n" in text[max(starts[number] - 1, 0) : ends[last] + 1]
            if written:
                yield self._item(written)
            elif last + 1 < len(ends) and not is_blank_line:
                yield NoItem("")
            number = last + 1

    def _last_piece(self, text: str, starts: list[int], ends: list[int], first: int) -> int:
        """Return up to which piece between separators one item goes."""
        for last in range(min(first + self._most_separators, len(ends) - 1), first, -1):
            piece = text[starts[first] : ends[last]].strip()
            # A type and what stands in the next line are no link with a lag.
            if piece in self._names or ("\n" not in piece and self._known(piece) is not None):
                return last
        if first + 1 < len(ends) and text[ends[first]] == ",":
            before = text[starts[first] : ends[first]].strip()[-_LONGEST:]
            behind = text[starts[first + 1] : ends[first + 1]].rstrip()
            is_decimal = _BEFORE_COMMA.fullmatch(before) and _BEHIND_COMMA.fullmatch(behind)
            if is_decimal and behind not in self._names:
                return first + 1
        return first

    def _item(self, written: str) -> Item | NoItem:
        known = self._known(written)
        if known is not None:
            return known
        match = _WITH_TYPE.fullmatch(written) if len(written) <= _LONGEST else None
        if match is not None:
            code = match["code"].strip()
            is_sure = match["lag"] or match["bare"] or match["between"] or code.isdigit()
            if is_sure and self._may_be_code(code):
                return self._typed(match, is_known=False) or NoItem(written)
        return Item(written, is_known=False) if self._may_be_code(written) else NoItem(written)

    def _known(self, written: str) -> Item | None:
        """Return an item that names a row; the longest name counts."""
        if written in self._names:
            return Item(written, is_known=True)
        if len(written) > _LONGEST:
            return None
        match = _WITH_LAG.fullmatch(written)
        if match is not None and match["code"] in self._names:
            code, span = match["code"], self._span(match["lag"])
            may_be_lag = match["lag"][0] == "+" or match["between"] or _ends_in_type(code)
            if span is not None and span.unit and may_be_lag:
                return Item(code, is_known=True, lag=span)
        match = _WITH_TYPE.fullmatch(written)
        if match is not None and match["code"].strip() in self._names:
            return self._typed(match, is_known=True)
        return None

    def _typed(self, match: re.Match[str], *, is_known: bool) -> Item | None:
        type_ = link_type_of(match["type"])
        lag = match["lag"] or match["bare"]
        span = self._span(lag) if lag else None
        if type_ is None or (lag and span is None):
            return None
        return Item(match["code"].strip(), is_known, type_, span, is_typed=True)

    def _span(self, text: str) -> Span | None:
        return span_of(text, comma_is_decimal=self._comma_is_decimal)

    def _may_be_code(self, text: str) -> bool:
        return is_code(text) and self._odd.isdisjoint(text)


def _ends_in_type(code: str) -> bool:
    return link_type_of(code[-2:]) is not None
