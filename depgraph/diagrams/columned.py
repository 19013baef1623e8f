"""Boxes in columns with their links in the gaps between: where everything stands.

``dot`` gives the order and the heights of the boxes; how wide a gap is follows from what runs
in it. All lengths are in points; y grows upward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.column_layout import Gap, Layout, bar_heights, extent
from depgraph.diagrams.drawing import RING_GAP
from depgraph.diagrams.labels import callout_words
from depgraph.diagrams.polyline import rounded
from depgraph.diagrams.spreading import spread
from depgraph.diagrams.text import width
from depgraph.diagrams.theme import SMALL_SIZE
from depgraph.diagrams.trunks import Block, Wire, route
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.column_layout import SlipBar
    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.layout import Box
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.trunks import Routes, Run

    _Point = tuple[float, float]
    _Pair = tuple[str, str]

_TRACK = 6.0
_BEFORE = 6.0
_BEHIND = 12.0
_LEAST_GAP = 15.0
_DUE_ROOM = 13.0
_AS_OF_ROOM = 16.0
_PILL_ROOM = 14.0
_STACKED = 15.0
_APART = 11.0
_BAR_ROOM = 3.0
_BLANK = 24.0
_ROUNDS = 6
_STACKED_WITH_PILL = 28.0
_RING = RING_GAP + 1.6
_SLIP_ROOM = 34.0


class _Routed(Struct):
    """How all runs up and down: the boxes, the heights of the bars, and the links."""

    boxes: Mapping[str, Box]
    heights: Mapping[str, float]
    routes: Routes


class Columned:
    """Boxes in columns, which are laid out as wide and as high as there is room.

    Parameters
    ----------
    scene
        The picture, with its links.
    columns
        The codes in each column, left to right.
    boxes
        How large each box is, and at which height; where it is from left to right is not used.
    bars
        The bars of what is late.
    as_of_gap
        The gap that the line at the as-of date is in; None without such a line.
    """

    def __init__(
        self,
        scene: Scene,
        columns: Sequence[Sequence[str]],
        boxes: Mapping[str, Box],
        *,
        bars: Sequence[SlipBar] = (),
        as_of_gap: int | None = None,
    ) -> None:
        self._scene = scene
        self._columns = columns
        self._boxes = dict(boxes)
        links = {(link.prerequisite, link.dependent): link for link in scene.links}
        self._rooms = {pair: guest_room(links[pair]) for pair in scene.hosts.items()}
        self._bars = bars
        self._as_of_gap = as_of_gap
        self._wires = _wires(scene, columns)
        self._wanted = self._without_blank_rows()
        self._least = self._least_height()
        self._boxes = self._spread(self._wanted, self._least)
        self._natural = self._routed(self._boxes)
        self.natural = self._layout(self._natural, 0.0)

    @property
    def size(self) -> tuple[float, float]:
        """The least width and height."""
        return extent(self.natural)

    def stretched(self, width: float, height: float) -> Layout:
        """Return where everything is in so much room."""
        boxes = self._boxes
        _, least_height = self.size
        if height > least_height + 1:
            boxes = self._spread(self._wanted, self._least + height - least_height)
        routed = self._natural if boxes is self._boxes else self._routed(boxes)
        layout = self._layout(routed, 0.0)
        spare = width - extent(layout)[0]
        return self._layout(routed, spare) if abs(spare) > 1 else layout

    def _spread(self, boxes: Mapping[str, Box], height: float) -> dict[str, Box]:
        """Return the boxes over so much height, in each column in their order."""
        hosts = [code for code in boxes if code not in self._scene.hosts]
        low = min((boxes[code].y - self._reach(code)[0] for code in hosts), default=0.0)
        high = max((boxes[code].y + self._reach(code)[1] for code in hosts), default=0.0)
        scale = height / max(high - low, 1.0)
        heights = {code: (boxes[code].y - low) * scale for code in hosts}
        wanted, placed = dict(heights), dict(heights)
        for _ in range(_ROUNDS):
            rows: dict[str, list[float]] = {}
            before = placed
            placed = {}
            for n, column in enumerate(self._columns):
                codes = [code for code in column if code not in self._scene.hosts]
                crossing = [bar.code for bar in self._bars if bar.gap <= n < bar.column]
                self._place_column(codes, crossing, (wanted, before), height, placed, rows)
            for code, several in rows.items():
                # What is late goes to where its bar has a free row.
                wanted[code] = sum(several) / len(several)
        return {code: box._replace(y=placed.get(code, box.y)) for code, box in boxes.items()}

    def _without_blank_rows(self) -> dict[str, Box]:
        """Return the boxes, near each other those on both sides of a height that none is at."""
        ends = sorted(
            (box.y - below, box.y + above, code)
            for code, box in self._boxes.items()
            if code not in self._scene.hosts
            for below, above in [self._reach(code)]
        )
        drop, reached = 0.0, ends[0][1] if ends else 0.0
        placed = dict(self._boxes)
        for low, high, code in ends:
            drop += max(0.0, low - reached - _BLANK)
            reached = max(reached, high)
            placed[code] = self._boxes[code]._replace(y=self._boxes[code].y - drop)
        return placed

    def _place_column(
        self,
        codes: Sequence[str],
        crossing: Sequence[str],
        heights: tuple[Mapping[str, float], Mapping[str, float]],
        height: float,
        placed: dict[str, float],
        rows: dict[str, list[float]],
    ) -> None:
        """Place the boxes of a column, and the rows of the bars that cross it, as boxes."""
        wanted, before = heights
        items = sorted(
            [(wanted[code], code, True) for code in codes]
            + [(before[code], code, False) for code in crossing]
        )
        reaches = [
            self._reach(code) if is_box else (_BAR_ROOM, _BAR_ROOM + 6) for _, code, is_box in items
        ]
        shifts = [(above - below) / 2 for below, above in reaches]
        middles = spread(
            [want + shift for (want, _, _), shift in zip(items, shifts, strict=True)],
            [below + above for below, above in reaches],
            0.0,
            height,
            _APART,
        )
        for (_, code, is_box), middle, shift in zip(items, middles, shifts, strict=True):
            if is_box:
                placed[code] = middle - shift
            else:
                rows.setdefault(code, []).append(middle - shift)

    def _reach(self, code: str) -> tuple[float, float]:
        """Return how far a box reaches below and above its middle, with what stands with it."""
        below = above = self._boxes[code].height / 2 + self._ring(code)
        guests = [(pair[0], room) for pair, room in self._rooms.items() if pair[1] == code]
        for n, (guest, room) in enumerate(guests):
            height = self._boxes[guest].height + room + 2 * self._ring(guest)
            if n:
                below += height
            else:
                above += height
        return below, above

    def _least_height(self) -> float:
        """Return the height of the tallest column, with room for lines."""
        heights = []
        for n, column in enumerate(self._columns):
            reaches = [self._reach(code) for code in column if code not in self._scene.hosts]
            bars = sum(bar.gap <= n < bar.column for bar in self._bars)
            heights.append(
                sum(below + above + _APART for below, above in reaches)
                + bars * (2 * _BAR_ROOM + 6 + _APART)
            )
        return max(heights, default=0.0)

    def _with_guests(self, boxes: Mapping[str, Box]) -> dict[str, Box]:
        """Return the boxes with those that stand with another one above and below it."""
        placed = dict(boxes)
        above: set[str] = set()
        for (code, host), between in self._rooms.items():
            room = between + self._ring(code) + self._ring(host)
            box, of_host = placed[code], placed[host]
            if host in above:
                y = of_host.bottom - room - box.height / 2
            else:
                y = of_host.top + room + box.height / 2
                above.add(host)
            placed[code] = box._replace(y=y)
        return placed

    def _routed(self, boxes: Mapping[str, Box]) -> _Routed:
        """Return how all runs up and down."""
        boxes = self._with_guests(boxes)
        blocks = [
            [Block(code, boxes[code].bottom, boxes[code].top) for code in column]
            for column in self._columns
        ]
        heights = bar_heights(self._bars, blocks)
        crossed = [
            (number, heights[bar.code] + above)
            for bar in self._bars
            if bar.code in heights
            for number in range(bar.gap, bar.column)
            for above in (0.0, 5.0, 10.0)
        ]
        routes = route(blocks, self._wires, crossed, ends=heights)
        return _Routed(boxes, heights, routes)

    def _layout(self, routed: _Routed, spare: float) -> Layout:
        """Return where everything is, with so much more room between the columns."""
        boxes, heights, routes = routed
        columns, gaps = self._across(boxes, routes, spare)
        placed = {
            code: boxes[code]._replace(x=(columns[n][0] + columns[n][1]) / 2)
            for n, column in enumerate(self._columns)
            for code in column
        }
        lines = {
            pair: rounded(self._corners(pair, run, routes, placed, gaps))
            for pair, run in routes.runs.items()
        }
        lines |= {pair: rounded(self._stacked(pair, placed)) for pair in self._rooms}
        bars = {
            bar.code: (
                gaps[bar.gap].due[bar.due],
                placed[bar.code].left - self._ring(bar.code),
                heights[bar.code],
            )
            for bar in self._bars
            if bar.code in heights
        }
        return Layout(placed, columns, gaps, lines, bars)

    def _across(
        self, boxes: Mapping[str, Box], routes: Routes, spare: float
    ) -> tuple[list[tuple[float, float]], list[Gap]]:
        """Return where columns and gaps are from left to right."""
        pills = self._pill_rooms()
        more = spare / max(len(self._columns) - 1, 1)
        columns: list[tuple[float, float]] = []
        gaps: list[Gap] = []
        x = 0.0
        for n in range(len(self._columns) + 1):
            least = 0.0
            if 0 < n < len(self._columns):
                least = max(_LEAST_GAP, pills.get(n, 0.0))
            room = max(least, self._slip_room(n))
            gap = self._gap(n, x, max(routes.width(n), 0), room, more if least else 0.0)
            gaps.append(gap)
            x = gap.right
            if n < len(self._columns):
                wide = max((boxes[code].width for code in self._columns[n]), default=0.0)
                wide += 2 * _RING * any(self._ring(code) > 0 for code in self._columns[n])
                columns.append((x, x + wide))
                x += wide
        return columns, gaps

    def _slip_room(self, number: int) -> float:
        """Return what the words at the end of a bar need, beside diamonds and the as-of line."""
        if not any(bar.column == number for bar in self._bars):
            return 0.0
        dues = {bar.due for bar in self._bars if bar.gap == number}
        return _SLIP_ROOM - _DUE_ROOM * len(dues) - _AS_OF_ROOM * (number == self._as_of_gap)

    def _gap(self, number: int, left: float, tracks: int, least: float, more: float) -> Gap:
        """Return a gap that has room for its trunks, its diamonds, and the as-of line."""
        dues = sorted({bar.due for bar in self._bars if bar.gap == number})
        before = [due for due in dues if due.is_before]
        as_of_room = _AS_OF_ROOM if number == self._as_of_gap else 0.0
        needed = (tracks - 1) * _TRACK
        room = max(least, needed + _BEFORE + _BEHIND if tracks else 0.0) + more
        right = left + room + _DUE_ROOM * len(dues) + as_of_room
        places = {due: left + _DUE_ROOM * (k + 0.5) for k, due in enumerate(before)}
        # From the right: what is due later, the line at the as-of date, what is past.
        end = right
        behind = [due for due in dues if not due.is_before]
        for due in (due for due in reversed(behind) if not due.is_past):
            places[due] = end - _DUE_ROOM / 2
            end -= _DUE_ROOM
        as_of = end - as_of_room / 2 if as_of_room else None
        end -= as_of_room
        for due in (due for due in reversed(behind) if due.is_past):
            places[due] = end - _DUE_ROOM / 2
            end -= _DUE_ROOM
        middle = (left + _DUE_ROOM * len(before) + _BEFORE + end - _BEHIND) / 2
        return Gap(left, right, places, as_of, middle - needed / 2, _TRACK)

    def _pill_rooms(self) -> dict[int, float]:
        """Return what the gaps need where what stands on a link has no room elsewhere."""
        place = {code: n for n, column in enumerate(self._columns) for code in column}
        rooms: dict[int, float] = {}
        for link in self._scene.links:
            words = callout_words(link)
            gap = place[link.dependent]
            if words and place[link.prerequisite] + 1 == gap:
                needed = width(words, SMALL_SIZE, bold=True) + _PILL_ROOM
                rooms[gap] = max(rooms.get(gap, 0.0), needed)
        return rooms

    def _corners(
        self,
        pair: _Pair,
        run: Run,
        routes: Routes,
        placed: Mapping[str, Box],
        gaps: Sequence[Gap],
    ) -> list[_Point]:
        tail, head = (placed[code] for code in pair)
        tail_ring, head_ring = (self._ring(code) for code in pair)
        start = tail.right + tail_ring if run.sides[0] == "right" else tail.left - tail_ring
        end = head.right + head_ring if run.sides[1] == "right" else head.left - head_ring
        corners = [(start, run.heights[0])]
        for n, gap in enumerate(run.gaps):
            track = routes.tracks[gap].get(run.trunk)
            x = (gaps[gap].left + gaps[gap].right) / 2
            if track is not None:
                x = gaps[gap].first_track + gaps[gap].track * track
            corners += [(x, run.heights[n]), (x, run.heights[n + 1])]
        return [*corners, (end, run.heights[-1])]

    def _stacked(self, pair: _Pair, placed: Mapping[str, Box]) -> list[_Point]:
        guest, host = (placed[code] for code in pair)
        guest_ring, host_ring = (self._ring(code) for code in pair)
        if guest.y > host.y:
            return [(host.x, guest.bottom - guest_ring), (host.x, host.top + host_ring)]
        return [(host.x, guest.top + guest_ring), (host.x, host.bottom - host_ring)]

    def _ring(self, code: str) -> float:
        return _RING if self._scene.rank(code) is not None else 0.0


def _wires(scene: Scene, columns: Sequence[Sequence[str]]) -> list[Wire]:
    """Return the links to be led, the most important and then the shortest first."""
    place = {code: n for n, column in enumerate(columns) for code in column}

    def order(link: DrawnLink) -> tuple[object, ...]:
        span = abs(place[link.dependent] - place[link.prerequisite])
        return _KINDS.index(_kind(link)), span, link.dependent, link.prerequisite

    return [
        Wire(link.prerequisite, link.dependent, _kind(link))
        for link in sorted(scene.links, key=order)
        if scene.hosts.get(link.prerequisite) != link.dependent
    ]


def guest_room(link: DrawnLink) -> float:
    """Return the room between a box and what stands with it, without their rings."""
    return _STACKED_WITH_PILL if callout_words(link) else _STACKED


_KINDS = ("critical", "near", "plain", "marked", "queried", "settled")


def _kind(link: DrawnLink) -> str:
    """Return with which links one shares a trunk."""
    if link.rank is not None:
        return link.rank
    if link.query is not None:
        return "queried"
    if link.is_settled:
        return "settled"
    return "marked" if link.is_marked else "plain"
