"""Boxes above each other, spread over a height: as near as can be to where they are wanted."""

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
    count = len(sizes)
    if count > 1:
        apart = max(1.0, min(apart, (high - low - sum(sizes)) / (count - 1)))
    offsets = [0.0]
    for below, above in pairwise(sizes):
        offsets.append(offsets[-1] + (below + above) / 2 + apart)
    blocks: list[tuple[float, int]] = []
    for middle, offset in zip(wanted, offsets, strict=False):
        mean, many = middle - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, number = blocks.pop()
            mean = (mean * many + before * number) / (many + number)
            many += number
        blocks.append((mean, many))
    shifts = [mean for mean, many in blocks for _ in range(many)]
    if not shifts:
        return []
    most = high - sizes[-1] / 2 - offsets[-1]
    least = low + sizes[0] / 2
    return [
        max(min(shift, most), least) + offset for shift, offset in zip(shifts, offsets, strict=True)
    ]
