"""Percentiles and shares of the days that runs came to."""

from __future__ import annotations

from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

from depgraph.analysis.risk.network import UNDATED

if TYPE_CHECKING:
    from depgraph.analysis.risk.counts import Tally

_NINETY_PER_CENT = 1.6449
"""Standard deviations on either side that 90 of 100 values of a normal distribution lie in."""


def percentile_rank(share: float, runs: int) -> int:
    """Return how many runs are a share of them: the number, from 1, of the last, sorted by day."""
    return max(1, ceil(share * runs - 1e-9))


class Days:
    """The days of some runs.

    Parameters
    ----------
    numbers
        How many runs came to which day; runs without a date come after all days.
    """

    def __init__(self, tally: Tally) -> None:
        self.runs = int(tally.numbers.sum())
        counted = zip(tally.days.tolist(), tally.numbers.tolist(), strict=True)
        self._days: list[tuple[int, int]] = [
            (day, number) for day, number in counted if day != UNDATED
        ]

    @property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """How many runs came to which day, sorted."""
        return tuple(self._days)

    def percentile(self, share: float) -> int | None:
        """Return the first day by which a share of the runs is finished; None for no such day."""
        return self._of_rank(percentile_rank(share, self.runs))

    def share_until(self, day: int) -> float:
        """Return the share of the runs that are finished on a day or before."""
        return sum(number for at, number in self._days if at <= day) / self.runs

    def error(self, share: float) -> int:
        """Return how many days a percentile may be off because there are no more runs.

        It is half of the 90 % confidence interval by order statistics.
        """
        middle = share * self.runs
        width = _NINETY_PER_CENT * sqrt(self.runs * share * (1 - share))
        low = self._of_rank(max(1, floor(middle - width)))
        high = self._of_rank(min(self.runs, ceil(middle + width)))
        return 0 if low is None or high is None else ceil((high - low) / 2)

    def _of_rank(self, rank: int) -> int | None:
        passed = 0
        for day, number in self._days:
            passed += number
            if passed >= rank:
                return day
        return None
