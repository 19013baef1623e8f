"""The SVG that Graphviz writes, made ready for readers, browsers and version control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.diagrams.text import code_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_LINK_SIGN = "->"
_PART_SIGN = "~"
_MARKS = frozenset({"feature", "lane", "milestone"})
_PARTS = frozenset({"due", "ghost", "name", "slip"})

LANE_SIGN = "@"
"""Stands in the name of a node between a milestone and the lane that it is drawn in."""


def finished(
    drawn: bytes, *, title: str, description: str, size: tuple[float, float] | None = None
) -> bytes:
    """Return an SVG with a title, a description and tooltips that every browser shows.

    Parameters
    ----------
    drawn
        The SVG as Graphviz wrote it.
    title, description
        For readers who do not see the picture.
    size
        The width and the height of the page in millimetres, where they are known.

    Notes
    -----
    The comments go, with the version of Graphviz in them. A node has its code in
    ``data-code``, and so has what else belongs to it; a link has its ends in
    ``data-prerequisite`` and ``data-dependent``, and the cell of a feature has its code, the
    class ``feature`` and those of how it stands. Their tooltips become ``<title>`` elements;
    anchors that lead nowhere else are taken away.
    """
    from xml.etree import ElementTree as ET

    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(drawn)  # noqa: S314 - written by the program that we ran
    for group in list(root.iter(f"{{{_SVG}}}g")):
        _finish_group(group)
    for element in root.iter():
        for name in ("fill", "stroke"):
            if element.get(name) == "transparent":
                element.set(name, "none")
    if size is not None:
        for name, side in zip(("width", "height"), size, strict=True):
            root.set(name, f"{side:g}mm")
    root.set("role", "img")
    if title:
        for position, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"picture-{tag}"})
            element.text = text
            element.tail = "\n"
            root.insert(position, element)
        root.set("aria-labelledby", "picture-title picture-desc")
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _finish_group(group: Element) -> None:
    classes = (group.get("class") or "").split()
    title = group.find(f"{{{_SVG}}}title")
    tooltip = _unwrap_anchors(group)
    if title is None:
        _finish_cell(group, tooltip)
        return
    name = title.text or ""
    if "node" in classes and not _MARKS.isdisjoint(classes):
        # Behind the sign is the lane that a milestone is drawn in.
        group.set("data-code", code_of(name.partition(LANE_SIGN)[0]))
    elif "node" in classes and not _PARTS.isdisjoint(classes):
        owner = name.partition(_PART_SIGN)[2]
        group.set("data-code", code_of(owner.partition(LANE_SIGN)[0]))
    elif "edge" in classes and "link" in classes:
        prerequisite, _, dependent = name.partition(_LINK_SIGN)
        group.set("data-prerequisite", _code_in(prerequisite))
        group.set("data-dependent", _code_in(dependent))
    if tooltip:
        title.text = tooltip
    elif "milestone" not in classes and "link" not in classes:
        group.remove(title)


def _code_in(name: str) -> str:
    """Return the code in the name of a node that may say a lane, or that it is elsewhere."""
    return code_of(name.partition(_PART_SIGN)[0].partition(LANE_SIGN)[0])


def _finish_cell(group: Element, tooltip: str) -> None:
    from xml.etree import ElementTree as ET

    name = group.get("id", "").removeprefix("a_")
    if not name.startswith("feature-") or not tooltip:
        return
    code, target, *standing = name.removeprefix("feature-").split(":")
    group.set("id", f"feature-{code}:{target}")
    group.set("class", " ".join(["feature", *standing]).replace("+", " "))
    group.set("data-code", code_of(code))
    title = ET.Element(f"{{{_SVG}}}title")
    title.text = tooltip
    group.insert(0, title)


def _unwrap_anchors(group: Element) -> str:
    """Take away the anchors of a group that only carry its tooltip; return the tooltip."""
    tooltip = ""
    for wrapper in [group, *group.findall(f"{{{_SVG}}}g")]:
        is_own = wrapper is group or (wrapper.get("id") or "") == f"a_{group.get('id')}"
        if not is_own:
            continue
        for anchor in wrapper.findall(f"{{{_SVG}}}a"):
            tooltip = tooltip or anchor.get(f"{{{_XLINK}}}title", "")
            target = anchor.get(f"{{{_XLINK}}}href", "#")
            if not target.startswith("#"):
                continue
            place = list(wrapper).index(anchor)
            wrapper.remove(anchor)
            for offset, child in enumerate(anchor):
                wrapper.insert(place + offset, child)
    return tooltip
