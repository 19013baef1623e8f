"""The links of a picture along their curves, with what stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.callouts import callout_places
from depgraph.diagrams.drawing import add_link
from depgraph.diagrams.labels import callout_words
from depgraph.diagrams.shapes import curve_words, place
from depgraph.diagrams.text import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from depgraph.diagrams.canvas import Canvas
    from depgraph.diagrams.layout import Box
    from depgraph.diagrams.scene import Scene

    _Point = tuple[float, float]


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
        add_link(drawing, scene, link, pos=curve_words(curve, tip), **at)
