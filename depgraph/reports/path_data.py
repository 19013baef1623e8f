"""What drives a target, as data: the contracts of ``critical-path --format json`` and csv.

Keys may be added; those that are there keep their name and meaning. Dates are written
YYYY-MM-DD, and null stands for what is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.reports.data import iso
from depgraph.reports.tables import csv_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.analysis.critical_path import CriticalPath, Step
    from depgraph.analysis.driving_tree import Branch
    from depgraph.model import Graph, Link, Milestone

Json = dict[str, Any]

_MILESTONE = ("id", "name", "owner", "team", "state", "due", "completed")
_LINK = ("link_type", "link_lag", "queried")
_STEP = ("projected", *_LINK, "link_slack_days", "total_float_days", "free_float_days")


def path_data(
    path: CriticalPath,
    sentence: str,
    without_queries: CriticalPath | None,
    other_reading: date | None = None,
) -> Json:
    """Return what drives a target.

    Parameters
    ----------
    path
        The answer.
    sentence
        The answer in one sentence.
    without_queries
        The answer without the queried links, where it was asked for both.
    other_reading
        The projected date when the gaps of the plan are read in the other way.

    Returns
    -------
    dict
        ``target``, ``as_of``, ``due``, ``projected``, ``deadline``; ``gaps``, how gaps are
        read, and ``projected_by_gaps``, the date in both readings; ``paths``, float paths,
        each with ``steps``: the first from the target back, a further one from a milestone
        of an earlier path; ``undated``, what has no date and constrains nothing; ``driver``,
        the sentence; ``without_queries``, the projected date and the codes of the path
        without queried links.
    """
    other: Json | None = None
    if without_queries is not None:
        other = {
            "projected": iso(without_queries.projected),
            "steps": list(without_queries.codes),
            "differs": differs(path, without_queries),
        }
    gaps = path.projection.gaps
    dates = {"float": path.projected, "work": other_reading}
    if gaps == "work":
        dates = {"float": other_reading, "work": path.projected}
    return {
        "target": path.target.id,
        "as_of": iso(path.as_of),
        "due": iso(path.target.due),
        "projected": iso(path.projected),
        "gaps": gaps,
        "projected_by_gaps": {name: iso(value) for name, value in dates.items()},
        "deadline": iso(path.deadline),
        "paths": [{"steps": [_step(step) for step in steps]} for steps in path.paths],
        "undated": list(path.undated),
        "driver": sentence,
        "without_queries": other,
    }


def path_csv(path: CriticalPath) -> str:
    """Return the steps of all float paths as CSV: one line each, with the number of its path."""
    rows = []
    for number, steps in enumerate(path.paths, 1):
        for place, step in enumerate(steps):
            data = _step(step)
            rows.append([number, place, *(data[key] for key in (*_MILESTONE, *_STEP))])
    return csv_table(("path", "step", *_MILESTONE, *_STEP), rows)


def differs(path: CriticalPath, other: CriticalPath) -> bool:
    """Whether two answers for one target have another date or another path."""
    return (path.projected, path.codes) != (other.projected, other.codes)


def tree_data(target: Milestone, branches: Sequence[Branch]) -> Json:
    """Return the tree of what drives a target.

    Returns
    -------
    dict
        ``target``; ``tree``, its milestones from the target on, each followed by what drives
        it, one ``depth`` deeper; ``repeated`` where that stands at an earlier place.
    """
    return {"target": target.id, "tree": [_branch(branch) for branch in branches]}


def tree_csv(branches: Sequence[Branch]) -> str:
    """Return the tree of what drives a target as CSV: one line for each milestone on it."""
    heads = ("depth", *_MILESTONE, "projected", *_LINK, "repeated")
    return csv_table(heads, ([_branch(each)[head] for head in heads] for each in branches))


def chain_data(graph: Graph, target: Milestone, chain: Sequence[Link]) -> Json:
    """Return the longest chain to a target.

    Returns
    -------
    dict
        ``target``; ``links``, their number; ``steps``, the milestones from the target back.
    """
    return {
        "target": target.id,
        "links": len(chain),
        "steps": [_hop(graph, target, None), *(_hop(graph, target, link) for link in chain)],
    }


def chain_csv(graph: Graph, target: Milestone, chain: Sequence[Link]) -> str:
    """Return the longest chain to a target as CSV: one line for each milestone."""
    steps = chain_data(graph, target, chain)["steps"]
    heads = (*_MILESTONE, *_LINK)
    rows = ([place, *(step[head] for head in heads)] for place, step in enumerate(steps))
    return csv_table(("step", *heads), rows)


def _milestone(milestone: Milestone) -> Json:
    return {
        "id": milestone.id,
        "due": iso(milestone.due),
        "completed": iso(milestone.completed),
        "name": milestone.name,
        "owner": milestone.owner,
        "team": milestone.team,
        "state": milestone.state,
    }


def _link(link: Link | None) -> Json:
    return {
        "link_type": link.type if link else None,
        "link_lag": link.lag if link else None,
        "queried": link is not None and link.queried,
        "through": list(link.witness.activities) if link and link.witness else [],
    }


def _step(step: Step) -> Json:
    return {
        **_milestone(step.milestone),
        "projected": iso(step.projected),
        "link_slack_days": step.link_slack,
        "total_float_days": step.total_float,
        "free_float_days": step.free_float,
        **_link(step.link),
    }


def _branch(branch: Branch) -> Json:
    return {
        "depth": branch.depth,
        **_milestone(branch.milestone),
        "projected": iso(branch.projected),
        **_link(branch.link),
        "repeated": branch.is_repeated,
    }


def _hop(graph: Graph, target: Milestone, link: Link | None) -> Json:
    return {**_milestone(graph[link.prerequisite] if link else target), **_link(link)}
