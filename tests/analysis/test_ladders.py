"""Ladders: milestones that wait on each other without a cycle."""

from datetime import date
from itertools import pairwise, permutations

import networkx as nx
import pytest
from hypothesis import given, settings

from depgraph.analysis.cycles import find_cycles, has_cycles
from depgraph.analysis.delays import delays
from depgraph.analysis.ladders import find_ladders
from depgraph.analysis.projection import GAPS, project
from depgraph.analysis.what_if import what_if
from depgraph.errors import CycleError
from depgraph.model import Calendar, Graph, Link, Milestone, Position, Query
from depgraph.model.changes import Move

from ..drawing import Draws, drawn

AS_OF = date(2020, 1, 1)
RUNG = [Link("A", "B", "SS", lag=2), Link("B", "A", "FF", lag=1)]


def plan(durations: dict[str, int | None], links: list[Link]) -> Graph:
    return Graph([Milestone(code, duration=days) for code, days in durations.items()], links)


@drawn
def plans(draw: Draws) -> Graph:
    pairs = list(permutations("ABCD", 2))
    return Graph(
        [
            Milestone(
                code,
                due=AS_OF,
                duration=draw.of([None, 0, 1, 3, 5]),
                **draw.of([{}, {}, {}, {}, {"state": "complete", "completed": AS_OF}]),
            )
            for code in "ABCD"
        ],
        [
            Link(
                *pair,
                type=draw.of(["SS", "FF", "SS", "FF", "SF", "FS"]),
                lag=draw.number(-1, 2),
            )
            for pair in draw.some(pairs, least=2, most=8)
        ],
        as_of=AS_OF,
    )


@settings(deadline=None, max_examples=300)
@given(plans())
def test_a_plan_without_cycles_has_a_projection_exactly_if_its_ladders_allow(graph: Graph) -> None:
    if has_cycles(graph):
        return
    ladders = find_ladders(graph)
    if all(ladder.is_feasible for ladder in ladders):
        project(graph)
    else:
        with pytest.raises(CycleError, match="there are none"):
            project(graph)


@settings(deadline=None, max_examples=300)
@given(plans())
def test_ladders_are_what_goes_round_beside_the_cycles(graph: Graph) -> None:
    on_cycles = {link for cycle in find_cycles(graph) for link in cycle.component_links}
    network = nx.DiGraph([link[:2] for link in graph.links if link not in on_cycles])
    components = [sorted(each) for each in nx.strongly_connected_components(network)]
    ladders = find_ladders(graph)
    assert [list(each.milestones) for each in ladders] == sorted(
        each for each in components if len(each) > 1
    )
    for ladder in ladders:
        assert not on_cycles.intersection(ladder.component_links)
        assert ladder.chain[0] == ladder.chain[-1] == min(ladder.chain)
        for link, following in zip(ladder.links, ladder.links[1:] + ladder.links[:1], strict=True):
            assert link in ladder.component_links
            assert link.dependent == following.prerequisite
        if ladder.is_feasible:
            assert len(ladder.links) == min(
                map(len, nx.simple_cycles(network.subgraph(ladder.milestones)))
            )


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [(9, 5, -1), (8, 5, 0), (7, 5, 1), (3, 0, 0), (3, None, 0), (None, 0, 3), (None, None, 3)],
)
def test_b_must_fit_into_a(a: int | None, b: int | None, days: int) -> None:
    # 2 days after A starts, B takes its time, and A ends a day later at the earliest.
    (ladder,) = find_ladders(plan({"A": a, "B": b}, RUNG))
    assert (ladder.chain, ladder.days) == (("A", "B", "A"), days)
    assert ladder.is_feasible == (days <= 0)
    assert ladder.durations == (a, b)


def test_a_cycle_is_no_ladder() -> None:
    assert find_ladders(plan({"A": 1, "B": 1}, [Link("A", "B"), Link("B", "A")])) == ()
    # Beside a cycle, a ladder is one.
    both = plan(
        dict.fromkeys("ABCD", 9),
        [*RUNG, Link("B", "C"), Link("C", "D"), Link("D", "C"), Link("A", "A")],
    )
    assert [ladder.milestones for ladder in find_ladders(both)] == [("A", "B")]


def test_the_circle_that_no_dates_satisfy_is_shown() -> None:
    links = [*RUNG, Link("B", "C", "SS", lag=9), Link("C", "B", "FF")]
    (ladder,) = find_ladders(plan({"A": 99, "B": 5, "C": 1}, links))
    assert (ladder.chain, ladder.days) == (("B", "C", "B"), 5)
    assert ladder.milestones == ("A", "B", "C")


def test_what_is_complete_is_moved_by_nothing() -> None:
    done = Milestone("A", duration=1, state="complete", completed=AS_OF)
    (ladder,) = find_ladders(Graph([done, Milestone("B", duration=5)], RUNG))
    assert (ladder.is_feasible, ladder.days) == (True, None)


def test_remarks_tell_durations_and_size() -> None:
    doubted = Link("C", "A", "FF", queries=(Query("?"),), position=Position("plan.yaml", 3, 1))
    graph = plan({"A": 9, "B": None, "C": 2}, [*RUNG, Link("A", "C", "SS"), doubted])
    (ladder,) = find_ladders(graph)
    assert ladder.remarks == [
        "3 in all wait on each other, through 4 links, 1 of them queried:",
        "  A waits on C FF (plan.yaml:3), queried",
        "durations in days: A 9, B none (counts as 0)",
    ]


MANY = 20_000


@pytest.mark.parametrize("lag", [0, 1])
def test_a_long_ladder(lag: int) -> None:
    codes = [f"M-{n:06d}" for n in range(MANY)]
    links = [
        *(Link(a, b, "SS", lag=1) for a, b in pairwise(codes)),
        *(Link(b, a, "FF", lag=-1) for a, b in pairwise(codes)),
        Link(codes[50], codes[51], "SS", lag=1 + lag),
    ]
    (ladder,) = find_ladders(plan(dict.fromkeys(codes, 3), links))
    assert ladder.is_feasible == (lag == 0)
    assert ladder.days == lag
    assert len(ladder.milestones) == MANY


def test_driving_links_that_come_round_end_every_walk():
    office = Calendar("office", frozenset(range(5)))
    graph = Graph(
        [
            Milestone("A", due=date(2020, 3, 2)),
            Milestone("D", due=date(2020, 3, 3), duration=5),
        ],
        [Link("D", "A", type="SF", lag=5, calendar="office"), Link("A", "D", type="SF")],
        as_of=date(2020, 3, 4),
        calendars=[office],
    )
    projection = project(graph)
    assert [each.root for each in delays(projection)] != [None, None]
    impact = what_if(graph, [Move("D", days=3)])
    for code in ("A", "D"):
        for gaps in GAPS:
            carrier = impact.carrier(code, gaps)
            assert carrier is None or (carrier.cause, carrier.codes[0]) == ("moved", "D")
