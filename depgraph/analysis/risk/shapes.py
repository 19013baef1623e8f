"""Distributions as tables of quantiles: for each of `STEPS` probabilities, a value."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from depgraph.analysis.risk.draws import STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from depgraph.analysis.risk.record import Record
    from depgraph.model.risks import Shape

MODES = 100
"""To which part of the way from the least value to the most a mode is taken."""

_MOST_TABLES = 64
_GRID = 1 << 16
_WIDEST = 6.0
"""How many standard deviations from the mean a normal score is taken for."""


def _probabilities() -> NDArray[np.float64]:
    return (np.arange(STEPS) + 0.5) / STEPS


@lru_cache(_MOST_TABLES)
def unit_table(shape: Shape, mode: float) -> NDArray[np.float32]:
    """Return the quantiles of a distribution between 0 and 1.

    Parameters
    ----------
    shape
        ``triangular``, or ``pert``: a beta distribution with the shape parameters
        1 + 4 mode and 1 + 4 (1 - mode) (D. G. Malcolm et al., *Application of a technique for
        research and development program evaluation*, Operations Research 7, 1959).
    mode
        The likeliest value.
    """
    p = _probabilities()
    if shape == "triangular":
        rising = np.sqrt(p * mode)
        falling = 1 - np.sqrt((1 - p) * (1 - mode))
        return np.where(p < mode, rising, falling).astype(np.float32)
    x = np.linspace(0, 1, 4 * _GRID + 1)
    middle = (x[1:] + x[:-1]) / 2
    density = middle ** (4 * mode) * (1 - middle) ** (4 * (1 - mode))
    share = np.concatenate(([0.0], np.cumsum(density)))
    return np.interp(p, share / share[-1], x).astype(np.float32)


def record_table(
    record: Record, *, with_tail: bool = True, out: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Return the quantiles of the days late that a record of the plan says.

    Parameters
    ----------
    with_tail
        Whether lateness goes on beyond what was recorded, with the mean of the record; else it
        ends there.
    out
        Where to write them, `STEPS` values: memory that is used again costs less than new one.
    """
    table = np.empty(STEPS, np.float32) if out is None else out
    end = 0
    for day, survival in record.curve:
        begin, end = end, round(STEPS * (1 - survival))
        table[begin:end] = day
    tail = table[end:]
    if not with_tail:
        tail[:] = record.until_days
        return table
    np.add(_tail_means()[end:], np.float32(log(record.survival_at_end or 1)), out=tail)
    # The draw at the very end of the curve may lie half a step within it.
    np.maximum(tail, 0, out=tail)
    tail *= np.float32(record.tail_mean_days)
    tail += np.float32(record.until_days)
    np.rint(tail, out=tail)
    return table


@lru_cache(1)
def _tail_means() -> NDArray[np.float32]:
    """Return the quantiles of the exponential distribution with the mean 1."""
    return (-np.log1p(-_probabilities())).astype(np.float32)


@lru_cache(1)
def normal_scores() -> NDArray[np.float32]:
    """Return the quantiles of the standard normal distribution."""
    grid, share = _normal()
    return np.interp(_probabilities(), share, grid).astype(np.float32)


@lru_cache(1)
def _normal() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places from -`_WIDEST` to `_WIDEST`, and the shares of the distribution below them."""
    grid: NDArray[np.float64] = np.linspace(-_WIDEST, _WIDEST, _GRID + 1)
    above_middle = grid[_GRID // 2 :]
    middles = (above_middle[1:] + above_middle[:-1]) / 2
    from_middle = np.cumsum(np.exp(-(middles**2) / 2))
    from_middle *= 0.5 / from_middle[-1]
    return grid, np.concatenate((0.5 - from_middle[::-1], [0.5], 0.5 + from_middle))


@lru_cache(1)
def _draw_of_score() -> NDArray[np.uint16]:
    _, share = _normal()
    draws: NDArray[np.uint16] = np.minimum(share * STEPS, STEPS - 1).astype(np.uint16)
    return draws


def draws_of_scores(scores: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return for normal scores the draws that stand for their probabilities."""
    steps_a_score = np.float32(_GRID / (2 * _WIDEST))
    places = ((scores + np.float32(_WIDEST)) * steps_a_score + np.float32(0.5)).astype(np.int32)
    return np.take(_draw_of_score(), places, mode="clip")
