"""Outlines of shapes in fewer letters, which look the same."""

from __future__ import annotations

import re

_POINT = r"-?[\d.]+,-?[\d.]+"
_CURVE = re.compile(rf"M({_POINT})C({_POINT}(?: {_POINT})*)")
_NOWHERE = ["0", "0", "0"]


def shorter_outline(outline: str) -> str:
    """Return a path with straight pieces said as such: Graphviz writes every line as a curve."""
    curve = _CURVE.fullmatch(outline)
    return outline if curve is None else _straightened(curve[1], curve[2].split(" "))


def _straightened(start: str, points: list[str]) -> str:
    """Return a curve with the pieces that run across or up as lines, each told from its start.

    From where a piece starts to where it ends is less to say than where that is.
    """
    if len(points) % 3:
        return f"M{start}C{' '.join(points)}"
    pieces = [f"M{start}"]
    x, y = map(float, start.split(","))
    for n in range(0, len(points), 3):
        corners = [[float(number) for number in point.split(",")] for point in points[n : n + 3]]
        across = [_short(corner[0] - x) for corner in corners]
        up = [_short(corner[1] - y) for corner in corners]
        if across == _NOWHERE:
            pieces.append(f"v{up[2]}")
        elif up == _NOWHERE:
            pieces.append(f"h{across[2]}")
        else:
            way = " ".join(f"{a} {b}" for a, b in zip(across, up, strict=True))
            pieces.append(f"c{way.replace(' -', '-')}")
        x, y = corners[2]
    return "".join(pieces)


def _short(number: float) -> str:
    return f"{round(number, 1) + 0:.8g}"
