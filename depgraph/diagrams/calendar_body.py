"""The drawing of a calendar: its head with the axis of time, and what is in its lanes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.diagrams.beside import SMALL_LINE, code_lines
from depgraph.diagrams.blocks import GAP, stands
from depgraph.diagrams.calendar_layout import CODE_LINE, LANE_CODE_SIZE, Arranged
from depgraph.diagrams.calendar_ways import add_lines, add_pills
from depgraph.diagrams.drawing import classes
from depgraph.diagrams.labels import TABLE, font, progress, tooltip
from depgraph.diagrams.shapes import place
from depgraph.diagrams.symbols import add_ghost, add_slip, add_symbol, mark_name, rank_of
from depgraph.diagrams.text import attribute, key
from depgraph.diagrams.theme import SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from depgraph.diagrams.blocks import Block
    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.elbows import Name, Point, Spot
    from depgraph.diagrams.lanes import Lane, Span
    from depgraph.diagrams.paper import Frame
    from depgraph.diagrams.scene import Scene

HEAD = 26.0
"""How high the head is, with the years and quarters, in points."""

_FOOT = 6.0
_TRIED = 1180.0
_LEAST = 860.0
_MOST = 1320.0
_LANDSCAPE = 1.5
_MOST_SEARCHED = 100
"""Where there are more lanes, none is searched for blank room."""


class CalendarBody:
    """The lanes of a calendar, from top to bottom, and its axis of time.

    Parameters
    ----------
    spans
        What the symbol of each milestone tells of dates.
    panels
        What explains it, each in one or several shapes, the best first. It stands where the
        lanes leave room, else below them.
    roots
        The milestones that make others late, which are called by their codes.
    """

    def __init__(
        self,
        scene: Scene,
        spans: Mapping[str, Span],
        panels: Sequence[Sequence[Block]] = (),
        roots: Collection[str] = (),
    ) -> None:
        self._roots = roots
        self._scene = scene
        self._spans = spans
        self._panels = panels
        self._arranged: dict[float, Arranged] = {}
        self._width = 0.0

    @property
    def width(self) -> float:
        """The least width that it takes: it lies across where it is not too high for that."""
        if not self._width:
            self._width = min(max(self.height(_TRIED) * _LANDSCAPE, _LEAST), _MOST)
        return self._width

    @property
    def least_width(self) -> float:
        """The least width that it takes on pages that lie across, however many there are."""
        return _LEAST

    def height(self, width: float) -> float:
        """Return the height that it takes where it has so much width."""
        return HEAD - self._arrange(width).tops[-1] + _FOOT + self._stands(width)[1]

    def cuts(self, frame: Frame) -> list[float]:
        """Return where it may be cut: between the lanes."""
        tops = self._arrange(frame.width).tops
        return [frame.top - HEAD + top for top in tops]

    def lanes_cut(self, frame: Frame) -> Mapping[float, str]:
        """Return nothing: it is cut between the lanes only."""
        del frame
        return {}

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""
        at = self._arrange(frame.width)
        origin, tops = (frame.left, frame.top - HEAD), self.cuts(frame)
        scene = self._scene
        at.axis.draw(drawing, frame, tops, scene.graph.as_of, scene.theme)
        spots = {
            name: spot._replace(x=spot.x + origin[0], y=spot.y + origin[1])
            for name, spot in at.spots.items()
        }
        self._add_symbols(drawing, at, spots, origin)
        add_lines(drawing, scene, at.lines, origin)
        for number, (lane, top) in enumerate(zip(at.lanes, tops, strict=False)):
            plate = scene.theme.bands[0] if number % 2 == 0 else scene.theme.page
            self._add_code(drawing, at, lane, (frame.left, top))
            for guest in (lane.code, *(guest.code for guest in lane.guests)):
                name = (guest, "" if guest == lane.code else lane.code)
                if name in at.words:
                    self._add_words(drawing, at, name, spots[name], origin, plate)
        add_pills(drawing, scene, at.lines, at.words, spots, origin)
        for block, (x, y) in self._stands(frame.width)[0]:
            block.add(drawing, origin[0] + x, origin[1] + y)

    def _arrange(self, room: float) -> Arranged:
        if room not in self._arranged:
            self._arranged[room] = Arranged(self._scene, self._spans, room, self._roots)
        return self._arranged[room]

    def _add_symbols(
        self, drawing: Canvas, at: Arranged, spots: Mapping[Name, Spot], origin: Point
    ) -> None:
        """Add the bars, then the symbols: those of guests first, what is late last."""
        scene = self._scene

        def order(name: Name) -> tuple[bool, bool, bool, Name]:
            is_late = scene.standing(name[0]) in ("late", "projected")
            queried = any(
                link.query is not None and link.prerequisite == name[0] for link in scene.links
            )
            return not name[1], queried, is_late or bool(rank_of(scene, name)), name

        names = sorted(spots, key=order)
        for name in names:
            if name in at.befores:
                now = origin[0] + at.dues.get(name, at.spots[name].x)
                x = origin[0] + at.befores[name]
                add_ghost(drawing, scene, name, (x, spots[name].y), now)
            if name in at.dues:
                x = at.dues[name]
                is_cut = x <= at.axis.before
                add_slip(drawing, scene, name, spots[name], origin[0] + x, is_cut=is_cut)
        guests = [(name, (spots[name].x, spots[name].y)) for name in names if name[1]]
        there = Counter(at for _, at in guests)
        # Of several on one place, the last that is drawn says how many they are.
        counts = {name: there[at] for at, name in {at: name for name, at in guests}.items()}
        for name in names:
            spot = spots[name]
            add_symbol(drawing, scene, name, (spot.x, spot.y), count=counts.get(name, 1))

    def _add_code(self, drawing: Canvas, at: Arranged, lane: Lane, corner: Point) -> None:
        """Add the code left of a lane, under how much of its features is done."""
        scene, code = self._scene, lane.code
        theme = scene.theme
        ink = theme.critical if scene.is_critical(code) else theme.ink
        ink = theme.faint if code in scene.context else ink
        lines = code_lines(code, at.code_room - 8, LANE_CODE_SIZE)
        rows = [(font(line, LANE_CODE_SIZE, ink, bold=True), CODE_LINE) for line in lines]
        features = scene.folding.features[code]
        if features:
            count = progress(scene, features).partition(" ")[0] + " done"
            rows.insert(0, (font(count, SMALL_SIZE, theme.faint), SMALL_LINE))
        high = sum(height for _, height in rows)
        body = "".join(
            f'<TR><TD ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="{at.code_room - 4:.0f}"'
            f' HEIGHT="{height:.0f}">{words}</TD></TR>'
            for words, height in rows
        )
        # The last line of the code stands beside its symbol, if there is room above it.
        top = corner[1]
        bottom = min(top - lane.middle - CODE_LINE / 2, top - high)
        bottom = max(bottom, top - lane.height)
        drawing.node(
            f"{key(code)}@lane",
            f"<{TABLE}{body}</TABLE>>",
            shape="plain",
            id=f"lane-{key(code)}",
            tooltip=attribute(tooltip(scene, code)),
            pos=place(corner[0] + at.code_room / 2 + 2, bottom + high / 2),
            **{"class": classes(scene, code, "lane")},
        )

    def _add_words(
        self, drawing: Canvas, at: Arranged, name: Name, spot: Spot, origin: Point, plate: str
    ) -> None:
        """Add the words beside a symbol."""
        words, scene = at.words[name], self._scene
        x = origin[0] + (words.left + words.right) / 2
        drawing.node(
            f"name~{mark_name(*name)}",
            words.label(plate),
            shape="plain",
            tooltip=attribute(tooltip(scene, name[0])),
            pos=place(x, spot.y),
            **{"class": classes(scene, name[0], "name")},
        )

    # -- what explains it --------------------------------------------------------------

    def _stands(self, width: float) -> tuple[list[tuple[Block, Point]], float]:
        """Return where what explains it stands, and how high what is below the lanes is."""
        at = self._arrange(width)
        strips = at.strips if len(at.lanes) <= _MOST_SEARCHED else []
        below = width, at.tops[-1] - _FOOT - GAP
        return stands(self._panels, strips, (at.code_room, at.end), below)
