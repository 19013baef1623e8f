"""Timetables against a walk over the minutes."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from depgraph.analysis.moments.timetable import ELAPSED, Timetable
from depgraph.errors import DateRangeError
from depgraph.model import Calendar

MONDAY = date(2024, 1, 1)
FIRST = MONDAY.toordinal() * 1440
DAYS = 28
STEP = 60

OFFICE = ((480, 720), (780, 1020))
NIGHT = ((0, 360), (1320, 1440))
SHIFTS = st.sampled_from(((), OFFICE, NIGHT, ((0, 1440),), ((420, 1020),), ((600, 660),)))
WEEKS = st.lists(SHIFTS, min_size=7, max_size=7).map(tuple).filter(any)
CHANGED = st.dictionaries(st.integers(0, DAYS - 1), SHIFTS, max_size=4)


def calendar(week: tuple, changed: dict) -> Calendar:
    days = sorted((MONDAY + timedelta(n), spans) for n, spans in changed.items())
    return Calendar("any", shifts=week, changed=tuple(days))


def worked_minutes(of: Calendar) -> list[bool]:
    """Whether each step of some weeks before and behind the exceptions is worked."""
    changed = dict(of.changed)
    worked = []
    for n in range(-14, DAYS + 14):
        day = MONDAY + timedelta(n)
        spans = changed.get(day, of.shifts[day.weekday()])
        worked += [
            any(begin <= minute < end for begin, end in spans) for minute in range(0, 1440, STEP)
        ]
    return worked


@settings(max_examples=60)
@given(WEEKS, CHANGED, st.integers(0, DAYS * 24), st.integers(-40, 40))
@example((OFFICE,) * 5 + ((), ()), {}, 5 * 24, 8)
@example(((),) * 6 + (NIGHT,), {3: ((0, 1440),)}, 0, -3)
def test_a_timetable_counts_as_a_walk_over_the_minutes(
    week: tuple, changed: dict, at: int, steps: int
) -> None:
    of = calendar(week, changed)
    times, worked = Timetable(of), worked_minutes(of)
    start = 14 * 24 + at
    moment = FIRST + at * STEP

    def walked(index: int) -> int:
        return FIRST + (index - 14 * 24) * STEP

    later = next((n for n in range(start, len(worked)) if worked[n]), None)
    if later is not None:
        assert times.next(moment) == walked(later)
    earlier = next((n for n in range(start, 0, -1) if worked[n - 1]), None)
    if earlier is not None:
        assert times.previous(moment) == walked(earlier)
    index, left = start, abs(steps)
    while left and 0 < index < len(worked):
        index += 1 if steps > 0 else -1
        left -= worked[index - 1 if steps > 0 else index]
    if left:
        return
    # Behind a moment it is the earliest with so much work, before it the latest.
    if steps < 0 and not worked[index]:
        raise AssertionError("the walk ends at a step that is worked")
    added = times.add(moment, steps * STEP)
    assert added == walked(index)
    between = worked[min(start, index) : max(start, index)].count(True) * STEP
    assert abs(times.work(added) - times.work(moment)) == between == abs(steps) * STEP


@settings(max_examples=40)
@given(WEEKS, CHANGED, st.integers(-3000, 3000), st.integers(-200_000, 200_000))
def test_a_timetable_is_the_same_however_far_away(
    week: tuple, changed: dict, days: int, minutes: int
) -> None:
    of = calendar(week, changed)
    near, wide = (
        Timetable(of),
        Timetable(of, (MONDAY.toordinal() - 9000, MONDAY.toordinal() + 9000)),
    )
    moment = FIRST + days * 1440 + 615
    assert near.next(moment) == wide.next(moment)
    assert near.previous(moment) == wide.previous(moment)
    assert near.add(moment, minutes) == wide.add(moment, minutes)
    assert near.work(moment) - near.work(FIRST) == wide.work(moment) - wide.work(FIRST)


def test_days_without_shifts_are_worked_day_and_night() -> None:
    times = Timetable(Calendar("days", extra=frozenset({MONDAY + timedelta(5)})))
    assert times.minutes_of_day == 1440
    friday = FIRST + 4 * 1440
    assert times.add(friday, 3 * 1440) == friday + 4 * 1440  # Friday, the Saturday and Monday


def test_where_there_is_no_work_any_more_the_calendar_is_named() -> None:
    once = calendar(((),) * 7, {3: OFFICE})
    times = Timetable(once)
    assert times.add(FIRST, 480) == FIRST + 3 * 1440 + 1020
    with pytest.raises(DateRangeError, match="the calendar any has too little work behind"):
        times.add(FIRST, 481)
    with pytest.raises(DateRangeError, match="before 2024-01-01"):
        times.previous(FIRST)


def test_elapsed_time_is_all_time() -> None:
    assert ELAPSED.add(FIRST, -90) == FIRST - 90
    assert ELAPSED.next(FIRST) == ELAPSED.previous(FIRST) == ELAPSED.work(FIRST) == FIRST
