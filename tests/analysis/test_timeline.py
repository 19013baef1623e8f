"""Timelines: order, ties against a slow reference, and what is left out."""

from itertools import permutations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given

import depgraph
from depgraph.analysis.scope import select_scope
from depgraph.analysis.timeline import Tie, timeline
from depgraph.model import Graph, Link, Milestone, Query

from ..drawing import drawn
from .random_plans import AS_OF, day

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture(scope="module")
def shipped():
    graph = depgraph.load(GRAPHS)
    return timeline(graph, select_scope(graph, levels=[2]).codes)


def test_the_level_2_timeline_of_the_shipped_plan(shipped):
    assert len(shipped.entries) == 27
    assert [entry.code for entry in shipped.entries[:3]] == [
        "LDM-503-02",
        "LDM-503-03",
        "LDM-503-01",
    ]
    assert [entry.code for entry in shipped.entries[-2:]] == ["LDM-503-17a", "LDM-503-17"]
    slips = {entry.code: entry.slip for entry in shipped.entries}
    assert (slips["LDM-503-01"], slips["LDM-503-08b"], slips["LDM-503-12"]) == (181, 236, 256)


def test_the_links_of_the_shipped_timeline(shipped):
    assert len(shipped.ties) == 31
    assert [(tie.prerequisite, tie.dependent) for tie in shipped.ties if tie.is_queried] == [
        ("LDM-503-06", "LDM-503-07"),
        ("LDM-503-05", "LDM-503-09"),
        ("LDM-503-10b", "LDM-503-11b"),
    ]


def test_of_one_date_prerequisites_come_first():
    plan = Graph([Milestone(code, due=AS_OF) for code in "ABC"], [Link("C", "A"), Link("A", "B")])
    assert [entry.code for entry in timeline(plan, "ABC").entries] == ["C", "A", "B"]


def test_ties_lead_through_what_is_not_on_the_timeline():
    plan = Graph(
        [Milestone("A", due=AS_OF), Milestone("B"), Milestone("C"), Milestone("D", due=day(9))],
        [Link("A", "B"), Link("B", "C", queries=(Query("Why?"),)), Link("C", "D")],
    )
    assert timeline(plan, ["A", "D"]).ties == (
        Tie(prerequisite="A", dependent="D", through=("B", "C"), is_queried=True),
    )


def test_where_chains_are_too_many_only_direct_links_are_ties():
    plan = Graph(
        [Milestone("A", due=AS_OF), Milestone("B"), Milestone("C", due=day(9))],
        [Link("A", "B"), Link("B", "C"), Link("A", "C")],
    )
    data = timeline(plan, ["A", "C"], most_visits=0)
    assert (data.is_whole, data.ties) == (
        False,
        (Tie(prerequisite="A", dependent="C", through=(), is_queried=False),),
    )
    assert timeline(plan, ["A", "C"], most_visits=1).is_whole


def test_a_pair_is_queried_only_if_every_link_of_it_is():
    ends = [Milestone("A", due=AS_OF), Milestone("B", due=AS_OF)]
    doubt = (Query("Why?"),)
    both = Graph(ends, [Link("A", "B", queries=doubt), Link("A", "B", type="SS", queries=doubt)])
    one = Graph(ends, [Link("A", "B", queries=doubt), Link("A", "B", type="SS")])
    assert [tie.is_queried for tie in timeline(both, "AB").ties] == [True]
    assert [tie.is_queried for tie in timeline(one, "AB").ties] == [False]


def test_what_has_no_date_is_named_and_not_drawn():
    plan = Graph([Milestone("A", due=AS_OF), Milestone("B")], [Link("B", "A")], as_of=AS_OF)
    data = timeline(plan, ["A", "B"])
    assert ([entry.code for entry in data.entries], data.undated, data.ties) == (["A"], ("B",), ())


@pytest.mark.parametrize(
    ("links", "as_of", "why"),
    [
        ([], None, "there is no as-of date"),
        ([Link("A", "B"), Link("B", "A")], AS_OF, "the links go round in a cycle"),
    ],
)
def test_a_timeline_without_a_projection_says_why(links, as_of, why):
    plan = Graph([Milestone("A", due=AS_OF), Milestone("B", due=AS_OF)], links, as_of=as_of)
    data = timeline(plan, ["A", "B"])
    assert data.unprojected == why
    assert [entry.projected for entry in data.entries] == [None, None]


@drawn
def plans(draw):
    codes = "ABCDEFG"
    pairs = list(permutations(codes, 2))
    shown = draw.distinct(codes, 1)
    milestones = [Milestone(code, due=AS_OF if code in shown else None) for code in codes]
    return Graph(milestones, [Link(*pair) for pair in draw.some(pairs, most=12)])


@given(plans())
def test_ties_are_the_chains_that_pass_nothing_that_is_shown(plan):
    shown = {m.id for m in plan.milestones if m.due}
    network = nx.DiGraph(plan.to_networkx())
    expected = {}
    for before in shown:
        for after in shown - {before}:
            inner = network.subgraph((set(network) - shown) | {before, after})
            if nx.has_path(inner, before, after):
                expected[before, after] = nx.shortest_path_length(inner, before, after)
    found = {
        (tie.prerequisite, tie.dependent): len(tie.through) + 1
        for tie in timeline(plan, shown).ties
    }
    assert found == expected
