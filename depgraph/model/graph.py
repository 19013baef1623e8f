"""The graph that holds milestones and the links between them.

A `Graph` keeps its milestones sorted by code and its links sorted by dependent and
prerequisite, so that the order in which files were read never changes an answer.
Inside, milestones and links are numbered in that order, and the adjacency is lists of
link numbers: the passes in `depgraph.analysis` run over those.
"""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter, lt
from typing import TYPE_CHECKING, TypeVar, cast

from depgraph.errors import CycleError, UnknownMilestoneError
from depgraph.model.adjacency import Adjacency, adjacency, adjacency_without
from depgraph.model.gates import as_chains, dropped
from depgraph.model.links import Links, distinct_values, others_of, values_of
from depgraph.model.ordering import order_by_links
from depgraph.model.values import Milestone
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import networkx as nx

    from depgraph.model.documents import SourceDocument
    from depgraph.model.values import (
        Calendar,
        Disagreement,
        Group,
        Link,
        LinkType,
        Notice,
        Question,
    )
    from depgraph.model.work import Rules

    Contract = Callable[..., Iterable[Link]]
    """Called with a network, the codes of the milestones shown and, as `wanted`, by the codes of
    prerequisites those of the dependents that links are wanted to; without it, all are."""

T = TypeVar("T")

_code, _calendar = attrgetter("id"), attrgetter("calendar")


_FEW = 8
"""Of how many milestones a view makes the links one by one, before it makes all."""


@shown
class Graph:
    """A plan: milestones, links, open questions and the date at which states are true.

    Parameters
    ----------
    milestones
        In any order; codes and aliases (`aka`) are unique.
    links
        In any order; both ends are codes of milestones (an `aka` will not do here). None for
        those that `contract` makes.
    questions
        Open questions that name no link.
    as_of
        The as-of date (data date), or None where nothing gives it.
    disagreements
        Attributes that two files contradict each other on.
    schedule_only
        Milestones that the schedule has and the graph does not.
    calendars
        The calendars that milestones and links name.
    notices
        What a reader must know of the sources.
    groups
        Groups of milestones by tag, each tag once.
    documents
        The documents that files of the plan were taken from.
    network
        The schedule network whose chains of activities the links stand for, if there is one.
    contract
        For a view of the network: returns the links between some of its milestones that chains
        through the others make. They are the links of this graph, made when they are first asked
        for, unless others are given.
    rules
        How the program of a schedule network schedules; None for a plan of milestones, which
        counts days.

    Raises
    ------
    ValueError
        If a code or the name of a calendar is given twice, or a calendar is missing.
    UnknownMilestoneError
        If a link has an end that is not among the milestones.

    Examples
    --------
    >>> from depgraph.model import Link, Milestone
    >>> graph = Graph(
    ...     [Milestone(id="A"), Milestone(id="B")],
    ...     [Link(prerequisite="A", dependent="B")],
    ... )
    >>> graph.predecessors("B"), graph.successors("A")
    (('A',), ('B',))
    >>> graph.topological_order()
    ('A', 'B')
    """

    __slots__ = (
        "_adjacency",
        "_aliases",
        "_as_of",
        "_asked",
        "_calendars",
        "_contract",
        "_disagreements",
        "_documents",
        "_groups",
        "_has_given_links",
        "_has_lags",
        "_index",
        "_made",
        "_milestones",
        "_network",
        "_notices",
        "_order",
        "_questions",
        "_rules",
        "_schedule_only",
    )

    def __init__(  # noqa: PLR0913 - all parts of a plan
        self,
        milestones: Iterable[Milestone],
        links: Iterable[Link] | None = (),
        *,
        questions: Iterable[Question] = (),
        as_of: date | None = None,
        disagreements: Iterable[Disagreement] = (),
        schedule_only: Iterable[Milestone] = (),
        calendars: Iterable[Calendar] = (),
        notices: Iterable[Notice] = (),
        groups: Iterable[Group] = (),
        documents: Iterable[SourceDocument] = (),
        network: Graph | None = None,
        contract: Contract | None = None,
        rules: Rules | None = None,
    ) -> None:
        self._milestones = tuple(sorted(milestones, key=_code))
        self._index = {milestone.id: n for n, milestone in enumerate(self._milestones)}
        if len(self._index) != len(self._milestones):
            for before, milestone in pairwise(self._milestones):
                if before.id == milestone.id:
                    raise ValueError(f"milestone {milestone.id!r} is given twice")
        self._aliases: dict[str, int] = {}
        for n, milestone in enumerate(self._milestones):
            for alias in milestone.aka:
                if alias in self._index or self._aliases.setdefault(alias, n) != n:
                    raise ValueError(f"{alias!r} is a code of two milestones")
        self._network = network
        self._contract = contract if network is not None else None
        self._has_given_links = links is not None
        self._adjacency: Adjacency | None = None
        self._has_lags = True
        self._asked = 0
        if links is not None:
            self._adjacency = adjacency(_sequence(links), self._index)
        self._questions = tuple(
            sorted(questions, key=lambda q: (q.milestone, q.position or (), q.text))
        )
        self._as_of = as_of
        self._disagreements = tuple(
            sorted(
                disagreements, key=lambda d: (d.milestone, d.attribute, d.other_value, d.kept_value)
            )
        )
        self._schedule_only = tuple(sorted(schedule_only, key=_code))
        self._calendars = self._by_name(calendars)
        self._notices = tuple(sorted(notices, key=lambda n: (n.position or (), n.text)))
        self._groups = tuple(sorted(groups, key=attrgetter("tag")))
        self._documents = tuple(sorted(documents, key=attrgetter("file")))
        self._rules = rules
        self._order: Sequence[int] | None = None
        self._made: dict[Callable[[Graph], object], object] = {}

    def _by_name(self, calendars: Iterable[Calendar]) -> dict[str, Calendar]:
        """Return the calendars by name, when all that are named are there."""
        by_name: dict[str, Calendar] = {}
        for calendar in sorted(calendars, key=attrgetter("name")):
            if by_name.setdefault(calendar.name, calendar) != calendar:
                raise ValueError(f"calendar {calendar.name!r} is given twice")
        calendar_names = set(map(_calendar, self._milestones))
        if self._adjacency is not None:  # those of links to be made are those of the network
            links = self._adjacency.links
            self._has_lags = any(distinct_values(links, "lag"))
            calendar_names.update(distinct_values(links, "calendar"))
        missing = sorted(
            name for name in calendar_names if name is not None and name not in by_name
        )
        if missing:
            raise ValueError(f"no calendar {missing[0]!r} is given")
        return by_name

    # -- what there is ---------------------------------------------------------------

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """All milestones, sorted by code."""
        return self._milestones

    @property
    def codes(self) -> Collection[str]:
        """The codes of all milestones, sorted."""
        return self._index.keys()

    @property
    def links(self) -> Sequence[Link]:
        """All links, sorted by dependent, prerequisite, type, lag and position."""
        return (self._adjacency or self._linked).links

    @property
    def other_links(self) -> Iterable[tuple[int, Link]]:
        """With their places in `links`, those that may say more than a plain link.

        A plain one says who waits on whom, and where that stands: it goes from a finish to a
        start, without a lag, a query or anything else.
        """
        return others_of(self.links)

    @property
    def queried_links(self) -> tuple[Link, ...]:
        """The links that a reviewer doubts, in the order of `links`.

        Of a view they do not tell which chains they stand for.
        """
        if self.is_view:
            links = map(as_chains, self.whole.queried_links)
            return tuple(sorted(links, key=lambda link: (link[1], link[0], link.type, link.lag)))
        return tuple(map(self.links.__getitem__, sorted(self.queried_numbers)))

    @property
    def queried_numbers(self) -> frozenset[int]:
        """The places in `links` of the links that a reviewer doubts."""
        return self.once(_queried)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The open questions, sorted by milestone and position."""
        return self._questions

    @property
    def as_of(self) -> date | None:
        """The as-of date (data date), or None where nothing gives it."""
        return self._as_of

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Attributes that two files contradict each other on, sorted by milestone."""
        return self._disagreements

    @property
    def schedule_only(self) -> tuple[Milestone, ...]:
        """Milestones that the schedule has and the files of the graph do not, sorted by code."""
        return self._schedule_only

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars that milestones and links name, by name."""
        return self._calendars

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a reader must know of the sources, sorted by position."""
        return self._notices

    @property
    def groups(self) -> tuple[Group, ...]:
        """Groups of milestones, sorted by tag."""
        return self._groups

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        """The documents that files of the plan were taken from, sorted by file."""
        return self._documents

    @property
    def network(self) -> Graph | None:
        """The schedule network whose chains of activities the links stand for, or None."""
        return self._network

    @property
    def is_view(self) -> bool:
        """Whether its milestones are some of a network, by which its dates are worked out."""
        return self._contract is not None

    @property
    def whole(self) -> Graph:
        """What dates are worked out of: of a view its network, else the graph itself."""
        return self if self._contract is None or self._network is None else self._network

    @property
    def rules(self) -> Rules | None:
        """How the program of a schedule network schedules; None for a plan of milestones."""
        return self._rules if self.whole is self else self.whole.rules

    def __len__(self) -> int:
        """Return the number of milestones."""
        return len(self._milestones)

    def __iter__(self) -> Iterator[Milestone]:
        """Yield the milestones in their order."""
        return iter(self._milestones)

    def __contains__(self, code: object) -> bool:
        """Whether this is a milestone, or the code or an alias (`aka`) of one."""
        if isinstance(code, Milestone):
            place = self._index.get(code.id)
            return place is not None and self._milestones[place] == code
        return isinstance(code, str) and (code in self._index or code in self._aliases)

    def __getitem__(self, code: str) -> Milestone:
        """Return the milestone with this code, or with this alias (`aka`).

        Raises
        ------
        UnknownMilestoneError
            If there is none.
        """
        return self._milestones[self.number(code)]

    def __repr__(self) -> str:
        """Return a line with the counts."""
        as_of = f" as of {self.as_of}" if self.as_of else ""
        whole = self.whole
        of_network = f" of {len(whole)} activities" if self.is_view else ""
        return (
            f"<Graph{as_of}: {len(self._milestones)} milestones{of_network}, "
            f"{len(whole.links)} links, {len(whole.queried_links)} queried, "
            f"{len(self.questions)} questions>"
        )

    # -- neighbours ------------------------------------------------------------------

    def predecessors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the direct prerequisites of a milestone, sorted, each once.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        if self.is_view and self._adjacency is None:
            return self._near(code, self.whole.incoming, self.whole.link_sources)
        return tuple(dict.fromkeys(link.prerequisite for link in self.links_into(code)))

    def successors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the direct dependents of a milestone, sorted, each once.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        if self.is_view and self._adjacency is None:
            return self._near(code, self.whole.outgoing, self.whole.link_targets)
        return tuple(dict.fromkeys(link.dependent for link in self.links_out_of(code)))

    def _near(
        self, code: str, steps: Sequence[Sequence[int]], ends: Sequence[int]
    ) -> tuple[str, ...]:
        """Return the codes of what links of a view join to a milestone, without making these."""
        whole = self.whole
        start = whole.number(self[code].id)
        near, todo, codes = set[int](), [start], list[str]()
        for n in todo:
            for end in [ends[number] for number in steps[n]]:
                if end not in near:
                    near.add(end)
                    other = whole.milestones[end].id
                    if other in self._index:
                        codes.append(other)
                    else:
                        todo.append(end)
        return tuple(sorted(codes))

    def links_into(self, code: str) -> tuple[Link, ...]:
        """Return the links to the prerequisites of a milestone, sorted by prerequisite.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        if self.is_view and self._adjacency is None and self._asked < _FEW:
            return self._links_near(code, self.whole.incoming, self.whole.link_sources)
        links, _, _, incoming, _ = self._linked
        return tuple(links[n] for n in incoming[self.number(code)])

    def links_out_of(self, code: str) -> tuple[Link, ...]:
        """Return the links to the dependents of a milestone, sorted by dependent.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        if self.is_view and self._adjacency is None and self._asked < _FEW:
            return self._links_near(code, self.whole.outgoing, self.whole.link_targets)
        links, *_, outgoing = self._linked
        return tuple(links[n] for n in outgoing[self.number(code)])

    def _links_near(
        self, code: str, steps: Sequence[Sequence[int]], ends: Sequence[int]
    ) -> tuple[Link, ...]:
        """Return the links of a view to or from one milestone, without making the others.

        Parameters
        ----------
        steps, ends
            The links of the network to or from each milestone, and the other end of each.
        """
        assert self._contract is not None, "it is a view"
        self._asked += 1
        whole = self.whole
        start = whole.number(self[code].id)
        near, todo, links = {start}, [start], []
        for n in todo:
            for number in steps[n]:
                links.append(whole.links[number])
                if ends[number] not in near:
                    near.add(ends[number])
                    if whole.milestones[ends[number]].id not in self._index:
                        todo.append(ends[number])
        part = whole.with_parts(milestones=[whole.milestones[n] for n in near], links=links)
        made = self._contract(part, self._index.keys() & part.codes)
        return tuple(adjacency(tuple(made), part._index).links)

    def topological_order(self) -> tuple[str, ...]:
        """Return all codes, every prerequisite before its dependents.

        Among milestones that could come next, the order is that of a queue that starts in
        the order of the codes, so it does not depend on the order of the input.

        Raises
        ------
        CycleError
            If the links go round in a cycle.
        """
        order = self._numbers_in_queue()
        if not self.is_acyclic:
            stuck = sorted(set(range(len(self._milestones))).difference(order))
            raise CycleError(
                f"no topological order: {len(stuck)} milestones are on a cycle or behind one, "
                f"{self._milestones[stuck[0]].id!r} among them"
            )
        return tuple(self._milestones[n].id for n in order)

    # -- the numbering, for passes over the whole graph ------------------------------

    def number(self, code: str) -> int:
        """Return the place of a milestone in `milestones`.

        Raises
        ------
        UnknownMilestoneError
            If there is no milestone with this code, nor with this alias.
        """
        try:
            return self._index[code]
        except (KeyError, TypeError):  # what no dictionary takes is no code either
            place = self._aliases.get(code) if isinstance(code, str) else None
        if place is None:
            schedule_only = {milestone.id for milestone in self._schedule_only}
            known = [*self._index, *self._aliases]
            activities = self.whole.codes if self.is_view else ()
            raise UnknownMilestoneError(code, known, schedule_only, activities)
        return place

    def numbers_in_order(self) -> Sequence[int]:
        """Return the numbers of the milestones, every prerequisite before its dependents.

        It is the order of the codes where that is one, as it is there already, else that of
        `topological_order`. What is on a cycle or behind one is left out: the sequence is then
        shorter than the graph.
        """
        if self._order is None:
            linked = self._linked
            is_in_order = all(map(lt, linked.sources, linked.targets))
            self._order = range(len(self)) if is_in_order else self._numbers_in_queue()
        return self._order

    def _numbers_in_queue(self) -> Sequence[int]:
        _, _, targets, incoming, outgoing = self._linked
        waiting = [len(numbers) for numbers in incoming]
        return order_by_links(waiting, outgoing, targets)

    @property
    def is_acyclic(self) -> bool:
        """Whether no milestone waits on itself, directly or through others."""
        if self.whole is not self:
            return self.whole.is_acyclic
        return len(self.numbers_in_order()) == len(self._milestones)

    @property
    def link_sources(self) -> Sequence[int]:
        """For each link, in the order of `links`, the number of its prerequisite."""
        return (self._adjacency or self._linked).sources

    @property
    def link_targets(self) -> Sequence[int]:
        """For each link, in the order of `links`, the number of its dependent."""
        return (self._adjacency or self._linked).targets

    @property
    def link_types(self) -> Sequence[LinkType]:
        """For each link, in the order of `links`, its type."""
        return self.once(_link_types)

    @property
    def link_lags(self) -> Sequence[int]:
        """For each link, in the order of `links`, its lag in days."""
        return self.once(_link_lags)

    @property
    def incoming(self) -> Sequence[Sequence[int]]:
        """For each milestone, the places in `links` of the links to its prerequisites."""
        return (self._adjacency or self._linked).incoming

    @property
    def outgoing(self) -> Sequence[Sequence[int]]:
        """For each milestone, the places in `links` of the links to its dependents."""
        return (self._adjacency or self._linked).outgoing

    def numbers_between(self, source: int, target: int) -> list[int]:
        """Return the places in `links` of the links from one milestone to another."""
        _, sources, _, incoming, _ = self._linked
        return [number for number in incoming[target] if sources[number] == source]

    @property
    def _linked(self) -> Adjacency:
        """The links with their numbers; of a view, they are made now."""
        if self._adjacency is None:
            links: Iterable[Link] = ()
            if self._contract is not None:
                links = self._contract(self.whole, self._index.keys())
            self._adjacency = adjacency(_sequence(links), self._index)
        return self._adjacency

    # -- other graphs ----------------------------------------------------------------

    def once(self, make: Callable[[Graph], T]) -> T:
        """Return what a function makes of this graph, which is made when first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    def without_queried_links(self) -> Graph:
        """Return the same plan without the links that a reviewer doubts."""
        return self.once(Graph._without_queried_links)

    def _without_queried_links(self) -> Graph:
        if self.is_view:
            view = self.over(self.whole.without_queried_links())
            if not self._has_given_links:
                return view
            return view.with_links(link for link in self.links if not link.queries)
        without = dropped(self.links, self.queried_numbers)
        graph = self._changed()
        graph._adjacency = adjacency_without(self._linked, without)
        graph._order = None
        return graph

    def with_links(self, links: Iterable[Link]) -> Graph:
        """Return the same milestones with other links between them.

        What dates are worked out of stays the same: of a view, other links are only shown.
        """
        return self._with(self._milestones, links, self._network)

    def with_milestones(self, changed: Mapping[int, Milestone]) -> Graph:
        """Return the same plan with other dates, states and words for some milestones.

        Parameters
        ----------
        changed
            By number, milestones with the codes and the calendars of those that they replace.
        """
        milestones = list(self._milestones)
        for n, milestone in changed.items():
            milestones[n] = milestone
        if self.is_view:
            return self.with_parts(milestones=milestones)
        graph = self._changed()
        graph._milestones = tuple(milestones)
        return graph

    def _changed(self) -> Graph:
        """Return a copy to change, with codes and calendars that stay."""
        from copy import copy

        graph = copy(self)
        graph._made = {}
        return graph

    def with_parts(
        self,
        *,
        milestones: Iterable[Milestone] | None = None,
        links: Iterable[Link] | None = None,
    ) -> Graph:
        """Return the same plan with other milestones or other links.

        A view stays one. New and other milestones are those of its network too; what it leaves
        out stays there, for the chains through it, unless nothing is linked to it there.
        """
        if milestones is None:
            return self.with_links(self.links if links is None else links)
        milestones = tuple(milestones)
        if self.is_view:
            return self._with(milestones, links, self._network_with(milestones))
        return self._with(milestones, self.links if links is None else links, self._network)

    def over(self, network: Graph) -> Graph:
        """Return the same view of another network, with what that says of its milestones."""
        return self._with([network[m.id] for m in self._milestones], None, network)

    def with_hops(self, wanted: Mapping[str, Collection[str]]) -> Graph:
        """Return the same view with some of its links alone, and without making the others.

        Parameters
        ----------
        wanted
            By the codes of prerequisites, those of the dependents that their links lead to.
        """
        assert self._contract is not None, "it is a view"
        links = self._contract(self.whole, self._index.keys(), wanted=wanted)
        return self._with(self._milestones, links, self._network)

    def view(self, codes: Collection[str], contract: Contract) -> Graph:
        """Return the milestones of a network that have one of some codes, as a view of it.

        Parameters
        ----------
        contract
            Returns the links between them, see the parameters of the class.
        """
        shown = [milestone for milestone in self._milestones if milestone.id in codes]
        return self._with(shown, None, self, contract)

    def _network_with(self, milestones: Sequence[Milestone]) -> Graph:
        """Return the network of a view for other milestones of that."""
        whole = self.whole
        of_view = {milestone.id: milestone for milestone in milestones}
        kept = [
            of_view.pop(milestone.id, milestone)
            for n, milestone in enumerate(whole.milestones)
            if milestone.id in of_view
            or milestone.id not in self._index
            or whole.incoming[n]
            or whole.outgoing[n]
        ]
        if not of_view and kept == list(whole.milestones):
            return whole
        return whole.with_parts(milestones=[*kept, *of_view.values()])

    def _with(
        self,
        milestones: Iterable[Milestone],
        links: Iterable[Link] | None,
        network: Graph | None,
        contract: Contract | None = None,
    ) -> Graph:
        return Graph(
            milestones,
            links,
            questions=self.questions,
            as_of=self.as_of,
            disagreements=self.disagreements,
            schedule_only=self.schedule_only,
            calendars=self._calendars.values(),
            notices=self._notices,
            groups=self._groups,
            documents=self._documents,
            network=network,
            contract=contract or self._contract,
            rules=self._rules,
        )

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph for networkx: nodes are codes, edges go to the dependent.

        Node attributes are the fields of `Milestone`, edge attributes those of `Link` and
        ``queried``. The key of an edge tells parallel links of one pair apart.
        """
        import networkx as nx

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph(as_of=self.as_of)
        for milestone in self._milestones:
            network.add_node(milestone.id, **_networkx_attributes(milestone, without=("id",)))
        for link in self.links:
            attributes = _networkx_attributes(link, without=("prerequisite", "dependent"))
            network.add_edge(link.prerequisite, link.dependent, queried=link.queried, **attributes)
        return network


def _networkx_attributes(
    value: Milestone | Link, *, without: Sequence[str]
) -> Mapping[str, object]:
    return {name: item for name, item in value._asdict().items() if name not in without}


def _queried(graph: Graph) -> frozenset[int]:
    return frozenset(number for number, link in graph.other_links if link.queries)


def _link_types(graph: Graph) -> Sequence[LinkType]:
    return values_of(graph.links, "type")


def _link_lags(graph: Graph) -> Sequence[int]:
    return values_of(graph.links, "lag") if graph._has_lags else [0] * len(graph.links)


def _sequence(links: Iterable[Link]) -> Sequence[Link]:
    return links if isinstance(links, Links) else tuple(links)
