"""What dropping queries changes, against computing everything again without the link."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings

import depgraph
from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.queries import Change, drop_queries
from depgraph.analysis.scope import main_milestones
from depgraph.errors import CycleError, NoAsOfDateError
from depgraph.model import LINK_TYPES, Graph, Link, Milestone, Query

from ..drawing import Draws, drawn

AS_OF = date(2020, 1, 1)
GRAPHS = Path(__file__).parent.parent.parent / "graphs"
DOUBT = (Query("Really?"),)


def day(offset: int) -> date:
    return AS_OF + timedelta(days=offset)


def computed_anew(graph: Graph, without: Graph) -> tuple[Change, ...]:
    """The obvious way: every target again, in the whole graph without the links."""
    changes = []
    for code in main_milestones(graph):
        old, new = critical_path(graph, code), critical_path(without, code)
        if (old.projected, old.codes) != (new.projected, new.codes):
            changes.append(
                Change(
                    milestone=code,
                    projected=old.projected,
                    projected_without=new.projected,
                    path=old.codes,
                    path_without=new.codes,
                )
            )
    return tuple(changes)


def assert_as_computed_anew(graph: Graph) -> None:
    found = drop_queries(graph)
    assert found.together == computed_anew(graph, graph.without_queried_links())
    numbers = [n for n, link in enumerate(graph.links) if link.queried]
    assert len(found.alone) == len(numbers)
    for number, changes in zip(numbers, found.alone, strict=True):
        rest = [link for n, link in enumerate(graph.links) if n != number]
        assert changes == computed_anew(graph, graph.with_links(rest)), graph.links[number]


@drawn
def plans(draw: Draws, *, ladders: bool) -> Graph:
    codes = "ABCDEFGH"[: draw.number(2, 8)]
    milestones = []
    for code in codes:
        due, completed = draw.maybe(range(-3, 7)), draw.of([None] * 12 + [*range(-5, 1)])
        fields: dict[str, Any] = {
            "due": None if due is None else day(due),
            "level": draw.of([2, 2, 3]),
            "duration": draw.of([None, None, 0, 2]),
        }
        if completed is not None:
            fields |= {"completed": day(completed), "state": "complete"}
        elif draw.flip(6):
            fields["not_before"] = day(draw.number(-2, 8))
        milestones.append(Milestone(code, **fields))
    links = []
    for prerequisite, dependent in draw.some(list(product(codes, repeat=2)), most=14):
        if prerequisite == dependent or (not ladders and prerequisite > dependent):
            continue
        links.append(
            Link(
                prerequisite,
                dependent,
                type=draw.of(LINK_TYPES),
                lag=draw.number(-2, 3),
                queries=draw.of([(), DOUBT]),
            )
        )
    return Graph(milestones, links, as_of=AS_OF)


@settings(max_examples=300, deadline=None)
@given(plans(ladders=False))
def test_every_drop_is_what_a_full_computation_gives(graph: Graph) -> None:
    assert_as_computed_anew(graph)


@settings(max_examples=100, deadline=None)
@given(plans(ladders=True))
def test_every_drop_is_exact_where_milestones_wait_on_each_other(graph: Graph) -> None:
    try:
        drop_queries(graph)
    except CycleError:
        reject()
    assert_as_computed_anew(graph)


def test_the_shipped_plan_is_what_a_full_computation_gives() -> None:
    graph = depgraph.load(GRAPHS)
    assert_as_computed_anew(graph)
    found = drop_queries(graph)
    assert len(found.alone) == 29
    assert set(found.targets) <= {m.id for m in graph.milestones if m.level == 2}


def test_a_drop_that_moves_a_date_and_one_that_only_turns_a_path() -> None:
    graph = Graph(
        [
            Milestone("LATE", due=day(50)),
            Milestone("NEAR", due=day(19)),
            Milestone("FAR", due=day(5)),
            Milestone("T", due=day(20)),
            Milestone("END", due=day(20)),
        ],
        [
            Link("LATE", "T", queries=DOUBT),
            Link("FAR", "T"),
            Link("T", "END"),
            Link("NEAR", "FAR"),
        ],
        as_of=AS_OF,
    )
    (changes,) = drop_queries(graph).alone
    assert changes == (
        Change(
            milestone="END",
            projected=day(50),
            projected_without=day(20),
            path=("END", "T", "LATE"),
            path_without=("END", "T", "FAR", "NEAR"),
        ),
        Change(
            milestone="T",
            projected=day(50),
            projected_without=day(20),
            path=("T", "LATE"),
            path_without=("T", "FAR", "NEAR"),
        ),
    )
    assert all(change.is_moved and change.is_rerouted for change in changes)


def test_what_loses_its_only_date_becomes_undated() -> None:
    graph = Graph(
        [Milestone("A", due=day(3), level=3), Milestone("T", level=2)],
        [Link("A", "T", queries=DOUBT)],
        as_of=AS_OF,
    )
    found = drop_queries(graph)
    assert found.alone == (
        (
            Change(
                milestone="T",
                projected=day(3),
                projected_without=None,
                path=("T", "A"),
                path_without=("T",),
            ),
        ),
    )
    assert found.together == found.alone[0]


def test_two_queries_that_matter_only_together() -> None:
    graph = Graph(
        [Milestone("A", due=day(9)), Milestone("B", due=day(9)), Milestone("T", due=day(1))],
        [Link("A", "T", queries=DOUBT), Link("B", "T", queries=DOUBT)],
        as_of=AS_OF,
    )
    found = drop_queries(graph)
    assert found.alone == (
        (
            Change(
                milestone="T",
                projected=day(9),
                projected_without=day(9),
                path=("T", "A"),
                path_without=("T", "B"),
            ),
        ),
        (),
    )
    assert [(c.milestone, c.projected_without) for c in found.together] == [("T", day(1))]


def test_the_milestones_looked_at() -> None:
    levels = Graph([Milestone("A", level=2), Milestone("B", level=3, due=day(1))])
    assert main_milestones(levels) == ("A",)
    none = Graph(
        [
            Milestone("A"),
            Milestone("B", due=day(1)),
            Milestone("C", due=day(-1), completed=day(-2), state="complete"),
        ]
    )
    assert main_milestones(none) == ("B",)


def test_a_plan_without_an_order_or_an_as_of_date_is_refused() -> None:
    ring = [Link("A", "B", queries=DOUBT), Link("B", "A")]
    with pytest.raises(CycleError):
        drop_queries(Graph([Milestone("A"), Milestone("B")], ring, as_of=AS_OF))
    with pytest.raises(NoAsOfDateError):
        drop_queries(Graph([Milestone("A"), Milestone("B")], ring[:1]))


def test_a_thousand_queries_on_ten_thousand_milestones_are_bearable() -> None:
    from random import Random
    from time import perf_counter

    random = Random(7)  # noqa: S311
    codes = [f"M{n:05}" for n in range(10_000)]
    milestones = [
        Milestone(code, due=day(n // 10), level=2 if n % 10 == 0 else 3)
        for n, code in enumerate(codes)
    ]
    links = {
        (codes[random.randrange(max(0, n - 200), n)], codes[n])
        for n in range(1, 10_000)
        for _ in range(2)
    }
    queried = set(random.sample(sorted(links), 1_000))
    graph = Graph(
        milestones,
        [
            Link(a, b, lag=random.choice([0, 0, 0, 30]), queries=DOUBT if (a, b) in queried else ())
            for a, b in sorted(links)
        ],
        as_of=AS_OF,
    )
    began = perf_counter()
    found = drop_queries(graph)
    assert perf_counter() - began < 20
    assert len(found.alone) == 1_000
    assert any(found.alone)
