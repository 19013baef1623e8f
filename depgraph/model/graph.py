"""The graph that holds milestones and the links between them.

A `Graph` keeps its milestones sorted by code and its links sorted by dependent and
prerequisite, so that the order in which files were read never changes an answer.
Inside, milestones and links are numbered in that order, and the adjacency is lists of
link numbers: the passes in `depgraph.analysis` run over those.
"""

from __future__ import annotations

from itertools import accumulate, islice, pairwise
from operator import attrgetter, lt
from typing import TYPE_CHECKING

from depgraph.errors import CycleError, UnknownMilestoneError
from depgraph.model.ordering import order_by_links
from depgraph.model.values import Milestone
from depgraph.showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import networkx as nx

    from depgraph.model.documents import SourceDocument
    from depgraph.model.values import (
        Calendar,
        Disagreement,
        Group,
        Link,
        Notice,
        Question,
    )

_code, _calendar = attrgetter("id"), attrgetter("calendar")


@shown
class Graph:
    """A plan: milestones, links, open questions and the date at which states are true.

    Parameters
    ----------
    milestones
        In any order; codes and aliases (`aka`) are unique.
    links
        In any order; both ends are codes of milestones (an `aka` will not do here).
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
        "_aliases",
        "_as_of",
        "_calendars",
        "_disagreements",
        "_documents",
        "_groups",
        "_incoming",
        "_index",
        "_links",
        "_milestones",
        "_network",
        "_notices",
        "_order",
        "_outgoing",
        "_questions",
        "_schedule_only",
        "_sources",
        "_targets",
    )

    def __init__(  # noqa: PLR0913 - all parts of a plan
        self,
        milestones: Iterable[Milestone],
        links: Iterable[Link] = (),
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
        self._number_links(tuple(links))
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
        self._network = network
        self._order: tuple[int, ...] | None = None

    def _number_links(self, links: tuple[Link, ...]) -> None:
        """Sort the links, and make the adjacency of their numbers."""
        index, count = self._index, len(self._milestones)
        try:
            sources = [index[link.prerequisite] for link in links]
            targets = [index[link.dependent] for link in links]
        except KeyError as error:
            raise UnknownMilestoneError(str(error.args[0]), index) from None
        # Codes are numbered in their order, so one number stands for both ends.
        keys = [target * count + source for target, source in zip(targets, sources, strict=True)]
        if not all(map(lt, keys, islice(keys, 1, None))):
            order = _sorted_places(keys, links)
            links = tuple([links[n] for n in order])
            sources = [sources[n] for n in order]
            targets = [targets[n] for n in order]
        del keys
        self._links, self._sources, self._targets = links, sources, targets
        numbers = tuple(range(len(links)))
        into = [0] * count
        for target in targets:
            into[target] += 1
        ends = list(accumulate(into, initial=0))
        self._incoming = [numbers[begin:end] for begin, end in pairwise(ends)]
        out_of: list[list[int]] = [[] for _ in range(count)]
        for number, source in zip(numbers, sources, strict=True):
            out_of[source].append(number)
        self._outgoing = [tuple(leaving) for leaving in out_of]

    def _by_name(self, calendars: Iterable[Calendar]) -> dict[str, Calendar]:
        """Return the calendars by name, when all that are named are there."""
        by_name: dict[str, Calendar] = {}
        for calendar in sorted(calendars, key=attrgetter("name")):
            if by_name.setdefault(calendar.name, calendar) != calendar:
                raise ValueError(f"calendar {calendar.name!r} is given twice")
        calendar_names = {*map(_calendar, self._milestones), *map(_calendar, self._links)}
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
    def links(self) -> tuple[Link, ...]:
        """All links, sorted by dependent, prerequisite, type, lag and position."""
        return self._links

    @property
    def queried_links(self) -> tuple[Link, ...]:
        """The links that a reviewer doubts, in the order of `links`."""
        return tuple(link for link in self._links if link.queries)

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
        queried = len(self.queried_links)
        return (
            f"<Graph{as_of}: {len(self._milestones)} milestones, {len(self._links)} links, "
            f"{queried} queried, {len(self.questions)} questions>"
        )

    # -- neighbours ------------------------------------------------------------------

    def predecessors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the direct prerequisites of a milestone, sorted, each once.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return tuple(dict.fromkeys(link.prerequisite for link in self.links_into(code)))

    def successors(self, code: str) -> tuple[str, ...]:
        """Return the codes of the direct dependents of a milestone, sorted, each once.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return tuple(dict.fromkeys(link.dependent for link in self.links_out_of(code)))

    def links_into(self, code: str) -> tuple[Link, ...]:
        """Return the links to the prerequisites of a milestone, sorted by prerequisite.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return tuple(self._links[n] for n in self._incoming[self.number(code)])

    def links_out_of(self, code: str) -> tuple[Link, ...]:
        """Return the links to the dependents of a milestone, sorted by dependent.

        Raises
        ------
        UnknownMilestoneError
            If the plan does not have it.
        """
        return tuple(self._links[n] for n in self._outgoing[self.number(code)])

    def topological_order(self) -> tuple[str, ...]:
        """Return all codes, every prerequisite before its dependents.

        Among milestones that could come next, the order is that of a queue that starts in
        the order of the codes, so it does not depend on the order of the input.

        Raises
        ------
        CycleError
            If the links go round in a cycle.
        """
        order = self.numbers_in_order()
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
        place = None
        if isinstance(code, str):  # what no dictionary takes is no code either
            place = self._index.get(code)
            if place is None:
                place = self._aliases.get(code)
        if place is None:
            schedule_only = {milestone.id for milestone in self._schedule_only}
            known = [*self._index, *self._aliases]
            raise UnknownMilestoneError(code, known, schedule_only)
        return place

    def numbers_in_order(self) -> Sequence[int]:
        """Return the numbers of the milestones, every prerequisite before its dependents.

        What is on a cycle or behind one is left out: the sequence is then shorter than the
        graph.
        """
        if self._order is None:
            waiting = [len(numbers) for numbers in self._incoming]
            self._order = tuple(order_by_links(waiting, self._outgoing, self._targets))
        return self._order

    @property
    def is_acyclic(self) -> bool:
        """Whether no milestone waits on itself, directly or through others."""
        return len(self.numbers_in_order()) == len(self._milestones)

    @property
    def link_sources(self) -> Sequence[int]:
        """For each link, in the order of `links`, the number of its prerequisite."""
        return self._sources

    @property
    def link_targets(self) -> Sequence[int]:
        """For each link, in the order of `links`, the number of its dependent."""
        return self._targets

    @property
    def incoming(self) -> Sequence[Sequence[int]]:
        """For each milestone, the places in `links` of the links to its prerequisites."""
        return self._incoming

    @property
    def outgoing(self) -> Sequence[Sequence[int]]:
        """For each milestone, the places in `links` of the links to its dependents."""
        return self._outgoing

    def numbers_between(self, source: int, target: int) -> list[int]:
        """Return the places in `links` of the links from one milestone to another."""
        return [number for number in self._incoming[target] if self._sources[number] == source]

    # -- other graphs ----------------------------------------------------------------

    def without_queried_links(self) -> Graph:
        """Return the same plan without the links that a reviewer doubts."""
        return self.with_links(link for link in self._links if not link.queries)

    def with_links(self, links: Iterable[Link]) -> Graph:
        """Return the same milestones with other links between them."""
        return self.with_parts(links=links)

    def with_milestones(self, changed: Mapping[int, Milestone]) -> Graph:
        """Return the same plan with other dates, states and words for some milestones.

        Parameters
        ----------
        changed
            By number, milestones with the codes and the calendars of those that they replace.
        """
        from copy import copy

        graph = copy(self)
        milestones = list(self._milestones)
        for n, milestone in changed.items():
            milestones[n] = milestone
        graph._milestones = tuple(milestones)
        return graph

    def with_parts(
        self,
        *,
        milestones: Iterable[Milestone] | None = None,
        links: Iterable[Link] | None = None,
    ) -> Graph:
        """Return the same plan with other milestones or other links."""
        return Graph(
            self._milestones if milestones is None else milestones,
            self._links if links is None else links,
            questions=self.questions,
            as_of=self.as_of,
            disagreements=self.disagreements,
            schedule_only=self.schedule_only,
            calendars=self._calendars.values(),
            notices=self._notices,
            groups=self._groups,
            documents=self._documents,
            network=self._network,
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
        for link in self._links:
            attributes = _networkx_attributes(link, without=("prerequisite", "dependent"))
            network.add_edge(link.prerequisite, link.dependent, queried=link.queried, **attributes)
        return network


def _sorted_places(keys: Sequence[int], links: Sequence[Link]) -> list[int]:
    """Return the places of links in the order of their keys, then by what else tells them apart."""

    def full(n: int) -> tuple[object, ...]:
        link = links[n]
        doubts = tuple(query.text or "" for query in link.queries)
        return keys[n], link.type, link.lag, link.position or (), link.calendar or "", doubts

    order = sorted(range(len(keys)), key=keys.__getitem__)
    if any(keys[n] == keys[after] for n, after in pairwise(order)):
        order.sort(key=full)
    return order


def _networkx_attributes(
    value: Milestone | Link, *, without: Sequence[str]
) -> Mapping[str, object]:
    return {name: item for name, item in value._asdict().items() if name not in without}
