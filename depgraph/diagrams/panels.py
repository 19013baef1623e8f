"""The words around a picture: title, legend, and the numbered lists."""

from __future__ import annotations

from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from depgraph.diagrams.labels import TABLE, font
from depgraph.diagrams.text import clean, line_height, shorten, width, wrap
from depgraph.diagrams.theme import (
    CRITICAL,
    FAINT_INK,
    FINDING,
    FRAME,
    INK,
    KNOWN_FINDING,
    PAINTS,
    SMALL_SIZE,
    SOON_DAYS,
    STANDINGS,
    SUBTITLE_SIZE,
    TITLE_SIZE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing

LEGEND_ROW = 16
SAMPLE_WIDTH = 66
PADDING = 6

MOST_FINDINGS = 24
MOST_DOUBTS = 48

_LEGEND_WORDS = 150
_COLUMN = 300
_WIDEST_COLUMN = 430
_NUMBER_WIDTH = 24
_ENTRY_GAP = 2
_HEADING_GAP = 3
_SLACK = 6
_ENTRY_LINES = 3
_LINE = line_height(SMALL_SIZE)
_CHAIN_CODES = 12
_PLAIN_SAMPLES: dict[Standing | Sample, tuple[str, float, str]] = {
    "outside": ("corner", SMALL_SIZE, INK),
    "critical": ("red line", SMALL_SIZE, CRITICAL),
    "queried": ("– – –", SMALL_SIZE, INK),  # noqa: RUF001 - a dashed line
    "finding": ("▲n", SMALL_SIZE, FINDING),
    "marked": ("purple line", SMALL_SIZE, FINDING),
    "cells": ("cells", SMALL_SIZE, INK),
}
_NO_REASON = "no reason given"

_CELL_WORDS: dict[Standing, str] = {
    "done": "done",
    "late": "late",
    "soon": "soon",
    "later": "later",
    "undated": "no date",
}

Sample = Literal["outside", "critical", "queried", "finding", "marked", "cells"]


class Panel(NamedTuple):
    """An HTML-like label and the size that it takes, in points."""

    label: str
    width: float
    height: float


class _Entry(NamedTuple):
    """One numbered thing of a list, or a heading, which has no number."""

    number: str
    colour: str
    head: str
    text: str


def default_title(scene: Scene) -> str:
    """Return the title for a picture that was given none."""
    home = clean(scene.home or "")
    return f"{home} milestones: what each waits on" if home else "What each milestone waits on"


def subtitle(scene: Scene) -> str:
    """Return the counts of a plan, what is folded, and what places a milestone."""
    inside = [m for m in scene.graph.milestones if not scene.is_outside(m.id)]
    levels: dict[int, int] = {}
    for milestone in inside:
        if milestone.level is not None:
            levels[milestone.level] = levels.get(milestone.level, 0) + 1
    without = len(inside) - sum(levels.values())
    counts = [f"{count} level-{level}" for level, count in sorted(levels.items())]
    if without or not counts:
        counts.append(f"{without} other" if counts else f"{without}")
    said = [" and ".join([", ".join(counts[:-1]), counts[-1]] if counts[1:] else counts)]
    said[0] += " milestone" if len(inside) == 1 else " milestones"
    if scene.folding.targets:
        said[0] += f", {len(scene.folding.targets)} of them folded into cells"
    outside = len(scene.graph) - len(inside)
    if outside:
        said.append(f"{outside} outside")
    links = len(scene.graph.links)
    queried = len(scene.graph.queried_links)
    said.append(f"{_count(links, 'link')}" + (f", {queried} queried" if queried else ""))
    if scene.marks.findings:
        known = sum(mark.is_known for mark in scene.marks.findings)
        said.append(
            _count(len(scene.marks.findings), "finding") + (f", {known} known" if known else "")
        )
    if scene.graph.as_of:
        said.insert(0, f"as of {scene.graph.as_of}")
    said.append("placed by completion, else forecast or due date")
    return " · ".join(said)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def chain_line(scene: Scene) -> str:
    """Return the critical path in words, with what is folded; empty without a chain."""
    if not scene.chain:
        return ""
    words = []
    for code in reversed(scene.chain):
        targets = [t for t in scene.folding.targets.get(code, ()) if scene.is_critical(t)]
        folded = f" (a cell in {', '.join(clean(t) for t in targets)})" if targets else ""
        words.append(f"{clean(code)}{folded}")
    if len(words) > _CHAIN_CODES:
        left = len(words) - _CHAIN_CODES
        words = [*words[:3], f"… {left} more …", *words[3 + left :]]
    return f"Critical path to {clean(scene.chain[0])}{_projected(scene)}: {' → '.join(words)}"


def _projected(scene: Scene) -> str:
    """Return the projected date of the target of the critical path, and how late that is."""
    if scene.projected is None:
        return ""
    due = scene.graph[scene.chain[0]].due
    late = 0 if due is None else (scene.projected - due).days
    return f" (projected {scene.projected}{f', {late} d late' if late > 0 else ''})"


def heading(scene: Scene, title: str, room: float) -> Panel:
    """Return the title, the counts and the critical path."""
    lines = [(clean(title) or default_title(scene), TITLE_SIZE, INK, True)]
    lines += [
        (line, SUBTITLE_SIZE, FAINT_INK, False)
        for line in wrap(subtitle(scene), room, SUBTITLE_SIZE, lines=3)
    ]
    lines += [
        (line, SUBTITLE_SIZE, CRITICAL, True)
        for line in wrap(chain_line(scene), room, SUBTITLE_SIZE, lines=2, bold=True)
    ]
    rows = "".join(
        f'<TR><TD ALIGN="LEFT" HEIGHT="{line_height(size) + _HEADING_GAP}">'
        f"{font(shorten(text, room, size, bold=bold), size, colour, bold=bold)}</TD></TR>"
        for text, size, colour, bold in lines
    )
    height = sum(line_height(size) + _HEADING_GAP for _, size, _, _ in lines) + _SLACK
    return Panel(_table(rows, room, height, height - _SLACK, border=False), room, height)


def legend(scene: Scene, *, is_plain: bool = False) -> tuple[Panel, list[Standing | Sample]]:
    """Return the legend, and the samples that belong left of its rows, top to bottom.

    It explains what occurs in the picture, and nothing else. A plain one has its own
    samples, as far as a table can show them.
    """
    words = _legend_words(scene)
    said = list(words.values())
    if "cells" in words:
        said.append(", ".join(_CELL_WORDS[standing] for standing in samples(scene)))
        signs = ["? queried"] if scene.marks.queried_features else []
        signs += ["▲ with a finding"] if scene.marks.marked_features else []
        said += [f"({', '.join(signs)})"] if signs else []
    drawn = [_plain_sample(sample) for sample in words] if is_plain else []
    as_of = f" as of {scene.graph.as_of}" if scene.graph.as_of else ""
    head = font(f"Legend{as_of}", SMALL_SIZE, INK, bold=True)
    body = f'<TR><TD COLSPAN="2" ALIGN="LEFT">{head}</TD></TR>' + "".join(
        f'<TR><TD WIDTH="{SAMPLE_WIDTH}" HEIGHT="{LEGEND_ROW}">{sample}</TD>'
        f'<TD ALIGN="LEFT" WIDTH="{_LEGEND_WORDS - _SLACK}">{font(text, SMALL_SIZE, INK)}</TD></TR>'
        for sample, text in zip_longest(drawn, said, fillvalue="")
    )
    size = (
        SAMPLE_WIDTH + _LEGEND_WORDS + 2 * PADDING,
        _LINE + LEGEND_ROW * len(said) + 2 * PADDING + _SLACK,
    )
    return Panel(_table(body, *size, size[1] - 2 * PADDING - _SLACK, border=True), *size), list(
        words
    )


def _legend_words(scene: Scene) -> dict[Standing | Sample, str]:
    graph = scene.graph
    present = {scene.standing(milestone.id) for milestone in graph.milestones}
    words: dict[Standing | Sample, str] = {
        "done": "completed ✔ (+ after, − before due)",  # noqa: RUF001 - a minus sign
        "late": "overdue and not completed",
        "soon": f"due within {SOON_DAYS} days",
        "later": "due later" if graph.as_of else "not completed",
        "undated": "no date known",
    }
    words = {sample: text for sample, text in words.items() if sample in present}
    if any(scene.is_outside(milestone.id) for milestone in graph.milestones):
        words["outside"] = f"outside {shorten(clean(scene.home or ''), 80, SMALL_SIZE)}"
    if scene.chain:
        in_cell = any(code in scene.folding.targets for code in scene.chain)
        words["critical"] = "critical path" + (", a cell with red frame" if in_cell else "")
    if scene.marks.query_numbers:
        words["queried"] = "queried link, ?n in the list"
    if scene.marks.findings:
        words["finding"] = "finding, in the list"
    if any(link.is_marked for link in scene.links):
        words["marked"] = "link that a finding is about"
    if scene.folding.targets:
        words["cells"] = "features folded into a milestone:"
    return words


def _plain_sample(sample: Standing | Sample) -> str:
    """Return a swatch, or where a cell of a table cannot be drawn so, a word."""
    if sample in PAINTS:
        paint = PAINTS[sample]
        return (
            f'<TABLE BORDER="1" CELLBORDER="0" COLOR="{paint.line}" BGCOLOR="{paint.fill}"'
            ' FIXEDSIZE="TRUE" WIDTH="32" HEIGHT="11"><TR><TD></TD></TR></TABLE>'
        )
    return font(*_PLAIN_SAMPLES[sample], bold=True)


def lists(scene: Scene, room: float, height: float) -> list[Panel]:
    """Return the findings, the queries and the questions in columns of equal width.

    Parameters
    ----------
    scene
        The picture.
    room
        The width of all columns together, in points.
    height
        What a column may be high in any case; more only where the lists need it.
    """
    entries = [*_findings(scene, _COLUMN - 2 * PADDING), *_doubts(scene)]
    if not entries:
        return []
    most = max(1, int(room // _COLUMN))
    for count in range(1, most + 1):
        column = min(room / count, _WIDEST_COLUMN) - PADDING
        drawn = [_entry(entry, column - 2 * PADDING - _NUMBER_WIDTH) for entry in entries]
        stacks = _balanced(entries, drawn, count)
        tallest = max(sum(entry.height for entry in stack) for stack in stacks) + 2 * PADDING
        if tallest + _SLACK <= height:
            break
    full = max(height, tallest + _SLACK)
    return [
        Panel(
            _table(
                "".join(entry.label for entry in stack),
                column,
                full,
                sum(entry.height for entry in stack),
                border=True,
            ),
            column,
            full,
        )
        for stack in stacks
    ]


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


def _findings(scene: Scene, room: float) -> Iterable[_Entry]:
    marks = scene.marks.findings
    if not marks and not scene.marks.unmarked:
        return
    yield _Entry("", INK, "Findings", "")
    for mark in marks[:MOST_FINDINGS]:
        yield _Entry(
            f"▲{mark.number}",
            KNOWN_FINDING if mark.is_known else FINDING,
            "known:" if mark.is_known else "",
            clean(mark.finding.message),
        )
    if len(marks) > MOST_FINDINGS:
        left = len(marks) - MOST_FINDINGS
        yield _Entry("", FAINT_INK, "", f"… and {left} more: depgraph check --all")
    if scene.marks.unmarked:
        rules = ", ".join(sorted(set(scene.marks.unmarked)))
        count = len(scene.marks.unmarked)
        said = f"Not marked: {count} more ({rules}): depgraph check --all"
        yield _Entry("", FAINT_INK, "", shorten(said, room, SMALL_SIZE))


def _doubts(scene: Scene) -> Iterable[_Entry]:
    doubts = scene.marks.doubts
    if not doubts:
        return
    kinds = {doubt.prerequisite is None for doubt in doubts}
    yield _Entry(
        "",
        INK,
        "Queries and questions" if len(kinds) > 1 else "Questions" if True in kinds else "Queries",
        "",
    )
    for doubt in doubts[:MOST_DOUBTS]:
        ends = [code for code in (doubt.prerequisite, doubt.milestone) if code is not None]
        head = " → ".join(shorten(clean(code), 120, SMALL_SIZE) for code in ends)
        yield _Entry(f"?{doubt.number}", INK, head, doubt.text or _NO_REASON)
    if len(doubts) > MOST_DOUBTS:
        left = len(doubts) - MOST_DOUBTS
        yield _Entry("", FAINT_INK, "", f"… and {left} more, in the files of the plan")


def _entry(entry: _Entry, room: float) -> Panel:
    """Return one entry as rows of a table of two columns."""
    if not entry.number:
        content = font(entry.head, SMALL_SIZE, entry.colour, bold=True) or font(
            entry.text, SMALL_SIZE, entry.colour
        )
        height = _LINE + 3 * _ENTRY_GAP
        return Panel(
            f'<TR><TD COLSPAN="2" ALIGN="LEFT" HEIGHT="{height}">{content}</TD></TR>', room, height
        )
    extra = width(entry.head, SMALL_SIZE, bold=True) - width(entry.head, SMALL_SIZE)
    lines = wrap(
        f"{entry.head} {entry.text}", room - extra - _SLACK, SMALL_SIZE, lines=_ENTRY_LINES
    )
    first = lines[0].removeprefix(entry.head) if lines else ""
    shown = [font(entry.head, SMALL_SIZE, INK, bold=True) + font(first, SMALL_SIZE, INK)]
    shown += [font(line, SMALL_SIZE, INK) for line in lines[1:]]
    # Rows of their own: the lines of one cell stand closer than those of other labels.
    height = _LINE * len(shown) + _ENTRY_GAP
    rows = []
    for n, line in enumerate(shown):
        sign = font(entry.number, SMALL_SIZE, entry.colour, bold=True) if n == 0 else ""
        high = _LINE + (_ENTRY_GAP if n == len(shown) - 1 else 0)
        rows.append(
            f'<TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{_NUMBER_WIDTH}" HEIGHT="{high}">{sign}</TD>'
            f'<TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{ceil(room) - _SLACK}">{line}</TD></TR>'
        )
    return Panel("".join(rows), room, height)


def _table(rows: str, room: float, height: float, used: float, *, border: bool) -> str:
    """Return a table of a fixed size; the rows, which use so much of it, are at its top."""
    frame = f'BORDER="1" COLOR="{FRAME}" BGCOLOR="#FFFFFF"' if border else 'BORDER="0"'
    padding = PADDING if border else 0
    rest = height - used - 2 * padding - _SLACK
    filler = f'<TR><TD CELLPADDING="0" HEIGHT="{rest:.0f}"></TD></TR>' if rest >= 1 else ""
    return (
        f'<<TABLE {frame} CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}"'
        f' FIXEDSIZE="TRUE" WIDTH="{room:.0f}" HEIGHT="{height:.0f}">'
        f'<TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="{room - _SLACK:.0f}">'
        f"{TABLE}{rows}</TABLE></TD></TR>{filler}</TABLE>>"
    )


def samples(scene: Scene) -> list[Standing]:
    """Return the standings of the cells that the legend shows."""
    present = {scene.standing(code) for code in scene.folding.targets}
    return [name for name in STANDINGS if name in present]
