"""Nodes and links as Graphviz draws them: shapes, colours, classes, tooltips."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.canvas import Canvas, Digraph
from depgraph.diagrams.float_paths import float_width
from depgraph.diagrams.labels import (
    callout,
    callout_words,
    link_tooltip,
    rank_colour,
    standing_classes,
    tooltip,
)
from depgraph.diagrams.text import attribute, key
from depgraph.diagrams.theme import BOX_WIDTHS, FONT, TEXT_SIZE

if TYPE_CHECKING:
    from depgraph.diagrams.drawn import DrawnLink
    from depgraph.diagrams.float_paths import Rank
    from depgraph.diagrams.scene import Scene
    from depgraph.diagrams.theme import Paint, Standing, Theme

Mark = Literal["diamond", "circle", "square"]
"""How a milestone is drawn where there is no room for words."""

MARK_SIZES: dict[Mark, float] = {"diamond": 12.5, "circle": 7.6, "square": 7.4}
"""The width of each mark, in points."""

RING_WIDTHS: dict[Rank, float] = {"critical": 2.2, "near": 1.6}
"""How wide the ring is around a milestone of a float path, in points."""

RING_GAP = 3.4
"""How far outside of its frame it is, in points."""

_WEB = ("http://", "https://")


def new_graph(scene: Scene, **attributes: str) -> Digraph:
    """Return an empty graph in the fonts and colours of a picture."""
    canvas = Digraph(f"digraph {scene.view.name} {{")
    canvas.attr(
        **{
            "fontname": FONT,
            "fontcolor": scene.theme.ink,
            "bgcolor": scene.theme.page,
            "rankdir": "LR",
            "nodesep": "0.2",
            "newrank": "true",
            "margin": "0",
            **attributes,
        }
    )
    size = f"{TEXT_SIZE:g}"
    canvas.attr("node", fontname=FONT, fontsize=size, width="0.5", height="0.3")
    canvas.attr("edge", fontname=FONT, fontsize=size, arrowsize="0.6")
    return canvas


def box_style(
    paint: Paint,
    standing: Standing,
    *,
    is_outside: bool = False,
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
        "color": paint.line,
        "penwidth": f"{BOX_WIDTHS.get(standing, 1.0):g}",
        "margin": "0.055,0.04",
    }


def box_style_of(scene: Scene, code: str) -> dict[str, str]:
    """Return the shape and the colours of a milestone."""
    return box_style(scene.paint(code), scene.standing(code), is_outside=scene.is_outside(code))


def add_ring(
    drawing: Canvas, scene: Scene, code: str, at: tuple[float, float], size: tuple[float, float]
) -> None:
    """Add the ring around a node that is on a float path: its frame stays to be seen.

    Parameters
    ----------
    code
        The milestone; nothing is added where it is on no path.
    at, size
        Where the node is and how large, in points.
    """
    rank = scene.rank(code)
    if rank is None:
        return
    width, height = (side + 2 * RING_GAP for side in size)
    drawing.node(
        f"ring~{key(code)}",
        "",
        id=f"ring-{key(code)}",
        shape="box",
        style="rounded",
        fixedsize="true",
        width=f"{width / 72:.4f}",
        height=f"{height / 72:.4f}",
        pos=f"{at[0]:.2f},{at[1]:.2f}",
        color=rank_colour(scene.theme, rank),
        penwidth=f"{RING_WIDTHS[rank]:g}",
        **{"class": f"ring {rank}"},
    )


def mark_style(mark: Mark) -> dict[str, str]:
    """Return the shape and the size of a mark."""
    size = f"{MARK_SIZES[mark] / 72:.4f}"
    return {"shape": mark, "width": size, "height": size}


def line_style(
    theme: Theme,
    *,
    rank: Rank | None = None,
    total_float: int | None = None,
    is_queried: bool = False,
    is_settled: bool = False,
    is_marked: bool = False,
    is_back: bool = False,
    many: int = 1,
) -> dict[str, str]:
    """Return the colour, the width and the dashes of a line.

    Parameters
    ----------
    rank, total_float
        Which float path it is on, and by how many days its prerequisite can move before the
        target of that does.
    is_queried, is_settled, is_marked, is_back
        Whether somebody doubts it; whether somebody did, and it holds nothing up any more;
        whether a finding is about it; whether it leads back in time.
    many
        For how many links it stands.
    """
    if rank is not None:
        width = float_width(total_float)
        colour = rank_colour(theme, rank)
    elif is_settled:
        width, colour = 1.0, theme.settled
    else:
        width = 1.8 if is_marked else 0.9 + 0.6 * log2(many) / 2
        colour = theme.finding if is_marked or is_back else theme.link
    return {
        "color": colour,
        "penwidth": f"{width:g}",
        "style": "dotted" if is_settled else "dashed" if is_queried else "solid",
        "arrowsize": "0.45" if width > 3 else "0.6",
    }


def classes(scene: Scene, code: str, kind: str) -> str:
    """Return the classes of a milestone: what it is drawn as, and how it stands."""
    words = [kind, standing_classes(scene, code)]
    words += ["outside"] * scene.is_outside(code)
    rank = scene.rank(code)
    words += [rank] if rank else []
    words += ["context"] * (code in scene.context)
    words += ["moved"] * (scene.move(code) is not None)
    marked = scene.marks.marked_features if kind == "feature" else scene.marks.findings_at
    words += ["finding"] * (code in marked)
    return " ".join(words)


def add_node(graph: Canvas, scene: Scene, code: str, label: str, **attributes: str) -> None:
    """Add a milestone with its label to a drawing."""
    style = box_style_of(scene, code)
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


def link_style(scene: Scene, drawn: DrawnLink) -> dict[str, str]:
    """Return how the line of a link is drawn, and its classes."""
    names = ["link"] + ["queried"] * (drawn.query is not None)
    names += [drawn.rank] if drawn.rank else []
    names += ["settled"] * drawn.is_settled + ["finding"] * drawn.is_marked
    style = line_style(
        scene.theme,
        rank=drawn.rank,
        total_float=drawn.total_float,
        is_queried=drawn.query is not None,
        is_settled=drawn.is_settled,
        is_marked=drawn.is_marked,
        is_back=drawn.is_backward and scene.view.has_bars,
        many=len(drawn.links) if drawn.is_bundle else 1,
    )
    return {"class": " ".join(names), **style}


def add_link(graph: Canvas, scene: Scene, drawn: DrawnLink, **attributes: str) -> None:
    """Add the line of one pair of milestones to a drawing."""
    if callout_words(drawn):
        attributes.setdefault("headlabel", callout(scene, drawn))
    tail, head = key(drawn.prerequisite), key(drawn.dependent)
    words = attribute(link_tooltip(drawn))
    graph.edge(
        tail,
        head,
        id=f"link-{tail}:{head}",
        tooltip=words,
        labeltooltip=words,
        headtooltip=words,
        **{**link_style(scene, drawn), **attributes},
    )
