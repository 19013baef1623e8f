"""Charts as files: SVG, PDF and PNG, the same bytes for the same chart."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from depgraph.diagrams.charts.style import WIDE_FAMILY, families, settings
from depgraph.diagrams.text import clean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ChartFormat = Literal["svg", "pdf", "png"]
CHART_FORMATS: tuple[ChartFormat, ...] = ("svg", "pdf", "png")

_DOTS_PER_INCH = 200
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "depgraph"},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "depgraph", "Producer": "depgraph"},
    "png": {"Software": "depgraph"},
}


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
    """
    import warnings

    named = clean(title)
    metadata = {**_METADATA[form], **({"Title": named} if named else {})}
    out = BytesIO()
    with settings(), warnings.catch_warnings():
        # A character that no font has is drawn as a box: there is nothing to be done about it.
        warnings.filterwarnings("ignore", message=r"(Glyph|Matplotlib currently does not support)")
        figure.savefig(
            out, format=form, dpi=_DOTS_PER_INCH if form == "png" else 72, metadata=metadata
        )
    data = out.getvalue()
    return _finished_svg(data) if form == "svg" else data


def _finished_svg(data: bytes) -> bytes:
    """Say that it is a picture, and name fonts that stand in for missing ones."""
    ours = [f"'{name}'" for name in families()]
    like = ["Verdana"] if ours[0] == f"'{WIDE_FAMILY}'" else ["'Liberation Sans'", "Arial"]
    more = ", ".join(dict.fromkeys((ours[0], *like, *ours, "sans-serif"))).encode()
    style = rb'(style="[^"<>]*?)' + re.escape(", ".join(ours).encode())
    data = re.sub(style, lambda found: found[1] + more, data)
    return data.replace(b"<svg ", b'<svg role="img" ', 1)
