"""Which links may be left out: never one without which a date would be another."""

from itertools import pairwise

import networkx as nx
from hypothesis import given

from depgraph import Graph, Link, Milestone, Query, project
from depgraph.analysis.reduction import reduction

from ..drawing import Draws, choices, drawn
from .random_plans import AS_OF, CALENDARS, day, link, milestone


@drawn
def plans(draw: Draws, *, calendars: bool = False) -> Graph:
    """Plans with a chain through all, most links of which say nothing but an order."""
    codes = draw.order("ABCDE")
    pairs = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    beside = draw.some(pairs, most=6)
    return Graph(
        [milestone(draw, code, calendars=calendars) for code in codes],
        [
            link(draw, *pair, calendars=calendars)
            if draw.flip(5)
            else Link(*pair, lag=draw.of([0, 0, 0, 2]))
            for pair in [*pairwise(codes), *beside]
        ],
        as_of=AS_OF,
        calendars=CALENDARS if calendars else (),
    )


def graph_of(*links: Link, complete: str = "", dated: bool = True) -> Graph:
    milestones = [Milestone(code) for code in "ABCD" if code not in complete]
    done = AS_OF if dated else None
    milestones += [Milestone(code, state="complete", completed=done) for code in complete]
    return Graph(milestones, links, as_of=AS_OF)


def pairs(links: tuple[Link, ...]) -> list[str]:
    return ["".join(link[:2]) for link in links]


def pairs_beside_a_chain(graph: Graph) -> set[tuple[str, str]]:
    """The slow reference: pairs whose dependent is reached without the link too."""
    order = nx.DiGraph([link[:2] for link in graph.links])
    found = set()
    for pair in list(order.edges):
        order.remove_edge(*pair)
        if nx.has_path(order, *pair):
            found.add(pair)
        order.add_edge(*pair)
    return found


@given(plans(calendars=True) | plans())
def test_no_date_becomes_another_without_the_links_left_out(graph):
    found = reduction(graph)
    rest = graph.with_links(link for link in graph.links if link not in found.left_out)
    assert project(graph).finish == project(rest).finish


def test_a_milestone_completed_out_of_order_carries_no_date_on():
    """D was complete before B, so what waits on both is held by B alone."""
    milestones = [
        Milestone("B", state="complete", completed=day(0)),
        Milestone("D", state="complete", completed=day(-1)),
        Milestone("E", duration=1),
    ]
    links = [Link("B", "D"), Link("B", "E"), Link("D", "E")]
    found = reduction(Graph(milestones, links, as_of=day(0)))
    assert (found.left_out, pairs(found.weak_chains)) == ((), ["BE"])
    in_order = [milestones[0], milestones[1]._replace(completed=day(0)), milestones[2]]
    assert pairs(reduction(Graph(in_order, links, as_of=day(0))).left_out) == ["BE"]


@given(plans())
def test_every_link_beside_a_chain_is_told(graph):
    found = reduction(graph)
    told = [*found.left_out, *found.own_terms, *found.weak_chains]
    wanted = pairs_beside_a_chain(graph)
    assert sorted(told) == sorted(link for link in graph.links if link[:2] in wanted)


@given(choices())
def test_of_plain_links_the_transitive_reduction_stays(draw):
    codes = draw.order("ABCDEFGH")
    ends = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    chosen = draw.distinct(ends)
    graph = Graph([Milestone(code) for code in codes], [Link(*pair) for pair in chosen])
    found = reduction(graph)
    stay = {link[:2] for link in graph.links if link not in found.left_out}
    assert stay == set(nx.transitive_reduction(nx.DiGraph(chosen)).edges)
    assert (found.own_terms, found.weak_chains) == ((), ())


def test_what_says_more_than_an_order_stays():
    chain = (Link("A", "B"), Link("B", "C"))
    for more in (
        {"lag": 3},
        {"type": "SS"},
        {"queries": (Query("Really?"),)},
        {"note": "agreed"},
    ):
        found = reduction(graph_of(*chain, Link("A", "C", **more)))
        assert (pairs(found.left_out), pairs(found.own_terms)) == ([], ["AC"])
    both = reduction(graph_of(*chain, Link("A", "C"), Link("A", "C", type="FF")))
    assert pairs(both.own_terms) == ["AC", "AC"]


def test_a_chain_that_may_say_less_leaves_nothing_out():
    for more in ({"lag": -1}, {"type": "SS"}, {"queries": (Query("Really?"),)}):
        found = reduction(graph_of(Link("A", "B", **more), Link("B", "C"), Link("A", "C")))
        assert (pairs(found.left_out), pairs(found.weak_chains)) == ([], ["AC"])
    longer = graph_of(Link("A", "B", lag=9, note="n"), Link("B", "C"), Link("A", "C"))
    assert pairs(reduction(longer).left_out) == ["AC"]
    passed_over = graph_of(Link("A", "B"), Link("B", "C"), Link("A", "C"), complete="B")
    assert pairs(reduction(passed_over).weak_chains) == ["AC"]
    chain = (Link("A", "B"), Link("B", "C"), Link("A", "C"))
    assert pairs(reduction(graph_of(*chain, complete="AB")).left_out) == ["AC"]
    undated = graph_of(*chain, complete="AB", dated=False)
    assert pairs(reduction(undated).weak_chains) == ["AC"]


def test_in_a_circle_nothing_is_left_out():
    circle = reduction(graph_of(*(Link(*pair) for pair in ("AB", "BC", "CA", "AC"))))
    assert (circle.left_out, circle.is_ordered) == ((), False)
    ladder = graph_of(
        *(Link(*pair) for pair in ("AB", "BC", "AC")), Link("C", "D", type="SS"), Link("D", "C")
    )
    assert (pairs(reduction(ladder).left_out), reduction(ladder).is_ordered) == (["AC"], True)
