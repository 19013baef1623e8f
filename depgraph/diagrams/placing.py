"""The boxes of an overview for ``dot`` to place: their sizes, their order and their heights."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.columned import guest_room
from depgraph.diagrams.columns_body import probe_name
from depgraph.diagrams.drawing import box_style_of, new_graph
from depgraph.diagrams.labels import label_height
from depgraph.diagrams.slip_bars import slip_bars
from depgraph.diagrams.text import key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.slip_bars import SlipBar

    Label = Callable[[str], str]

_EXTRAS = re.compile(r' (?:ID|HREF|TOOLTIP|COLOR|BGCOLOR)="[^"]*"')
_CRITICAL_WEIGHT = "20"
_BAR_WEIGHT = "60"


def placing(scene: Scene, label: Label, attributes: dict[str, str]) -> str:
    """Return DOT of the milestones in their columns, with rows that are free for bars.

    Parameters
    ----------
    scene
        What the picture shows.
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
