"""The formats of ``depgraph check``: each a module, imported only when it is asked for.

A format is a function ``report(result, graph, options)`` that returns the whole text. It
looks at nothing but its arguments, so that the same plan gives the same bytes everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from depgraph.model import Graph
    from depgraph.reports.choice import FailOn
    from depgraph.rules.engine import CheckResult
    from depgraph.rules.kinds.base import Rule

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


class Options(NamedTuple):
    """What a format may ask about besides the findings.

    Attributes
    ----------
    show_all
        Whether texts show findings of every status and severity.
    fail_on
        The least severity of a new finding that fails the run.
    rules
        The configured rules, for the formats that explain them.
    """

    show_all: bool = False
    fail_on: FailOn = "error"
    rules: tuple[Rule, ...] = ()


if TYPE_CHECKING:
    Format = Callable[[CheckResult, Graph, Options], str]


def format_named(name: str) -> Format:
    """Import a format by its name in `FORMATS`."""
    from importlib import import_module

    report: Format = import_module(f"{__name__}.{FORMATS[name]}").report
    return report
