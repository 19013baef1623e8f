"""What holds for every plan, whatever its dates.

Where the gaps of a plan are work, a change is projected with the gaps that the plan had
before it (``plan=``): a slip does not make less work of what follows.
"""

from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from depgraph import (
    Graph,
    Link,
    Milestone,
    Projection,
    critical_path,
    project,
    total_floats,
)

from ..drawing import Draws, choices
from .random_plans import AS_OF, day, ladders, plans
from .random_plans import link as random_link
from .reference import Reference
from .test_driving import any_gaps, few, settled

any_plans = plans() | plans(calendars=True)

Dates = dict[str, date | None]


def dates(graph: Graph, **options: Any) -> Dates:
    return dates_of(project(graph, **options))


def dates_of(projection: Projection) -> Dates:
    return {m.id: projection.date(m.id) for m in projection.graph.milestones}


def change(plan: Graph, code: str, **fields: Any) -> Graph:
    """The plan with other values of some fields of a milestone."""
    return plan.with_parts(
        milestones=[m._replace(**fields) if m.id == code else m for m in plan.milestones]
    )


def later(value: date, days: int) -> date:
    return value + timedelta(days=days)


def is_nowhere_earlier(after: Dates, before: Dates) -> bool:
    return all(
        at is None or ((now := after[code]) is not None and now >= at)
        for code, at in before.items()
    )


# -- later means later --------------------------------------------------------------------


@few
@given(any_plans, any_gaps, choices(), st.integers(1, 15))
def test_nothing_gets_earlier_when_a_date_gets_later(
    plan: Graph, gaps: str, draw: Draws, days: int
) -> None:
    known = [
        (m.id, field, value)
        for m in plan.milestones
        for field in ("due", "forecast", "completed", "not_before")
        if (value := getattr(m, field)) is not None
    ]
    assume(known)
    code, field, value = draw.of(known)
    slipped = change(plan, code, **{field: later(value, days)})
    assert is_nowhere_earlier(dates(slipped, gaps=gaps, plan=plan), dates(plan, gaps=gaps))


@few
@given(any_plans, any_gaps, st.integers(1, 15))
def test_nothing_gets_earlier_when_the_as_of_date_gets_later(
    plan: Graph, gaps: str, days: int
) -> None:
    assert is_nowhere_earlier(dates(plan, gaps=gaps, as_of=day(days)), dates(plan, gaps=gaps))


@few
@given(any_plans, any_gaps, choices(), st.integers(1, 15))
def test_nothing_gets_earlier_when_a_lag_gets_longer(
    plan: Graph, gaps: str, draw: Draws, days: int
) -> None:
    assume(plan.links)
    link = draw.of(plan.links)
    others = list(plan.links)
    others.remove(link)
    longer = plan.with_links([*others, link._replace(lag=link.lag + days)])
    assert is_nowhere_earlier(dates(longer, gaps=gaps, plan=plan), dates(plan, gaps=gaps))


@few
@given(any_plans, any_gaps, choices(), st.integers(1, 15))
def test_nothing_gets_earlier_when_work_gets_longer_that_nothing_waits_on_the_start_of(
    plan: Graph, gaps: str, draw: Draws, days: int
) -> None:
    """Longer work with a finish of its own begins earlier, and so may what waits on its start."""
    known = [
        m
        for m in plan.milestones
        if m.duration is not None
        and all(link.type in {"FS", "FF"} for link in plan.links_out_of(m.id))
    ]
    assume(known)
    m = draw.of(known)
    longer = change(plan, m.id, duration=m.duration + days)
    assert is_nowhere_earlier(dates(longer, gaps=gaps, plan=plan), dates(plan, gaps=gaps))


@few
@given(any_plans, any_gaps, choices())
def test_nothing_gets_earlier_with_one_link_more(plan: Graph, gaps: str, draw: Draws) -> None:
    more = plan.with_links([*plan.links, one_more_link(draw, plan)])
    assert is_nowhere_earlier(dates(more, gaps=gaps, plan=plan), dates(plan, gaps=gaps))


@few
@given(plans() | ladders(), any_gaps, choices(), st.integers(1, 15))
def test_nothing_moves_by_more_than_the_slip_behind_it(
    plan: Graph, gaps: str, draw: Draws, days: int
) -> None:
    before = dates_of(settled(plan, gaps))
    known = [m.id for m in plan.milestones if before[m.id] is not None and not m.is_complete]
    assume(known)
    code = draw.of(known)
    forecast = later(before[code], days)
    slipped = change(plan, code, forecast=forecast, completed=None)
    after = dates(slipped, gaps=gaps, plan=plan)
    assert after[code] == forecast
    for other, at in before.items():
        if at is None:
            assert after[other] is None
        else:
            assert 0 <= (after[other] - at).days <= days


# -- what changes nothing -----------------------------------------------------------------


@few
@given(any_plans, any_gaps, choices())
def test_the_order_of_the_input_changes_nothing(plan: Graph, gaps: str, draw: Draws) -> None:
    other = Graph(
        draw.order(plan.milestones),
        draw.order(plan.links),
        as_of=plan.as_of,
        calendars=draw.order(list(plan.calendars.values())),
    )
    mine, others = project(plan, gaps=gaps), project(other, gaps=gaps)
    for m in plan.milestones:
        assert mine.driver(m.id) == others.driver(m.id)
        assert total_floats(mine, m.id) == total_floats(others, m.id)
        paths = [critical_path(each, m.id, gaps=gaps, paths=3).paths for each in (plan, other)]
        assert paths[0] == paths[1]


@few
@given(plans() | ladders() | plans(calendars=True), any_gaps, choices())
def test_completing_a_milestone_on_its_projected_date_changes_no_other_date(
    plan: Graph, gaps: str, draw: Draws
) -> None:
    before = dates_of(settled(plan, gaps))
    known = [code for code, at in before.items() if at is not None]
    assume(known)
    code = draw.of(known)
    completed = change(plan, code, completed=before[code], state="complete")
    assert dates(completed, gaps=gaps, plan=plan) == before


@few
@given(plans() | ladders(), any_gaps)
def test_an_as_of_date_that_nothing_is_late_for_changes_nothing(plan: Graph, gaps: str) -> None:
    before = dates_of(settled(plan, gaps))
    ahead = [at for code, at in before.items() if at is not None and not plan[code].is_complete]
    assume(ahead)
    assert dates(plan, gaps=gaps, as_of=min(ahead)) == before


@few
@given(any_plans, any_gaps)
def test_what_is_undated_could_be_left_out(plan: Graph, gaps: str) -> None:
    before = dates(plan, gaps=gaps)
    dated = [m for m in plan.milestones if before[m.id] is not None]
    smaller = plan.with_parts(
        milestones=dated,
        links=[
            link
            for link in plan.links
            if before[link.prerequisite] is not None and before[link.dependent] is not None
        ],
    )
    assert dates(smaller, gaps=gaps) == {m.id: before[m.id] for m in dated}


@few
@given(any_plans, any_gaps, choices())
def test_a_link_that_the_projected_dates_satisfy_changes_nothing(
    plan: Graph, gaps: str, draw: Draws
) -> None:
    reference = Reference(plan, gaps)
    link = one_more_link(draw, plan)
    before, after = reference.finish[link.prerequisite], reference.finish[link.dependent]
    assume(before is not None)
    assume(after is not None)
    while reference.end([link], before) > after:
        link = link._replace(lag=link.lag - 1)
    more = plan.with_links([*plan.links, link])
    assert dates(more, gaps=gaps, plan=plan) == dates(plan, gaps=gaps)


@few
@given(plans() | ladders(), any_gaps)
def test_a_link_with_slack_could_be_left_out(plan: Graph, gaps: str) -> None:
    """But not if it is all that gives a date; and with calendars a Friday has slack to a Monday."""
    projection = settled(plan, gaps)
    before = dates_of(projection)
    for number, link in enumerate(plan.links):
        slack = projection.link_slack(number)
        dependent = plan[link.dependent]
        is_dated = dependent.own_date is not None or dependent.not_before is not None
        if is_dated and slack is not None and slack > 0:
            fewer = plan.with_links(plan.links[:number] + plan.links[number + 1 :])
            assert dates(fewer, gaps=gaps, plan=plan) == before


@few
@given(any_plans, any_gaps, choices(), st.integers(0, 5))
def test_a_milestone_of_no_length_inside_a_link_changes_nothing(
    plan: Graph, gaps: str, draw: Draws, lag: int
) -> None:
    assume(plan.links)
    others = list(plan.links)
    link = others.pop(draw.number(0, len(others) - 1))
    link = link._replace(type="FS", calendar=None)
    plan = plan.with_links([*others, link])
    before = dates(plan, gaps=gaps)
    start = before[link.prerequisite]
    # The one inside cannot be before the as-of date.
    assume(start is None or later(start, lag) >= AS_OF)
    split = plan.with_parts(
        milestones=[*plan.milestones, Milestone("inside")],
        links=[
            *others,
            Link(link.prerequisite, "inside", lag=lag),
            Link("inside", link.dependent, lag=link.lag - lag),
        ],
    )
    after = dates(split, gaps=gaps, plan=plan)
    del after["inside"]
    assert after == before


@few
@given(any_plans, any_gaps, st.integers(-20, 20))
def test_weeks_later_everything_is_as_many_weeks_later(plan: Graph, gaps: str, weeks: int) -> None:
    def moved(value: date | None) -> date | None:
        return None if value is None else later(value, 7 * weeks)

    fields = ("due", "forecast", "completed", "not_before")
    then = Graph(
        [m._replace(**{f: moved(getattr(m, f)) for f in fields}) for m in plan.milestones],
        plan.links,
        as_of=moved(plan.as_of),
        calendars=[
            calendar._replace(holidays=frozenset(map(moved, calendar.holidays)))
            for calendar in plan.calendars.values()
        ],
    )
    assert dates(then, gaps=gaps) == {
        code: moved(at) for code, at in dates(plan, gaps=gaps).items()
    }
    for m in plan.milestones:
        floats = [total_floats(project(each, gaps=gaps), m.id) for each in (plan, then)]
        assert floats[0] == floats[1]


# -- float and the critical path ----------------------------------------------------------


@few
@given(any_plans | ladders(), any_gaps)
def test_no_float_is_negative_without_a_deadline(plan: Graph, gaps: str) -> None:
    projection = settled(plan, gaps)
    for target in plan.milestones:
        floats = total_floats(projection, target.id)
        assert all(days >= 0 for days in floats.values())
        assert floats.get(target.id, 0) == 0


@few
@given(plans() | ladders(), any_gaps, st.integers(-30, 60).map(day))
def test_a_deadline_adds_its_distance_to_all_floats(plan: Graph, gaps: str, deadline: date) -> None:
    projection = settled(plan, gaps)
    for target in plan.milestones:
        floats = total_floats(projection, target.id)
        margin = floats and (deadline - projection.date(target.id)).days
        assert total_floats(projection, target.id, deadline=deadline) == {
            code: days + margin for code, days in floats.items()
        }


@few
@given(any_plans | ladders(), any_gaps)
def test_free_float_is_within_the_total_float_to_whatever_waits(plan: Graph, gaps: str) -> None:
    projection = settled(plan, gaps)
    for target in plan.milestones:
        for code, days in total_floats(projection, target.id).items():
            free = projection.free_float(code)
            assert code == target.id or 0 <= free <= days


@few
@given(any_plans, any_gaps)
def test_the_driving_part_of_a_path_leads_to_what_no_open_link_sets(plan: Graph, gaps: str) -> None:
    projection = project(plan, gaps=gaps)
    for target in plan.milestones:
        path = critical_path(plan, target.id, gaps=gaps)
        if target.is_complete or path.projected is None:
            continue
        driving = path.driving_steps
        if not plan.calendars:
            assert all(step.total_float == 0 for step in driving)
            assert all(step.link_slack == 0 for step in driving[1:])
        link = projection.driver(driving[-1].id).link
        assert link is None or plan[link.prerequisite].is_complete
        assert [step.id for step in driving] == [m.id for m in path.driving_chain[: len(driving)]]


@few
@given(plans(), any_gaps)
def test_the_slacks_along_a_path_add_up_to_no_less_than_the_float(plan: Graph, gaps: str) -> None:
    """Another chain from a step to the target may have less; from the first step none has."""
    for target in plan.milestones:
        _, *steps = critical_path(plan, target.id, gaps=gaps).steps
        if target.is_complete or not steps:
            continue
        assert steps[0].total_float == steps[0].link_slack
        so_far = 0
        for step in steps:
            so_far += step.link_slack
            assert step.total_float <= so_far


# -- the two readings of gaps -------------------------------------------------------------


@few
@given(any_plans | ladders())
def test_gaps_that_are_work_make_nothing_earlier(plan: Graph) -> None:
    assert is_nowhere_earlier(dates_of(settled(plan, "work")), dates_of(settled(plan, "float")))


@few
@given(any_plans)
def test_without_gaps_both_readings_agree(plan: Graph) -> None:
    gaps = Reference(plan, "work").gaps
    tight = plan.with_parts(
        milestones=[
            m._replace(duration=m.duration or 0) if gaps[m.id] else m for m in plan.milestones
        ]
    )
    assert dates(tight, gaps="work") == dates(tight, gaps="float")


@few
@given(any_plans | ladders())
def test_a_plan_on_schedule_is_projected_as_planned_in_both_readings(plan: Graph) -> None:
    projected = dates_of(settled(plan, "float"))
    on_schedule = plan.with_parts(
        milestones=[
            m if m.is_complete else m._replace(forecast=projected[m.id], completed=None)
            for m in plan.milestones
        ]
    )
    for gaps in ("float", "work"):
        assert dates(on_schedule, gaps=gaps) == projected


@few
@given(plans(), choices(), st.integers(1, 15))
def test_where_gaps_are_work_a_slip_goes_all_the_way(plan: Graph, draw: Draws, days: int) -> None:
    """In a chain on schedule, without durations, every milestone behind the slip slips as far."""
    codes = [m.id for m in plan.milestones]
    due = sorted(draw.number(0, 40) for _ in codes)
    chain = Graph(
        [Milestone(code, due=day(at)) for code, at in zip(codes, due, strict=True)],
        [Link(a, b) for a, b in pairwise(codes)],
        as_of=AS_OF,
    )
    n = draw.number(0, len(codes) - 1)
    slipped = change(chain, codes[n], forecast=day(due[n] + days))
    after = dates(slipped, gaps="work", plan=chain)
    assert after == {
        code: day(at + (days if place >= n else 0))
        for place, (code, at) in enumerate(zip(codes, due, strict=True))
    }


def one_more_link(draw: Draws, plan: Graph) -> Link:
    order = plan.topological_order()
    pair = draw.of(list(combinations(order, 2)))
    return random_link(draw, *pair, calendars=bool(plan.calendars))
