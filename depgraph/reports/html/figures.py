"""Pictures for the middle of a page: SVG with nothing but shapes, words and codes."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from xml.etree import ElementTree as ET

from depgraph.reports.html.outlines import shorter_outline, with_small_corners

_SHAPES = frozenset({"circle", "ellipse", "line", "path", "polygon", "polyline", "rect"})
_KEPT = _SHAPES | {"g", "svg", "text", "tspan"}
_OPENED = frozenset({"a"})
_GEOMETRY = "cx cy d height points r rx ry transform viewBox width x x1 x2 y y1 y2"
_PAINT = (
    "fill fill-opacity font-size font-style font-weight opacity stroke stroke-dasharray "
    "stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor dominant-baseline"
)
_MEANING = "class data-code data-dependent data-prerequisite"
_ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PAINT} {_MEANING}".split())
_NUMBERS = frozenset({"d", "font-size", "points", "transform", "x", "y"})
_FRACTION = re.compile(r"-?\d*\.\d+")
_BEFORE_MINUS = re.compile(r"(?<=\d)[, ](?=-)")
_AROUND_COMMAND = re.compile(r" ?([A-DF-Za-df-z]) ?(?=[-\d.]|$|[A-Za-z])")
_KIND = re.compile(r"^(node|edge) ")
_DEFAULTS = {
    ("fill-opacity", "1"),
    ("font-weight", "400"),
    ("font-weight", "normal"),
    ("stroke", "none"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("text-anchor", "start"),
}


def inline_svg(svg: str) -> str:
    """Return a picture as markup for the middle of an HTML page.

    Parameters
    ----------
    svg
        A whole SVG document, of Graphviz or of a chart.

    Returns
    -------
    str
        An ``<svg>`` element that scales with the page. Of the document it keeps the shapes,
        the texts, their colours, and the classes and codes of milestones and links. Everything
        else is left out: scripts, anchors, references, clip paths, ids, which two pictures of
        one plan have in common, and styles, which the policy of the page blocks. Numbers keep
        one decimal. The title and description of the picture become its label; tooltips,
        headings and lists go, as the page has its own.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        If it is no well-formed XML.
    """
    writer = _Writer()
    parser = ET.XMLParser(target=writer)  # noqa: S314 - written by the program that we ran
    parser.feed(svg)
    parser.close()
    return writer.markup()


class _Writer:
    """Writes what it is told of a document, and keeps silent inside what is left out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []
        self._kept: list[bool] = []
        self._silent = 0
        self._label: list[str] | None = None
        self._labels: list[str] = []
        self._filled: dict[str, str] = {}
        self._filled_at = -1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = tag.rpartition("}")[2]
        self._open.append(name)
        self._kept.append(False)
        if self._silent or _is_paper(attributes) or (name not in _KEPT and name not in _OPENED):
            self._silent += 1
            if self._open[:-1] == ["svg"] and name in ("title", "desc"):
                self._label = []
            return
        if name in _OPENED:
            return
        kept = _kept_attributes(name, attributes)
        if name == "g" and not kept:
            return
        self._kept[-1] = True
        if name == "polygon":
            if self._is_outline_of_last(kept):
                del self._parts[-1]
                kept["fill"] = self._filled["fill"]
            self._filled, self._filled_at = kept, len(self._parts)
        written = "".join(f' {key}="{escape(kept[key])}"' for key in sorted(kept))
        self._parts.append(f"<{name}{written}>")

    def end(self, tag: str) -> None:
        """End an element."""
        name = self._open.pop()
        is_kept = self._kept.pop()
        assert name == tag.rpartition("}")[2], "the parser nests elements"
        if self._silent:
            self._silent -= 1
            if self._label is not None:
                self._labels.append("".join(self._label).strip())
                self._label = None
            return
        if not is_kept:
            return
        if name in _SHAPES:
            self._parts[-1] = f"{self._parts[-1][:-1]}/>"
        else:
            self._parts.append(f"</{name}>")

    def data(self, text: str) -> None:
        """Take the text inside an element."""
        if self._label is not None:
            self._label.append(text)
        elif not self._silent and self._open and self._open[-1] in ("text", "tspan"):
            self._parts.append(escape(text, quote=False))

    def _is_outline_of_last(self, kept: dict[str, str]) -> bool:
        """Whether a polygon is nothing but the outline of the one that was written just before.

        Graphviz draws each cell twice: what it is filled with, and its border.
        """
        last = self._filled
        return (
            self._filled_at == len(self._parts) - 1
            and last.keys() == {"fill", "points"}
            and kept.get("fill") == "none"
            and kept["points"] == last["points"]
            and kept.keys() <= {"fill", "points", "stroke", "stroke-width"}
        )

    def markup(self) -> str:
        """Return what was written."""
        markup = "".join(self._parts)
        label = escape(". ".join(part for part in self._labels if part))
        return markup.replace("<svg", f'<svg role="group" aria-label="{label}"', 1)


def _kept_attributes(name: str, attributes: dict[str, str]) -> dict[str, str]:
    """Return what is kept of the attributes of an element, as short as it can be said."""
    kept = {
        key: _shorter(value) if key in _NUMBERS else value
        for key, value in attributes.items()
        if key in _ATTRIBUTES and _is_harmless(key, value)
    }
    if name == "svg":
        return {key: kept[key] for key in ("class", "viewBox") if key in kept}
    if kept.get("stroke-width") == "0":
        kept.pop("stroke", None)
        kept.pop("stroke-width")
    if "class" in kept:
        kept["class"] = _KIND.sub("", kept["class"])
        if "panel" in kept["class"].split() and attributes.get("id", "").isalpha():
            kept["class"] += f" {attributes['id']}"
    if "d" in kept:
        kept["d"] = shorter_outline(kept["d"])
    if name == "polygon":
        kept["points"] = _open(kept.get("points", ""))
    for key in ("d", "points"):
        if key in kept:
            kept[key] = _BEFORE_MINUS.sub("", kept[key])
    if "d" in kept:
        kept["d"] = with_small_corners(kept["d"])
    return kept


def _is_paper(attributes: dict[str, str]) -> bool:
    """Whether an element is a heading or a list, which a picture has on paper only."""
    is_panel = "panel" in attributes.get("class", "").split()
    return is_panel and attributes.get("id") != "legend"


def _is_harmless(name: str, value: str) -> bool:
    return (name, value) not in _DEFAULTS and "url(" not in value.casefold()


def _open(points: str) -> str:
    """Return the corners of a polygon without the last one, where that is the first again."""
    first, *others = points.split() or [""]
    return points if others[-1:] != [first] else " ".join([first, *others[:-1]])


@lru_cache(maxsize=4096)
def _shorter(value: str) -> str:
    """Return the numbers of a path, a place or a size with one decimal at most, on one line."""
    rounded = _FRACTION.sub(lambda number: f"{round(float(number[0]), 1) + 0:.8g}", value)
    return _AROUND_COMMAND.sub(r"\1", " ".join(rounded.split()))
