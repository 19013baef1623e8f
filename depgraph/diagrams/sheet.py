"""The sheet of a picture: bands of time, title, legend and lists around placed nodes.

All lengths are in points, from the lower left corner; y grows upward.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from depgraph.diagrams.callouts import callout_places
from depgraph.diagrams.drawing import add_link, add_node, box_style, line_style, new_graph
from depgraph.diagrams.labels import CELL_HEIGHT, CELL_WIDTH, font
from depgraph.diagrams.panels import (
    LEGEND_ROW,
    PADDING,
    SAMPLE_WIDTH,
    heading,
    legend,
    lists,
    samples,
)
from depgraph.diagrams.text import key, line_height, width
from depgraph.diagrams.theme import (
    AS_OF,
    BAND_SIZE,
    BANDS,
    FAINT_INK,
    FINDING,
    PAINTS,
    READABLE_SIZE,
    SMALL_SIZE,
    STANDINGS,
    TEXT_SIZE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from depgraph.diagrams.layout import Box, Positions
    from depgraph.diagrams.panels import Panel, Sample
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing

_MARGIN = 14.0
_GAP = 10.0
_SIDE = 10.0
_HEAD_HEIGHT = 40.0
_FOOT_HEIGHT = 18.0
_LEAST_WIDTH = 640.0

_MILLIMETRE = 72 / 25.4
_PAPERS = tuple(
    (long * _MILLIMETRE, short * _MILLIMETRE)
    for long, short in ((420, 297), (594, 420), (841, 594), (1189, 841))
)
"""A3 to A0, landscape."""

_PRINTER_MARGIN = 5 * _MILLIMETRE


class _Frame(NamedTuple):
    """Where the drawing is on the sheet.

    `dx` and `dy` move a place of the draft onto the sheet.
    """

    left: float
    right: float
    bottom: float
    top: float
    dx: float
    dy: float


def arrange(scene: Scene, title: str, positions: Positions) -> str:
    """Return the DOT of the whole sheet, with a place for everything.

    Parameters
    ----------
    scene
        What the picture shows.
    title
        Its title.
    positions
        Where `dot` put the nodes and links.
    """
    nodes = {code: positions.nodes[key(code)] for code in scene.folding.drawn}
    lines = {
        (link.prerequisite, link.dependent): positions.lines[
            key(link.prerequisite), key(link.dependent)
        ]
        for link in scene.links
    }
    xs = [side for box in nodes.values() for side in (box.left, box.right)]
    ys = [side for box in nodes.values() for side in (box.bottom, box.top)]
    xs += [x for points in lines.values() for x, _ in points]
    ys += [y for points in lines.values() for _, y in points]
    low_x, high_x = min(xs, default=0.0), max(xs, default=0.0)
    low_y, high_y = min(ys, default=0.0), max(ys, default=0.0)

    room = max(high_x - low_x + 2 * _SIDE, _LEAST_WIDTH)
    key_panel, key_rows = legend(scene)
    columns = lists(scene, room - key_panel.width - _GAP, key_panel.height)
    foot = max(panel.height for panel in (key_panel, *columns))
    bottom = _MARGIN + foot + _GAP
    top = bottom + _FOOT_HEIGHT + (high_y - low_y) + _HEAD_HEIGHT
    head = heading(scene, title, room)
    frame = _Frame(
        left=_MARGIN,
        right=_MARGIN + room,
        bottom=bottom,
        top=top,
        dx=_MARGIN + (room - (high_x - low_x)) / 2 - low_x,
        dy=bottom + _FOOT_HEIGHT - low_y,
    )
    nodes = {
        code: box._replace(x=box.x + frame.dx, y=box.y + frame.dy) for code, box in nodes.items()
    }
    lines = {
        pair: tuple((x + frame.dx, y + frame.dy) for x, y in points)
        for pair, points in lines.items()
    }
    sheet_width = frame.right + _MARGIN
    sheet_height = top + head.height + _GAP + _MARGIN
    drawing = new_graph(
        pad="0",
        splines="true",
        size=_size(sheet_width, sheet_height),
    )
    for n, (x, y) in enumerate(((0.0, 0.0), (sheet_width, sheet_height))):
        _add_point(drawing, f"corner~{n}", x, y)
    _add_bands(drawing, scene, frame, nodes)
    _add_panel(drawing, "heading", head, frame.left, top + _GAP + head.height)
    _add_panel(drawing, "legend", key_panel, frame.left, bottom - _GAP)
    _add_samples(drawing, scene, key_rows, frame.left, bottom - _GAP)
    x = frame.left + key_panel.width + _GAP
    for n, panel in enumerate(columns, 1):
        _add_panel(drawing, f"list~{n}", panel, x, bottom - _GAP)
        x += panel.width + PADDING
    places = callout_places(scene.links, nodes, lines)
    for link in scene.links:
        pair = link.prerequisite, link.dependent
        *curve, tip = lines[pair]
        at = {"head_lp": _at(*places[pair])} if pair in places else {}
        points = " ".join(_at(x, y) for x, y in curve)
        add_link(drawing, link, pos=f"e,{_at(*tip)} {points}", **at)
    for code, box in nodes.items():
        add_node(drawing, scene, code, pos=_at(box.x, box.y))
    return str(drawing.source)


def _at(x: float, y: float) -> str:
    return f"{x:.2f},{y:.2f}"


def _size(sheet_width: float, sheet_height: float) -> str:
    """Return the size of the smallest paper on which the smallest text is readable."""
    for long, short in _PAPERS:
        room = long - 2 * _PRINTER_MARGIN, short - 2 * _PRINTER_MARGIN
        scale = min(room[0] / sheet_width, room[1] / sheet_height)
        if SMALL_SIZE * scale >= READABLE_SIZE:
            break
    else:
        scale = READABLE_SIZE / SMALL_SIZE
        room = sheet_width * scale, sheet_height * scale
    return f"{room[0] / 72:.3f},{room[1] / 72:.3f}"


def _add_panel(drawing: Any, name: str, panel: Panel, left: float, top: float) -> None:
    drawing.node(
        name,
        panel.label,
        shape="plain",
        pos=_at(left + panel.width / 2, top - panel.height / 2),
        **{"class": "panel", "id": name.replace("~", "-")},
    )


def _add_bands(drawing: Any, scene: Scene, frame: _Frame, nodes: dict[str, Box]) -> None:
    """Add the bands of years, the names of years and periods, and the as-of line."""
    columns = scene.columns
    sides = [
        (
            min(nodes[code].left for code in column.codes),
            max(nodes[code].right for code in column.codes),
        )
        for column in columns
    ]
    cuts = [frame.left, *((a[1] + b[0]) / 2 for a, b in pairwise(sides)), frame.right]
    places = range(len(columns))
    years = [list(group) for _, group in groupby(places, key=lambda n: columns[n].year)]
    for n, band in enumerate(years or [[]]):
        left, right = (cuts[band[0]], cuts[band[-1] + 1]) if band else cuts
        drawing.node(
            f"band~{n}",
            "",
            shape="box",
            style="filled",
            color=BANDS[n % 2],
            fixedsize="true",
            width=f"{(right - left) / 72:.4f}",
            height=f"{(frame.top - frame.bottom) / 72:.4f}",
            pos=_at((left + right) / 2, (frame.top + frame.bottom) / 2),
            **{"class": "band"},
        )
    for n, band in enumerate(years):
        year = columns[band[0]].year
        words = "no date" if year is None else str(year)
        middle = (cuts[band[0]] + cuts[band[-1] + 1]) / 2
        _add_words(drawing, f"year~{n}", words, (middle, frame.top - 12), BAND_SIZE, FAINT_INK)
    for _, group in groupby(places, key=lambda n: (columns[n].year, columns[n].period)):
        period = list(group)
        middle = (cuts[period[0]] + cuts[period[-1] + 1]) / 2
        words = columns[period[0]].period
        if words:
            name = f"period~{period[0]}"
            _add_words(drawing, name, words, (middle, frame.top - 27), TEXT_SIZE, FAINT_INK)
    if scene.graph.as_of and columns:
        ahead = next((n for n in places if columns[n].is_ahead), len(columns))
        _add_as_of(drawing, scene.graph.as_of, frame, cuts[ahead])


def _add_as_of(drawing: Any, as_of: date, frame: _Frame, cut: float) -> None:
    words = f"as of {as_of}"
    x = min(max(cut, frame.left + 4), frame.right - 4)
    half = width(words, TEXT_SIZE, bold=True) / 2
    middle = min(max(x, frame.left + half + 4), frame.right - half - 4)
    _add_words(drawing, "as-of", words, (middle, frame.bottom + 7), TEXT_SIZE, AS_OF)
    low, high = frame.bottom + 14, frame.top - _HEAD_HEIGHT + 6
    for n, y in enumerate((low, high)):
        _add_point(drawing, f"as-of~{n}", x, y)
    curve = " ".join(_at(x, low + (high - low) * n / 3) for n in range(4))
    drawing.edge(
        "as-of~0",
        "as-of~1",
        pos=curve,
        dir="none",
        style="dashed",
        color=AS_OF,
        penwidth="1.4",
        **{"class": "as-of"},
    )


def _add_words(
    drawing: Any, name: str, words: str, place: tuple[float, float], size: float, colour: str
) -> None:
    label = f"<{font(words, size, colour, bold=True)}>"
    drawing.node(name, label, shape="plain", pos=_at(*place), **{"class": "words"})


def _add_point(drawing: Any, name: str, x: float, y: float) -> None:
    drawing.node(name, "", shape="point", style="invis", width="0", pos=_at(x, y))


def _add_samples(
    drawing: Any,
    scene: Scene,
    rows: Sequence[Standing | Sample],
    left: float,
    top: float,
) -> None:
    """Add what the legend explains, drawn as in the picture, left of its rows."""
    middle = left + PADDING + SAMPLE_WIDTH / 2 - 4
    ends = left + PADDING + 2, left + PADDING + SAMPLE_WIDTH - 10
    y = top - PADDING - line_height(SMALL_SIZE) - LEGEND_ROW / 2
    for sample in rows:
        if sample in STANDINGS or sample == "outside":
            style = (
                box_style(sample) if sample in STANDINGS else box_style("later", is_outside=True)
            )
            drawing.node(
                f"sample~{sample}",
                "",
                pos=_at(middle, y),
                width="0.45",
                height="0.15",
                fixedsize="true",
                **{"class": "sample"},
                **style,
            )
        elif sample == "finding":
            drawing.node(
                "sample~finding",
                "▲n",
                shape="plain",
                pos=_at(middle, y),
                fontcolor=FINDING,
                fontsize=f"{TEXT_SIZE:g}",
                **{"class": "sample"},
            )
        elif sample == "cells":
            names = samples(scene)
            for n, standing in enumerate(names):
                paint = PAINTS[standing]
                x = ends[0] + CELL_WIDTH * (n + 0.5)
                drawing.node(
                    f"sample~cell-{standing}",
                    "",
                    shape="box",
                    style="filled",
                    pos=_at(x, y),
                    width=f"{CELL_WIDTH / 72:.4f}",
                    height=f"{CELL_HEIGHT / 72:.4f}",
                    fixedsize="true",
                    fillcolor=paint.cell,
                    color=paint.cell_line,
                    **{"class": "sample"},
                )
        else:
            style = line_style(
                is_critical=sample == "critical",
                is_queried=sample == "queried",
                is_marked=sample == "marked",
            )
            names_of_ends = [f"sample~{sample}-{n}" for n in (1, 2)]
            for name, x in zip(names_of_ends, ends, strict=True):
                _add_point(drawing, name, x, y)
            a, b = ends[0], ends[1] - 6
            third = (b - a) / 3
            curve = " ".join(_at(a + third * n, y) for n in range(4))
            drawing.edge(
                *names_of_ends, pos=f"e,{_at(ends[1], y)} {curve}", **{"class": "sample"}, **style
            )
        y -= LEGEND_ROW
