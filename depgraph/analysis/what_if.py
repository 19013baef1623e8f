"""What if: the two readings of a plan projected before and after changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from depgraph.analysis.changed_plan import changed_links, changed_milestones
from depgraph.analysis.changes import ChangeError, resolve, with_droppable
from depgraph.analysis.holding import held_moves
from depgraph.analysis.impact import Impact, Reading, moved_milestone
from depgraph.analysis.projection import project
from depgraph.analysis.readings import REFUSALS, reason
from depgraph.analysis.reprojection import reproject
from depgraph.errors import CycleError
from depgraph.model.changes import DropQueries, DropQuery, KeepQuery
from depgraph.model.gates import is_copy
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.analysis.changes import Edit
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph
    from depgraph.model.changes import Change


def what_if(
    graph: Graph,
    changes: Iterable[Change],
    *,
    as_of: date | None = None,
    plan: Graph | None = None,
) -> Impact:
    """Find out what changes would do to the projected dates of a plan.

    All moves by days count from the dates before any change. Without any change, nothing
    moves. The graph itself stays as it is.

    Parameters
    ----------
    graph
        A graph without cycles between events.
    changes
        `Move`, `Complete`, `AddLink`, `RemoveLink`, `DropQuery`, `DropQueries` and
        `KeepQuery`, in any order.
    as_of
        The as-of date in place of the graph's own.
    plan
        The plan whose gaps are work, where that is not the graph itself but what it was
        before links were left out: the work of a milestone is the same without them.

    Returns
    -------
    Impact
        What moves, by how many days in both readings of gaps, and what carries it there.

    Raises
    ------
    ChangeError
        With everything that cannot be done, or not together.
    CycleError
        If the links go round in a cycle, or would with the changes.
    NoAsOfDateError
        If nothing gives an as-of date.
    DateRangeError
        If a date lies outside of the years 1 to 9999.

    Examples
    --------
    >>> from datetime import date
    >>> from depgraph.model import Graph, Link, Milestone
    >>> from depgraph.model.changes import Move
    >>> plan = Graph(
    ...     [Milestone("A", due=date(2020, 1, 10)), Milestone("B", due=date(2020, 1, 31))],
    ...     [Link("A", "B")],
    ...     as_of=date(2020, 1, 1),
    ... )
    >>> impact = what_if(plan, [Move("A", days=30)])
    >>> impact.of("B").absorbed.days, impact.of("B").worked.days
    (9, 30)
    >>> impact.carrier("B", "float").codes
    ('A', 'B')
    """
    asked = tuple(changes)
    plan = with_droppable(plan or graph, asked)
    graph = with_droppable(graph, asked)
    before = project(graph, as_of=as_of)
    edit = resolve(before, asked)
    linked = changed_links(before.graph, edit)
    absorbed = _reading_after(before, linked, edit, plan)
    worked, not_worked = _worked(before, linked, edit, plan)
    readings = (absorbed,) if worked is None else (absorbed, worked)
    moved = sorted(set().union(*(reading.numbers() for reading in readings)))
    shown = [n for n in moved if before.chains.is_shown(n)]
    return Impact(
        changes=asked,
        edit=edit,
        absorbed=absorbed,
        worked=worked,
        moved=tuple(moved_milestone(absorbed, worked, n) for n in shown),
        moved_activities=sum(
            not before.chains.is_shown(n) and not is_copy(before.graph.milestones[n].id)
            for n in moved
        ),
        held=held_moves(edit, readings, plan),
        not_worked=not_worked,
    )


def _worked(
    absorbed: Projection, linked: Graph, edit: Edit, plan: Graph
) -> tuple[Reading | None, str]:
    """Return the reading in which gaps are work, or why it has no dates."""
    try:
        before = project(absorbed.shown, as_of=absorbed.as_of, gaps="work", plan=plan)
        return _reading_after(before, linked, edit, plan), ""
    except REFUSALS as error:
        return None, reason(error)


def _reading_after(before: Projection, linked: Graph, edit: Edit, plan: Graph) -> Reading:
    """Return one reading: the plan before, and what the changes make of it."""
    changed = changed_milestones(before, edit)
    if linked is before.graph and not edit.completions:
        return Reading(before, reproject(before, changed))
    graph = linked
    if changed:
        milestones = enumerate(linked.milestones)
        graph = linked.with_parts(milestones=[changed.get(n, m) for n, m in milestones])
    try:
        after = project(graph, as_of=before.as_of, gaps=before.gaps, plan=plan)
        if before.view is not None:
            after = replace(after, view=before.view.over(graph))
    except CycleError as error:
        raise CycleError(f"with the changes, {error}") from None
    return Reading(before, after)


class Without(Struct):
    """What changes would do without the queried links.

    Attributes
    ----------
    impact
        None where there is nothing to compare.
    refusal
        Why the changes cannot be made without the links; empty where they can.
    """

    impact: Impact | None
    refusal: str


def without_queries(impact: Impact) -> Without:
    """Find out what the same changes would do without the queried links.

    The gaps are those of the whole plan, so that nothing gets later without a link. There is
    nothing to compare where no link is queried, or where the changes drop or keep some.
    """
    graph = impact.graph
    is_about_queries = any(
        isinstance(change, DropQueries | DropQuery | KeepQuery) for change in impact.changes
    )
    removes_queried = not impact.network.queried_numbers.isdisjoint(impact.edit.removed)
    if is_about_queries or removes_queried or not graph.queried_links:
        return Without(None, "")
    firm = graph.without_queried_links()
    try:
        return Without(what_if(firm, impact.changes, as_of=impact.as_of, plan=graph), "")
    except ChangeError as error:
        return Without(None, str(error))
