"""Cycles between events, against networkx on the same events."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings

from depgraph.analysis.cycles import (
    Cycle,
    find_cycles,
    has_cycles,
    refuse_cycles,
)
from depgraph.analysis.events import events_in_order, milestones_going_round
from depgraph.errors import CycleError
from depgraph.model import LINK_TYPES, Graph, Link, Milestone, Position, Query

from ..drawing import Draws, choices, drawn


def graph_of(codes: str, *links: str | Link) -> Graph:
    """A graph of milestones of one letter; ``"AB"`` stands for a plain link from A to B."""
    return Graph(
        [Milestone(code) for code in codes],
        [Link(link[0], link[1]) if type(link) is str else link for link in links],
    )


def chains(graph: Graph) -> list[str]:
    return ["".join(cycle.chain) for cycle in find_cycles(graph)]


def events(graph: Graph) -> nx.DiGraph[tuple[str, str]]:
    """Start and finish of each milestone; the step inside a milestone is no link."""
    network: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    for milestone in graph.milestones:
        network.add_edge(("S", milestone.id), ("F", milestone.id), links=0)
    for link in graph.links:
        if link.prerequisite != link.dependent:
            network.add_edge(
                (link.type[0], link.prerequisite), (link.type[1], link.dependent), links=1
            )
    return network


@drawn
def graphs(draw: Draws, *, codes: str = "ABCDEF", types: tuple[str, ...] = LINK_TYPES) -> Graph:
    pairs = [(a, b) for a in codes for b in codes]
    return Graph(
        [Milestone(code) for code in codes],
        [Link(*pair, type=draw.of(types)) for pair in draw.some(pairs, most=14)],
    )


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_there_is_one_cycle_for_each_component_of_the_events(graph: Graph) -> None:
    components = [
        sorted({code for _, code in component})
        for component in nx.strongly_connected_components(events(graph))
        if len(component) > 1
    ]
    found = find_cycles(graph)
    assert [list(cycle.milestones) for cycle in found] == sorted(components)


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_a_cycle_is_a_shortest_one_of_its_component(graph: Graph) -> None:
    network = events(graph)
    for cycle in find_cycles(graph):
        members = [event for event in network if event[1] in cycle.milestones]
        lengths = [
            nx.path_weight(network, [*ring, ring[0]], "links")
            for ring in nx.simple_cycles(network.subgraph(members))
            if {code for _, code in ring} <= set(cycle.milestones)
        ]
        assert cycle.is_shortest
        assert len(cycle.links) >= 2
        # Two components may share a milestone: each has cycles of its own.
        assert len(cycle.links) in lengths
        if len(nx.subgraph(network, members)) == len(_component(network, cycle)):
            assert len(cycle.links) == min(lengths)


def _component(network: nx.DiGraph[tuple[str, str]], cycle: Cycle) -> set[tuple[str, str]]:
    event = (cycle.links[0].type[0], cycle.links[0].prerequisite)
    return next(each for each in nx.strongly_connected_components(network) if event in each)


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_the_links_of_a_cycle_lead_back_to_its_beginning(graph: Graph) -> None:
    network = events(graph)
    for cycle in find_cycles(graph):
        assert cycle.chain[0] == cycle.chain[-1] == min(cycle.chain)
        assert len(set(cycle.chain)) == len(cycle.links)
        for link, following in zip(cycle.links, cycle.links[1:] + cycle.links[:1], strict=True):
            assert link in graph.links
            assert link.dependent == following.prerequisite
            # Into the finish of a milestone there is no way on from its start.
            into, out_of = (link.type[1], link.dependent), (following.type[0], link.dependent)
            assert into == out_of or network.has_edge(into, out_of)


@settings(deadline=None, max_examples=150)
@given(graphs(types=("FS",)), choices())
def test_the_order_of_the_input_does_not_matter(graph: Graph, draw: Draws) -> None:
    other = Graph(draw.order(graph.milestones), draw.order(graph.links))
    assert find_cycles(other) == find_cycles(graph)


@settings(deadline=None, max_examples=150)
@given(graphs())
def test_the_order_of_the_events_is_one(graph: Graph) -> None:
    order = events_in_order(graph)
    place = {("SF"[event % 2], graph.milestones[event // 2].id): n for n, event in enumerate(order)}
    network = events(graph)
    assert all(place[a] < place[b] for a, b in network.edges if a in place and b in place)
    assert (len(order) == 2 * len(graph)) == (find_cycles(graph) == ())
    assert has_cycles(graph) == (find_cycles(graph) != ())


@settings(deadline=None, max_examples=50)
@given(graphs())
def test_without_cuts_cycles_are_the_same_but_for_these(graph: Graph) -> None:
    assert find_cycles(graph, with_cuts=False) == tuple(
        cycle._replace(cut=(), cut_is_smallest=False, alternatives=())
        for cycle in find_cycles(graph)
    )


@pytest.mark.parametrize(
    ("codes", "links", "expected"),
    [
        ("", [], []),
        ("AB", ["AB"], []),
        ("AB", ["AB", "BA"], ["ABA"]),
        ("ABC", ["CA", "AB", "BC"], ["ABCA"]),
        # A milestone that waits on itself is a finding of its own.
        ("A", ["AA"], []),
        ("AB", ["AA", "AB"], []),
        ("AB", ["AA", "AB", "BA"], ["ABA"]),
        # Several components, sorted by code.
        ("ABCDE", ["DE", "ED", "AB", "BA", "BC", "CD"], ["ABA", "DED"]),
        # The shortest of a component; of several, that of the smallest codes.
        ("ABCD", ["AB", "BC", "CD", "DA", "CB"], ["BCB"]),
        ("ABCD", ["AB", "BA", "BC", "CB"], ["ABA"]),
        # A ladder is no cycle; the same with one link more is.
        ("AB", [Link("A", "B", "SS"), Link("B", "A", "FF")], []),
        ("AB", [Link("A", "B", "SS"), Link("B", "A", "FF"), Link("B", "A", "SS")], ["ABA"]),
        ("AB", [Link("A", "B", "FF"), Link("B", "A", "FF")], ["ABA"]),
        ("AB", [Link("A", "B", "SS"), Link("B", "A", "SS")], ["ABA"]),
        ("AB", [Link("A", "B", "SF"), Link("B", "A", "SF")], []),
        ("AB", [Link("A", "B", "SF"), Link("B", "A", "FS")], ["ABA"]),
        ("AB", ["AB", Link("B", "A", "SF")], ["ABA"]),
        ("AB", ["AB", Link("B", "A", "FF")], ["ABA"]),
        ("AB", ["AB", Link("B", "A", "SS")], ["ABA"]),
        # Three rungs: into the finish and out of the start there is no way.
        ("ABC", [Link("A", "B", "SS"), Link("B", "C", "SS"), Link("C", "A", "FF")], []),
        ("ABC", [Link("A", "B", "FF"), Link("B", "C", "SS"), Link("C", "A", "FS")], []),
        ("ABC", [Link("A", "B", "SS"), Link("B", "C", "FS"), Link("C", "A", "FS")], ["ABCA"]),
    ],
)
def test_cycles_and_what_only_looks_like_one(
    codes: str, links: list[str | Link], expected: list[str]
) -> None:
    assert chains(graph_of(codes, *links)) == expected


def test_a_cycle_names_all_that_is_in_circles_with_it() -> None:
    doubted = Link("C", "B", queries=(Query("Really?"),))
    graph = graph_of("ABCDE", "AB", "BC", "CD", "DA", doubted, "EA")
    (cycle,) = find_cycles(graph)
    assert cycle.milestones == ("A", "B", "C", "D")
    assert cycle.links == (Link("B", "C"), doubted)
    assert cycle.queried_links == (doubted,)
    inside = [(link.prerequisite, link.dependent) for link in cycle.component_links]
    assert inside == [("D", "A"), ("A", "B"), ("C", "B"), ("B", "C"), ("C", "D")]


def test_of_parallel_links_the_first_is_named() -> None:
    first = Link("A", "B", position=Position("plan.yaml", 3, 1))
    second = Link("A", "B", position=Position("plan.yaml", 9, 1))
    (cycle,) = find_cycles(graph_of("AB", second, "BA", first))
    assert cycle.links == (first, Link("B", "A"))


# -- levels of effort ---------------------------------------------------------------------

SUPPORT = [Link("S", "L", "SS"), Link("B", "L", "FF")]


@pytest.mark.parametrize(
    ("links", "kind"),
    [
        # L goes along with the work from S to B, and yet A and B cannot finish before it.
        ([*SUPPORT, Link("L", "A", "FF"), "AB"], "level of effort"),
        # Out of the finish to a start, into the start from a finish, or out of the start: work.
        ([*SUPPORT, Link("L", "A", "FS"), "AB"], "cycle"),
        ([*SUPPORT, "SL", Link("L", "A", "FF"), "AB"], "cycle"),
        ([*SUPPORT, Link("L", "S", "SS"), Link("L", "A", "FF"), "AB"], "cycle"),
        # Nothing says when it starts.
        ([Link("B", "L", "FF"), Link("L", "A", "FF"), "AB"], "cycle"),
        # There is a cycle without it, too.
        ([*SUPPORT, Link("L", "A", "FF"), "AB", "BA"], "cycle"),
        # That it is said to wait on itself changes nothing.
        ([*SUPPORT, Link("L", "A", "FF"), "AB", "LL"], "level of effort"),
    ],
)
def test_a_cycle_through_a_level_of_effort_only(links: list[str | Link], kind: str) -> None:
    graph = graph_of("SLAB", *links)
    codes = [cycle.levels_of_effort for cycle in find_cycles(graph) if "A" in cycle.milestones]
    assert codes == [("L",) if kind == "level of effort" else ()]
    assert [cycle.kind for cycle in find_cycles(graph) if "A" in cycle.milestones] == [kind]
    for wanted in ("cycle", "level of effort"):
        expected = [cycle for cycle in find_cycles(graph) if cycle.kind == wanted]
        assert list(find_cycles(graph, kind=wanted)) == expected


@settings(deadline=None, max_examples=150)
@given(graphs(types=("SS", "FF", "FF", "FS")))
def test_without_levels_of_effort_there_is_no_cycle_of_that_kind(graph: Graph) -> None:
    network = events(graph)
    for cycle in find_cycles(graph):
        rest = [
            event
            for event in _component(network, cycle)
            if not _is_level_of_effort(graph, event[1])
        ]
        assert (cycle.kind == "level of effort") == nx.is_directed_acyclic_graph(
            network.subgraph(rest)
        )


def _is_level_of_effort(graph: Graph, code: str) -> bool:
    into = {link.type for link in graph.links_into(code) if link.prerequisite != code}
    out_of = {link.type for link in graph.links_out_of(code) if link.dependent != code}
    return into == {"SS", "FF"} and out_of == {"FF"}


# -- the message --------------------------------------------------------------------------


def test_a_graph_without_cycles_is_not_refused() -> None:
    refuse_cycles(graph_of("AB", Link("A", "B", "SS"), Link("B", "A", "FF")), "an order")


def refusal(graph: Graph) -> list[str]:
    with pytest.raises(CycleError) as caught:
        refuse_cycles(graph, "a picture")
    first, *lines, last = str(caught.value).splitlines()
    assert first == "a picture needs an order, and the links go round in a cycle:"
    assert last == "remove or correct one link of each cycle ('depgraph check' lists them too)"
    return lines


def test_the_message_names_each_cycle_and_each_link() -> None:
    graph = graph_of(
        "ABCDE",
        Link("A", "B", position=Position("graphs/plan.yaml", 12, 7)),
        Link("B", "A", lag=-3, queries=(Query(""),), position=Position("graphs/plan.yaml", 4, 7)),
        Link("C", "D", "FF"),
        "DC",
        Link("E", "E", position=Position("graphs/more.yaml", 2, 7)),
    )
    assert refusal(graph) == [
        "  E waits on itself (graphs/more.yaml:2)",
        "  A -> B -> A",
        "    B waits on A (graphs/plan.yaml:12)",
        "    A waits on B -3 d (graphs/plan.yaml:4), queried",
        "    cutting any one of these links ends the cycle",
        "  C -> D -> C",
        "    D waits on C FF",
        "    C waits on D",
        "    cutting any one of these links ends the cycle",
    ]


def test_the_message_says_how_large_it_is_and_where_to_cut() -> None:
    doubted = Link("D", "C", queries=(Query("Really?"),), position=Position("plan.yaml", 8, 3))
    assert refusal(graph_of("ABCD", "AB", "BA", "BC", "CD", "DB", doubted)) == [
        "  A -> B -> A",
        "    B waits on A",
        "    A waits on B",
        "    4 in all wait on each other, through 6 links, 1 of them queried:",
        "      C waits on D (plan.yaml:8), queried",
        "    cutting these 2 links ends all cycles (fewer would not):",
        "      A waits on B",
        "      D waits on C",
    ]
    assert refusal(graph_of("ABC", "AB", "BA", "BC", "CA"))[-3:] == [
        "    3 in all wait on each other, through 4 links",
        "    cutting this link ends all cycles:",
        "      B waits on A",
    ]
    assert refusal(graph_of("ABCD", "AB", "BC", "CD", "DA", "CA"))[-3:] == [
        "    cutting any one of these 2 links ends all cycles:",
        "      B waits on A",
        "      C waits on B",
    ]


def test_the_message_names_the_level_of_effort_and_the_link_out_of_it() -> None:
    assert refusal(graph_of("SLAB", *SUPPORT, Link("L", "A", "FF"), "AB"))[-3:] == [
        "    like a level of effort (SS and FF in, FF out): L",
        "    cutting the link out of it ends all cycles:",
        "      A waits on L FF",
    ]


def test_the_message_stays_readable_where_there_is_much() -> None:
    codes = [f"M-{n:03d}" for n in range(200)]
    ring = [Link(codes[n], codes[(n + 1) % 100]) for n in range(100)]
    pairs = [
        link
        for n in range(100, 200, 2)
        for link in (Link(codes[n], codes[n + 1]), Link(codes[n + 1], codes[n]))
    ]
    with pytest.raises(CycleError) as caught:
        refuse_cycles(Graph([Milestone(code) for code in codes], ring + pairs), "an order")
    text = str(caught.value)
    assert "M-049 -> ... -> M-000\n" in text
    assert "\n    and 50 more links\n" in text
    assert "\n  and 41 more cycles\n" in text
    assert len(text.splitlines()) < 100


# -- large graphs -------------------------------------------------------------------------


@given(graphs())
def test_what_is_before_all_circles_of_links_or_behind_them_is_left_out(graph: Graph) -> None:
    network = nx.DiGraph((link.prerequisite, link.dependent) for link in graph.links)
    round_ = {n for n in network if any(nx.has_path(network, m, n) for m in network.successors(n))}
    between = {
        n
        for n in network
        if round_ & (nx.ancestors(network, n) | {n}) and round_ & (nx.descendants(network, n) | {n})
    }
    assert {graph.milestones[n].id for n in milestones_going_round(graph)} == between


MANY = 20_000


def code(n: int) -> str:
    return f"M-{n:06d}"


def test_a_large_ring() -> None:
    ring = [Link(code(n), code((n + 1) % MANY)) for n in range(MANY)]
    (cycle,) = find_cycles(Graph([Milestone(code(n)) for n in range(MANY)], ring))
    assert len(cycle.milestones) == len(cycle.links) == MANY
    assert not cycle.is_shortest
    assert cycle.cut == (ring[-1],)
    assert set(cycle.alternatives) == set(ring)


def test_a_large_ladder_is_no_cycle() -> None:
    links = [
        *(Link(code(n), code(n + 1), "SS") for n in range(MANY - 1)),
        *(Link(code(n + 1), code(n), "FF") for n in range(MANY - 1)),
    ]
    assert find_cycles(Graph([Milestone(code(n)) for n in range(MANY)], links)) == ()


def test_many_small_cycles() -> None:
    links = [Link(code(n), code(n ^ 1)) for n in range(MANY)]
    cycles = find_cycles(Graph([Milestone(code(n)) for n in range(MANY)], links))
    assert len(cycles) == MANY // 2
    assert cycles[1].chain == (code(2), code(3), code(2))
    assert all(cycle.is_shortest for cycle in cycles)
