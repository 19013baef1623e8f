"""Findings on all activities of a network, told as those of the milestones that are shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.findings import Finding
from depgraph.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depgraph.model import Graph

_MOST_NAMED = 3


def findings_of_view(view: Graph, rule: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings on milestones of a view; those on other activities as one, counted.

    Parameters
    ----------
    rule
        The check that made them of the network of the view.
    """
    unshown: list[Finding] = []
    for finding in findings:
        ends = [code for code in (finding.prerequisite, finding.dependent) if code is not None]
        if not ends and finding.milestone is not None:
            ends = [finding.milestone]
        if not ends or any(code in view.codes for code in ends):
            yield finding
        else:
            unshown.append(finding)
    if unshown:
        about = [
            " -> ".join((finding.chain[0], finding.chain[-1]))
            if finding.chain
            else finding.milestone or ""
            for finding in unshown
        ]
        number = counted(len(unshown), "finding")
        yield Finding(
            rule=rule,
            severity="info" if all(f.severity == "info" for f in unshown) else "error",
            message=f"{number} on activities that are no milestones: "
            f"{listed(about, _MOST_NAMED)} (--activities shows them)",
            subject="activities that are no milestones",
        )
