"""The formats of ``depgraph check``: each a module, imported only when it is asked for.

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

FORMATS = {
    "text": "text",
    "concise": "concise",
    "json": "json_data",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "markdown": "markdown",
}


if TYPE_CHECKING:
    Format = Callable[[CheckResult, Graph, Options], str]


def format_named(name: str) -> Format:
    """Import a format by its name in `FORMATS`."""
    from importlib import import_module

    report: Format = import_module(f"{__package__}.{FORMATS[name]}").report
    return report
