"""One milestone: what it waits on, and what waits on it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Unpack

from depgraph.analysis.rollup import STAGES, roll_up
from depgraph.diagrams.bands import PlacedBody
from depgraph.diagrams.drawing import add_link, add_node, new_graph
from depgraph.diagrams.labels import GAP, TABLE, clear, font, row
from depgraph.diagrams.rollup_cell import rollup_cell
from depgraph.diagrams.scene import compose, refuse_many_lines
from depgraph.diagrams.sheet import picture_on_sheet
from depgraph.diagrams.text import clean, key, shorten, width, wrap
from depgraph.diagrams.theme import CODE_SIZE, SMALL_SIZE, STANDINGS, TEXT_SIZE
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depgraph.analysis.rollup import Tally
    from depgraph.diagrams.layout import Picture, Positions
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.diagrams.theme import Paint
    from depgraph.model import Graph

_ROOM = 224.0
_WIDE_ROOM = 310.0
_LEAST_NAME = 30.0
_SLACK = 6.0
"""Text is a little wider on some systems than it is measured here."""
_CODE_SIZE_OF_FOCUS = 13.0
_MOST_LINES = 3
_MOST_REMARKS = 4
"""In a milestone stand no more queries in words than this, and no more findings."""
_CROWDED = 11
_LINES = ((9, 3), (11, 2), (13, 1))
"""Up to how many milestones in a column their texts may have how many lines."""
_SIGNS = {"done": "✔", "late": "!", "soon": "◷", "later": "○", "undated": "–"}  # noqa: RUF001


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    assert subject.centre is not None, "the view needs a milestone"
    waits_on = roll_up(subject.whole, subject.centre).direct.tally
    return focus(subject.graph, subject.centre, waits_on=waits_on, **options)


def focus(
    graph: Graph, code: str, *, waits_on: Tally | None = None, **options: Unpack[Options]
) -> Picture:
    """Draw a milestone on a slide: what it waits on to the left, what waits on it to the right.

    In each column stand the milestones that are equally far away, sorted done, late, due
    soon, due later, without date; then by date and code. Queries and findings stand in words
    in the milestone that they are about.

    Parameters
    ----------
    graph
        The milestone and what is around it, see `depgraph.diagrams.part.around`.
    code
        The code of the milestone.
    waits_on
        How far its direct prerequisites in the whole plan are; a bar in it tells.
    **options
        See `depgraph.diagrams.scene.Options`.

    Returns
    -------
    Picture
        For `depgraph.diagrams.layout.render`.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have the milestone.
    TooLargeError
        If more milestones or links are left to draw than a picture takes.
    """
    centre = graph[code]
    options = {**options}
    if not options.get("title"):
        options["title"] = f"{clean(centre.id)}: what it waits on and what waits on it"
    before = graph.predecessors(centre.id)
    complete, total = (
        sum(graph[prerequisite].is_complete for prerequisite in before),
        len(before),
    )
    if waits_on is not None:
        complete, total = waits_on.counts[STAGES.index("complete")], waits_on.total
    progress = f"{complete} of {total} direct prerequisites complete" if total else ""
    options["remarks"] = (*([progress] if progress else []), *options.get("remarks", ()))
    scene = compose(graph, "focus", **options)
    refuse_many_lines(scene)
    levels = _steps_from_centre(graph, centre.id)
    crowds = Counter(levels.values())

    def label(scene: Scene, code: str) -> str:
        crowd = crowds[levels[code]]
        lines = next((lines for most, lines in _LINES if crowd <= most), 0)
        if code == centre.id:
            return focus_label(scene, code, lines=lines, is_centre=True, waits_on=waits_on)
        return focus_label(scene, code, lines=lines, is_centre=False)

    def body(positions: Positions) -> PlacedBody:
        return PlacedBody(scene, positions, label, has_bands=False, emphasis=centre.id)

    source = _source(scene, levels, label)
    return picture_on_sheet(scene, body, source=source, draft=source)


def _steps_from_centre(graph: Graph, centre: str) -> dict[str, int]:
    """Return how many links each milestone is away: negative for what the centre waits on."""
    levels = {centre: 0}
    for sign, neighbours in ((-1, graph.predecessors), (1, graph.successors)):
        edge, distance = [centre], 0
        while edge:
            distance += sign
            edge = sorted({n for code in edge for n in neighbours(code)} - levels.keys())
            levels.update(dict.fromkeys(edge, distance))
    for milestone in graph.milestones:
        levels.setdefault(milestone.id, 0)
    return levels


def _source(scene: Scene, levels: Mapping[str, int], label: Callable[[Scene, str], str]) -> str:
    crowd = max(Counter(levels.values()).values(), default=0)
    room = (
        {"ranksep": "1.0", "nodesep": "0.05"}
        if crowd > _CROWDED
        else {"ranksep": "0.7", "nodesep": "0.1"}
    )
    drawing = new_graph(scene, **room)
    columns: dict[int, list[str]] = {}
    for code in scene.folding.drawn:
        columns.setdefault(levels[code], []).append(code)
    axis = [f"column~{level}" for level in sorted(columns)]
    for name in axis:
        drawing.node(name, "", shape="point", style="invis", width="0.01")
    for before, after in pairwise(axis):
        drawing.edge(before, after, style="invis")

    def order(code: str) -> tuple[int, str, str]:
        milestone = scene.graph[code]
        day = milestone.completed if milestone.is_complete else milestone.planned
        return STANDINGS.index(scene.standing(code)), str(day), code

    for level in sorted(columns):
        codes = sorted(columns[level], key=order)
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(f"column~{level}")
            for code in codes:
                add_node(rank, scene, code, label(scene, code))
            for before, after in pairwise(codes):
                rank.edge(key(before), key(after), style="invis")
    for link in scene.links:
        if levels[link.prerequisite] < levels[link.dependent]:
            add_link(drawing, scene, link, tailport="e", headport="w")
        else:
            add_link(drawing, scene, link, constraint="false")
    return str(drawing.source)


def focus_label(
    scene: Scene, code: str, *, lines: int, is_centre: bool, waits_on: Tally | None = None
) -> str:
    """Return the label of a milestone, with its queries and findings in words.

    Names, queries and findings have so many lines at most, each; those of the centre three.
    With 0, the name stands behind the code, and the others have one line.
    """
    lines = _MOST_LINES if is_centre else lines
    room = _ROOM if lines else _WIDE_ROOM
    milestone = scene.graph[code]
    standing = scene.standing(code)
    paint = scene.paint(code)
    is_late = standing == "late"
    size = _CODE_SIZE_OF_FOCUS if is_centre else CODE_SIZE
    dates = " · ".join(scene.dates(code)).removeprefix("✔ ")
    dates = shorten(dates, room, TEXT_SIZE, bold=True)
    date_room = width(dates, TEXT_SIZE, bold=True) + 6
    head = shorten(f"{_SIGNS[standing]} {clean(code) or '(blank)'}", room, size, bold=True)
    head_room = width(head, size, bold=True)
    is_long = head_room + date_room > room
    code_cell = font(head, size, paint.text, bold=True)
    name = clean(milestone.name or "")
    text_size = TEXT_SIZE + is_centre
    if not lines:
        left = room - head_room - (0 if is_long else date_room) - 8
        if left > _LEAST_NAME:
            code_cell += 2 * GAP + font(shorten(name, left, TEXT_SIZE), TEXT_SIZE, paint.text)
    date_text = font(dates, TEXT_SIZE, paint.text, bold=is_late)
    cells = f'<TD ALIGN="LEFT" WIDTH="{room if is_long else room - date_room:.0f}">{code_cell}</TD>'
    if not is_long:
        cells += f'<TD ALIGN="RIGHT" WIDTH="{date_room:.0f}">{date_text}</TD>'
    rows = [f"{TABLE}<TR>{cells}</TR></TABLE>"] + [date_text] * is_long
    rows += [
        font(line, text_size, paint.text)
        for line in (wrap(name, room - _SLACK, text_size, lines=lines) if lines else ())
    ]
    move = scene.move(code)
    if move is not None:
        words = f"{move.words}, was {move.before}"
        rows.append(font(words, TEXT_SIZE, clear(scene.theme.moved, paint), bold=True))
    if waits_on is not None and waits_on.total:
        rows.append(rollup_cell(scene.theme, waits_on, room=room, paint=paint))
    rows += _remarks(scene, code, room - _SLACK, max(lines, 1))
    return f"<{TABLE}{''.join(row(content) for content in rows)}</TABLE>>"


def _remarks(scene: Scene, code: str, room: float, lines: int) -> list[str]:
    """Return the queries on links from a milestone, its questions and its findings, in rows."""
    paint, theme = scene.paint(code), scene.theme
    rows = []
    doubts = [
        doubt for doubt in scene.marks.doubts if code == (doubt.prerequisite or doubt.milestone)
    ]
    for doubt in doubts[:_MOST_REMARKS]:
        text = doubt.text or "queried, no reason given"
        if doubt.prerequisite is not None and len(scene.graph.successors(code)) > 1:
            text = f"({clean(doubt.milestone)}) {text}"
        rows += [
            font(line, SMALL_SIZE, paint.text)
            for line in wrap(f"?{doubt.number} {text}", room, SMALL_SIZE, lines=lines)
        ]
    numbers = scene.marks.findings_at.get(code, ())
    marks = [mark for mark in scene.marks.findings if mark.number in numbers]
    rows += _more(len(doubts), "queries", paint)
    for mark in marks[:_MOST_REMARKS]:
        colour = clear(theme.known if mark.is_known else theme.finding, paint)
        known = "known: " if mark.is_known else ""
        text = f"▲{mark.number} {known}{clean(mark.finding.message)}"
        rows += [
            font(line, SMALL_SIZE, colour) for line in wrap(text, room, SMALL_SIZE, lines=lines)
        ]
    return rows + _more(len(marks), "findings", paint)


def _more(count: int, what: str, paint: Paint) -> list[str]:
    rest = and_more(count - _MOST_REMARKS, f"more {what}")
    return [font(f"… {rest}", SMALL_SIZE, paint.text)] if rest else []
