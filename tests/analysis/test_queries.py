"""What dropping queries changes, against computing everything again without the link."""

from collections.abc import Iterable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings

import depgraph
from depgraph.analysis.critical_path import critical_path
from depgraph.analysis.path_forest import Change
from depgraph.analysis.projection import Projection, project
from depgraph.analysis.queries import drop_queries
from depgraph.analysis.rerouting import least_slack_path, path_change, rerouted
from depgraph.analysis.scope import main_milestones
from depgraph.analysis.what_if import what_if
from depgraph.errors import CycleError, NoAsOfDateError
from depgraph.model import LINK_TYPES, Graph, Link, Milestone, Query
from depgraph.model.changes import DropQueries
from depgraph.model.gates import links_without
from depgraph.reports.path_data import change_of_path as of_path
from depgraph.reports.path_data import differs

from ..benchmarks.schedule_networks import xer
from ..drawing import Draws, drawn
from . import random_plans
from .random_plans import AS_OF, day
from .test_queried_links import doubted

GRAPHS = Path(__file__).parent.parent.parent / "graphs"
DOUBT = (Query("Really?"),)


def computed_anew(graph: Graph, without: Graph) -> tuple[Change, ...]:
    """The obvious way: every target again, in the whole graph without the links."""
    changes = []
    for code in main_milestones(graph):
        old, new = critical_path(graph, code), critical_path(without, code)
        if (old.projected, old.codes) != (new.projected, new.codes):
            changes.append(
                Change.of_paths(
                    milestone=code,
                    dates=(old.projected, new.projected),
                    path=old.codes,
                    path_without=new.codes,
                    path_change=change_of_path(graph, without, old.codes, new.codes),
                )
            )
    return tuple(changes)


def change_of_path(graph: Graph, without: Graph, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """By listing every path that is critical."""
    if old == new:
        return "same"
    if not graph.is_acyclic or not without.is_acyclic:
        return "other"
    before, after = project(graph), project(without)
    if any(before.date(code) != after.date(code) for code in (*old, *new)):
        return "other"
    is_tie = new in critical_paths(before, old[:1]) or old in critical_paths(after, old[:1])
    return "ties" if is_tie else "other"


def critical_paths(projection: Projection, path: tuple[str, ...]) -> set[tuple[str, ...]]:
    """All paths from the end of a path back that take a link of the least slack at each step."""
    graph = projection.graph
    slacks = [
        (projection.link_slack(number), link.prerequisite)
        for number, link in enumerate(graph.links)
        if link.dependent == path[-1]
        and not graph[link.prerequisite].is_complete
        and projection.link_slack(number) is not None
    ]
    if not slacks:
        return {path}
    nearest = {code for slack, code in slacks if slack == min(slacks)[0]}
    return set().union(*(critical_paths(projection, (*path, code)) for code in nearest))


def assert_all_answers_agree(graph: Graph) -> None:
    """`queries`, `what-if --without-queries` and `critical-path` tell of the same paths."""
    together = drop_queries(graph).together
    targets = main_milestones(graph)
    impact = what_if(graph, [DropQueries()])
    of_what_if = rerouted(impact, targets)
    by_float = {path.milestone for path in of_what_if.paths if path.gaps == "float"}
    assert by_float == {change.milestone for change in together if change.is_rerouted}
    by_work = {path.milestone for path in of_what_if.paths} - by_float
    tied = {change.milestone for change in together if change.is_tied}
    assert tied - by_work == {path.milestone for path in of_what_if.tied if path.gaps == "float"}
    for code in targets:
        whole, firm = critical_path(graph, code), critical_path(graph, code, without_queries=True)
        assert (of_path(whole, firm) == "other") == (code in by_float)
        assert (of_path(whole, firm) == "ties") == (code in tied)
        is_moved = any(change.is_moved for change in together if change.milestone == code)
        assert differs(whole, firm) == (is_moved or code in by_float)


def assert_as_computed_anew(graph: Graph) -> None:
    found = drop_queries(graph)
    assert found.together == computed_anew(graph, graph.without_queried_links())
    numbers = [n for n, link in enumerate(graph.links) if link.queried]
    assert len(found.alone) == len(numbers)
    for number, changes in zip(numbers, found.alone, strict=True):
        rest = [link for n, link in enumerate(graph.links) if n != number]
        assert changes == computed_anew(graph, graph.with_links(rest)), graph.links[number]


def assert_as_path_by_path(graph: Graph) -> None:
    """Hold what is told of a plan without ladders to the paths of all targets, each by itself."""
    before = project(graph)
    paths = {code: least_slack_path(before, before.graph.number(code)) for code in graph.codes}

    def changes(rest: Graph) -> list[tuple[object, ...]]:
        after = project(rest)
        rows: list[tuple[object, ...]] = []
        for code in main_milestones(graph):
            old, new = paths[code], least_slack_path(after, after.graph.number(code))
            shown = [tuple(c for c in path if c in graph.codes) for path in (old, new)]
            change = path_change(before, after, old, new) if shown[0] != shown[1] else "same"
            if change != "same" or before.date(code) != after.date(code):
                rows.append((code, before.date(code), after.date(code), *shown, change))
        return rows

    def told(changes: Iterable[Change]) -> list[tuple[object, ...]]:
        return [
            (c.milestone, c.projected, c.projected_without, c.path, c.path_without, c.path_change)
            for c in changes
        ]

    found, network = drop_queries(graph), before.graph
    assert told(found.together) == changes(network.without_queried_links())
    dropped = [links_without(network.links, {n}) for n in sorted(network.queried_numbers)]
    alone = sorted(told(one) for one in found.alone)
    assert alone == sorted(changes(network.with_links(links)) for links in dropped)


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


@settings(max_examples=100, deadline=None)
@given(plans(ladders=False))
def test_all_answers_tell_of_the_same_paths(graph: Graph) -> None:
    assert_all_answers_agree(graph)


@settings(max_examples=40, deadline=None)
@given(plans(ladders=True))
def test_all_answers_tell_of_the_same_paths_of_ladders(graph: Graph) -> None:
    try:
        project(graph)
    except CycleError:
        reject()
    assert_all_answers_agree(graph)


def test_all_answers_tell_of_the_same_paths_of_the_shipped_plan() -> None:
    graph = depgraph.load(GRAPHS)
    assert_all_answers_agree(graph)
    together = drop_queries(graph).together
    changed = [change.milestone for change in together if change.is_rerouted]
    assert changed == ["LDM-503-08", "LDM-503-10"]
    tied = [change.milestone for change in together if change.is_tied]
    assert tied == []  # a link that nobody doubts is taken before a queried one as it is


@settings(max_examples=200, deadline=None)
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


@settings(max_examples=60, deadline=None)
@given(doubted(random_plans.plans(calendars=True)))
def test_every_drop_is_exact_in_a_plan_with_calendars(graph: Graph) -> None:
    assert_as_path_by_path(graph)


@pytest.mark.parametrize("completed", [0, 20])
def test_every_drop_is_exact_in_a_schedule_network(tmp_path: Path, completed: int) -> None:
    """What is complete, and behind what is not, hands on what holds it."""
    path = tmp_path / "network.xer"
    path.write_text("".join(xer(60)), newline="")
    view = depgraph.load(path)
    links = [
        link._replace(queries=DOUBT) if number % 5 == 0 else link
        for number, link in enumerate(view.whole.links)
    ]
    milestones = [
        milestone._replace(state="complete", completed=date(2026, 1, 5 + n))
        if n < completed and n % 3
        else milestone
        for n, milestone in enumerate(view.whole.milestones)
    ]
    network = view.whole.with_parts(milestones=milestones, links=links)
    graph = view.over(network)
    assert len(graph.queried_links) > 10
    assert bool(project(graph).bounds.handing_on) == bool(completed)
    assert_as_path_by_path(graph)


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
        Change.of_paths(
            milestone="END",
            dates=(day(50), day(20)),
            path=("END", "T", "LATE"),
            path_without=("END", "T", "FAR", "NEAR"),
            path_change="other",
        ),
        Change.of_paths(
            milestone="T",
            dates=(day(50), day(20)),
            path=("T", "LATE"),
            path_without=("T", "FAR", "NEAR"),
            path_change="other",
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
            Change.of_paths(
                milestone="T",
                dates=(day(3), None),
                path=("T", "A"),
                path_without=("T",),
                path_change="other",
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
            Change.of_paths(
                milestone="T",
                dates=(day(9), day(9)),
                path=("T", "A"),
                path_without=("T", "B"),
                path_change="ties",
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
