"""The contents of a picture, for readers of PDF: which page has what."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from depgraph.diagrams.pdf import Bookmark
from depgraph.diagrams.recorded import Node
from depgraph.diagrams.text import clean, code_of
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from depgraph.diagrams.recorded import Edge
    from depgraph.diagrams.scene import Scene

_KINDS = ("milestone", "group")
_MARGIN = 40.0
_MOST_NAME = 60


class OnPage(Struct):
    """A milestone or a group, by the name of its node, and where it stands on a page."""

    name: str
    x: float
    y: float


def milestones_on(
    items: Iterable[Node | Edge], on_page: Callable[[float, float], tuple[float, float]]
) -> list[OnPage]:
    """Return the milestones and groups that are drawn, with their places on a page."""
    return [
        OnPage(item.name, *on_page(*item.place))
        for item in items
        if isinstance(item, Node)
        and item.place is not None
        and item.attributes.get("id", "").partition("-")[0] in _KINDS
    ]


def contents(scene: Scene, pages: Sequence[Sequence[OnPage]]) -> Iterator[Bookmark]:
    """Return a bookmark for each of several pages or, of one page, for each year."""
    if len(pages) == 1:
        yield from _by_year(scene, pages[0])
        return
    for number, on_page in enumerate(pages):
        milestones = sorted(on_page, key=lambda milestone: (-milestone.y, milestone.x))
        codes = [clean(code_of(milestone.name)) for milestone in milestones]
        words = f"Page {number + 1}"
        if codes:
            words += f": {codes[0]}" + (f" to {codes[-1]}" if len(codes) > 1 else "")
        lines = [_bookmark(scene, number, milestone) for milestone in milestones]
        yield Bookmark(words, number, 0.0, 1e5, lines)


def _by_year(scene: Scene, milestones: Sequence[OnPage]) -> Iterator[Bookmark]:
    by_name = {code_of(milestone.name): milestone for milestone in milestones}
    for year, columns in groupby(scene.columns, key=lambda column: column.year_words):
        lines = [
            _bookmark(scene, 0, by_name[code])
            for column in columns
            for code in column.codes
            if code in by_name
        ]
        if lines:
            top = max(line.top for line in lines)
            left = min(line.left for line in lines)
            yield Bookmark(year, 0, left, top, lines)


def _bookmark(scene: Scene, page: int, milestone: OnPage) -> Bookmark:
    code = code_of(milestone.name)
    group = scene.groups.get(code)
    if group is not None:
        words = f"{group.owner} {group.period}"
    else:
        words = f"{code} {(scene.graph[code].name or '')[:_MOST_NAME]}"
    left, top = max(milestone.x - _MARGIN, 0.0), milestone.y + _MARGIN
    return Bookmark(clean(words), page, left, top)
