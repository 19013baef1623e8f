"""What is late in a picture, and by what cause: a panel of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.labels import font
from depgraph.diagrams.panels import PADDING, Panel, panel_of
from depgraph.diagrams.text import clean, line_height, shorten, signed_days, wrap
from depgraph.diagrams.theme import LATE_STANDINGS, SMALL_SIZE
from depgraph.records import Struct
from depgraph.words import and_more, natural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.analysis.delay_causes import DelayCause
    from depgraph.analysis.projection import Projection
    from depgraph.diagrams.scene import Scene

_WIDTH = 236.0
_DAYS = 44.0
_INDENT = 12.0
_SLACK = 8.0
_MOST_CAUSES = 6
_MOST_TEAMS = 6
_LINE = line_height(SMALL_SIZE) + 2


class _Row(Struct):
    """Words, by how many days that is late, and how the row stands out."""

    words: str
    days: int | None = None
    is_bold: bool = False
    is_inner: bool = False
    is_moved: bool = False


def late_panel(scene: Scene) -> Panel | None:
    """Return what makes the drawn milestones late, and how many folded ones are overdue.

    None where nothing is late, or nothing is projected.
    """
    rows = [*_causes(scene), *_folded(scene)]
    if not rows:
        return None
    theme = scene.theme
    body = _table_row(font("Late, and by what cause", SMALL_SIZE + 0.6, theme.ink, bold=True), "")
    room = _WIDTH - 2 * PADDING - _SLACK
    for row in rows:
        words = row.words
        left = room - (_DAYS if row.days is not None else 0) - 12 * row.is_inner
        words = shorten(words, left, SMALL_SIZE, bold=row.is_bold)
        content = font(words, SMALL_SIZE, theme.ink, bold=row.is_bold)
        days = ""
        if row.days is not None:
            text = signed_days(row.days) if row.is_moved else f"{row.days:,} d"
            days = font(text, SMALL_SIZE, theme.late_words, bold=True)
        body += _table_row(content, days, is_inner=row.is_inner)
    used = _LINE * (len(rows) + 1)
    return panel_of(body, (_WIDTH, used + 2 * PADDING + _SLACK), used, theme)


def _table_row(words: str, days: str, *, is_inner: bool = False) -> str:
    """Return a row of a table of three columns: an indent, words, and days."""
    room = _WIDTH - 2 * PADDING - _SLACK - _DAYS - _INDENT
    indent = f'<TD WIDTH="{_INDENT:.0f}" HEIGHT="{_LINE}"></TD>' if is_inner else ""
    span = f'WIDTH="{room:.0f}"' if is_inner else f'COLSPAN="2" HEIGHT="{_LINE}"'
    return (
        f'<TR>{indent}<TD ALIGN="LEFT" {span}>{words}</TD>'
        f'<TD ALIGN="RIGHT" WIDTH="{_DAYS:.0f}">{days}</TD></TR>'
    )


def causes_of(scene: Scene) -> tuple[DelayCause, ...]:
    """Return what makes the drawn milestones late, the worst first; nothing unprojected."""
    from depgraph.analysis.delay_causes import delay_causes
    from depgraph.analysis.delays import delays

    projection = scene.projection
    drawn = [code for code in scene.folding.drawn if code in scene.late]
    if projection is None or not drawn:
        return ()
    return delay_causes(projection, delays(projection), drawn)


def _causes(scene: Scene) -> Iterator[_Row]:
    """Yield the roots of what is late, the worst first, each with what it makes late."""
    projection, causes = scene.projection, causes_of(scene)
    if projection is None:
        return
    for cause in causes[:_MOST_CAUSES]:
        yield from _cause_rows(projection, cause)
    if rest := and_more(len(causes) - _MOST_CAUSES):
        yield _Row(f"… {rest}: depgraph list --delayed")


def _cause_rows(projection: Projection, cause: DelayCause) -> Iterator[_Row]:
    from depgraph.analysis.reasons import reason

    driver = projection.driver(cause.root).driver
    why = reason(projection, cause.root, driver)
    own = next((held.days for held in cause.held if held.code == cause.root), None)
    others = [held for held in cause.held if held.code != cause.root]
    makes = " makes late" if others else ""
    yield _Row(f"{clean(cause.root)}  {why}{makes}", own, is_bold=True)
    for days in sorted({held.days for held in others}, reverse=True):
        codes = sorted((held.code for held in others if held.days == days), key=natural)
        words = ", ".join(map(clean, _stemmed(codes)))
        for n, line in enumerate(wrap(words, _WIDTH - _DAYS - 40, SMALL_SIZE, lines=2)):
            yield _Row(line, None if n else days, is_inner=True, is_moved=True)


def _stemmed(codes: Sequence[str]) -> list[str]:
    """Return codes, all but the first without what they begin with as it does.

    Examples
    --------
    >>> _stemmed(["LDM-503-11", "LDM-503-11a"])
    ['LDM-503-11', '-11a']
    """
    first = codes[0]
    stem = first.rpartition("-")[0]
    return [
        code if not stem or n == 0 or not code.startswith(f"{stem}-") else code[len(stem) :]
        for n, code in enumerate(codes)
    ]


def _folded(scene: Scene) -> Iterator[_Row]:
    """Yield how much of what stands without words is late, and by teams which the worst is."""
    hidden = [
        code
        for code in scene.folding.targets
        if scene.folding.is_hidden(code) and scene.standing(code) in LATE_STANDINGS
    ]
    if not hidden or scene.view.names_folded:
        return
    signs = "cells" if scene.view.has_cells else "circles"
    noun = "milestones" if scene.groups else "features"
    noun = noun.removesuffix("s") if len(hidden) == 1 else noun
    yield _Row(f"{len(hidden):,} {noun} late ({signs}):", is_bold=True)
    teams: dict[str, list[str]] = {}
    for code in hidden:
        milestone = scene.graph[code]
        teams.setdefault(milestone.team or milestone.owner or "", []).append(code)
    worst = {
        team: max(codes, key=lambda code: (scene.slip(code) or 0, code))
        for team, codes in teams.items()
    }
    ranked = sorted(teams, key=lambda team: (-len(teams[team]), team))
    for team in ranked[:_MOST_TEAMS]:
        count = f"{clean(team)} {len(teams[team]):,}".strip()
        words = f"{count}, the worst {clean(worst[team])}"
        yield _Row(words, scene.slip(worst[team]), is_inner=True)
    if rest := and_more(len(ranked) - _MOST_TEAMS, "more teams"):
        yield _Row(f"… {rest}", is_inner=True)
