"""Whose critical path is another one after a change of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.impact import Impact
    from depgraph.analysis.projection import Gaps, Projection

MOST_STEPS = 200_000
"""How many steps the paths have all together that are looked at in a large plan."""


class Rerouted(NamedTuple):
    """A milestone with another critical path in one reading of the gaps.

    Attributes
    ----------
    before, after
        The codes of the two paths, the milestone first.
    """

    milestone: str
    gaps: Gaps
    before: tuple[str, ...]
    after: tuple[str, ...]


class Reroutes(NamedTuple):
    """The milestones with another critical path.

    Attributes
    ----------
    found
        In the order in which they were looked at, one for each milestone; the reading is
        ``float`` if the path differs there, else ``work``.
    unseen
        How many milestones of a very large plan were not looked at.
    """

    found: tuple[Rerouted, ...]
    unseen: int


def rerouted(impact: Impact, codes: Sequence[str], *, most_steps: int = MOST_STEPS) -> Reroutes:
    """Find the milestones that have another critical path after the changes.

    Parameters
    ----------
    impact
        What the changes do.
    codes
        The milestones to look at. One that is complete after the changes has no path.
    most_steps
        No more milestones are looked at when the paths have so many steps all together.
    """
    found: list[Rerouted] = []
    steps = 0
    for place, code in enumerate(codes):
        if steps >= most_steps:
            return Reroutes(tuple(found), len(codes) - place)
        n = impact.graph.number(code)
        if impact.absorbed.after.graph.milestones[n].is_complete:
            continue
        for reading in (impact.absorbed, impact.worked):
            before, after = (least_slack_path(each, n) for each in reading)
            steps += len(before) + len(after)
            if before != after:
                found.append(Rerouted(code, reading.before.gaps, before, after))
                break
    return Reroutes(tuple(found), 0)


def least_slack_path(projection: Projection, target: int) -> tuple[str, ...]:
    """Return the codes of the critical path to a milestone, itself first.

    It is the path of `depgraph.analysis.critical_path`: to the incomplete prerequisite whose
    link has the least slack; in a ladder, whose date does not follow from one on the path;
    with the later date; with the smaller code.
    """
    graph, finish = projection.graph, projection.finish
    sources, milestones = graph.link_sources, graph.milestones
    path = {target: None}
    n = target
    while True:
        best: tuple[int, bool, int, int] | None = None
        for number in graph.incoming[n]:
            source = sources[number]
            slack = projection.link_slack(number)
            if slack is None or source in path or milestones[source].is_complete:
                continue
            day = finish[source] or 0
            key = (slack, _follows(projection, source, path), -day, source)
            if best is None or key < best:
                best = key
        if best is None:
            return tuple(milestones[each].id for each in path)
        n = best[-1]
        path[n] = None


def _follows(projection: Projection, n: int, path: dict[int, None]) -> bool:
    """Whether a milestone of a ladder has its date from one on the path."""
    if not projection.has_ladders:
        return False
    while n not in path:
        number = projection.driving_links[n]
        if number is None:
            return False
        n = projection.graph.link_sources[number]
    return True
