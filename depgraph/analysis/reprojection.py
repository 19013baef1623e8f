"""Projection again after some milestones got other dates: only what moves is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from depgraph.analysis.projection import project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.analysis.projection import Projection
    from depgraph.model import Milestone


def reproject(before: Projection, changed: Mapping[int, Milestone]) -> Projection:
    """Return what `project` makes of a plan after some dates of milestones changed.

    Where gaps are work, it is the work of the plan before.

    Parameters
    ----------
    before
        The plan before.
    changed
        Incomplete milestones by number, which differ from those of the plan in their dates
        and in nothing else.

    Raises
    ------
    CycleError, DateRangeError
        As `project` does.
    """
    graph = before.graph
    if changed:
        milestones = enumerate(graph.milestones)
        graph = graph.with_parts(milestones=[changed.get(n, m) for n, m in milestones])
    lengths = before.bounds.lengths
    latest = 0
    if lengths is not None and not before.has_ladders:
        finish, driving = list(before.finish), list(before.driving_links)
        as_of = before.as_of.toordinal()
        incoming, outgoing = graph.incoming, graph.outgoing
        sources, targets = graph.link_sources, graph.link_targets
        is_due = bytearray(len(graph))
        for n in changed:
            is_due[n] = 1
        for n in before.order:
            if not is_due[n]:
                continue
            milestone = graph.milestones[n]
            if milestone.is_complete:
                continue
            floors = [each for each in (milestone.own_date, milestone.not_before) if each]
            day = max(floors).toordinal() if floors else None
            setter = None
            for number in incoming[n]:
                source = finish[sources[number]]
                if source is not None and (day is None or source + lengths[number] > day):
                    day = source + lengths[number]
                    setter = number
            if day is not None and day < as_of:
                day, setter = as_of, None
            driving[n] = setter
            if day != finish[n]:
                finish[n] = day
                latest = max(latest, day or 0)
                for number in outgoing[n]:
                    is_due[targets[number]] = 1
        if latest <= date.max.toordinal():
            return replace(before, graph=graph, finish=tuple(finish), driving_links=tuple(driving))
    return project(graph, as_of=before.as_of, gaps=before.gaps, plan=before.graph)
