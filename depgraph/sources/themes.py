"""Themes of pictures as the configuration gives them: colours by what they are for."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.sources.keys import (
    CODE,
    TEXT,
    Choice,
    Custom,
    Items,
    Key,
    Made,
    Named,
    Record,
    Values,
)
from depgraph.sources.nodes import Node, Scalar, describe

if TYPE_CHECKING:
    from depgraph.model import Position
    from depgraph.sources.fields import Fields

SHIPPED = ("dark", "default", "print-grey")
"""The themes that a configured one may be like."""

_COLOUR = r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})"


def _colour(fields: Fields, node: Node, what: str) -> str | None:
    """Return a colour as #RRGGBB."""
    if isinstance(node, Scalar) and re.fullmatch(_COLOUR, node.text):
        digits = node.text[1:].upper()
        return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)
    unquoted = isinstance(node, Scalar) and node.plain and not node.text
    hint = " (behind a space, YAML takes # for a comment: quote it)" if unquoted else ""
    fields.report(
        node, f"{what}: expected a colour as '#RGB' or '#RRGGBB', got {describe(node)}{hint}"
    )
    return None


def _two(fields: Fields, node: Node, what: str) -> tuple[str, str] | None:
    colours = fields.items(node, what, partial(_colour, fields))
    if len(colours) == 2:
        return colours[0], colours[1]
    fields.report(node, f"{what}: expected a list of two colours")
    return None


_PLACED = Made(Custom(TEXT, _colour), lambda colour, place: (colour, place))
_BANDS = Made(Custom(Items(TEXT, least=1), _two), lambda colours, place: (colours, place))


_PAINT_KEYS = {
    "fill": "The inside of a box.",
    "line": "Its outline.",
    "text": "The words in it.",
    "cell": "A cell of a strip of features.",
    "cell_line": "The outline of a cell.",
    "cell_text": "The sign in a cell.",
    "bar": "The bar between its due date and when it is expected.",
}
PAINT = Record({name: Key(_PLACED, about) for name, about in _PAINT_KEYS.items()})
_STANDINGS = {
    "done": "What is complete.",
    "late": "What is overdue.",
    "projected": "What is projected later than it is due.",
    "soon": "What is due soon.",
    "later": "What is due later.",
    "undated": "What has no date.",
}
_COLOURS = {
    "page": "Behind everything.",
    "ink": "Words.",
    "faint": "Words of less weight.",
    "link": "Links.",
    "critical": "The critical path.",
    "near_critical": "The float path next to it.",
    "settled": "Queried links with a complete end.",
    "late_words": "How late something is.",
    "finding": "Findings.",
    "known": "Known findings.",
    "moved": "Where a milestone stood before.",
    "as_of": "The line at the as-of date.",
    "frame": "Frames and grids.",
}
THEME = Record(
    {
        "like": Key(Choice(SHIPPED), "The theme that gives what is not said; default unless said."),
        **{name: Key(PAINT, about) for name, about in _STANDINGS.items()},
        **{
            name: Key(_PLACED, f"{about} A colour: #RGB or #RRGGBB.")
            for name, about in _COLOURS.items()
        },
        "bands": Key(_BANDS, "The bands of time: two colours."),
    },
)


class ThemeSpec(Struct):
    """A theme as it is written: what differs from the theme that it is like.

    Attributes
    ----------
    paints
        For each standing, such as ``done`` or ``late``, the colours that are given, by what they
        are for.
    colours
        The other colours that are given.
    places
        Where each colour is written, by its name: ``ink``, ``late: fill``, ``bands``.
    """

    like: str = "default"
    paints: dict[str, dict[str, str]] = {}  # noqa: RUF012 - never changed
    colours: dict[str, str] = {}  # noqa: RUF012 - never changed
    bands: tuple[str, str] | None = None
    places: dict[str, Position] = {}  # noqa: RUF012 - never changed


def _theme(values: Values, _place: Position) -> ThemeSpec:
    like = values.pop("like", "default")
    bands, place_of_bands = values.pop("bands", (None, None))
    placed = {name: values.pop(name) for name in _STANDINGS if name in values}
    places = {name: place for name, (_, place) in values.items()}
    for standing, paint in placed.items():
        places |= {f"{standing}: {name}": place for name, (_, place) in paint.items()}
    if bands is not None:
        places["bands"] = place_of_bands
    return ThemeSpec(
        like,
        {standing: _colour_by_name(paint) for standing, paint in placed.items()},
        _colour_by_name(values),
        bands,
        places,
    )


def _colour_by_name(placed: Values) -> dict[str, str]:
    return {name: colour for name, (colour, _) in placed.items()}


THEMES = Named(Made(THEME, _theme), lambda name, theme, _place: (name, theme), names=CODE)
