"""Labels in a column: each as near to its place as the others let it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(wanted: Sequence[float], pitch: float, low: float, high: float) -> list[float]:
    """Return places at least `pitch` apart, as near to the wanted ones as can be.

    Parameters
    ----------
    wanted
        Where the labels would best be, ascending.
    low, high
        The bounds of the places. They are passed upward where there is no room for all.

    Notes
    -----
    The sum of the squared distances is least. With the pitch taken off, the places need only
    ascend, which is isotonic regression; its method is pooling adjacent violators
    (R. E. Barlow and others, *Statistical inference under order restrictions*, 1972). Bounds
    are kept by moving what is beyond them to the bound.

    Examples
    --------
    >>> spread([10, 11, 40], 4, 0, 100)
    [8.5, 12.5, 40.0]
    """
    pools: list[tuple[float, int]] = []
    for place, label in enumerate(wanted):
        mean, size = label - place * pitch, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean = (before * count + mean * size) / (count + size)
            size += count
        pools.append((mean, size))
    most = max(low, high - (len(wanted) - 1) * pitch)
    free = [min(max(mean, low), most) for mean, size in pools for _ in range(size)]
    return [float(label + place * pitch) for place, label in enumerate(free)]
