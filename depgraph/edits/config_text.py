"""Change what a configuration says of schedules and calendars, by edits of its text."""

from __future__ import annotations

from codecs import BOM_UTF8
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from depgraph.edits.canonical import CONFIG_ORDER, canonical
from depgraph.edits.entries import Entry, text_entry
from depgraph.edits.mapping_text import MappingText
from depgraph.edits.quoting import plain_or_quoted
from depgraph.edits.yaml_text import Cut, EditError, with_cuts
from depgraph.sources.calendars import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.model import Calendar

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
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    text = before.removeprefix(BOM_UTF8).decode()
    after = _ConfigText(text, shown).make(change)
    if after != text and canonical(text, "configuration", shown=shown) == text:
        after = canonical(after, "configuration", shown=shown)
    if _with_change(_content(text), change) != _content(after):
        raise EditError(f"{shown}: the edit would change more than is meant: edit it by hand")
    return mark + after.encode()


class _ConfigText(MappingText):
    def make(self, change: ConfigChange) -> str:
        if change.schedule is not None:
            self.set_key(self.root, "schedule", change.schedule, CONFIG_ORDER)
        if change.revisions:
            self._add_revisions(change.revisions)
        if change.calendars:
            self._add_calendars(change.calendars)
        return with_cuts(self.text, self.cuts)

    def _add_revisions(self, revisions: Sequence[str]) -> None:
        """List revisions: in their places where the list is sorted, else at the end."""
        found = [node for name, node in self.root.value if name.value == "schedules"]
        items = found[0].value if found and isinstance(found[0], yaml.SequenceNode) else []
        if not _is_sorted([item.value for item in items]):
            entries = [text_entry(revision) for revision in revisions]
            self.append(self.root, "schedules", entries, CONFIG_ORDER)
            return
        for revision in revisions:
            behind = next((item for item in items if revision < item.value), None)
            entry = text_entry(revision)
            if behind is None:
                self.append(self.root, "schedules", [entry], CONFIG_ORDER)
            elif found[0].flow_style:
                at = behind.start_mark.index
                self.cuts.append(Cut(at, at, f"{entry.flow}, "))
            else:
                dash = self.dash(behind)
                line = self.line_start(dash)
                text = f"{' ' * (dash - line)}- {entry.lines[0]}{self.newline}"
                self.cuts.append(Cut(line, line, text))

    def _add_calendars(self, calendars: Sequence[Calendar]) -> None:
        entries = [_calendar(each) for each in calendars]
        found = [node for name, node in self.root.value if name.value == "calendars"]
        if found and isinstance(found[0], yaml.MappingNode) and found[0].value:
            for entry in entries:
                self.insert(found[0], len(found[0].value) - 1, entry)
            return
        lines = tuple(f"  {line}" for each in entries for line in each.lines)
        flow = f"calendars: {{{', '.join(each.flow for each in entries)}}}"
        self.fill_key(self.root, "calendars", Entry(("calendars:", *lines), flow), CONFIG_ORDER)


def _is_sorted(listed: Sequence[str]) -> bool:
    """Whether a list has an order that another item can be put into."""
    return len(listed) > 1 and all(before < after for before, after in pairwise(listed))


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


def _content(text: str) -> Any:
    """Return what a configuration says, every scalar as its text."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - a base loader makes texts only


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
