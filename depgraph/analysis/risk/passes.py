"""The runs of a simulation: the projection of a plan for many draws at once.

It is the forward pass of `depgraph.analysis.forward_pass`, milestone by milestone over rows that
hold one day for each run, and a pass backward along what drives each date.
"""

from __future__ import annotations

from copy import copy
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import numpy as np

from depgraph.analysis.risk.counts import Counts, Tally, tally_of
from depgraph.analysis.risk.draws import RUNS_A_WORD, STEPS, draws
from depgraph.analysis.risk.network import UNDATED, Dependents, dependents_in
from depgraph.analysis.risk.shapes import draws_of_scores, normal_scores
from depgraph.analysis.risk.spreads import numbers_of_open, slips_of
from depgraph.analysis.risk.workdays import LAST_DAY, workday_rows
from depgraph.errors import CycleError, DateRangeError, DepgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from depgraph.analysis.risk.network import Hit, LinkRow, Network, Row
    from depgraph.analysis.risk.spreads import Spread
    from depgraph.analysis.risk.variants import Variant

    Days = NDArray[np.int32]
    Flags = NDArray[np.bool_]

_MOST_CELLS = 20_000_000
"""How many days are held at once, if a chunk has at least a few runs."""

_FEWEST_RUNS = 64
_MOST_RUNS = 16_384
_BLOCK = 64
_MOST_SWEEPS = 1_000
_MOST_CODES = 10
_DATED = UNDATED // 2
"""What lies before it is no day but `UNDATED` with lags and slips added to it."""


def chunk_size(network: Network) -> int:
    """Return how many runs are made at once; no answer depends on it."""
    runs = _MOST_CELLS // max(1, len(network.rows))
    return max(_FEWEST_RUNS, min(_MOST_RUNS, runs)) // RUNS_A_WORD * RUNS_A_WORD


def run(
    network: Network,
    first_run: int,
    runs: int,
    *,
    with_driving: bool = False,
    variants: Sequence[Variant] = (),
) -> Counts:
    """Make some runs: the unit of work that is handed to processes and machines.

    Parameters
    ----------
    first_run
        The number of the first of them, a multiple of `draws.RUNS_A_WORD`.
    with_driving
        Whether to count what drives the targets.
    variants
        What else is made of the same draws.

    Raises
    ------
    CycleError
        If milestones that wait on each other get later without end in a run.
    DateRangeError
        If a date lies after the year 9999.
    """
    size = chunk_size(network)
    total: Counts | None = None
    dependents = dependents_in(network) if variants else None
    for begin in range(first_run, first_run + runs, size):
        chunk = Chunk(network, begin, min(size, first_run + runs - begin), dependents)
        counts = Counts(
            chunk.finishes(),
            chunk.driving() if with_driving else (),
            tuple(chunk.varied(variant).finishes() for variant in variants),
        )
        total = counts if total is None else total.plus(counts)
    assert total is not None, "there is at least one run"
    return total


class Chunk:
    """Some runs of a network.

    Parameters
    ----------
    repeats
        How often the runs are made, one after the other, with the same draws.

    Attributes
    ----------
    finish
        For each row, its day in each run.
    """

    def __init__(
        self,
        network: Network,
        first_run: int,
        runs: int,
        dependents: Dependents | None = None,
        *,
        repeats: int = 1,
    ) -> None:
        self._network = network
        self._first_run = first_run
        self._runs = runs
        self._repeats = repeats
        self._dependents = dependents
        self._may_pass_last_day = network.may_pass_last_day
        self._calendars = workday_rows(network.calendars)
        self._spreads: Sequence[Spread | None] = network.spreads
        self._hits: list[Days | None] = [self._hit_slips(hit) for hit in network.hits]
        self._common = (
            self._scores(self._draws([network.common_key]))[0]
            if any(spread is not None and spread.has_common for spread in network.spreads)
            else None
        )
        nothing = np.zeros(0, np.int32)
        self.finish: list[Days] = [nothing] * len(network.rows)
        self._durations: dict[int, Days] = {}
        self._is_driven: dict[int, Flags] = {}
        self._settle(network.groups)

    def varied(self, variant: Variant) -> Chunk:
        """Return the same runs with something left out; what that does not move is shared."""
        varied = copy(self)
        spreads = list(self._network.spreads)
        for at, spread in variant.spreads.items():
            spreads[at] = spread
        varied._spreads = spreads
        varied._hits = list(self._hits)
        for number, hit in variant.hits.items():
            varied._hits[number] = None if hit is None else self._hit_slips(hit)
        if not variant.has_common_slip:
            varied._common = None
        varied.finish = list(self.finish)
        varied._durations = dict(self._durations)
        varied._is_driven = {}
        self._settle_moved(varied, variant.moved)
        return varied

    def _settle_moved(self, varied: Chunk, moved: Iterable[int]) -> None:
        """Set the days of some rows of a variant again, and of those that get others by them."""
        rows, groups = self._network.rows, self._network.groups
        dependents = self._dependents or dependents_in(self._network)
        queue = sorted({dependents.group_of[at] for at in moved})
        queued = set(queue)
        while queue:
            group = groups[heappop(queue)]
            varied._settle([group])
            for at in group:
                is_same = np.array_equal(varied.finish[at], self.finish[at])
                if is_same and not rows[at].has_duration:
                    varied.finish[at] = self.finish[at]
                    continue
                for number in dependents.groups[at]:
                    if number not in queued:
                        queued.add(number)
                        heappush(queue, number)

    def days(self, at: int) -> Days:
        """Return the days of a row; `UNDATED` in runs in which it has none."""
        return np.where(self.finish[at] < _DATED, np.int32(UNDATED), self.finish[at])

    def finishes(self) -> tuple[Tally, ...]:
        """Return for each target how many runs gave it which day."""
        return tuple(tally_of(self.days(target)) for target in self._network.targets)

    def driving(self) -> tuple[tuple[int, ...], ...]:
        """Return for each target, for each row, in how many runs it drives the target."""
        return tuple(self._driving(target) for target in self._network.targets)

    # -- draws -------------------------------------------------------------------------

    def _draws(self, keys: Sequence[int]) -> NDArray[np.uint16]:
        return draws(keys, self._first_run, self._runs)

    @staticmethod
    def _scores(block: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        return np.take(normal_scores(), block)

    def _hit_slips(self, hit: Hit) -> Days:
        """Return by how many days a risk makes its milestones later in each run."""
        comes, size = self._draws(hit.keys)
        slips = slips_of(hit, self._network.tables[hit.table][size])
        slips = np.where(comes + 0.5 < hit.probability * STEPS, slips, 0).astype(np.int32)
        return self._for_all(slips)

    def slips(self, rows: Sequence[int]) -> Iterator[tuple[int, Days | None]]:
        """Yield the slips of some rows; None where one does not vary."""
        network, spreads = self._network, self._spreads
        drawn = [at for at in rows if spreads[at] is not None]
        keys = [network.rows[at].key for at in drawn]
        block = iter(self._draws(keys) if keys else np.empty((0, 0), np.uint16))
        for at in rows:
            spread = spreads[at]
            slips: Days | None = None
            if spread is not None:
                numbers: NDArray[np.integer[Any]] = next(block)
                if spread.has_common:
                    numbers = self._with_common(numbers)
                slips = self._slips_of(at, spread, numbers)
            for number in network.rows[at].hits:
                hit = self._hits[number]
                if hit is not None:
                    slips = hit if slips is None else slips + hit
            yield at, slips

    def _slips_of(self, at: int, spread: Spread, numbers: NDArray[np.integer[Any]]) -> Days:
        """Return the slips that draws of the row with a place stand for."""
        del at
        table = self._network.tables[spread.table]
        return self._for_all(slips_of(spread, table[numbers_of_open(numbers, spread.first)]))

    def _for_all(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return values that were drawn for the runs for all repeats of these."""
        return values if self._repeats == 1 else np.tile(values, self._repeats)

    def _with_common(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint16]:
        """Return draws of a milestone that have a part in common with the others."""
        correlation = self._network.correlation
        scores = self._scores(numbers) * np.float32((1 - correlation) ** 0.5)
        if self._common is not None:
            scores += self._common * np.float32(correlation**0.5)
        return draws_of_scores(scores)

    # -- forward -----------------------------------------------------------------------

    def _settle(self, groups: Sequence[Sequence[int]]) -> None:
        """Set the days of some groups of rows, in the order of the runs."""
        ahead = iter(self._slips_in_blocks([at for group in groups for at in group]))
        for group in groups:
            floors = {}
            for at in group:
                _, slips = next(ahead)
                floors[at] = self.finish[at] = self._by_itself(at, slips)
            if len(group) == 1:
                self._set(group[0], floors[group[0]])
            else:
                self._settle_ladder(group, floors)

    def _slips_in_blocks(self, rows: Sequence[int]) -> Iterator[tuple[int, Days | None]]:
        for begin in range(0, len(rows), _BLOCK):
            yield from self.slips(rows[begin : begin + _BLOCK])

    def _settle_ladder(self, group: Sequence[int], floors: Mapping[int, Days]) -> None:
        for _ in range(len(group) + _MOST_SWEEPS):
            before = [self.finish[at] for at in group]
            for at in group:
                self._set(at, floors[at])
            if all(map(np.array_equal, before, [self.finish[at] for at in group])):
                return
        raise self._growing(group)

    def _growing(self, group: Sequence[int]) -> DepgraphError:
        codes = ", ".join(self._network.rows[at].code for at in group[:_MOST_CODES])
        if len(group) == 1:
            return DateRangeError(
                f"in some runs the date of {codes} lies after the year 9999: the slips, lags and "
                "durations behind it add up to too much"
            )
        return CycleError(
            "in some runs milestones that wait on each other get later without end, among them "
            f"{codes}; correct a slip, a lag or a duration"
        )

    def _by_itself(self, at: int, slips: Days | None) -> Days:
        """Return the days that a milestone has without its links, but for the as-of date."""
        row, spread = self._network.rows[at], self._spreads[at]
        own: Days | int = row.own
        is_of_days = spread is not None and spread.is_of_days
        if slips is not None and row.own != UNDATED:
            table = self._calendars.get(row.calendar or "")
            if table is None or is_of_days:
                own = slips + np.int32(row.own)
            else:
                own = np.where(slips == 0, row.own, table.after(np.array(row.own, np.int32), slips))
        if slips is not None and row.has_duration and not is_of_days:
            self._durations[at] = np.maximum(slips + np.int32(row.duration), 0)
        else:
            self._durations.pop(at, None)
        day = np.maximum(own, row.floor)
        if row.begun is not None or (not row.is_history and max(row.own, row.floor) != UNDATED):
            day = np.maximum(day, self._as_of(at))
        if slips is not None and self._may_pass_last_day and int(day.max()) > LAST_DAY:
            raise self._growing([at])
        if isinstance(day, np.ndarray) and day.ndim:
            return day.astype(np.int32, copy=False)
        return np.full(self._runs * self._repeats, day, np.int32)

    def _as_of(self, at: int) -> Days | int:
        """Return the first days on which a milestone can be, or what is left of it be done."""
        row = self._network.rows[at]
        left = self._durations.get(at)
        if row.begun is None or left is None:
            return row.as_of
        calendar = self._calendars.get(row.calendar or "")
        today = np.full_like(left, row.today)
        return today + left if calendar is None else calendar.after(today, left)

    def _set(self, at: int, floor: Days) -> None:
        """Set the days of a milestone by its links."""
        row = self._network.rows[at]
        if not row.incoming:
            return
        latest = self._bound(row, at, row.incoming[0])
        for link in row.incoming[1:]:
            latest = np.maximum(latest, self._bound(row, at, link))
        if row.begun is None and max(row.own, row.floor) == UNDATED:
            latest = np.where(latest > _DATED, np.maximum(latest, row.as_of), latest)
        self._is_driven[at] = latest > np.maximum(floor, self._as_of(at))
        self.finish[at] = np.maximum(latest, floor)
        if self._may_pass_last_day and int(self.finish[at].max()) > LAST_DAY:
            raise self._growing([at])

    def _bound(self, row: Row, at: int, link: LinkRow) -> Days:
        """Return the earliest days that a link allows."""
        before = day = self.finish[link.source]
        source = self._network.rows[link.source]
        if link.type[0] == "S" and source.begun is not None:
            day = np.full_like(day, source.begun)
        elif link.type[0] == "S":
            days = self._durations.get(link.source, source.duration)
            table = self._calendars.get(source.calendar or "")
            if table is None:
                day = day - days
            else:
                day = np.where(np.equal(days, 0), day, table.latest(day, days))
        if link.lag:
            table = self._calendars.get(link.calendar or "")
            day = day + np.int32(link.lag) if table is None else table.after(day, link.lag)
        worked: Days | int = row.work
        if link.type[1] == "S":
            worked = self._durations.get(at, row.duration) + worked
        table = self._calendars.get(row.calendar or "")
        if table is not None:
            day = table.after(day, worked)
        elif not isinstance(worked, int) or worked:
            day = day + worked
        if link.holds < 1:
            holds = self._for_all(self._draws([link.key])[0] + 0.5 < link.holds * STEPS)
            day = np.where(holds, day, UNDATED)
        if self._calendars:
            day = np.where(before > _DATED, day, UNDATED)
        return day.astype(np.int32, copy=False)

    # -- backward ----------------------------------------------------------------------

    def _driving(self, target: int) -> tuple[int, ...]:
        """Return for each row in how many runs it is on the chain that drives a target.

        The links to a milestone come in the order of causes: the first that is as late as the
        milestone drives it.
        """
        count = len(self._network.rows)
        is_on: list[Flags | None] = [None] * count
        is_on[target] = self.finish[target] > _DATED
        for group in reversed(self._network.groups):
            for _ in group:
                is_new = [self._pass_back(at, is_on) for at in reversed(group)]
                if not any(is_new):
                    break
        return tuple(0 if flags is None else int(np.count_nonzero(flags)) for flags in is_on)

    def _pass_back(self, at: int, is_on: list[Flags | None]) -> bool:
        """Mark what drives a milestone in the runs in which it is on; return whether any is new."""
        is_here, is_driven = is_on[at], self._is_driven.get(at)
        if is_here is None or is_driven is None:
            return False
        row = self._network.rows[at]
        left = is_here & is_driven
        is_new = False
        for link in row.incoming:
            if not left.any():
                break
            is_cause = (self._bound(row, at, link) == self.finish[at]) & left
            left &= ~is_cause
            before = is_on[link.source]
            if before is None:
                is_on[link.source] = is_cause
                is_new |= bool(is_cause.any())
            elif np.any(is_cause & ~before):
                is_on[link.source] = before | is_cause
                is_new = True
        return is_new
