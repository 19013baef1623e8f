"""The projected dates of the main milestones in two plans, and which new links move them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from depgraph.reports.data import Day, LinkEnds, data_of
from depgraph.reports.diff_cells import DAYS, OWNER, coded, dated, kind, signed, text
from depgraph.reports.layout import day, whose
from depgraph.reports.page import Head
from depgraph.words import counted, later, listed

if TYPE_CHECKING:
    from depgraph.analysis.projected_changes import ProjectedMove, ProjectedMoves
    from depgraph.model import Link
    from depgraph.plans.comparing import PlanChanges
    from depgraph.reports.diff_cells import Kind

_MOST_NAMED = 3


class ProjectedMoveData(TypedDict):
    """A main milestone with another projected date."""

    id: str
    name: str | None
    before: Day | None
    after: Day | None
    days: Annotated[int | None, "positive for later; null without both dates"]
    by_new_links: Annotated[bool, "whether it has another date without all new links"]
    links: Annotated[list[LinkEnds], "the new links without any one of which it has another date"]


class ProjectedMovesData(TypedDict):
    """The projected dates of the main milestones: of level 2, where there are levels."""

    milestones: Annotated[int, "how many were compared: in both plans, complete in neither"]
    moved: list[ProjectedMoveData]
    refusals: Annotated[list[str | None], "why OLD and NEW have no dates; null where they have"]


def projected_data(moves: ProjectedMoves | None) -> ProjectedMovesData | None:
    """Return what becomes of the projected dates."""
    if moves is None:
        return None
    return {
        "milestones": len(moves.dates),
        "moved": [
            data_of(
                ProjectedMoveData,
                move,
                id=move.milestone.id,
                name=move.milestone.name,
                by_new_links=move.is_by_new_links,
                links=[data_of(LinkEnds, link) for link in move.links],
            )
            for move in sorted(moves.moves, key=lambda move: move.milestone.id)
        ],
        "refusals": [refusal or None for refusal in moves.refusals],
    }


def projected_kind(moves: ProjectedMoves) -> Kind:
    """Return the table of the milestones whose projected date differs."""
    has_links = any(move.is_by_new_links for move in moves.moves)
    return kind(
        f"Projected dates of {moves.noun}s",
        (
            *(coded("milestone", "milestone.id"), dated("before"), dated("after"), DAYS),
            *([text("by new links", "links")] if has_links else ()),
            *(OWNER, Head("milestone.name", "name")),
        ),
        moves.moves,
        days=lambda move: signed(move.days),
        links=links_in_words,
        owner=lambda move: whose(move.milestone),
    )


def links_in_words(move: ProjectedMove) -> str:
    """Return the new links that move a milestone."""
    if move.links:
        return ", ".join(f"{link.prerequisite} -> {link.dependent}" for link in move.links)
    return "all of them together" if move.is_by_new_links else ""


def projected_counts(changes: PlanChanges) -> list[str]:
    """Return how many main milestones have another projected date."""
    if changes.projected is None or not changes.projected.moves:
        return []
    moves = changes.projected.moves
    later_count = sum((move.days or 0) > 0 for move in moves)
    earlier_count = sum((move.days or 0) < 0 for move in moves)
    ways = (
        (later_count, "later"),
        (earlier_count, "earlier"),
        (len(moves) - later_count - earlier_count, "otherwise"),
    )
    words = [f"{count} projected {way}" for count, way in ways if count]
    count, _, rest = words[0].partition(" ")
    return [", ".join((f"{counted(int(count), changes.projected.noun)} {rest}", *words[1:]))]


def projected_notes(changes: PlanChanges) -> list[str]:
    """Say that no projected date changes, or whose date a new link moves."""
    moves = changes.projected
    if moves is None:
        return []
    if any(moves.refusals):
        return _refusal_words(changes, moves)
    if not moves.dates:
        return []
    if not moves.moves:
        replanned = [move for move in changes.comparison.replanned if move.id in moves.dates]
        sentences = [f"{move.id} is projected {day(moves.dates[move.id])}" for move in replanned]
        in_both = f" ({listed(sentences, _MOST_NAMED, between='; ')} in both)" if sentences else ""
        return [f"No projected date of a {moves.noun} changes{in_both}."]
    by_link: dict[Link, list[ProjectedMove]] = {}
    for move in moves.moves:
        for link in move.links:
            by_link.setdefault(link, []).append(move)
    return [_link_words(link, moved) for link, moved in by_link.items()]


def _refusal_words(changes: PlanChanges, moves: ProjectedMoves) -> list[str]:
    """Say why nothing is compared, where that is not told otherwise: cycles are."""
    reasons = [
        f"{which} has none, as {refusal}"
        for which, refusal, cycles in zip(
            ("the plan before", "the plan after"), moves.refusals, changes.cycles, strict=True
        )
        if refusal and not cycles
    ]
    return [f"Projected dates are not compared: {'; '.join(reasons)}."] if reasons else []


def _link_words(link: Link, moved: list[ProjectedMove]) -> str:
    words = [
        f"{move.milestone.id} {later(move.days)}" if move.days else move.milestone.id
        for move in moved
    ]
    return (
        f"The new link {link.prerequisite} -> {link.dependent} moves "
        f"{listed(words, 2 * _MOST_NAMED)}."
    )
