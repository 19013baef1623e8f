"""The overview of a plan: what waits on what, from left to right in time."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from depgraph.diagrams.drawing import add_link, add_node, new_graph
from depgraph.diagrams.layout import Picture
from depgraph.diagrams.panels import (
    chain_line,
    default_title,
    heading,
    legend,
    lists,
    subtitle,
)
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import arrange
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import BAND_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.diagrams.scene import Scene
    from depgraph.model import Graph
    from depgraph.rules.findings import Finding

_CRITICAL_WEIGHT = "20"
_MANY_NODES = 150
_FEW_COLUMNS = 9
_PLAIN_WIDTH = 1100.0


def overview(
    graph: Graph,
    *,
    findings: Sequence[Finding] = (),
    chain: Sequence[str] = (),
    projected: date | None = None,
    title: str | None = None,
    home: str | None = None,
) -> Picture:
    """Draw a plan on one sheet: milestones from left to right in time, and their links.

    Features are folded into the milestones that wait on them, see
    `depgraph.diagrams.folding.fold`; milestones stand in columns of time, see
    `depgraph.diagrams.timeline.columns`.

    Parameters
    ----------
    graph
        The plan. Without an as-of date nothing is late.
    findings
        What to mark: new and known errors and warnings are. Infos, findings that are there
        only because of a queried link, and what the picture shows otherwise are not.
    chain
        The codes of the critical path, target first.
    projected
        The projected date of its target, which is told beside the path.
    title
        The title of the picture; by default it names `home`.
    home
        The owner whose plan it is: milestones of other owners are drawn as outside.

    Returns
    -------
    Picture
        For `depgraph.diagrams.layout.render`.

    Raises
    ------
    UnknownMilestoneError
        If the chain has a code that the graph does not have.

    Notes
    -----
    Queries are numbered by the date and the code of the dependent, then by the code of the
    prerequisite; questions go on from there, by the date and the code of their milestone.
    Findings have numbers of their own: new before known, errors before warnings, then by
    the date and the code of the milestone.
    """
    scene = compose(graph, findings=findings, chain=chain, home=home)
    scene = scene._replace(projected=projected)
    shown_title = clean(title or "") or default_title(scene)
    description = ". ".join(part for part in (subtitle(scene), chain_line(scene)) if part)
    return Picture(
        source=_whole(scene, shown_title),
        title=shown_title,
        description=f"{description}.",
        draft=_draft(scene),
        arrange=partial(arrange, scene, shown_title),
    )


def _draft(scene: Scene) -> str:
    """Return the nodes and links for `dot` to place."""
    drawing = new_graph(**_effort(scene))
    _add_columns(drawing, scene, is_labelled=False)
    return str(drawing.source)


def _whole(scene: Scene, title: str) -> str:
    """Return the picture for one pass: with plain labels in place of bands of time."""
    words = heading(scene, title, _PLAIN_WIDTH)
    key_panel, _ = legend(scene, is_plain=True)
    panels = [key_panel, *lists(scene, _PLAIN_WIDTH, key_panel.height)]
    cells = "".join(f'<TD VALIGN="TOP">{panel.label[1:-1]}</TD>' for panel in panels)
    foot = f'<<TABLE BORDER="0" CELLSPACING="4"><TR>{cells}</TR></TABLE>>'
    label = {"label": foot, "labelloc": "b", "labeljust": "l"} if scene.columns else {}
    drawing = new_graph(**_effort(scene), **label)
    with drawing.subgraph(name="cluster_plan") as plan:
        plan.attr(label=words.label, labelloc="t", labeljust="l", style="invis")
        _add_columns(plan, scene, is_labelled=True)
    return str(drawing.source)


def _effort(scene: Scene) -> dict[str, str]:
    """Return the room between columns, and what makes `dot` stop in time on a large plan."""
    room = {"ranksep": "0.26" if len(scene.columns) > _FEW_COLUMNS else "0.6"}
    if len(scene.folding.drawn) <= _MANY_NODES:
        return room
    return {**room, "nslimit": "2", "nslimit1": "2", "mclimit": "0.3", "splines": "polyline"}


def _add_columns(drawing: Any, scene: Scene, *, is_labelled: bool) -> None:
    """Add all milestones and links, each milestone in its column of time."""
    axis = [f"time~{n}" for n in range(len(scene.columns))]
    shown: tuple[object, ...] = ()
    for name, column in zip(axis, scene.columns, strict=True):
        words = "no date" if column.year is None else f"{column.year} {column.period}".strip()
        period = (words, column.is_ahead)
        if is_labelled and period != shown:
            drawing.node(name, words, shape="plaintext", fontsize=f"{BAND_SIZE:g}")
        else:
            drawing.node(name, "", shape="point", style="invis", width="0.01")
        shown = period
    for before, after in pairwise(axis):
        drawing.edge(before, after, style="invis", weight="2")
    critical = set(scene.chain)
    for name, column in zip(axis, scene.columns, strict=True):
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(name)
            for code in column.codes:
                group = {"group": "critical"} if code in critical else {}
                add_node(rank, scene, code, **group)
    for link in scene.links:
        attributes = {"weight": _CRITICAL_WEIGHT} if link.is_critical else {}
        if link.goes_back:
            attributes["constraint"] = "false"
        add_link(drawing, link, **attributes)
