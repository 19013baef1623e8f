"""Milestones and links as YAML: the lines of a block, or what stands between brackets.

Both forms are canonical (see `depgraph.edits.canonical`), but for lines that are too wide.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from depgraph.edits.canonical import MILESTONE_ORDER
from depgraph.edits.quoting import plain_or_quoted
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from depgraph.model import Allowance, Link, Query


class Entry(Struct):
    """An item of a list, or a key with its value, in both forms.

    Attributes
    ----------
    lines
        As a block; an item of a list without the dash.
    write_flow
        Returns it between brackets.
    """

    lines: tuple[str, ...]
    write_flow: Callable[[], str]

    @property
    def flow(self) -> str:
        """The entry between brackets; written when it is asked for, as most are never."""
        return self.write_flow()


class NewMilestone(Struct):
    """A milestone that a file is to define.

    Attributes
    ----------
    attributes
        What the file says of it, by names of the file format.
    questions
        The texts of open questions.
    """

    code: str
    attributes: Mapping[str, object]
    links: tuple[Link, ...] = ()
    questions: tuple[str, ...] = ()


# -- of any kind -------------------------------------------------------------------------


def written(value: object, *, in_flow: bool = False) -> str:
    """Return the value of a key as YAML: a text, a date, a number or a list of texts."""
    if isinstance(value, tuple):
        return f"[{', '.join(plain_or_quoted(text, in_flow=True) for text in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else plain_or_quoted(str(value), in_flow=in_flow)


def entry_as_written(words: str) -> Entry:
    """Return words of YAML that are the same in both forms."""
    return Entry((words,), lambda: words)


@lru_cache(maxsize=20_000)  # the codes that links name are the same again and again
def text_entry(text: str) -> Entry:
    """Return a text as an item of a list."""
    return Entry((plain_or_quoted(text),), lambda: plain_or_quoted(text, in_flow=True))


@lru_cache(maxsize=20_000, typed=True)  # dates and numbers, too
def pair_entry(key: str, value: object) -> Entry:
    """Return a key with a value that `written` knows."""
    return Entry((f"{key}: {written(value)}",), lambda: f"{key}: {written(value, in_flow=True)}")


def mapping_entry(pairs: Sequence[Entry]) -> Entry:
    """Return several keys with their values as an item of a list."""
    lines = tuple([line for pair in pairs for line in pair.lines])
    return Entry(lines, lambda: f"{{{', '.join(pair.flow for pair in pairs)}}}")


def nested_entry(key: str, pairs: Sequence[Entry]) -> Entry:
    """Return a key that an author may choose, with a mapping of several keys below it."""
    name = plain_or_quoted(key)
    lines = [f"  {line}" for pair in pairs for line in pair.lines]
    return Entry(
        (f"{name}:", *lines) if lines else (f"{name}: {{}}",),
        lambda: f"{plain_or_quoted(key, in_flow=True)}: {mapping_entry(pairs).flow}",
    )


def list_entry(key: str, items: Sequence[Entry]) -> Entry:
    """Return a key with a list of items."""
    lines = [
        f"  {'  ' if number else '- '}{line}"
        for item in items
        for number, line in enumerate(item.lines)
    ]
    return Entry((f"{key}:", *lines), lambda: f"{key}: [{', '.join(item.flow for item in items)}]")


def _item_or_list(key: str, items: Sequence[Entry]) -> Entry:
    """Return a key with one item, or with a list of several."""
    if len(items) > 1:
        return list_entry(key, items)
    return Entry((f"{key}: {items[0].lines[0]}",), lambda: f"{key}: {items[0].flow}")


def _in_brackets(pairs: Sequence[Entry]) -> Entry:
    return entry_as_written(mapping_entry(pairs).flow)


# -- of a plan ---------------------------------------------------------------------------


def query_entry(query: Query) -> Entry:
    """Return a doubt as an item of a list, or as the only one."""
    if query.asked is None:
        return text_entry(query.text)
    text = [pair_entry("text", query.text)] if query.text else []
    return _in_brackets([*text, pair_entry("asked", query.asked)])


def link_entry(link: Link) -> Entry:
    """Return a link as an item of a list: the code, or a mapping."""
    keys = link_keys(link)
    if not keys:
        return text_entry(link.prerequisite)
    pairs = [pair_entry("id", link.prerequisite), *keys]
    is_short = not (link.queries or link.note or link.allowances)
    return _in_brackets(pairs) if is_short else mapping_entry(pairs)


def link_keys(link: Link) -> Sequence[Entry]:
    """Return the keys of a link beside its code, each with its value, in their order."""
    keys: list[Entry] = []
    if link.type != "FS":
        keys.append(pair_entry("type", link.type))
    if link.lag:
        keys.append(pair_entry("lag", link.lag))
    if link.calendar is not None:
        keys.append(pair_entry("calendar", link.calendar))
    if link.queries:
        keys.append(_item_or_list("query", [query_entry(query) for query in link.queries]))
    if link.note is not None:
        keys.append(pair_entry("note", link.note))
    if link.allowances:
        keys.append(_item_or_list("allow", [_allowance(leave) for leave in link.allowances]))
    return keys


def _allowance(allowance: Allowance) -> Entry:
    pairs = [pair_entry("rule", allowance.rule), pair_entry("reason", allowance.reason)]
    if allowance.until:
        pairs.append(pair_entry("until", allowance.until))
    for name, codes in (
        ("prerequisite", allowance.prerequisites),
        ("dependent", allowance.dependents),
    ):
        if codes:
            pairs.append(_item_or_list(name, [text_entry(code) for code in codes]))
    return _in_brackets(pairs)


def milestone_entry(new: NewMilestone) -> Entry:
    """Return the definition of a milestone: its key with its value."""
    pairs = {name: pair_entry(name, value) for name, value in new.attributes.items()}
    if new.questions:
        pairs["questions"] = list_entry("questions", [text_entry(text) for text in new.questions])
    if new.links:
        pairs["requires"] = list_entry("requires", [link_entry(link) for link in new.links])
    return nested_entry(new.code, [pairs[name] for name in MILESTONE_ORDER if name in pairs])
