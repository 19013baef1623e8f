r"""Text in pictures: how wide it is, how it wraps, how it is made harmless.

Names come from files that anybody may have written: `clean` takes out what cannot be
drawn, and `markup` and `attribute` write the rest so that neither the markup
of Graphviz (``<``, ``&``) nor its escapes (``\N``, ``\l``) are found in it.
"""

from __future__ import annotations

import html
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

ELLIPSIS = "…"

_JOINERS = "\u200c\u200d"
_WIDTHS = {
    222: "ijl",
    278: " !,./:;[\\]ftI|",
    333: "()-`r",
    355: '"',
    191: "'",
    389: "*",
    500: "Jckxsvyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_WIDTH_OF = {character: width for width, several in _WIDTHS.items() for character in several}
_OTHER_WIDTH = 640
_WIDE_WIDTH = 1000
_BOLD = 1.08
_BALANCE_STEP = 2.0


def clean(text: str) -> str:
    r"""Return `text` on one line, without what cannot be drawn.

    Runs of white space become one space. Control characters, marks that reverse the
    direction of what follows, lone surrogates and non-characters are left out.

    Examples
    --------
    >>> clean("two\n lines\x00")
    'two lines'
    """
    if text.isascii() and text.isprintable():  # as almost all are, and then nothing is left out
        return " ".join(text.split())
    visible = (
        " " if character.isspace() else character
        for character in text
        if character.isspace()
        or character in _JOINERS
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return " ".join("".join(visible).split())


@lru_cache(maxsize=1 << 15)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide `text` is in Arial, in points.

    Parameters
    ----------
    text
        One line.
    size
        The font size in points.
    bold
        Whether it is set in bold.

    Notes
    -----
    East Asian wide characters and emoji count as one em, letters with an accent as the
    letter, combining marks as nothing.
    """
    units = 0
    for character in text:
        known = _WIDTH_OF.get(character)
        units += _rare_width(character) if known is None else known
    return units * size / 1000 * (_BOLD if bold else 1)


def _rare_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE_WIDTH
    return _WIDTH_OF.get(unicodedata.normalize("NFD", character)[0], _OTHER_WIDTH)


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `room` points."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width(ELLIPSIS, size, bold=bold)
    end = _fitting(text, left, size, bold=bold)
    return text[:end].rstrip(" ,.;:") + ELLIPSIS


def wrap(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> list[str]:
    """Return `text` in at most `lines` lines, each at most `room` points wide.

    A word that is too wide for a line is cut; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> wrap("Pipelines Release Fall 2019", 80, 8.5, lines=3)
    ['Pipelines Release', 'Fall 2019']
    """
    wrapped: list[str] = []
    line = ""
    words = text.split()
    for n, word in enumerate(words):
        joined = f"{line} {word}" if line else word
        if width(joined, size, bold=bold) <= room:
            line = joined
            continue
        rest = " ".join(words[n:])
        if len(wrapped) + 1 >= lines:
            wrapped.append(shorten(f"{line} {rest}" if line else rest, room, size, bold=bold))
            return wrapped
        if line:
            wrapped.append(line)
            if len(wrapped) + 1 >= lines:
                wrapped.append(shorten(rest, room, size, bold=bold))
                return wrapped
        while len(wrapped) + 1 < lines and width(word, size, bold=bold) > room:
            end = max(1, _fitting(word, room, size, bold=bold))
            wrapped.append(word[:end])
            word = word[end:]  # noqa: PLW2901 - the rest of the same word
        if width(word, size, bold=bold) > room:
            wrapped.append(shorten(" ".join([word, *words[n + 1 :]]), room, size, bold=bold))
            return wrapped
        line = word
    return [*wrapped, line] if line else wrapped


def balance(text: str, room: float, size: float, *, lines: int) -> list[str]:
    """Return `text` wrapped into as few lines as `wrap` needs, but of even width.

    Examples
    --------
    >>> wrap("Pipelines Release Fall 2019", 90, 8.5, lines=3)
    ['Pipelines Release Fall', '2019']
    >>> balance("Pipelines Release Fall 2019", 90, 8.5, lines=3)
    ['Pipelines Release', 'Fall 2019']
    """
    best = wrap(text, room, size, lines=lines)
    if " ".join(best) != text or len(best) < 2:
        return best
    narrow = room
    while (narrow := narrow - _BALANCE_STEP) > 0:
        tried = wrap(text, narrow, size, lines=len(best))
        if " ".join(tried) != text:
            break
        best = tried
    return best


def _fitting(text: str, room: float, size: float, *, bold: bool) -> int:
    """Return how many leading characters of `text` fit into `room` points."""
    used = 0.0
    for n, character in enumerate(text):
        used += width(character, size, bold=bold)
        if used > room:
            return n
    return len(text)


def line_height(size: float) -> int:
    """Return the height of a line in Graphviz, in points."""
    return int(size * 1.2 + 1)


def markup(text: str) -> str:
    """Return `text` for an HTML-like label of Graphviz, inside a tag or between tags."""
    return html.escape(text).replace("\\", "\\\\")


_LONGEST_ATTRIBUTE = 3_000


def attribute(text: str) -> str:
    """Return `text` for a plain attribute of a node or link, such as its tooltip.

    A long one is cut: Graphviz reads none of more than 16,384 characters.
    """
    if len(text) > _LONGEST_ATTRIBUTE:
        text = text[: _LONGEST_ATTRIBUTE - 1] + "…"

    return html.escape(text, quote=False).replace("\\", "\\\\")


def key(code: str) -> str:
    """Return a code as the name of a node: letters, digits and ``-._=`` only.

    A percent sign would not do: a name that begins with one is no name to Graphviz. ``~`` and
    ``@`` are left for the names of what belongs to a milestone, or to none.

    Examples
    --------
    >>> key("LDM-503-11b"), key("A:B")
    ('LDM-503-11b', 'A=3AB')
    """
    return quote(code, safe="", errors="surrogatepass").replace("%", "=").replace("~", "=7E")


def code_of(name: str) -> str:
    """Return the code that `key` made a name of.

    Examples
    --------
    >>> code_of("A=3AB")
    'A:B'
    """
    return clean(unquote(name.replace("=", "%")))


def signed_days(days: int) -> str:
    """Return a number of days with its sign.

    Examples
    --------
    >>> signed_days(181), signed_days(0)
    ('+181 d', '0 d')
    """
    sign = "+" if days > 0 else "−" if days < 0 else ""  # noqa: RUF001 - as wide as a plus
    return f"{sign}{abs(days):,} d"


def counted(count: int, what: str) -> str:
    """Return a number with what it counts.

    Examples
    --------
    >>> counted(1, "milestone"), counted(1200, "milestone")
    ('1 milestone', '1,200 milestones')
    """
    return f"{count:,} {what}{'s' * (count != 1)}"
