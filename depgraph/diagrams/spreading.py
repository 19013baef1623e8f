"""Boxes and labels above each other: each as near to where it is wanted as the others let it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, apart: float
) -> list[float]:
    """Return where boxes are that overlap nowhere, in their order from below.

    Parameters
    ----------
    wanted
        The middle that each is to have, in rising order.
    sizes
        How high each is.
    low, high
        Between what they are to be. Where they do not fit, they go beyond the upper end.
    apart
        The room between two of them, where there is as much.

    Notes
    -----
    The sum of the squares of the distances to what is wanted is the least, but for the two
    ends: isotonic regression by pooling adjacent violators (M. Ayer and others, 1955).

    Examples
    --------
    >>> spread([0.0, 1.0], [10.0, 10.0], -50.0, 50.0, 2.0)
    [-5.5, 6.5]
    """
    if not sizes:
        return []
    count = len(sizes)
    if count > 1:
        apart = max(1.0, min(apart, (high - low - sum(sizes)) / (count - 1)))
    offsets = [0.0]
    for below, above in pairwise(sizes):
        offsets.append(offsets[-1] + (below + above) / 2 + apart)
    return _pooled(wanted, offsets, low + sizes[0] / 2, high - sizes[-1] / 2)


def spread_labels(wanted: Sequence[float], pitch: float, low: float, high: float) -> list[float]:
    """Return the same for labels in a column, which are `pitch` apart at least.

    Examples
    --------
    >>> spread_labels([10, 11, 40], 4, 0, 100)
    [8.5, 12.5, 40.0]
    """
    return _pooled(wanted, [place * pitch for place in range(len(wanted))], low, high)


def _pooled(
    wanted: Sequence[float], offsets: Sequence[float], low: float, high: float
) -> list[float]:
    """Return places as near to the wanted ones as can be, each so far from the first at least.

    The first is not below the lower bound; where there is no room, the last is above the other.
    """
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, many = place - offset, 1
        while pools and pools[-1][0] > mean:
            before, number = pools.pop()
            mean = (mean * many + before * number) / (many + number)
            many += number
        pools.append((mean, many))
    shifts = [mean for mean, many in pools for _ in range(many)]
    most = high - offsets[-1] if offsets else high
    return [
        float(max(min(shift, most), low) + offset)
        for shift, offset in zip(shifts, offsets, strict=True)
    ]
