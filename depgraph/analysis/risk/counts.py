"""What comes out of runs, so that parts of them add up to all of them."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

import numpy as np

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Tally(Struct):
    """How many runs came to which day.

    Attributes
    ----------
    days
        Each day once, sorted; `network.UNDATED` for none.
    numbers
        How many runs came to it.
    """

    days: NDArray[np.int32]
    numbers: NDArray[np.int64]

    def plus(self, other: Tally) -> Tally:
        """Return the tally of both."""
        days, places = np.unique(np.concatenate((self.days, other.days)), return_inverse=True)
        numbers = np.zeros(len(days), np.int64)
        np.add.at(numbers, places, np.concatenate((self.numbers, other.numbers)))
        return Tally(days, numbers)


def tally_of(days: NDArray[np.int32]) -> Tally:
    """Count the days of some runs."""
    unique, numbers = np.unique(days, return_counts=True)
    return Tally(unique, numbers.astype(np.int64))


class Counts(Struct):
    """What came out of some runs.

    Attributes
    ----------
    finishes
        For each target, how many runs gave it which day; `UNDATED` for none.
    driving
        For each target, for each row, in how many runs it drove the target; empty where that
        was not asked for.
    variants
        For each variant, the finishes.
    """

    finishes: tuple[Tally, ...]
    driving: tuple[tuple[int, ...], ...] = ()
    variants: tuple[tuple[Tally, ...], ...] = ()

    def plus(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(
            _added(self.finishes, other.finishes),
            tuple(
                tuple(map(add, ours, theirs))
                for ours, theirs in zip(self.driving, other.driving, strict=True)
            ),
            tuple(map(_added, self.variants, other.variants)),
        )


def _added(ours: Sequence[Tally], theirs: Sequence[Tally]) -> tuple[Tally, ...]:
    return tuple(mine.plus(its) for mine, its in zip(ours, theirs, strict=True))
