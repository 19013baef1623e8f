"""Flowcharts in the language of Mermaid, which GitHub and GitLab draw in Markdown.

Nothing of a plan is read as Mermaid, Markdown or HTML: nodes have numbers for names, and of the
words every sign that could mean something is written as a numbered entity.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.words import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_LINKS = 500
MOST_CHARACTERS = 50_000
"""What Mermaid draws, unless the page is set up for more."""

_LONGEST = 80
_SIGN = re.compile(r"(?<=[^\W_])-(?=[^\W_])|[^\W_]| |(.)", re.DOTALL)
"""Letters, digits, spaces, dashes in codes and dates; else, as a group, any one sign."""
_NO_WORDS = "#160;"
"""A space that is drawn: Mermaid does not take a node without words."""


class Node(Struct):
    """A milestone of a flowchart.

    Attributes
    ----------
    code
        What it is called in the links.
    lines
        What stands in it.
    look
        The name of its class; empty for none.
    """

    code: str
    lines: Sequence[str]
    look: str = ""


class Arrow(Struct):
    """A link of a flowchart: how it is drawn, and what stands on it."""

    prerequisite: str
    dependent: str
    is_dotted: bool = False
    is_thick: bool = False
    words: str = ""


def flowchart(
    nodes: Iterable[Node], arrows: Iterable[Arrow], looks: Mapping[str, str], *, down: bool = False
) -> str:
    """Return a flowchart.

    Parameters
    ----------
    nodes, arrows
        Each arrow joins two of the nodes.
    looks
        The style of each class, as ``fill:#FFF,stroke:#000``.
    down
        Whether it goes from top to bottom, and not from left to right.
    """
    nodes = list(nodes)
    names = {node.code: f"n{number}" for number, node in enumerate(nodes)}
    lines = [f"flowchart {'TD' if down else 'LR'}"]
    for node in nodes:
        words = "<br/>".join(map(literal, node.lines)) or _NO_WORDS
        look = f":::{node.look}" if node.look else ""
        lines.append(f'  {names[node.code]}["{words}"]{look}')
    for arrow in arrows:
        line = "-.->" if arrow.is_dotted else "==>" if arrow.is_thick else "-->"
        words = f'|"{literal(arrow.words)}"|' if arrow.words else ""
        lines.append(f"  {names[arrow.prerequisite]} {line}{words} {names[arrow.dependent]}")
    used = {node.look for node in nodes}
    lines += (f"  classDef {look} {style}" for look, style in looks.items() if look in used)
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Return a text that Mermaid shows as it is between double quotes.

    Examples
    --------
    >>> literal('LDM-503-11: "Ready"')
    'LDM-503-11#58; #34;Ready#34;'
    """
    text = " ".join(printable(text).split())
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 3]}..."
    return _SIGN.sub(lambda sign: f"#{ord(sign[1])};" if sign[1] else sign[0], text)
