"""The state of a plan on one upright page of A4, to be sent round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.charts.files import chart_file
from depgraph.diagrams.charts.summary_contents import Line
from depgraph.diagrams.charts.summary_table import MainTable
from depgraph.diagrams.charts.surface import LINES_AT, MARKS_AT, Surface
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.text import clean, shorten, signed_days, width, wrap
from depgraph.diagrams.theme import (
    CRITICAL,
    FAINT_INK,
    INK,
    LATE_STANDINGS,
    LATE_WORDS,
    PAINTS,
    SAID,
    STANDINGS,
)
from depgraph.records import Struct
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.charts.summary_contents import Contents, Step

PAPER_WIDTH, PAPER_HEIGHT = 595.3, 841.9
MARGIN = 32.0
_ACROSS = PAPER_WIDTH - 2 * MARGIN
_GUTTER = 18.0
_COLUMN = (_ACROSS - _GUTTER) / 2
_TITLE, _ABOUT, _HEADLINE, _HEADING, _TEXT = 16.5, 8.2, 11.6, 10.4, 8.0
_LINE = 10.2
_BAR = 12.0
_STEP, _REACH = 22.0, 5.0
_MOST_CAUSE_LINES = 9
_MOST_STEPS = 6
_MOST_LINES = 12
_SAID = {**SAID, "done": "complete ✔", "later": "due later"}


class _Drawn(Struct):
    """A block with its text in lines."""

    title: str
    lines: tuple[str, ...]
    steps: Sequence[Step]

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return 18 + _STEP * min(len(self.steps), _MOST_STEPS) + _LINE * len(self.lines) + 10


def summary_pdf(contents: Contents) -> bytes:
    """Return the summary of a plan as a PDF of one page."""
    return chart_file(summary_figure(contents), "pdf", title=contents.title)


def summary_figure(contents: Contents) -> Surface:
    """Draw the summary of a plan."""
    sheet = Surface(PAPER_WIDTH, PAPER_HEIGHT)
    y = _draw_head(sheet, contents)
    y = _draw_causes(sheet, contents, y)
    drawn = [
        _Drawn(block.title, _wrapped(block.sentences), block.steps) for block in contents.blocks
    ]
    columns = _columns(drawn)
    footing = wrap(clean(contents.checks), _ACROSS, _ABOUT, lines=2)
    floor = MARGIN + 10 * len(footing) + 4
    needed = max(sum(block.height for block in column) for column in columns)
    table = MainTable(sheet, contents, Frame(MARGIN, floor + needed, PAPER_WIDTH - MARGIN, y))
    y = table.draw()
    for column, left in zip(columns, (MARGIN, MARGIN + _COLUMN + _GUTTER), strict=True):
        top = y
        for block in column:
            _draw_block(sheet, block, left, top)
            top -= block.height
    sheet.line([(MARGIN, floor), (PAPER_WIDTH - MARGIN, floor)])
    for number, line in enumerate(footing):
        sheet.text(MARGIN, floor - 10 - 10 * number, line, size=_ABOUT, colour=FAINT_INK)
    return sheet


def _columns(blocks: Sequence[_Drawn]) -> tuple[list[_Drawn], list[_Drawn]]:
    """Return blocks in two columns, in their order, each where there is more room."""
    left: list[_Drawn] = []
    right: list[_Drawn] = []
    for block in blocks:
        is_left = sum(one.height for one in left) <= sum(one.height for one in right)
        (left if is_left else right).append(block)
    return left, right


def _draw_head(sheet: Surface, contents: Contents) -> float:
    """Draw title, verdict and counts, and return how far down the page that is."""
    y = PAPER_HEIGHT - MARGIN - _TITLE * 0.8
    title = shorten(clean(contents.title), _ACROSS, _TITLE, bold=True)
    sheet.text(MARGIN, y, title, size=_TITLE, bold=True)
    for line in wrap(clean(contents.about), _ACROSS, _ABOUT, lines=2):
        y -= 12
        sheet.text(MARGIN, y, line, size=_ABOUT, colour=FAINT_INK)
    y -= 6
    for line in wrap(clean(contents.verdict), _ACROSS, _HEADLINE, lines=4):
        y -= 13.5
        sheet.text(MARGIN, y, line, size=_HEADLINE)
    y = _draw_counts(sheet, contents, y - 8)
    return y - 16


def _draw_counts(sheet: Surface, contents: Contents, top: float) -> float:
    counts = contents.counts
    total = sum(counts.values())
    shown = [standing for standing in STANDINGS if counts[standing]]
    room = _ACROSS - 2 * max(len(shown) - 1, 0)
    x = MARGIN
    for standing in shown:
        long = room * counts[standing] / total
        paint = PAINTS[standing]
        sheet.box(
            Frame(x, top - _BAR, x + long, top),
            fill=paint.fill,
            line=paint.line,
            weight=1.8 if standing == "projected" else 0.8,
            dashes=(2, 1.5) if standing == "undated" else (),
        )
        x += long + 2
    y, x = top - _BAR - 10, MARGIN
    for number, standing in enumerate(shown):
        between = "" if number == 0 else "·  "
        is_late = standing in LATE_STANDINGS
        text = f"{between}{counts[standing]:,} {_SAID[standing]}{contents.only[standing]}"
        colour = LATE_WORDS if is_late else INK
        sheet.text(x, y, text, size=_TEXT, bold=is_late, colour=colour)
        x += width(text, _TEXT, bold=is_late) + 6
    return y


def _draw_heading(sheet: Surface, left: float, right: float, y: float, title: str) -> None:
    """Draw a heading, and a line below it."""
    shown = shorten(clean(title), right - left, _HEADING, bold=True)
    sheet.text(left, y, shown, size=_HEADING, bold=True)
    sheet.line([(left, y - 4), (right, y - 4)], colour=INK, weight=0.8)


def _draw_causes(sheet: Surface, contents: Contents, y: float) -> float:
    lines = list(contents.causes)
    if len(lines) > _MOST_CAUSE_LINES:
        rest = and_more(len(lines) - _MOST_CAUSE_LINES, "more lines: depgraph list --by-cause")
        lines = [*lines[: _MOST_CAUSE_LINES - 1], Line(rest, None), lines[-1]]
    if not lines:
        return y
    _draw_heading(sheet, MARGIN, PAPER_WIDTH - MARGIN, y, "What is late, and by what cause")
    y -= 4
    for words, days, is_inner in lines:
        y -= _LINE
        left = MARGIN + (14 if is_inner else 0)
        text = shorten(clean(words), PAPER_WIDTH - MARGIN - 50 - left, _TEXT)
        sheet.text(left, y, text, size=_TEXT)
        if days is not None:
            shown = signed_days(days) if is_inner else f"{days:,} d"
            _right(sheet, PAPER_WIDTH - MARGIN, y, shown, bold=True, colour=LATE_WORDS)
    return y - 20


def _right(
    sheet: Surface, x: float, y: float, text: str, *, bold: bool = False, colour: str = INK
) -> None:
    sheet.text(x, y, text, size=_TEXT, align="right", bold=bold, colour=colour)


def _wrapped(lines: Sequence[str]) -> tuple[str, ...]:
    wrapped = [part for line in lines for part in wrap(clean(line), _COLUMN, _TEXT, lines=8)]
    if len(wrapped) > _MOST_LINES:
        wrapped = [*wrapped[: _MOST_LINES - 1], "…"]
    return tuple(wrapped)


def _draw_block(sheet: Surface, block: _Drawn, left: float, top: float) -> None:
    y = top - 8
    _draw_heading(sheet, left, left + _COLUMN, y, block.title)
    y -= 4
    if block.steps:
        y = _draw_path(sheet, block.steps, left, y - 2)
    for line in block.lines:
        y -= _LINE
        sheet.text(left, y, line, size=_TEXT)


def _draw_path(sheet: Surface, path: Sequence[Step], left: float, top: float) -> float:
    """Draw what drives a milestone, from what has its date by itself down to the target."""
    rest = len(path) - _MOST_STEPS
    steps = list(path) if rest <= 0 else [*path[: _MOST_STEPS - 1], path[-1]]
    for number, step in enumerate(steps):
        x, y = left + 8, top - _STEP / 2 - number * _STEP
        if number + 1 < len(steps):
            is_cut = rest > 0 and number == _MOST_STEPS - 2
            words = f"{rest} more" if is_cut else "" if step.slack is None else f"{step.slack} d"
            _draw_link(sheet, x, y, words, is_cut=is_cut)
        frame = Frame(x - _REACH, y - _REACH, x + _REACH, y + _REACH)
        paint = PAINTS["later" if step.late is None else "projected"]
        sheet.box(frame, fill="#FFFFFF", line=CRITICAL, weight=3.2, at=MARKS_AT)
        sheet.box(frame, fill=paint.fill, line=paint.line, weight=1.4, at=MARKS_AT)
        _draw_step(sheet, step, left + 30, y - 2.6)
    return top - _STEP * len(steps)


def _draw_link(sheet: Surface, x: float, y: float, words: str, *, is_cut: bool) -> None:
    """Draw the link from a step to the one below it, and its slack."""
    sheet.line(
        [(x, y - _REACH), (x, y - _STEP + _REACH)],
        colour=CRITICAL,
        weight=3.2,
        dashes=(1, 1) if is_cut else (),
        at=LINES_AT,
    )
    sheet.text(x + 5, y - _STEP / 2 - 2, words, size=7.6, bold=True, colour=CRITICAL)


def _draw_step(sheet: Surface, step: Step, left: float, y: float) -> None:
    right = left - 30 + _COLUMN
    code = shorten(clean(step.code), 74, _TEXT, bold=True)
    sheet.text(left, y, code, size=_TEXT, bold=True)
    when = step.date if step.late is None else signed_days(step.late)
    colour = INK if step.late is None else LATE_WORDS
    _right(sheet, right, y, when, bold=step.late is not None, colour=colour)
    begin = left + max(width(code, _TEXT, bold=True) + 7, 62)
    room = right - width(when, _TEXT, bold=True) - 6 - begin
    name = shorten(clean(step.name), room, _TEXT - 0.2)
    sheet.text(begin, y, name, size=_TEXT - 0.2, colour=FAINT_INK)
