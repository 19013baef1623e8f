"""Charts as files: SVG, PDF and PNG, the same bytes for the same chart."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

from depgraph.diagrams.charts.style import WIDE_FAMILY, families, settings
from depgraph.diagrams.text import clean, code_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from matplotlib.figure import Figure

ChartFormat = Literal["svg", "pdf", "png"]
CHART_FORMATS: tuple[ChartFormat, ...] = ("svg", "pdf", "png")

_DOTS_PER_INCH = 200
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "depgraph"},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "depgraph", "Producer": "depgraph"},
    "png": {"Software": "depgraph"},
}

_SVG = "http://www.w3.org/2000/svg"
_NAMESPACES = {
    "": _SVG,
    "xlink": "http://www.w3.org/1999/xlink",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "cc": "http://creativecommons.org/ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_MEASURE = "get_text_width_height_descent"
_LINE_HEIGHT_OF = "lp"
"""What matplotlib takes the height of a line from."""
_PARTS = ("milestone", "lane", "slip")


def chart_file(figure: Figure, form: ChartFormat, *, title: str = "") -> bytes:
    """Return a chart as a file.

    Parameters
    ----------
    figure
        What one of the chart modules returned.
    form
        ``svg`` with texts as texts, ``pdf`` with its fonts embedded, ``png`` at 200 dots per
        inch.
    title
        What the chart is called in the file, for screen readers and viewers.

    Notes
    -----
    An SVG has the label of the figure as its description. What is drawn of a milestone is in
    groups with its code in ``data-code``, and a link has its ends in ``data-prerequisite`` and
    ``data-dependent``, as in the pictures that Graphviz draws. A character that no installed
    font has is a box in PDF and PNG: see
    `depgraph.diagrams.charts.glyphs.missing_note`.
    """
    import warnings

    named = clean(title)
    metadata = {**_METADATA[form], **({"Title": named} if named else {})}
    out = BytesIO()
    measured = _measured_where_needed(figure) if form == "svg" else nullcontext()
    with settings(), measured, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"(Glyph|Matplotlib currently does not support)")
        figure.savefig(
            out, format=form, dpi=_DOTS_PER_INCH if form == "png" else 72, metadata=metadata
        )
    data = out.getvalue()
    return _finished_svg(data, str(figure.get_label())) if form == "svg" else data


@contextmanager
def _measured_where_needed(figure: Figure) -> Iterator[None]:
    """Have matplotlib not measure texts that no plate lies behind.

    It measures all that it draws, which takes a quarter of the time; but in an SVG a text is
    anchored where it starts, ends or has its middle, and how wide it is changes nothing.
    """
    from matplotlib.backends.backend_svg import RendererSVG
    from matplotlib.text import Text

    plated = {text.get_text() for text in figure.findobj(Text) if text.get_bbox_patch()}
    measure = getattr(RendererSVG, _MEASURE)

    def measure_plated(renderer: object, words: str, *how: object) -> tuple[float, float, float]:
        if words in plated or words == _LINE_HEIGHT_OF:
            return cast("tuple[float, float, float]", measure(renderer, words, *how))
        return 0.0, 0.0, 0.0

    setattr(RendererSVG, _MEASURE, measure_plated)
    try:
        yield
    finally:
        setattr(RendererSVG, _MEASURE, measure)


def _finished_svg(data: bytes, description: str) -> bytes:
    """Say that it is a picture, and of what, whose each part is, and what fonts will do too."""
    from xml.etree import ElementTree as ET

    for prefix, address in _NAMESPACES.items():
        ET.register_namespace(prefix, address)
    root = ET.fromstring(data)  # noqa: S314 - written by matplotlib
    root.set("role", "img")
    if description:
        described = ET.Element(f"{{{_SVG}}}desc")
        described.text = description
        root.insert(0 if root.find(f"{{{_SVG}}}title") is None else 1, described)
    for parent in list(root.iter(f"{{{_SVG}}}g")):
        _name_groups(parent)
    ours = ", ".join(f"'{name}'" for name in families())
    named = _family_words(families()[0])
    for text in root.iter(f"{{{_SVG}}}text"):
        text.set("style", text.get("style", "").replace(ours, named))
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _family_words(family: str) -> str:
    """Return the fonts of an SVG: the one that it was measured in, those as wide, any."""
    like = ["Verdana"] if family == WIDE_FAMILY else ["Liberation Sans", "Arial", WIDE_FAMILY]
    quoted = [f"'{name}'" if " " in name else name for name in dict.fromkeys((family, *like))]
    return ", ".join([*quoted, "sans-serif"])


def _name_groups(parent: Element) -> None:
    """Join what is drawn of one milestone or link in a row, and say whose it is."""
    last: Element | None = None
    last_name = ""
    for group in list(parent):
        name = group.get("id", "")
        part, sign, keyed = name.partition("~")
        if not sign:
            last_name = ""
            continue
        if last is not None and name == last_name:
            last.extend(group)
            parent.remove(group)
            continue
        last, last_name = group, name
        del group.attrib["id"]
        if part in _PARTS:
            group.set("class", part)
            group.set("data-code", code_of(keyed))
        else:
            prerequisite, _, dependent = keyed.partition(":")
            group.set("class", part)
            group.set("data-prerequisite", code_of(prerequisite))
            group.set("data-dependent", code_of(dependent))
