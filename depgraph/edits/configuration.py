"""Change what a configuration says of schedules and calendars, by edits of its text."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from depgraph.edits.canonical import CONFIG_ORDER, canonical, stays_canonical
from depgraph.edits.editor import Editor
from depgraph.edits.entries import (
    entry_as_written,
    list_entry,
    mapping_entry,
    nested_entry,
    pair_entry,
    text_entry,
)
from depgraph.edits.proof import edit_refusal, prove, split_mark
from depgraph.records import Struct
from depgraph.sources.calendars import WEEKDAYS
from depgraph.sources.document import Document
from depgraph.sources.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from depgraph.edits.entries import Entry
    from depgraph.errors import Problem
    from depgraph.model import Calendar
    from depgraph.sources.nodes import Node as ReadNode

    _Plain = str | list["_Plain"] | Sequence[str] | dict[str, "_Plain"]

_WORK_WEEK = frozenset(range(5))


class ConfigChange(Struct):
    """What changes in a configuration.

    Attributes
    ----------
    revisions
        What `schedules` shall list beside what it lists already, as paths from there.
    schedule
        What `schedule` shall be; None where it stays.
    calendars
        Calendars to add.
    """

    revisions: tuple[str, ...] = ()
    schedule: str | None = None
    calendars: tuple[Calendar, ...] = ()


def new_config(change: ConfigChange, *, graph: Sequence[str]) -> bytes:
    """Return a configuration for a new plan."""
    pairs = [pair_entry("graph", graph[0] if len(graph) == 1 else tuple(graph))]
    if change.schedule:
        pairs.append(pair_entry("schedule", change.schedule))
    if change.revisions:
        pairs.append(list_entry("schedules", [text_entry(path) for path in change.revisions]))
    if change.calendars:
        pairs.append(nested_entry("calendars", [*map(_calendar_entry, change.calendars)]))
    text = "\n".join(mapping_entry(pairs).lines) + "\n"
    return canonical(text, "configuration").encode()


def changed_config(before: bytes, change: ConfigChange, *, shown: str) -> bytes:
    """Return a configuration with a change made. One in the canonical form stays in it.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    mark, text = split_mark(before)
    after = _ConfigEditor(text, shown).make(change)
    after = stays_canonical(text, after, "configuration", shown=shown)
    prove(
        lambda problems: _content_of(after, shown, problems),
        _content_with_change(_content_of(text, shown, []), change),
        edit_refusal(shown, "the edit would change more than is meant"),
    )
    return mark + after.encode()


class _ConfigEditor(Editor):
    """The editor of a configuration."""

    def make(self, change: ConfigChange) -> str:
        if change.schedule is not None:
            self.set_key(self.root, "schedule", change.schedule, CONFIG_ORDER)
        if change.revisions:
            self._add_revisions(change.revisions)
        if change.calendars:
            self._add_calendars(change.calendars)
        return self.edited()

    def _add_revisions(self, revisions: Sequence[str]) -> None:
        """List revisions: in their places where the list is sorted, else at the end."""
        listed = self.root.value("schedules")
        if listed is None or not _is_sorted(
            [item.text if item.kind == "scalar" else None for item in listed.items]
        ):
            entries = [text_entry(revision) for revision in revisions]
            self.append(self.root, "schedules", entries, CONFIG_ORDER)
            return
        for revision in revisions:
            behind = next((item for item in listed.items if revision < item.text), None)
            entry = text_entry(revision)
            if behind is None:
                self.append(self.root, "schedules", [entry], CONFIG_ORDER)
            elif listed.is_flow:
                self.cut(behind.start, behind.start, f"{entry.flow}, ")
            else:
                dash = self.dash(behind)
                line = self.line_start(dash)
                text = f"{' ' * (dash - line)}- {entry.lines[0]}{self.newline}"
                self.cut(line, line, text)

    def _add_calendars(self, calendars: Sequence[Calendar]) -> None:
        entries = [_calendar_entry(calendar) for calendar in calendars]
        known = self.root.value("calendars")
        if known is not None and known.items:
            for entry in entries:
                self.insert(known, len(known.items) // 2 - 1, entry)
            return
        self.fill_key(self.root, "calendars", nested_entry("calendars", entries), CONFIG_ORDER)


def _is_sorted(listed: Sequence[object]) -> bool:
    """Whether a list of names has an order that another one can be put into."""
    names = [item for item in listed if isinstance(item, str)]
    is_ascending = all(before < after for before, after in pairwise(names))
    return 1 < len(names) == len(listed) and is_ascending


def _calendar_entry(calendar: Calendar) -> Entry:
    """Return the definition of a calendar: its key with its value."""
    pairs = [f"{key}: [{', '.join(days)}]" for key, days in _days_of(calendar).items()]
    return nested_entry(calendar.name, [*map(entry_as_written, pairs)])


def _days_of(calendar: Calendar) -> dict[str, list[str]]:
    """Return what a configuration says of a calendar: days of the week, others in spans."""
    days: dict[str, list[str]] = {}
    if calendar.weekdays != _WORK_WEEK:
        days["week"] = [WEEKDAYS[n] for n in sorted(calendar.weekdays)]
    for key, dates in (("holidays", calendar.holidays), ("working", calendar.extra)):
        if dates:
            days[key] = _spans_of(dates)
    return days


def _spans_of(days: Iterable[date]) -> list[str]:
    """Return days as dates and spans of dates."""
    spans: list[str] = []
    numbered = enumerate(sorted(days))
    for _, group in groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0]):
        span = [day.isoformat() for _, day in group]
        spans.append("/".join(dict.fromkeys((span[0], span[-1]))))
    return spans


def _content_of(text: str, shown: str, problems: list[Problem]) -> dict[str, _Plain]:
    """Return what a configuration says, every scalar as its text."""
    entries = Document(text.encode(), shown, problems).entries()
    return {key.text: _plain_value(node) for key, node in entries if node is not None}


def _plain_value(node: ReadNode) -> _Plain:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: _plain_value(value) for key, value in node.pairs}
    return [_plain_value(item) for item in node.items]


def _content_with_change(content: dict[str, _Plain], change: ConfigChange) -> dict[str, _Plain]:
    """Return what a configuration is to say."""
    expected = dict(content)
    if change.schedule is not None:
        expected["schedule"] = change.schedule
    if change.revisions:
        listed = expected.get("schedules") or []
        revisions = list(listed) if isinstance(listed, list) else [listed]
        was_sorted = _is_sorted(revisions)
        revisions += change.revisions
        if was_sorted:
            revisions.sort(key=str)
        expected["schedules"] = revisions
    if change.calendars:
        calendars = expected.get("calendars")
        known = calendars if isinstance(calendars, dict) else {}
        added: dict[str, _Plain] = {
            calendar.name: dict(_days_of(calendar)) for calendar in change.calendars
        }
        expected["calendars"] = known | added
    return expected
