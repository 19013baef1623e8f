"""A file of changes for ``depgraph what-if``, read as strictly as a plan.

For example::

    move:
      DM-DRP-10: 60               # days from its projected date, or a date
      LDM-503-13: 2021-03-01
    complete:
      DM-AP-10: 2019-04-10
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
from depgraph.model.changes import (
    AddLink,
    Complete,
    DropQueries,
    DropQuery,
    KeepQuery,
    Move,
    RemoveLink,
)
from depgraph.sources.document import Document
from depgraph.sources.files import shown_path
from depgraph.sources.keys import (
    CODE,
    DATE,
    Choice,
    Custom,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Named,
    Record,
)
from depgraph.sources.milestone_format import LINK
from depgraph.sources.nodes import Scalar, describe
from depgraph.sources.roots import values_of_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from depgraph.model import Position
    from depgraph.model.changes import Change
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import ValueType
    from depgraph.sources.nodes import Node

MOST_DAYS = 36_525
"""The most days by which a file moves a milestone, or lets a link wait: a hundred years."""

_DAYS = Integer(-MOST_DAYS, MOST_DAYS)
ALL = "all"
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


def _days_or_date(fields: Fields, node: Node, what: str) -> int | date | None:
    if isinstance(node, Scalar) and node.text.lstrip("+-").isdecimal():
        return _DAYS.read(fields, node, what)
    if isinstance(node, Scalar) and "-" in node.text[1:]:
        return fields.date(node, what)
    fields.report(node, f"{what}: expected days or a date as YYYY-MM-DD, got {describe(node)}")
    return None


_BY: ValueType[int | date] = Custom(Either(_DAYS, DATE), _days_or_date)


def _move_change(code: str, by: int | date, place: Position) -> Change:
    if isinstance(by, int):
        return Move(code, days=by, position=place)
    return Move(code, to=by, position=place)


def _changes_of_pairs(
    make: Callable[..., Change], record: Record = PAIR
) -> ValueType[tuple[Change, ...]]:
    """Return the type of a list of links, of each of which a change is made."""
    return Items(Made(record, lambda values, place: make(**values, position=place)))


_DROPPED = _changes_of_pairs(DropQuery)


def _drop(fields: Fields, node: Node, what: str) -> tuple[Change, ...] | None:
    if not isinstance(node, Scalar):
        return _DROPPED.read(fields, node, what)
    if node.text == ALL:
        return (DropQueries(fields.position(node)),)
    fields.report(node, f"{what}: expected {ALL!r} or a list of links, got {describe(node)}")
    return None


CHANGES = Record(
    {
        "move": Key(
            Named(_BY, _move_change, names=CODE, called="a mapping from codes"),
            "Milestones that slip or are pulled forward: by calendar days, or to a date.",
        ),
        "complete": Key(
            Named(DATE, Complete, names=CODE, called="a mapping from codes"),
            "Milestones that are complete, with the dates of completion.",
        ),
        "link": Key(_changes_of_pairs(AddLink, NEW_LINK), "Links that are added."),
        "unlink": Key(_changes_of_pairs(RemoveLink), "Links that are removed, queried or not."),
        "drop": Key(
            Custom(Either(Choice((ALL,)), _DROPPED), _drop),
            "Queried links that are dropped; or all of them.",
        ),
        "keep": Key(_changes_of_pairs(KeepQuery), "With 'drop: all': queried links that stay."),
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
    document = Document(path, shown_path(path), problems)
    values = values_of_file(CHANGES, document, "changes")
    changes: list[Change] = [change for section in values.values() for change in section or ()]
    if not changes and not problems:
        known = ", ".join(CHANGES.keys)
        problems.append(
            Problem(shown_path(path), 0, 0, f"the file changes nothing (known keys: {known})")
        )
    if problems:
        raise LoadError(problems)
    return tuple(changes)
