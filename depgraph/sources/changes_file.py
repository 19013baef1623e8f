"""A file of changes for ``depgraph what-if``, read as strictly as a plan.

For example::

    move:
      DM-DRP-10: 60               # days from its projected date, or a date
      LDM-503-13: 2021-03-01
    complete:
      DM-AP-10: 2019-05-10
    link:
      - {prerequisite: DM-NET-4, dependent: LDM-503-11, type: SS, lag: 10}
    unlink:
      - {prerequisite: LDM-503-12, dependent: LDM-503-13}
    drop: all                     # the queried links; or a list as for `unlink`
    keep:
      - {prerequisite: DM-STAFF, dependent: LDM-503-13}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.errors import LoadError, Problem
from depgraph.model import LINK_TYPES, Position
from depgraph.model.changes import (
    AddLink,
    Complete,
    DropQueries,
    DropQuery,
    KeepQuery,
    Move,
    RemoveLink,
)
from depgraph.sources.document import Document, Mapping, Scalar, describe
from depgraph.sources.fields import Fields
from depgraph.sources.files import shown_path
from depgraph.sources.keys import CODE, DATE, Choice, Either, Integer, Items, Key, Named, Record
from depgraph.sources.milestone_format import LINK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depgraph.model import LinkType
    from depgraph.model.changes import Change
    from depgraph.sources.document import Node

MOST_DAYS = 36_525
"""The most days by which a file moves a milestone, or lets a link wait: a hundred years."""

PAIR = Record(
    {
        "prerequisite": Key(CODE, "The code of what is waited on."),
        "dependent": Key(CODE, "The code of what waits."),
    },
    required=("prerequisite", "dependent"),
)
NEW_LINK = Record(
    {**PAIR.keys, **{name: LINK.keys[name] for name in ("type", "lag", "calendar")}},
    required=PAIR.required,
)
ALL = "all"
CHANGES = Record(
    {
        "move": Key(
            Named(Either((Integer(-MOST_DAYS, MOST_DAYS), DATE)), names=CODE),
            "Milestones that slip or are pulled forward: by calendar days, or to a date.",
        ),
        "complete": Key(
            Named(DATE, names=CODE), "Milestones that are complete, with the dates of completion."
        ),
        "link": Key(Items(NEW_LINK), "Links that are added."),
        "unlink": Key(Items(PAIR), "Links that are removed, queried or not."),
        "drop": Key(
            Either((Choice((ALL,)), Items(PAIR))), "Queried links that are dropped; or all of them."
        ),
        "keep": Key(Items(PAIR), "With 'drop: all': queried links that stay."),
    }
)


def read_changes(path: Path) -> tuple[Change, ...]:
    """Read a file of changes.

    Returns
    -------
    tuple
        The changes in the order of the file, with their positions.

    Raises
    ------
    LoadError
        With everything that is wrong in the file.
    """
    problems: list[Problem] = []
    changes = _Reader(path, problems).read()
    if not changes and not problems:
        known = ", ".join(CHANGES.keys)
        problems.append(
            Problem(shown_path(path), 0, 0, f"the file changes nothing (known keys: {known})")
        )
    if problems:
        raise LoadError(problems)
    return tuple(changes)


class _Reader:
    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self._document = Document(path, shown_path(path), problems)
        self._fields = Fields(self._document)

    def read(self) -> list[Change]:
        changes: list[Change] = []
        for key, node in self._document.entries():
            if node is None:
                continue
            section = key.text
            if section == "move":
                changes += self._moves(node)
            elif section == "complete":
                changes += self._completions(node)
            elif section == "drop" and isinstance(node, Scalar):
                if node.text == ALL:
                    changes.append(DropQueries(self._position(node)))
                else:
                    expected = f"expected {ALL!r} or a list of links"
                    self._fields.report(node, f"{section}: {expected}, got {describe(node)}")
            elif section in CHANGES.keys:
                changes += self._links(section, node)
            else:
                self._fields.unknown_key(key, "changes", CHANGES.keys)
        return changes

    def _position(self, node: Node) -> Position:
        return Position(self._document.shown, node.line, node.column)

    def _named(self, node: Node, what: str) -> Iterator[tuple[Scalar, str, Node]]:
        """Yield the key, the code and the value of each entry of a mapping from codes."""
        if not isinstance(node, Mapping):
            self._fields.report(
                node, f"{what}: expected a mapping from codes, got {describe(node)}"
            )
            return
        for key, value in node.pairs:
            code = self._fields.code(key, what)
            if code is not None:
                yield key, code, value

    def _moves(self, node: Node) -> Iterator[Change]:
        for key, code, value in self._named(node, "move"):
            what = f"move: {code}"
            if isinstance(value, Scalar) and value.text.lstrip("+-").isdecimal():
                days = self._fields.integer(value, what, least=-MOST_DAYS, most=MOST_DAYS)
                if days is not None:
                    yield Move(code, days=days, position=self._position(key))
            elif isinstance(value, Scalar) and "-" in value.text[1:]:
                to = self._fields.date(value, what)
                if to is not None:
                    yield Move(code, to=to, position=self._position(key))
            else:
                self._fields.report(
                    value,
                    f"{what}: expected days or a date as YYYY-MM-DD, got {describe(value)}",
                )

    def _completions(self, node: Node) -> Iterator[Change]:
        for key, code, value in self._named(node, "complete"):
            completed = self._fields.date(value, f"complete: {code}")
            if completed is not None:
                yield Complete(code, completed, self._position(key))

    def _links(self, section: str, node: Node) -> tuple[Change, ...]:
        def read(item: Node, what: str) -> Change | None:
            return self._link(section, item, what)

        return self._fields.items(node, section, read)

    def _link(self, section: str, node: Node, what: str) -> Change | None:
        fields = self._fields
        record = NEW_LINK if section == "link" else PAIR
        ends: dict[str, str] = {}
        type_: LinkType = "FS"
        lag: int | None = 0
        calendar: str | None = None
        is_sound = True
        for key, _, value in fields.entries(node, what, record.keys, record.required):
            inner = f"{what}: {key}"
            if key == "type":
                chosen = fields.choice(value, inner, LINK_TYPES)
                type_ = next((known for known in LINK_TYPES if known == chosen), "FS")
                is_sound = is_sound and chosen is not None
            elif key == "lag":
                lag = fields.integer(value, inner, least=-MOST_DAYS, most=MOST_DAYS)
                is_sound = is_sound and lag is not None
            elif key == "calendar":
                calendar = fields.code(value, inner)
                is_sound = is_sound and calendar is not None
            else:
                code = fields.code(value, inner)
                if code is not None:
                    ends[key] = code
        if len(ends) < 2 or not is_sound:
            return None
        pair = (ends["prerequisite"], ends["dependent"])
        position = self._position(node)
        if section == "link":
            return AddLink(*pair, type=type_, lag=lag or 0, calendar=calendar, position=position)
        if section == "unlink":
            return RemoveLink(*pair, position)
        return (DropQuery if section == "drop" else KeepQuery)(*pair, position)
