"""Characters that no font has: which of a chart cannot be drawn."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from depgraph.diagrams.charts.style import families

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_SHOWN = 12


def missing_note(figure: Figure) -> str:
    """Return a sentence on the characters of a chart that no installed font has; else ''.

    It is true of PDF and PNG. An SVG has its texts as texts, and whoever shows it has fonts
    of their own.
    """
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.text import Text

    wanted = {
        character
        for text in figure.findobj(Text)
        if isinstance(text, Text)
        for character in text.get_text()
        if not character.isspace()
    }
    # What has no width, such as a joiner, is no loss.
    missing = {
        character
        for character in wanted
        if unicodedata.category(character) not in ("Cf", "Mn", "Me")
    }
    for name in families():
        if not missing:
            return ""
        font = get_font(findfont(FontProperties(family=[name]), fallback_to_default=False))
        known = font.get_charmap()
        missing = {sign for sign in missing if ord(sign) not in known}
    if not missing:
        return ""
    shown = "".join(sorted(missing)[:_MOST_SHOWN]) + ("…" if len(missing) > _MOST_SHOWN else "")
    count = "1 character is" if len(missing) == 1 else f"{len(missing)} characters are"
    return f"{count} in no font that charts are drawn in: {shown}: {_advice(missing)}"


def _advice(missing: set[str]) -> str:
    if any(unicodedata.east_asian_width(sign) in ("W", "F") and sign.isalpha() for sign in missing):
        return "install one, such as Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk), or write SVG"
    return "write SVG, which is shown in the fonts of its reader"
