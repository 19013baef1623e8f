"""Where everything on a calendar stands, in a room of some width.

All lengths are in points, from the upper left corner of the first lane; y grows upward.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

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
from depgraph.diagrams.blocks import Strip
from depgraph.diagrams.calendar_ways import kind_of, links_from_guests, uprights, ways
from depgraph.diagrams.elbows import Spot
from depgraph.diagrams.float_paths import float_words
from depgraph.diagrams.lanes import ROW, Room, dated_places, guests_of, lanes
from depgraph.diagrams.symbols import HOLLOW_SIZES, half_at, half_of
from depgraph.diagrams.text import clean, width

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.calendar_ways import Line, Upright
    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.elbows import Name
    from depgraph.diagrams.lanes import Span
    from depgraph.diagrams.scene import Scene

LANE_CODE_SIZE = 9.5
"""The size of the codes left of the lanes."""

CODE_LINE = 12.0

_MOST_CODE_ROOM = 130.0
_LEAST_CODE_ROOM = 58.0
_FEW = 60
_MUCH = 0.06
"""Guests due so much of the time on the axis before it stand at its beginning, with an arrow."""

_SHIFTED = 26.0
_BESIDE_NAME = 6.0
_BESIDE_PILL = 13.0


class Arranged:
    """Where everything stands; what takes long is worked out when it is asked for.

    Parameters
    ----------
    spans
        What the symbol of each milestone tells of dates.
    room
        How wide it is.
    roots
        The milestones that make others late, which are called by their codes.

    Attributes
    ----------
    code_room, end
        How wide the codes left of the axis are, and where the axis ends.
    axis, lanes, tops
        The axis; the lanes; the top of each, and the bottom of the last.
    """

    def __init__(
        self,
        scene: Scene,
        spans: Mapping[str, Span],
        room: float,
        roots: Collection[str] = (),
    ) -> None:
        self._roots = roots
        self._scene = scene
        self._spans = spans
        self._room = room
        self._guests = guests_of(scene)
        self._driving = links_from_guests(scene, self._guests)
        self._incoming: dict[str, list[DrawnLink]] = {code: [] for code in self._guests}
        for link in scene.links:
            if link.prerequisite in self._incoming and link.dependent in self._incoming:
                self._incoming[link.dependent].append(link)
        for _, (code, its_lane), link in self._driving:
            self._incoming[its_lane or code].append(link)
        has_undated = any(span.at is None for span in spans.values())
        self.code_room = self._room_for_codes()
        self.axis = Axis(self._days(), self.code_room, room, has_undated=has_undated)
        self.end = self.axis.undated - 14.0 if has_undated else room
        self._own_words = {code: self._words_of(code) for code in self._guests}
        self.lanes = lanes(scene, spans, self._extent, self._needs)
        self.tops = [0.0]
        for lane in self.lanes:
            self.tops.append(self.tops[-1] - lane.height)

    def _days(self) -> list[date]:
        """Return the days of the axis, but for the few when guests were due long before it."""
        as_of, own = self._scene.graph.as_of, self._guests
        days = [as_of] if as_of else []
        days += [day for code, span in self._spans.items() if code in own for day in span.days]
        others = [span for code, span in self._spans.items() if code not in own]
        days += [day for span in others for day in (span.at, span.before) if day is not None]
        dues = sorted(span.due for span in others if span.due is not None)
        if not days or not dues:
            return days or dues
        first = min(*days, dues[min(len(dues) - 1, 1 + len(dues) // _FEW)])
        is_far = (first - dues[0]).days >= _MUCH * (max(days) - first).days
        return [*days, first] if is_far else days + dues

    def _x(self, day: date) -> float:
        """Return where a day is, at the beginning of the axis where it is long before."""
        return max(self.axis.x(day), self.axis.before)

    # -- lanes -------------------------------------------------------------------------

    def _room_for_codes(self) -> float:
        widest = max(
            (width(clean(code), LANE_CODE_SIZE, bold=True) for code in self._guests), default=0.0
        )
        return min(max(widest + 13, _LEAST_CODE_ROOM), _MOST_CODE_ROOM)

    def _words_of(self, code: str) -> Words:
        span, scene = self._spans[code], self._scene
        half = half_of("diamond", scene.rank(code))
        middle = self.axis.undated if span.at is None else self.axis.x(span.at)
        xs = [self.axis.x(day) for day in span.days] or [middle]
        has_undated = any(self._spans[guest].at is None for guest in self._guests[code])
        end = self.end if has_undated and span.at is not None else self._room
        hollow = HOLLOW_SIZES["diamond"] / 2
        symbol = min(min(xs) - hollow, middle - half), max(max(xs) + hollow, middle + half)
        dates = date_pieces(scene, code, span)
        return beside(name_pieces(scene, code), dates, symbol, (self.code_room + 4, end - 4))

    def _needs(self, code: str) -> Room:
        scene, incoming, words = self._scene, self._incoming[code], self._own_words[code]
        lines = len(code_lines(code, self.code_room - 8, LANE_CODE_SIZE))
        count = SMALL_LINE if scene.folding.features[code] else 0.0
        return Room(
            words.height,
            CODE_LINE * lines + count,
            {kind_of(link) for link in incoming},
            has_words_below=words.side == "left" or any(map(self._goes_back, incoming)),
            is_on_path=scene.rank(code) is not None,
            has_pill=any(link.slack is not None for link in incoming),
            has_names=any(map(self._is_chosen, self._guests[code])),
            has_driver=any((lane or own) == code for _, (own, lane), _ in self._driving),
        )

    def _goes_back(self, link: DrawnLink) -> bool:
        """Whether a link comes from the right."""
        before, after = self._spans[link.prerequisite].at, self._spans[link.dependent].at
        return after is not None and (before is None or before > after)

    def _extent(self, code: str) -> tuple[float, float]:
        span = self._spans[code]
        places = [self._x(day) for day in (span.at, span.due) if day is not None]
        left, right = min(places) - 4.5, max(places) + 4.5
        words = self._name_of_guest(code, (left, right))
        return min(left, words.left), max(right, words.right)

    # -- symbols -----------------------------------------------------------------------

    @cached_property
    def spots(self) -> dict[Name, Spot]:
        """The symbols."""
        spots: dict[Name, Spot] = {}
        for lane, top in zip(self.lanes, self.tops, strict=False):
            names = [((lane.code, ""), 0, 0)]
            names += [((guest.code, lane.code), guest.row, guest.place) for guest in lane.guests]
            for name, row, place in names:
                at = self._spans[name[0]].at
                x = self.axis.undated + place * (ROW + 1) if at is None else self.axis.x(at)
                half = half_at(self._scene, name)
                spots[name] = Spot(x, top - lane.below_top(row), half)
        return spots

    @cached_property
    def dues(self) -> dict[Name, float]:
        """Where those that are expected on another day are due."""
        return dated_places(self.spots, self._spans, lambda span: span.due, self._x)

    @cached_property
    def befores(self) -> dict[Name, float]:
        """Where an earlier schedule had those that moved."""
        return dated_places(self.spots, self._spans, lambda span: span.before, self._x)

    # -- links and words ---------------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        """The links."""
        as_of = self._scene.graph.as_of
        levels = {lane.code: lane.levels for lane in self.lanes}
        lines = [self.axis.x(as_of)] if as_of else []
        return ways(self._scene, levels, self._driving, self.spots, self.dues, lines)

    @cached_property
    def _uprights(self) -> list[list[Upright]]:
        return uprights(self.lines, self.tops)

    @cached_property
    def words(self) -> dict[Name, Words]:
        """What stands beside the symbols."""
        words: dict[Name, Words] = {}
        for lane, parts in zip(self.lanes, self._uprights, strict=True):
            own = lane.code, ""
            words[own] = self._past_uprights(self._own_words[lane.code], self.spots[own], parts)
            for guest in lane.guests:
                if self._is_named(guest.code):
                    name = guest.code, lane.code
                    spot = self.spots[name]
                    symbol = (
                        min(spot.x, self.dues.get(name, spot.x)) - spot.half,
                        max(spot.x, self.dues.get(name, spot.x)) + spot.half,
                    )
                    words[name] = self._name_of_guest(guest.code, symbol)
        return words

    def _past_uprights(self, words: Words, spot: Spot, parts: Sequence[Upright]) -> Words:
        """Return words that begin right of what goes round their symbol."""
        if words.side == "left":
            return words
        low, high = spot.y - words.height / 2, spot.y + words.height / 2
        near = [
            part.x + (_BESIDE_PILL if part.has_pill else _BESIDE_NAME)
            for part in parts
            if spot.x < part.x <= spot.x + _SHIFTED and part.low < high and part.high > low
        ]
        most = max(words.edge, self._room - words.width - 2)
        return words.moved_past(min(max(near, default=0.0), most))

    def _is_named(self, code: str) -> bool:
        """Whether there are words beside a guest: of a path, a root, or selected by itself."""
        is_on_path = self._scene.paths.rank(code) is not None
        return is_on_path or code in self._roots or self._is_chosen(code)

    def _is_chosen(self, code: str) -> bool:
        """Whether a guest is selected, and what waits on it is not."""
        scene = self._scene
        hosts = scene.folding.targets.get(code, ())
        return bool(hosts) and code not in scene.context and scene.context.issuperset(hosts)

    def _name_of_guest(self, code: str, symbol: tuple[float, float]) -> Words:
        """Return what is said beside a guest; nothing of most."""
        if not self._is_named(code):
            return Words((), "right", symbol[1], 0.0)
        scene, span = self._scene, self._spans[code]
        rank, days = scene.paths.rank(code), scene.paths.floats.get(code)
        edges = self.code_room + 4, self.end - 4
        if rank is None and not self._is_chosen(code):
            return beside([], [Piece(clean(code), scene.theme.late_words)], symbol, edges)
        if rank is None:
            own = Piece(clean(code), scene.theme.ink, is_bold=True)
            name = [own, *name_pieces(scene, code)]
            dates = date_pieces(scene, code, span)
            return beside(name, dates, symbol, edges, is_one_line=True)
        words = f"{clean(code)}, {float_words(days) if days else span.at}"
        piece = Piece(words, scene.theme.critical, is_bold=rank == "critical")
        return beside([], [piece], symbol, edges)

    # -- what is used ------------------------------------------------------------------

    @cached_property
    def strips(self) -> list[Strip]:
        """What is used of each lane, but for the column of what has no date."""
        used: dict[str, list[float]] = {lane.code: [] for lane in self.lanes}
        for (code, lane), spot in self.spots.items():
            used[lane or code] += [spot.x - spot.half, spot.x + spot.half]
        for (code, lane), x in self.dues.items():
            used[lane or code] += [x - 6, x + 6]
        for (code, lane), words in self.words.items():
            if self._spans[code].at is not None:
                used[lane or code] += [words.left, min(words.right, self.end)]
        for its, parts in zip(self.lanes, self._uprights, strict=True):
            used[its.code] += [side for part in parts for side in (part.x - 3, part.x + 3)]
        for line in self.lines:
            # Along the lane of its target, and under its source.
            (source, source_lane), (target, target_lane) = line.source, line.target
            used[target_lane or target] += [min(x, self.end) for x, _ in line.corners[-3:]]
            used[source_lane or source] += [min(x, self.end) for x, _ in line.corners[:3]]
        strips = []
        for its, top, bottom in zip(self.lanes, self.tops, self.tops[1:], strict=False):
            places = [x for x in used[its.code] if x <= self.end]
            left, right = min(places, default=self.end), max(places, default=self.code_room)
            strips.append(Strip(top, bottom, left, right))
        return strips
