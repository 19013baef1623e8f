"""The nodes of a small file in the layout of ``depgraph fmt``, made without the parser.

Importing the parser takes longer than all else that a short command does with small files. So
lines of a few shapes, of which it is certain what YAML makes, are read here. A file with any
other line is left to the parser as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.sources.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Container

    from depgraph.sources.nodes import Node

_MOST_LEVELS = 16
_LONGEST_KEY = 100
_OF_OTHER_LAYOUTS = ("\\", ": '", "- '", ": |", ": >", ": &", ": *", ": !")
"""Where one of these is, a line is doubtful, and mostly: so none needs to be read first."""

_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.&/-"
_NO_START_OF_WORD = frozenset(".&/- ")
_NO_START = frozenset(" -?:,[]{}#&*!|>'\"%@`")
"""What a plain text does not begin with, or not where this reads it."""

_new = tuple.__new__


class _DoubtError(Exception):
    """Raised inside this module where it is not certain what the parser would find."""


def plain_pairs(text: str, cut_lines: Container[int]) -> list[tuple[Scalar, Node]] | None:
    """Return the keys and values of the mapping that a file is; None to leave it to the parser.

    Parameters
    ----------
    cut_lines
        The lines, from 0, with a comment that looks like text.
    """
    lines = text.split("\n")
    if any(sign in text for sign in _OF_OTHER_LAYOUTS) or not "".join(lines).isprintable():
        return None
    try:
        return _pairs(lines, cut_lines)
    except _DoubtError:
        return None


def _pairs(lines: list[str], cut_lines: Container[int]) -> list[tuple[Scalar, Node]]:
    # The innermost list or mapping whose end is not reached, with the keys of a mapping, and
    # those around it.
    root: list[Any] = []
    inside, indent = root, 0
    keys: set[str] | None = set()
    around: list[tuple[list[Any], set[str] | None, int]] = []
    waiting: Scalar | None = None  # a key whose value begins in a later line
    for number, line in enumerate(lines, 1):
        body = line.lstrip(" ")
        if not body or body[0] == "#":
            continue
        at = len(line) - len(body)
        is_item = body.startswith("- ")
        if waiting is not None:
            if at <= indent:
                inside.append((waiting, _nothing(waiting, cut_lines)))
            elif len(around) < _MOST_LEVELS:
                value: list[Any] = []
                kind = Sequence if is_item else Mapping
                inside.append((waiting, _new(kind, (value, number, at + 1))))
                around.append((inside, keys, indent))
                inside, keys, indent = value, None if is_item else set(), at
            else:
                raise _DoubtError
            waiting = None
        while at < indent:
            inside, keys, indent = around.pop()
        if at > indent or is_item is not (keys is None):
            raise _DoubtError
        if is_item:
            body, at = body[2:], at + 2
        key, colon, rest = body.partition(": ")
        if not colon and body.endswith(":"):
            key, colon = body[:-1], ":"
        if is_item:
            if not colon or body[0] in '"[{':
                inside.append(_node(body, number, at + 1, cut_lines))
                continue
            around.append((inside, keys, indent))
            inside.append(_new(Mapping, ([], number, at + 1)))
            inside, keys, indent = inside[-1][0], set(), at
        if not colon or keys is None or key in keys:
            raise _DoubtError
        keys.add(key)
        name = _key(key, number, at + 1)
        rest = rest.lstrip(" ")
        if not rest or rest[0] == "#":
            waiting = name
        else:
            column = at + len(body) - len(rest) + 1
            inside.append((name, _node(rest, number, column, cut_lines)))
    if waiting is not None:
        inside.append((waiting, _nothing(waiting, cut_lines)))
    if not root:
        raise _DoubtError
    return root


def _key(text: str, line: int, column: int) -> Scalar:
    if not text or text[0] in _NO_START_OF_WORD or text.strip(_KEY) or len(text) > _LONGEST_KEY:
        raise _DoubtError
    return _new(Scalar, (text, line, column, True, ""))


def _nothing(key: Scalar, cut_lines: Container[int]) -> Scalar:
    """Return the value of a key without one."""
    if key.line - 1 in cut_lines:
        raise _DoubtError
    return _new(Scalar, ("", key.line, key.column + len(key.text) + 1, True, ""))


def _node(text: str, line: int, column: int, cut_lines: Container[int]) -> Node:
    """Return the node that is the rest of a line."""
    first = text[:1]
    if first == '"':
        inner = text[1:-1]
        if len(text) == 1 or text[-1] != '"' or '"' in inner or "\\" in inner:
            raise _DoubtError
        return _new(Scalar, (inner, line, column, False, ""))
    if line - 1 in cut_lines:
        raise _DoubtError
    if first in ("[", "{"):
        node, end = _collection(text, 0, line, column, 0)
        if end < len(text):
            raise _DoubtError
        return node
    if " #" in text:
        text = text[: text.index(" #")].rstrip(" ")
    if first in _NO_START or text[-1:] in ("", ":", " ") or ": " in text:
        raise _DoubtError
    return _new(Scalar, (text, line, column, True, ""))


def _collection(text: str, at: int, line: int, column: int, level: int) -> tuple[Node, int]:
    """Return the list or mapping in brackets that begins in a text, and where it ends."""
    is_list = text[at] == "["
    end = "]" if is_list else "}"
    inside: list[Any] = []
    kind = Sequence if is_list else Mapping
    node = kind(inside, line, column + at)
    keys: set[str] = set()
    at += 1
    if text.startswith(end, at):
        return node, at + 1
    while True:
        if is_list:
            value, at = _flow_node(text, at, line, column, level)
            inside.append(value)
        else:
            key = text[at:].partition(": ")[0]
            name = _key(key, line, column + at)
            if key in keys:
                raise _DoubtError
            keys.add(key)
            value, at = _flow_node(text, at + len(key) + 2, line, column, level)
            inside.append((name, value))
        if text.startswith(end, at):
            return node, at + 1
        if not text.startswith(", ", at):
            raise _DoubtError
        at += 2


def _flow_node(text: str, at: int, line: int, column: int, level: int) -> tuple[Node, int]:
    """Return what begins at a place inside brackets, and where it ends."""
    first = text[at : at + 1]
    if first in ("[", "{"):
        if level > _MOST_LEVELS:
            raise _DoubtError
        return _collection(text, at, line, column, level + 1)
    if first == '"':
        end = text.find('"', at + 1)
        inner = text[at + 1 : end]
        if end < 0 or "\\" in inner:
            raise _DoubtError
        return _new(Scalar, (inner, line, column + at, False, "")), end + 1
    end = min((place for sign in ",]}" if (place := text.find(sign, at)) >= 0), default=at)
    word = text[at:end]
    if not word or first in _NO_START_OF_WORD or word[-1] == " " or word.strip(_KEY + " "):
        raise _DoubtError
    return _new(Scalar, (word, line, column + at, True, "")), end
