"""What delays a plan, cause by cause: which late milestones each root holds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depgraph.records import Struct
from depgraph.words import natural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from depgraph.analysis.delays import Delay
    from depgraph.analysis.projection import Projection
    from depgraph.model import Link


class HeldUp(Struct):
    """A late milestone, and by how many days it is late."""

    code: str
    days: int


class DelayCause(Struct):
    """A root of delays, see `depgraph.analysis.delays`.

    Attributes
    ----------
    root
        Its code.
    held
        What is late because of it, the worst first, then by code; itself too where it is late.
    links
        The links that lead from it to the first late milestones of the driving chains.
    """

    root: str
    held: tuple[HeldUp, ...]
    links: tuple[Link, ...]

    @property
    def worst(self) -> HeldUp:
        """What is late by the most days."""
        return self.held[0]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all that is late because of it, the worst first."""
        return tuple(held.code for held in self.held)

    @property
    def is_own(self) -> bool:
        """Whether it is late by itself, and holds up nothing else."""
        return self.codes == (self.root,)


def delay_causes(
    projection: Projection, delays: Sequence[Delay], late: Collection[str]
) -> tuple[DelayCause, ...]:
    """Return what delays some late milestones: each stands in one cause.

    Parameters
    ----------
    delays
        What sets the date of each milestone, in the order of ``graph.milestones``.
    late
        The codes of the milestones.

    Returns
    -------
    tuple of DelayCause
        Those that make something late by the most days first, then by code.
    """
    graph = projection.graph
    held_by: dict[str, list[HeldUp]] = {}
    links_of: dict[str, dict[Link, None]] = {}
    for code in late:
        delay = delays[graph.number(code)]
        if delay.root is None or delay.late is None:
            continue
        held_by.setdefault(delay.root, []).append(HeldUp(code, delay.late))
        links = links_of.setdefault(delay.root, {})
        links.update(dict.fromkeys(_root_links(projection, delay.first_late or code, delay.root)))
    causes = (
        DelayCause(root, tuple(sorted(held, key=_worst_first)), tuple(sorted(links_of[root])))
        for root, held in held_by.items()
    )
    return tuple(sorted(causes, key=lambda cause: (-cause.worst.days, natural(cause.root))))


def _worst_first(held: HeldUp) -> tuple[object, ...]:
    return -held.days, natural(held.code)


def _root_links(projection: Projection, code: str, root: str) -> Iterable[Link]:
    """Return the driving links from a milestone back to its root."""
    links = []
    while code != root and (link := projection.driver(code).link) is not None:
        links.append(link)
        code = link.prerequisite
    return links
