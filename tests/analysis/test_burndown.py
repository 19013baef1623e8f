"""Burndowns: the shipped plan, and any plan against counting day by day."""

from datetime import date

import pytest
from hypothesis import given

from depgraph.analysis.burndown import Share, burndown
from depgraph.analysis.projection import project
from depgraph.analysis.scope import select_scope
from depgraph.errors import NoAsOfDateError
from depgraph.model import Graph, Link, Milestone

from ..drawing import drawn
from .random_plans import AS_OF, day


def left_on(data, when):
    """The counts that hold on a day: those of the last change on it or before."""
    return [count for count in data.counts if count.date <= when][-1]


def numbers(count):
    return count.planned, count.actual, count.forecast


def test_the_shipped_plan(shipped):
    data = burndown(shipped, select_scope(shipped).codes)
    assert (data.total, data.complete, data.planned) == (124, 51, 69)
    assert len(data.without_due) == 18
    assert data.last_due == data.last_projected == date(2022, 9, 30)
    assert numbers(left_on(data, date(2018, 1, 1))) == (95, 100, None)
    assert numbers(left_on(data, date(2018, 12, 31))) == (59, 77, None)
    # The as-of date: 19 overdue milestones have nothing but that date before them.
    assert numbers(left_on(data, date(2019, 4, 30))) == (55, 73, 54)
    assert data.at_once == 19
    assert numbers(left_on(data, date(2020, 12, 31)))[:2] == (11, None)


def test_the_groups_of_the_shipped_plan(shipped):
    shares = {share.group: share for share in burndown(shipped, select_scope(shipped).codes).shares}
    assert shares["DRP"] == Share(group="DRP", total=34, planned=22, complete=17)
    assert shares["DM"] == Share(group="DM", total=27, planned=8, complete=7)  # level 2, of no team
    assert list(shares) == sorted(shares)


def test_a_forecast_is_later_than_the_plan_where_a_link_is(shipped):
    data = burndown(shipped, select_scope(shipped, levels=[2]).codes)
    assert numbers(left_on(data, date(2020, 6, 1))) == (9, None, 13)


def test_without_an_as_of_date():
    with pytest.raises(NoAsOfDateError):
        burndown(Graph([Milestone("A", due=AS_OF)]), ["A"])


def test_a_cycle_costs_the_forecast_only():
    plan = Graph(
        [Milestone("A", due=day(1)), Milestone("B", due=day(2))],
        [Link("A", "B"), Link("B", "A")],
        as_of=AS_OF,
    )
    data = burndown(plan, ["A", "B"])
    assert data.unprojected == "the links go round in a cycle"
    assert [count.planned for count in data.counts] == [2, 2, 1, 0]
    assert {count.forecast for count in data.counts} == {None}
    assert data.last_projected is None


def test_what_cannot_be_counted_is_named():
    plan = Graph(
        [
            Milestone("A"),
            Milestone("B", due=day(1), state="complete"),
            Milestone("C", due=day(1)),
        ],
        as_of=AS_OF,
    )
    data = burndown(plan, ["A", "B", "C"])
    assert (data.total, data.without_due, data.without_completion) == (1, ("A",), ("B",))


def test_nothing_to_count():
    data = burndown(Graph([], as_of=AS_OF), [])
    assert (data.total, data.shares) == (0, ())


OFFSETS = range(-30, 31)


@drawn
def plans(draw):
    codes = [f"M{number}" for number in range(draw.number(1, 7))]
    milestones = []
    for code in codes:
        completed = draw.maybe(OFFSETS)
        is_complete = completed is not None and completed <= 0
        milestones.append(
            Milestone(
                code,
                due=None if (due := draw.maybe(OFFSETS)) is None else day(due),
                completed=None if completed is None else day(completed),
                state="complete" if is_complete else "incomplete",
                team=draw.maybe("XY"),
            )
        )
    pairs = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    chosen = draw.some(pairs, most=6) if pairs else []
    return Graph(milestones, [Link(*pair) for pair in chosen], as_of=AS_OF)


@given(plans())
def test_counts_are_those_of_counting_day_by_day(plan):
    data = burndown(plan, [m.id for m in plan.milestones])
    projection = project(plan)
    counted = [m for m in plan.milestones if m.due is not None]
    for offset in range(-32, 62):
        when = day(offset)
        if when < data.counts[0].date:
            continue
        count = left_on(data, when)
        assert count.planned == sum(m.due > when for m in counted)
        if when <= AS_OF:
            done = [m for m in counted if m.completed and m.completed <= when]
            assert count.actual == len(counted) - len(done)
        if when >= AS_OF:
            assert count.forecast == sum(
                not m.is_complete and projection.date(m.id) > when for m in counted
            )
    assert data.counts[-1].planned == 0
    assert data.counts[0].planned == data.total
    assert sum(share.total for share in data.shares) == data.total
