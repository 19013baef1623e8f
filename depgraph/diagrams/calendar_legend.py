"""What the legend of a calendar explains: the signs that it has, drawn as it has them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from depgraph.diagrams.drawing import line_style
from depgraph.diagrams.elbows import rounded_way
from depgraph.diagrams.lanes import MOST_ROWS, guests_of
from depgraph.diagrams.legend import LEGEND, feature_signs, since_words
from depgraph.diagrams.paper import Frame
from depgraph.diagrams.samples import SAMPLE_WIDTH, Ghost, Sample
from depgraph.diagrams.shapes import add_box, add_curve, place
from depgraph.diagrams.symbols import add_ring, hollow_style, pale, symbol_style
from depgraph.diagrams.text import wrap
from depgraph.diagrams.theme import SAID, SMALL_SIZE, SOON_DAYS, STANDINGS
from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.drawing import Mark
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Standing

_WIDE = SAMPLE_WIDTH - 14.0
_APART = 10.5
_WORDS_ROOM = 148.0


# -- signs -------------------------------------------------------------------------------


class Symbols(Struct):
    """Symbols of some standings, side by side."""

    mark: Mark
    standings: tuple[Standing, ...]
    is_pale: bool = False

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add them to a `graphviz.Digraph`."""
        there = _standings(scene, self.mark)
        shown = [standing for standing in self.standings if standing in there] or self.standings[:1]
        for n, standing in enumerate(shown):
            paint = scene.theme.paints[standing]
            if self.is_pale:
                paint = pale(paint, scene.theme, standing)
            drawing.node(
                f"{name}~{standing}",
                "",
                pos=place(left + 4 + _APART * n, y),
                **{"class": "sample"},
                **symbol_style(paint, standing, self.mark),
            )


class Moved(Struct):
    """A bar between a hollow mark at the due date and a symbol."""

    mark: Mark
    standing: Standing

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a `graphviz.Digraph`."""
        theme = scene.theme
        paint = theme.paints[self.standing]
        half = 3.0 if self.mark == "diamond" else 0.9
        frame = Frame(left + 8, y - half, left + _WIDE - 8, y + half)
        fill = paint.bar if self.mark == "diamond" else paint.cell_line
        add_box(drawing, f"{name}~bar", frame, fill, "sample", line=paint.line)
        hollow = hollow_style(paint, theme, self.mark)
        drawing.node(f"{name}~due", "", pos=place(frame.left, y), **{"class": "sample"}, **hollow)
        filled = symbol_style(paint, self.standing, self.mark)
        drawing.node(f"{name}~at", "", pos=place(frame.right, y), **{"class": "sample"}, **filled)


class Way(Struct):
    """A link: down from its source, along, and down into its target."""

    is_queried: bool = False
    is_settled: bool = False
    is_marked: bool = False

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a `graphviz.Digraph`."""
        ends = left + 8, left + _WIDE - 8
        corners = [(ends[0], y + 6), (ends[0], y + 1.5), (ends[1], y + 1.5), (ends[1], y - 6.5)]
        _add_line(drawing, name, corners, line_style(scene.theme, **self._asdict()))


class PathWay(Struct):
    """A symbol with a ring, and a link from it."""

    rank: Rank

    def draw(self, drawing: Canvas, name: str, scene: Scene, left: float, y: float) -> None:
        """Add it to a `graphviz.Digraph`."""
        at = left + 10, y
        paint = scene.theme.paints["later"]
        style = {**symbol_style(paint, "later", "circle"), "width": "0.08", "height": "0.08"}
        drawing.node(f"{name}~at", "", pos=place(*at), **{"class": "sample"}, **style)
        add_ring(drawing, f"{name}~ring", scene.theme, "circle", at, self.rank, gap=2.6)
        ends = [(at[0] + 7, y), (left + _WIDE, y)]
        style = line_style(scene.theme, rank=self.rank) | {"penwidth": "2.4"}
        _add_line(drawing, name, ends, style)


def _add_line(
    drawing: Canvas, name: str, corners: list[tuple[float, float]], style: dict[str, str]
) -> None:
    *curve, tip = rounded_way(corners)
    style = style | {"arrowsize": "0.5"}
    names = f"{name}-1", f"{name}-2"
    add_curve(drawing, names, curve, tip, **{"class": "sample"}, **style)


# -- what a calendar has -----------------------------------------------------------------


def _codes(scene: Scene, mark: Mark) -> set[str]:
    """Return the milestones that have a symbol: of lanes, of features, of other owners."""
    if mark == "circle":
        return set(scene.folding.targets)
    lanes = guests_of(scene)
    return set(lanes) if mark == "diamond" else set(scene.folding.drawn).difference(lanes)


def _standings(scene: Scene, mark: Mark) -> set[Standing]:
    return {scene.standing(code) for code in _codes(scene, mark)}


def _moved(scene: Scene, standing: Standing, mark: Mark) -> bool:
    return any(
        scene.standing(code) == standing
        and scene.expected.get(code) is not None
        and (scene.late[code].since if code in scene.late else scene.graph[code].due)
        not in (None, scene.expected[code])
        for code in _codes(scene, mark)
    )


def _has_moved(standing: Standing) -> Callable[[Scene], bool]:
    return partial(_moved, standing=standing, mark="diamond")


def _shares_places(scene: Scene) -> bool:
    """Whether several features of one day may stand on one place, as rows are too few for them."""
    for guests in guests_of(scene).values():
        days = Counter(scene.expected.get(code) for code in guests)
        del days[None]
        if len(guests) > MOST_ROWS and max(days.values(), default=0) > 1:
            return True
    return False


def _feature_words(scene: Scene) -> str:
    words_for = {**SAID, "soon": f"within {SOON_DAYS} days"}
    there = _standings(scene, "circle")
    words = [words_for[standing] for standing in STANDINGS if standing in there]
    signs = [feature_signs(scene), "a number: so many there" * _shares_places(scene)]
    lines = wrap(f"feature: {', '.join(words)}", _WORDS_ROOM, SMALL_SIZE, lines=3)
    signs = [sign for sign in signs if sign]
    return "\n".join([*lines, *[f"({', '.join(signs)})"] * bool(signs)])


def _symbol_words(scene: Scene) -> str:
    there = _standings(scene, "diamond")
    words = ["complete ✔"] * ("done" in there)
    words += ["where it is now expected"] * bool(there - {"done", "undated"})
    words += ["no date"] * ("undated" in there)
    lines = wrap(f"milestone: {', '.join(words)}", _WORDS_ROOM, SMALL_SIZE, lines=2)
    return "\n".join(lines)


_SHARED = {sample.name: sample for sample in LEGEND}

SAMPLES = (
    Sample("milestone", Symbols("diamond", ("done", "soon", "later", "undated")), _symbol_words),
    Sample(
        "overdue",
        Moved("diamond", "late"),
        "overdue: ◇ due, bar to the as-of date",
        _has_moved("late"),
    ),
    Sample(
        "projected",
        Moved("diamond", "projected"),
        "will be late: ◇ due, bar to the\nprojected date",
        _has_moved("projected"),
    ),
    Sample(
        "slipped",
        Moved("diamond", "done"),
        "completed after or before it was due ◇",
        _has_moved("done"),
    ),
    Sample(
        "features",
        Symbols("circle", STANDINGS),
        _feature_words,
        lambda scene: bool(scene.folding.targets),
    ),
    Sample(
        "feature",
        Moved("circle", "done"),
        "feature: ○ due, ● complete or expected",
        lambda scene: any(
            _moved(scene, standing, "circle") for standing in ("done", "late", "projected")
        ),
    ),
    _SHARED["outside"]._replace(sign=Symbols("square", ("undated", "later", "done"))),
    _SHARED["context"]._replace(sign=Symbols("diamond", ("later",), is_pale=True)),
    Sample(
        "link",
        Way(),
        "link: down from its source, along\nits target's lane; a crossing is none",
        lambda scene: bool(scene.links),
    ),
    _SHARED["critical"]._replace(sign=PathWay("critical")),
    _SHARED["near"]._replace(sign=PathWay("near")),
    _SHARED["queried"]._replace(sign=Way(is_queried=True)),
    _SHARED["settled"]._replace(sign=Way(is_settled=True)),
    _SHARED["finding"],
    _SHARED["marked"]._replace(sign=Way(is_marked=True)),
    _SHARED["moved"]._replace(
        sign=Ghost("diamond"), words=lambda scene: f"as it was, {since_words(scene)}"
    ),
)
"""What it explains, top to bottom."""
