"""How far P80 may be off because the record of a plan is short: the record resampled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from depgraph.analysis.risk.draws import STEPS, stream_key, words
from depgraph.analysis.risk.passes import Chunk
from depgraph.analysis.risk.quantiles import percentile_rank
from depgraph.analysis.risk.record import FEWEST_AT_RISK
from depgraph.analysis.risk.shapes import record_table
from depgraph.analysis.risk.spreads import numbers_of_open, slips_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from depgraph.analysis.risk.network import Network
    from depgraph.analysis.risk.record import Record
    from depgraph.analysis.risk.spreads import Spread

RESAMPLES = 300
_AT_ONCE = 30
_FEWEST_RUNS, _MOST_RUNS = 40, 400
_CELLS = 100_000_000
"""About how many days are drawn for all resamples: as many as 10,000 runs of a large plan."""

_CELLS_AT_ONCE = 10_000_000
_LATE = np.int32(1 << 30)


def p80_intervals(
    network: Network, seed: int, iterations: int, p80s: Sequence[int | None]
) -> list[tuple[int, int] | None]:
    """Return between which days P80 is for 90 of 100 resamples of the records of a network.

    All resamples have the same few runs. What counts is by how much P80 of these moves from that
    of the record itself: it is added to the P80 of all runs.

    Parameters
    ----------
    p80s
        For each target, the P80 of all runs.
    """
    rows = len(network.rows)
    runs = min(iterations, max(_FEWEST_RUNS, min(_MOST_RUNS, _CELLS // (RESAMPLES * rows))))
    at_once = max(1, min(_AT_ONCE, _CELLS_AT_ONCE // (runs * rows)))
    resamplers = {at: Resampler(record) for at, record in network.records.items()}
    stacks = {at: np.empty((at_once, STEPS), np.float32) for at in network.records}
    own = _p80s(network, runs, {at: [record] for at, record in network.records.items()}, stacks)[0]
    moves = []
    for begin in range(0, RESAMPLES, at_once):
        numbers = range(begin, min(begin + at_once, RESAMPLES))
        records = {
            at: [resamplers[at].record(seed, number) or record for number in numbers]
            for at, record in network.records.items()
        }
        moves.append(_p80s(network, runs, records, stacks) - own)
    all_moves = np.sort(np.concatenate(moves), axis=0)
    cut = RESAMPLES // 20
    return [
        None if p80 is None else (p80 + int(of_target[cut]), p80 + int(of_target[-1 - cut]))
        for p80, of_target in zip(p80s, all_moves.T, strict=True)
    ]


def _p80s(
    network: Network,
    runs: int,
    records: Mapping[int, Sequence[Record]],
    stacks: Mapping[int, NDArray[np.float32]],
) -> NDArray[np.int64]:
    """Return P80 for each of some resamples (rows) and each target (columns)."""
    repeats = max(map(len, records.values()))
    chunk = _Repeated(network, runs, records, stacks)
    rank = percentile_rank(0.8, runs) - 1
    by_target = []
    for target in network.targets:
        days = chunk.days(target).reshape(repeats, runs)
        days = np.sort(np.where(days > 0, days, _LATE), axis=1)
        by_target.append(days[:, rank].astype(np.int64))
    return np.stack(by_target, axis=1)


class _Repeated(Chunk):
    """The same runs once for each of some resamples of the records, one after the other.

    Parameters
    ----------
    stacks
        For each record, where the tables of as many resamples go, one in each row.
    """

    def __init__(
        self,
        network: Network,
        runs: int,
        records: Mapping[int, Sequence[Record]],
        stacks: Mapping[int, NDArray[np.float32]],
    ) -> None:
        repeats = max(map(len, records.values()))
        late = [-STEPS if s is None or s.late is None else s.late for s in network.spreads]
        self._stacks = {}
        self._firsts = {}
        for at, resamples in records.items():
            tables = stacks[at][:repeats]
            for record, table in zip(resamples, tables, strict=True):
                record_table(record, out=table)
            self._stacks[at] = tables.ravel()
            self._firsts[at] = np.stack(
                [np.searchsorted(table, late, side="right") for table in tables]
            ).astype(np.uint32)
        self._begins = np.arange(repeats, dtype=np.uint32)[:, None] * np.uint32(STEPS)
        super().__init__(network, 0, runs, repeats=repeats)

    def _slips_of(
        self, at: int, spread: Spread, numbers: NDArray[np.integer[Any]]
    ) -> NDArray[np.int32]:
        stack = self._stacks.get(spread.table)
        if stack is None:
            return super()._slips_of(at, spread, numbers)
        firsts = self._firsts[spread.table][:, at][:, None]
        places = numbers_of_open(numbers[None, :], firsts) + self._begins
        return slips_of(spread, stack[places.ravel()])


class Resampler:
    """Draws records of the same milestones with putting back.

    Method: the bootstrap by cases (B. Efron, *Censored data and the bootstrap*, Journal of the
    American Statistical Association 76, 1981). A resample is the record with weights: how often
    each milestone was drawn, with all its outcomes.
    """

    def __init__(self, record: Record) -> None:
        outcomes = record.outcomes
        names, self._case = np.unique([o.milestone for o in outcomes], return_inverse=True)
        self._record = record
        self._cases = len(names)
        self._exit = np.array([o.exit for o in outcomes])
        self._has_entry = np.array([o.entry is not None for o in outcomes])
        self._entry = np.array([0 if o.entry is None else o.entry for o in outcomes])
        self._is_complete = np.array([o.is_complete for o in outcomes])
        self._exposure = np.maximum(0, self._exit - np.maximum(0, self._entry))
        # The days from which on another number is at risk, and the place of each outcome there.
        self._steps, places = np.unique(
            np.concatenate((self._entry + 1, self._exit + 1)), return_inverse=True
        )
        self._begin, self._end = places[: len(outcomes)], places[len(outcomes) :]
        self._days, self._day = np.unique(self._exit[self._is_complete], return_inverse=True)
        self._steps_to_day = np.searchsorted(self._steps, self._days, side="right")

    def record(self, seed: int, number: int) -> Record | None:
        """Return the resample with a number; None where it tells of no completion."""
        block = words([stream_key(seed, f"resample {number}")], 0, self._cases)[0]
        chosen = (block >> np.uint64(32)) * np.uint64(self._cases) >> np.uint64(32)
        weights = np.bincount(chosen.astype(np.int64), minlength=self._cases)[self._case]
        entered = np.where(self._has_entry, weights, 0)
        changes = np.bincount(self._begin, entered, len(self._steps))
        changes -= np.bincount(self._end, weights, len(self._steps))
        # After so many of the steps.
        at_risk = int(weights.sum() - entered.sum()) + np.concatenate(([0], np.cumsum(changes)))
        first = int(self._exit[weights > 0].min())
        if at_risk[np.searchsorted(self._steps, first, side="right")] < FEWEST_AT_RISK:
            return None
        is_end = (self._steps > first) & (at_risk[1:] < FEWEST_AT_RISK)
        until = int(self._steps[np.argmax(is_end)]) - 1
        completed = np.bincount(self._day, weights[self._is_complete], len(self._days))
        is_told = (completed > 0) & (self._days <= until)
        if not is_told.any():
            return None
        left = 1 - completed[is_told] / at_risk[self._steps_to_day[is_told]]
        survival = np.cumprod(left).tolist()
        late = float(completed[self._days > 0].sum())
        return self._record._replace(
            curve=tuple(zip(self._days[is_told].tolist(), survival, strict=True)),
            until_days=until,
            survival_at_end=survival[-1],
            tail_mean_days=(
                float((self._exposure * weights).sum()) / late if late else float(max(1, until))
            ),
            outcomes=(),
        )
