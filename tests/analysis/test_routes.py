"""Routes through larger networks of hops, against networkx."""

from itertools import islice
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.route_count import count_chains
from depgraph.analysis.route_cuts import cuts, smallest_cut
from depgraph.analysis.route_listing import shortest_first
from depgraph.analysis.routes import find_routes

SIZE = 10
SETTINGS = settings(deadline=None, max_examples=100)
KINDS = pytest.mark.parametrize("ordered", [True, False], ids=["in order", "circles"])


@st.composite
def networks(draw, *, ordered):
    """Networks of ten milestones, of any density."""
    random = Random(draw(st.integers(0, 10_000)))  # noqa: S311 (no secret)
    density = draw(st.sampled_from([0.15, 0.25, 0.4]))
    network = nx.DiGraph()
    network.add_nodes_from(range(SIZE))
    network.add_edges_from(
        (n, m)
        for n in range(SIZE)
        for m in range(SIZE)
        if (n < m if ordered else n != m) and random.random() < density
    )
    return network


def routes_of(network, start=0, end=SIZE - 1):
    return find_routes(start, end, lambda n: sorted(m for m in network.successors(n) if m != start))


def chains_of(network):
    return sorted(nx.all_simple_paths(network, 0, SIZE - 1), key=lambda chain: (len(chain), chain))


@KINDS
def test_chains_are_counted_and_listed_in_order(ordered):
    @SETTINGS
    @given(networks(ordered=ordered))
    def holds(network):
        found = chains_of(network)
        routes = routes_of(network)
        if routes is None:
            assert not found
            return
        census = count_chains(routes)
        assert census.chains == len(found)
        assert {routes.numbers[place] for place in census.places} == set().union(*found)
        listed = [
            [routes.numbers[p] for p in chain] for chain in islice(shortest_first(routes), 60)
        ]
        assert listed == found[:60]

    holds()


@KINDS
def test_a_smallest_cut_is_as_small_as_chains_without_a_common_hop_are_many(ordered):
    @SETTINGS
    @given(networks(ordered=ordered))
    def holds(network):
        routes = routes_of(network)
        if routes is None:
            return
        cut = [(routes.numbers[a], routes.numbers[b]) for a, b in smallest_cut(routes)]
        assert cut == sorted(cut)
        assert len(cut) == nx.edge_connectivity(network, 0, SIZE - 1)
        network.remove_edges_from(cut)
        assert not nx.has_path(network, 0, SIZE - 1)

    holds()


@KINDS
def test_cuts_are_what_every_chain_passes(ordered):
    @SETTINGS
    @given(networks(ordered=ordered))
    def holds(network):
        routes = routes_of(network)
        if routes is None:
            return
        places, hops = cuts(routes)
        found = chains_of(network)
        assert {routes.numbers[place] for place in places} == (
            set.intersection(*map(set, found)) - {0, SIZE - 1}
        )
        for a, b in network.edges:
            without = network.copy()
            without.remove_edge(a, b)
            is_cut = not nx.has_path(without, 0, SIZE - 1)
            assert is_cut == ((a, b) in {(routes.numbers[p], routes.numbers[q]) for p, q in hops})

    holds()


def test_the_shortest_way_on_may_lead_back_in_a_circle():
    # From C the shortest way to the end is back through B, where the chain has been.
    hops = ["AB", "BZ", "BC", "CB", "CD", "DE", "EZ", "AG", "GH", "HI", "IZ"]
    routes = find_routes(
        ord("A"), ord("Z"), lambda n: sorted(ord(b) for a, b in hops if ord(a) == n)
    )
    listed = ["".join(chr(routes.numbers[p]) for p in chain) for chain in shortest_first(routes)]
    assert listed == ["ABZ", "AGHIZ", "ABCDEZ"]


def test_a_search_that_takes_too_long_is_given_up():
    network = nx.complete_graph(SIZE, nx.DiGraph)
    routes = routes_of(network)
    assert smallest_cut(routes, most_steps=1) == []
    census = count_chains(routes, most_steps=100)
    assert census.chains is None
    assert {routes.numbers[place] for place in census.cycle} == set(range(1, SIZE - 1))
    assert len(census.places) == SIZE
