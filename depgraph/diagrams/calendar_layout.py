"""Where everything on a calendar stands, in a room of some width.

All lengths are in points, from the upper left corner of the first lane; y grows upward.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.axis import Axis
from depgraph.diagrams.beside import (
    SMALL_LINE,
    Piece,
    Words,
    beside,
    code_lines,
    date_pieces,
    name_pieces,
)
from depgraph.diagrams.corner import Strip
from depgraph.diagrams.elbows import Kind, Obstacles, Spot, Wire, routes
from depgraph.diagrams.float_paths import float_words
from depgraph.diagrams.lanes import ROW, Lane, Room, guests_of, lanes
from depgraph.diagrams.scene import DrawnLink
from depgraph.diagrams.symbols import HOLLOW_SIZES, half_of
from depgraph.diagrams.text import clean, width
from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.drawing import Mark
    from depgraph.diagrams.elbows import Point
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.lanes import Span
    from depgraph.diagrams.scene import Scene

LANE_CODE_SIZE = 9.5
"""The size of the codes left of the lanes."""

CODE_LINE = 12.0

_MOST_CODE_ROOM = 120.0
_LEAST_CODE_ROOM = 58.0
_FEW = 60
_MUCH = 0.06
"""Guests due so much of the time on the axis before it stand at its beginning, with an arrow."""

_SHIFTED = 26.0
_BESIDE_NAME = 6.0
_BESIDE_PILL = 13.0
_ENTRIES: dict[Kind, float] = {"plain": 0.0, "queried": -3.5, "settled": 3.5}

Name = tuple[str, str]
"""A symbol: the code of its milestone, and that of the lane that it stands in as a guest."""


@by_type
class Line(NamedTuple):
    """A link between two symbols, and the corners of its way."""

    source: Name
    target: Name
    link: DrawnLink
    corners: tuple[Point, ...]


@by_type
class Upright(NamedTuple):
    """An upright part of a link, and whether its slack stands on it."""

    x: float
    low: float
    high: float
    has_pill: bool


@by_type
class Arranged(NamedTuple):
    """Where everything stands.

    Attributes
    ----------
    code_room, end
        How wide the codes left of the axis are, and where the axis ends.
    axis, lanes, tops
        The axis; the lanes; the top of each, and the bottom of the last.
    spots
        The symbols.
    dues, befores
        Where those that moved were due, and where an earlier schedule had them.
    words
        What stands beside them.
    lines
        The links.
    strips
        What of each lane is used.
    """

    code_room: float
    end: float
    axis: Axis
    lanes: Sequence[Lane]
    tops: Sequence[float]
    spots: Mapping[Name, Spot]
    dues: Mapping[Name, float]
    befores: Mapping[Name, float]
    words: Mapping[Name, Words]
    lines: Sequence[Line]
    strips: Sequence[Strip]


def mark_of(scene: Scene, name: Name) -> Mark:
    """Return which symbol a milestone has."""
    if not name[1]:
        return "diamond"
    return "circle" if name[0] in scene.folding.targets else "square"


def rank_of(scene: Scene, name: Name) -> Rank | None:
    """Return which float path a symbol is on."""
    if name[1]:
        return scene.paths.rank(name[0])
    return scene.rank(name[0])


def kind_of(link: DrawnLink) -> Kind:
    """Return how a link is drawn."""
    return "settled" if link.is_settled else "queried" if link.query is not None else "plain"


def arrange(scene: Scene, spans: Mapping[str, Span], room: float) -> Arranged:
    """Return where everything stands in a room of so much width."""
    return _Arranging(scene, spans, room).arranged()


class _Arranging:
    def __init__(self, scene: Scene, spans: Mapping[str, Span], room: float) -> None:
        self._scene = scene
        self._spans = spans
        self._room = room
        self._has_undated = any(span.at is None for span in spans.values())
        self._guests = guests_of(scene)
        self._code_room = self._room_for_codes()
        self._first, days = self._days()
        self._axis = Axis(days, self._code_room, room, has_undated=self._has_undated)
        self._end = self._axis.undated - 14.0 if self._has_undated else room
        self._driving = self._links_from_guests()

    def arranged(self) -> Arranged:
        """Return where everything stands."""
        words = {(code, ""): self._words(code) for code in self._guests}
        laid = lanes(self._scene, self._spans, self._extent, lambda c: self._needs(c, words[c, ""]))
        tops = [0.0]
        for lane in laid:
            tops.append(tops[-1] - lane.height)
        spots = self._spots(laid, tops)
        dues = self._places(spots, [span.due for span in self._spans_of(spots)])
        befores = self._places(spots, [span.before for span in self._spans_of(spots)])
        lines = self._lines(laid, spots, dues)
        uprights = _uprights(lines, tops)
        for lane, xs in zip(laid, uprights, strict=True):
            name = lane.code, ""
            words[name] = self._past_uprights(words[name], spots[name], xs)
        words.update(self._names_of_guests(laid, spots, dues))
        strips = self._strips(laid, tops, spots, dues, words, lines, uprights)
        return Arranged(
            self._code_room,
            self._end,
            self._axis,
            laid,
            tops,
            spots,
            dues,
            befores,
            words,
            lines,
            strips,
        )

    def _days(self) -> tuple[date | None, list[date]]:
        """Return the days of the axis, and the first where guests were due long before that."""
        as_of, own = self._scene.graph.as_of, self._guests
        days = [as_of] if as_of else []
        days += [day for code, span in self._spans.items() if code in own for day in span.days]
        others = [span for code, span in self._spans.items() if code not in own]
        days += [day for span in others for day in (span.at, span.before) if day is not None]
        dues = [span.due for span in others if span.due is not None]
        if not days or not dues:
            return None, days or dues or [date(2000, 1, 1)]
        # The few that were due earliest do not make the time on the axis longer.
        dues.sort()
        first = min(*days, dues[min(len(dues) - 1, 1 + len(dues) // _FEW)])
        early = (first - dues[0]).days
        if early < _MUCH * (max(days) - first).days:
            return None, days + dues
        return first, [*days, first]

    def _x(self, day: date) -> float:
        """Return where a day is, at the beginning of the axis where it is long before."""
        return max(self._axis.x(day), self._axis.before)

    # -- words -------------------------------------------------------------------------

    def _room_for_codes(self) -> float:
        widest = max(
            (width(clean(code), LANE_CODE_SIZE, bold=True) for code in self._guests), default=0.0
        )
        return min(max(widest + 13, _LEAST_CODE_ROOM), _MOST_CODE_ROOM)

    def _words(self, code: str) -> Words:
        span, scene = self._spans[code], self._scene
        half = half_of("diamond", scene.rank(code))
        xs = [self._axis.x(day) for day in span.days]
        if span.at is None:
            xs.append(self._axis.undated)
        has_guests = any(self._spans[guest].at is None for guest in self._guests[code])
        end = self._end if has_guests and span.at is not None else self._room
        left = min(xs) - HOLLOW_SIZES["diamond"] / 2
        middle = self._axis.undated if span.at is None else self._axis.x(span.at)
        symbol = min(left, middle - half), max(max(xs) + 5.0, middle + half)
        dates = date_pieces(scene, code, span)
        return beside(name_pieces(scene, code), dates, symbol, (self._code_room + 4, end - 4))

    def _past_uprights(self, words: Words, spot: Spot, uprights: Sequence[Upright]) -> Words:
        """Return words that begin right of what goes round their symbol."""
        if words.side == "left":
            return words
        low, high = spot.y - words.height / 2, spot.y + words.height / 2
        near = [
            upright.x + (_BESIDE_PILL if upright.has_pill else _BESIDE_NAME)
            for upright in uprights
            if spot.x < upright.x <= spot.x + _SHIFTED and upright.low < high and upright.high > low
        ]
        most = max(words.edge, self._room - words.width - 2)
        return words.moved_past(min(max(near, default=0.0), most))

    def _names_of_guests(
        self, laid: Sequence[Lane], spots: Mapping[Name, Spot], dues: Mapping[Name, float]
    ) -> dict[Name, Words]:
        """Return the words beside the guests that a float path comes from."""
        named: dict[Name, Words] = {}
        for lane in laid:
            for guest in lane.guests:
                name = guest.code, lane.code
                if rank_of(self._scene, name) is None:
                    continue
                pieces = _guest_pieces(self._scene, guest.code, self._spans[guest.code])
                spot = spots[name]
                symbol = min(spot.x, dues.get(name, spot.x)) - spot.half, spot.x + spot.half
                edges = (self._code_room + 4, self._end - 4)
                named[name] = beside([], pieces, symbol, edges)
        return named

    def _needs(self, code: str, words: Words) -> Room:
        scene = self._scene
        incoming = {kind_of(link) for link in scene.links if link.dependent == code}
        incoming |= {"plain"} if any(target[0] == code for _, target, _ in self._driving) else set()
        lines = len(code_lines(code, self._code_room - 8, LANE_CODE_SIZE))
        count = SMALL_LINE if scene.folding.features[code] else 0.0
        return Room(
            words.height,
            CODE_LINE * lines + count,
            incoming,
            is_on_path=scene.rank(code) is not None,
            has_pill=any(link.dependent == code and link.slack is not None for link in scene.links),
            has_driver=any(target[0] == code for _, target, _ in self._driving),
        )

    # -- symbols -----------------------------------------------------------------------

    def _extent(self, code: str) -> tuple[float, float]:
        span = self._spans[code]
        places = [self._x(day) for day in (span.at, span.due) if day is not None]
        return min(places) - 4.5, max(places) + 4.5

    def _spots(self, laid: Sequence[Lane], tops: Sequence[float]) -> dict[Name, Spot]:
        spots: dict[Name, Spot] = {}
        for lane, top in zip(laid, tops, strict=False):
            names = [((lane.code, ""), 0, 0)]
            names += [((guest.code, lane.code), guest.row, guest.place) for guest in lane.guests]
            for name, row, place in names:
                at = self._spans[name[0]].at
                x = self._axis.undated + place * (ROW + 1) if at is None else self._axis.x(at)
                half = half_of(mark_of(self._scene, name), rank_of(self._scene, name))
                spots[name] = Spot(x, top - lane.below_top(row), half)
        return spots

    def _spans_of(self, spots: Mapping[Name, Spot]) -> list[Span]:
        return [self._spans[code] for code, _ in spots]

    def _places(self, names: Mapping[Name, Spot], days: Sequence[date | None]) -> dict[Name, float]:
        return {
            name: self._x(day)
            for name, day in zip(names, days, strict=True)
            if day is not None and self._spans[name[0]].at is not None
        }

    # -- links -------------------------------------------------------------------------

    def _links_from_guests(self) -> list[tuple[Name, Name, DrawnLink]]:
        """Return the links of float paths that begin in a guest, with their ends."""
        links: list[tuple[Name, Name, DrawnLink]] = []
        for before, after in self._scene.paths.ranks:
            if after in self._guests and before in self._guests[after]:
                links.append(((before, after), (after, ""), self._path_link(before, after)))
                continue
            links += (
                ((before, lane), (after, lane), self._path_link(before, after))
                for lane, guests in self._guests.items()
                if before in guests and after in guests
            )
        return links

    def _path_link(self, before: str, after: str) -> DrawnLink:
        scene = self._scene
        pair = before, after
        return DrawnLink(
            *pair,
            tuple(
                link for link in scene.graph.links if (link.prerequisite, link.dependent) == pair
            ),
            scene.marks.query_numbers.get(pair),
            is_marked=pair in scene.marks.marked_links,
            goes_back=False,
            rank=scene.paths.ranks[pair],
            slack=scene.paths.slacks.get(pair),
            total_float=scene.paths.floats.get(before),
        )

    def _lines(
        self, laid: Sequence[Lane], spots: Mapping[Name, Spot], dues: Mapping[Name, float]
    ) -> list[Line]:
        """Return the links with their ways; those of float paths, then the short ones, first."""
        levels = {lane.code: lane.levels for lane in laid}
        ends: list[tuple[Name, Name, DrawnLink]] = [
            ((link.prerequisite, ""), (link.dependent, ""), link)
            for link in self._scene.links
            if link.prerequisite in levels and link.dependent in levels
        ]
        ends = [item for item in ends if item[0] != item[1]] + self._driving

        def order(item: tuple[Name, Name, DrawnLink]) -> tuple[int, float, Name]:
            source, target, link = item
            place = {"critical": 0, "near": 1}.get(link.rank or "", 2)
            return place, abs(spots[source].y - spots[target].y), source

        ends.sort(key=order)
        wires = []
        for source, target, link in ends:
            kind = kind_of(link)
            spot = spots[target]
            above = spot.half + 3 if target[1] else levels[target[0]][kind]
            wires.append(_wire(source, target, kind, spot.y + above))
        as_of = self._scene.graph.as_of
        obstacles = Obstacles(
            [spot for (_, lane), spot in spots.items() if not lane],
            [Spot(x, spots[name].y, 5.0) for name, x in dues.items() if not name[1]],
            [spot for (_, lane), spot in spots.items() if lane],
            [self._axis.x(as_of)] if as_of else [],
        )
        ways = routes(wires, {_key(name): spot for name, spot in spots.items()}, obstacles)
        return [
            Line(source, target, link, ways[wire.source, wire.target])
            for (source, target, link), wire in zip(ends, wires, strict=True)
        ]

    # -- what is used ------------------------------------------------------------------

    def _strips(
        self,
        laid: Sequence[Lane],
        tops: Sequence[float],
        spots: Mapping[Name, Spot],
        dues: Mapping[Name, float],
        words: Mapping[Name, Words],
        lines: Sequence[Line],
        uprights: Sequence[Sequence[Upright]],
    ) -> list[Strip]:
        """Return what is used of each lane, but for the column of what has no date."""
        used: dict[str, list[float]] = {lane.code: [] for lane in laid}
        for (code, lane), spot in spots.items():
            if self._spans[code].at is not None:
                used[lane or code] += [spot.x - spot.half, spot.x + spot.half]
        for (code, lane), x in dues.items():
            used[lane or code] += [x - 6, x + 6]
        for (code, lane), each in words.items():
            if self._spans[code].at is not None:
                used[lane or code] += [each.left, min(each.right, self._end)]
        for its, xs in zip(laid, uprights, strict=True):
            used[its.code] += [side for x, *_ in xs for side in (x - 3, x + 3)]
        for line in lines:
            # Along the lane of its target, and under its source.
            for code, corners in (
                (line.target[1] or line.target[0], line.corners[-3:]),
                (line.source[1] or line.source[0], line.corners[:3]),
            ):
                used[code] += [min(x, self._end) for x, _ in corners]
        strips = []
        for its, top, bottom in zip(laid, tops, tops[1:], strict=False):
            places = [x for x in used[its.code] if x <= self._end]
            left, right = min(places, default=self._end), max(places, default=self._code_room)
            strips.append(Strip(top, bottom, left, right))
        return strips


def _guest_pieces(scene: Scene, code: str, span: Span) -> list[Piece]:
    """Return what is said beside a guest that a float path comes from."""
    rank, ink = scene.paths.rank(code), scene.theme.critical
    days = scene.paths.floats.get(code)
    words = [clean(code), float_words(days) if days else str(span.at)]
    return [Piece(", ".join(words), ink, is_bold=rank == "critical")]


def _uprights(lines: Sequence[Line], tops: Sequence[float]) -> list[list[Upright]]:
    """Return for each lane the upright parts of links in it."""
    heights = [-top for top in tops]
    uprights: list[list[Upright]] = [[] for _ in tops[1:]]
    for line in lines:
        if len(line.corners) == 2:
            continue
        for (x, y), (other, z) in pairwise(line.corners):
            if x == other:
                low, high = min(y, z), max(y, z)
                first, last = bisect_right(heights, -high) - 1, bisect_left(heights, -low)
                for n in range(max(first, 0), min(last, len(uprights))):
                    uprights[n].append(Upright(x, low, high, has_pill=line.link.slack is not None))
    return uprights


def _wire(source: Name, target: Name, kind: Kind, level: float) -> Wire:
    return Wire(_key(source), _key(target), kind, level, 0.0 if target[1] else _ENTRIES[kind])


def _key(name: Name) -> str:
    return "\0".join(name)
