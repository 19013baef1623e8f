"""The formats that only ``depgraph check`` has: each a module, imported when it is asked for.

A format is a function ``report(result, graph, options)`` that returns the whole text. It
looks at nothing but its arguments, so that the same plan gives the same bytes everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult

    Format = Callable[[CheckResult, Graph, Options], str]

_HIDING = "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"

FORMATS = ("concise", "github", "gitlab", "sarif", "junit")
"""The formats, each with the name of its module."""


def format_named(name: str) -> Format:
    """Import one of `FORMATS`."""
    from importlib import import_module

    report: Format = import_module(f"{__package__}.{name}").report

    def visible(result: CheckResult, graph: Graph, options: Options) -> str:
        return _with_visible_signs(report(result, graph, options))

    return visible


def _with_visible_signs(text: str) -> str:
    """Return a text in which characters that turn or hide others are names: ``[U+202E]``.

    Reviewers see these texts where nobody looks at characters one by one.
    """
    if text.isascii():
        return text
    import re

    return re.sub(_HIDING, lambda sign: f"[U+{ord(sign[0]):04X}]", text)
