"""The longest chain by links, against all chains of small plans."""

from itertools import pairwise

import pytest
from hypothesis import given

from depgraph.analysis.longest_chain import longest_chain
from depgraph.errors import CycleError, UnknownMilestoneError
from depgraph.model import Graph, Link, Milestone, Query

from ..drawing import drawn

DONE = {"state": "complete"}


def codes(chain):
    return [link.prerequisite for link in chain]


@drawn
def small_plans(draw):
    names = "ABCDEFG"
    milestones = [Milestone(name, state=draw.of(["complete", "incomplete"])) for name in names]
    pairs = [(a, b) for a in names for b in names if a < b]
    chosen = draw.some(pairs, most=14)
    return Graph(milestones, [Link(a, b) for a, b in chosen])


def all_chains(graph, code):
    """Every chain of incomplete milestones behind a milestone, as codes from it back."""
    chains = [[]]
    for before in graph.predecessors(code):
        if not graph[before].is_complete:
            chains += [[before, *rest] for rest in all_chains(graph, before)]
    return chains


@given(small_plans())
def test_no_chain_has_more_links_and_of_equal_ones_the_first_codes_are_taken(graph):
    if graph["G"].is_complete:
        return
    chains = all_chains(graph, "G")
    most = max(map(len, chains))
    assert codes(longest_chain(graph, "G")) == min(c for c in chains if len(c) == most)


def test_complete_milestones_are_passed_on_request_and_for_a_complete_target():
    plan = Graph(
        [Milestone("A"), Milestone("B", **DONE), Milestone("C"), Milestone("D", **DONE)],
        [Link("A", "B"), Link("B", "C"), Link("B", "D")],
    )
    assert codes(longest_chain(plan, "C")) == []
    assert codes(longest_chain(plan, "C", history=True)) == ["B", "A"]
    assert codes(longest_chain(plan, "D")) == ["B", "A"]


def test_queried_links_can_be_left_out():
    doubt = (Query("Really?"),)
    plan = Graph(
        map(Milestone, "ABC"),
        [Link("A", "B", queries=doubt), Link("B", "C"), Link("A", "C")],
    )
    assert codes(longest_chain(plan, "C")) == ["B", "A"]
    assert codes(longest_chain(plan, "C", without_queries=True)) == ["A"]


def test_a_ladder_is_climbed_by_starts_and_finishes():
    plan = Graph(
        map(Milestone, "ABT"),
        [Link("A", "B", type="SS"), Link("B", "A", type="FF"), Link("A", "T")],
    )
    assert codes(longest_chain(plan, "T")) == ["A", "B", "A"]


def test_a_chain_of_twenty_thousand():
    names = [f"M{n:06}" for n in range(20_000)]
    links = [Link(a, b) for a, b in pairwise(names)]
    assert len(longest_chain(Graph(map(Milestone, names), links), names[-1])) == 19_999


def test_cycles_and_unknown_codes_are_refused():
    ring = Graph(map(Milestone, "AB"), [Link("A", "B"), Link("B", "A")])
    with pytest.raises(CycleError, match="the longest chain needs an order"):
        longest_chain(ring, "A")
    with pytest.raises(UnknownMilestoneError):
        longest_chain(ring, "C")
