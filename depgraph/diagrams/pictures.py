"""The pictures of a plan by their view."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Unpack

from depgraph.analysis.late import late_milestones, projection_or_none
from depgraph.analysis.scheduled import counted_milestones

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Subject
    from depgraph.diagrams.views import View


def picture_of(view: View, subject: Subject, **options: Unpack[Options]) -> Picture:
    """Draw a view of a plan; its module is imported for that.

    Parameters
    ----------
    view
        One of `depgraph.diagrams.views.VIEWS`.
    subject
        What the picture is of; with a centre where the view is around one milestone.
    **options
        See `depgraph.diagrams.scene.Options`.

    Raises
    ------
    UnknownMilestoneError
        If the plan does not have the centre, or a milestone of the chain.
    TooLargeError
        If more milestones are left to draw than a picture takes.
    """
    picture: Callable[[Subject, Options], Picture] = import_module(
        f"{__package__}.{view.name}"
    ).picture
    if "projection" not in options:
        options["projection"] = projection_or_none(subject.whole)
    options.setdefault("late", late_milestones(subject.whole, options["projection"]))
    options.setdefault("total", counted_milestones(subject.whole))
    return picture(subject, options)
