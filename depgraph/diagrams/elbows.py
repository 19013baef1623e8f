"""Links between the lanes of the calendar: down from one symbol, along, and into the next.

A link leaves its prerequisite at the bottom, goes down or up to the lane of its dependent, along
above it, and enters it from the top. So an upright part belongs to one prerequisite and a level
one to one dependent: where lines meet in a rounded corner they are links of these, and a plain
crossing means nothing. All points are in points, with y growing upward.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.polyline import rounded
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Point = tuple[float, float]

Kind = Literal["plain", "queried", "settled"]
"""How a link is drawn: as one that nobody doubts, as queried, or as queried but history."""

KINDS: tuple[Kind, ...] = ("plain", "queried", "settled")

Name = tuple[str, str]
"""A symbol: the code of its milestone, and that of the lane that it stands in as a guest."""

ARROW = 5.0
"""The length of an arrow head."""

_STEP = 3.6
_STEPS = 14
_BELOW = 3.0
_ROUND = 4.0

# What a place for the upright part of a link costs, in steps away from its end.
_RIGHT = 0.4
_COVERED = 40.0
_HIT = 30.0
_HOLLOW = 5.0
_LINE = 12.0
_BRUSHED = 1.5


class Spot(Struct):
    """A symbol: its centre, and half of its width with all that is around it."""

    x: float
    y: float
    half: float


class Wire(Struct):
    """A link to be led from one symbol to another.

    Attributes
    ----------
    source, target
        The names of the symbols.
    kind
        Links of one kind share their lines.
    level
        At which height it goes along above the target.
    aside
        How far beside the middle of the target it enters that.
    """

    source: str
    target: str
    kind: Kind
    level: float
    aside: float = 0.0


class Obstacles(Struct):
    """What upright lines rather do not cross, the worst first.

    Attributes
    ----------
    symbols
        The symbols of milestones.
    hollows
        Where these were due.
    features
        The symbols of features.
    lines
        Where lines stand upright that are no links.
    """

    symbols: Sequence[Spot]
    hollows: Sequence[Spot] = ()
    features: Sequence[Spot] = ()
    lines: Sequence[float] = ()


class _Upright(Struct):
    x: float
    low: float
    high: float
    owner: tuple[str, Kind]


def routes(
    wires: Iterable[Wire], spots: dict[str, Spot], obstacles: Obstacles
) -> dict[tuple[str, str], tuple[Point, ...]]:
    """Return the corners of each link, from its source to the tip of its arrow.

    Parameters
    ----------
    wires
        The links, in the order in which they choose their place.
    spots
        The symbols at their ends, by name.
    obstacles
        What they rather do not cross.

    Notes
    -----
    The upright part stands below the middle of the source, or as near to that as costs less than
    what it would run over there: another symbol, or the upright part of another source.
    """
    ways = _Ways(obstacles)
    return {(wire.source, wire.target): ways.lead(wire, spots) for wire in wires}


class _Ways:
    """The lines that are led already, and what they go around."""

    def __init__(self, obstacles: Obstacles) -> None:
        self._symbols = _Across(obstacles.symbols)
        self._hollows = _Across(obstacles.hollows)
        self._features = _Across(obstacles.features)
        self._lines = obstacles.lines
        self._taken: dict[int, list[_Upright]] = {}

    def lead(self, wire: Wire, spots: dict[str, Spot]) -> tuple[Point, ...]:
        start, end = spots[wire.source], spots[wire.target]
        bottom, top = (start.x, start.y - start.half), (end.x + wire.aside, end.y + end.half)
        top = top[0], top[1] - abs(wire.aside)  # a diamond is lower beside its middle
        goes_up = wire.level > bottom[1]
        below = bottom[1] - _BELOW
        best, least = start.x, float("inf")
        for x, away in self._places(start, goes_up=goes_up):
            if away >= least:
                break
            reach = (below, wire.level) if goes_up else (wire.level, bottom[1])
            cost = away + self._cost(x, reach, (wire.source, wire.kind))
            if cost < least:
                best, least = x, cost
        low, high = sorted((below if goes_up else bottom[1], wire.level))
        upright = _Upright(best, low, high, (wire.source, wire.kind))
        self._taken.setdefault(int(best // _STEP), []).append(upright)
        corners = [bottom]
        if best != start.x:
            corners += [(start.x, below), (best, below)]
        if abs(best - top[0]) > 0.5 or goes_up:
            corners += [(best, wire.level), (top[0], wire.level)]
        return (*corners, top)

    @staticmethod
    def _places(start: Spot, *, goes_up: bool) -> Iterator[tuple[float, float]]:
        """Yield places for an upright part, with what it costs to be so far away."""
        if not goes_up:
            yield start.x, 0.0
        first = start.half + 4 if goes_up else 0.0
        for n in range(1, _STEPS):
            yield start.x - first - n * _STEP, n
            yield start.x + first + n * _STEP, n + _RIGHT * (8 if goes_up else 1)

    def _cost(self, x: float, reach: tuple[float, float], owner: tuple[str, Kind]) -> float:
        low, high = reach
        step = int(x // _STEP)
        covered = sum(
            1
            for number in (step - 1, step, step + 1)
            for other in self._taken.get(number, ())
            if other.owner != owner
            and abs(other.x - x) < _STEP - 0.5
            and other.low < high
            and low < other.high
        )
        return (
            _COVERED * covered
            + _HIT * self._symbols.crossed(x, low + 1, high - 1, 2.5)
            + _HOLLOW * self._hollows.crossed(x, low + 1, high - 1, 1)
            + _BRUSHED * self._features.crossed(x, low, high, 1)
            + _LINE * sum(abs(line - x) < _STEP for line in self._lines)
        )


class _Across:
    """Symbols by where they stand from left to right."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._spots = sorted(spots)
        self._xs = [spot.x for spot in self._spots]
        self._half = max((spot.half for spot in self._spots), default=0.0)

    def crossed(self, x: float, low: float, high: float, room: float) -> int:
        """Return how many an upright line crosses, or comes nearer to than that."""
        reach = self._half + room
        near = self._spots[bisect_left(self._xs, x - reach) : bisect_left(self._xs, x + reach)]
        return sum(low < spot.y < high and abs(spot.x - x) < spot.half + room for spot in near)


def rounded_way(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Return the way of a link as a chain of cubic curves, and the tip of its arrow."""
    return rounded(corners, radius=_ROUND, arrow=ARROW, is_even=True)


def middle(corners: Sequence[Point]) -> Point:
    """Return the middle of the longest part of a line."""
    (ax, ay), (bx, by) = max(
        pairwise(corners), key=lambda ends: sum(abs(a - b) for a, b in zip(*ends, strict=True))
    )
    return (ax + bx) / 2, (ay + by) / 2
