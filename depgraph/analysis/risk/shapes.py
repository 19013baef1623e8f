"""Distributions as tables of quantiles: for each of `STEPS` probabilities, a value."""

from __future__ import annotations

from functools import lru_cache
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


def record_table(record: Record, *, with_tail: bool = True) -> NDArray[np.float32]:
    """Return the quantiles of the days late that a record of the plan says.

    Parameters
    ----------
    with_tail
        Whether lateness goes on beyond what was recorded, with the mean of the record; else it
        ends there.
    """
    ends = [round(STEPS * (1 - survival)) for _, survival in record.curve]
    table = np.full(STEPS, record.until_days, np.float32)
    table[: ends[-1]] = np.repeat(
        np.array([day for day, _ in record.curve], np.float32), np.diff(ends, prepend=0)
    )
    if with_tail and ends[-1] < STEPS:
        left = 1 - (np.arange(ends[-1], STEPS) + 0.5) / STEPS
        late = record.tail_mean_days * np.log(left / record.survival_at_end)
        # The draw at the very end of the curve may lie half a step within it.
        table[ends[-1] :] = np.rint(record.until_days + np.maximum(0, -late))
    return table


@lru_cache(1)
def normal_scores() -> NDArray[np.float32]:
    """Return the quantiles of the standard normal distribution."""
    grid, share = _normal()
    return np.interp(_probabilities(), share, grid).astype(np.float32)


@lru_cache(1)
def _normal() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from math import erf, sqrt

    grid: NDArray[np.float64] = np.linspace(-_WIDEST, _WIDEST, _GRID + 1)
    return grid, np.array([(1 + erf(z / sqrt(2))) / 2 for z in grid.tolist()])


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
