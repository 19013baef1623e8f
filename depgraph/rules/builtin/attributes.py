"""Checks of what the files say of one milestone: contradictions, and what only one has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from depgraph.rules.findings import Finding
from depgraph.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depgraph.model import Graph

_PREFIX = re.compile(r"^test report:\s*", re.IGNORECASE)
_MOST_NAMED = 5
_NO_WORD = re.compile(r"[\W_]+")


def conflicting_attribute(graph: Graph) -> Iterator[Finding]:
    """Find attributes that two files give different values, and two that contradict each other.

    Names that differ only in case, punctuation or a leading "Test report:" are an info.
    """
    for disagreement in graph.disagreements:
        other_place, contradicting = disagreement.other_position, disagreement.other_attribute
        other_attribute = f"{contradicting} is " if contradicting else ""
        finding = Finding(
            rule="conflicting-attribute",
            severity="error",
            message=(
                f"{disagreement.milestone}: {disagreement.attribute} is "
                f"{disagreement.kept_value!r} in {disagreement.kept_position} and {other_attribute}"
                f"{disagreement.other_value!r} in {other_place}; the first counts"
            ),
            milestone=disagreement.milestone,
            position=disagreement.kept_position,
            subject=f"{disagreement.attribute} {other_attribute}{disagreement.other_value}",
        )
        if disagreement.attribute == "name" and _same_words(
            disagreement.kept_value, disagreement.other_value
        ):
            finding = finding._replace(severity="info")
        yield finding


def _same_words(name: str, other: str) -> bool:
    words, others = (
        _NO_WORD.sub(" ", _PREFIX.sub("", text)).strip().casefold() for text in (name, other)
    )
    return words == others


def several_schedule_only(codes: Sequence[str]) -> str:
    """Return the message of a finding on many milestones that only the schedule has."""
    return (
        f"{len(codes)} milestones are in the schedule and not in the graph: "
        f"{listed(codes, _MOST_NAMED)}"
    )


def schedule_only(graph: Graph) -> Iterator[Finding]:
    """Find milestones that the schedule has and the graph does not."""
    for milestone in graph.schedule_only:
        name = f" ({milestone.name})" if milestone.name else ""
        yield Finding(
            rule="schedule-only",
            severity="error",
            message=f"{milestone.id}{name} is in the schedule and not in the graph",
            milestone=milestone.id,
            position=milestone.position,
        )
