"""Outlines of shapes in fewer letters, which look the same."""

from __future__ import annotations

import re

_POINT = r"-?[\d.]+,-?[\d.]+"
_CURVE = re.compile(rf"M({_POINT})C({_POINT}(?: {_POINT})*)")
_N = r"[\d.]+"
_FRAME = re.compile(
    rf"M(?P<x>-?{_N})[ ,]?(?P<y>-?{_N})h-(?P<wide>{_N})"
    rf"c-{_N} 0-(?P<r>{_N})(?: |-){_N}-{_N} {_N}v(?P<high>{_N})"
    rf"c0 {_N} {_N} {_N} {_N} {_N}h{_N}c{_N} 0 {_N}-{_N} {_N}-{_N}v-{_N}c0-{_N}-{_N}-{_N}-{_N}-{_N}"
)
_CORNER = 5
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


def with_small_corners(outline: str) -> str:
    """Return the frame of a box with corners that leave its words room; else the same outline.

    Graphviz rounds each by as much as it can, up to 12 points.
    """
    frame = _FRAME.fullmatch(outline)
    if frame is None or (radius := float(frame["r"])) <= _CORNER:
        return outline
    wide, high = (_short(float(frame[name]) + 2 * (radius - _CORNER)) for name in ("wide", "high"))
    right = _short(float(frame["x"]) + radius - _CORNER)
    top = f"M{right} {frame['y']}h-{wide}a5 5 0 0 0-5 5v{high}"
    return f"{top}a5 5 0 0 0 5 5h{wide}a5 5 0 0 0 5-5v-{high}a5 5 0 0 0-5-5"
