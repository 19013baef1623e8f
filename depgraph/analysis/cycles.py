"""Cycles between events.

Each milestone is two events, start and finish, with start -> finish inside it. A link
joins the events that its type names (finish -> start for FS). A ladder such as A SS B and
B FF A is therefore no cycle, although the two milestones wait on each other; see
`depgraph.analysis.ladders`.

A milestone *behaves like a level of effort* (or a hammock) if it is stretched between
others: the links into it are SS and FF, with at least one of each, and the links out of it
are FF. It has no work of its own whose end others could wait on. A cycle is one *through a
level of effort* if its component has no cycle without the milestones that behave like one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from depgraph.analysis.components import from_first, shortest_cycle
from depgraph.analysis.events import event_cycles
from depgraph.errors import CycleError
from depgraph.model.ordering import order_by_successors
from depgraph.records import Struct
from depgraph.showing import shown
from depgraph.words import left_out, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from depgraph.analysis.components import Successors
    from depgraph.analysis.cuts import Cut
    from depgraph.model import Graph, Link

CycleKind = Literal["cycle", "level of effort"]

_MOST_WORK = 500_000
_MOST_CUT_WORK = 4_000_000
_MOST_WORK_EACH = 10_000
"""How many steps between events the searches for a shorter cycle and for a smaller cut take
before they are given up: in all components together, and in each in any case."""

_MOST_CYCLES = 10
"""How many cycles a message shows."""


@shown
class Cycle(Struct):
    """A strongly connected component of the events, with one short cycle through it.

    Attributes
    ----------
    milestones
        All milestones of the component, sorted by code.
    links
        The links of the cycle in order: each one's dependent is the next one's
        prerequisite, and the last leads back to the first.
    is_shortest
        Whether it is known that no cycle of the component has fewer links; in a very large
        component the search is given up.
    kind
        ``cycle``, or ``level of effort`` if there is none without the milestones that
        behave like one.
    levels_of_effort
        The codes of those milestones, sorted; empty for a ``cycle``.
    component_links
        All links of the component, in the order of ``graph.links``.
    cut
        Few links, sorted like those, without which the component has no cycle. Of cuts with
        as many links, one with most queried links is taken, then one with most links out
        of levels of effort, then the first.
    cut_is_smallest
        Whether it is known that fewer links would not do.
    alternatives
        Where one link is enough, all links of which any one is enough, the best first;
        else empty.
    """

    milestones: tuple[str, ...]
    links: tuple[Link, ...]
    is_shortest: bool
    kind: CycleKind
    levels_of_effort: tuple[str, ...]
    component_links: tuple[Link, ...]
    cut: tuple[Link, ...]
    cut_is_smallest: bool
    alternatives: tuple[Link, ...]

    @property
    def chain(self) -> tuple[str, ...]:
        """The codes round the cycle, from the first back to the first."""
        return (*(link.prerequisite for link in self.links), self.links[-1].dependent)

    @property
    def queried_links(self) -> tuple[Link, ...]:
        """The links of the component that a reviewer doubts."""
        return tuple(link for link in self.component_links if link.queried)

    @property
    def remarks(self) -> list[str]:
        """What there is to say of it besides the cycle, as lines: its size, and the cut."""
        return _cycle_remarks(self)


def find_cycles(
    graph: Graph, *, kind: CycleKind | None = None, with_cuts: bool = True
) -> tuple[Cycle, ...]:
    """Find the cycles of a graph: one for each strongly connected component of its events.

    A link from a milestone to itself is no cycle here but a finding of its own.

    Parameters
    ----------
    kind
        Only cycles of this kind.
    with_cuts
        Whether links to cut are looked for, which takes longest; else each `cut` is empty.

    Returns
    -------
    tuple of Cycle
        Sorted by the first code of each component; empty if there is none.

    Examples
    --------
    >>> from depgraph.model import Graph, Link, Milestone
    >>> links = [Link("A", "B"), Link("B", "C"), Link("C", "A"), Link("A", "C")]
    >>> (cycle,) = find_cycles(Graph([Milestone(x) for x in "ABC"], links))
    >>> cycle.chain
    ('A', 'C', 'A')
    >>> [link.ends for link in cycle.cut]
    [('C', 'A')]
    """
    if graph.is_acyclic:
        return ()
    if kind and not any(kind == component.kind for component in graph.once(_components)):
        return ()
    cycles = graph.once(_cycles_with_cuts if with_cuts else _cycles_without_cuts)
    return tuple(cycle for cycle in cycles if kind in (None, cycle.kind))


def _cycles_with_cuts(graph: Graph) -> list[Cycle]:
    return _Search(graph, with_cuts=True).cycles()


def _cycles_without_cuts(graph: Graph) -> list[Cycle]:
    return _Search(graph, with_cuts=False).cycles()


class _Component(Struct):
    """A strongly connected component of the events, with what `Cycle` calls levels of effort."""

    successors: Successors
    efforts: frozenset[int]

    @property
    def kind(self) -> CycleKind:
        return "level of effort" if self.efforts else "cycle"


def _components(graph: Graph) -> list[_Component]:
    return [
        _Component(successors, _levels_of_effort(graph, successors))
        for successors in graph.once(event_cycles)
    ]


def has_cycles(graph: Graph) -> bool:
    """Whether a graph has a cycle between events, other than a link back to itself."""
    return not graph.is_acyclic and bool(graph.once(event_cycles))


def links_on_cycles(graph: Graph) -> set[int]:
    """Return the places in ``graph.links`` of the links that are on a cycle between events."""
    numbers = {
        number
        for component in graph.once(event_cycles)
        for steps in component.values()
        for _, number in steps
    }
    return numbers - {-1}


def refuse_cycles(graph: Graph, what: str) -> None:
    """Raise `CycleError` if the graph has a cycle, naming it.

    Parameters
    ----------
    what
        What needs an order, for the message.
    """
    from depgraph.analysis.link_words import cycle_lines, link_line

    cycles = find_cycles(graph)
    own = [link for link in graph.links if link.prerequisite == link.dependent]
    if not cycles and not own:
        return
    lines = [f"{what} needs an order, and the links go round in a cycle:"]
    lines += (f"  {link_line(link)}" for link in own)
    for cycle in cycles[:_MOST_CYCLES]:
        lines += cycle_lines(cycle.links)
        lines += (f"    {line}" for line in cycle.remarks)
    lines += left_out(len(cycles) - _MOST_CYCLES, "more cycles", indent="  ")
    lines.append("remove or correct one link of each cycle ('depgraph check' lists them too)")
    if not own and not has_cycles(graph.without_queried_links()):
        lines.append("without the queried links there is no cycle")
    raise CycleError("\n".join(lines))


# -- in words ---------------------------------------------------------------------------


def _cycle_remarks(cycle: Cycle) -> list[str]:
    from depgraph.analysis.link_words import listed_lines, size_lines

    lines = size_lines(cycle.milestones, cycle.component_links, cycle=cycle.links)
    if cycle.levels_of_effort:
        names = shortened(cycle.levels_of_effort)
        lines.append(f"like a level of effort (SS and FF in, FF out): {names}")
        if cycle.alternatives and cycle.cut[0].prerequisite in cycle.levels_of_effort:
            return [
                *lines,
                "cutting the link out of it ends all cycles:",
                *listed_lines(cycle.cut),
            ]
    if len(cycle.alternatives) == len(cycle.links):
        return [*lines, "cutting any one of these links ends the cycle"]
    if len(cycle.alternatives) > 1:
        many = len(cycle.alternatives)
        lines.append(f"cutting any one of these {many} links ends all cycles:")
        return [*lines, *listed_lines(cycle.alternatives)]
    if len(cycle.cut) == 1:
        return [*lines, "cutting this link ends all cycles:", *listed_lines(cycle.cut)]
    fewer = "fewer would not" if cycle.cut_is_smallest else "a small set; maybe not the smallest"
    lines.append(f"cutting these {len(cycle.cut)} links ends all cycles ({fewer}):")
    return [*lines, *listed_lines(cycle.cut)]


# -- the search ---------------------------------------------------------------------------


class _Search:
    """The search for the cycles of a graph, with the work that it has taken so far."""

    def __init__(self, graph: Graph, *, with_cuts: bool) -> None:
        self._graph = graph
        self._with_cuts = with_cuts
        self._work = 0
        self._cut_work = 0

    def cycles(self) -> list[Cycle]:
        """Return the cycles of all components, sorted by their codes."""
        cycles = map(self._cycle, self._graph.once(_components))
        return sorted(cycles, key=lambda cycle: cycle.milestones)

    def _cycle(self, component: _Component) -> Cycle:
        graph, (successors, efforts) = self._graph, component
        short = shortest_cycle(
            successors, [*successors], most_visits=max(_MOST_WORK - self._work, _MOST_WORK_EACH)
        )
        self._work += short.visits
        numbers = sorted(
            number for leaving in successors.values() for _, number in leaving if number >= 0
        )
        cut = self._cut(component, short.links, len(numbers))
        milestones = graph.milestones
        return Cycle(
            milestones=tuple(milestones[n].id for n in sorted({e // 2 for e in successors})),
            links=self._links_by_number(from_first(short.links, graph.link_sources)),
            is_shortest=short.is_shortest,
            kind=component.kind,
            levels_of_effort=tuple(milestones[n].id for n in sorted(efforts)),
            component_links=self._links_by_number(numbers),
            cut=self._links_by_number(cut.links),
            cut_is_smallest=cut.is_smallest,
            alternatives=self._links_by_number(cut.alternatives),
        )

    def _cut(self, component: _Component, cycle: Sequence[int], count: int) -> Cut:
        """Return few links without which a component of so many links has no cycle."""
        from depgraph.analysis.cuts import Cut, EventStep, smallest_cut

        if not self._with_cuts:
            return Cut((), is_smallest=False, alternatives=(), work=0)
        graph, (successors, efforts) = self._graph, component
        place = {event: n for n, event in enumerate(successors)}
        steps = [
            EventStep(place[event], place[head], number)
            for event, leaving in successors.items()
            for head, number in leaving
        ]

        def reluctance(number: int) -> int:
            link = graph.links[number]
            from_effort = graph.link_sources[number] in efforts
            return (not link.queried) * (count + 1) + (not from_effort)

        cut = smallest_cut(
            len(successors),
            steps,
            cycle,
            reluctance=reluctance,
            most_work=max(_MOST_CUT_WORK - self._cut_work, _MOST_WORK_EACH),
        )
        self._cut_work += cut.work
        return cut

    def _links_by_number(self, numbers: Iterable[int]) -> tuple[Link, ...]:
        return tuple(self._graph.links[number] for number in numbers)


def _levels_of_effort(graph: Graph, successors: Successors) -> frozenset[int]:
    """Return the milestones without which a component has no cycle; none if it has one."""
    numbers = {event // 2 for event in successors}
    efforts = frozenset(n for n in numbers if _behaves_like_level_of_effort(graph, n))
    if not efforts:
        return efforts
    left = [event for event in successors if event // 2 not in efforts]
    place = {event: n for n, event in enumerate(left)}
    rest = [[place[head] for head, _ in successors[event] if head in place] for event in left]
    return efforts if len(order_by_successors(rest)) == len(rest) else frozenset()


def _behaves_like_level_of_effort(graph: Graph, number: int) -> bool:
    types, sources, targets = graph.link_types, graph.link_sources, graph.link_targets
    if not any(types[n] == "FF" for n in graph.incoming[number]):
        return False  # as almost all milestones
    into = {types[n] for n in graph.incoming[number] if sources[n] != number}
    out_of = {types[n] for n in graph.outgoing[number] if targets[n] != number}
    return into == {"SS", "FF"} and out_of == {"FF"}
