"""Nodes to values: the types of the file format, and what is said when one is wrong.

Each reader takes a node and returns the value, or None after it has reported what was
read and what was expected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from depgraph.errors import did_you_mean
from depgraph.model import Position
from depgraph.sources.bounds import LONGEST_CODE, wrong_date, wrong_length
from depgraph.sources.nodes import Mapping, Scalar, Sequence, describe, quoted
from depgraph.words import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import date

    from depgraph.sources.document import Document
    from depgraph.sources.nodes import Node

T = TypeVar("T")

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
# A text may have several lines, and nothing else that a terminal or XML could stumble on.
# (Compiled where it is needed, which is rare and takes as long as reading a small file.)
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"

# Finding the nearest word takes far longer than all the rest.
_MOST_HINTS = 100
_LONGEST_HINTED = 60


class Fields:
    """Readers of the values of one document; problems go to the document.

    Attributes
    ----------
    dates, codes
        What was read so far, by its text: each value is there once, however often it is read.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.dates: dict[str, date] = {}
        self.codes: dict[str, str] = {}
        self._hints: dict[tuple[str, tuple[str, ...]], str] = {}

    def report(self, node: Node, message: str) -> None:
        """Report a problem at a node."""
        self.document.report_node(node, message)

    def position(self, node: Node) -> Position:
        """Return where a node stands."""
        return Position(self.document.shown, node.line, node.column)

    # -- scalars ---------------------------------------------------------------------

    def text(self, node: Node, what: str) -> str | None:
        """Return a text of at least one character that no comment cuts short."""
        if isinstance(node, Scalar) and node.cut:
            behind = f" behind {quoted(node.text)}" if node.text else ""
            self.report(
                node,
                f"{what}: YAML takes {quoted(node.cut)}{behind} for a comment: "
                "quote the text if that belongs to it, "
                "or write the comment on a line of its own",
            )
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            self.report(node, f"{what}: expected a text, got {describe(node)}")
            return None
        if not node.text.isprintable() and (control := re.search(_CONTROL, node.text)):
            self.report(
                node, f"{what}: the text has the character U+{ord(control[0]):04X}: remove it"
            )
            return None
        if wrong := wrong_length(node.text):
            self.report(node, f"{what}: {wrong}")
            return None
        return node.text

    def code(self, node: Node, what: str) -> str | None:
        """Return the code of a milestone: one line, every character of it to be seen."""
        if not isinstance(node, Scalar):
            self.report(node, f"{what}: expected a code, got {describe(node)}")
            return None
        text = node.text
        known = self.codes.get(text)
        if known is not None:
            return known
        if is_code(text):
            self.codes[text] = text
            return text
        expected = (
            f"a code in one line, at most {LONGEST_CODE} characters, "
            "without invisible characters or spaces around it"
        )
        if node.plain and not text:
            expected = "a code"
        self.report(node, f"{what}: expected {expected}, got {describe(node)}")
        return None

    def date(self, node: Node, what: str) -> date | None:
        """Return a date written as YYYY-MM-DD."""
        if isinstance(node, Scalar):
            known = self.dates.get(node.text)
            if known is not None:
                return known
            read = day_of(node.text)
            if read is None and re.fullmatch(_DATE, node.text):
                self.report(node, f"{what}: there is no date {node.text}")
                return None
            if read is not None:
                if wrong := wrong_date(read, node.text):
                    self.report(node, f"{what}: {wrong}")
                    return None
                self.dates[node.text] = read
                return read
        self.report(node, f"{what}: expected a date as YYYY-MM-DD, got {describe(node)}")
        return None

    def integer(
        self, node: Node, what: str, least: int | None = None, most: int | None = None
    ) -> int | None:
        """Return a whole number, from `least` to `most` where they are given."""
        if isinstance(node, Scalar) and _INTEGER.fullmatch(node.text):
            read = int(node.text)
            if (least is None or read >= least) and (most is None or read <= most):
                return read
        expected = "a whole number"
        if least is not None and most is not None:
            expected += f" from {least} to {most}"
        elif least is not None:
            expected += f" of {least} or more"
        self.report(node, f"{what}: expected {expected}, got {describe(node)}")
        return None

    def choice(self, node: Node, what: str, choices: Collection[str]) -> str | None:
        """Return one of a few words."""
        if isinstance(node, Scalar) and node.text in choices:
            return node.text
        expected = ", ".join(choices)
        hint = self._word_hint(node.text, choices) if isinstance(node, Scalar) else ""
        self.report(node, f"{what}: expected one of {expected}, got {describe(node)}{hint}")
        return None

    def boolean(self, node: Node, what: str) -> bool | None:
        """Return True or False, written ``true`` or ``false``."""
        read = self.choice(node, what, ("true", "false"))
        return None if read is None else read == "true"

    # -- collections -----------------------------------------------------------------

    def items(
        self,
        node: Node,
        what: str,
        read: Callable[[Node, str], T | None],
        *,
        may_be_single: bool = False,
        empty: bool = True,
    ) -> tuple[T, ...]:
        """Return the values of a list, each read with `read`.

        With `one`, a single value may stand in place of a list of one; without `empty`,
        the list has at least one item.
        """
        if isinstance(node, Sequence):
            if not node.items and not empty:
                self.report(node, f"{what}: the list is empty")
            values = (read(item, what) for item in node.items)
            return tuple(value for value in values if value is not None)
        if may_be_single and isinstance(node, Scalar):
            value = read(node, what)
            return () if value is None else (value,)
        self.report(node, f"{what}: expected a list, got {describe(node)}")
        return ()

    def entries(
        self, node: Node, what: str, known: Collection[str], required: Collection[str] = ()
    ) -> Iterator[tuple[str, Scalar, Node]]:
        """Yield key, key node and value of a mapping whose keys are all known.

        Unknown and missing keys are reported.
        """
        if not isinstance(node, Mapping):
            self.report(node, f"{what}: expected a mapping, got {describe(node)}")
            return
        self.report_missing(node, what, required)
        for name, value in node.pairs:
            if name.text in known:
                yield name.text, name, value
            else:
                self.unknown_key(name, what, known)

    def report_missing(
        self, node: Mapping, what: str, required: Iterable[str], of: str = ""
    ) -> None:
        """Report the keys that a mapping lacks; `of` says behind each what it is a key of."""
        for key in required:
            if all(key != name.text for name, _ in node.pairs):
                self.report(node, f"{what}: the key {key!r} is missing{of}")

    def unknown_key(self, name: Scalar, what: str, known: Collection[str]) -> None:
        """Report a key that has no meaning where it stands."""
        hint = self._word_hint(name.text, known) or f" (known: {', '.join(known)})"
        self.report(name, f"{what}: unknown key {quoted(name.text)}{hint}")

    def _word_hint(self, written: str, known: Collection[str]) -> str:
        if len(written) > _LONGEST_HINTED:
            return ""
        key = (written, tuple(known))
        hint = self._hints.get(key)
        if hint is None:
            hint = did_you_mean(written, known) if len(self._hints) < _MOST_HINTS else ""
            self._hints[key] = hint
        return hint


def is_code(text: str) -> bool:
    """Whether a text may be a code: one line, every character of it to be seen."""
    return (
        text.isprintable()
        and text != ""
        and text[0] != " " != text[-1]
        and len(text) <= LONGEST_CODE
    )


def is_nothing(node: Node) -> bool:
    """Whether a key stands without a value."""
    return isinstance(node, Scalar) and node.plain and not node.text


def is_blank(node: Node) -> bool:
    """Whether a key stands without words: without a value, or with an empty text."""
    return isinstance(node, Scalar) and not node.text.strip() and not node.cut
