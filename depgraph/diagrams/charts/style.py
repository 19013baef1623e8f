"""Type and lines of all charts."""

from __future__ import annotations

TITLE_SIZE = 18.0
SUBTITLE_SIZE = 10.0
LABEL_SIZE = 9.0
SMALL_SIZE = 8.0
"""The smallest text of a chart, in points on A4."""

GRID = "#DCDCDC"
MINOR_GRID = "#ECECEC"


def round_step(least: float) -> int:
    """Return the smallest round number that is at least another, for the marks of an axis.

    Examples
    --------
    >>> [round_step(least) for least in (0, 1.2, 17, 20, 21)]
    [1, 2, 20, 20, 50]
    """
    scale = 1
    while True:
        for step in (1, 2, 5):
            if step * scale >= least:
                return step * scale
        scale *= 10


def shaded(colour: str, share: float) -> str:
    """Return a colour that is lighter by a share of what white is, or darker where it is negative.

    Examples
    --------
    >>> shaded("#808080", 0.5), shaded("#808080", -0.5)
    ('#C0C0C0', '#404040')
    """
    parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    end = 255 if share > 0 else 0
    mixed = [round(part + (end - part) * abs(share)) for part in parts]
    return "#" + "".join(f"{part:02X}" for part in mixed)
