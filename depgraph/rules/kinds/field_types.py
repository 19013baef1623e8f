"""The types of fields that several kinds of rules have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct
from depgraph.rules.selectors import SELECTOR
from depgraph.sources.keys import BOOLEAN, CODE, Choice, Custom, Either, Integer, Items, Key, Record
from depgraph.sources.nodes import Mapping

if TYPE_CHECKING:
    from depgraph.rules.selectors import Selector
    from depgraph.sources.fields import Fields
    from depgraph.sources.keys import Values
    from depgraph.sources.nodes import Node

Reach = Literal["direct", "any"]

_REACHES: tuple[Reach, ...] = ("direct", "any")

REACH = Choice(_REACHES)
"""Whether direct prerequisites count only, or any behind them."""

COUNT = Integer(0)
"""A number of milestones."""


class Group(Struct):
    """One of several sets of milestones, by the name that findings give it.

    A milestone that several groups of a rule select belongs to the first of them.
    """

    name: str
    selector: Selector
    is_closed: bool = False


_NAME = Key(CODE, "What findings call it; its number in the list unless said.")
_MEMBERS = Key(SELECTOR, "The milestones that belong to it.", into="selector")
_CLOSED = Key(BOOLEAN, "Whether it may not be skipped.", into="is_closed")


def _groups(**keys: Key) -> Custom[tuple[Group, ...]]:
    """Return the type of a list of groups: selectors, or mappings with `keys`."""
    record = Record(keys, required=("milestones",))
    group_type = Either(SELECTOR, record)

    def read(fields: Fields, node: Node, what: str) -> tuple[Group, ...]:
        names: list[str] = []

        def read_group(fields: Fields, item: Node, what: str) -> Group | None:
            values: Values | None
            if isinstance(item, Mapping) and any(key.text == "milestones" for key, _ in item.pairs):
                values = record.read(fields, item, what)
            else:
                selector = SELECTOR.read(fields, item, what)
                values = None if selector is None else {"selector": selector}
            names.append(str(len(names) + 1))
            if values is None:
                return None
            names[-1] = values.setdefault("name", names[-1])
            if names[-1] in names[:-1]:
                fields.report(item, f"{what}: the name {names[-1]!r} is given twice")
            return Group(**values)

        return Items(Custom(group_type, read_group), least=2).read(fields, node, what)

    return Custom(Items(group_type, least=2), read)


GROUPS = _groups(name=_NAME, milestones=_MEMBERS)
"""Two groups of milestones or more."""

LAYERS = _groups(name=_NAME, milestones=_MEMBERS, closed=_CLOSED)
"""The same, where a group may be closed."""
