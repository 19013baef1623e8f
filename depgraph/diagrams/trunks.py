"""Links between boxes in columns: across in the gaps of a column, up and down between columns.

All links of one kind to one milestone come together in a trunk, which enters it once. A link
never runs under a box: through a column it takes a lane between two boxes, and each lane and
each trunk has a place of its own, so that dashed lines never lie on solid ones.

Places up and down are worked out first; how far left or right a trunk is, is then an order of
the trunks in each gap between columns. Lengths are in points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_Pair = tuple[str, str]
_Side = Literal["left", "right"]

LANE = 5.0
"""How far apart lines are, at least."""

_CLEAR = 6.0
_PORT = 6.0
_BEND = 34.0
_JOG = 24.0
_OWN = 14.0
_SMALL = 9.0
_SHIFTS = 14
_MOST_PLACES = 14
_OUTSIDE = 30.0
_SAME = 0.05
_BAR = "", "bar", True
_CROSSING = 1.0
_OVERLAP = 100.0


class Block(Struct):
    """A box in a column: where it begins and ends, from below."""

    name: str
    low: float
    high: float


class Wire(Struct):
    """A link to be led from box to box; those of one kind to one dependent share a trunk."""

    prerequisite: str
    dependent: str
    kind: str


Key = tuple[str, str, bool]
"""A trunk: its dependent, its kind, and whether it leads on in time."""


class Run(Struct):
    """How a link runs.

    Attributes
    ----------
    trunk
        The trunk that it is part of.
    gaps
        The gaps between columns that it comes through, from its prerequisite on. Gap n is left
        of column n.
    heights
        Where it leaves its prerequisite, where it crosses each column between two gaps, and
        where it enters its dependent.
    sides
        On which side it leaves, and on which it enters.
    """

    trunk: Key
    gaps: tuple[int, ...]
    heights: tuple[float, ...]
    sides: tuple[_Side, _Side]


class Routes(Struct):
    """How all links run.

    Attributes
    ----------
    runs
        By their prerequisite and dependent.
    tracks
        For each gap, the place of each trunk in it, counted from the left.
    """

    runs: Mapping[_Pair, Run]
    tracks: Sequence[Mapping[Key, int]]

    def width(self, gap: int) -> int:
        """Return how many places the trunks of a gap take."""
        return max(self.tracks[gap].values(), default=-1) + 1


def route(
    columns: Sequence[Sequence[Block]],
    wires: Iterable[Wire],
    bars: Iterable[tuple[int, float]] = (),
    *,
    ends: Mapping[str, float] | None = None,
) -> Routes:
    """Lead all links.

    Parameters
    ----------
    columns
        The boxes of each column, left to right.
    wires
        The links, those that are to be the straightest first.
    bars
        What else crosses columns: the number of a column, and at which height.
    ends
        At which height a bar ends at the left of a box.
    """
    router = _Router(columns, bars, ends or {})
    for wire in wires:
        router.lead(wire)
    return Routes(router.runs, router.tracks())


class _Across:
    """What a column leaves free for lanes, and who has which."""

    def __init__(
        self, blocks: Sequence[Block], bars: Sequence[float], lowest: float, highest: float
    ) -> None:
        taken = sorted((block.low - _CLEAR, block.high + _CLEAR) for block in blocks)
        self.free: list[tuple[float, float]] = []
        low = lowest
        for first, last in taken:
            if first > low:
                self.free.append((low, first))
            low = max(low, last)
        self.free.append((low, max(low + _OUTSIDE, highest)))
        self.lanes: list[tuple[float, Key | None]] = sorted((bar, None) for bar in bars)
        self.lanes_of: defaultdict[Key, set[float]] = defaultdict(set)

    def is_open(self, height: float, trunk: Key) -> bool:
        """Whether a trunk may cross at a height, as far as others are concerned."""
        here = bisect_left(self.lanes, (height - LANE + _SAME,))
        for other, key in self.lanes[here:]:
            if other > height + LANE - _SAME:
                return True
            if key != trunk:
                return False
        return True

    def take(self, height: float, trunk: Key) -> None:
        """Note that a trunk crosses at a height."""
        lane = height, trunk
        here = bisect_left(self.lanes, lane[:1])
        if not any(
            abs(other - height) < _SAME and key == trunk for other, key in self.lanes[here:][:4]
        ):
            self.lanes.insert(here, lane)
            self.lanes_of[trunk].add(height)

    def places(self, wanted: Sequence[float], trunk: Key) -> list[float]:
        """Return where a trunk may cross: where it does already, and near what is wanted."""
        places = set(self.lanes_of[trunk])
        for low, high in self.free:
            for want in wanted:
                height = self._open_near(min(max(want, low), high), low, high, trunk)
                if height is not None:
                    places.add(round(height, 2))
        if not places:
            # Everything is full: above it is room without end.
            places.add(
                round(max(self.free[-1][1], *(height for height, _ in self.lanes)) + LANE, 2)
            )
        middle = sum(wanted) / len(wanted)
        return sorted(places, key=lambda height: (abs(height - middle), height))[:_MOST_PLACES]

    def _open_near(self, start: float, low: float, high: float, trunk: Key) -> float | None:
        for shift in _shifts():
            height = start + shift
            if low <= height <= high and self.is_open(height, trunk):
                return height
        return None


def _shifts() -> list[float]:
    return [0.0, *(sign * LANE * n for n in range(1, _SHIFTS) for sign in (1, -1))]


class _Router:
    def __init__(
        self,
        columns: Sequence[Sequence[Block]],
        bars: Iterable[tuple[int, float]],
        ends: Mapping[str, float],
    ) -> None:
        self._blocks = {block.name: block for column in columns for block in column}
        self._column = {block.name: n for n, column in enumerate(columns) for block in column}
        lowest = min((block.low for block in self._blocks.values()), default=0.0)
        highest = max((block.high for block in self._blocks.values()), default=0.0)
        heights: dict[int, list[float]] = {}
        for number, height in bars:
            heights.setdefault(number, []).append(height)
        self._across = [
            _Across(blocks, heights.get(n, ()), lowest - _OUTSIDE, highest + _OUTSIDE)
            for n, blocks in enumerate(columns)
        ]
        self._ports: dict[tuple[str, _Side], list[tuple[float, Key]]] = {}
        self.runs: dict[_Pair, Run] = {}
        self._count = len(columns)
        for name, height in ends.items():
            for above in (0.0, LANE, 2 * LANE):
                self._take_port(name, "left", height + above, _BAR)

    def lead(self, wire: Wire) -> None:
        """Find the way of one link, and take it."""
        source, target = self._column[wire.prerequisite], self._column[wire.dependent]
        is_onward = source < target
        trunk: Key = wire.dependent, wire.kind, is_onward
        sides: tuple[_Side, _Side] = ("right", "left") if is_onward else ("left", "right")
        if is_onward:
            gaps = tuple(range(source + 1, target + 1))
            crossed = list(range(source + 1, target))
        elif source == target:
            sides, gaps, crossed = ("right", "right"), (source + 1,), []
        else:
            gaps = tuple(range(source, target, -1))
            crossed = list(range(source - 1, target, -1))
        heights = self._heights(wire, trunk, sides, crossed)
        self.runs[wire.prerequisite, wire.dependent] = Run(trunk, gaps, heights, sides)
        for column, height in zip(crossed, heights[1:-1], strict=True):
            self._across[column].take(height, trunk)
        self._take_port(wire.prerequisite, sides[0], heights[0], trunk)
        self._take_port(wire.dependent, sides[1], heights[-1], trunk)

    def _heights(
        self, wire: Wire, trunk: Key, sides: tuple[_Side, _Side], crossed: Sequence[int]
    ) -> tuple[float, ...]:
        """Return the cheapest heights: straight where it can be, on its own trunk where that is."""
        first, last = self._blocks[wire.prerequisite], self._blocks[wire.dependent]
        middle = (first.low + first.high) / 2, (last.low + last.high) / 2
        entries = [h for h, key in self._ports.get((wire.dependent, sides[1]), ()) if key == trunk]
        if wire.prerequisite == wire.dependent:
            entries = []
        places = [self._across[column].places((*middle, *entries), trunk) for column in crossed]
        wanted = [height for several in (places[:1], places[-1:]) for p in several for height in p]
        exits = self._port_places(first, sides[0], trunk, [*middle, *wanted, *entries])
        if not entries:
            entries = self._port_places(last, sides[1], trunk, [*middle, *wanted, *exits])
        if wire.prerequisite == wire.dependent:
            exits, entries = [first.high - _PORT], [first.low + _PORT]
        stages = [exits, *places, entries]
        own: list[set[float]] = [
            set(),
            *(self._across[column].lanes_of[trunk] for column in crossed),
            set(),
        ]
        best: list[tuple[float, tuple[float, ...]]] = [
            (abs(height - middle[0]) * 0.1, (height,)) for height in stages[0]
        ]
        for stage, owned in zip(stages[1:], own[1:], strict=True):
            following = []
            for height in stage:
                cost, path = min((c + _step(p[-1], height), p) for c, p in best)
                following.append((cost - _OWN * (height in owned), (*path, height)))
            best = following
        weight = 0.1
        return min((cost + weight * abs(path[-1] - middle[1]), path) for cost, path in best)[1]

    def _port_places(
        self, block: Block, side: _Side, trunk: Key, wanted: Iterable[float]
    ) -> list[float]:
        """Return where a line may leave or enter a box, near what is wanted."""
        low, high = block.low + _PORT, block.high - _PORT
        if low > high:
            low = high = (block.low + block.high) / 2
        taken = [height for height, key in self._ports.get((block.name, side), ()) if key != trunk]
        places = set()
        for want in wanted:
            start = min(max(want, low), high)
            for shift in _shifts():
                height = start + shift
                if low <= height <= high and all(abs(height - t) >= LANE - _SAME for t in taken):
                    places.add(round(height, 2))
                    break
        return sorted(places) or [(low + high) / 2]

    def _take_port(self, name: str, side: _Side, height: float, trunk: Key) -> None:
        ports = self._ports.setdefault((name, side), [])
        if (height, trunk) not in ports:
            ports.append((height, trunk))

    # -- where trunks are in the gaps ----------------------------------------------------

    def tracks(self) -> list[dict[Key, int]]:
        """Return the place of each trunk in each gap, from the left."""
        turns: list[dict[Key, _Turn]] = [{} for _ in range(self._count + 1)]
        for run in self.runs.values():
            for n, gap in enumerate(run.gaps):
                turn = turns[gap].setdefault(run.trunk, _Turn())
                before, after = run.heights[n], run.heights[n + 1]
                is_last = n == len(run.gaps) - 1
                # A line from a side of a box comes into the gap from that side.
                comes_from_left = run.trunk[2] if n else run.sides[0] == "right"
                goes_to_left = not run.trunk[2] if not is_last else run.sides[1] == "right"
                (turn.left if comes_from_left else turn.right).add(before)
                (turn.left if goes_to_left else turn.right).add(after)
        return [_places(gap) for gap in turns]


class _Turn:
    """Where a trunk of a gap is met: by lines from its left, and by lines from its right.

    Its ends are asked for when all of these are known.
    """

    def __init__(self) -> None:
        self.left: set[float] = set()
        self.right: set[float] = set()

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest of them."""
        heights = self.left | self.right
        return min(heights), max(heights)

    @property
    def is_straight(self) -> bool:
        """Whether it goes neither up nor down."""
        low, high = self.ends
        return high - low < _SAME


def _step(before: float, after: float) -> float:
    rise = abs(after - before)
    if rise < _SAME:
        return 0.0
    return rise + _BEND + (_JOG if rise < _SMALL else 0.0)


def _places(turns: Mapping[Key, _Turn]) -> dict[Key, int]:
    """Return the places of trunks in a gap, in an order in which they cross little."""
    order = sorted(
        (key for key, turn in turns.items() if not turn.is_straight),
        key=lambda key: (-max(turns[key].ends), key),
    )
    n = swaps = 0
    while n + 1 < len(order) and swaps < len(order) + 2:
        a, b = order[n : n + 2]
        if _crossed(turns[b], turns[a]) < _crossed(turns[a], turns[b]):
            order[n : n + 2] = b, a
            swaps += 1
            n = max(0, n - 1)
        else:
            n += 1
    places: dict[Key, int] = {}
    at_places: list[list[_Turn]] = []
    for key in order:
        turn, place = turns[key], len(at_places)
        while place and not any(_conflicts(other, turn) for other in at_places[place - 1]):
            place -= 1
        if place == len(at_places):
            at_places.append([])
        at_places[place].append(turn)
        places[key] = place
    return places


def _crossed(left: _Turn, right: _Turn) -> float:
    """Return what it costs that one trunk is left of the other."""
    low, high = left.ends
    other_low, other_high = right.ends
    crossings = sum(other_low < height < other_high for height in left.right)
    crossings += sum(low < height < high for height in right.left)
    overlaps = sum(abs(a - b) < LANE - 1 for a in left.right for b in right.left)
    return _CROSSING * crossings + _OVERLAP * overlaps


def _conflicts(one: _Turn, other: _Turn) -> bool:
    low, high = one.ends
    other_low, other_high = other.ends
    if low - LANE < other_high and other_low < high + LANE:
        return True
    return any(abs(a - b) < LANE for a in one.right for b in other.left) or any(
        abs(a - b) < LANE for a in one.left for b in other.right
    )
