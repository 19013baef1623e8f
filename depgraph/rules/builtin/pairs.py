"""How checks make findings about one link or one milestone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.findings import Finding

if TYPE_CHECKING:
    from depgraph.model import Link, Milestone


def about_link(rule: str, link: Link, message: str) -> Finding:
    """Return a finding about a link; a queried link makes it a queried finding."""
    return Finding(
        rule=rule,
        severity="error",
        status="queried" if link.queries else "new",
        message=message,
        milestone=link.dependent,
        prerequisite=link.prerequisite,
        dependent=link.dependent,
        chain=(link.prerequisite, link.dependent),
        links=(link,),
        position=link.position,
    )


def about_milestone(rule: str, milestone: Milestone, message: str) -> Finding:
    """Return a finding about a milestone."""
    return Finding(
        rule=rule,
        severity="error",
        message=message,
        milestone=milestone.id,
        position=milestone.position,
    )
