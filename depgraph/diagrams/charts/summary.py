"""The state of a plan on one upright page of A4, to be sent round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from depgraph.diagrams.charts.files import chart_file
from depgraph.diagrams.charts.style import settings, shorten, signed_days, width, wrap
from depgraph.diagrams.charts.summary_table import MainTable
from depgraph.diagrams.charts.surface import LINES_AT, MARKS_AT, Frame, Surface
from depgraph.diagrams.text import clean
from depgraph.diagrams.theme import CRITICAL, FAINT_INK, INK, LATE_WORDS, PAINTS
from depgraph.records import by_type
from depgraph.reports.summary_page import about_line
from depgraph.reports.summary_words import by_itself_line, cause_lines
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from depgraph.diagrams.theme import Standing
    from depgraph.model import Graph
    from depgraph.reports.summary_data import SummaryAnswer, SummaryPath

PAPER_WIDTH, PAPER_HEIGHT = 595.3, 841.9
MARGIN = 32.0
_ACROSS = PAPER_WIDTH - 2 * MARGIN
_GUTTER = 18.0
_COLUMN = (_ACROSS - _GUTTER) / 2
_TITLE, _ABOUT, _HEADLINE, _HEADING, _TEXT = 15.0, 7.4, 10.6, 9.4, 7.2
_LINE = 10.2
_BAR = 12.0
_STEP = 22.0
_MOST_CAUSE_LINES = 9
_MOST_STEPS = 6
_MOST_LINES = 12
_STANDINGS: tuple[tuple[str, Standing, str], ...] = (
    ("complete", "done", "complete ✔"),
    ("overdue", "late", "overdue"),
    ("will_be_late", "projected", "will be late"),
    ("soon", "soon", "due within 90 days"),
    ("later", "later", "due later"),
    ("undated", "undated", "no date"),
)


@by_type
class _Block(NamedTuple):
    """A heading with lines of text under it, and the path that is drawn between them."""

    title: str
    lines: tuple[str, ...]
    path: SummaryPath | None = None

    @property
    def height(self) -> float:
        """How high it is, in points."""
        steps = 0 if self.path is None else min(len(self.path["steps"]), _MOST_STEPS)
        return 18 + _STEP * steps + _LINE * len(self.lines) + 10


def summary_pdf(summary: SummaryAnswer, graph: Graph) -> bytes:
    """Return the summary of a plan as a PDF of one page.

    Raises
    ------
    MissingToolError
        If matplotlib is not installed.
    """
    with settings():
        return chart_file(summary_figure(summary, graph), "pdf", title=summary["title"])


def summary_figure(summary: SummaryAnswer, graph: Graph) -> Figure:
    """Draw the summary of a plan; within the settings of charts."""
    sheet = Surface(PAPER_WIDTH, PAPER_HEIGHT)
    y = _draw_head(sheet, summary, graph)
    y = _draw_causes(sheet, summary, y)
    rows = _lower_blocks(summary)
    footing = wrap(" ".join(map(clean, summary["checks"])), _ACROSS, _ABOUT, lines=2)
    floor = MARGIN + 10 * len(footing) + 4
    needed = sum(max(block.height for block in pair) for pair in rows)
    table = MainTable(sheet, summary, Frame(MARGIN, floor + needed, PAPER_WIDTH - MARGIN, y))
    y = table.draw()
    for pair in rows:
        for block, left in zip(pair, (MARGIN, MARGIN + _COLUMN + _GUTTER), strict=False):
            _draw_block(sheet, block, left, y)
        y -= max(block.height for block in pair)
    sheet.line([(MARGIN, floor), (PAPER_WIDTH - MARGIN, floor)])
    for number, line in enumerate(footing):
        sheet.text(MARGIN, floor - 10 - 10 * number, line, size=_ABOUT, colour=FAINT_INK)
    return sheet.figure


def _draw_head(sheet: Surface, summary: SummaryAnswer, graph: Graph) -> float:
    """Draw title, verdict and counts, and return how far down the page that is."""
    y = PAPER_HEIGHT - MARGIN - _TITLE * 0.8
    title = shorten(clean(summary["title"]), _ACROSS, _TITLE, bold=True)
    sheet.text(MARGIN, y, title, size=_TITLE, bold=True)
    for line in wrap(clean(about_line(summary, graph)), _ACROSS, _ABOUT, lines=2):
        y -= 11
        sheet.text(MARGIN, y, line, size=_ABOUT, colour=FAINT_INK)
    y -= 6
    verdict = [*summary["headline"]]
    if summary["refusal"]:
        verdict.append(f"No dates are projected: {summary['refusal']}.")
    for line in wrap(clean(" ".join(verdict)), _ACROSS, _HEADLINE, lines=4):
        y -= 13.5
        # Bold is wider than what it is measured by, so the verdict is large instead.
        sheet.text(MARGIN, y, line, size=_HEADLINE)
    y = _draw_counts(sheet, summary, y - 8)
    return y - 16


def _draw_counts(sheet: Surface, summary: SummaryAnswer, top: float) -> float:
    counts = {key: count for key, count in summary["counts"].items() if isinstance(count, int)}
    total = sum(counts.values())
    shown = [one for one in _STANDINGS if counts[one[0]]]
    room = _ACROSS - 2 * max(len(shown) - 1, 0)
    x = MARGIN
    for name, standing, _ in shown:
        long = room * counts[name] / total
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
    for number, (name, _, words) in enumerate(shown):
        between = "" if number == 0 else "·  "
        is_late = name in ("overdue", "will_be_late")
        text = f"{between}{counts[name]:,} {words}"
        colour = LATE_WORDS if is_late else INK
        sheet.text(x, y, text, size=_TEXT, bold=is_late, colour=colour)
        x += width(text, _TEXT, bold=is_late) + 6
    return y


def _draw_heading(sheet: Surface, left: float, right: float, y: float, title: str) -> None:
    """Draw a heading, and a line below it."""
    shown = shorten(clean(title), right - left, _HEADING, bold=True)
    sheet.text(left, y, shown, size=_HEADING, bold=True)
    sheet.line([(left, y - 4), (right, y - 4)], colour=INK, weight=0.8)


def _draw_causes(sheet: Surface, summary: SummaryAnswer, y: float) -> float:
    lines: list[tuple[str, int | None, bool]] = []
    for cause in summary["causes"]:
        lines += [(words, days, n > 0) for n, (words, days) in enumerate(cause_lines(cause))]
    if len(lines) > _MOST_CAUSE_LINES:
        rest = and_more(len(lines) - _MOST_CAUSE_LINES, "more lines: depgraph list --by-cause")
        lines = [*lines[:_MOST_CAUSE_LINES], (rest, None, False)]
    if by_themselves := summary["by_themselves"]:
        lines.append((by_itself_line(by_themselves), by_themselves["worst_days"], False))
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


def _lower_blocks(summary: SummaryAnswer) -> list[list[_Block]]:
    """Return what stands below the table, by twos."""
    blocks = []
    for path in reversed(summary["paths"]):
        drawn = path if len(path["steps"]) > 1 else None
        title = f"What drives {path['target']}"
        blocks.append(_Block(title, _wrapped([" ".join(path["sentences"])]), drawn))
    asked = [line for line in summary["queries"][:1] if not line.startswith("0 ")]
    decisions = [f"• {line}" for line in (*summary["decisions"], *asked)]
    others = [
        ("What is to be decided", decisions),
        (f"Since {summary['previous']}", summary["since"]),
        ("How likely the dates are", summary["risk"]),
    ]
    blocks[1:1] = [_Block(title, _wrapped(lines)) for title, lines in others if lines]
    return [blocks[n : n + 2] for n in range(0, len(blocks), 2)]


def _wrapped(lines: Sequence[str]) -> tuple[str, ...]:
    wrapped = [part for line in lines for part in wrap(clean(line), _COLUMN, _TEXT, lines=8)]
    if len(wrapped) > _MOST_LINES:
        wrapped = [*wrapped[: _MOST_LINES - 1], "…"]
    return tuple(wrapped)


def _draw_block(sheet: Surface, block: _Block, left: float, top: float) -> None:
    y = top - 8
    _draw_heading(sheet, left, left + _COLUMN, y, block.title)
    y -= 4
    if block.path is not None:
        y = _draw_path(sheet, block.path, left, y - 2)
    for line in block.lines:
        y -= _LINE
        sheet.text(left, y, line, size=_TEXT)


def _draw_path(sheet: Surface, path: SummaryPath, left: float, top: float) -> float:
    """Draw what drives a milestone, from what has its date by itself down to the target."""
    steps = path["steps"]
    if len(steps) > _MOST_STEPS:
        steps = [*steps[: _MOST_STEPS - 1], steps[-1]]
    x, reach = left + 8, 5.0
    for number, step in enumerate(steps):
        y = top - _STEP / 2 - number * _STEP
        if number + 1 < len(steps):
            is_cut = len(path["steps"]) > _MOST_STEPS and number == _MOST_STEPS - 2
            sheet.line(
                [(x, y - reach), (x, y - _STEP + reach)],
                colour=CRITICAL,
                weight=3.2,
                dashes=(1, 1) if is_cut else (),
                at=LINES_AT,
            )
            slack = f"{len(path['steps']) - _MOST_STEPS} more" if is_cut else f"{step['slack']} d"
            words = slack if step["slack"] is not None else ""
            sheet.text(x + 5, y - _STEP / 2 - 2, words, size=6.8, bold=True, colour=CRITICAL)
        frame = Frame(x - reach, y - reach, x + reach, y + reach)
        late = step["late_days"] is not None
        paint = PAINTS["projected" if late else "later"]
        sheet.box(frame, fill="#FFFFFF", line=CRITICAL, weight=3.2, at=MARKS_AT)
        sheet.box(frame, fill=paint.fill, line=paint.line, weight=1.4, at=MARKS_AT)
        _draw_step(sheet, path, number, (left + 30, left + _COLUMN, y - 2.6))
    return top - _STEP * len(steps)


def _draw_step(
    sheet: Surface, path: SummaryPath, number: int, place: tuple[float, float, float]
) -> None:
    left, right, y = place
    steps = path["steps"]
    step = steps[number] if number < _MOST_STEPS - 1 else steps[-1]
    code = shorten(clean(step["id"]), 74, _TEXT, bold=True)
    sheet.text(left, y, code, size=_TEXT, bold=True)
    late = step["late_days"]
    when = signed_days(late) if late is not None else step["date"] or "no date"
    colour = INK if late is None else LATE_WORDS
    _right(sheet, right, y, when, bold=late is not None, colour=colour)
    begin = left + max(width(code, _TEXT, bold=True) + 7, 62)
    room = right - width(when, _TEXT, bold=True) - 6 - begin
    name = shorten(clean(step["name"] or ""), room, _TEXT - 0.2)
    sheet.text(begin, y, name, size=_TEXT - 0.2, colour=FAINT_INK)
