"""The calendar of a plan: one lane for each milestone, on a true axis of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.calendar_body import CalendarBody
from depgraph.diagrams.lanes import span, with_fewer_lanes
from depgraph.diagrams.layout import Picture
from depgraph.diagrams.panels import description
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import lay_out
from depgraph.errors import CycleError, DateRangeError, NoAsOfDateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depgraph.diagrams.layout import Positions, Sheet
    from depgraph.diagrams.scene import Options, Subject
    from depgraph.model import Graph

MOST_LANES = 150
"""About so many fit on A0 where all text can be read."""

_MOST_SCROLLED = 500
"""A page can be scrolled, and need not fit on paper; but it can be too large to mail."""


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    most_lanes = _MOST_SCROLLED if subject.is_scrolled else MOST_LANES
    dates = projected_dates(subject.whole)
    return calendar(subject.graph, dates=dates, most_lanes=most_lanes, **options)


def calendar(
    graph: Graph,
    *,
    dates: Mapping[str, date] | None = None,
    most_lanes: int = MOST_LANES,
    **options: Unpack[Options],
) -> Picture:
    """Draw a plan on one sheet: when each milestone is due, and how far it slips.

    Each milestone has a lane, with a diamond at its due date; its features are circles, and
    milestones of other owners that it waits on are squares. A bar leads to the completion, or
    to the projected date where that is later.

    Parameters
    ----------
    graph
        The plan. Without an as-of date nothing is late.
    dates
        Projected dates by code, where they are not those of `graph` itself.
    most_lanes
        How many lanes are drawn; the picture says how many are left out.
    **options
        See `depgraph.diagrams.scene.Options`.

    Returns
    -------
    Picture
        For `depgraph.diagrams.layout.render`.

    Raises
    ------
    UnknownMilestoneError
        If the chain has a code that the graph does not have.
    TooLargeError
        If more milestones are left to draw than a picture takes.
    """
    scene = with_fewer_lanes(compose(graph, "calendar", **options), most_lanes)
    projected = projected_dates(graph) if dates is None else dates
    spans = {
        code: span(scene, graph[code], projected)
        for code in (*scene.folding.drawn, *scene.folding.targets)
    }

    def arrange(positions: Positions) -> Sheet:
        del positions  # the axis gives the places
        return lay_out(scene, CalendarBody(scene, spans))

    return Picture(
        source="",
        title=scene.title,
        description=description(scene),
        draft="",
        arrange=arrange,
        remarks=scene.warnings,
    )


def projected_dates(graph: Graph) -> dict[str, date]:
    """Return the projected dates of a plan by code; none where they cannot be found."""
    from depgraph.analysis.projection import project

    try:
        projection = project(graph)
    except (CycleError, DateRangeError, NoAsOfDateError):
        return {}
    return {
        milestone.id: date.fromordinal(day)
        for milestone, day in zip(graph.milestones, projection.finish, strict=True)
        if day is not None
    }
