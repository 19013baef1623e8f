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
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.projection import Projection, project
from depgraph.analysis.route_count import count_chains
from depgraph.analysis.route_cuts import cuts, smallest_cut
from depgraph.analysis.route_listing import shortest_first
from depgraph.analysis.routes import Routes, find_routes
from depgraph.errors import CycleError, DateRangeError, DepgraphError, NoAsOfDateError
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from depgraph.model import Graph, Link, Milestone


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
        How many there are; None where more milestones go round in a circle than can be
        walked through.
    between
        The codes of the milestones that they pass, without the ends; sorted. Without a
        count, those that lie between: some may be on no chain.
    circle
        Without a count, the codes of the milestones that go round in a circle; sorted.
    shortest
        The chain of fewest hops; of several, the first by the codes.
    cut_milestones
        Those that every chain passes, in order, without the ends.
    cut_hops
        Those that every chain has, in order: without one of them there is no chain.
    queried
        The queried links between the milestones of the chains, in the order of ``graph.links``.
    """

    total: int | None
    between: tuple[str, ...]
    circle: tuple[str, ...]
    shortest: Chain
    cut_milestones: tuple[Milestone, ...]
    cut_hops: tuple[Hop, ...]
    queried: tuple[Link, ...]


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


def why(
    graph: Graph,
    *,
    prerequisite: str,
    dependent: str,
    without_queries: bool = False,
    most: int = 0,
) -> Why:
    """Find why one milestone waits on another.

    Time is in proportion to the links between the two, however many chains these make.

    Parameters
    ----------
    graph
        Any graph; where links go round in a circle there is no slack, and the count may be
        left out.
    prerequisite, dependent
        The codes of two milestones.
    without_queries
        Leave out the links that a reviewer doubts.
    most
        How many chains are listed at most.

    Raises
    ------
    UnknownMilestoneError
        If the graph does not have one of the two.
    DepgraphError
        If the two are the same.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> plan = Graph(
    ...     [Milestone(code) for code in "ABCDE"],
    ...     [Link("A", "B"), Link("A", "C"), Link("B", "D"), Link("C", "D"), Link("D", "E")],
    ... )
    >>> found = why(plan, prerequisite="A", dependent="E", most=9)
    >>> found.chains.total, found.chains.shortest.codes
    (2, ('A', 'B', 'D', 'E'))
    >>> [milestone.id for milestone in found.chains.cut_milestones]
    ['D']
    >>> [" -> ".join(chain.codes) for chain in found.listed]
    ['A -> B -> D -> E', 'A -> C -> D -> E']
    """
    search = _Search(graph, prerequisite, dependent, without_queries=without_queries)
    routes = search.routes
    open_routes = search.opened(routes)
    chains = search.chains(routes)
    open_chains = chains if open_routes is routes else search.chains(open_routes)
    holding, holding_chains = open_routes or routes, open_chains or chains
    return Why(
        prerequisite=search.graph.milestones[search.start],
        dependent=search.graph.milestones[search.end],
        chains=chains,
        open_chains=open_chains,
        firm_chains=search.firm_chains(holding, holding_chains),
        smallest_cut=search.smallest_cut(holding, holding_chains),
        tightest=search.tightest(open_routes),
        listed=search.listed(routes, most),
        without_queries=without_queries,
        untold=search.untold,
        reverse=search.reverse(),
        projection=search.projection,
        as_of=search.graph.as_of,
    )


class _Search:
    """The chains between two milestones of a graph, from numbers to milestones and links."""

    def __init__(
        self, graph: Graph, prerequisite: str, dependent: str, *, without_queries: bool
    ) -> None:
        self.start, self.end = graph.number(prerequisite), graph.number(dependent)
        if self.start == self.end:
            raise DepgraphError(_same(graph.milestones[self.start], prerequisite, dependent))
        self.graph = graph.without_queried_links() if without_queries else graph
        self.queried = [n for n, link in enumerate(self.graph.links) if link.queries]
        self.untold = ""
        self.projection: Projection | None = None
        try:
            self.projection = project(self.graph)
        except (CycleError, DateRangeError, NoAsOfDateError) as error:
            self.untold = str(error).splitlines()[0].removesuffix(":")
        self.routes = self._find(self.start, self.end)

    def _find(self, start: int, end: int) -> Routes | None:
        outgoing, targets = self.graph.outgoing, self.graph.link_targets

        def successors(n: int) -> Iterable[int]:
            # Links are in the order of their dependents, those of a pair beside each other.
            return dict.fromkeys([targets[number] for number in outgoing[n]])

        return find_routes(start, end, successors)

    def opened(self, routes: Routes | None) -> Routes | None:
        """Return the routes past incomplete milestones only; the same where all are that."""
        milestones = self.graph.milestones
        return routes and routes.past(lambda n: not milestones[n].is_complete)

    def chains(self, routes: Routes | None) -> Chains | None:
        """Return what the routes say of their chains."""
        if routes is None:
            return None
        census = count_chains(routes)
        places, hops = cuts(routes)
        milestones, numbers = self.graph.milestones, routes.numbers
        between = sorted(numbers[place] for place in census.places)
        return Chains(
            total=census.chains,
            between=tuple(milestones[n].id for n in between if n not in (self.start, self.end)),
            circle=tuple(
                milestones[n].id for n in sorted(numbers[place] for place in census.circle)
            ),
            shortest=self.chain(routes, routes.shortest()),
            cut_milestones=tuple(milestones[numbers[place]] for place in places),
            cut_hops=tuple(self._hop(numbers[place], numbers[to]) for place, to in hops),
            queried=self._queried_between(routes, census.places),
        )

    def firm_chains(self, routes: Routes | None, chains: Chains | None) -> Chains | None:
        """Return what the routes, with these chains, say of those without a queried hop."""
        if routes is None or chains is None or not chains.queried:
            return chains
        number = self.graph.number
        ends = {(number(link.prerequisite), number(link.dependent)) for link in chains.queried}
        doubted = {(n, to) for n, to in ends if all(link.queries for link in self._links(n, to))}
        return self.chains(routes.without(doubted)) if doubted else chains

    def smallest_cut(self, routes: Routes | None, chains: Chains | None) -> tuple[Hop, ...]:
        """Return fewest hops without which none of these chains of the routes is left."""
        if routes is None or chains is None:
            return ()
        if chains.cut_hops:
            return chains.cut_hops[:1]
        numbers = routes.numbers
        return tuple(self._hop(numbers[place], numbers[to]) for place, to in smallest_cut(routes))

    def chain(self, routes: Routes, places: Sequence[int]) -> Chain:
        """Return the chain through some places of the routes."""
        numbers = [routes.numbers[place] for place in places]
        return Chain(tuple(self._hop(n, to) for n, to in pairwise(numbers)))

    def tightest(self, routes: Routes | None) -> Chain | None:
        """Return the chain of least slack, if there is one that has slack."""
        if routes is None or self.projection is None:
            return None
        places = routes.least(self._slacks)
        return None if places is None else self.chain(routes, places)

    def listed(self, routes: Routes | None, most: int) -> tuple[Chain, ...]:
        """Return the first of the chains of the routes."""
        if routes is None:
            return ()
        return tuple(self.chain(routes, places) for places in islice(shortest_first(routes), most))

    def reverse(self) -> Chain | None:
        """Return a shortest chain from the end to the start, if there is one."""
        routes = self._find(self.end, self.start)
        return None if routes is None else self.chain(routes, routes.shortest())

    def _slacks(self, n: int) -> dict[int, int]:
        """Return the least slack of the links to a milestone, by the prerequisite's number."""
        least: dict[int, int] = {}
        if self.projection is None:
            return least
        sources = self.graph.link_sources
        for number in self.graph.incoming[n]:
            slack = self.projection.link_slack(number)
            source = sources[number]
            if slack is not None and (source not in least or slack < least[source]):
                least[source] = slack
        return least

    def _hop(self, n: int, to: int) -> Hop:
        milestones = self.graph.milestones
        slack = self._slacks(to).get(n)
        return Hop(
            prerequisite=milestones[n],
            dependent=milestones[to],
            links=tuple(self._links(n, to)),
            slack=slack,
        )

    def _links(self, n: int, to: int) -> list[Link]:
        graph = self.graph
        return [
            graph.links[number] for number in graph.incoming[to] if graph.link_sources[number] == n
        ]

    def _queried_between(self, routes: Routes, places: Sequence[int]) -> tuple[Link, ...]:
        graph = self.graph
        place_of = {routes.numbers[place]: place for place in places}
        found = []
        for number in self.queried:
            place = place_of.get(graph.link_sources[number])
            to = place_of.get(graph.link_targets[number])
            if place is not None and to is not None and to in routes.after[place]:
                found.append(graph.links[number])
        return tuple(found)


def _same(milestone: Milestone, prerequisite: str, dependent: str) -> str:
    if prerequisite == dependent:
        return (
            f"{milestone.id} is given twice: give a prerequisite and the dependent that waits on it"
        )
    return (
        f"{prerequisite} and {dependent} are codes of one milestone, {milestone.id}: give a "
        "prerequisite and the dependent that waits on it"
    )
