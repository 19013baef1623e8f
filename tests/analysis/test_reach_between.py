"""Reach of many to many in one pass, against one search for each."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis import reach as module
from depgraph.analysis.reach import Between, reach, reach_between, reach_from
from depgraph.model import Graph, Link, Milestone, Query

from ..drawing import Draws, drawn

CODES = "ABCDEFGHIJ"
NUMBERS = drawn(lambda draw: set(draw.distinct(range(len(CODES)))))()


@drawn
def graphs(draw: Draws) -> Graph:
    """Graphs of any shape: cycles, links to oneself, parallel and queried links."""
    links = draw.some(list(product(CODES, CODES, [False, True])), most=25)
    complete = draw.distinct(CODES, most=3)
    return Graph(
        [Milestone(code, state="complete" if code in complete else "unknown") for code in CODES],
        [Link(a, b, queries=(Query("?"),) if doubted else ()) for a, b, doubted in links],
    )


def pairs(between: Between) -> set[tuple[int, int]]:
    return {(n, target) for target, bits in between.sets.items() for n in between.members(bits)}


@settings(deadline=None, max_examples=300)
@given(graph=graphs(), sources=NUMBERS, targets=NUMBERS, sure=st.booleans())
def test_one_pass_finds_what_a_search_for_each_pair_finds(
    graph: Graph, sources: set[int], targets: set[int], *, sure: bool
) -> None:
    def follow(number: int) -> bool:
        return not (sure and graph.links[number].queries)

    def accept(n: int) -> bool:
        return not graph.milestones[n].is_complete

    between = reach_between(graph, sources, targets, follow=follow, accept=accept)
    assert pairs(between) == {
        (source, target)
        for target in targets
        if accept(target)
        for source in reach(graph, target, follow=follow, accept=accept).came
        if source in sources
    }
    assert all(between.sets.values())


@settings(deadline=None, max_examples=300)
@given(graph=graphs(), source=st.integers(0, len(CODES) - 1), targets=NUMBERS, sure=st.booleans())
def test_forward_the_same_chains_are_found(
    graph: Graph, source: int, targets: set[int], *, sure: bool
) -> None:
    def follow(number: int) -> bool:
        return not (sure and graph.links[number].queries)

    def accept(n: int) -> bool:
        return n == source or not graph.milestones[n].is_complete

    expected = {
        target: reached.chain(source)
        for target in targets
        if accept(target)
        and source in (reached := reach(graph, target, follow=follow, accept=accept)).came
    }
    for wanted in ((), expected):
        led = reach_from(graph, source, follow=follow, accept=accept, wanted=wanted)
        found = targets.intersection(led.steps).difference({source})
        assert {target: led.chain(target) for target in found if target in expected} == expected
        assert wanted or set(expected) == found
    given_up = reach_from(graph, source, most_visits=0)
    assert (given_up.steps, given_up.visits) == ({source: 0}, 0)


def test_sources_may_be_more_than_one_pass_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BITS", 1)
    size = 2_500
    codes = [f"M-{n:04d}" for n in range(size)]
    links = [Link(codes[n], codes[n + 1]) for n in range(size - 1)]
    graph = Graph([Milestone(code) for code in codes], links)
    between = reach_between(graph, range(size), [5, size - 1])
    assert [list(between.members(between.sets[n])) for n in (5, size - 1)] == [
        list(range(5)),
        list(range(size - 1)),
    ]


def test_a_search_ends_when_all_wanted_are_reached_or_it_takes_too_long() -> None:
    codes = [f"M-{n:04d}" for n in range(100)]
    links = [Link(codes[n], codes[n + 1]) for n in range(99)]
    graph = Graph([Milestone(code) for code in codes], links)
    assert len(reach(graph, 99, wanted=[97, 95]).came) == 4
    given_up = reach(graph, 99, wanted=[0], most_visits=10)
    assert (len(given_up.came), given_up.visits) == (10, 10)


@pytest.mark.parametrize("shape", ["chain", "fan in", "fan out", "ladder", "circle"])
def test_large_graphs(shape: str) -> None:
    many = 20_000
    codes = [f"M-{n:06d}" for n in range(many)]
    ends = {
        "chain": [(n, n + 1) for n in range(many - 1)],
        "fan in": [(n, many - 1) for n in range(many - 1)],
        "fan out": [(0, n) for n in range(1, many)],
        "ladder": [(n, n + 1) for n in range(many - 1)],
        "circle": [(n, (n + 1) % many) for n in range(many)],
    }[shape]
    if shape == "ladder":
        ends += [(b, a) for a, b in ends]
    graph = Graph([Milestone(code) for code in codes], [Link(codes[a], codes[b]) for a, b in ends])
    sources, targets = range(0, many, 200), range(199, many, 200)
    found = len(pairs(reach_between(graph, sources, targets)))
    everything = 100 * 100
    expected = {"chain": 5050, "fan in": 100, "fan out": 100}
    assert found == expected.get(shape, everything)
