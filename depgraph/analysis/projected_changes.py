"""The projected dates of the main milestones in two plans, and which new links move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.analysis.projection import project
from depgraph.analysis.readings import project_if_possible
from depgraph.analysis.scope import main_milestones, main_noun
from depgraph.analysis.separation import without_links
from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Graph, Link, Milestone

_MOST_PASSES = 50
_MOST_MILESTONES = 500_000
"""How many new links are looked at one by one, and how many milestones are projected for that."""


class ProjectedMove(Struct):
    """A milestone whose projected date differs.

    Attributes
    ----------
    milestone
        As the second plan has it.
    before, after
        Its projected dates; None where it has none.
    links
        The new links without any one of which the second plan projects it otherwise.
    is_by_new_links
        Whether the second plan projects it otherwise without all new links.
    """

    milestone: Milestone
    before: date | None
    after: date | None
    links: tuple[Link, ...] = ()
    is_by_new_links: bool = False

    @property
    def days(self) -> int | None:
        """Calendar days between the dates, positive for later; None without both."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


class ProjectedMoves(Struct):
    """What becomes of the projected dates of the main milestones.

    Attributes
    ----------
    noun
        What one of them is called, in the singular.
    dates
        The projected dates in the second plan, by code, of those that both plans have and that
        are complete in neither.
    moves
        Those whose date differs, in the order that people have codes in.
    refusals
        Why a plan has no projected dates, for each; empty where it has. With any, nothing is
        compared.
    """

    noun: str
    dates: Mapping[str, date | None]
    moves: tuple[ProjectedMove, ...]
    refusals: tuple[str, str] = ("", "")


def compare_projections(
    before: Graph, after: Graph, codes: Mapping[str, str], added: Sequence[Link]
) -> ProjectedMoves:
    """Compare the projected dates of the main milestones in two plans.

    Parameters
    ----------
    codes
        The codes of the second plan by those of the first, of the milestones of both.
    added
        The links that only the second plan has.
    """
    noun = main_noun(after)
    first, first_refusal = project_if_possible(before, gaps="float")
    second, second_refusal = project_if_possible(after, gaps="float")
    if first is None or second is None:
        return ProjectedMoves(noun, {}, (), (first_refusal, second_refusal))
    pairs = sorted((was, codes[was]) for was in _main_of_both(before, after, codes))
    moved = [code for was, code in pairs if first.date(was) != second.date(code)]
    old = {code: first.date(was) for was, code in pairs}
    movers = _movers(second, moved, added)
    return ProjectedMoves(
        noun,
        {code: second.date(code) for _, code in pairs},
        tuple(
            ProjectedMove(after[code], old[code], second.date(code), *movers[code])
            for code in sorted(moved, key=natural)
        ),
    )


def _main_of_both(before: Graph, after: Graph, codes: Mapping[str, str]) -> set[str]:
    """Return the codes in the first plan of what is a main milestone in either of the plans."""
    main_before, main_after = set(main_milestones(before)), set(main_milestones(after))
    return {
        was
        for was, now in codes.items()
        if (was in main_before or now in main_after)
        and not before[was].is_complete
        and not after[now].is_complete
    }


def _movers(
    projection: Projection, moved: Sequence[str], added: Sequence[Link]
) -> dict[str, tuple[tuple[Link, ...], bool]]:
    """Return for each milestone which links move it alone, and whether all together do."""
    graph = projection.graph
    holding = [link for link in added if not graph[link.dependent].is_complete]
    if not moved or not holding:
        return dict.fromkeys(moved, ((), False))

    def moved_without(links: frozenset[Link]) -> set[str]:
        other = project(without_links(projection.shown, links))
        return {code for code in moved if other.date(code) != projection.date(code)}

    together = moved_without(frozenset(holding))
    is_small = len(holding) <= _MOST_PASSES and len(holding) * len(graph) <= _MOST_MILESTONES
    alone: dict[str, list[Link]] = {}
    for link in holding if is_small else ():
        for code in moved_without(frozenset([link])):
            alone.setdefault(code, []).append(link)
    return {code: (tuple(alone.get(code, ())), code in together) for code in moved}
