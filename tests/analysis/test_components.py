"""Strongly connected components, against networkx."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.components import shortest_cycle, strong_components

successor_lists = st.lists(st.lists(st.integers(0, 7), max_size=4), min_size=8, max_size=8)


@settings(deadline=None, max_examples=150)
@given(successor_lists)
def test_strong_components_are_those_of_networkx(successors: list[list[int]]) -> None:
    network = nx.DiGraph(dict(enumerate(successors)))
    expected = sorted(sorted(each) for each in nx.strongly_connected_components(network))
    assert sorted(strong_components(successors)) == expected


@settings(deadline=None, max_examples=150)
@given(successor_lists)
def test_a_circle_is_one_of_the_component_and_a_shortest(successors: list[list[int]]) -> None:
    ends = [(n, target) for n, out in enumerate(successors) for target in out if n != target]
    leaving: list[list[tuple[int, int]]] = [[] for _ in successors]
    for number, (n, target) in enumerate(ends):
        leaving[n].append((target, number))
    network = nx.DiGraph(ends)
    for component in strong_components([[target for target, _ in out] for out in leaving]):
        if len(component) == 1:
            continue
        circle = shortest_cycle(dict(enumerate(leaving)), component, most_visits=10_000)
        assert circle.is_shortest
        assert len(circle.links) == min(map(len, nx.simple_cycles(network.subgraph(component))))
        hurried = shortest_cycle(dict(enumerate(leaving)), component, most_visits=0)
        for links in (circle.links, hurried.links):
            for number, following in zip(links, links[1:] + links[:1], strict=True):
                assert ends[number][1] == ends[following][0]
