"""Outlines of shapes in fewer letters, which look the same."""

from __future__ import annotations

import re

_POINT = r"-?[\d.]+,-?[\d.]+"
_CURVE = re.compile(rf"M({_POINT})C({_POINT}(?: {_POINT})*)")
_LINES = re.compile(r"(M-?[\d.]+ -?[\d.]+(?:L-?[\d.]+ -?[\d.]+)+)([Zz]?)")
_NOWHERE = ["0", "0", "0"]
_MANY = 200
_NEAR = 0.35
"""Of a line with many corners, those nearer to the one before, in points, are left out."""


def shorter_outline(outline: str) -> str:
    """Return a path with straight pieces said as such, and without corners that nobody sees.

    Graphviz writes every line as a curve, and matplotlib a corner for every run.
    """
    curve = _CURVE.fullmatch(outline)
    if curve is not None:
        return _straightened(curve[1], curve[2].split(" "))
    lines = _LINES.fullmatch(outline)
    if lines is None:
        return outline
    corners = [(x, y) for x, y in (point.split(" ") for point in lines[1][1:].split("L"))]
    return _along(_thinned(corners) if len(corners) > _MANY else corners) + lines[2]


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


def _thinned(corners: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the corners of a line without those that are too near to be seen."""
    kept = [corners[0]]
    for corner in corners[1:-1]:
        if any(abs(float(a) - float(b)) >= _NEAR for a, b in zip(corner, kept[-1], strict=True)):
            kept.append(corner)
    return [*kept, corners[-1]]


def _along(corners: list[tuple[str, str]]) -> str:
    """Return a line through corners, with what runs across or up told by one number."""
    (x, y), *others = corners
    pieces = [f"M{x} {y}"]
    for next_x, next_y in others:
        if next_x == x:
            pieces.append(f"V{next_y}")
        elif next_y == y:
            pieces.append(f"H{next_x}")
        else:
            pieces.append(f"L{next_x} {next_y}")
        x, y = next_x, next_y
    return "".join(pieces)
