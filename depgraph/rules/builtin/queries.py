"""Checks of what reviewers wrote down: open questions, and queries that no longer matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.rules.builtin.pairs import about_link, about_milestone
from depgraph.rules.describe import state_in_words
from depgraph.rules.findings import FindingsOn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depgraph.model import Graph, Milestone
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


def stale_query(graph: Graph) -> Iterator[FindingsOn]:
    """Find queried links of which one end is complete.

    The finding is about the query, not about the link: it is new until the query is gone.
    """
    links = graph.queried_links

    def complete_ends(place: int) -> list[Milestone]:
        ends = map(graph.__getitem__, links[place].ends)
        return [milestone for milestone in ends if milestone.is_complete]

    def make(place: int) -> Finding:
        link, complete = links[place], complete_ends(place)
        facts = " and ".join(f"{end.id} ({state_in_words(end)})" for end in complete)
        verb = "is" if len(complete) == 1 else "are"
        message = (
            f"the link {link.prerequisite} -> {link.dependent} is queried, "
            f"and {facts} {verb} complete"
        )
        return about_link("stale-query", link, message)._replace(status="new")

    places = [*filter(complete_ends, range(len(links)))]
    if places:
        yield FindingsOn("stale-query", links, places, make)
