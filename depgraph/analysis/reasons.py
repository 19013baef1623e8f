"""Why a milestone has its date by itself, in words: one wording for answers and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.late import missed_date
from depgraph.words import listed

if TYPE_CHECKING:
    from depgraph.analysis.driving import Driver
    from depgraph.analysis.projection import Projection

_MOST_LOOP = 4


def reason(projection: Projection, code: str, driver: Driver) -> str:
    """Return why a milestone has its date by itself: ``due 2020-11-06``; nothing if undated.

    Parameters
    ----------
    driver
        What sets it: anything but a link.
    """
    milestone = projection.graph[code]
    if driver == "completed":
        return f"completed {milestone.completed}"
    if driver == "own date":
        if milestone.completed is not None:
            return f"to be completed {milestone.completed}"
        return f"{'forecast' if milestone.forecast else 'due'} {milestone.planned}"
    if driver == "not before":
        return f"not before {milestone.not_before}"
    if driver == "project start":
        return "at work from the start of the project on"
    if driver == "as-of date":
        if milestone.planned is not None and milestone.planned > projection.as_of:
            return f"at work from {projection.as_of} on"
        if missed := missed_date(milestone, projection.as_of):
            return f"overdue since {missed}"
        return f"not complete at {projection.as_of}"
    return loop_words(projection, code) if driver == "ladder" else ""


def loop_words(projection: Projection, code: str) -> str:
    """Return the links by which an origin of a ladder holds itself."""
    graph = projection.graph
    loop = projection.driving.loop(graph.number(code))
    codes = [graph.links[number].prerequisite for number in reversed(loop)]
    return f"holds itself through {listed([other for other in codes if other != code], _MOST_LOOP)}"
