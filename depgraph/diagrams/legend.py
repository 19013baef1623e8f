"""The legend: it explains what occurs in a picture, and nothing else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from depgraph.diagrams.labels import MOST_CELLS, TABLE, font
from depgraph.diagrams.panels import PADDING, Panel, panel_of
from depgraph.diagrams.samples import (
    SAMPLE_WIDTH,
    Box,
    Cells,
    Line,
    Ring,
    Sample,
    Slip,
    Text,
    cell_standings,
)
from depgraph.diagrams.text import clean, line_height, shorten, width
from depgraph.diagrams.theme import SAID, SMALL_SIZE, SOON_DAYS
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from depgraph.analysis.late import Late, LateKind
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing

LEGEND_ROW = 11

_WORDS_WIDTH = 178
_SLACK = 5
_LINE = line_height(SMALL_SIZE)
_GAP = 14.0

_CELL_WORDS = {**SAID, "done": "done", "soon": "soon"}


# -- what there is to explain ------------------------------------------------------------


def _stands(scene: Scene, standing: Standing) -> bool:
    """Whether a box stands so; of groups the cells say it."""
    in_cells = scene.groups and scene.view.has_cells
    codes: Iterable[str] = scene.folding.drawn
    if not in_cells:
        codes = (milestone.id for milestone in scene.graph.milestones)
    return any(scene.standing(code) == standing for code in codes)


def late_drawn(scene: Scene) -> list[Late]:
    """Return what is late of a picture, what is folded or in groups too."""
    return [late for code, late in scene.late.items() if code in scene.graph]


def _late_words(scene: Scene, kind: LateKind) -> str:
    number = sum(late.kind == kind for late in late_drawn(scene))
    if scene.groups and kind != "overdue":
        return "will be late; of a group: some are late"
    if kind == "overdue":
        return f"{number:,} overdue: the due date has passed"
    return f"{number:,} will be late: projected after due"


def _critical_words(scene: Scene) -> str:
    lines = ["critical path"]
    if scene.paths.slacks:
        lines = ["critical path; number: slack, wide: no float"]
    is_in_cell = any(code in scene.folding.targets for code in scene.chain)
    is_told = is_in_cell and scene.view.has_cells and not scene.view.boxes_paths
    lines += ["(a cell of it has a wide frame)"] * is_told
    return "\n".join(lines)


def since_words(scene: Scene) -> str:
    """Return the earlier schedule in words, as short as a legend takes."""
    return shorten(clean(scene.moves.since), 70, SMALL_SIZE) if scene.moves else ""


def feature_signs(scene: Scene) -> str:
    """Return what the signs on folded milestones mean; empty where there are none."""
    words = ["? queried"] * bool(scene.marks.queried_features)
    words += ["▲ with a finding"] * bool(scene.marks.marked_features)
    return ", ".join(words)


def _cell_words(scene: Scene) -> str:
    what = "milestones of a group" if scene.groups else "features folded"
    signs = feature_signs(scene)
    lines = [f"{what} ({signs}):" if signs else f"{what}:"]
    lines.append(", ".join(_CELL_WORDS[standing] for standing in cell_standings(scene)))
    fullest = max(map(len, scene.folding.features.values()))
    lines += ["of many, a cell stands for several"] * (fullest > MOST_CELLS)
    return "\n".join(lines)


_STANDINGS: dict[Standing, str | Callable[[Scene], str]] = {
    "done": "completed ✔ (+ after, − before due)",  # noqa: RUF001 - a minus sign
    "late": partial(_late_words, kind="overdue"),
    "projected": partial(_late_words, kind="projected late"),
    "soon": f"due within {SOON_DAYS} days",
    "later": lambda scene: "due later" if scene.graph.as_of else "not completed",
    "undated": "no date known",
}

LEGEND = (
    *(
        Sample(standing, Box(standing), words, partial(_stands, standing=standing))
        for standing, words in _STANDINGS.items()
    ),
    Sample(
        "outside",
        Box(is_outside=True),
        lambda scene: f"outside {shorten(clean(scene.home or ''), 80, SMALL_SIZE)}",
        lambda scene: any(scene.is_outside(m.id) for m in scene.graph.milestones),
        "corner",
    ),
    Sample(
        "context",
        Box(is_pale=True),
        "not selected: what waits on it",
        lambda scene: bool(scene.context),
        "pale",
        "faint",
    ),
    Sample(
        "slip",
        Slip(),
        "due date, and how far it moves from there",
        lambda scene: scene.view.has_bars and any(late_drawn(scene)),
        "◇",
        "late_words",
    ),
    Sample(
        "critical",
        Ring("critical"),
        _critical_words,
        lambda scene: bool(scene.chain),
        "wide line",
        "critical",
    ),
    Sample(
        "near",
        Ring("near"),
        "the next float path",
        lambda scene: any(scene.paths.rank(m.id) == "near" for m in scene.graph.milestones),
        "line",
        "near_critical",
    ),
    Sample(
        "bundle",
        Line(many=4),
        "links, thicker where there are more",
        lambda scene: bool(scene.groups),
        "line",
    ),
    Sample(
        "queried",
        Line(is_queried=True),
        lambda scene: "queried link" + ", ?n in the list" * (not scene.view.is_slide),
        lambda scene: any(link.query is not None for link in scene.links),
        "– – –",  # noqa: RUF001 - a dashed line
    ),
    Sample(
        "settled",
        Line(is_settled=True),
        "query settled: an end is complete",
        lambda scene: any(link.is_settled for link in scene.links),
        "· · ·",
        "settled",
    ),
    Sample(
        "finding",
        Text("▲n", "finding"),
        lambda scene: "finding" + ", in the list" * (not scene.view.is_slide),
        lambda scene: bool(scene.marks.findings),
        "▲n",
        "finding",
    ),
    Sample(
        "marked",
        Line(is_marked=True),
        "link that a finding is about",
        lambda scene: any(link.is_marked for link in scene.links),
        "line",
        "finding",
    ),
    Sample(
        "back",
        Line(is_back=True),
        "waits on what is expected later",
        lambda scene: (
            scene.view.has_bars
            and any(link.is_backward and not link.is_settled for link in scene.links)
        ),
        "arrow back",
        "finding",
    ),
    Sample(
        "moved",
        Text("moved +n d", "moved"),
        lambda scene: f"moved since {since_words(scene)}",
        lambda scene: scene.moves is not None and bool(scene.moves.by_code),
        "moved",
        "moved",
    ),
    Sample(
        "cells",
        Cells(),
        _cell_words,
        lambda scene: scene.view.has_cells and bool(scene.folding.targets),
        "cells",
    ),
)
"""What pictures with boxes explain, top to bottom."""


# -- how it is laid out ------------------------------------------------------------------


class Entry(Struct):
    """A sample that a picture has, and what it means there, in lines."""

    sample: Sample
    lines: Sequence[str]


class Placed(Struct):
    """A sample, and the left end and the middle of its place, from the corner of the legend.

    `words` stand right of it; they are empty where the panel has them.
    """

    sample: Sample
    x: float
    y: float
    words: str = ""


def legend_entries(scene: Scene, samples: Iterable[Sample]) -> list[Entry]:
    """Return what is to be explained of a picture; nothing where it has no milestones."""
    if not scene.graph.milestones:
        return []
    return [
        Entry(sample, sample.words_in(scene).split("\n"))
        for sample in samples
        if sample.is_shown(scene)
    ]


def legend(scene: Scene, entries: Sequence[Entry]) -> tuple[Panel, list[Placed]]:
    """Return the legend as one column, and where its samples belong."""
    placed: list[Placed] = []
    rows: list[tuple[str, str]] = []
    top = PADDING + _LINE + LEGEND_ROW / 2
    for entry in entries:
        placed.append(Placed(entry.sample, PADDING + 2, top + LEGEND_ROW * len(rows)))
        rows += [("", line) for line in entry.lines]
    return _column(scene, rows), placed


def plain_legend(scene: Scene, samples: Iterable[Sample] = LEGEND) -> Panel:
    """Return the legend with samples as far as a table can show them."""
    rows: list[tuple[str, str]] = []
    for sample, (first, *others) in legend_entries(scene, samples):
        rows += [(sample.plain_in(scene.theme), first), *(("", line) for line in others)]
    return _column(scene, rows)


def legend_rows(scene: Scene, entries: Sequence[Entry], room: float) -> tuple[Panel, list[Placed]]:
    """Return the legend as rows as wide as there is room, and where its samples belong."""
    placed: list[Placed] = []
    x, row = 0.0, 0
    for sample, lines in entries:
        words = " ".join(lines)
        needed = SAMPLE_WIDTH + 4 + width(words, SMALL_SIZE) + _GAP
        if x and x + needed > room - 2 * PADDING:
            x, row = 0.0, row + 1
        placed.append(Placed(sample, PADDING + x, PADDING + LEGEND_ROW * (row + 0.5), words))
        x += needed
    size = room, LEGEND_ROW * (row + 1) + 2 * PADDING
    return panel_of("<TR><TD></TD></TR>", size, 0, scene.theme), placed


def _column(scene: Scene, rows: Sequence[tuple[str, str]]) -> Panel:
    theme = scene.theme
    as_of = f" as of {scene.graph.as_of}" if scene.graph.as_of else ""
    head = font(f"Legend{as_of}", SMALL_SIZE, theme.ink, bold=True)
    body = f'<TR><TD COLSPAN="2" ALIGN="LEFT">{head}</TD></TR>' + "".join(
        f'<TR><TD WIDTH="{SAMPLE_WIDTH}" HEIGHT="{LEGEND_ROW}">{sign}</TD>'
        f'<TD ALIGN="LEFT" WIDTH="{_WORDS_WIDTH - _SLACK}">'
        f"{font(words, SMALL_SIZE, theme.ink)}</TD></TR>"
        for sign, words in rows
    )
    size = (
        SAMPLE_WIDTH + _WORDS_WIDTH + 2 * PADDING,
        _LINE + LEGEND_ROW * len(rows) + 2 * PADDING + _SLACK,
    )
    return panel_of(body, size, size[1] - 2 * PADDING - _SLACK, theme)


def add_samples(
    drawing: Canvas, scene: Scene, placed: list[Placed], left: float, top: float
) -> None:
    """Add what the legend explains, drawn as in the picture."""
    for sample, dx, dy, words in placed:
        sample.sign.draw(drawing, f"sample~{sample.name}", scene, left + dx, top - dy)
        if words:
            room = width(words, SMALL_SIZE) + _GAP
            label = (
                f'<{TABLE}<TR><TD ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{room:.0f}"'
                f' HEIGHT="{LEGEND_ROW}">{font(words, SMALL_SIZE, scene.theme.ink)}</TD></TR>'
                "</TABLE>>"
            )
            x = left + dx + SAMPLE_WIDTH + room / 2 - 2
            drawing.node(
                f"words~{sample.name}",
                label,
                shape="plain",
                pos=f"{x:.2f},{top - dy:.2f}",
                **{"class": "sample"},
            )
