"""Contrast of two colours, after the Web Content Accessibility Guidelines."""

from __future__ import annotations

from functools import cache

CLEAR_CONTRAST = 4.5
"""The least contrast of text (WCAG 2.1, success criterion 1.4.3, level AA)."""


@cache
def luminance(colour: str) -> float:
    """Return the relative luminance of a colour #RRGGBB, as WCAG 2.1 defines it."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, as WCAG 2.1 defines it.

    Examples
    --------
    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
