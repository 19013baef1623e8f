"""Working days against a walk from day to day, and what links demand against its inverse."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depgraph.analysis.bounds import Bounds
from depgraph.analysis.risk.workdays import WorkdayRows
from depgraph.analysis.workdays import WorkingDays
from depgraph.model import Calendar, Graph, Link, Milestone

START = date(2019, 12, 1).toordinal()

days = st.integers(START, START + 60)
numbers = st.integers(-12, 12)
calendars = st.builds(
    Calendar,
    st.just("some"),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(days.map(date.fromordinal), max_size=8),
    st.frozensets(days.map(date.fromordinal), max_size=4),
)


@given(calendars, days, numbers)
def test_days_of_many_runs_are_counted_as_single_ones(
    calendar: Calendar, day: int, number: int
) -> None:
    single, rows = WorkingDays(calendar), WorkdayRows(calendar)
    of_runs = np.array([day, day + 1], np.int32)
    assert rows.after(of_runs, number).tolist() == [
        single.after(day, number),
        single.after(day + 1, number),
    ]
    if number > 0:
        assert rows.latest(of_runs, number)[0] == single.latest(day, number)


def works(calendar: Calendar, day: int) -> bool:
    at = date.fromordinal(day)
    return at in calendar.extra or (
        at.weekday() in calendar.weekdays and at not in calendar.holidays
    )


def walked(calendar: Calendar, day: int, number: int) -> int:
    """Go from the end of a day until so many working days are behind, or before, it."""
    if number < 0:
        while not works(calendar, day):
            day -= 1
        for _ in range(-number):
            day -= 1
            while not works(calendar, day):
                day -= 1
        return day
    if number == 0:
        while not works(calendar, day):
            day += 1
        return day
    while number:
        day += 1
        number -= works(calendar, day)
    return day


@given(calendars, days, numbers)
def test_days_are_counted_as_one_walks_them(calendar: Calendar, day: int, number: int) -> None:
    assert WorkingDays(calendar).after(day, number) == walked(calendar, day, number)


@given(calendars, days, days)
def test_the_days_between_are_the_working_ones(calendar: Calendar, first: int, last: int) -> None:
    walk = range(min(first, last) + 1, max(first, last) + 1)
    number = sum(works(calendar, day) for day in walk)
    assert WorkingDays(calendar).between(first, last) == (number if first <= last else -number)


@given(calendars, days, numbers)
def test_the_latest_day_is_the_last_that_comes_in_time(
    calendar: Calendar, day: int, number: int
) -> None:
    working = WorkingDays(calendar)
    latest = working.latest(day, number)
    assert working.after(latest, number) <= day < working.after(latest + 1, number)


@given(
    st.sampled_from(["FS", "SS", "FF", "SF"]),
    numbers,
    st.tuples(*[st.integers(0, 9)] * 2),
    st.tuples(*[st.sampled_from([None, "a", "b"])] * 3),
    calendars,
    calendars,
    st.integers(0, 5),
    days,
)
def test_what_a_link_lets_its_prerequisite_have_is_the_inverse_of_what_it_demands(
    kind, lag, durations, names, first, second, work, day
) -> None:
    graph = Graph(
        [
            Milestone("P", duration=durations[0], calendar=names[0]),
            Milestone("Q", duration=durations[1], calendar=names[1]),
        ],
        [Link("P", "Q", type=kind, lag=lag, calendar=names[2])],
        calendars=[first._replace(name="a"), second._replace(name="b")],
    )
    bounds = Bounds(graph, [0, work])
    latest = bounds.latest(0, day)
    assert bounds.earliest(0, latest) <= day < bounds.earliest(0, latest + 1)


def test_a_lag_counts_the_days_of_its_own_calendar() -> None:
    friday = date(2019, 5, 17).toordinal()
    week = Calendar("week")
    links = [
        Link("P", "Q", lag=3),
        Link("P", "Q", lag=3, calendar="week"),
        Link("P", "Q", lag=-3, calendar="week"),
    ]
    bounds = Bounds(Graph([Milestone("P"), Milestone("Q")], links, calendars=[week]))
    assert [
        str(date.fromordinal(bounds.earliest(number, friday))) for number in range(len(links))
    ] == ["2019-05-14", "2019-05-20", "2019-05-22"]


def test_a_milestone_without_work_falls_on_a_working_day() -> None:
    saturday = date(2019, 5, 18).toordinal()
    plan = Graph(
        [Milestone("P"), Milestone("Q", calendar="week")],
        [Link("P", "Q")],
        calendars=[Calendar("week")],
    )
    assert str(date.fromordinal(Bounds(plan).earliest(0, saturday))) == "2019-05-20"


def test_a_calendar_that_is_named_and_not_given_is_refused() -> None:
    with pytest.raises(ValueError, match="no calendar 'week' is given"):
        Graph([Milestone("P", calendar="week")])
