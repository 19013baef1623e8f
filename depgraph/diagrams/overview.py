"""The overview of a plan: what waits on what, from left to right in time."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Unpack

from depgraph.diagrams.column_layout import slip_bars
from depgraph.diagrams.columned import guest_room
from depgraph.diagrams.columns_body import ColumnsBody, probe_name
from depgraph.diagrams.drawing import add_link, add_node, box_style_of, new_graph
from depgraph.diagrams.fewer_links import with_fewer_links
from depgraph.diagrams.heading import heading
from depgraph.diagrams.labels import label, label_height
from depgraph.diagrams.legend import plain_legend
from depgraph.diagrams.panels import lists
from depgraph.diagrams.scene import compose
from depgraph.diagrams.sheet import picture_on_sheet
from depgraph.diagrams.text import key
from depgraph.diagrams.theme import BAND_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas, Digraph
    from depgraph.diagrams.column_layout import SlipBar
    from depgraph.diagrams.layout import Picture
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.model import Graph

    Label = Callable[[str], str]

_CRITICAL_WEIGHT = "20"

_MANY_NODES = 150
_FEW_COLUMNS = 9
_PLAIN_WIDTH = 1100.0
_LOW = "40,8.5"
"""In inches; `dot` draws the columns no higher where it can."""

_EXTRAS = re.compile(r' (?:ID|HREF|TOOLTIP|COLOR|BGCOLOR)="[^"]*"')
_BAR_WEIGHT = "60"


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    return overview(subject.graph, **options)


def overview(graph: Graph, **options: Unpack[Options]) -> Picture:
    """Draw a plan on one sheet: milestones from left to right in time, and their links.

    Features are folded into the milestones that wait on them, see
    `depgraph.diagrams.folding.fold`; milestones stand in columns of time, see
    `depgraph.diagrams.timeline.columns`.

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

    Notes
    -----
    Queries are numbered by the date and the code of the dependent, then by the code of the
    prerequisite; questions go on from there, by the date and the code of their milestone.
    Findings have numbers of their own: new before known, errors before warnings, then by
    the date and the code of the milestone.
    """
    scene = with_fewer_links(compose(graph, "overview", **options))
    low = {"ratio": "compress", "size": _LOW} if len(scene.folding.drawn) <= _MANY_NODES else {}
    attributes = {**effort(scene), **low}
    plain_label = cache(partial(label, scene))
    barred = {bar.code for bar in slip_bars(scene)}

    @cache
    def barred_label(code: str) -> str:
        return label(scene, code, has_bar=True) if code in barred else plain_label(code)

    return picture_on_sheet(
        scene,
        lambda positions: ColumnsBody(scene, positions, plain_label, barred_label),
        source=lambda: _in_one_pass(scene, attributes),
        in_foot=lambda body: body.foot_panel if isinstance(body, ColumnsBody) else None,
        draft=placing(scene, barred_label, {**attributes, "splines": "none"}),
    )


def effort(scene: Scene) -> dict[str, str]:
    """Return the room between columns, and what makes `dot` stop in time on a large plan."""
    room = {"ranksep": "0.22" if len(scene.columns) > _FEW_COLUMNS else "0.6"}
    if len(scene.folding.drawn) <= _MANY_NODES:
        return room
    return {**room, "nslimit": "2", "nslimit1": "2", "mclimit": "0.3", "splines": "polyline"}


def _in_one_pass(scene: Scene, attributes: dict[str, str]) -> str:
    """Return the picture in DOT for one pass: with plain labels in place of bands of time."""
    words = heading(scene, _PLAIN_WIDTH)
    key_panel = plain_legend(scene)
    panels = [key_panel, *lists(scene, _PLAIN_WIDTH, key_panel.height)]
    cells = "".join(f'<TD VALIGN="TOP">{panel.label[1:-1]}</TD>' for panel in panels)
    foot = f'<<TABLE BORDER="0" CELLSPACING="4"><TR>{cells}</TR></TABLE>>'
    below = {"label": foot, "labelloc": "b", "labeljust": "l"} if scene.columns else {}
    drawing = new_graph(scene, **attributes, **below)
    with drawing.subgraph(name="cluster_plan") as plan:
        plan.attr(label=words.label, labelloc="t", labeljust="l", style="invis")
        _add_columns(plan, scene)
    return str(drawing.source)


def _add_columns(drawing: Digraph, scene: Scene) -> None:
    """Add all milestones and links, each milestone in its column of time."""
    axis = [f"time~{n}" for n in range(len(scene.columns))]
    shown: tuple[object, ...] = ()
    for name, column in zip(axis, scene.columns, strict=True):
        words = f"{column.year_words} {column.period}".strip()
        period = (words, column.is_ahead)
        if period != shown:
            drawing.node(name, words, shape="plaintext", fontsize=f"{BAND_SIZE:g}")
        else:
            drawing.node(name, "", shape="point", style="invis", width="0.01")
        shown = period
    wide = _gaps_with_callouts(scene)
    for n, (before, after) in enumerate(pairwise(axis)):
        # Two ranks apart, so that a callout has room between the columns.
        room = {"minlen": "2"} if n in wide else {}
        drawing.edge(before, after, style="invis", weight="2", **room)
    critical = set(scene.chain)
    for name, column in zip(axis, scene.columns, strict=True):
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(name)
            for code in column.codes:
                group = {"group": "critical"} if code in critical else {}
                add_node(rank, scene, code, label(scene, code), **group)
    for link in scene.links:
        attributes = {"weight": _CRITICAL_WEIGHT} if link.is_critical else {}
        if link.goes_back:
            attributes["constraint"] = "false"
        add_link(drawing, scene, link, **attributes)


def _gaps_with_callouts(scene: Scene) -> set[int]:
    """Return the gaps behind columns where a queried link has nowhere else to be numbered."""
    column_of = {code: n for n, column in enumerate(scene.columns) for code in column.codes}
    return {
        column_of[link.prerequisite]
        for link in scene.links
        if link.query is not None and column_of[link.dependent] == column_of[link.prerequisite] + 1
    }


def placing(scene: Scene, label: Label, attributes: dict[str, str]) -> str:
    """Return DOT of the milestones in their columns, with rows that are free for bars.

    Parameters
    ----------
    label
        Returns the label of a milestone.
    attributes
        What `dot` is to know of the whole drawing.
    """
    drawing = new_graph(scene, **attributes)
    bars = [bar for bar in slip_bars(scene) if bar.gap < bar.column]
    _add_axis(drawing, scene, bars)
    for number, column in enumerate(scene.columns):
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(f"time~{number}")
            for code in column.codes:
                if code not in scene.hosts:
                    _add_placed(rank, scene, code, label)
    for gap in sorted({bar.gap for bar in bars}):
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(f"due~{gap}")
            for bar in bars:
                if bar.gap == gap:
                    rank.node(f"due~{key(bar.code)}", "", shape="point", width="0.1")
    for bar in bars:
        drawing.edge(f"due~{key(bar.code)}", key(bar.code), weight=_BAR_WEIGHT)
    for link in scene.links:
        weight = {"weight": _CRITICAL_WEIGHT} if link.is_critical else {}
        if not link.goes_back and link.prerequisite not in scene.hosts:
            drawing.edge(key(link.prerequisite), key(link.dependent), **weight)
    # Only how large these are is asked for.
    for code in sorted({*scene.hosts, *scene.hosts.values()}):
        style = box_style_of(scene, code)
        drawing.node(probe_name(scene, code), label=_bare(label(code)), **style)
    return str(drawing.source)


def _add_axis(drawing: Canvas, scene: Scene, bars: Sequence[SlipBar]) -> None:
    """Add an invisible node for each column, and for each gap with due dates, in their order."""
    gaps = {bar.gap for bar in bars}
    names: list[str] = []
    for number in range(len(scene.columns)):
        names += [f"due~{number}"] if number in gaps else []
        names.append(f"time~{number}")
    for name in names:
        drawing.node(name, "", shape="point", style="invis", width="0.01")
    for before, after in pairwise(names):
        drawing.edge(before, after, style="invis", weight="2")


def _bare(label: str) -> str:
    """Return a label without what its size does not depend on, which takes time to read."""
    return _EXTRAS.sub("", label)


def _add_placed(drawing: Canvas, scene: Scene, code: str, label: Label) -> None:
    """Add a milestone, as high as it is with what stands with it."""
    style = box_style_of(scene, code)
    guests = [guest for guest, host in scene.hosts.items() if host == code]
    if not guests:
        drawing.node(key(code), label=_bare(label(code)), **style)
        return
    rooms = {link.prerequisite: guest_room(link) for link in scene.links if link.dependent == code}
    height = label_height(label(code))
    height += sum(label_height(label(guest)) + rooms[guest] for guest in guests)
    drawing.node(key(code), "", shape="box", width="1.1", height=f"{height / 72:.4f}")
