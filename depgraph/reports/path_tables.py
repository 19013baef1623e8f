"""What drives a target, as tables for programs: ``critical-path --format csv`` and xlsx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.reports.layout import dated_facts
from depgraph.reports.page import Table
from depgraph.reports.path_data import chain_data, step_data, tree_data
from depgraph.reports.records import key_heads, record_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.driving_tree import Branch
    from depgraph.model import Graph, Link, Milestone

_MILESTONE = (
    *key_heads("text", "id", "name", "owner", "team", "state"),
    *key_heads("date", "due", "completed"),
)
_PROJECTED = key_heads("date", "projected")
_LINK = (
    *key_heads("text", "link_type"),
    *key_heads("number", "link_lag"),
    *key_heads("truth", "queried"),
)
_CHAIN = (
    *key_heads("texts", "through"),
    *key_heads("number", "work_days", "lag_days", "wait_days"),
)
_MARGINS = key_heads("number", "link_slack_days", "total_float_days", "free_float_days")
_DEADLINE = (*key_heads("number", "deadline_float_days"), *key_heads("text", "deadline_of"))


def path_table(path: CriticalPath) -> Table:
    """Return the steps of all float paths: a row each, with the number of its path."""
    floats = deadline_floats(path.projection)
    steps = (
        {"path": number, "step": place, **step_data(step, floats.get(step.id))}
        for number, steps in enumerate(path.paths, 1)
        for place, step in enumerate(steps)
    )
    numbers = key_heads("number", "path", "step")
    heads = (*numbers, *_MILESTONE, *_PROJECTED, *_LINK, *_MARGINS, *_DEADLINE, *_CHAIN)
    rows = record_rows(heads, steps)
    return Table(
        f"Critical path of {path.target.id}",
        heads,
        rows,
        {**dated_facts(path.projection.graph), "as_of": path.as_of},
    )


def tree_table(branches: Sequence[Branch]) -> Table:
    """Return the tree of what drives a target: a row for each milestone on it."""
    target = branches[0].milestone
    depth, repeated = key_heads("number", "depth"), key_heads("truth", "repeated")
    heads = (*depth, *_MILESTONE, *_PROJECTED, *_LINK, *repeated)
    rows = record_rows(heads, tree_data(target, branches)["tree"])
    return Table(f"What drives {target.id}", heads, rows)


def chain_table(graph: Graph, target: Milestone, chain: Sequence[Link]) -> Table:
    """Return the longest chain to a target: a row for each milestone."""
    heads = (*key_heads("number", "step"), *_MILESTONE, *_LINK)
    steps = chain_data(graph, target, chain)["steps"]
    rows = record_rows(heads, ({"step": place, **step} for place, step in enumerate(steps)))
    return Table(f"Longest chain to {target.id}", heads, rows)
