"""Findings as JSON; the contract is that of `depgraph.reports.data`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.reports.data import as_text, check_data

if TYPE_CHECKING:
    from depgraph.model import Graph
    from depgraph.reports.choice import Options
    from depgraph.rules.engine import CheckResult


def report(result: CheckResult, graph: Graph, options: Options) -> str:
    """Return all findings and their summary."""
    return as_text(check_data(result, graph, fail_on=options.fail_on))
