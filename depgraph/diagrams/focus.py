"""One milestone: what it waits on, and what waits on it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Unpack

from depgraph.analysis.rollup import STAGES, apportion, roll_up
from depgraph.diagrams.callouts import add_links
from depgraph.diagrams.column_layout import moved
from depgraph.diagrams.columned import Columned
from depgraph.diagrams.drawing import add_link, add_node, add_ring, new_graph
from depgraph.diagrams.drawn import refuse_many_lines
from depgraph.diagrams.labels import CELL_HEIGHT, TABLE, clear, date_rows, font, row
from depgraph.diagrams.part import FIRST_SHOWN
from depgraph.diagrams.scene import compose
from depgraph.diagrams.shapes import add_words, place
from depgraph.diagrams.sheet import picture_on_sheet
from depgraph.diagrams.text import clean, key, markup, shorten, width, wrap
from depgraph.diagrams.theme import CODE_SIZE, SMALL_SIZE, TEXT_SIZE
from depgraph.words import and_more, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from depgraph.analysis.rollup import Tally
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.layout import Box, Boxes, Picture
    from depgraph.diagrams.paper import Frame
    from depgraph.diagrams.scene import Options, Scene, Subject
    from depgraph.diagrams.theme import Paint, Standing, Theme
    from depgraph.model import Graph

_ROOM = 200.0
_WIDE_ROOM = 268.0
_SLACK = 6.0
"""Text is a little wider on some systems than it is measured here."""
_CODE_SIZE_OF_FOCUS = 13.0
_MOST_LINES = 4
_CROWDED_LINES = 3
_MOST_REMARKS = 4
"""In a milestone stand no more queries in words than this, and no more findings."""
_RANKS: tuple[Rank | None, ...] = ("critical", "near", None)
_CROWDED = 9
"""In columns of more milestones than this, texts have three lines, which are wider."""

_TOP = 20.0
_SIDE = 6.0
_APART = 7.0
_SIGNS = {"done": "✔", "late": "!", "projected": "!", "soon": "◷", "later": "○", "undated": "–"}  # noqa: RUF001

_LEAST_WIDTH = 4
_STANDINGS: tuple[Standing, ...] = ("done", "soon", "later", "undated")
_STAGE_SIGNS = ("✔", "►", "○", "–")  # noqa: RUF001
"""For each stage, what its number stands behind: colour alone says nothing."""


def picture(subject: Subject, options: Options) -> Picture:
    """Return the picture of a part of a plan."""
    assert subject.centre is not None, "the view needs a milestone"
    waits_on = roll_up(subject.whole, subject.centre).direct.tally
    return focus(subject.graph, subject.centre, waits_on=waits_on, **options)


def focus(
    graph: Graph, code: str, *, waits_on: Tally | None = None, **options: Unpack[Options]
) -> Picture:
    """Draw a milestone on a slide: what it waits on to the left, what waits on it to the right.

    In each column stand the milestones that are equally far away: those of the float paths
    first, then what is late, due soon, due later, without date, and done; by date and code.
    Queries and findings stand in words in the milestone that they are about.

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
        If more milestones are left to draw than a picture takes.
    """
    centre = graph[code]
    options = {**options}
    if not options.get("title"):
        options["title"] = f"{clean(centre.id)}: what it waits on and what waits on it"
    before = graph.predecessors(centre.id)
    complete, total = sum(graph[other].is_complete for other in before), len(before)
    if waits_on is not None:
        complete, total = waits_on.counts[STAGES.index("complete")], waits_on.total
    progress = f"{complete} of {total} direct prerequisites complete" if total else ""
    options["remarks"] = (*([progress] if progress else []), *options.get("remarks", ()))
    scene = compose(graph, "focus", **options)
    refuse_many_lines(scene.links)
    levels = _steps_from_centre(graph, centre.id)
    crowds = Counter(levels.values())

    @cache
    def label(code: str) -> str:
        lines = _CROWDED_LINES if crowds[levels[code]] > _CROWDED else _MOST_LINES
        if code == centre.id:
            return focus_label(scene, code, lines=lines, is_centre=True, waits_on=waits_on)
        return focus_label(scene, code, lines=lines, is_centre=False)

    return picture_on_sheet(
        scene,
        lambda positions: _Body(scene, positions, levels, label, centre.id),
        source=lambda: _source(scene, levels, label),
        draft=_sizes(scene, label),
    )


def _sizes(scene: Scene, label: Callable[[str], str]) -> str:
    """Return DOT of the milestones, of which only the sizes are asked for."""
    drawing = new_graph(scene)
    for code in scene.folding.drawn:
        add_node(drawing, scene, code, label(code))
    return str(drawing.source)


class _Body:
    """Milestones in columns by how many links they are away, and their links."""

    def __init__(
        self,
        scene: Scene,
        positions: Boxes,
        levels: Mapping[str, int],
        label: Callable[[str], str],
        centre: str,
    ) -> None:
        self._scene, self._label, self._centre = scene, label, centre
        columns = _columns(scene, levels)
        self._levels = sorted(columns)
        boxes: dict[str, Box] = {}
        for level in self._levels:
            top = 0.0
            for code in columns[level]:
                box = positions[key(code)]
                boxes[code] = box._replace(y=top - box.height / 2)
                top -= box.height + _APART
        middle = boxes[centre]
        lowest = min(box.bottom for box in boxes.values())
        if len(columns[0]) == 1:
            # The milestone itself is in the middle of what it waits on.
            boxes[centre] = middle._replace(y=max(lowest / 2, lowest + middle.height / 2))
        self._columned = Columned(scene, [columns[level] for level in self._levels], boxes)

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return self._columned.size[0] + 2 * _SIDE

    def height(self, width: float) -> float:
        """Return the height that it takes, which is the same for every width."""
        del width
        return self._columned.size[1] + _TOP

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""
        room = frame.width - 2 * _SIDE, frame.height - _TOP
        layout = moved(self._columned.stretched(*room), frame.left + _SIDE, frame.bottom)
        theme = self._scene.theme
        for level, (left, right) in zip(self._levels, layout.columns, strict=True):
            at = (left + right) / 2, frame.top - _TOP / 2
            add_words(drawing, f"column~{level}", _level_words(level), at, TEXT_SIZE, theme.faint)
        add_links(drawing, self._scene, layout.boxes, layout.lines)
        for code, box in layout.boxes.items():
            heavy = {"penwidth": "3"} if code == self._centre else {}
            label = self._label(code)
            add_node(drawing, self._scene, code, label, pos=place(box.x, box.y), **heavy)
            add_ring(drawing, self._scene, code, (box.x, box.y), (box.width, box.height))


def _level_words(level: int) -> str:
    """Return how far away the milestones of a column are."""
    if not level:
        return "in focus"
    return f"{counted(abs(level), 'link')} {'back' if level < 0 else 'on'}"


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


def _source(scene: Scene, levels: Mapping[str, int], label: Callable[[str], str]) -> str:
    crowd = max(Counter(levels.values()).values(), default=0)
    ranksep, nodesep = ("1.0", "0.05") if crowd > _CROWDED else ("0.7", "0.1")
    drawing = new_graph(scene, ranksep=ranksep, nodesep=nodesep)
    columns = _columns(scene, levels)
    axis = [f"column~{level}" for level in sorted(columns)]
    for name in axis:
        drawing.node(name, "", shape="point", style="invis", width="0.01")
    for before, after in pairwise(axis):
        drawing.edge(before, after, style="invis")
    for level in sorted(columns):
        codes = columns[level]
        with drawing.subgraph() as rank:
            rank.attr(rank="same")
            rank.node(f"column~{level}")
            for code in codes:
                add_node(rank, scene, code, label(code))
            for before, after in pairwise(codes):
                rank.edge(key(before), key(after), style="invis")
    for link in scene.links:
        if levels[link.prerequisite] < levels[link.dependent]:
            add_link(drawing, scene, link, tailport="e", headport="w")
        else:
            add_link(drawing, scene, link, constraint="false")
    return str(drawing.source)


def _columns(scene: Scene, levels: Mapping[str, int]) -> dict[int, list[str]]:
    """Return the milestones of each column from above: float path, standing, date and code."""

    def order(code: str) -> tuple[int, int, str, str]:
        rank = _RANKS.index(scene.paths.rank(code))
        place = FIRST_SHOWN.index(scene.standing(code))
        return rank, place, str(scene.expected.get(code)), code

    columns: dict[int, list[str]] = {}
    for code in sorted(scene.folding.drawn, key=order):
        columns.setdefault(levels[code], []).append(code)
    return columns


def focus_label(
    scene: Scene, code: str, *, lines: int, is_centre: bool, waits_on: Tally | None = None
) -> str:
    """Return the label of a milestone, with its queries and findings in words.

    Names, queries and findings have so many lines at most, each; those of the centre four.
    """
    lines = _MOST_LINES if is_centre else lines
    room = _WIDE_ROOM if lines == _CROWDED_LINES else _ROOM
    milestone = scene.graph[code]
    standing = scene.standing(code)
    paint = scene.paint(code)
    size = _CODE_SIZE_OF_FOCUS if is_centre else CODE_SIZE
    head = f"{_SIGNS[standing]} {clean(code) or '(blank)'}"
    dates = date_rows(scene, code)
    # One date stands beside the code where there is room; the name never gives way to dates.
    beside = [line.with_slip.removeprefix("✔ ") for line in scene.date_lines(code)[:1]]
    beside_room = max((width(text, TEXT_SIZE, bold=True) + 6 for text in beside), default=0.0)
    is_beside = width(head, size, bold=True) + beside_room <= room
    code_room = room - beside_room if is_beside else room
    text = font(shorten(head, code_room, size, bold=True), size, paint.text, bold=True)
    cells = f'<TD ALIGN="LEFT" WIDTH="{code_room:.0f}">{text}</TD>'
    if is_beside:
        first = dates[0].replace("✔ ", "")
        cells += f'<TD ALIGN="RIGHT" WIDTH="{beside_room:.0f}">{first}</TD>'
        dates = dates[1:]
    name = clean(milestone.name or "")
    text_size = TEXT_SIZE + is_centre
    rows = [f"{TABLE}<TR>{cells}</TR></TABLE>"]
    rows += [
        font(line, text_size, paint.text)
        for line in wrap(name, room - _SLACK, text_size, lines=lines)
    ]
    rows += dates
    move = scene.move(code)
    if move is not None:
        words = f"{move.words}, was {move.before}"
        rows.append(font(words, TEXT_SIZE, clear(scene.theme.moved, paint), bold=True))
    if waits_on is not None and waits_on.total:
        rows.append(rollup_cell(scene.theme, waits_on, room=room, paint=paint))
    rows += _remarks(scene, code, room - _SLACK, lines)
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
        colour = clear(theme.finding, paint)
        text = f"▲{mark.number} {clean(mark.finding.message)}"
        rows += [
            font(line, SMALL_SIZE, colour) for line in wrap(text, room, SMALL_SIZE, lines=lines)
        ]
    return rows + _more(len(marks), "findings", paint)


def _more(count: int, what: str, paint: Paint) -> list[str]:
    rest = and_more(count - _MOST_REMARKS, f"more {what}")
    return [font(f"… {rest}", SMALL_SIZE, paint.text)] if rest else []


def rollup_cell(theme: Theme, tally: Tally, *, room: float, paint: Paint) -> str:
    """Return a bar and its numbers in words, as an HTML-like table for a label of Graphviz.

    Parameters
    ----------
    theme
        The colours: those of features that are done, due soon, due later and undated.
    tally
        What is counted; at least one milestone.
    room
        The width of the bar in points.
    paint
        How the milestone looks that the bar stands in.
    """
    counts = tally.counts
    places = [place for place, count in enumerate(counts) if count]
    spare = int(room) - _LEAST_WIDTH * len(places)
    widths = apportion([counts[place] for place in places], spare)
    cells = "".join(
        _counted_cell(theme.paints[_STANDINGS[place]], place, counts[place], share + _LEAST_WIDTH)
        for place, share in zip(places, widths, strict=True)
    )
    bar = (
        '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="0" ALIGN="LEFT"'
        f' FIXEDSIZE="TRUE" WIDTH="{int(room)}" HEIGHT="{CELL_HEIGHT}"><TR>{cells}</TR></TABLE>'
    )
    words = " · ".join(f"{_STAGE_SIGNS[place]} {counts[place]} {STAGES[place]}" for place in places)
    numbers = "".join(
        row(font(line, SMALL_SIZE, paint.text)) for line in wrap(words, room, SMALL_SIZE, lines=2)
    )
    return f'{TABLE}<TR><TD CELLPADDING="2" ALIGN="LEFT">{bar}</TD></TR>{numbers}</TABLE>'


def _counted_cell(paint: Paint, place: int, count: int, wide: int) -> str:
    texts = f"{_STAGE_SIGNS[place]} {count}", str(count)
    shown = next((text for text in texts if width(text, SMALL_SIZE) + 2 <= wide), "")
    return (
        f'<TD COLOR="{paint.cell_line}" BGCOLOR="{paint.cell}" FIXEDSIZE="TRUE" VALIGN="BOTTOM"'
        f' WIDTH="{wide}" HEIGHT="{CELL_HEIGHT}" TOOLTIP="{markup(f"{count} {STAGES[place]}")}">'
        f"{font(shown, SMALL_SIZE, paint.cell_text)}</TD>"
    )
