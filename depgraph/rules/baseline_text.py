"""Change the text of a baseline: entries go or come, every other byte stays as it is.

Comments, order, line ends and the way of writing are the authors'. So nothing is written
out again from what was read: entries are cut out of the text and put into it at the places
that the parser tells. Every change is read again, and refused if it changed more than was
meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.errors import LoadError, Problem
from depgraph.rules.baseline import read_baseline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from depgraph.sources.baseline_format import BaselineEntry

NEW_FILE = """\
# Findings that are known and accepted for now, each with the reason. A new error that is not
# listed here fails the check.
findings: []
"""

_BOM = "\ufeff"

# What may stand without quotes, whoever reads it and wherever it stands.
_PLAIN = re.compile(r"[A-Za-z][\w ./()'+;-]*")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))

_DASH = re.compile(r"\s*-\s*")
_DASH_ALONE = re.compile(r"\s*-\s*(#.*)?")
_REST_OF_ITEM = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)?(\r\n|\r|\n|\Z)")


class _Layout(NamedTuple):
    """Where things stand in a text, as offsets.

    Attributes
    ----------
    root
        Start and end of the mapping that the file is.
    key_end
        The end of the key ``findings``; None where there is no such key.
    start, end
        Those of the list, as far as the parser tells.
    is_flow
        Whether the list is written in brackets.
    items
        Start and end of every entry, without what comes before and behind it.
    """

    root: tuple[int, int]
    key_end: int | None
    start: int
    end: int
    is_flow: bool
    items: list[tuple[int, int]]


def without_entries(text: str, numbers: Collection[int]) -> str:
    """Return the text of a baseline without some of its entries.

    An entry goes with its lines and the comments in them; comments on lines of their own
    between the entries stay.

    Parameters
    ----------
    text
        The text of a baseline that can be read without a problem.
    numbers
        Which entries, counted from 0.
    """
    mark, text = _split_mark(text)
    layout = _layout(text)
    cuts: list[tuple[int, int]] = []
    kept = [number for number in range(len(layout.items)) if number not in numbers]
    for number in sorted(numbers):
        cut = _lines_of(text, layout, number)
        cuts.append(cut or _part_of(text, layout, number, kept))
    if not kept and cuts and not layout.is_flow and layout.key_end is not None:
        colon = text.index(":", layout.key_end) + 1
        return mark + text[:colon] + " []" + _cut(text, cuts)[colon:]
    return mark + _cut(text, cuts)


def with_entries(text: str, entries: Sequence[BaselineEntry]) -> str:
    """Return the text of a baseline with entries added behind its last one."""
    if not entries:
        return text
    mark, text = _split_mark(text)
    layout = _layout(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if layout.key_end is None:  # the file is `{}`
        start, end = layout.root
        block = newline.join(_block(entries, "  "))
        return f"{mark}{text[:start]}findings:{newline}{block}{text[end:]}"
    if layout.items and layout.is_flow:
        end = layout.items[-1][1]
        added = "".join(f", {_flow(entry)}" for entry in entries)
        return mark + text[:end] + added + text[end:]
    if layout.items:
        indent = " " * (_column(text, _dash_of(text, layout.items[0][0])))
        at = _line_end(text, _last_content(text, layout.items[-1]))
    elif re.fullmatch(r"\[\s*\]", text[layout.start : layout.end]):
        indent = "  "
        before = text[: layout.start].rstrip(" ")
        text = before + text[layout.end :]
        at = _line_end(text, len(before))
        if text[len(before) : at].strip() and not text[len(before) : at].lstrip().startswith("#"):
            return f"{mark}{before} [{', '.join(map(_flow, entries))}]{text[len(before) :]}"
    else:
        inside = ", ".join(map(_flow, entries))
        return f"{mark}{text[: layout.end - 1]}{inside}{text[layout.end - 1 :]}"
    block = newline.join(_block(entries, indent)) + newline
    if at and text[at - 1] not in "\r\n":
        block = newline + block.removesuffix(newline)
    return mark + text[:at] + block + text[at:]


def changed_text(
    text: str,
    baseline: Sequence[BaselineEntry],
    *,
    remove: Collection[int] = (),
    add: Sequence[BaselineEntry] = (),
    shown: str = "baseline.yaml",
) -> str:
    """Return the text of a baseline after a change, read again to be sure of it.

    Parameters
    ----------
    text
        The text as it stands.
    baseline
        The entries that were read from it.
    remove
        Which of them go, counted from 0.
    add
        What comes behind the last one.
    shown
        The name that messages use for the file.

    Raises
    ------
    LoadError
        If the text has other entries by now, or cannot be changed by cutting and putting
        in without another effect.
    """
    _verify(text, baseline, shown, "it was changed meanwhile")
    goal = [entry for number, entry in enumerate(baseline) if number not in remove]
    try:
        new = without_entries(text, remove) if remove else text
        new = with_entries(new, add)
    except LookupError:
        message = "its entries are not written as a plain list: change it by hand"
        raise LoadError([Problem(shown, 0, 0, message)]) from None
    _verify(new, [*goal, *add], shown, "other entries would change with it, change it by hand")
    return new


def _verify(text: str, expected: Iterable[BaselineEntry], shown: str, otherwise: str) -> None:
    """Read a text as a baseline and compare it with the entries that it must have."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.yaml"
        path.write_bytes(text.encode())
        entries = read_baseline(path, problems)
    message = problems[0].message if problems else ""
    if not message and [each.content for each in entries] != [each.content for each in expected]:
        message = otherwise
    if message:
        raise LoadError([Problem(shown, 0, 0, f"stays as it is: {message}")])


# -- reading the layout --------------------------------------------------------------


def _split_mark(text: str) -> tuple[str, str]:
    """Split off the byte order mark that some editors write."""
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


def _layout(text: str) -> _Layout:
    import yaml
    from yaml.events import (
        AliasEvent,
        CollectionEndEvent,
        CollectionStartEvent,
        ScalarEvent,
        SequenceStartEvent,
    )

    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]

    def offset(mark: Any) -> int:
        line: int = mark.line
        column: int = mark.column
        return starts[line] + column

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root, key_end, span, is_flow = (0, 0), None, (0, 0), False
    items: list[tuple[int, int]] = []
    opened: list[Any] = []
    item_start = last_end = 0
    for event in yaml.parse(text, Loader=loader):
        depth = len(opened)
        if isinstance(event, CollectionStartEvent):
            if depth == 1 and isinstance(event, SequenceStartEvent):
                is_flow = bool(event.flow_style)
            elif depth == 2:
                item_start = offset(event.start_mark)
            opened.append(event)
        elif isinstance(event, CollectionEndEvent):
            begun = opened.pop()
            if begun.flow_style:
                last_end = offset(event.end_mark)
            depth -= 1
            if depth == 2:
                items.append((item_start, last_end))
            elif depth == 1:
                span = (offset(begun.start_mark), last_end)
            elif depth == 0:
                root = (offset(begun.start_mark), last_end)
        elif isinstance(event, ScalarEvent | AliasEvent):
            last_end = offset(event.end_mark)
            if depth == 1:
                key_end = last_end
            elif depth == 2:
                items.append((offset(event.start_mark), last_end))
    return _Layout(root, key_end, *span, is_flow, items)


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins."""
    found = re.compile(r"\r\n|\r|\n").search(text, at)
    return found.end() if found else len(text)


def _column(text: str, at: int) -> int:
    return at - _line_start(text, at)


def _last_content(text: str, item: tuple[int, int]) -> int:
    """Return the end of an entry; that of a text of several lines is told too late."""
    start, end = item
    return start + len(text[start:end].rstrip())


def _dash_of(text: str, at: int) -> int:
    """Return where the dash of an entry stands that begins at a place.

    Raises
    ------
    LookupError
        If it is written in some other way.
    """
    start = _line_start(text, at)
    if _DASH.fullmatch(text[start:at]):
        return text.index("-", start)
    while start > 0 and not text[start:at].strip():
        at = start - 1
        start = _line_start(text, at)
        line = text[start:at].rstrip("\r\n")
        if _DASH_ALONE.fullmatch(line):
            return text.index("-", start)
        if not line.strip() or line.lstrip().startswith("#"):
            at = start
    raise LookupError


def _lines_of(text: str, layout: _Layout, number: int) -> tuple[int, int] | None:
    """Return the lines that an entry fills, or None if there is something else in them."""
    start, end = layout.items[number]
    if not layout.is_flow:
        dash = _dash_of(text, start)
        return _line_start(text, dash), _line_end(text, _last_content(text, (start, end)))
    first = _line_start(text, start)
    rest = _REST_OF_ITEM.match(text, end)
    if rest is None or text[first:start].strip():
        return None
    return first, rest.end()


def _part_of(text: str, layout: _Layout, number: int, kept: list[int]) -> tuple[int, int]:
    """Return what is to be cut out of a line for an entry in brackets, commas included."""
    start, end = layout.items[number]
    if number + 1 < len(layout.items):
        return start, layout.items[number + 1][0]
    if kept:
        return layout.items[kept[-1]][1], end
    comma = re.compile(r"\s*,").match(text, end)
    return start, comma.end() if comma else end


def _cut(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(cuts):
        parts.append(text[at : max(at, start)])
        at = max(at, end)
    return "".join((*parts, text[at:]))


# -- writing entries -----------------------------------------------------------------


def _pairs(entry: BaselineEntry) -> list[tuple[str, str]]:
    pairs = [
        ("rule", entry.rule),
        ("milestone", entry.milestone),
        ("prerequisite", entry.prerequisite),
        ("dependent", entry.dependent),
        ("reason", entry.reason),
        ("owner", entry.owner),
    ]
    written = [(key, _scalar(value)) for key, value in pairs if value is not None]
    if entry.until is not None:
        written.append(("until", entry.until.isoformat()))
    return written


def _block(entries: Iterable[BaselineEntry], indent: str) -> list[str]:
    return [
        f"{indent}{'  ' if number else '- '}{key}: {value}"
        for entry in entries
        for number, (key, value) in enumerate(_pairs(entry))
    ]


def _flow(entry: BaselineEntry) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in _pairs(entry)) + "}"


def _scalar(text: str) -> str:
    """Return a text as YAML has it, in quotes unless it needs none anywhere."""
    from json import dumps

    if _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _WORDS:
        return text
    return dumps(text, ensure_ascii=False)
