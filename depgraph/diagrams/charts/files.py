"""Charts as files: SVG, PDF and PNG, the same bytes for the same chart."""

from __future__ import annotations

import itertools
import unicodedata
from html import escape
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.charts.surface import NONE, Disc, Words
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import FONT

if TYPE_CHECKING:
    from depgraph.diagrams.charts.surface import Item, Outline, Subject, Surface

ChartFormat = Literal["svg", "pdf", "png"]

_DOTS_PER_INCH = 200

_FONTS = f"{FONT}, Liberation Sans, Helvetica, sans-serif"
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}

_LAST_COMMON = 0x24F
"""All fonts have the letters of Latin script up to here."""

_MOST_SHOWN = 12


def chart_file(surface: Surface, form: ChartFormat, *, title: str = "") -> bytes:
    """Return a chart as a file.

    Parameters
    ----------
    surface
        What one of the chart modules returned.
    form
        ``svg`` with texts as texts, which needs no program; ``pdf`` with its fonts embedded and
        ``png`` at 200 dots per inch, which Graphviz draws.
    title
        What the chart is called in the file, for screen readers and viewers.

    Raises
    ------
    MissingToolError
        If Graphviz is needed, and not installed or fails.
    """
    if form == "svg":
        return svg(surface, title).encode()
    from depgraph.diagrams.charts.background import background_graph
    from depgraph.diagrams.pdf import joined
    from depgraph.diagrams.programs import run

    sharp = (f"-Gdpi={_DOTS_PER_INCH}",) if form == "png" else ()
    drawn = run("neato", "-n2", *sharp, f"-T{form}", source=background_graph(surface))
    return joined([drawn], title=clean(title)) if form == "pdf" else drawn


def svg(surface: Surface, title: str) -> str:
    """Return a page as an SVG document.

    Notes
    -----
    What is drawn of a milestone is in groups with its code in ``data-code``, and a link has its
    ends in ``data-prerequisite`` and ``data-dependent``, as in the pictures that Graphviz draws.
    """
    wide, high = _number(surface.width), _number(surface.height)
    parts = [
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}" '
            'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'role="img" font-family="{_FONTS}">\n'
        )
    ]
    parts += [
        f"<{tag}>{escape(words)}</{tag}>\n"
        for tag, words in (("title", clean(title)), ("desc", surface.label))
        if words
    ]
    parts.append(f'<path fill="#ffffff" d="M0 0H{wide}V{high}H0Z"/>\n')
    last: Subject | None = None
    for subject, item in surface.drawn():
        if subject != last:
            parts.append("</g>\n" * (last is not None) + _opening(subject))
            last = subject
        parts.append(f"{_element(item, surface.height)}\n")
    parts.append("</g>\n" * (last is not None) + "</svg>\n")
    return "".join(parts)


def _opening(subject: Subject | None) -> str:
    if subject is None:
        return ""
    names = ("code",) if len(subject.codes) == 1 else ("prerequisite", "dependent")
    codes = zip(names, subject.codes, strict=True)
    data = "".join(f' data-{name}="{escape(clean(code))}"' for name, code in codes)
    return f'<g class="{subject.part}"{data}>\n'


def _element(item: Item, height: float) -> str:
    """Return an element; in SVG, y grows downward."""
    if isinstance(item, Words):
        return _text(item, height)
    if isinstance(item, Disc):
        return (
            f'<circle cx="{_number(item.x)}" cy="{_number(height - item.y)}" '
            f'r="{_number(item.radius)}"{_ink("fill", item.fill)}{_ink("stroke", item.line)} '
            f'stroke-width="{item.weight:g}"/>'
        )
    stroke = ""
    if item.line != NONE:
        stroke = f'{_ink("stroke", item.line)} stroke-width="{item.weight:g}"'
        if item.dashes:
            stroke += f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in item.dashes)}"'
    return f'<path{_ink("fill", item.fill)}{stroke} d="{_way(item, height)}"/>'


def _text(item: Words, height: float) -> str:
    bold = ' font-weight="bold"' if item.bold else ""
    element = (
        f'<text x="{_number(item.x)}" y="{_number(height - item.y)}" font-size="{item.size:g}"'
        f"{_ink('fill', item.colour)}{bold}{_ANCHORS[item.align]}>"
        f"{escape(clean(item.string), quote=False)}</text>"
    )
    return f'<a xlink:href="{escape(item.url)}">{element}</a>' if item.url else element


def _way(item: Outline, height: float) -> str:
    """Return the points of an outline as the data of a path: as few numbers as say them."""
    places = [(_number(x), _number(height - y)) for x, y in item.points]
    if item.radius:
        corners = (
            tuple(f"{_number(x)} {_number(height - y)}" for x, y in corner)
            for corner in item.corners()
        )
        rounded = "".join(f"L{begin}Q{corner} {end}" for begin, corner, end in corners)
        return f"M{' '.join(places[0])}{rounded}L{' '.join(places[-1])}"
    pieces = [f"M{' '.join(places[0])}"]
    for (x, y), (next_x, next_y) in itertools.pairwise(places):
        if next_x == x:
            pieces.append(f"V{next_y}")
        else:
            pieces.append(f"H{next_x}" if next_y == y else f"L{next_x} {next_y}")
    return "".join(pieces) + "Z" * item.is_closed


def _ink(name: str, colour: str) -> str:
    """Return a colour as an attribute, with another for how much shines through it."""
    if len(colour) == len("#RRGGBBAA"):
        opacity = f' {name}-opacity="{int(colour[7:], 16) / 255:.2f}"'
        return f' {name}="{colour[:7].lower()}"{opacity}'
    return f' {name}="{colour.lower()}"'


def _number(number: float) -> str:
    return f"{round(number, 1) + 0:g}"


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
