"""Groups of milestones in a graph file: those with one tag, and what is said of their number."""

from __future__ import annotations

from depgraph.model import Group, Total
from depgraph.sources.keys import (
    NOTHING,
    TEXT,
    Either,
    Integer,
    Items,
    Key,
    Made,
    Named,
    Record,
    Values,
)

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
        "totals": Key(
            Items(Made(TOTAL, lambda values, place: Total(**values, position=place))),
            "What the source says about its size.",
        ),
    },
)
GROUPS = Named(
    Either(GROUP, Made(NOTHING, lambda _text, _place: Values())),
    lambda tag, values, place: Group(tag, **values, position=place),
)
