"""Links between the lanes of the calendar: across, down, and across again."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from depgraph.records import by_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.diagrams.drawn_link import DrawnLink

    _Point = tuple[float, float]

_ARROW = 6.0
_LEAD = 13.0
_STEP = 4.0
_STEPS = 24
_ROUND = 5.0

# What a place for the upright part of a link costs, in steps away from its end.
_COVERED = 40.0
_HIT = 30.0
_BRUSHED = 1.5


@by_type
class Spot(NamedTuple):
    """A mark on the calendar: its centre, and half of its width."""

    x: float
    y: float
    half: float


@by_type
class _Upright(NamedTuple):
    x: float
    low: float
    high: float
    dependent: str


def elbows(
    links: Sequence[DrawnLink],
    spots: dict[str, Spot],
    others: Iterable[Spot],
) -> dict[tuple[str, str], tuple[_Point, ...]]:
    """Return the curve of each link, and the tip of its arrow.

    Parameters
    ----------
    links
        The links, in the order in which they choose their place.
    spots
        The marks of the milestones with lanes.
    others
        More marks that are rather not crossed.

    Notes
    -----
    A link leaves its prerequisite to the right and goes up or down shortly before the
    dependent, which it enters from the left. Where the prerequisite stands too far right for
    that, it goes round on the right of both. The upright part is moved away from those of
    other dependents and from marks in between, as far as that costs less than crossing them.
    """
    lanes = _Across(spots.values())
    marks = _Across(others)
    taken = _Taken()
    curves: dict[tuple[str, str], tuple[_Point, ...]] = {}
    for link in links:
        start, end = spots[link.prerequisite], spots[link.dependent]
        goes_ahead = start.x + start.half + _LEAD <= end.x - end.half
        side = -1 if goes_ahead else 1
        first = end.x - end.half - _LEAD if goes_ahead else max(start.x, end.x) + end.half + _LEAD
        low, high = sorted((start.y, end.y))
        least, most = None, first
        for n in range(_STEPS):
            x = first + side * n * _STEP
            if goes_ahead and n and x < start.x + start.half + _ROUND:
                break
            cost = n + _cost(x, (low, high), link.dependent, taken, lanes, marks)
            if least is None or cost < least:
                least, most = cost, x
        taken.add(_Upright(most, low, high, link.dependent))
        tip = end.x + side * end.half, end.y
        corners = [(start.x + start.half, start.y), (most, start.y), (most, end.y), tip]
        curves[link.prerequisite, link.dependent] = (*_curve(corners), tip)
    return curves


class _Across:
    """Marks by where they stand from left to right."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._spots = sorted(spots)
        self._xs = [spot.x for spot in self._spots]
        self._half = max((spot.half for spot in self._spots), default=0.0)

    def near(self, x: float, room: float) -> list[Spot]:
        """Return the marks that may be within so much room of a place."""
        reach = self._half + room
        return self._spots[bisect_left(self._xs, x - reach) : bisect_left(self._xs, x + reach)]


class _Taken:
    """The upright parts of links that have chosen their places."""

    def __init__(self) -> None:
        self._by_step: dict[int, list[_Upright]] = {}

    def add(self, upright: _Upright) -> None:
        self._by_step.setdefault(int(upright.x // _STEP), []).append(upright)

    def near(self, x: float) -> list[_Upright]:
        """Return those that may be less than a step away."""
        step = int(x // _STEP)
        return [
            upright
            for number in (step - 1, step, step + 1)
            for upright in self._by_step.get(number, ())
        ]


def _cost(
    x: float,
    reach: tuple[float, float],
    dependent: str,
    taken: _Taken,
    lanes: _Across,
    marks: _Across,
) -> float:
    low, high = reach
    covered = sum(
        1
        for other in taken.near(x)
        if other.dependent != dependent
        and abs(other.x - x) < _STEP - 0.5
        and other.low < high
        and low < other.high
    )
    hit = sum(
        1
        for spot in lanes.near(x, 2)
        if low + 1 < spot.y < high - 1 and abs(spot.x - x) < spot.half + 2
    )
    brushed = sum(
        1 for spot in marks.near(x, 1) if low < spot.y < high and abs(spot.x - x) < spot.half + 1
    )
    return _COVERED * covered + _HIT * hit + _BRUSHED * brushed


def _curve(corners: Sequence[_Point]) -> list[_Point]:
    """Return a chain of cubic curves along straight lines, with round corners.

    It ends where the arrow head begins.
    """
    points = [corners[0]]
    here = corners[0]
    for (ax, ay), (bx, by), (cx, cy) in zip(corners, corners[1:], corners[2:], strict=False):
        radius = min(_ROUND, (abs(bx - ax) + abs(by - ay)) / 2, (abs(cx - bx) + abs(cy - by)) / 2)
        before = bx - radius * _sign(bx - ax), by - radius * _sign(by - ay)
        behind = bx + radius * _sign(cx - bx), by + radius * _sign(cy - by)
        points += _straight(here, before)
        points += [(bx, by), (bx, by), behind]
        here = behind
    x, y = corners[-1]
    sign = _sign(x - here[0]) or 1.0
    points += _straight(here, (x - sign * _ARROW, y))
    return points


def _straight(a: _Point, b: _Point) -> list[_Point]:
    return [(a[0] + (b[0] - a[0]) * n / 3, a[1] + (b[1] - a[1]) * n / 3) for n in (1, 2, 3)]


def _sign(number: float) -> float:
    return (number > 0) - (number < 0)
