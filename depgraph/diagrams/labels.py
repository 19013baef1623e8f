"""The label and the tooltip of one milestone, and the tooltip of a link."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.rollup import apportion
from depgraph.diagrams.float_paths import float_words, slack_words
from depgraph.diagrams.text import (
    balance,
    clean,
    key,
    line_height,
    markup,
    width,
    wrap,
)
from depgraph.diagrams.theme import (
    CELL_WIDTHS,
    CLEAR_CONTRAST,
    CODE_SIZE,
    SMALL_SIZE,
    STANDINGS,
    TEXT_SIZE,
    contrast,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Paint, Theme

ROOM = 71.0
"""The width to which the label of a milestone is wrapped, in points."""

CELL_WIDTH = 10
CELL_HEIGHT = line_height(SMALL_SIZE) + 2

_NAME_LINES = 5
_CODE_LINES = 4
_MOST_NUMBERS = 3
_CELLS_PER_ROW = 7
MOST_CELLS = 8 * _CELLS_PER_ROW
"""Of more features than this, a cell stands for several."""

GAP = "\u00a0"
"""Between two texts of different fonts: newer releases of Graphviz drop a plain space."""

_STRIP = re.compile(r'ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="\d+" HEIGHT="(\d+)"')
_ROW_HEIGHT = line_height(TEXT_SIZE)
_BOX_MARGINS = 9.0

TABLE = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'


def font(text: str, size: float, colour: str = "", *, bold: bool = False) -> str:
    """Return text in a font. Graphviz fails on an empty one, so empty text stays empty."""
    if not text:
        return ""
    inner = f"<B>{markup(text)}</B>" if bold else markup(text)
    paint = f' COLOR="{colour}"' if colour else ""
    return f'<FONT POINT-SIZE="{size:g}"{paint}>{inner}</FONT>'


def row(content: str) -> str:
    """Return a table row with one cell, aligned left."""
    return f'<TR><TD ALIGN="LEFT" BALIGN="LEFT">{content}</TD></TR>'


def label(scene: Scene, code: str, *, has_bar: bool = False) -> str:
    """Return the HTML-like label of a node, which a bar beside it may say the slip of."""
    milestone = scene.graph[code]
    paint = scene.paint(code)
    rows = _code_rows(scene, code)
    rows.extend(
        font(line, TEXT_SIZE, paint.text)
        for line in balance(clean(milestone.name or ""), ROOM, TEXT_SIZE, lines=_NAME_LINES)
    )
    rows += date_rows(scene, code, has_bar=has_bar)
    move = scene.move(code)
    if move is not None:
        rows.append(font(move.words, TEXT_SIZE, clear(scene.theme.moved, paint), bold=True))
    features = scene.features(code)
    body = "".join(row(content) for content in rows)
    if features:
        body += f'<TR><TD ALIGN="LEFT" CELLPADDING="1">{_strip(scene, code, features)}</TD></TR>'
        body += "".join(
            row(font(line, SMALL_SIZE, paint.text))
            for line in wrap(progress(scene, features), ROOM, SMALL_SIZE, lines=2)
        )
    return f"<{TABLE}{body}</TABLE>>"


def label_height(html: str) -> float:
    """Return about how high a label of `label` is in its box, in points.

    What is placed by it has some room around it; Graphviz knows the height itself.
    """
    strips = sum(map(int, _STRIP.findall(html)))
    return html.count("BALIGN") * _ROW_HEIGHT + strips + _BOX_MARGINS


def date_rows(scene: Scene, code: str, *, has_bar: bool = False) -> list[str]:
    """Return what is said of the dates of a node and of its float, each on a line of its own."""
    paint, theme = scene.paint(code), scene.theme
    is_white = scene.standing(code) == "projected"
    strong = clear(theme.late_words, paint) if is_white else paint.text
    colours = {"strong": strong, "plain": paint.text, "faint": clear(theme.faint, paint)}
    rows = [
        font(
            line.words if has_bar else line.with_slip,
            TEXT_SIZE,
            colours[line.weight],
            bold=line.weight == "strong",
        )
        for line in scene.date_lines(code)
    ]
    colour = clear(theme.critical, paint)
    if days := scene.paths.floats.get(code, 0):
        rows.append(font(float_words(days), TEXT_SIZE, colour, bold=True))
    if scene.paths.has_own_date and scene.paths.critical[:1] == (code,):
        flag = "<BR/>".join(
            font(line, SMALL_SIZE, colour, bold=True) for line in ("driven by", "its own date")
        )
        rows.append(
            f'<TABLE BORDER="1" COLOR="{theme.critical}" STYLE="ROUNDED" CELLBORDER="0"'
            f' CELLSPACING="0" CELLPADDING="1"><TR><TD>{flag}</TD></TR></TABLE>'
        )
    return rows


def _code_rows(scene: Scene, code: str) -> list[str]:
    """Return the code with the numbers of findings and questions, on one line or two."""
    group = scene.groups.get(code)
    shown = wrap(
        clean(group.owner if group else code), ROOM, CODE_SIZE, lines=_CODE_LINES, bold=True
    )
    shown += [group.period] if group else [] if shown else ["(blank)"]
    paint = scene.paint(code)
    rows = [font(line, CODE_SIZE, paint.text, bold=True) for line in shown]
    parts = signs(scene, code)
    marks = " ".join(text for text, _, _ in parts)
    if marks:
        drawn = GAP.join(font(text, TEXT_SIZE, colour, bold=bold) for text, colour, bold in parts)
        used = width(f"{shown[-1]}  ", CODE_SIZE, bold=True)
        if used + width(marks, TEXT_SIZE, bold=True) <= ROOM + CELL_WIDTH:
            rows[-1] += GAP + drawn
        else:
            rows.append(drawn)
    return rows


def signs(scene: Scene, code: str) -> list[tuple[str, str, bool]]:
    """Return the numbers of findings and questions, each with its colour and weight."""
    if code in scene.folding.targets:
        findings: Sequence[int] = scene.marks.marked_features.get(code, ())
        questions: Sequence[int] = scene.marks.queried_features.get(code, ())
    else:
        findings = scene.marks.findings_at.get(code, ())
        questions = scene.marks.questions_at.get(code, ())
    paint, theme = scene.paint(code), scene.theme
    parts = [
        (numbers("▲", findings), clear(theme.finding, paint), True),
        (numbers("?", questions), paint.text, True),
    ]
    return [part for part in parts if part[0]]


def clear(colour: str, paint: Paint) -> str:
    """Return a colour for words in a box, or that of its text where it would not be clear."""
    return colour if contrast(colour, paint.fill) >= CLEAR_CONTRAST else paint.text


def numbers(sign: str, several: Sequence[int]) -> str:
    """Return for example ``▲3 ▲4``, or with many numbers ``▲3 ▲4 +5``."""
    shown = [f"{sign}{number}" for number in several[:_MOST_NUMBERS]]
    if len(several) > _MOST_NUMBERS:
        shown[-1] = f"+{len(several) - _MOST_NUMBERS + 1}"
    return " ".join(shown)


def progress(scene: Scene, features: Sequence[str]) -> str:
    """Return for example ``6/6 done``, or ``7/17 · 4 overdue``."""
    standings = [scene.standing(feature) for feature in features]
    late, projected = standings.count("late"), standings.count("projected")
    moved = sum(scene.move(feature) is not None for feature in features)
    parts = [f"{late} overdue"] * (late > 0) + [f"{projected} will be late"] * (projected > 0)
    parts += [f"{moved} moved"] * (moved > 0)
    share = f"{standings.count('done')}/{len(features)}"
    return " · ".join([share, *parts]) if parts else f"{share} done"


def _strip(scene: Scene, code: str, features: Sequence[str]) -> str:
    if len(features) > MOST_CELLS:
        cells = _shares(scene, features)
    else:
        cells = [_feature_cell(scene, feature, code) for feature in features]
    rows = "".join(
        f"<TR>{''.join(cells[start : start + _CELLS_PER_ROW])}</TR>"
        for start in range(0, len(cells), _CELLS_PER_ROW)
    )
    wide = CELL_WIDTH * min(len(cells), _CELLS_PER_ROW)
    high = CELL_HEIGHT * -(-len(cells) // _CELLS_PER_ROW)
    # Without a fixed size the cells of a short strip would drift apart.
    return (
        '<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="0" ALIGN="LEFT"'
        f' FIXEDSIZE="TRUE" WIDTH="{wide}" HEIGHT="{high}">{rows}</TABLE>'
    )


def _shares(scene: Scene, features: Sequence[str]) -> list[str]:
    """Return cells that each stand for several features of one standing; of each, at least one."""
    counts = Counter(scene.standing(feature) for feature in features)
    shown = [standing for standing in STANDINGS if counts[standing]]
    shares = apportion([counts[standing] for standing in shown], MOST_CELLS)
    return [
        f'<TD COLOR="{paint.cell_line}" BGCOLOR="{paint.cell}" FIXEDSIZE="TRUE"'
        f' WIDTH="{CELL_WIDTH}" HEIGHT="{CELL_HEIGHT}"></TD>'
        for standing, share in zip(shown, shares, strict=True)
        for paint in [scene.theme.paints[standing]] * share
    ]


def _feature_cell(scene: Scene, feature: str, target: str) -> str:
    paint = scene.theme.paints[scene.standing(feature)]
    sign = ""
    if feature in scene.marks.queried_features:
        sign = font("?", SMALL_SIZE, paint.cell_text, bold=True)
    if feature in scene.marks.marked_features:
        sign = font("▲", SMALL_SIZE, paint.cell_text)
    rank = scene.paths.rank(feature)
    if rank is not None:
        border = f'COLOR="{rank_colour(scene.theme, rank)}" BORDER="2"'
    else:
        wide = CELL_WIDTHS.get(scene.standing(feature), 1)
        border = f'COLOR="{paint.cell_line}"' + f' BORDER="{wide:.0f}"' * (wide > 1)
    return (
        f'<TD {border} BGCOLOR="{paint.cell}" FIXEDSIZE="TRUE" VALIGN="BOTTOM"'
        f' WIDTH="{CELL_WIDTH}" HEIGHT="{CELL_HEIGHT}"'
        f' ID="{cell_id(scene, feature, target)}" HREF="#milestone-{key(target)}"'
        f' TOOLTIP="{markup(tooltip(scene, feature))}">{sign}</TD>'
    )


def cell_id(scene: Scene, feature: str, target: str) -> str:
    """Return the name of a cell, which `depgraph.diagrams.svg` makes its classes of."""
    return (
        f"feature-{key(feature)}:{key(target)}:{standing_classes(scene, feature).replace(' ', '+')}"
    )


def standing_classes(scene: Scene, code: str) -> str:
    """Return the classes of how a milestone stands: ``late projected`` for what will be late."""
    standing = scene.standing(code)
    return "late projected" if standing == "projected" else standing


def rank_colour(theme: Theme, rank: Rank) -> str:
    """Return the colour of a float path."""
    return theme.critical if rank == "critical" else theme.near_critical


def tooltip(scene: Scene, code: str) -> str:
    """Return what a reader sees on hovering over a milestone, in one line."""
    milestone = scene.graph[code]
    name = f": {clean(milestone.name)}" if milestone.name else ""
    owner = f" ({clean(milestone.owner)})" if milestone.owner else ""
    parts = [f"{clean(code)}{name}{owner}", ", ".join(scene.dates(code))]
    features = scene.folding.features.get(code, ())
    if features:
        parts.append(progress(scene, features))
    rank = scene.paths.rank(code)
    if rank is not None:
        parts.append(f"on the {'critical path' if rank == 'critical' else 'next float path'}")
    if days := scene.paths.floats.get(code, 0):
        parts.append(float_words(days))
    move = scene.move(code)
    if move is not None:
        parts.append(f"{move.words}, was {move.before}")
    parts.extend(text for text, _, _ in signs(scene, code))
    return " · ".join(parts)


def link_tooltip(drawn: DrawnLink) -> str:
    """Return what a reader sees on hovering over a link, in one line."""
    parts = [f"{clean(drawn.dependent)} waits on {clean(drawn.prerequisite)}"]
    if drawn.is_bundle:
        count, queried = len(drawn.links), sum(link.queried for link in drawn.links)
        parts.append(f"{count:,} links" if count > 1 else "1 link")
        return " · ".join([*parts, *[f"{queried:,} queried"] * (queried > 0)])
    for link in drawn.links:
        if link.type != "FS" or link.lag:
            parts.append(f"{link.type} {link.lag:+d} d")
        parts.extend(f"queried: {clean(query.text) or 'no reason given'}" for query in link.queries)
    if drawn.is_settled:
        parts.append("settled: an end is complete")
    if drawn.rank is not None:
        parts.append("critical" if drawn.is_critical else "on the next float path")
    if drawn.slack is not None:
        parts.append(f"slack {slack_words(drawn.slack)}")
    return " · ".join(parts)


def callout_words(drawn: DrawnLink) -> str:
    """Return what stands on a link: the number of its query, its slack, or nothing."""
    words = [f"?{drawn.query}"] if drawn.query is not None else []
    words += [slack_words(drawn.slack)] if drawn.slack is not None else []
    return " ".join(words)


def callout(scene: Scene, drawn: DrawnLink, *, is_low: bool = False) -> str:
    """Return the pill on a link, as an HTML-like label: the number of its query, its slack.

    A low one is for lines that stand close.
    """
    theme = scene.theme
    line = theme.faint if drawn.rank is None else rank_colour(theme, drawn.rank)
    ink = theme.ink if drawn.rank is None else theme.critical
    return (
        f'<<TABLE BORDER="1" COLOR="{line}" BGCOLOR="{theme.page}" STYLE="ROUNDED"'
        f' CELLBORDER="0" CELLSPACING="0" CELLPADDING="{0 if is_low else 1}">'
        f'<TR><TD VALIGN="BOTTOM" HEIGHT="{line_height(SMALL_SIZE) + (0 if is_low else 1)}">'
        f"{font(callout_words(drawn), SMALL_SIZE, ink, bold=True)}</TD></TR></TABLE>>"
    )
