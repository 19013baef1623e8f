"""The words beside a symbol of the calendar: what it is called, and when it is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.labels import GAP, TABLE, clear, font, signs
from depgraph.diagrams.text import balance, clean, line_height, shorten, width
from depgraph.diagrams.theme import SMALL_SIZE, SOON_DAYS, TEXT_SIZE
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.lanes import Span
    from depgraph.diagrams.scene import Scene

Side = Literal["right", "left"]

LINE = line_height(TEXT_SIZE)

_APART = 6.0
_BETWEEN = 5.0
_SLACK = 3.0
_LONGEST = 330.0
_NAME_LINES = 2
_MOST_CODE_LINES = 3


class Piece(Struct):
    """Words in one colour."""

    words: str
    colour: str
    is_bold: bool = False

    @property
    def width(self) -> float:
        """About how wide they are, in points."""
        return width(self.words, TEXT_SIZE, bold=self.is_bold)

    @property
    def label(self) -> str:
        """The words in their font."""
        return font(self.words, TEXT_SIZE, self.colour, bold=self.is_bold)


class Words(Struct):
    """The words beside a symbol.

    Attributes
    ----------
    lines
        What stands on each line, from left to right.
    side
        On which side of the symbol they stand.
    edge
        Where they end towards the symbol, in points.
    width
        How wide they are.
    """

    lines: tuple[tuple[Piece, ...], ...]
    side: Side
    edge: float
    width: float

    @property
    def height(self) -> float:
        """How high they are, in points."""
        return float(LINE * len(self.lines))

    @property
    def left(self) -> float:
        """Where they begin."""
        return self.edge if self.side == "right" else self.edge - self.width

    @property
    def right(self) -> float:
        """Where they end."""
        return self.left + self.width

    def moved_past(self, x: float) -> Words:
        """Return the same words, beginning right of a line."""
        return self._replace(edge=max(self.edge, x))

    def label(self, plate: str) -> str:
        """Return an HTML-like label, on a plate of a colour that hides lines behind it."""
        align = "LEFT" if self.side == "right" else "RIGHT"
        rows = "".join(
            f'<TR><TD ALIGN="{align}" FIXEDSIZE="TRUE" WIDTH="{self.width:.0f}" HEIGHT="{LINE}">'
            + GAP.join(piece.label for piece in line)
            + "</TD></TR>"
            for line in self.lines
        )
        return f'<{TABLE[:-1]} BGCOLOR="{plate}">{rows}</TABLE>>'


def name_pieces(scene: Scene, code: str) -> list[Piece]:
    """Return what a milestone is called, with the numbers of its findings and questions."""
    ink = scene.theme.faint if code in scene.context else scene.theme.ink
    name = clean(scene.graph[code].name or "")
    return [*([Piece(name, ink)] if name else []), *sign_pieces(scene, code)]


def sign_pieces(scene: Scene, code: str) -> list[Piece]:
    """Return the numbers of its findings and questions."""
    theme = scene.theme
    paint = scene.paint(code)._replace(fill=theme.page, text=theme.ink)
    colours = {"▲": clear(theme.finding, paint), "?": theme.ink}
    return [Piece(text, colours[text[0]], bold) for text, _, bold in signs(scene, code)]


def date_pieces(scene: Scene, code: str, span: Span) -> list[Piece]:
    """Return when a milestone came or is expected, how late that is, and how it moved."""
    theme, milestone, as_of = scene.theme, scene.graph[code], scene.graph.as_of
    late = scene.late.get(code)
    pieces: list[Piece] = []
    if milestone.is_complete:
        colour = theme.paints["done"].text if theme.page == "#FFFFFF" else theme.ink
        pieces += [Piece(" ".join(scene.dates(code)), colour)]
    elif span.at is None:
        pieces += [Piece("no date", theme.faint)]
    elif late is not None:
        words = [f"overdue {late.days:,} d"] if late.kind == "overdue" else []
        if late.kind != "overdue" or span.at > late.until:
            words.append(f"{span.at} +{(span.at - late.since).days:,} d")
        pieces += [Piece(" · ".join(words), theme.late_words, is_bold=True)]
    else:
        days = (span.at - as_of).days if as_of else SOON_DAYS + 1
        pieces += [Piece(f"{span.at}" + (f" in {days} d" if days <= SOON_DAYS else ""), theme.ink)]
    if scene.paths.has_own_date and code in scene.chain[:1]:
        pieces.append(Piece("driven by its own date", theme.critical, is_bold=True))
    if move := scene.move(code):
        pieces.append(Piece(move.words, theme.moved, is_bold=True))
    return pieces


def beside(
    name: Sequence[Piece],
    dates: Sequence[Piece],
    symbol: tuple[float, float],
    room: tuple[float, float],
    *,
    is_one_line: bool = False,
) -> Words:
    """Return words beside a symbol: right of it, or left of it where only there is room.

    Parameters
    ----------
    name, dates
        What it is called, and its dates, which are never cut.
    symbol
        Where the symbol, with the bar to it, begins and ends, in points.
    room
        Where words may begin and end.
    is_one_line
        Whether there is no room for a second line; the longest of the names is cut then.
    """
    right, left = room[1] - symbol[1] - _APART, symbol[0] - _APART - room[0]
    one = ((*name, *dates),)
    two = tuple(line for line in (tuple(name), tuple(dates)) if line)
    longest = min(_LONGEST, max(right, left))
    if is_one_line:
        one = two = (_cut(one[0], max(right, left)),)
    last = one if is_one_line else _wrapped(name, dates, longest)
    for lines in (one, two, last):
        size = max(map(_width, lines))
        if size <= right and (is_one_line or len(lines) > 1 or size <= _LONGEST):
            return Words(lines, "right", symbol[1] + _APART, size)
        if size <= left and (is_one_line or len(lines) > 1 or size <= _LONGEST):
            return Words(lines, "left", symbol[0] - _APART, size)
    lines, size = last, max(map(_width, last))
    return Words(lines, "right", max(room[0], min(symbol[1] + _APART, room[1] - size)), size)


def _cut(pieces: Sequence[Piece], room: float) -> tuple[Piece, ...]:
    """Return words of which the longest is as short as it takes for all to fit."""
    over = _width(pieces) - room
    if over <= 0:
        return tuple(pieces)
    longest = max(pieces, key=lambda piece: piece.width)
    left = max(longest.width - over, 0.0)
    cut = longest._replace(words=shorten(longest.words, left, TEXT_SIZE, bold=longest.is_bold))
    return tuple(cut if piece is longest else piece for piece in pieces)


def _wrapped(
    name: Sequence[Piece], dates: Sequence[Piece], room: float
) -> tuple[tuple[Piece, ...], ...]:
    """Return the name on two lines, the last of which may end in an ellipsis, and the dates."""
    lines: list[tuple[Piece, ...]] = []
    if name:
        first, *others = name
        beside_it = _width(others) + _BETWEEN if others else 0.0
        wrapped = balance(first.words, max(room - beside_it, 60.0), TEXT_SIZE, lines=_NAME_LINES)
        lines = [(first._replace(words=line),) for line in wrapped]
        lines[-1:] = [(*lines[-1], *others)] if lines else []
    return (*lines, tuple(dates))


def _width(pieces: Sequence[Piece]) -> float:
    return sum(piece.width for piece in pieces) + _BETWEEN * (len(pieces) - 1) + _SLACK


def code_lines(code: str, room: float, size: float) -> list[str]:
    """Return a code as it stands left of the axis: on three lines before it is cut."""
    rest = clean(code) or "(blank)"
    lines: list[str] = []
    while width(rest, size, bold=True) > room and len(lines) < _MOST_CODE_LINES - 1:
        fitting = [n for n in range(1, len(rest)) if width(rest[:n], size, bold=True) <= room] or [
            1
        ]
        between_words = [n for n in fitting if n > fitting[-1] // 2 and rest[n - 1] in "-_. /:"]
        n = (between_words or fitting)[-1]
        lines.append(rest[:n].rstrip())
        rest = rest[n:].lstrip()
    return [*lines, shorten(rest, room, size, bold=True)]


SMALL_LINE = line_height(SMALL_SIZE)
