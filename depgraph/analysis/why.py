"""The search for why one milestone waits on another, from numbers to milestones and links."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

from depgraph.analysis.chains import Chain, Chains, Hop, Why
from depgraph.analysis.projection import Projection, project
from depgraph.analysis.route_count import count_chains
from depgraph.analysis.route_cuts import cuts, smallest_cut
from depgraph.analysis.route_listing import shortest_first
from depgraph.analysis.routes import Routes, find_routes
from depgraph.analysis.scheduled import only_in_schedule
from depgraph.analysis.view_hops import ViewHops
from depgraph.errors import CycleError, DateRangeError, DepgraphError, NoAsOfDateError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depgraph.analysis.route_count import Census
    from depgraph.model import Graph, Link, Milestone


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
        Any graph; where links go round in a cycle there is no slack, and the count may be
        left out.
    prerequisite, dependent
        The codes of two milestones.
    without_queries
        Leave out the links that a reviewer doubts.
    most
        How many chains are listed at most.

    Returns
    -------
    Why
        The chains between the two, how many there are, and what all of them need.

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
    >>> answer = why(plan, prerequisite="A", dependent="E", most=9)
    >>> answer.chains.total, answer.chains.shortest.codes
    (2, ('A', 'B', 'D', 'E'))
    >>> [milestone.id for milestone in answer.chains.cut_milestones]
    ['D']
    >>> [" -> ".join(chain.codes) for chain in answer.listed]
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
        documents=search.graph.documents,
        only_in_schedule=only_in_schedule(search.graph),
    )


class _Search:
    """The chains between two milestones of a graph, from numbers to milestones and links."""

    def __init__(
        self, graph: Graph, prerequisite: str, dependent: str, *, without_queries: bool
    ) -> None:
        start, end = graph.number(prerequisite), graph.number(dependent)
        if start == end:
            milestone = graph.milestones[start]
            raise DepgraphError(_one_milestone_words(milestone, prerequisite, dependent))
        counted = graph.without_queried_links() if without_queries else graph
        self.untold = ""
        self.projection: Projection | None = None
        try:
            self.projection = project(counted)
        except (CycleError, DateRangeError, NoAsOfDateError) as error:
            self.untold = str(error).splitlines()[0].removesuffix(":")
        self.hops = ViewHops(counted, self.projection)
        self.graph = self.hops.graph
        self.start, self.end = map(self.graph.number, (prerequisite, dependent))
        self.routes = self._find(self.start, self.end)

    def _find(self, start: int, end: int) -> Routes | None:
        return find_routes(start, end, self.hops.successors)

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
            cycle=tuple(milestones[n].id for n in sorted(numbers[place] for place in census.cycle)),
            shortest=self.chain(routes, routes.shortest()),
            cut_milestones=tuple(milestones[numbers[place]] for place in places),
            cut_hops=tuple(self._hop_between(numbers[place], numbers[to]) for place, to in hops),
            queried=self._queried_between(routes, census),
        )

    def firm_chains(self, routes: Routes | None, chains: Chains | None) -> Chains | None:
        """Return what the routes, with these chains, say of those without a queried hop."""
        if routes is None or chains is None or not chains.queried:
            return chains
        number = self.graph.number
        ends = {(number(link.prerequisite), number(link.dependent)) for link in chains.queried}
        doubted = {
            (n, to) for n, to in ends if all(link.queries for link in self.hops.links(n, to))
        }
        return self.chains(routes.without(doubted)) if doubted else chains

    def smallest_cut(self, routes: Routes | None, chains: Chains | None) -> tuple[Hop, ...]:
        """Return fewest hops without which none of these chains of the routes is left."""
        if routes is None or chains is None:
            return ()
        if chains.cut_hops:
            return chains.cut_hops[:1]
        numbers = routes.numbers
        return tuple(
            self._hop_between(numbers[place], numbers[to]) for place, to in smallest_cut(routes)
        )

    def chain(self, routes: Routes, places: Sequence[int]) -> Chain:
        """Return the chain through some places of the routes."""
        numbers = [routes.numbers[place] for place in places]
        return Chain(tuple(self._hop_between(n, to) for n, to in pairwise(numbers)))

    def tightest(self, routes: Routes | None) -> Chain | None:
        """Return the chain of least slack, if there is one that has slack."""
        if routes is None or self.projection is None:
            return None
        places = routes.least(self.hops.slacks)
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

    def _hop_between(self, n: int, to: int) -> Hop:
        milestones = self.graph.milestones
        slack = self.hops.slacks(to).get(n)
        return Hop(
            prerequisite=milestones[n],
            dependent=milestones[to],
            links=tuple(self.hops.links(n, to)),
            slack=slack,
        )

    def _queried_between(self, routes: Routes, census: Census) -> tuple[Link, ...]:
        place_of = {routes.numbers[place]: place for place in census.places}
        links = []
        for source, target, link in self.hops.queried():
            place, to = place_of.get(source), place_of.get(target)
            if place is None or to is None or (place, to) in census.idle_hops:
                continue
            if to in routes.after[place]:
                links.append(link)
        return tuple(links)


def _one_milestone_words(milestone: Milestone, prerequisite: str, dependent: str) -> str:
    if prerequisite == dependent:
        return (
            f"{milestone.id} is given twice: give a prerequisite and the dependent that waits on it"
        )
    return (
        f"{prerequisite} and {dependent} are codes of one milestone, {milestone.id}: give a "
        "prerequisite and the dependent that waits on it"
    )
