"""What drives a target, as tables for programs: ``critical-path --format csv`` and xlsx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.page import Head, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.critical_path import CriticalPath
    from depgraph.analysis.driving_tree import Branch
    from depgraph.model import Graph, Link, Milestone
    from depgraph.reports.page import Value

_MILESTONE = (
    *(Head(name, name) for name in ("id", "name", "owner", "team", "state")),
    *(Head(name, name, "date") for name in ("due", "completed")),
)
_PROJECTED = Head("projected", "projected", "date")
_LINK = (
    Head("link_type", "link type"),
    Head("link_lag", "link lag", "number"),
    Head("queried", "queried", "truth"),
)
_MARGINS = tuple(
    Head(name, name.replace("_", " "), "number")
    for name in ("link_slack_days", "total_float_days", "free_float_days")
)


def path_table(path: CriticalPath) -> Table:
    """Return the steps of all float paths: a row each, with the number of its path."""
    rows = [
        (
            number,
            place,
            *_milestone(step.milestone),
            step.projected,
            *_link(step.link),
            *(step.link_slack, step.total_float, step.free_float),
        )
        for number, steps in enumerate(path.paths, 1)
        for place, step in enumerate(steps)
    ]
    numbers = (Head("path", "path", "number"), Head("step", "step", "number"))
    heads = (*numbers, *_MILESTONE, _PROJECTED, *_LINK, *_MARGINS)
    return Table(f"Critical path of {path.target.id}", heads, tuple(rows), {"as_of": path.as_of})


def tree_table(branches: Sequence[Branch]) -> Table:
    """Return the tree of what drives a target: a row for each milestone on it."""
    rows = [
        (
            branch.depth,
            *_milestone(branch.milestone),
            branch.projected,
            *_link(branch.link),
            branch.is_repeated,
        )
        for branch in branches
    ]
    repeated = Head("repeated", "repeated", "truth")
    heads = (Head("depth", "depth", "number"), *_MILESTONE, _PROJECTED, *_LINK, repeated)
    return Table(f"What drives {branches[0].milestone.id}", heads, tuple(rows))


def chain_table(graph: Graph, target: Milestone, chain: Sequence[Link]) -> Table:
    """Return the longest chain to a target: a row for each milestone."""
    links: list[Link | None] = [None, *chain]
    rows = [
        (place, *_milestone(graph[link.prerequisite] if link else target), *_link(link))
        for place, link in enumerate(links)
    ]
    heads = (Head("step", "step", "number"), *_MILESTONE, *_LINK)
    return Table(f"Longest chain to {target.id}", heads, tuple(rows))


def _milestone(milestone: Milestone) -> tuple[Value, ...]:
    return (
        *(milestone.id, milestone.name, milestone.owner, milestone.team, milestone.state),
        *(milestone.due, milestone.completed),
    )


def _link(link: Link | None) -> tuple[Value, ...]:
    return (link.type, link.lag, link.queried) if link else (None, None, False)
