"""The views of a plan: a new one is an entry here and a module of its name.

The module has ``picture(subject, options)``, which returns the picture of a
`depgraph.diagrams.scene.Subject`. It is imported when the view is drawn, see
`depgraph.diagrams.pictures.picture_of`.
"""

from __future__ import annotations

from depgraph.diagrams.paper import A3, A4, SLIDE, Paper
from depgraph.records import Struct


class View(Struct):
    """What is known of a view before it is drawn.

    Attributes
    ----------
    name
        What commands call it; its module has the same name.
    words
        What it shows, for the help of commands.
    title
        What it shows, as the title of a picture goes on after whose milestones they are.
    paper
        The paper that it is made for. On a slide, queries and findings stand in words in the
        milestones, and not in lists below them.
    placed
        What gives a milestone its place, told under the title; empty where that is plain.
    tab
        What a report calls it; empty where reports are without it.
    is_around_one
        Whether it is of one milestone and what is around it; nothing is folded then.
    can_group
        Whether it draws groups of milestones where the milestones are too many.
    has_cells
        Whether what is folded stands as cells without words, which the legend explains.
    boxes_paths
        Whether what is folded and on a float path of the target is a box too.
    stacks
        Whether what has no date may stand above or below what waits on it.
    fills
        Whether its body takes whatever room the paper has.
    has_bars
        Whether a bar leads from the due date of what is late to where it is expected.
    names_folded
        Whether what is folded has its name there.
    """

    name: str
    words: str
    title: str
    paper: Paper
    placed: str = ""
    tab: str = ""
    is_around_one: bool = False
    can_group: bool = False
    has_cells: bool = False
    boxes_paths: bool = False
    stacks: bool = False
    fills: bool = False
    has_bars: bool = False
    names_folded: bool = False

    @property
    def is_slide(self) -> bool:
        """Whether it is made to be shown, and not to be printed."""
        return self.paper == SLIDE


_IN_COLUMNS = "placed where completed, or expected now"

VIEWS = {
    view.name: view
    for view in (
        View(
            "overview",
            "what waits on what",
            "what each waits on",
            A4,
            placed=_IN_COLUMNS,
            tab="Overview",
            can_group=True,
            has_cells=True,
            boxes_paths=True,
            stacks=True,
            fills=True,
            has_bars=True,
        ),
        View(
            "calendar",
            "when each is expected",
            "when each is expected",
            A3,
            tab="Calendar",
        ),
        View(
            "features",
            "every feature by name",
            "what each consists of",
            A3,
            placed="by the date now expected",
            can_group=True,
            names_folded=True,
        ),
        View(
            "focus",
            "what is around one milestone",
            "what they wait on",
            SLIDE,
            is_around_one=True,
            fills=True,
        ),
    )
}
"""By name. The first is drawn where none is asked for."""
