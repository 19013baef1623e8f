"""Nodes and links as Graphviz draws them: shapes, colours, classes, tooltips."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.labels import callout, link_tooltip, tooltip
from depgraph.diagrams.text import attribute, key
from depgraph.diagrams.theme import CRITICAL_WIDTH, FONT, TEXT_SIZE

if TYPE_CHECKING:
    from depgraph.diagrams.canvas import Canvas, Digraph
    from depgraph.diagrams.scene import DrawnLink, Scene
    from depgraph.diagrams.theme import Paint, Standing, Theme

Mark = Literal["diamond", "circle", "square"]
"""How a milestone is drawn where there is no room for words."""

MARK_SIZES: dict[Mark, float] = {"diamond": 12.5, "circle": 8.2, "square": 8.0}
"""The width of each mark, in points."""

_WEB = ("http://", "https://")


def new_graph(scene: Scene, **attributes: str) -> Digraph:
    """Return an empty `graphviz.Digraph` in the fonts and colours of a picture."""
    import graphviz

    canvas: Digraph = graphviz.Digraph(
        scene.view.name,
        graph_attr={
            "fontname": FONT,
            "fontcolor": scene.theme.ink,
            "bgcolor": scene.theme.page,
            "rankdir": "LR",
            "nodesep": "0.2",
            "newrank": "true",
            "margin": "0",
            **attributes,
        },
        node_attr={"fontname": FONT, "fontsize": f"{TEXT_SIZE:g}", "width": "0.5", "height": "0.3"},
        edge_attr={"fontname": FONT, "fontsize": f"{TEXT_SIZE:g}", "arrowsize": "0.6"},
    )
    return canvas


def box_style(
    paint: Paint,
    standing: Standing,
    theme: Theme,
    *,
    is_outside: bool = False,
    is_critical: bool = False,
) -> dict[str, str]:
    """Return the shape and the colours of a node."""
    styles = ["filled"]
    if not is_outside:
        styles.append("rounded")
    if standing == "undated":
        styles.append("dashed")
    return {
        "shape": "note" if is_outside else "box",
        "style": ",".join(styles),
        "fillcolor": paint.fill,
        "color": theme.critical if is_critical else paint.line,
        "penwidth": f"{CRITICAL_WIDTH:g}" if is_critical else "1",
        "margin": "0.10,0.08" if is_critical else "0.07,0.06",
    }


def mark_style(mark: Mark) -> dict[str, str]:
    """Return the shape and the size of a mark."""
    size = f"{MARK_SIZES[mark] / 72:.4f}"
    return {"shape": mark, "width": size, "height": size}


def line_style(
    theme: Theme,
    *,
    is_critical: bool = False,
    is_queried: bool = False,
    is_marked: bool = False,
    many: int = 1,
) -> dict[str, str]:
    """Return the colour, the width and the dashes of a line that stands for so many links."""
    colour = theme.critical if is_critical else theme.finding if is_marked else theme.link
    width = CRITICAL_WIDTH if is_critical else 1.8 if is_marked else 0.9 + 0.6 * log2(many) / 2
    return {
        "color": colour,
        "penwidth": f"{width:g}",
        "style": "dashed" if is_queried else "solid",
        "arrowsize": "0.5" if is_critical else "0.6",
    }


def classes(scene: Scene, code: str, kind: str) -> str:
    """Return the classes of a milestone: what it is drawn as, and how it stands."""
    words = [kind, scene.standing(code)]
    words += ["outside"] * scene.is_outside(code)
    words += ["critical"] * scene.is_critical(code)
    words += ["context"] * (code in scene.context)
    words += ["moved"] * (scene.move(code) is not None)
    marked = scene.marks.marked_features if kind == "feature" else scene.marks.findings_at
    words += ["finding"] * (code in marked)
    return " ".join(words)


def add_node(graph: Canvas, scene: Scene, code: str, label: str, **attributes: str) -> None:
    """Add a milestone with its label to a `graphviz.Digraph`."""
    style = box_style(
        scene.paint(code),
        scene.standing(code),
        scene.theme,
        is_outside=scene.is_outside(code),
        is_critical=scene.is_critical(code),
    )
    kind = "group" if code in scene.groups else "milestone"
    graph.node(
        key(code),
        label=label,
        id=f"{kind}-{key(code)}",
        tooltip=attribute(tooltip(scene, code)),
        **{"class": classes(scene, code, kind)},
        **{**style, **address(scene, code), **attributes},
    )


def address(scene: Scene, code: str) -> dict[str, str]:
    """Return the web address of a milestone, if it has one, as an attribute of its node."""
    url = scene.graph[code].url or ""
    return {"URL": attribute(url)} if url.startswith(_WEB) else {}


def add_link(graph: Canvas, scene: Scene, drawn: DrawnLink, **attributes: str) -> None:
    """Add the line of one pair of milestones to a `graphviz.Digraph`."""
    names = ["link"]
    if drawn.query is not None:
        names.append("queried")
        attributes.setdefault("headlabel", callout(scene, drawn))
    names += ["critical"] * drawn.is_critical + ["finding"] * drawn.is_marked
    tail, head = key(drawn.prerequisite), key(drawn.dependent)
    words = attribute(link_tooltip(drawn))
    style = line_style(
        scene.theme,
        is_critical=drawn.is_critical,
        is_queried=drawn.query is not None,
        is_marked=drawn.is_marked,
        many=len(drawn.links) if drawn.is_bundle else 1,
    )
    graph.edge(
        tail,
        head,
        id=f"link-{tail}:{head}",
        tooltip=words,
        labeltooltip=words,
        headtooltip=words,
        **{"class": " ".join(names)},
        **{**style, **attributes},
    )
