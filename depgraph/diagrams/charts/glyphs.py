"""Characters that no font has: which of a chart cannot be drawn."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from depgraph.diagrams.charts.surface import Surface

_LAST_COMMON = 0x24F
"""All fonts have the letters of Latin script up to here."""

_MOST_SHOWN = 12


def missing_note(page: Surface) -> str:
    """Return a sentence on the characters of a chart that no installed font has; else ''.

    It is true of PDF and PNG. An SVG has its texts as texts, and whoever shows it has fonts
    of their own. Where fontconfig is not installed to ask, nothing is said.
    """
    wanted = {
        sign
        for words in page.words()
        for sign in words.string
        # What has no width, such as a joiner, is no loss.
        if ord(sign) > _LAST_COMMON and unicodedata.category(sign) not in ("Cf", "Mn", "Me", "Zs")
    }
    missing = _in_no_font(wanted) if wanted else ()
    if not missing:
        return ""
    shown = "".join(sorted(missing)[:_MOST_SHOWN]) + ("…" if len(missing) > _MOST_SHOWN else "")
    count = "1 character is" if len(missing) == 1 else f"{len(missing)} characters are"
    return f"{count} in no font that charts are drawn in: {shown}: {_advice(missing)}"


def _in_no_font(wanted: set[str]) -> set[str]:
    import shutil
    import subprocess

    program = shutil.which("fc-list")
    if program is None:
        return set()
    listed = subprocess.run([program, ":", "charset"], capture_output=True, text=True, check=False)  # noqa: S603
    left = set(wanted)
    for stretch in set(listed.stdout.replace(":charset=", " ").split()):
        first, _, last = stretch.partition("-")
        there = range(int(first, 16), int(last or first, 16) + 1)
        left -= {sign for sign in left if ord(sign) in there}
    return left if listed.stdout else set()


def _advice(missing: set[str]) -> str:
    if any(unicodedata.east_asian_width(sign) in ("W", "F") and sign.isalpha() for sign in missing):
        return "install one, such as Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk), or write SVG"
    return "write SVG, which is shown in the fonts of its reader"
