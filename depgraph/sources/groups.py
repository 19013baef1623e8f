"""Groups of milestones in a graph file: those with one tag, and what is said of their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.model import Group, Position, Total
from depgraph.sources.document import Mapping, Scalar, describe
from depgraph.sources.keys import TEXT, Integer, Items, Key, Record

if TYPE_CHECKING:
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields

_MOST = 1_000_000

TOTAL = Record(
    {
        "members": Key(Integer(0, _MOST), "How many members it says there are."),
        "complete": Key(Integer(0, _MOST), "How many of them it says are complete."),
        "incomplete": Key(Integer(0, _MOST), "How many of them it says are not."),
        "where": Key(TEXT, "Where the source says so."),
    },
    required=("where",),
)
GROUP = Record(
    {
        "name": Key(TEXT, "What the group is called."),
        "partition": Key(TEXT, "Groups of one partition have no member in common."),
        "totals": Key(Items(TOTAL), "What the source says about its size."),
    },
)


def read_groups(fields: Fields, node: Node, shown: str) -> list[Group]:
    """Read the groups of a file. Everything wrong is reported at its place."""
    if not isinstance(node, Mapping):
        fields.report(node, f"groups: expected a mapping, got {describe(node)}")
        return []
    return [
        _group(fields, key, value, shown)
        for key, value in node.pairs
        if fields.text(key, "groups") is not None
    ]


def _group(fields: Fields, key: Scalar, node: Node, shown: str) -> Group:
    group = Group(key.text, position=Position(shown, key.line, key.column))
    what = f"groups: {key.text}"
    if isinstance(node, Scalar) and node.plain and not node.text:
        return group
    for name, _, value in fields.entries(node, what, GROUP.keys):
        if name == "name":
            group = group._replace(name=fields.text(value, f"{what}: name"))
        elif name == "partition":
            group = group._replace(partition=fields.text(value, f"{what}: partition"))
        else:
            totals = fields.items(
                value, f"{what}: totals", lambda item, at: _total(fields, item, at, shown)
            )
            group = group._replace(totals=totals)
    return group


def _total(fields: Fields, node: Node, what: str, shown: str) -> Total:
    total = Total(position=Position(shown, node.line, node.column))
    for name, _, value in fields.entries(node, what, TOTAL.keys, TOTAL.required):
        if name == "where":
            total = total._replace(where=fields.text(value, f"{what}: where"))
            continue
        count = fields.integer(value, f"{what}: {name}", least=0, most=_MOST)
        if name == "members":
            total = total._replace(members=count)
        elif name == "complete":
            total = total._replace(complete=count)
        else:
            total = total._replace(incomplete=count)
    return total
