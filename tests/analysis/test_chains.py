"""Why one milestone waits on another, against walking through all chains."""

from datetime import date, timedelta
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.analysis.why import why
from depgraph.errors import CycleError, DepgraphError, UnknownMilestoneError
from depgraph.model import Graph, Link, Milestone, Query

from ..drawing import drawn

CODES = "ABCDEFG"
START = date(2020, 1, 1)
DOUBT = (Query("Really?"),)


def plan(*links, complete="", codes=CODES, as_of=START):
    """A plan of milestones of one letter; ``"AB"`` is a plain link, ``"AB?"`` a queried one."""
    return Graph(
        [Milestone(code, state="complete" if code in complete else "incomplete") for code in codes],
        [
            Link(link[0], link[1], queries=DOUBT if link.endswith("?") else ())
            if type(link) is str
            else link
            for link in links
        ],
        as_of=as_of,
    )


KINDS = pytest.mark.parametrize("kind", ["in order", "ladders", "circles"])


@drawn
def questions(draw, kind):
    """A plan of seven milestones with parallel links, and the two that are asked about.

    Some milestones are complete or undated, some links queried. Ladders are of SS links one
    way and FF links the other way.
    """
    order = draw.order(CODES)
    place = {code: n for n, code in enumerate(order)}
    pairs = [
        (a, b)
        for a in CODES
        for b in CODES
        if (place[a] < place[b] if kind == "in order" else a != b)
    ]
    links = []
    for a, b in draw.some(pairs, least=8, most=22):
        if kind == "ladders":
            how = {"type": "SS" if place[a] < place[b] else "FF", "lag": draw.number(-2, 0)}
        else:
            how = {"type": draw.of(["FS", "FS", "SS", "FF"]), "lag": draw.number(-2, 3)}
        links.append(Link(a, b, queries=DOUBT if draw.flip(4) else (), **how))
    first, last = sorted(draw.of(["06", "06", "15", "05", "16", "62"]))
    if draw.flip(10):
        first, last = last, first
    graph = Graph([milestone(draw, code) for code in CODES], links, as_of=START)
    return graph, (order[int(first)], order[int(last)])


def milestone(draw, code):
    due = START + timedelta(days=draw.number(-9, 30)) if draw.number(0, 4) else None
    if draw.flip(8):
        return Milestone(code, due=due, completed=due, state="complete")
    return Milestone(code, due=due)


THOROUGH = settings(deadline=None, max_examples=100)


def all_chains(graph, ends):
    """All chains of codes, found by walking."""
    return [tuple(path) for path in nx.all_simple_paths(nx.DiGraph(graph.to_networkx()), *ends)]


def check_chains(chains, found, graph):
    """Compare what is said of chains with the chains themselves."""
    if not found:
        assert chains is None
        return
    assert chains.total == len(found)
    first, last = found[0][0], found[0][-1]
    assert chains.between == tuple(sorted({*"".join(map("".join, found))} - {first, last}))
    assert chains.cycle == ()
    assert chains.shortest.codes == min(found, key=lambda chain: (len(chain), chain))

    on_all = [code for code in found[0][1:-1] if all(code in chain for chain in found)]
    assert [milestone.id for milestone in chains.cut_milestones] == on_all
    hops = [list(pairwise(chain)) for chain in found]
    hops_on_all = [hop for hop in hops[0] if all(hop in each for each in hops)]
    assert [(hop.prerequisite.id, hop.dependent.id) for hop in chains.cut_hops] == hops_on_all

    for hop in (*chains.cut_hops, *chains.shortest.hops):
        ends = (hop.prerequisite.id, hop.dependent.id)
        assert hop.links == tuple(link for link in graph.links if tuple(link[:2]) == ends)


def is_open(chain, graph):
    return not any(graph[code].is_complete for code in chain)


def is_firm(chain, graph):
    firm = {tuple(link[:2]) for link in graph.links if not link.queries}
    return all(hop in firm for hop in pairwise(chain))


@KINDS
def test_chains_are_counted_and_cut_without_listing_them(kind):
    @THOROUGH
    @given(questions(kind))
    def holds(question):
        graph, ends = question
        found = all_chains(graph, ends)
        opened = [chain for chain in found if is_open(chain, graph)]
        answer = why(graph, prerequisite=ends[0], dependent=ends[1])
        check_chains(answer.chains, found, graph)
        check_chains(answer.open_chains, opened, graph)
        holding = opened or found
        firm = [chain for chain in holding if is_firm(chain, graph)]
        check_chains(answer.firm_chains, firm, graph)
        cut = {(hop.prerequisite.id, hop.dependent.id) for hop in answer.smallest_cut}
        hops = nx.DiGraph(hop for chain in holding for hop in pairwise(chain))
        assert len(cut) == (nx.edge_connectivity(hops, *ends) if holding else 0)
        assert all(cut & {*pairwise(chain)} for chain in holding)
        assert answer.is_waiting == bool(opened)

    holds()


@KINDS
def test_chains_are_listed_by_length_and_codes(kind):
    @THOROUGH
    @given(questions(kind), st.integers(0, 40))
    def holds(question, most):
        graph, ends = question
        found = sorted(all_chains(graph, ends), key=lambda chain: (len(chain), chain))
        answer = why(graph, prerequisite=ends[0], dependent=ends[1], most=most)
        assert [chain.codes for chain in answer.listed] == found[:most]

    holds()


def slack_of(chain, projection):
    """The slack of a chain of codes: for each two the least of their links; None if unknown."""
    slacks = []
    for ends in pairwise(chain):
        numbers = [n for n, link in enumerate(projection.graph.links) if tuple(link[:2]) == ends]
        known = [projection.link_slack(n) for n in numbers]
        slacks.append(None if None in known else min(known))
    return None if None in slacks else sum(slacks)


@KINDS
def test_the_tightest_is_the_open_chain_of_least_slack(kind):
    @THOROUGH
    @given(questions(kind))
    def holds(question):
        graph, ends = question
        answer = why(graph, prerequisite=ends[0], dependent=ends[1])
        try:
            projection = project(graph)
        except CycleError:
            assert answer.tightest is answer.projection is None
            assert answer.untold.startswith("a projection needs ")
            return
        ranked = [
            (slack, len(chain), chain)
            for chain in all_chains(graph, ends)
            if is_open(chain, graph)
            for slack in [slack_of(chain, projection)]
            if slack is not None
        ]
        if not ranked:
            assert answer.tightest is None
        else:
            slack, _, chain = min(ranked)
            assert (answer.tightest.slack, answer.tightest.codes) == (slack, chain)
            assert slack == total_floats(projection, ends[1])[ends[0]]

    holds()


@settings(deadline=None, max_examples=100)
@given(questions("circles"))
def test_leaving_queries_out_is_asking_a_plan_that_has_none(question):
    graph, ends = question
    how = {"prerequisite": ends[0], "dependent": ends[1], "most": 9}
    left_out = why(graph, without_queries=True, **how)
    other = why(graph.without_queried_links(), **how)
    assert left_out.without_queries
    for name in ("chains", "open_chains", "tightest", "listed", "reverse"):
        assert getattr(left_out, name) == getattr(other, name)


@settings(deadline=None, max_examples=100)
@given(questions("circles"))
def test_a_chain_the_other_way_round_is_the_shortest_there(question):
    graph, ends = question
    answer = why(graph, prerequisite=ends[0], dependent=ends[1])
    turned = why(graph, prerequisite=ends[1], dependent=ends[0])
    assert answer.reverse == (turned.chains and turned.chains.shortest)


@KINDS
def test_the_queried_links_are_those_of_the_chains(kind):
    @settings(deadline=None, max_examples=60)
    @given(questions(kind))
    def holds(question):
        graph, ends = question
        answer = why(graph, prerequisite=ends[0], dependent=ends[1])
        hops = {hop for chain in all_chains(graph, ends) for hop in pairwise(chain)}
        queried = tuple(link for link in graph.queried_links if tuple(link[:2]) in hops)
        assert (answer.chains.queried if answer.chains else ()) == queried

    holds()


def test_a_queried_link_that_only_leads_back_is_on_no_chain():
    answer = why(plan("AB", "BC", "CB?", "CD"), prerequisite="A", dependent="D")
    assert (answer.chains.total, answer.chains.between) == (1, ("B", "C"))
    assert answer.chains.queried == ()


def test_a_link_beside_a_queried_one_holds_all_the_same():
    answer = why(plan("AB?", "AB"), prerequisite="A", dependent="B")
    assert answer.chains.total == answer.firm_chains.total == 1
    assert not answer.chains.shortest.hops[0].is_queried
    assert len(answer.chains.queried) == 1


def test_a_chain_past_a_complete_milestone_has_no_slack():
    answer = why(plan("AB", "BC", complete="B"), prerequisite="A", dependent="C")
    assert answer.chains.shortest.slack is None
    assert answer.open_chains is None
    assert answer.holding is answer.chains


def test_another_code_of_a_milestone_stands_for_it():
    graph = Graph([Milestone("A", aka=("OLD",)), Milestone("B")], [Link("A", "B")])
    answer = why(graph, prerequisite="OLD", dependent="B")
    assert answer.prerequisite.id == "A"
    assert answer.untold.startswith("a projection needs an as-of date")
    with pytest.raises(DepgraphError, match="OLD and A are codes of one milestone, A"):
        why(graph, prerequisite="OLD", dependent="A")


def test_what_is_no_pair_of_milestones_is_refused():
    with pytest.raises(DepgraphError, match="A is given twice"):
        why(plan(), prerequisite="A", dependent="A")
    with pytest.raises(UnknownMilestoneError, match="unknown milestone 'X'"):
        why(plan(), prerequisite="A", dependent="X")


def test_large_circles_are_not_counted_but_all_else_is_told():
    codes = "ABCDEFGHIJKLMNOP"
    inner = codes[1:-1]
    graph = plan("AB", "OP", *(a + b for a in inner for b in inner if a != b), codes=codes)
    answer = why(graph, prerequisite="A", dependent="P", most=3)
    assert answer.chains.total is None
    assert "".join(answer.chains.cycle) == "".join(answer.chains.between) == inner
    assert ["".join(chain.codes) for chain in answer.listed] == ["ABOP", "ABCOP", "ABDOP"]
    assert [milestone.id for milestone in answer.chains.cut_milestones] == ["B", "O"]


def test_long_and_many_chains():
    steps = 5_000
    codes = [f"{n:04d}{side}" for n in range(steps) for side in "abc"]
    links = []
    for n in range(steps - 1):
        here, there = f"{n:04d}a", f"{n + 1:04d}a"
        for side in "bc":
            links += [Link(here, f"{n:04d}{side}"), Link(f"{n:04d}{side}", there)]
    graph = Graph([Milestone(code) for code in codes], links, as_of=START)
    answer = why(graph, prerequisite="0000a", dependent=f"{steps - 1:04d}a", most=5)
    assert answer.chains.total == 2 ** (steps - 1)
    assert len(answer.chains.cut_milestones) == steps - 2
    assert answer.chains.cut_hops == ()
    assert len(answer.smallest_cut) == 2
    # The first turns aside nowhere, the next ones at the last places.
    last = [chain.codes[-6:-1:2] for chain in answer.listed]
    assert [tuple(code[-1] for code in codes) for codes in last] == [
        tuple("bbb"),
        tuple("bbc"),
        tuple("bcb"),
        tuple("bcc"),
        tuple("cbb"),
    ]
