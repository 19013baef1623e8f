"""Why one milestone waits on another: the chains of links from the one to the other.

Between two milestones there may be more chains than can be listed. They are counted, and what
all of them have in common is found, without listing them (see `depgraph.analysis.route_count` and
`depgraph.analysis.route_cuts`).

Links of one pair of milestones make one hop, so that chains are told apart by the milestones
that they pass; none passes a milestone twice. A hop is queried if each of its links is. Its
slack is the least of its links': that one binds.

A chain is *open* if all its milestones, the ends too, are incomplete. Any other is history: it
holds nothing up any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depgraph.showing import printed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from depgraph.analysis.projection import Projection
    from depgraph.model import Link, Milestone, SourceDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """Two milestones of which the second waits directly on the first.

    Attributes
    ----------
    links
        The links of the two, one or more, in the order of ``graph.links``.
    slack
        Days that the first can move before it moves the second, working days where it has a
        calendar; None where a date is missing. Negative only into a complete milestone.
    """

    prerequisite: Milestone
    dependent: Milestone
    links: tuple[Link, ...]
    slack: int | None

    @property
    def is_queried(self) -> bool:
        """Whether a reviewer doubts each of its links."""
        return all(link.queried for link in self.links)


@dataclass(frozen=True, slots=True)
class Chain:
    """Milestones each of which waits directly on the one before."""

    hops: tuple[Hop, ...]

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """The milestones, the first prerequisite first."""
        return (self.hops[0].prerequisite, *(hop.dependent for hop in self.hops))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the milestones."""
        return tuple(milestone.id for milestone in self.milestones)

    @property
    def complete(self) -> tuple[Milestone, ...]:
        """Those of its milestones that are complete: with one, it holds nothing up any more."""
        return tuple(milestone for milestone in self.milestones if milestone.is_complete)

    @property
    def slack(self) -> int | None:
        """Days of slack of its hops together; with calendars, working days count like others.

        None where that of one is not known, and for a chain that is not open.
        """
        slacks = [hop.slack for hop in self.hops if hop.slack is not None]
        return None if self.complete or len(slacks) < len(self.hops) else sum(slacks)


def steps(chain: Chain) -> Iterator[tuple[Milestone, Hop | None]]:
    """Yield the milestones of a chain, each with the hop by which it waits on the one before."""
    yield chain.hops[0].prerequisite, None
    for hop in chain.hops:
        yield hop.dependent, hop


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """All chains from one milestone to another.

    Attributes
    ----------
    total
        How many there are; None where more milestones go round in a cycle than can be
        walked through.
    between
        The codes of the milestones that they pass, without the ends; sorted. Without a
        count, those that lie between: some may be on no chain.
    cycle
        Without a count, the codes of the milestones that go round in a cycle; sorted.
    shortest
        The chain of fewest hops; of several, the first by the codes.
    cut_milestones
        Those that every chain passes, in order, without the ends.
    cut_hops
        Those that every chain has, in order: without one of them there is no chain.
    queried
        The queried links of the chains, in the order of ``graph.links``. Without a count, those
        that lie between: some may be on no chain.
    """

    total: int | None
    between: tuple[str, ...]
    cycle: tuple[str, ...]
    shortest: Chain
    cut_milestones: tuple[Milestone, ...]
    cut_hops: tuple[Hop, ...]
    queried: tuple[Link, ...]


@printed
@shown
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Why:
    """Why one milestone, the dependent, waits on another, or that it does not.

    Attributes
    ----------
    chains
        All chains; None if the dependent does not wait on the prerequisite.
    open_chains
        The open ones; None if there is none.
    firm_chains
        What is left of `holding` without the links that a reviewer doubts; None if nothing is.
    smallest_cut
        Fewest hops without which nothing of `holding` is left, the nearest to the prerequisite;
        empty where they were not found in time.
    tightest
        The open chain of least slack (of several, that of fewest hops, then the first by the
        codes); None if there is none whose milestones all have dates. Where no calendar is
        used, its slack is the total float of the prerequisite with respect to the dependent.
    listed
        The first of all chains, as many as were asked for: those of fewer hops come first, then
        those whose codes come first.
    without_queries
        Whether the links that a reviewer doubts are left out of all this.
    untold
        Why no slack is known, where there is no projection: what the error says.
    reverse
        A shortest chain the other way round, if the prerequisite waits on the dependent.
    projection
        The projected dates, where there are any.
    as_of
        The as-of date, where there is one.
    documents
        Those that files of the plan were taken from.
    only_in_schedule
        The codes of milestones that only the schedule has.
    """

    prerequisite: Milestone
    dependent: Milestone
    chains: Chains | None
    open_chains: Chains | None
    firm_chains: Chains | None
    smallest_cut: tuple[Hop, ...]
    tightest: Chain | None
    listed: tuple[Chain, ...]
    without_queries: bool
    untold: str
    reverse: Chain | None
    projection: Projection | None
    as_of: date | None
    documents: tuple[SourceDocument, ...] = ()
    only_in_schedule: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return who waits on whom, and by how many chains."""
        if self.chains is None:
            return f"<Why: {self.dependent.id} does not wait on {self.prerequisite.id}>"
        total = "uncounted" if self.chains.total is None else self.chains.total
        return f"<Why: {self.dependent.id} waits on {self.prerequisite.id}; chains: {total}>"

    @property
    def is_waiting(self) -> bool:
        """Whether the prerequisite still holds the dependent up: whether a chain is open."""
        return self.open_chains is not None

    @property
    def holding(self) -> Chains | None:
        """The chains that matter now: the open ones, or all where none is open."""
        return self.open_chains or self.chains
