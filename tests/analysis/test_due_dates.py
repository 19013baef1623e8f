"""How late a milestone is, where dates fall on days on which no work is done."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from depgraph.analysis.delays import delays
from depgraph.analysis.impact_answer import answer, lateness
from depgraph.analysis.projection import project
from depgraph.analysis.timeline import timeline
from depgraph.analysis.trends import projected_slips
from depgraph.analysis.what_if import what_if
from depgraph.model import Calendar, Graph, Link, Milestone
from depgraph.model.changes import Move
from depgraph.rules.builtin.dates import date_order
from depgraph.rules.findings import all_made

from .random_plans import plans

SUNDAY = date(2026, 3, 1)
OFFICE = Calendar("office", holidays=frozenset({date(2026, 3, 2)}))


def a_plan(days: int = 0, as_of: date = SUNDAY) -> Graph:
    """A milestone without a calendar, and one that waits on it and is due on a free day."""
    return Graph(
        [
            Milestone("A", due=SUNDAY + timedelta(days)),
            Milestone("B", due=SUNDAY, calendar="office"),
        ],
        [Link("A", "B")],
        as_of=as_of,
        calendars=[OFFICE],
    )


@pytest.mark.parametrize(("days", "late"), [(-1, 0), (0, 0), (1, 0), (2, 0), (3, 3), (4, 4)])
def test_a_due_date_on_a_free_day_is_met_on_the_next_working_day(days: int, late: int) -> None:
    assert project(a_plan(days)).slip("B") == late  # Tuesday, 2026-03-03, is the first one


def test_a_due_date_that_has_passed_is_met_no_more() -> None:
    assert project(a_plan(as_of=SUNDAY + timedelta(1))).slip("B") == 2
    assert project(a_plan(as_of=SUNDAY)).slip("B") == 0


def test_a_slip_to_the_next_working_day_makes_nothing_late() -> None:
    for days, codes in ((2, ["A"]), (3, ["A", "B"])):
        impact = what_if(a_plan(), [Move("A", days=days)])
        assert sorted(moved.id for moved in lateness(answer(impact))) == codes
    assert [finding.prerequisite for finding in all_made(date_order(a_plan(2)))] == []
    assert [finding.prerequisite for finding in all_made(date_order(a_plan(3)))] == ["A"]


@settings(deadline=None, max_examples=60)
@given(plans(calendars=True))
def test_all_answers_count_the_same_days(plan: Graph) -> None:
    projection = project(plan)
    codes = [milestone.id for milestone in plan.milestones]
    on_timeline = {entry.code: entry.slip for entry in timeline(plan, codes).entries}
    charted = {slip.code: slip.days for slip in projected_slips(projection, codes).slips}
    for n, milestone in enumerate(plan.milestones):
        day, due = projection.date(milestone.id), milestone.due
        late = None if day is None or due is None else (day - due).days
        if late is not None and late > 0 and not milestone.is_complete and due >= plan.as_of:
            free = [due + timedelta(k) for k in range(late)]
            if not any(is_worked(plan, milestone, each) for each in free):
                late = 0
        assert projection.slip(milestone.id) == late
        assert charted.get(milestone.id) == late
        # Of what is only past its forecast, the list of delays counts from that.
        if milestone.is_complete or is_passed(due, plan) or not is_passed(milestone.forecast, plan):
            assert delays(projection)[n].late == late
        if milestone.id in on_timeline:
            assert on_timeline[milestone.id] == late


def is_passed(day: date | None, plan: Graph) -> bool:
    return day is not None and day < plan.as_of


def is_worked(plan: Graph, milestone: Milestone, day: date) -> bool:
    calendar = plan.calendars.get(milestone.calendar or "")
    if calendar is None:
        return True
    return day.weekday() in calendar.weekdays and day not in calendar.holidays
