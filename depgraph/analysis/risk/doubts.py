"""What makes a simulation doubtful before it is run (GAO-16-89G: a sound schedule comes first)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from depgraph.model import Graph


class Doubts(Struct):
    """What leads to the milestones that are asked about, and makes the answer less sure.

    Attributes
    ----------
    open_ends
        Incomplete milestones that wait on nothing.
    constrained
        Those with an earliest date or a deadline, which hides what links say.
    overdue
        Those whose own date is before the as-of date.
    undated
        Those without a projected date: they hold nothing up.
    leads, queried
        Links with a negative lag, and links that a reviewer doubts: prerequisite and dependent.
    """

    open_ends: tuple[str, ...]
    constrained: tuple[str, ...]
    overdue: tuple[str, ...]
    undated: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    queried: tuple[tuple[str, str], ...]

    @property
    def is_any(self) -> bool:
        """Whether there is any doubt."""
        return any(self)


def doubts_about(
    graph: Graph, behind: Iterable[str], undated: Iterable[str], as_of: date
) -> Doubts:
    """Return what makes an answer about a part of a plan doubtful.

    Parameters
    ----------
    behind
        The codes of what leads to the milestones that are asked about, with themselves.
    undated
        Those of them that have no projected date.
    """
    codes = set(behind)
    left = [graph[code] for code in sorted(codes) if not graph[code].is_complete]
    links = [link for milestone in left for link in graph.links_into(milestone.id)]
    return Doubts(
        open_ends=tuple(m.id for m in left if not graph.incoming[graph.number(m.id)]),
        constrained=tuple(m.id for m in left if m.not_before or m.not_after),
        overdue=tuple(m.id for m in left if m.own_date is not None and m.own_date < as_of),
        undated=tuple(sorted(undated)),
        leads=tuple(link.ends for link in links if link.lag < 0),
        queried=tuple(link.ends for link in links if link.queried),
    )
