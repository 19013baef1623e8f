"""Milestones and links as YAML: the lines of a block, or what stands between brackets.

Both forms are canonical (see `depgraph.edits.canonical`), but for lines that are too wide.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.edits.canonical import MILESTONE_ORDER
from depgraph.edits.quoting import plain_or_quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.model import Allowance, Link, Query


class Entry(NamedTuple):
    """An item of a list, in both forms.

    Attributes
    ----------
    lines
        As a block, without the dash.
    flow
        Between brackets.
    """

    lines: tuple[str, ...]
    flow: str


class NewMilestone(NamedTuple):
    """A milestone that a file is to define.

    Attributes
    ----------
    attributes
        What is said of it, by names of the file format.
    questions
        The texts of open questions.
    """

    code: str
    attributes: Mapping[str, Any]
    links: tuple[Link, ...] = ()
    questions: tuple[str, ...] = ()


def mapping_entry(said: Mapping[str, Any]) -> Entry:
    """Return keys with texts, dates or numbers as an item of a list."""
    lines = tuple(f"{key}: {value(each)}" for key, each in said.items())
    pairs = (f"{key}: {value(each, in_flow=True)}" for key, each in said.items())
    return Entry(lines, f"{{{', '.join(pairs)}}}")


def value(said: Any, *, in_flow: bool = False) -> str:
    """Return the value of an attribute as YAML: a text, a date, a number or a list of texts."""
    if isinstance(said, tuple):
        return f"[{', '.join(plain_or_quoted(each, in_flow=True) for each in said)}]"
    if isinstance(said, date):
        return said.isoformat()
    return str(said) if isinstance(said, int) else plain_or_quoted(said, in_flow=in_flow)


def text_entry(text: str) -> Entry:
    """Return a text as an item of a list."""
    return Entry((plain_or_quoted(text),), plain_or_quoted(text, in_flow=True))


def query_entry(query: Query) -> Entry:
    """Return a doubt as an item of a list, or as the only one."""
    if query.asked is None:
        return text_entry(query.text)
    text = f"text: {plain_or_quoted(query.text, in_flow=True)}, " if query.text else ""
    flow = f"{{{text}asked: {query.asked.isoformat()}}}"
    return Entry((flow,), flow)


def link_entry(link: Link) -> Entry:
    """Return a link as an item of a list: the code, or a mapping."""
    code = Entry(
        (plain_or_quoted(link.prerequisite),), plain_or_quoted(link.prerequisite, in_flow=True)
    )
    lines = list(link_keys(link))
    if not lines:
        return code
    flow = f"{{id: {code.flow}, {', '.join(each.flow for each in lines)}}}"
    if not (link.queries or link.note or link.allowances):
        return Entry((flow,), flow)
    block = (f"id: {code.lines[0]}", *(line for each in lines for line in each.lines))
    return Entry(block, flow)


def link_keys(link: Link) -> Sequence[Entry]:
    """Return the keys of a link beside its code, each with its value, in their order."""
    found: list[Entry] = []
    if link.type != "FS":
        found.append(_pair("type", link.type, link.type))
    if link.lag:
        found.append(_pair("lag", str(link.lag), str(link.lag)))
    if link.calendar is not None:
        found.append(_of_text("calendar", link.calendar))
    if link.queries:
        found.append(_of_several("query", [query_entry(query) for query in link.queries]))
    if link.note is not None:
        found.append(_of_text("note", link.note))
    if link.allowances:
        found.append(_of_several("allow", [_allowance(each) for each in link.allowances]))
    return found


def milestone_entry(new: NewMilestone) -> Entry:
    """Return the definition of a milestone: its key with its value."""
    pairs = [
        Entry((f"{name}: {value(said)}",), f"{name}: {value(said, in_flow=True)}")
        for name, said in new.attributes.items()
    ]
    names = list(new.attributes)
    if new.questions:
        names.append("questions")
        pairs.append(list_entry("questions", [text_entry(text) for text in new.questions]))
    if new.links:
        names.append("requires")
        pairs.append(list_entry("requires", [link_entry(link) for link in new.links]))
    order = sorted(range(len(names)), key=lambda n: MILESTONE_ORDER.index(names[n]))
    flow = (
        f"{plain_or_quoted(new.code, in_flow=True)}: {{{', '.join(pairs[n].flow for n in order)}}}"
    )
    if not pairs:
        return Entry((f"{plain_or_quoted(new.code)}: {{}}",), flow)
    lines = [f"  {line}" for n in order for line in pairs[n].lines]
    return Entry((f"{plain_or_quoted(new.code)}:", *lines), flow)


def list_entry(key: str, items: Sequence[Entry]) -> Entry:
    """Return a key with a list of items."""
    lines = [
        f"  {'  ' if number else '- '}{line}"
        for item in items
        for number, line in enumerate(item.lines)
    ]
    return Entry((f"{key}:", *lines), f"{key}: [{', '.join(item.flow for item in items)}]")


def _pair(key: str, in_block: str, in_flow: str) -> Entry:
    return Entry((f"{key}: {in_block}",), f"{key}: {in_flow}")


def _of_text(key: str, text: str) -> Entry:
    return _pair(key, plain_or_quoted(text), plain_or_quoted(text, in_flow=True))


def _of_several(key: str, items: Sequence[Entry]) -> Entry:
    """Return a key with one item, or with a list of several."""
    if len(items) > 1:
        return list_entry(key, items)
    return _pair(key, items[0].lines[0], items[0].flow)


def _allowance(allowance: Allowance) -> Entry:
    until = f", until: {allowance.until.isoformat()}" if allowance.until else ""
    reason = plain_or_quoted(allowance.reason, in_flow=True)
    flow = f"{{rule: {plain_or_quoted(allowance.rule, in_flow=True)}, reason: {reason}{until}}}"
    return Entry((flow,), flow)
