"""The features of a plan: every one by name and date, below the milestone that waits on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.calendar_legend import SAMPLES
from depgraph.diagrams.feature_rows import FeatureRows
from depgraph.diagrams.fewer_links import with_fewer_links
from depgraph.diagrams.pages import picture_in_pages
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import picture_on_sheet
from depgraph.diagrams.side_by_side import in_columns_that_fit

if TYPE_CHECKING:
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Subject
    from depgraph.model import Graph


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    return features(subject.graph, **options)


def features(graph: Graph, **options: Unpack[Options]) -> Picture:
    """Draw a plan on one sheet: each milestone with a line for each of its features, by name.

    The lines say what each is called and when it is expected. Right of them time runs to the
    right, as in all pictures: a filled symbol stands where each is now expected or was
    completed, and a hollow one where it is due. A long list is in columns side by side.

    Parameters
    ----------
    graph
        The plan. Without an as-of date nothing is late.
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
    scene = with_fewer_links(compose(graph, "features", **options))
    rows = FeatureRows(scene)
    body = in_columns_that_fit(scene, rows, SAMPLES)

    def paged() -> Picture:
        return picture_in_pages(scene, FeatureRows(scene, is_whole=True), SAMPLES)

    return picture_on_sheet(
        scene, lambda _: body, samples=SAMPLES, paged=paged, is_partial=rows.is_partial
    )
