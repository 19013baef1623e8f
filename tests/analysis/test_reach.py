"""Reach and redundant links, against networkx."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.reach import reach
from depgraph.analysis.redundant import Redundant, redundant_links
from depgraph.model import Graph, Link, Milestone

from ..drawing import Draws, drawn
from .test_cycles import graph_of


@drawn
def graphs(draw: Draws, *, ordered: bool) -> Graph:
    codes = draw.order("ABCDEFGH")
    pairs = [
        (a, b)
        for n, a in enumerate(codes)
        for m, b in enumerate(codes)
        if (n < m if ordered else n != m)
    ]
    chosen = draw.distinct(pairs, most=18)
    return graph_of("ABCDEFGH", *(a + b for a, b in chosen))


def simple(graph: Graph) -> nx.DiGraph[str]:
    return nx.DiGraph(graph.to_networkx())


@settings(deadline=None, max_examples=150)
@given(graphs(ordered=False), st.sampled_from("ABCDEFGH"))
def test_reach_is_what_leads_to_a_milestone(graph: Graph, code: str) -> None:
    reached = reach(graph, graph.number(code))
    assert {graph.milestones[n].id for n in reached.came} == nx.ancestors(simple(graph), code)


@settings(deadline=None, max_examples=150)
@given(graphs(ordered=False), st.sampled_from("ABCDEFGH"))
def test_the_chain_is_the_first_of_the_shortest(graph: Graph, code: str) -> None:
    network = simple(graph)
    reached = reach(graph, graph.number(code))
    for n in reached.came:
        start = graph.milestones[n].id
        chain = reached.chain(n)
        # Counted from the dependent, by the order of the codes.
        shortest = min(path[::-1] for path in nx.all_shortest_paths(network, start, code))
        assert [link.dependent for link in reversed(chain)] == shortest[:-1]
        assert [link.prerequisite for link in reversed(chain)] == shortest[1:]


def test_reach_can_be_narrowed() -> None:
    graph = graph_of("ABCDT", "AT", "BA", "CB", "DT", "CD")
    target = graph.number("T")

    def reached(**how: object) -> str:
        return "".join(graph.milestones[n].id for n in sorted(reach(graph, target, **how).came))

    assert reached() == "ABCD"
    assert reached(direct=True) == "AD"
    assert reached(accept=lambda n: graph.milestones[n].id != "A") == "CD"
    assert reached(follow=lambda number: graph.links[number].prerequisite != "D") == "ABC"


@settings(deadline=None, max_examples=150)
@given(graphs(ordered=True))
def test_what_is_redundant_is_what_transitive_reduction_drops(graph: Graph) -> None:
    network = simple(graph)
    found = redundant_links(graph)
    dropped = set(network.edges) - set(nx.transitive_reduction(network).edges)
    ends = [(link.prerequisite, link.dependent) for link in graph.links]
    assert found.is_complete
    assert {ends[number] for number in found.chains} == dropped


@settings(deadline=None, max_examples=150)
@given(graphs(ordered=True))
def test_the_chain_that_implies_a_link_is_a_shortest_one(graph: Graph) -> None:
    network = simple(graph)
    for number, numbers in redundant_links(graph).chains.items():
        link, chain = graph.links[number], [graph.links[n] for n in numbers]
        assert (chain[0].prerequisite, chain[-1].dependent) == tuple(link[:2])
        assert all(a.dependent == b.prerequisite for a, b in pairwise(chain))
        paths = nx.all_simple_paths(network, link.prerequisite, link.dependent)
        assert len(chain) == min(len(path) - 1 for path in paths if len(path) > 2)


@pytest.mark.parametrize(
    ("links", "redundant"),
    [
        (["AB", "BC", "AC"], ["AC"]),
        (["AB", "BC", "CD", "AD"], ["AD"]),
        (["AB", "BC", "CD", "AD", "AC"], ["AC", "AD"]),
        (["AB", "AB"], []),
        (["AB", "BC", Link("A", "C", lag=3)], []),
        (["AB", "BC", Link("A", "C", type="FF")], []),
        (["AB", Link("B", "C", lag=1), "AC"], []),
        ([Link("A", "B", type="SS"), "BC", "AC"], []),
        (["AB", "BC", "AC", "AC"], ["AC", "AC"]),
        (["AA", "AB", "BC", "AC"], ["AC"]),
        # In a ladder there is an order by plain links.
        (["AB", "BC", "AC", Link("C", "A", type="SF")], ["AC"]),
        # In a cycle there is none.
        (["AB", "BA", "BC", "AC"], []),
    ],
)
def test_redundant_links(links: list[str | Link], redundant: list[str]) -> None:
    graph = graph_of("ABCD", *links)
    found = [graph.links[number] for number in redundant_links(graph).chains]
    assert [link.prerequisite + link.dependent for link in found] == redundant


def test_the_search_is_given_up_where_it_would_take_too_long() -> None:
    codes = [f"M-{n:03d}" for n in range(60)]
    links = [Link(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    graph = Graph([Milestone(code) for code in codes], links)
    found = redundant_links(graph, most_visits=500)
    assert not found.is_complete
    assert 0 < len(found.chains) < len(redundant_links(graph).chains) == len(links) - 59


MANY = 20_000


def code(n: int) -> str:
    return f"M-{n:06d}"


@pytest.mark.parametrize("shape", ["chain", "fan in", "fan out", "ladder"])
def test_large_graphs(shape: str) -> None:
    ends = {
        "chain": [(n, n + 1) for n in range(MANY - 1)],
        "fan in": [(n, MANY - 1) for n in range(MANY - 1)],
        "fan out": [(0, n) for n in range(1, MANY)],
        "ladder": [(n, n + 1) for n in range(MANY - 1)],
    }[shape]
    links = [Link(code(a), code(b), "SS" if shape == "ladder" else "FS") for a, b in ends]
    if shape == "ladder":
        links += [Link(code(b), code(a), "FF") for a, b in ends]
    graph = Graph([Milestone(code(n)) for n in range(MANY)], links)
    reached = reach(graph, MANY - 1)
    assert len(reached.came) == (1 if shape == "fan out" else MANY - 1)
    assert len(reached.chain(0)) == (MANY - 1 if shape in ("chain", "ladder") else 1)
    assert redundant_links(graph) == Redundant({}, is_complete=True)
