"""The themes that come with depgraph, and those that a configuration adds."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from depgraph.diagrams.theme import CLEAR_CONTRAST, DEFAULT, STANDINGS, Paint, Theme, contrast
from depgraph.errors import DepgraphError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from depgraph.sources.themes import ThemeSpec

PRINT_GREY = Theme(
    {
        "done": Paint("#C2C2C2", "#3A3A3A", "#111111", "#8A8A8A", "#3A3A3A", "#000000", "#A6A6A6"),
        "late": Paint("#4A4A4A", "#000000", "#FFFFFF", "#333333", "#000000", "#FFFFFF", "#6E6E6E"),
        "projected": Paint(
            "#FFFFFF", "#000000", "#111111", "#DCDCDC", "#000000", "#000000", "#6E6E6E"
        ),
        "soon": Paint("#DEDEDE", "#3A3A3A", "#111111", "#B9B9B9", "#3A3A3A", "#000000", "#B8B8B8"),
        "later": Paint("#FFFFFF", "#3A3A3A", "#111111", "#DCDCDC", "#3A3A3A", "#000000", "#B8B8B8"),
        "undated": Paint(
            "#F0F0F0", "#6A6A6A", "#333333", "#FFFFFF", "#6A6A6A", "#000000", "#B8B8B8"
        ),
    },
    page="#FFFFFF",
    ink="#111111",
    faint="#444444",
    link="#444444",
    critical="#000000",
    near_critical="#777777",
    settled="#8C8C8C",
    late_words="#000000",
    finding="#000000",
    known="#555555",
    moved="#444444",
    as_of="#000000",
    frame="#B8B8B8",
    bands=("#F6F6F6", "#FFFFFF"),
)
"""For printers and copiers without colours."""

DARK = Theme(
    {
        "done": Paint("#1C4260", "#6FB1E0", "#E3F1FB", "#3F8CC4", "#A9D3F2", "#000000", "#2B6390"),
        "late": Paint("#8A4700", "#FFB05C", "#FFF0DF", "#FFA033", "#FFD9AE", "#000000", "#8A4700"),
        "projected": Paint(
            "#2A3037", "#FFB05C", "#F0F0F0", "#59616A", "#FFB05C", "#FFFFFF", "#8A4700"
        ),
        "soon": Paint("#574F00", "#E6D34A", "#FFF8D0", "#FFE96B", "#FFF4B8", "#000000", "#59616A"),
        "later": Paint("#2A3037", "#A6ADB5", "#F0F0F0", "#59616A", "#B9C0C7", "#FFFFFF", "#59616A"),
        "undated": Paint(
            "#171B20", "#A6ADB5", "#D0D4D8", "#22282E", "#A6ADB5", "#FFFFFF", "#59616A"
        ),
    },
    page="#12161A",
    ink="#EDEDED",
    faint="#B4BAC0",
    link="#B4BAC0",
    critical="#FF6B73",
    near_critical="#A84A50",
    settled="#868D94",
    late_words="#FFB05C",
    finding="#EBA0EB",
    known="#B98CB9",
    moved="#5FD3BC",
    as_of="#FFFFFF",
    frame="#4A525B",
    bands=("#1A1F25", "#20262D"),
)
"""For screens in a dark room."""

THEMES: dict[str, Theme] = {"dark": DARK, "default": DEFAULT, "print-grey": PRINT_GREY}

_DARKEST = 0.09
_LIGHTEST = 0.93


def find_theme(name: str, configured: Mapping[str, ThemeSpec]) -> Theme:
    """Return a theme by name.

    Parameters
    ----------
    name
        One of `THEMES`, or of the configuration, which comes first.
    configured
        The themes of the configuration. What one of them does not say is as in the theme
        that it is like, which is one of `THEMES`; ``default`` unless it says so.

    Raises
    ------
    DepgraphError
        If there is no such theme.
    """
    spec = configured.get(name)
    if spec is None:
        if name in THEMES:
            return THEMES[name]
        known = sorted({*THEMES, *configured})
        hint = did_you_mean(name, known) or f": there are {', '.join(known)}"
        raise DepgraphError(f"there is no theme {name!r}{hint}")
    base = THEMES[spec.like]
    paints = {
        standing: base.paints[standing]._replace(**spec.paints.get(standing, {}))
        for standing in STANDINGS
    }
    return base._replace(paints=paints, **spec.colours, bands=spec.bands or base.bands)


def hard_to_read(name: str, configured: Mapping[str, ThemeSpec]) -> tuple[str, ...]:
    """Return what of a configured theme cannot be read well, each one sentence with its place.

    Parameters
    ----------
    name, configured
        As for `find_theme`. The shipped themes can be read.

    Notes
    -----
    Words need a contrast of 4.5 with what is behind them (WCAG 2.1, success criterion 1.4.3,
    level AA). Of several backgrounds, the one with the least contrast is told.
    """
    spec = configured.get(name)
    if spec is None:
        return ()
    warnings = []
    for words, behind in _colour_pairs(find_theme(name, configured)):
        what, colour = words
        ratio, where, ground = min((contrast(colour, paint), at, paint) for at, paint in behind)
        if ratio >= CLEAR_CONTRAST:
            continue
        places = [spec.places[key] for key in (what, where) if key in spec.places]
        place = f"{max(places)}: " if places else ""
        warnings.append(
            f"{place}themes: {name}: {what} {colour} on {where} {ground} has a contrast of "
            f"{ratio:.1f}, and words need {CLEAR_CONTRAST:g}"
        )
    return tuple(warnings)


_Named = tuple[str, str]


def _colour_pairs(theme: Theme) -> Iterator[tuple[_Named, list[_Named]]]:
    """Yield the colours of words by name, each with what is behind them in some picture."""
    for standing, paint in theme.paints.items():
        yield (f"{standing}: text", paint.text), [(f"{standing}: fill", paint.fill)]
        yield (f"{standing}: cell_text", paint.cell_text), [(f"{standing}: cell", paint.cell)]
    page = [("page", theme.page), *(("bands", band) for band in theme.bands)]
    for name in ("ink", "faint", "critical", "late_words", "finding", "known", "moved", "as_of"):
        yield (name, getattr(theme, name)), page


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
