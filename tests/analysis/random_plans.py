"""Small random plans: every kind of date, link, lag, state and calendar, in narrow ranges.

The ranges are narrow so that dates often meet: equal dates, drivers that are all but late,
links without slack.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from depgraph.model import LINK_TYPES, Calendar, Graph, Link, Milestone

AS_OF = date(2020, 1, 1)
CALENDARS = (
    Calendar("office", frozenset(range(5)), frozenset({date(2020, 1, 6), date(2020, 1, 20)})),
    Calendar("sundays", frozenset({6})),
    Calendar("site", frozenset(range(7)), frozenset({date(2020, 1, 2), date(2020, 1, 3)})),
)


def day(offset: int) -> date:
    return AS_OF + timedelta(days=offset)


def rarely(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.none() | values


DATES = st.integers(-6, 14).map(day)
MAYBE_DATES = st.none() | DATES
RARE_DATES = rarely(DATES)
PAST = st.none() | st.integers(-9, 0).map(day)
FUTURE = rarely(rarely(st.just(day(5))))
STATES = st.sampled_from(["incomplete"] * 5 + ["unknown", "complete", "complete"])
DURATIONS = st.none() | st.integers(0, 5)
TYPES = st.sampled_from(LINK_TYPES)
LAGS = st.just(0) | st.integers(-4, 5)
NO_CALENDAR = st.none()
MAYBE_CALENDAR = st.none() | st.sampled_from([calendar.name for calendar in CALENDARS])


@st.composite
def milestones(draw: st.DrawFn, code: str, *, calendars: bool = False) -> Milestone:
    state = draw(STATES)
    return Milestone(
        code,
        due=draw(MAYBE_DATES),
        forecast=draw(RARE_DATES),
        completed=draw(PAST if state == "complete" else FUTURE),
        duration=draw(DURATIONS),
        not_before=draw(RARE_DATES),
        state=state,
        calendar=draw(MAYBE_CALENDAR if calendars else NO_CALENDAR),
    )


@st.composite
def links(draw: st.DrawFn, prerequisite: str, dependent: str, *, calendars: bool = False) -> Link:
    return Link(
        prerequisite,
        dependent,
        type=draw(TYPES),
        lag=draw(LAGS),
        calendar=draw(MAYBE_CALENDAR if calendars else NO_CALENDAR),
    )


@st.composite
def plans(draw: st.DrawFn, *, calendars: bool = False, most: int = 6) -> Graph:
    """Plans without ladders, whose order is not that of the codes."""
    codes = draw(st.permutations("ABCDEFGH"[:most]))[: draw(st.integers(2, most))]
    pairs = draw(st.lists(st.sampled_from(list(combinations(codes, 2))), max_size=9))
    return Graph(
        [draw(milestones(code, calendars=calendars)) for code in codes],
        [draw(links(*pair, calendars=calendars)) for pair in pairs],
        as_of=AS_OF,
        calendars=CALENDARS if calendars else (),
    )


@st.composite
def ladders(draw: st.DrawFn, *, calendars: bool = False) -> Graph:
    """Plans in which milestones wait on the starts and the finishes of each other.

    Starts wait on starts of what comes before, finishes on what comes behind; so no event
    waits on itself, but dates that satisfy all links may not exist. ``Y`` comes before the
    ladder, and ``Z`` after it.
    """
    codes = draw(st.permutations("ABCDE"))[: draw(st.integers(2, 5))]
    down = st.sampled_from(list(combinations(codes, 2)))
    up = st.tuples(down, st.sampled_from(["FF", "SF"]))
    chosen = [(*pair, "SS") for pair in draw(st.lists(down, min_size=1, max_size=5))]
    chosen += [(b, a, kind) for (a, b), kind in draw(st.lists(up, min_size=1, max_size=4))]
    ends = st.lists(st.sampled_from(codes), max_size=1)
    chosen += [("Y", code, "FS") for code in draw(ends)]
    chosen += [(code, "Z", "FS") for code in draw(ends)]
    return Graph(
        [draw(milestones(code, calendars=calendars)) for code in [*codes, "Y", "Z"]],
        [draw(links(a, b, calendars=calendars))._replace(type=kind) for a, b, kind in chosen],
        as_of=AS_OF,
        calendars=CALENDARS if calendars else (),
    )
