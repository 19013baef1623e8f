"""Nodes where `dot` put them, on bands of time that run to the right or down."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from depgraph.diagrams.callouts import callout_places
from depgraph.diagrams.drawing import add_link, add_node, add_ring
from depgraph.diagrams.labels import callout_words
from depgraph.diagrams.sheet import Frame, add_box, add_line, add_words, place
from depgraph.diagrams.shortcuts import shortcuts
from depgraph.diagrams.text import key, width
from depgraph.diagrams.theme import BAND_SIZE, TEXT_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.layout import Box, Positions
    from depgraph.diagrams.scene import Scene

    _Point = tuple[float, float]

_SIDE = 10.0
_YEARS = 40.0
_AS_OF = 18.0
_YEARS_LEFT = 64.0


class PlacedBody:
    """Milestones as boxes, their links, and behind them the bands of time, if any.

    Parameters
    ----------
    scene
        What the picture shows.
    positions
        Where `dot` put the nodes and links.
    label
        Returns the label of a milestone.
    runs_down
        Whether time runs down, and not to the right.
    has_bands
        Whether there are bands of time.
    emphasis
        The code of the milestone that the picture is about, if it is about one.
    """

    def __init__(
        self,
        scene: Scene,
        positions: Positions,
        label: Callable[[Scene, str], str],
        *,
        runs_down: bool = False,
        has_bands: bool = True,
        emphasis: str | None = None,
    ) -> None:
        self._scene = scene
        self._label = label
        self._runs_down = runs_down
        self._has_bands = has_bands
        self._emphasis = emphasis
        self._nodes = {code: positions.nodes[key(code)] for code in scene.folding.drawn}
        self._lines = {
            (link.prerequisite, link.dependent): positions.lines[
                key(link.prerequisite), key(link.dependent)
            ]
            for link in scene.links
        }
        xs = [side for box in self._nodes.values() for side in (box.left, box.right)]
        ys = [side for box in self._nodes.values() for side in (box.bottom, box.top)]
        xs += [x for points in self._lines.values() for x, _ in points]
        ys += [y for points in self._lines.values() for _, y in points]
        self._low = min(xs, default=0.0), min(ys, default=0.0)
        self._high = max(xs, default=0.0), max(ys, default=0.0)
        # What the bands need beside the nodes.
        self._left = _YEARS_LEFT if has_bands and runs_down else _SIDE
        self._top = (_SIDE if runs_down else _YEARS) if has_bands else 0.0
        self._bottom = (_SIDE if runs_down else _AS_OF) if has_bands else 0.0

    @property
    def width(self) -> float:
        """The least width that it takes."""
        return self._high[0] - self._low[0] + self._left + _SIDE

    def height(self, width: float) -> float:
        """Return the height that it takes, which is the same for every width."""
        del width
        return self._high[1] - self._low[1] + self._top + self._bottom

    def draw(self, drawing: Canvas, frame: Frame) -> None:
        """Add it to a drawing."""
        spare = frame.right - frame.left - self.width
        dx = frame.left + self._left + spare / 2 - self._low[0]
        dy = frame.bottom + self._bottom - self._low[1]
        nodes = {
            code: box._replace(x=box.x + dx, y=box.y + dy) for code, box in self._nodes.items()
        }
        lines = {
            pair: tuple((x + dx, y + dy) for x, y in points) for pair, points in self._lines.items()
        }
        if self._has_bands:
            _add_bands(drawing, self._scene, frame, nodes, runs_down=self._runs_down)
        add_links(drawing, self._scene, nodes, shortcuts(self._scene.links, nodes, lines))
        for code, box in nodes.items():
            label = self._label(self._scene, code)
            heavy = {"penwidth": "3"} if code == self._emphasis else {}
            add_node(drawing, self._scene, code, label, pos=place(box.x, box.y), **heavy)
            add_ring(drawing, self._scene, code, (box.x, box.y), (box.width, box.height))


def add_links(
    drawing: Canvas,
    scene: Scene,
    nodes: Mapping[str, Box],
    lines: Mapping[tuple[str, str], Sequence[_Point]],
    *,
    at_tail: bool = False,
) -> None:
    """Add the lines of a scene along their curves, with what stands on them.

    That is near their beginning where they come together behind it.
    """
    places = callout_places(scene.links, nodes, lines, at_tail=at_tail or scene.view.is_around_one)
    queried = {link.prerequisite for link in scene.links if callout_words(link)}
    ends = {code for link in scene.links for code in (link.prerequisite, link.dependent)}
    for code in sorted(ends, key=lambda code: (code in queried, code)):
        # Links are drawn with the node that they begin at: those with callouts come last.
        drawing.node(key(code))
    for link in scene.links:
        pair = link.prerequisite, link.dependent
        *curve, tip = lines[pair]
        at = {"head_lp": place(*places[pair])} if pair in places else {}
        points = " ".join(place(x, y) for x, y in curve)
        add_link(drawing, scene, link, pos=f"e,{place(*tip)} {points}", **at)


def _spans(scene: Scene, nodes: Mapping[str, Box], *, runs_down: bool) -> list[tuple[float, float]]:
    """Return where the nodes of each column begin and end, in the direction of time."""
    columns = [[nodes[code] for code in column.codes] for column in scene.columns]
    if runs_down:
        return [(max(b.top for b in boxes), min(b.bottom for b in boxes)) for boxes in columns]
    return [(min(b.left for b in boxes), max(b.right for b in boxes)) for boxes in columns]


def _cuts(spans: Sequence[tuple[float, float]], first: float, last: float) -> list[float]:
    """Return where one column ends and the next begins, with both ends of all."""
    return [first, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), last]


def _years(scene: Scene) -> list[list[int]]:
    """Return the numbers of the columns of each band."""
    columns = scene.columns
    return [list(group) for _, group in groupby(range(len(columns)), key=lambda n: columns[n].year)]


def _year_words(scene: Scene, band: Sequence[int]) -> str:
    year = scene.columns[band[0]].year
    return "no date" if year is None else str(year)


def _periods(scene: Scene) -> list[list[int]]:
    """Return the numbers of the columns of each named period."""
    columns = scene.columns
    numbers = range(len(columns))
    groups = groupby(numbers, key=lambda n: (columns[n].year, columns[n].period))
    return [period for _, group in groups if columns[(period := list(group))[0]].period]


def _first_ahead(scene: Scene) -> int:
    """Return the number of the first column behind the as-of date."""
    return next(
        (n for n, column in enumerate(scene.columns) if column.is_ahead), len(scene.columns)
    )


def _add_bands(
    drawing: Canvas, scene: Scene, frame: Frame, nodes: Mapping[str, Box], *, runs_down: bool
) -> None:
    """Add the bands of time with their words, and the line at the as-of date."""
    theme = scene.theme
    first, last = (frame.top, frame.bottom) if runs_down else (frame.left, frame.right)
    cuts = _cuts(_spans(scene, nodes, runs_down=runs_down), first, last)
    beside = frame.left + _YEARS_LEFT / 2 - 4
    for n, band in enumerate(_years(scene) or [[]]):
        begin, end = (cuts[band[0]], cuts[band[-1] + 1]) if band else (first, last)
        sides = {"top": begin, "bottom": end} if runs_down else {"left": begin, "right": end}
        add_box(drawing, f"band~{n}", frame._replace(**sides), theme.bands[n % 2], "band")
        if band:
            at = (beside, begin - 14) if runs_down else ((begin + end) / 2, frame.top - 12)
            add_words(drawing, f"year~{n}", _year_words(scene, band), at, BAND_SIZE, theme.faint)
    for period in _periods(scene):
        begin, end = cuts[period[0]], cuts[period[-1] + 1]
        at = (beside, begin - 30) if runs_down else ((begin + end) / 2, frame.top - 27)
        words = scene.columns[period[0]].period
        add_words(drawing, f"period~{period[0]}", words, at, TEXT_SIZE, theme.faint)
    if scene.graph.as_of and scene.columns:
        add_as_of = _add_as_of_down if runs_down else _add_as_of_across
        add_as_of(drawing, scene, scene.graph.as_of, frame, cuts[_first_ahead(scene)])


def _add_as_of_across(drawing: Canvas, scene: Scene, as_of: date, frame: Frame, cut: float) -> None:
    words = f"as of {as_of}"
    x = min(max(cut, frame.left + 4), frame.right - 4)
    half = width(words, TEXT_SIZE, bold=True) / 2
    middle = min(max(x, frame.left + half + 4), frame.right - half - 4)
    colour = scene.theme.as_of
    add_words(drawing, "as-of", words, (middle, frame.bottom + 7), TEXT_SIZE, colour)
    ends = (x, frame.bottom + 14), (x, frame.top - _YEARS + 6)
    add_line(drawing, "as-of", ends, "as-of", style="dashed", color=colour, penwidth="1.4")


def _add_as_of_down(drawing: Canvas, scene: Scene, as_of: date, frame: Frame, cut: float) -> None:
    words = f"as of {as_of}"
    y = min(max(cut, frame.bottom + 4), frame.top - 4)
    half = width(words, TEXT_SIZE, bold=True) / 2
    colour = scene.theme.as_of
    # Above its line, or below it where that is at the upper edge.
    at = frame.right - half - 6, y - 7 if y + 14 > frame.top else y + 7
    add_words(drawing, "as-of", words, at, TEXT_SIZE, colour)
    ends = (frame.left + 4, y), (frame.right - 4, y)
    add_line(drawing, "as-of", ends, "as-of", style="dashed", color=colour, penwidth="1.4")
