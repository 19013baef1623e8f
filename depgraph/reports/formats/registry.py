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

FORMATS = ("concise", "github", "gitlab", "sarif", "junit")
"""The formats, each with the name of its module."""


def format_named(name: str) -> Format:
    """Import one of `FORMATS`."""
    from importlib import import_module

    report: Format = import_module(f"{__package__}.{name}").report
    return report
