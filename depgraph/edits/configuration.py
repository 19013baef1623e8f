"""Change what a configuration says of schedules and calendars, by edits of its text."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.edits.canonical import CONFIG_ORDER, canonical, stays_canonical
from depgraph.edits.editor import Editor
from depgraph.edits.entries import Entry, text_entry
from depgraph.edits.proof import edit_refusal, prove, split_mark
from depgraph.edits.quoting import plain_or_quoted
from depgraph.sources.calendars import WEEKDAYS
from depgraph.sources.document import Document, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.edits.text import Node
    from depgraph.errors import Problem
    from depgraph.model import Calendar
    from depgraph.sources.document import Node as ReadNode

_WORK_WEEK = frozenset(range(5))


class ConfigChange(NamedTuple):
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
    said: list[str] = []
    said.append(f"graph: [{', '.join(plain_or_quoted(each, in_flow=True) for each in graph)}]")
    if len(graph) == 1:
        said[-1] = f"graph: {plain_or_quoted(graph[0])}"
    if change.schedule:
        said.append(f"schedule: {plain_or_quoted(change.schedule)}")
    if change.revisions:
        said += ["schedules:", *(f"  - {plain_or_quoted(each)}" for each in change.revisions)]
    if change.calendars:
        said.append("calendars:")
        said += (f"  {line}" for each in change.calendars for line in _calendar(each).lines)
    return canonical("\n".join(said) + "\n", "configuration").encode()


def changed_config(before: bytes, change: ConfigChange, *, shown: str) -> bytes:
    """Return a configuration with a change made. One in the canonical form stays in it.

    Raises
    ------
    EditError
        If the change cannot be made without touching anything else.
    """
    mark, text = split_mark(before)
    after = _ConfigEditor(text, shown).make(change)
    prove(
        lambda problems: _content(after, shown, problems),
        _with_change(_content(text, shown, []), change),
        edit_refusal(shown, "the edit would change more than is meant"),
    )
    return mark + stays_canonical(text, after, "configuration", shown=shown).encode()


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

    def _value(self, key: str) -> Node | None:
        return next((node for name, node in self.root.pairs() if name.text == key), None)

    def _add_revisions(self, revisions: Sequence[str]) -> None:
        """List revisions: in their places where the list is sorted, else at the end."""
        listed = self._value("schedules")
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
        entries = [_calendar(calendar) for calendar in calendars]
        known = self._value("calendars")
        if known is not None and known.items:
            for entry in entries:
                self.insert(known, len(known.items) // 2 - 1, entry)
            return
        lines = tuple(f"  {line}" for entry in entries for line in entry.lines)
        flow = f"calendars: {{{', '.join(entry.flow for entry in entries)}}}"
        self.fill_key(self.root, "calendars", Entry(("calendars:", *lines), flow), CONFIG_ORDER)


def _is_sorted(listed: Sequence[Any]) -> bool:
    """Whether a list of names has an order that another one can be put into."""
    are_names = len(listed) > 1 and all(isinstance(item, str) for item in listed)
    return are_names and all(before < after for before, after in pairwise(listed))


def _calendar(calendar: Calendar) -> Entry:
    """Return the definition of a calendar: its key with its value."""
    pairs = [f"{key}: [{', '.join(days)}]" for key, days in _said(calendar).items()]
    flow = f"{plain_or_quoted(calendar.name, in_flow=True)}: {{{', '.join(pairs)}}}"
    if not pairs:
        return Entry((f"{plain_or_quoted(calendar.name)}: {{}}",), flow)
    return Entry((f"{plain_or_quoted(calendar.name)}:", *(f"  {pair}" for pair in pairs)), flow)


def _said(calendar: Calendar) -> dict[str, list[str]]:
    """Return what a configuration says of a calendar: days of the week, holidays in spans."""
    said: dict[str, list[str]] = {}
    if calendar.weekdays != _WORK_WEEK:
        said["week"] = [WEEKDAYS[n] for n in sorted(calendar.weekdays)]
    spans: list[str] = []
    numbered = enumerate(sorted(calendar.holidays))
    for _, group in groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0]):
        days = [day for _, day in group]
        first, last = days[0].isoformat(), days[-1].isoformat()
        spans.append(first if len(days) == 1 else f"{first}/{last}")
    if spans:
        said["holidays"] = spans
    return said


def _content(text: str, shown: str, problems: list[Problem]) -> dict[str, Any]:
    """Return what a configuration says, every scalar as its text."""
    entries = Document(text.encode(), shown, problems).entries()
    return {key.text: _said_by(node) for key, node in entries if node is not None}


def _said_by(node: ReadNode) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: _said_by(value) for key, value in node.pairs}
    return [_said_by(item) for item in node.items]


def _with_change(said: dict[str, Any], change: ConfigChange) -> dict[str, Any]:
    """Return what a configuration is to say."""
    wanted = dict(said)
    if change.schedule is not None:
        wanted["schedule"] = change.schedule
    if change.revisions:
        listed = wanted.get("schedules") or []
        listed = [listed] if isinstance(listed, str) else list(listed)
        was_sorted = _is_sorted(listed)
        listed += change.revisions
        if was_sorted:
            listed.sort()
        wanted["schedules"] = listed
    if change.calendars:
        added = {each.name: _said(each) or {} for each in change.calendars}
        wanted["calendars"] = {**(wanted.get("calendars") or {}), **added}
    return wanted
