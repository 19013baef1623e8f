"""The numbered lists of a picture, as panels of words."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from depgraph.diagrams.labels import TABLE, font
from depgraph.diagrams.text import clean, line_height, shorten, width, wrap
from depgraph.diagrams.theme import SMALL_SIZE
from depgraph.records import Struct
from depgraph.words import and_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.diagrams.marks import Doubt
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Theme

PADDING = 6

MOST_FINDINGS = 24
MOST_DOUBTS = 48

_COLUMN = 270
_WIDEST_COLUMN = 430
_NUMBER_WIDTH = 24
_ENTRY_GAP = 2
SLACK = 6
_ENTRY_LINES = 4
_WHOLE_LINES = 9
_LINE = line_height(SMALL_SIZE)
_NO_REASON = "no reason given"


class Panel(Struct):
    """An HTML-like label and the size that it takes, in points."""

    label: str
    width: float
    height: float


class _Entry(Struct):
    """One numbered thing of a list, or a heading, which has no number."""

    number: str
    colour: str
    head: str
    text: str


def lists(scene: Scene, room: float, height: float) -> list[Panel]:
    """Return the findings, the queries and the questions in columns of equal width.

    Parameters
    ----------
    room
        The width of all columns together, in points.
    height
        What a column may be high in any case; more only where the lists need it.
    """
    entries = [*_findings(scene), *_doubts(scene)]
    if not entries:
        return []
    most = max(1, int(room // _COLUMN))
    for count in range(1, most + 1):
        column = min(room / count, _WIDEST_COLUMN) - PADDING
        stacks, needed = _columns(entries, count, column, scene.theme, lines=_ENTRY_LINES)
        if needed <= height:
            break
    full = max(height, needed)
    # A text is cut short only where the whole of it would take more paper.
    for lines in range(_WHOLE_LINES, _ENTRY_LINES, -1):
        longer, needed = _columns(entries, count, column, scene.theme, lines=lines)
        if needed <= full:
            stacks = longer
            break
    return [
        panel_of(
            "".join(entry.label for entry in stack),
            (column, full),
            sum(entry.height for entry in stack),
            scene.theme,
        )
        for stack in stacks
    ]


def _columns(
    entries: Sequence[_Entry], count: int, column: float, theme: Theme, *, lines: int
) -> tuple[list[list[Panel]], float]:
    """Return the entries in so many columns, each on so many lines at most, and the height."""
    room = column - 2 * PADDING - _NUMBER_WIDTH
    drawn = [_entry(entry, room, theme, lines=lines) for entry in entries]
    stacks = _balanced(entries, drawn, count)
    tallest = max(sum(entry.height for entry in stack) for stack in stacks)
    return stacks, tallest + 2 * PADDING + SLACK


def _balanced(entries: Sequence[_Entry], drawn: Sequence[Panel], count: int) -> list[list[Panel]]:
    """Return the entries in so many columns, as low as they can be."""
    highest = max(sum(entry.height for entry in drawn) / count, drawn[0].height)
    while len(stacks := _stacks(entries, drawn, highest)) > count:
        highest += _ENTRY_GAP
    return stacks


def _stacks(entries: Sequence[_Entry], drawn: Sequence[Panel], highest: float) -> list[list[Panel]]:
    """Return the entries in columns; a heading stays with what it heads."""
    stacks: list[list[Panel]] = [[]]
    used = 0.0
    for n, panel in enumerate(drawn):
        needed = panel.height
        if not entries[n].number and n + 1 < len(drawn):
            needed += drawn[n + 1].height
        if stacks[-1] and used + needed > highest:
            stacks.append([])
            used = 0.0
        stacks[-1].append(panel)
        used += panel.height
    return stacks


def _findings(scene: Scene) -> Iterable[_Entry]:
    marks, theme = scene.marks.findings, scene.theme
    if marks:
        yield _Entry("", theme.ink, "Findings", "")
    for mark in marks[:MOST_FINDINGS]:
        yield _Entry(
            f"▲{mark.number}",
            theme.finding,
            "",
            clean(mark.finding.message),
        )
    if rest := and_more(len(marks) - MOST_FINDINGS):
        yield _Entry("", theme.faint, "", f"… {rest}: depgraph check --all")
    if scene.marks.unmarked:
        rules = ", ".join(sorted(set(scene.marks.unmarked)))
        count = len(scene.marks.unmarked)
        unmarked = f"Not marked: {count}{' more' * bool(marks)} ({rules}): depgraph check --all"
        yield _Entry("", theme.faint, "", unmarked)


def _doubts(scene: Scene) -> Iterable[_Entry]:
    doubts, theme = scene.marks.doubts, scene.theme
    if not doubts:
        return
    kinds = {doubt.prerequisite is None for doubt in doubts}
    yield _Entry(
        "",
        theme.ink,
        "Queries and questions" if len(kinds) > 1 else "Questions" if True in kinds else "Queries",
        "",
    )
    wordless = _wordless(doubts)
    for doubt in doubts[:MOST_DOUBTS]:
        together = wordless.get(doubt.milestone, []) if not doubt.text else []
        if len(together) > 1:
            if doubt is together[0]:
                yield _together(together, theme)
            continue
        ends = [code for code in (doubt.prerequisite, doubt.milestone) if code is not None]
        head = " → ".join(shorten(clean(code), 120, SMALL_SIZE) for code in ends)
        yield _Entry(f"?{doubt.number}", theme.ink, head, doubt.text or _NO_REASON)
    if rest := and_more(len(doubts) - MOST_DOUBTS):
        yield _Entry("", theme.faint, "", f"… {rest}, in the files of the plan")


def _wordless(doubts: Sequence[Doubt]) -> dict[str, list[Doubt]]:
    """Return the queries without a reason by the milestone that waits."""
    by_milestone: dict[str, list[Doubt]] = {}
    for doubt in doubts[:MOST_DOUBTS]:
        if not doubt.text and doubt.prerequisite is not None:
            by_milestone.setdefault(doubt.milestone, []).append(doubt)
    return by_milestone


def _together(doubts: Sequence[Doubt], theme: Theme) -> _Entry:
    """Return several queries on one milestone as one entry: there is nothing to say of them."""
    first, *others = doubts
    numbers = " ".join(f"?{doubt.number}" for doubt in others)
    codes = ", ".join(shorten(clean(d.prerequisite or ""), 120, SMALL_SIZE) for d in doubts)
    dependent = shorten(clean(first.milestone), 120, SMALL_SIZE)
    text = f"{codes} → {dependent} {_NO_REASON}"
    return _Entry(f"?{first.number}", theme.ink, numbers, text)


def _entry(entry: _Entry, room: float, theme: Theme, *, lines: int) -> Panel:
    """Return one entry as rows of a table of two columns."""
    if not entry.number:
        return _unnumbered(entry, room, lines=lines)
    extra = width(entry.head, SMALL_SIZE, bold=True) - width(entry.head, SMALL_SIZE)
    wrapped = wrap(f"{entry.head} {entry.text}", room - extra - SLACK, SMALL_SIZE, lines=lines)
    first = wrapped[0].removeprefix(entry.head) if wrapped else ""
    shown = [
        font(entry.head, SMALL_SIZE, theme.ink, bold=True) + font(first, SMALL_SIZE, theme.ink)
    ]
    shown += [font(line, SMALL_SIZE, theme.ink) for line in wrapped[1:]]
    # Rows of their own: the lines of one cell stand closer than those of other labels.
    height = _LINE * len(shown) + _ENTRY_GAP
    rows = []
    for n, line in enumerate(shown):
        sign = font(entry.number, SMALL_SIZE, entry.colour, bold=True) if n == 0 else ""
        high = _LINE + (_ENTRY_GAP if n == len(shown) - 1 else 0)
        rows.append(
            f'<TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{_NUMBER_WIDTH}" HEIGHT="{high}">{sign}</TD>'
            f'<TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{ceil(room) - SLACK}">{line}</TD></TR>'
        )
    return Panel("".join(rows), room, height)


def _unnumbered(entry: _Entry, room: float, *, lines: int) -> Panel:
    """Return a heading, or a remark, as rows over both columns."""
    text = entry.head or entry.text
    wrapped = wrap(text, room + _NUMBER_WIDTH - SLACK, SMALL_SIZE, lines=lines)
    rows, height = [], 0.0
    for n, line in enumerate(wrapped):
        high = _LINE + (3 * _ENTRY_GAP if n == len(wrapped) - 1 else 0)
        content = font(line, SMALL_SIZE, entry.colour, bold=bool(entry.head))
        rows.append(f'<TR><TD COLSPAN="2" ALIGN="LEFT" HEIGHT="{high}">{content}</TD></TR>')
        height += high
    return Panel("".join(rows), room, height)


def panel_of(
    rows: str, size: tuple[float, float], used: float, theme: Theme, *, border: bool = True
) -> Panel:
    """Return a panel of a fixed size; the rows, which use so much of it, are at its top."""
    room, height = size
    frame = f'BORDER="1" COLOR="{theme.frame}" BGCOLOR="{theme.page}"' if border else 'BORDER="0"'
    padding = PADDING if border else 0
    rest = height - used - 2 * padding - SLACK
    filler = f'<TR><TD CELLPADDING="0" HEIGHT="{rest:.0f}"></TD></TR>' if rest >= 1 else ""
    table = (
        f'<<TABLE {frame} CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}"'
        f' FIXEDSIZE="TRUE" WIDTH="{room:.0f}" HEIGHT="{height:.0f}">'
        f'<TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{room - SLACK:.0f}">'
        f"{TABLE}{rows}</TABLE></TD></TR>{filler}</TABLE>>"
    )
    return Panel(table, room, height)
