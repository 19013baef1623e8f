"""The calendar of a plan: one lane for each milestone, on a true axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.calendar_body import CalendarBody
from depgraph.diagrams.lanes import span, with_fewer_lanes
from depgraph.diagrams.legend import LEGEND, feature_signs, since_words
from depgraph.diagrams.moves import plan_date
from depgraph.diagrams.samples import Bar, Ghost, Sample, Shape
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import picture_on_sheet
from depgraph.diagrams.theme import STANDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.model import Graph

MOST_LANES = 150
"""About so many fit on A0 where all text can be read."""

_MOST_SCROLLED = 500
"""A page can be scrolled, and need not fit on paper; but it can be too large to mail."""


def _feature_words(scene: Scene) -> str:
    signs = feature_signs(scene)
    return f"feature: {signs}" if signs else "feature in its lane"


def _has_early_completions(scene: Scene) -> bool:
    for code in (*scene.folding.drawn, *scene.folding.targets):
        milestone = scene.graph[code]
        planned = plan_date(milestone)
        came = milestone.completed if milestone.is_complete else None
        if planned and came and came < planned:
            return True
    return False


_SHARED = {sample.name: sample for sample in LEGEND}

_SAMPLES = (
    Sample("milestone", Shape("diamond"), "milestone at its due date"),
    Sample("feature", Shape("circle"), _feature_words, lambda scene: bool(scene.folding.targets)),
    _SHARED["done"]._replace(sign=Shape("circle", "done"), words="completed"),
    *(_SHARED[name]._replace(sign=Shape("circle", name)) for name in STANDINGS if name != "done"),
    _SHARED["outside"]._replace(sign=Shape("square")),
    Sample("bar", Bar("late", 4), "slip: completed or projected later"),
    Sample("early", Bar("done", 1.5), "completed before it was due", _has_early_completions),
    *(_SHARED[name] for name in ("context", "critical", "queried", "finding", "marked")),
    _SHARED["moved"]._replace(
        sign=Ghost("diamond"), words=lambda scene: f"as it was, {since_words(scene)}"
    ),
)
"""What it explains: milestones are marks, and dates are where they stand."""


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
    body = CalendarBody(scene, spans)
    return picture_on_sheet(scene, lambda _: body, samples=_SAMPLES)


def projected_dates(graph: Graph) -> dict[str, date]:
    """Return the projected dates of a plan by code; none where they cannot be found."""
    from depgraph.analysis.late import projection_or_none

    projection = projection_or_none(graph)
    if projection is None:
        return {}
    return {
        milestone.id: day
        for milestone in graph.milestones
        if (day := projection.date(milestone.id)) is not None
    }
