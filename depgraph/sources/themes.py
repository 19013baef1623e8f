"""Themes of pictures as the configuration gives them: colours by what they are for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from depgraph.sources.document import Mapping, Scalar, describe
from depgraph.sources.keys import TEXT, Choice, Items, Key, Record

if TYPE_CHECKING:
    from depgraph.model import Position
    from depgraph.sources.document import Node
    from depgraph.sources.fields import Fields

SHIPPED = ("dark", "default", "print-grey")
"""The themes that a configured one may be like."""

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")

_PAINT_KEYS = {
    "fill": "The inside of a box.",
    "line": "Its outline.",
    "text": "The words in it.",
    "cell": "A cell of a strip of features.",
    "cell_line": "The outline of a cell.",
    "cell_text": "The sign in a cell.",
}
PAINT = Record({name: Key(TEXT, about) for name, about in _PAINT_KEYS.items()})
_STANDINGS = {
    "done": "What is complete.",
    "late": "What is overdue.",
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
            name: Key(TEXT, f"{about} A colour: #RGB or #RRGGBB.")
            for name, about in _COLOURS.items()
        },
        "bands": Key(Items(TEXT, empty=False), "The bands of time: two colours."),
    },
)


class ThemeSpec(NamedTuple):
    """A theme as it is written: what differs from the theme that it is like.

    Attributes
    ----------
    paints
        For ``done``, ``late``, ``soon``, ``later`` and ``undated``, the colours that are
        given, by what they are for.
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


def read_themes(fields: Fields, node: Node) -> dict[str, ThemeSpec]:
    """Read the themes of a configuration. Everything wrong is reported at its place."""
    if not isinstance(node, Mapping):
        fields.report(node, f"themes: expected a mapping, got {describe(node)}")
        return {}
    found: dict[str, ThemeSpec] = {}
    for key, value in node.pairs:
        name = fields.code(key, "themes")
        if name is not None:
            found[name] = _theme(fields, value, f"themes: {name}")
    return found


def _theme(fields: Fields, node: Node, what: str) -> ThemeSpec:
    like = "default"
    paints: dict[str, dict[str, str]] = {}
    colours: dict[str, str] = {}
    bands = None
    places: dict[str, Position] = {}
    for key, _, value in fields.entries(node, what, THEME.keys):
        inner = f"{what}: {key}"
        places[key] = fields.position(value)
        if key == "like":
            like = fields.choice(value, inner, SHIPPED) or like
        elif key == "bands":
            read = fields.items(value, inner, lambda item, at: _colour(fields, item, at))
            if len(read) == 2:
                bands = read[0], read[1]
            else:
                fields.report(value, f"{inner}: expected a list of two colours")
        elif key in _STANDINGS:
            paints[key] = {}
            for name, _, item in fields.entries(value, inner, PAINT.keys):
                places[f"{key}: {name}"] = fields.position(item)
                if colour := _colour(fields, item, f"{inner}: {name}"):
                    paints[key][name] = colour
        elif colour := _colour(fields, value, inner):
            colours[key] = colour
    return ThemeSpec(like, paints, colours, bands, places)


def _colour(fields: Fields, node: Node, what: str) -> str | None:
    """Return a colour as #RRGGBB."""
    if isinstance(node, Scalar) and _COLOUR.fullmatch(node.text):
        digits = node.text[1:].upper()
        return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)
    unquoted = isinstance(node, Scalar) and node.plain and not node.text
    hint = " (behind a space, YAML takes # for a comment: quote it)" if unquoted else ""
    fields.report(
        node, f"{what}: expected a colour as '#RGB' or '#RRGGBB', got {describe(node)}{hint}"
    )
    return None
