"""Groups of milestones in a graph file: those with one tag, and what is said of their number."""

from __future__ import annotations

from depgraph.model import Group, Total, TotalPart
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

_COUNTS = {
    "members": Key(Integer(0, _MOST), "How many members it says there are."),
    "complete": Key(Integer(0, _MOST), "How many of them it says are complete."),
    "incomplete": Key(Integer(0, _MOST), "How many of them it says are not."),
}
_PERCENT = Integer(0, 100)
PART = Record(
    {"name": Key(TEXT, "What the part is called."), **_COUNTS},
    required=("name",),
)
TOTAL = Record(
    {
        **_COUNTS,
        "complete_percent": Key(_PERCENT, "How many per cent it says are complete."),
        "begun_percent": Key(
            _PERCENT, "How many per cent it says are complete or have some progress."
        ),
        "not_begun_percent": Key(_PERCENT, "How many per cent it says have none."),
        "parts": Key(
            Items(Made(PART, lambda values, place: TotalPart(**values, position=place))),
            "Parts whose members it does not name; their numbers are added up.",
        ),
        "where": Key(TEXT, "Where the source says so."),
        "known": Key(TEXT, "Why it is accepted that the members say otherwise."),
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
