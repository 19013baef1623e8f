"""Checks of what reviewers wrote down: open questions, and queries that no longer matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.builtin.pairs import about_link, about_milestone
from depgraph.rules.describe import state_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.model import Graph
    from depgraph.rules.findings import Finding


def open_question(graph: Graph) -> Iterator[Finding]:
    """Find the open questions."""
    for question in graph.questions:
        finding = about_milestone(
            "open-question", graph[question.milestone], f"{question.milestone}: {question.text}"
        )
        yield finding._replace(
            position=question.position or finding.position, subject=question.text
        )


def stale_query(graph: Graph) -> Iterator[Finding]:
    """Find queried links of which one end is complete.

    The finding is about the query, not about the link: it is new until the query is gone.
    """
    for link in graph.queried_links:
        complete = [
            milestone
            for milestone in (graph[link.prerequisite], graph[link.dependent])
            if milestone.is_complete
        ]
        if complete:
            facts = " and ".join(
                f"{milestone.id} ({state_in_words(milestone)})" for milestone in complete
            )
            verb = "is" if len(complete) == 1 else "are"
            message = (
                f"the link {link.prerequisite} -> {link.dependent} is queried, "
                f"and {facts} {verb} complete"
            )
            yield about_link("stale-query", link, message)._replace(status="new")
