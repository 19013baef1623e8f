"""Boxes in columns of time: bands of years, the as-of line, bars of what is late, and links."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.callouts import add_links
from depgraph.diagrams.column_layout import moved, slip_bars
from depgraph.diagrams.columned import Columned
from depgraph.diagrams.drawing import add_node, add_ring
from depgraph.diagrams.late_panel import late_panel
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.shapes import add_as_of_line, add_box, add_panel, add_words, place
from depgraph.diagrams.symbols import hollow_style
from depgraph.diagrams.text import key, width
from depgraph.diagrams.theme import BAND_SIZE, SMALL_SIZE, TEXT_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.column_layout import Layout
    from depgraph.diagrams.layout import Boxes
    from depgraph.diagrams.panels import Panel
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.timeline import Column

_TOP = 40.0
_BOTTOM = 17.0
_SIDE = 5.0
_BAR_HEIGHT = 5.0
_PANEL_ROOM = 8.0
_WORDS_RISE = 15.0
_WORDS_AT = 9.0
_WORDS_HALF = 4.5
_PANEL_STEP = 8.0
_GUEST_ROOM = 20.0


class ColumnsBody:
    """Milestones in columns of time.

    Parameters
    ----------
    positions
        Where `dot` put the nodes: their sizes and heights count.
    label, barred_label
        Return the label of a milestone without a bar, and with one that says its slip.
    """

    def __init__(
        self,
        scene: Scene,
        positions: Boxes,
        label: Callable[[str], str],
        barred_label: Callable[[str], str],
    ) -> None:
        self._scene = scene
        self._label = label
        self._barred_label = barred_label
        columns = [column.codes for column in scene.columns]
        boxes = {code: positions[probe_name(scene, code)] for code in scene.folding.drawn}
        guests: dict[str, list[str]] = {}
        for code, host in scene.hosts.items():
            guests.setdefault(host, []).append(code)
        for host, (above, *below) in guests.items():
            # Of all that stands together the middle is known: how far is the box below it?
            low = (boxes[above].height - sum(boxes[code].height for code in below)) / 2
            low += 0.0 if below else _GUEST_ROOM / 2
            boxes[host] = boxes[host]._replace(y=positions[key(host)].y - low)
        self._bars = slip_bars(scene)
        self._as_of_gap = _as_of_gap(scene)
        self._columned = Columned(scene, columns, boxes, bars=self._bars, as_of_gap=self._as_of_gap)
        self._panel = late_panel(scene)

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return self._columned.size[0] + 2 * _SIDE

    def height(self, width: float) -> float:
        """Return the height that it takes, which is the same for every width."""
        del width
        return self._columned.size[1] + _TOP + _BOTTOM

    @property
    def foot_panel(self) -> Panel | None:
        """What there is no room for between the boxes."""
        if self._panel is None:
            return None
        width, height = self._columned.size
        frame = Frame(0.0, 0.0, width + 2 * _SIDE, height + _TOP + _BOTTOM)
        layout = moved(self._columned.natural, _SIDE, _BOTTOM)
        return self._panel if _blank(layout, frame, self._panel) is None else None

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""
        room = frame.width - 2 * _SIDE, frame.height - _TOP - _BOTTOM
        layout = moved(self._columned.stretched(*room), frame.left + _SIDE, frame.bottom + _BOTTOM)
        self._add_bands(drawing, frame, layout)
        self._add_bars(drawing, layout)
        if self._panel is not None and self.foot_panel is None:
            at = _blank(layout, frame, self._panel)
            assert at is not None, "there is more room than before"
            add_panel(drawing, "late", self._panel, *at)
        add_links(drawing, self._scene, layout.boxes, layout.lines, at_tail=True)
        for code, box in layout.boxes.items():
            label = self._barred_label if code in layout.bars else self._label
            words = label(code)
            add_node(drawing, self._scene, code, words, pos=place(box.x, box.y))
            add_ring(drawing, self._scene, code, (box.x, box.y), (box.width, box.height))

    # -- time ----------------------------------------------------------------------------

    def _add_bands(self, drawing: Canvas, frame: Frame, layout: Layout) -> None:
        theme = self._scene.theme
        items = self._dated_places(layout)
        bands = [list(band) for _, band in groupby(items, key=lambda item: item[0])]
        cuts = [
            frame.left,
            *((one[-1][2] + other[0][1]) / 2 for one, other in pairwise(bands)),
            frame.right,
        ]
        for n in range(max(len(bands), 1)):
            band = frame._replace(left=cuts[n], right=cuts[n + 1])
            add_box(drawing, f"band~{n}", band, theme.bands[n % 2], "band")
            if bands:
                words = bands[n][0][0]
                before = bands[n - 1][0][0] if n else words
                if words.isdigit() and before.isdigit() and int(words) - int(before) > 1:
                    words = f"… {words}"
                at = (band.left + band.right) / 2, frame.top - 12
                is_narrow = width(words, BAND_SIZE, bold=True) > band.right - band.left
                size = SMALL_SIZE if is_narrow else BAND_SIZE
                add_words(drawing, f"year~{n}", words, at, size, theme.faint)
        self._add_heads(drawing, frame, layout)
        self._add_as_of(drawing, frame, layout)

    def _dated_places(self, layout: Layout) -> list[tuple[str, float, float]]:
        """Return the year of each column and of each due date, and where it begins and ends."""
        columns = self._scene.columns
        places = [
            (column.year_words, left, right)
            for column, (left, right) in zip(columns, layout.columns, strict=True)
        ]
        places += [(str(due.year), x, x) for gap in layout.gaps for due, x in gap.due.items()]
        return sorted(places, key=lambda item: item[1])

    def _add_heads(self, drawing: Canvas, frame: Frame, layout: Layout) -> None:
        """Add what dates there are in each column, once for neighbours with one date."""
        columns = self._scene.columns
        for _, numbers in groupby(range(len(columns)), key=lambda n: _head_key(columns, n)):
            several = list(numbers)
            words = _head(columns[several[0]])
            if not words:
                continue
            left, right = layout.columns[several[0]][0], layout.columns[several[-1]][1]
            if len(several) > 1:
                words = f"all on {words}, in the order of the links"
                if width(words, SMALL_SIZE) > right - left:
                    words = words.partition(",")[0]
            at = (left + right) / 2, frame.top - 29
            name, ink = f"period~{several[0]}", self._scene.theme.faint
            add_words(drawing, name, words, at, SMALL_SIZE, ink, bold=False)

    def _add_as_of(self, drawing: Canvas, frame: Frame, layout: Layout) -> None:
        scene = self._scene
        if self._as_of_gap is None or not scene.graph.as_of:
            return
        gap = layout.gaps[self._as_of_gap]
        assert gap.as_of is not None, "it has room for the line"
        words = f"as of {scene.graph.as_of}"
        colour = scene.theme.as_of
        half = width(words, TEXT_SIZE, bold=True) / 2
        x = min(max(gap.as_of, frame.left + 4), frame.right - 4)
        middle = min(max(x, frame.left + half + 4), frame.right - half - 4)
        add_words(drawing, "as-of", words, (middle, frame.bottom + 8), TEXT_SIZE, colour)
        add_as_of_line(drawing, x, frame.bottom + 16, frame.top - 24, colour)

    # -- what is late --------------------------------------------------------------------

    def _add_bars(self, drawing: Canvas, layout: Layout) -> None:
        theme = self._scene.theme
        paint = theme.paints["late"]
        words = {bar.code: bar.words for bar in self._bars}
        for code, (left, right, y) in layout.bars.items():
            name = key(code)
            bar = Frame(left, y - _BAR_HEIGHT / 2, right, y + _BAR_HEIGHT / 2)
            add_box(drawing, f"slip~{name}", bar, paint.bar, "slip", line=paint.line, weight=0.8)
            drawing.node(
                f"due~{name}",
                "",
                pos=place(left, y),
                id=f"due-{name}",
                **{**hollow_style(paint, theme, "diamond"), "penwidth": "1.5", "class": "due"},
            )
            room = width(words[code], TEXT_SIZE, bold=True)
            column = next(bar.column for bar in self._bars if bar.code == code)
            end, middle = _words_place((left, right, y), room, layout, layout.gaps[column].left)
            at = end - 3 - room / 2, middle
            node = f"slip-words~{name}"
            add_words(drawing, node, words[code], at, TEXT_SIZE, theme.late_words)


def _blank(layout: Layout, frame: Frame, panel: Panel) -> tuple[float, float] | None:
    """Return the left and the top of a place for a panel where nothing is drawn, if any.

    It is as far up as it can be, and then as far right.
    """
    taken = _taken(layout)
    taken += [(left - 6, right, y - 6, y + 14) for left, right, y in layout.bars.values()]
    taken += [
        (gap.as_of - 1, gap.as_of + 1, frame.bottom, frame.top)
        for gap in layout.gaps
        if gap.as_of is not None
    ]
    room = panel.width + 2 * _PANEL_ROOM, panel.height + 2 * _PANEL_ROOM
    top = frame.top - _TOP + _PANEL_ROOM + 4
    while top - room[1] >= frame.bottom:
        low = top - room[1]
        row = [(a, b) for a, b, c, d in taken if c < top and d > low]
        left = frame.right - room[0]
        while left >= frame.left:
            blocking = [a for a, b in row if a < left + room[0] and b > left]
            if not blocking:
                return left + _PANEL_ROOM, top - _PANEL_ROOM
            left = min(blocking) - room[0]
        top -= _PANEL_STEP
    return None


def _taken(layout: Layout) -> list[tuple[float, float, float, float]]:
    """Return from where to where boxes and lines are, across and up."""
    taken = [(box.left, box.right, box.bottom, box.top) for box in layout.boxes.values()]
    for points in layout.lines.values():
        for (ax, ay), (bx, by) in pairwise(points):
            taken.append((min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)))
    return taken


def _words_place(
    bar: tuple[float, float, float], room: float, layout: Layout, column_end: float
) -> tuple[float, float]:
    """Return the right end and the middle of the words of a bar: nothing goes through them.

    That is above its end or below it, else before the line at the as-of date, else where the
    column before it ends; above its end where all of these are taken.
    """
    left, right, y = bar
    as_of = [gap.as_of for gap in layout.gaps if gap.as_of is not None]
    taken = _taken(layout)
    taken += [(x, x, y - _WORDS_RISE, y + _WORDS_RISE) for x in as_of]
    taken += [(a, b, c - 3, c + 3) for a, b, c in layout.bars.values() if c != y]
    ends = [right, *(x for x in (*as_of, column_end) if left + room < x < right)]
    for end in sorted(ends, reverse=True):
        for middle in (y + _WORDS_AT, y - _WORDS_AT):
            first, last = end - 2 - room, end - 3
            low, high = middle - _WORDS_HALF, middle + _WORDS_HALF
            if not any(a < last and b > first and c < high and d > low for a, b, c, d in taken):
                return end, middle
    return right, y + _WORDS_AT


def probe_name(scene: Scene, code: str) -> str:
    """Return the name of the node that says how large a milestone is.

    It is another one than that which says where it is, if it stands with others.
    """
    is_with_others = code in scene.hosts or code in scene.hosts.values()
    return f"size~{key(code)}" if is_with_others else key(code)


def _as_of_gap(scene: Scene) -> int | None:
    """Return the gap that the as-of date is in: before the first column that is ahead."""
    columns = scene.columns
    if not scene.graph.as_of or not columns:
        return None
    return next((n for n, column in enumerate(columns) if column.is_ahead), len(columns))


def _head_key(columns: Sequence[Column], number: int) -> object:
    """Return what neighbours have in common that share one head."""
    column = columns[number]
    if column.first is None or column.first != column.last:
        return number
    return column.first, column.is_ahead


def _head(column: Column) -> str:
    """Return the dates of a column in words, without its year."""
    first, last = column.first, column.last
    if first is None or last is None:
        return ""
    if first == last:
        return f"{first:%b} {first.day}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%b} {first.day}–{last.day}"  # noqa: RUF001
    return f"{first:%b}–{last:%b}"  # noqa: RUF001
