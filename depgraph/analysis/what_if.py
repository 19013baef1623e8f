"""What if: the two readings of a plan projected before and after changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.changed_plan import changed_links, changed_milestones, date_of_move
from depgraph.analysis.changes import resolve
from depgraph.analysis.impact import Held, Impact, Reading, moved_milestone
from depgraph.analysis.projection import project
from depgraph.analysis.reprojection import reproject
from depgraph.errors import CycleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.analysis.changes import Edit
    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph
    from depgraph.model.changes import Change


def what_if(graph: Graph, changes: Iterable[Change], *, as_of: date | None = None) -> Impact:
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
    before = project(graph, as_of=as_of)
    edit = resolve(before, asked)
    linked = changed_links(graph, edit)
    absorbed = _reading_after(before, linked, edit)
    worked = _reading_after(project(graph, as_of=as_of, gaps="work"), linked, edit)
    return Impact(
        changes=asked,
        edit=edit,
        absorbed=absorbed,
        worked=worked,
        moved=tuple(
            moved_milestone(absorbed, worked, n)
            for n in sorted(absorbed.numbers() | worked.numbers())
        ),
        held=_held_moves(edit, (absorbed, worked)),
    )


def _reading_after(before: Projection, linked: Graph, edit: Edit) -> Reading:
    """Return one reading: the plan before, and what the changes make of it."""
    changed = changed_milestones(before, edit)
    if linked is before.graph and not edit.completions:
        return Reading(before, reproject(before, changed))
    graph = linked
    if changed:
        milestones = enumerate(linked.milestones)
        graph = linked.with_parts(milestones=[changed.get(n, m) for n, m in milestones])
    try:
        after = project(graph, as_of=before.as_of, gaps=before.gaps, plan=before.graph)
    except CycleError as error:
        raise CycleError(f"with the changes, {error}") from None
    return Reading(before, after)


def _held_moves(edit: Edit, readings: Iterable[Reading]) -> tuple[Held, ...]:
    """Return the moves that do not come to the date that was asked for."""
    held: list[Held] = []
    for n, move in sorted(edit.moves.items()):
        for reading in readings:
            asked, reached = date_of_move(reading.before, n, move), reading.after.finish[n]
            assert reached is not None, "a moved milestone has a date"
            if reached == asked.toordinal():
                continue
            code = reading.before.graph.milestones[n].id
            by, link = reading.after.driver(code)
            held.append(
                Held(
                    milestone=code,
                    gaps=reading.before.gaps,
                    asked=asked,
                    reached=date.fromordinal(reached),
                    by=by,
                    link=link,
                )
            )
    return tuple(held)
