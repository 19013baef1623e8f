"""What sets a projected date, in words: one wording for all answers that tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.reasons import loop_words
from depgraph.reports.layout import day
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.driving import Driver
    from depgraph.analysis.projection import Cause, Projection

_MOST_EQUAL = 4


def own_cause(projection: Projection, code: str, driver: Driver) -> str:
    """Return what sets the date of a milestone by itself: ``its own date, 2020-11-06``."""
    milestone = projection.graph[code]
    if driver == "as-of date":
        if milestone.planned is None:
            return "the as-of date"
        if milestone.planned > projection.as_of:
            return "the as-of date: what is left of its work is done from then on"
        word = "forecast for" if milestone.forecast else "due"
        return f"the as-of date: it was {word} {day(milestone.planned)} and is still open"
    if driver == "ladder":
        return f"links that go round: it {loop_words(projection, code)}"
    if driver == "project start":
        return f"the start of the project, so {day(projection.date(code))}"
    words = "its earliest date" if driver == "not before" else "its own date"
    return f"{words}, {day(projection.date(code))}"


def cause_words(projection: Projection, code: str, cause: Cause) -> str:
    """Return a cause in few words: ``waits on A``, ``own date``."""
    if cause.link is not None:
        return f"waits on {cause.link.prerequisite}{' (queried)' if cause.link.queried else ''}"
    return loop_words(projection, code) if cause.driver == "ladder" else cause.driver


def equal_causes(causes: Sequence[Cause]) -> list[str]:
    """Return the causes of a date but the first: codes, queried ones marked, and own dates."""
    words = {"own date": "its own date", "not before": "its earliest date"}
    names: dict[str, None] = {}
    for cause in causes[1:]:
        if cause.link is None:
            names[words.get(cause.driver, f"the {cause.driver}")] = None
        elif cause.link.prerequisite not in names:
            queried = " (queried)" if cause.link.queried else ""
            names[f"{cause.link.prerequisite}{queried}"] = None
    return list(names)


def equally(causes: Sequence[Cause]) -> str:
    """Return ``, and equally by ...``; nothing where the first cause is the only one."""
    names = equal_causes(causes)
    return f", and equally by {listed(names, _MOST_EQUAL)}" if names else ""
