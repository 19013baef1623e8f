"""Where links go on that a part of a drawing does not have whole, in words at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.labels import font
from depgraph.diagrams.shapes import add_words, place
from depgraph.diagrams.text import clean, code_of, width
from depgraph.diagrams.theme import SMALL_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.recorded import Cut
    from depgraph.diagrams.scene import Scene

ROWS = 3
LINE = SMALL_SIZE + 3.0
HEIGHT = ROWS * LINE
"""What the words take above or below a part, in points."""

_GAP = 8.0
_APART = 40.0
_MORE_ROOM = 52.0


def add_continued(drawing: Canvas, scene: Scene, code: str, left: float, y: float) -> None:
    """Say above a part which lane it goes on with."""
    words = f"{clean(code)}, continued"
    label = f"<{font(words, SMALL_SIZE, scene.theme.ink, bold=True)}>"
    at = left + width(words, SMALL_SIZE, bold=True) / 2 + 4, y + LINE / 2
    drawing.node(f"continued~{y:.0f}~{left:.0f}", label, shape="plain", pos=place(*at))


def add_going_on(
    drawing: Canvas,
    scene: Scene,
    cuts: Collection[Cut],
    ends: tuple[float, float],
    room: tuple[float, float],
    names: tuple[str, str],
    *,
    own: Collection[str],
    more: Callable[[str], str] = lambda _: "",
) -> None:
    """Say beyond both ends of a part which milestones the links lead to that it cuts.

    Parameters
    ----------
    cuts
        Where links go on.
    ends
        The upper and the lower end of the part.
    room
        From where to where there is room for words. What finds none is counted.
    names
        What the nodes at each end are called after.
    own
        The names of the milestones of the part: a line may run over its end and come back.
    more
        What is added to the code of a milestone, by the name of its node.
    """
    leading = [cut for cut in sorted(cuts) if cut.name not in own]
    for is_above, y, name in zip((True, False), ends, names, strict=True):
        beyond = [cut for cut in leading if cut.is_above == is_above]
        _add_words_at_end(drawing, scene, beyond, y, room, name, more)


def _add_words_at_end(
    drawing: Canvas,
    scene: Scene,
    cuts: Sequence[Cut],
    y: float,
    room: tuple[float, float],
    name: str,
    more: Callable[[str], str],
) -> None:
    """Say beyond one end where the links go on that are cut there."""
    if not cuts:
        return
    sign, side = ("▲", 1) if cuts[0].is_above else ("▼", -1)
    ends: dict[tuple[int, str], float] = {}
    for cut in cuts:
        ends.setdefault((round(cut.x / _APART), cut.name), cut.x)
    rows = [room[0]] * ROWS
    left_out = 0

    def add(number: int | str, words: str, left: float, row: int) -> None:
        at = left + width(words, SMALL_SIZE) / 2, y + side * (row + 0.5) * LINE
        node, ink = f"goes-on~{name}~{number}", scene.theme.faint
        add_words(drawing, node, words, at, SMALL_SIZE, ink, bold=False)

    for number, ((_, end), x) in enumerate(ends.items()):
        words = f"{sign} {clean(code_of(end))}{more(end)}"
        across = width(words, SMALL_SIZE)
        left = max(min(x - 3, room[1] - _MORE_ROOM - across), room[0])
        row = next((n for n, used in enumerate(rows) if used <= left), None)
        if row is None:
            left_out += 1
            continue
        rows[row] = left + across + _GAP
        add(number, words, left, row)
    if left_out:
        words = f"{sign} {left_out} more"
        add("more", words, room[1] - width(words, SMALL_SIZE), 0)
