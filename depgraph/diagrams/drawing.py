"""Nodes and links as Graphviz draws them: shapes, colours, classes, tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depgraph.diagrams.labels import callout, label, link_tooltip, tooltip
from depgraph.diagrams.text import attribute, key
from depgraph.diagrams.theme import (
    CRITICAL,
    CRITICAL_WIDTH,
    FINDING,
    FONT,
    INK,
    LINK,
    PAINTS,
    TEXT_SIZE,
)

if TYPE_CHECKING:
    from depgraph.diagrams.scene import DrawnLink, Scene
    from depgraph.diagrams.theme import Standing

_WEB = ("http://", "https://")


def new_graph(**attributes: str) -> Any:
    """Return an empty `graphviz.Digraph` in the fonts of all pictures."""
    import graphviz

    return graphviz.Digraph(
        "overview",
        graph_attr={
            "fontname": FONT,
            "fontcolor": INK,
            "rankdir": "LR",
            "nodesep": "0.2",
            "newrank": "true",
            "margin": "0",
            **attributes,
        },
        node_attr={"fontname": FONT, "fontsize": f"{TEXT_SIZE:g}", "width": "0.5", "height": "0.3"},
        edge_attr={"fontname": FONT, "fontsize": f"{TEXT_SIZE:g}", "arrowsize": "0.6"},
    )


def box_style(
    standing: Standing, *, is_outside: bool = False, is_critical: bool = False
) -> dict[str, str]:
    """Return the shape and the colours of a node."""
    paint = PAINTS[standing]
    styles = ["filled"]
    if not is_outside:
        styles.append("rounded")
    if standing == "undated":
        styles.append("dashed")
    return {
        "shape": "note" if is_outside else "box",
        "style": ",".join(styles),
        "fillcolor": paint.fill,
        "color": CRITICAL if is_critical else paint.line,
        "penwidth": f"{CRITICAL_WIDTH:g}" if is_critical else "1",
        "margin": "0.10,0.08" if is_critical else "0.07,0.06",
    }


def line_style(
    *, is_critical: bool = False, is_queried: bool = False, is_marked: bool = False
) -> dict[str, str]:
    """Return the colour, the width and the dashes of a link."""
    colour = CRITICAL if is_critical else FINDING if is_marked else LINK
    width = CRITICAL_WIDTH if is_critical else 1.8 if is_marked else 0.9
    return {
        "color": colour,
        "penwidth": f"{width:g}",
        "style": "dashed" if is_queried else "solid",
        "arrowsize": "0.5" if is_critical else "0.6",
    }


def add_node(graph: Any, scene: Scene, code: str, **attributes: str) -> None:
    """Add a milestone to a `graphviz.Digraph`."""
    standing = scene.standing(code)
    is_critical = scene.is_critical(code)
    classes = ["milestone", standing]
    classes += ["outside"] * scene.is_outside(code) + ["critical"] * is_critical
    classes += ["finding"] * (code in scene.marks.findings_at)
    style = box_style(standing, is_outside=scene.is_outside(code), is_critical=is_critical)
    url = scene.graph[code].url or ""
    if url.startswith(_WEB):
        style["URL"] = attribute(url)
    graph.node(
        key(code),
        label=label(scene, code),
        id=f"milestone-{key(code)}",
        tooltip=attribute(tooltip(scene, code)),
        **{"class": " ".join(classes)},
        **style,
        **attributes,
    )


def add_link(graph: Any, drawn: DrawnLink, **attributes: str) -> None:
    """Add the line of one pair of milestones to a `graphviz.Digraph`."""
    classes = ["link"]
    if drawn.query is not None:
        classes.append("queried")
        attributes["headlabel"] = callout(drawn)
    classes += ["critical"] * drawn.is_critical + ["finding"] * drawn.is_marked
    tail, head = key(drawn.prerequisite), key(drawn.dependent)
    said = attribute(link_tooltip(drawn))
    graph.edge(
        tail,
        head,
        id=f"link-{tail}:{head}",
        tooltip=said,
        labeltooltip=said,
        headtooltip=said,
        **{"class": " ".join(classes)},
        **line_style(
            is_critical=drawn.is_critical,
            is_queried=drawn.query is not None,
            is_marked=drawn.is_marked,
        ),
        **attributes,
    )
