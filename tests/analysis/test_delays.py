"""What sets the date of a milestone, at the root of the chain that carries it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.delays import Delay, delays, equal_roots
from depgraph.analysis.floats import floats_to_ends, total_floats
from depgraph.analysis.projection import project
from depgraph.model import Graph, Link, Milestone, Query

from ..drawing import drawn
from . import random_plans

START = date(2020, 1, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def plan(dues: dict[str, int | None], links: list[tuple[str, str]], queried=()) -> Graph:
    return Graph(
        [Milestone(code, due=None if due is None else day(due)) for code, due in dues.items()],
        [
            Link(a, b, queries=(Query("?"),) if (a, b) in queried else ())
            for a, b in links
        ],
        as_of=START,
    )  # fmt: skip


def delay_of(graph: Graph, code: str):
    return delays(project(graph))[graph.number(code)]


def test_the_root_is_where_no_link_sets_the_date():
    graph = plan({"A": 30, "B": 20, "C": 10}, [("A", "B"), ("B", "C")])
    assert delay_of(graph, "C") == Delay(20, "A", "own date", "B", is_queried=False)
    assert delay_of(graph, "B") == Delay(10, "A", "own date", "B", is_queried=False)
    assert delay_of(graph, "A") == Delay(0, "A", "own date", None, is_queried=False)


def test_what_is_overdue_delays_itself():
    graph = plan({"A": -5, "B": 5}, [("A", "B")])
    assert delay_of(graph, "A") == Delay(5, "A", "as-of date", "A", is_queried=False)
    assert delay_of(graph, "B") == Delay(0, "B", "own date", None, is_queried=False)


def test_a_chain_is_only_called_queried_if_no_other_sets_the_date():
    links = [("A", "C"), ("B", "C")]
    dues = {"A": 30, "B": 30, "C": 10}
    assert delay_of(plan(dues, links, {("A", "C")}), "C") == Delay(
        20, "B", "own date", "C", is_queried=False
    )
    assert delay_of(plan(dues, links, set(links)), "C").is_queried
    later = plan({**dues, "A": 31}, links, {("A", "C")})
    assert delay_of(later, "C") == Delay(21, "A", "own date", "C", is_queried=True)


def test_without_dates_nothing_is_delayed():
    graph = plan({"A": None, "B": None}, [("A", "B")])
    assert delay_of(graph, "B") == Delay(None, None, "undated", None, is_queried=False)


def test_ladders_have_roots():
    graph = Graph(
        [Milestone("A", due=day(10), duration=15), Milestone("B", due=day(1), duration=2)],
        [Link("A", "B", "SS", 8), Link("B", "A", "FF", 0)],
        as_of=START,
    )
    assert delay_of(graph, "B").root == "A"


@drawn
def plans(draw):
    count = draw.number(1, 8)
    codes = [f"M{n}" for n in range(count)]
    dues = {code: draw.maybe(range(-10, 31)) for code in codes}
    pairs = [(codes[a], codes[b]) for b in range(count) for a in range(b)]
    links = draw.distinct(pairs) if pairs else []
    queried = {link for link in links if draw.flip()}
    return plan(dues, links, queried)


@given(plans())
def test_moving_the_root_moves_what_it_delays(graph):
    before = project(graph)
    for milestone, delay in zip(graph.milestones, delays(before), strict=True):
        if delay.root in (None, milestone.id):
            continue
        moved = [
            each._replace(due=before.date(each.id) + timedelta(days=7))
            if each.id == delay.root
            else each
            for each in graph.milestones
        ]
        after = project(graph.with_parts(milestones=moved))
        assert after.date(milestone.id) >= before.date(milestone.id) + timedelta(days=7)


@given(plans())
def test_a_delay_is_queried_exactly_if_it_goes_without_the_queried_links(graph):
    before, without = project(graph), project(graph.without_queried_links())
    for milestone, delay in zip(graph.milestones, delays(before), strict=True):
        assert delay.is_queried == (before.date(milestone.id) != without.date(milestone.id))


@settings(max_examples=100)
@given(st.one_of(random_plans.plans(), random_plans.plans(calendars=True)))
def test_roots_are_queried_exactly_if_they_go_with_the_queried_links(graph):
    projection, without = project(graph), project(graph.without_queried_links())
    whole, firm = ((delays(each), equal_roots(each)) for each in (projection, without))
    for held, equal, held_then, equal_then in zip(*whole, *firm, strict=True):
        roots = [held.root, *equal.codes]
        assert set(equal.queried) <= set(roots)
        if held.root is None or held.is_queried:
            assert [*equal.queried] == ([] if held.root is None else sorted(roots))
            assert held.root is not None or not equal.codes
            continue
        kept = [root for root in roots if root not in equal.queried]
        roots_then = {held_then.root, *equal_then.codes}
        # Rounded to a working day, an earlier date may do the same: then others hold it without
        # the queried links, which do not with them.
        assert {*kept} == roots_then.intersection(roots)
        assert graph.calendars or roots_then <= {*roots}
        # Those that nobody doubts stand first.
        assert [root for root in equal.codes if root in kept] == list(equal.codes)[
            : sum(root in kept for root in equal.codes)
        ]


@given(plans())
def test_the_float_to_the_ends_is_the_least_to_any_end(graph):
    projection = project(graph)
    dated = {m.id for m in graph.milestones if projection.date(m.id) is not None}
    ends = [code for code in dated if not dated.intersection(graph.successors(code))]
    to_each = [total_floats(projection, end) for end in ends]
    assert floats_to_ends(projection) == {
        code: min(floats[code] for floats in to_each if code in floats) for code in sorted(dated)
    }
