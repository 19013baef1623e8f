"""Pictures on a dark screen: for the colours of the default theme, those of the dark one."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from depgraph.diagrams.theme import DEFAULT, STANDINGS
from depgraph.diagrams.themes import DARK

if TYPE_CHECKING:
    from collections.abc import Iterable

_DARKEST = 0.09
_LIGHTEST = 0.93


def dark_colours(colours: Iterable[str]) -> dict[str, str]:
    """Return what some colours, as ``#rrggbb``, become on a dark screen.

    What the default theme has becomes what the dark theme has in its place; of any other colour
    the lightness is turned round.

    Examples
    --------
    >>> dark_colours(["#ffffff"])
    {'#ffffff': '#12161a'}
    """
    themed = _themed()
    return {colour: themed.get(colour) or _turned(colour) for colour in sorted(set(colours))}


def _themed() -> dict[str, str]:
    """Return the pairs of the two themes; the page and its words come before all others."""
    pairs = [(DEFAULT.page, DARK.page), (DEFAULT.ink, DARK.ink), ("#000000", DARK.as_of)]
    names = ("faint", "link", "critical", "near_critical", "settled", "late_words", "finding")
    pairs += [(getattr(DEFAULT, name), getattr(DARK, name)) for name in names]
    pairs += [(DEFAULT.as_of, DARK.as_of), (DEFAULT.frame, DARK.frame)]
    pairs += zip(DEFAULT.bands, DARK.bands, strict=True)
    for standing in STANDINGS:
        pairs += zip(DEFAULT.paints[standing], DARK.paints[standing], strict=True)
    themed: dict[str, str] = {}
    for light, dark in pairs:
        themed.setdefault(light.lower(), dark.lower())
    return themed


def _turned(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    turned = _DARKEST + (1 - lightness) * (_LIGHTEST - _DARKEST)
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, turned, saturation)
    )
