"""Whose critical path is another one after a change of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from depgraph.analysis.steps_back import StepsBack
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.impact import Impact, Reading
    from depgraph.analysis.projection import Gaps, Projection

MOST_STEPS = 200_000
"""How many steps the paths have all together that are looked at in a large plan."""


@by_type
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


@dataclass(frozen=True, slots=True)
class Reroutes:
    """The milestones with another critical path.

    Attributes
    ----------
    paths
        In the order in which they were looked at, one for each milestone; the reading is
        ``float`` if the path differs there, else ``work``.
    unseen
        How many milestones of a very large plan were not looked at.
    """

    paths: tuple[Rerouted, ...]
    unseen: int


def rerouted(impact: Impact, codes: Sequence[str], *, most_steps: int = MOST_STEPS) -> Reroutes:
    """Find the milestones that have another critical path after the changes.

    A path that was, or still is, as critical as the other is none: no date on the two moves,
    and at each step links tie in slack and date.

    Parameters
    ----------
    impact
        What the changes do.
    codes
        The milestones to look at. One that is complete after the changes has no path.
    most_steps
        No more milestones are looked at when the paths have so many steps all together.
    """
    other_paths: list[Rerouted] = []
    steps = 0
    for place, code in enumerate(codes):
        if steps >= most_steps:
            return Reroutes(tuple(other_paths), len(codes) - place)
        n = impact.graph.number(code)
        if impact.absorbed.after.graph.milestones[n].is_complete:
            continue
        for reading in impact.readings:
            before, after = least_slack_path(reading.before, n), least_slack_path(reading.after, n)
            steps += len(before) + len(after)
            if before != after and not _tie(reading, before, after):
                other_paths.append(
                    Rerouted(milestone=code, gaps=reading.before.gaps, before=before, after=after)
                )
                break
    return Reroutes(tuple(other_paths), 0)


def _tie(reading: Reading, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the order of codes alone decides between two paths, and no date on them moves.

    That is so if the new path was as critical before, or the old one is so after. In a plan
    with ladders more than slack and date decides, so that none are taken to tie.
    """
    if reading.before.has_ladders or reading.after.has_ladders:
        return False
    if any(reading.before.date(code) != reading.after.date(code) for code in (*before, *after)):
        return False
    return _is_critical(reading.after, before) or _is_critical(reading.before, after)


def _is_critical(projection: Projection, codes: Sequence[str]) -> bool:
    """Whether each step of a path is one of least slack and latest date, to the end."""
    graph = projection.graph
    numbers = [graph.number(code) for code in codes]
    for n, source in zip(numbers, (*numbers[1:], None), strict=True):
        steps: dict[int, tuple[bool, int, int]] = {}
        for number in graph.incoming[n]:
            before = graph.link_sources[number]
            slack, day = projection.link_slack(number), projection.finish[before]
            if slack is None or day is None or graph.milestones[before].is_complete:
                continue
            is_driving = projection.is_driving(number)
            key = (not is_driving, 0 if is_driving else slack, -day)
            steps[before] = min(key, steps.get(before, key))
        if source is None:
            return not steps
        if source not in steps or steps[source] > min(steps.values()):
            return False
    return True


def least_slack_path(projection: Projection, target: int) -> tuple[str, ...]:
    """Return the codes of the critical path to an incomplete milestone, itself first."""
    graph = projection.graph
    steps = StepsBack(projection, [target])
    codes = [graph.milestones[target].id]
    number = steps.next(target)
    while number is not None:
        codes.append(graph.links[number].prerequisite)
        number = steps.next(graph.link_sources[number])
    return tuple(codes)
