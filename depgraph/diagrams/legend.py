"""The legend: it explains what occurs in a picture, and nothing else."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from depgraph.diagrams.drawing import box_style, line_style
from depgraph.diagrams.labels import CELL_HEIGHT, CELL_WIDTH, MOST_CELLS, TABLE, font
from depgraph.diagrams.moves import plan_date
from depgraph.diagrams.panels import PADDING, Panel, table
from depgraph.diagrams.text import clean, line_height, shorten, width
from depgraph.diagrams.theme import SMALL_SIZE, SOON_DAYS, STANDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing

LEGEND_ROW = 14
SAMPLE_WIDTH = 66

_WORDS_WIDTH = 150
_SLACK = 6
_LINE = line_height(SMALL_SIZE)
_GAP = 14.0

_CELL_WORDS: dict[Standing, str] = {
    "done": "done",
    "late": "late",
    "soon": "soon",
    "later": "later",
    "undated": "no date",
}

Sample = Literal[
    "milestone",
    "feature",
    "outside",
    "bar",
    "early",
    "context",
    "critical",
    "bundle",
    "queried",
    "finding",
    "marked",
    "moved",
    "cells",
]
Mark = Literal["diamond", "circle", "square"]
"""How a milestone is drawn where there is no room for words."""


class Placed(NamedTuple):
    """A sample, and the left end and the middle of its place, from the corner of the legend.

    `words` stand right of it; they are empty where the panel has them.
    """

    sample: Standing | Sample
    x: float
    y: float
    words: str = ""


def legend(scene: Scene) -> tuple[Panel, list[Placed]]:
    """Return the legend as one column, and where its samples belong."""
    words = _words(scene)
    said = _said(scene, words)
    panel = _column(scene, said, "")
    top = PADDING + _LINE + LEGEND_ROW / 2
    return panel, [
        Placed(sample, PADDING + 2, top + LEGEND_ROW * n) for n, sample in enumerate(words)
    ]


def plain_legend(scene: Scene) -> Panel:
    """Return the legend with samples as far as a table can show them."""
    words = _words(scene)
    return _column(scene, _said(scene, words), [_plain_sample(scene, each) for each in words])


def legend_rows(scene: Scene, room: float) -> tuple[Panel, list[Placed]]:
    """Return the legend as rows as wide as there is room, and where its samples belong."""
    placed: list[Placed] = []
    x, row = 0.0, 0
    for sample, text in _words(scene).items():
        needed = SAMPLE_WIDTH + width(text, SMALL_SIZE) + _GAP
        if x and x + needed > room - 2 * PADDING:
            x, row = 0.0, row + 1
        placed.append(Placed(sample, PADDING + x, PADDING + LEGEND_ROW * (row + 0.5), text))
        x += needed
    size = room, LEGEND_ROW * (row + 1) + 2 * PADDING
    return Panel(table("<TR><TD></TD></TR>", *size, 0, scene.theme, border=True), *size), placed


def _said(scene: Scene, words: dict[Standing | Sample, str]) -> list[str]:
    said = list(words.values())
    if "cells" in words:
        said.append(", ".join(_CELL_WORDS[standing] for standing in cells(scene)))
        signs = ["? queried"] if scene.marks.queried_features else []
        signs += ["▲ with a finding"] if scene.marks.marked_features else []
        said += [f"({', '.join(signs)})"] if signs else []
        fullest = max(map(len, scene.folding.features.values()))
        said += ["of many, a cell stands for several"] if fullest > MOST_CELLS else []
    return said


def _column(scene: Scene, said: list[str], drawn: list[str] | str) -> Panel:
    theme = scene.theme
    as_of = f" as of {scene.graph.as_of}" if scene.graph.as_of else ""
    head = font(f"Legend{as_of}", SMALL_SIZE, theme.ink, bold=True)
    body = f'<TR><TD COLSPAN="2" ALIGN="LEFT">{head}</TD></TR>' + "".join(
        f'<TR><TD WIDTH="{SAMPLE_WIDTH}" HEIGHT="{LEGEND_ROW}">{sample}</TD>'
        f'<TD ALIGN="LEFT" WIDTH="{_WORDS_WIDTH - _SLACK}">'
        f"{font(text, SMALL_SIZE, theme.ink)}</TD></TR>"
        for sample, text in zip_longest(drawn, said, fillvalue="")
    )
    size = (
        SAMPLE_WIDTH + _WORDS_WIDTH + 2 * PADDING,
        _LINE + LEGEND_ROW * len(said) + 2 * PADDING + _SLACK,
    )
    used = size[1] - 2 * PADDING - _SLACK
    return Panel(table(body, *size, used, theme, border=True), *size)


def _words(scene: Scene) -> dict[Standing | Sample, str]:
    graph = scene.graph
    is_calendar = scene.view.name == "calendar"
    boxes: Iterable[str] = (each.id for each in graph.milestones)
    if scene.groups and scene.view.name == "overview":
        boxes = scene.folding.drawn  # the legend of the cells says the rest
    present = {scene.standing(code) for code in boxes}
    standings: dict[Standing | Sample, str] = {
        "done": "completed" if is_calendar else "completed ✔ (+ after, − before due)",  # noqa: RUF001
        "late": "overdue and not completed",
        "soon": f"due within {SOON_DAYS} days",
        "later": "due later" if graph.as_of else "not completed",
        "undated": "no date known",
    }
    words: dict[Standing | Sample, str] = {}
    if not graph.milestones:
        return words
    if is_calendar:
        words["milestone"] = "milestone at its due date"
        if scene.folding.targets:
            signs = ["? queried"] * bool(scene.marks.queried_features)
            signs += ["▲ with a finding"] * bool(scene.marks.marked_features)
            words["feature"] = "feature" + (f": {', '.join(signs)}" if signs else " in its lane")
    words |= {sample: text for sample, text in standings.items() if sample in present}
    if any(scene.is_outside(milestone.id) for milestone in graph.milestones):
        words["outside"] = f"outside {shorten(clean(scene.home or ''), 80, SMALL_SIZE)}"
    if is_calendar:
        words |= _bars(scene)
    if scene.context:
        words["context"] = "not selected"
    if scene.chain:
        in_cell = scene.view.name == "overview" and any(
            code in scene.folding.targets for code in scene.chain
        )
        words["critical"] = "critical path" + (", a cell with red frame" if in_cell else "")
    if scene.groups:
        words["bundle"] = "links, thicker where there are more"
    if any(link.query is not None for link in scene.links):
        is_listed = scene.view.name != "focus"
        words["queried"] = "queried link" + (", ?n in the list" if is_listed else "")
    if scene.marks.findings:
        words["finding"] = "finding" + (", in the list" if scene.view.name != "focus" else "")
    if any(link.is_marked for link in scene.links):
        words["marked"] = "link that a finding is about"
    if scene.moves is not None and scene.moves.by_code:
        since = shorten(clean(scene.moves.since), 70, SMALL_SIZE)
        words["moved"] = f"as it was, {since}" if is_calendar else f"moved since {since}"
    if scene.folding.targets and scene.view.name == "overview":
        words["cells"] = (
            "milestones of a group:" if scene.groups else "features folded into a milestone:"
        )
    return words


def _bars(scene: Scene) -> dict[Standing | Sample, str]:
    """Return what the bars of a calendar are called: thick ones, and thin ones where there are."""
    words: dict[Standing | Sample, str] = {"bar": "slip: completed or projected later"}
    for code in (*scene.folding.drawn, *scene.folding.targets):
        milestone = scene.graph[code]
        planned = plan_date(milestone)
        came = milestone.completed if milestone.is_complete else None
        if planned and came and came < planned:
            words["early"] = "completed before it was due"
    return words


def _plain_sample(scene: Scene, sample: Standing | Sample) -> str:
    """Return a swatch, or where a cell of a table cannot be drawn so, a word."""
    theme = scene.theme
    for standing in STANDINGS:
        if sample == standing:
            paint = theme.paints[standing]
            return (
                f'<TABLE BORDER="1" CELLBORDER="0" COLOR="{paint.line}" BGCOLOR="{paint.fill}"'
                ' FIXEDSIZE="TRUE" WIDTH="32" HEIGHT="11"><TR><TD></TD></TR></TABLE>'
            )
    text, colour = {
        "outside": ("corner", theme.ink),
        "critical": ("red line", theme.critical),
        "bundle": ("line", theme.ink),
        "queried": ("– – –", theme.ink),  # noqa: RUF001 - a dashed line
        "finding": ("▲n", theme.finding),
        "marked": ("purple line", theme.finding),
        "moved": ("moved", theme.moved),
        "context": ("pale", theme.faint),
    }.get(sample, (sample, theme.ink))
    return font(text, SMALL_SIZE, colour, bold=True)


def cells(scene: Scene) -> list[Standing]:
    """Return the standings of the cells that the legend shows."""
    present = {scene.standing(code) for code in scene.folding.targets}
    return [name for name in STANDINGS if name in present]


def add_samples(drawing: Any, scene: Scene, placed: list[Placed], left: float, top: float) -> None:
    """Add what the legend explains, drawn as in the picture."""
    for sample, dx, dy, words in placed:
        _add_sample(drawing, scene, sample, left + dx, top - dy)
        if words:
            room = width(words, SMALL_SIZE) + _GAP
            label = (
                f'<{TABLE}<TR><TD ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{room:.0f}"'
                f' HEIGHT="{LEGEND_ROW}">{font(words, SMALL_SIZE, scene.theme.ink)}</TD></TR>'
                "</TABLE>>"
            )
            x = left + dx + SAMPLE_WIDTH + room / 2 - 6
            _add_shape(drawing, f"words~{sample}", x, top - dy, label=label, shape="plain")


def _add_sample(
    drawing: Any, scene: Scene, sample: Standing | Sample, left: float, y: float
) -> None:
    theme = scene.theme
    right = left + SAMPLE_WIDTH - 12
    middle = (left + right) / 2
    later = theme.paints["later"]
    is_calendar = scene.view.name == "calendar"
    if sample in ("critical", "bundle", "queried", "marked") or (sample == "moved" and is_calendar):
        style = line_style(
            theme,
            is_critical=sample == "critical",
            is_queried=sample == "queried",
            is_marked=sample == "marked",
            many=4 if sample == "bundle" else 1,
        )
        if sample == "moved":
            style |= {"color": theme.moved, "penwidth": "1.2"}
            shape = {**mark_style("diamond"), "color": theme.moved}
            _add_shape(drawing, "sample~before", left + 5, y, **shape)
        _add_line(
            drawing, f"sample~{sample}", (left + (12 if sample == "moved" else 0), right), y, style
        )
    elif sample in ("bar", "early"):
        paint, breadth = theme.paints["late"], "4"
        if sample == "early":
            paint, breadth = theme.paints["done"], "1.5"
        style = {"color": paint.cell, "penwidth": breadth, "dir": "none"}
        _add_line(drawing, f"sample~{sample}", (left + 10, right), y, style)
    elif sample in ("finding", "moved"):
        colour = theme.finding if sample == "finding" else theme.moved
        text = "▲n" if sample == "finding" else "moved +n d"
        label = f"<{font(text, SMALL_SIZE, colour, bold=True)}>"
        _add_shape(drawing, f"sample~{sample}", middle, y, label=label, shape="plain")
    elif sample == "cells":
        for n, standing in enumerate(cells(scene)):
            paint = theme.paints[standing]
            _add_shape(
                drawing,
                f"sample~cell-{standing}",
                left + CELL_WIDTH * (n + 0.5),
                y,
                shape="box",
                style="filled",
                width=f"{CELL_WIDTH / 72:.4f}",
                height=f"{CELL_HEIGHT / 72:.4f}",
                fillcolor=paint.cell,
                color=paint.cell_line,
            )
    elif is_calendar and sample != "context":
        mark: Mark = "square" if sample == "outside" else "circle"
        if sample == "milestone":
            mark = "diamond"
        paint = next(
            (theme.paints[each] for each in STANDINGS if each == sample), theme.paints["undated"]
        )
        style = {"style": "filled", "fillcolor": paint.cell, "color": paint.cell_line}
        _add_shape(drawing, f"sample~{sample}", middle, y, **mark_style(mark), **style)
    else:
        standing = next((each for each in STANDINGS if each == sample), "later")
        paint = theme.paints[standing]
        if sample == "context":
            paint = later._replace(fill=theme.page, line=theme.frame)
        style = box_style(paint, standing, theme, is_outside=sample == "outside")
        size = {"width": "0.45", "height": "0.15"}
        _add_shape(drawing, f"sample~{sample}", middle, y, **{**style, **size})


MARK_SIZES: dict[Mark, float] = {"diamond": 12.5, "circle": 8.2, "square": 8.0}
"""The width of each mark, in points."""


def mark_style(mark: Mark) -> dict[str, str]:
    """Return the shape and the size of a mark."""
    size = f"{MARK_SIZES[mark] / 72:.4f}"
    return {"shape": mark, "width": size, "height": size}


def _add_shape(drawing: Any, name: str, x: float, y: float, **attributes: str) -> None:
    style = {"label": "", "fixedsize": "true", **attributes}
    if attributes.get("shape") == "plain":
        del style["fixedsize"]
    drawing.node(name, pos=f"{x:.2f},{y:.2f}", **{"class": "sample"}, **style)


def _add_line(
    drawing: Any, name: str, ends: tuple[float, float], y: float, style: dict[str, str]
) -> None:
    for n, x in enumerate(ends, 1):
        drawing.node(
            f"{name}-{n}", "", shape="point", style="invis", width="0", pos=f"{x:.2f},{y:.2f}"
        )
    has_head = style.get("dir") != "none"
    a, b = ends[0], ends[1] - 6 * has_head
    curve = " ".join(f"{a + (b - a) * n / 3:.2f},{y:.2f}" for n in range(4))
    tip = f"e,{ends[1]:.2f},{y:.2f} " if has_head else ""
    drawing.edge(f"{name}-1", f"{name}-2", pos=tip + curve, **{"class": "sample"}, **style)
