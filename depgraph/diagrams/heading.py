"""The words above a picture: its title, what it shows, and what drives its target."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from depgraph.analysis.due_dates import days_late
from depgraph.analysis.hop_counts import link_count
from depgraph.analysis.late import late_milestones, projection_or_none
from depgraph.analysis.scheduled import counted_milestones
from depgraph.diagrams.labels import font
from depgraph.diagrams.panels import SLACK, Panel, panel_of
from depgraph.diagrams.standing import standing
from depgraph.diagrams.text import clean, counted, line_height, shorten, wrap
from depgraph.diagrams.theme import SAID, STANDINGS, SUBTITLE_SIZE, TITLE_SIZE
from depgraph.model.documents import as_of_words
from depgraph.words import listed, natural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing, Theme
    from depgraph.model import Milestone

_HEADING_GAP = 2
_CHAIN_CODES = 12
_STANDINGS = {**SAID, "undated": "without a date"}


def subtitle(scene: Scene) -> str:
    """Return the counts of a plan, what is folded, and what places a milestone."""
    graph, marks = scene.graph, scene.marks.findings
    all_ = [m for m in graph.milestones if m.id not in scene.groups]
    inside = [m for m in all_ if not scene.is_outside(m.id)]
    outside, queried = len(all_) - len(inside), len(graph.queried_links)
    known = scene.marks.known
    parts = (
        as_of_words(graph.as_of, graph.documents, without=""),
        _level_words(inside) + _folded_words(scene),
        f"{outside:,} outside" if outside else "",
        f"of {scene.total}",
        _standing_words(scene),
        _undrawn_words(scene),
        counted(link_count(graph), "link") + (f", {queried:,} queried" if queried else ""),
        counted(len(marks), "new finding") if marks else "",
        f"{counted(known, 'known finding')} not marked" if known else "",
        scene.view.placed if graph.milestones else "",
    )
    return _parted(*parts)


def _standing_words(scene: Scene) -> str:
    """Return how the milestones stand, in numbers."""
    if not scene.graph.as_of:
        return ""
    codes = [
        milestone.id for milestone in scene.graph.milestones if milestone.id not in scene.groups
    ]
    return _counts_words(Counter(map(scene.standing, codes)))


def _undrawn_words(scene: Scene) -> str:
    """Return how that stands which only the schedule has, and which no picture of links draws.

    Only under a whole plan: a part was not asked about them.
    """
    graph = scene.graph
    if not graph.as_of or not graph.schedule_only or scene.total != counted_milestones(graph):
        return ""
    only = graph.with_parts(milestones=graph.schedule_only, links=())
    late = late_milestones(only, projection_or_none(only))
    counts = Counter(
        standing(milestone, only.as_of, late)
        for milestone in only.milestones
        if milestone.id not in late
    )
    return _parted(
        f"late too, and only in the schedule: {listed(sorted(late, key=natural))}" if late else "",
        f"only in the schedule: {_counts_words(counts)}" if counts else "",
    )


def _counts_words(counts: Mapping[Standing, int]) -> str:
    return ", ".join(f"{counts[how]:,} {_STANDINGS[how]}" for how in STANDINGS if counts.get(how))


def _level_words(milestones: Sequence[Milestone]) -> str:
    """Return how many milestones there are of which level."""
    levels = Counter(m.level for m in milestones if m.level is not None)
    counts = [f"{count:,} level-{level}" for level, count in sorted(levels.items())]
    without = len(milestones) - levels.total()
    if without or not counts:
        counts.append(f"{without:,} other" if counts else f"{without:,}")
    *others, last = counts
    noun = "milestone" + "s" * (len(milestones) != 1)
    return f"{', '.join(others)} and {last} {noun}" if others else f"{last} {noun}"


def _folded_words(scene: Scene) -> str:
    folded = len(scene.folding.targets)
    if scene.groups:
        return f", {folded:,} of them in {counted(len(scene.groups), 'group')}"
    return f", {folded:,} of them folded into cells" if folded and scene.view.has_cells else ""


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


def headline(scene: Scene) -> str:
    """Return whether the target of the critical path is late; empty where no path is known."""
    path = scene.path
    if path is None:
        return ""
    target = clean(path.target.id)
    if path.target.is_complete:
        return f"{target} is complete."
    late = scene.late.get(path.target.id)
    if late is None:
        return f"{target} is on time: {path.projected or 'no date'}."
    expected = path.projected or late.until
    days = (expected - late.since).days
    will_be = "is overdue" if late.kind == "overdue" else "will be late"
    return f"{target} {will_be}: {expected}, {days:,} days after it is due."


def _projected(scene: Scene) -> str:
    """Return the projected date of the target of the critical path, and how late that is."""
    if scene.projected is None:
        return ""
    graph = scene.graph
    late = days_late(graph, graph[scene.chain[0]], scene.projected, graph.as_of) or 0
    return f" (projected {scene.projected}{f', {late} d late' if late > 0 else ''})"


def description(scene: Scene) -> str:
    """Return what a picture shows, for readers who do not see it."""
    moved = scene.moves.words if scene.moves else ""
    parts = (subtitle(scene), *scene.remarks, moved, headline(scene), *scene.about)
    parts += (chain_line(scene),)
    return f"{'. '.join(part.removesuffix('.') for part in parts if part)}."


def heading(scene: Scene, room: float, *, page: str = "") -> Panel:
    """Return the title, the counts, what was left out or moved, and the critical path.

    Parameters
    ----------
    page
        Which of several pages it is for, in words.
    """
    theme = scene.theme
    remarks = [*scene.remarks, *([scene.moves.words] if scene.moves else [])]
    lines = [(scene.title, TITLE_SIZE, theme.ink, True)]

    def add(words: str, colour: str, *, bold: bool = True, most: int = 2) -> None:
        wrapped = wrap(words, room, SUBTITLE_SIZE, lines=most, bold=bold)
        lines.extend((line, SUBTITLE_SIZE, colour, bold) for line in wrapped)

    add(_parted(page, subtitle(scene)), theme.faint, bold=False, most=3)
    for remark in remarks:
        add(clean(remark), theme.ink)
    answer = headline(scene)
    first, *more = [f"{answer} {scene.about[0] if scene.about else ''}", *scene.about[1:]]
    add(clean(first) if answer else chain_line(scene), theme.critical)
    for words in more:
        add(clean(words), theme.ink, bold=False)
    return _head(lines, room, theme)


def short_heading(scene: Scene, room: float, *, page: str) -> Panel:
    """Return the title and the as-of date, for the pages after the first."""
    theme, graph = scene.theme, scene.graph
    words = _parted(page, as_of_words(graph.as_of, graph.documents, without=""))
    lines = [
        (scene.title, TITLE_SIZE, theme.ink, True),
        (words, SUBTITLE_SIZE, theme.faint, False),
    ]
    return _head(lines, room, theme)


def _parted(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _head(lines: Sequence[tuple[str, float, str, bool]], room: float, theme: Theme) -> Panel:
    """Return lines of a text, a size, a colour and whether they are bold, as a panel."""
    rows = "".join(
        f'<TR><TD ALIGN="LEFT" HEIGHT="{line_height(size) + _HEADING_GAP}">'
        f"{font(shorten(text, room, size, bold=bold), size, colour, bold=bold)}</TD></TR>"
        for text, size, colour, bold in lines
    )
    used = sum(line_height(size) + _HEADING_GAP for _, size, _, _ in lines)
    return panel_of(rows, (room, used + SLACK), used, theme, border=False)
