"""Small random plans: every kind of date, link, lag, state and calendar, in narrow ranges.

The ranges are narrow so that dates often meet: equal dates, drivers that are all but late,
links without slack.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from depgraph.model import LINK_TYPES, Calendar, Graph, Link, Milestone, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

AS_OF = date(2020, 1, 1)
CALENDARS = (
    Calendar("office", frozenset(range(5)), frozenset({date(2020, 1, 6), date(2020, 1, 20)})),
    Calendar("sundays", frozenset({6})),
    Calendar("site", frozenset(range(7)), frozenset({date(2020, 1, 2), date(2020, 1, 3)})),
)


def day(offset: int) -> date:
    return AS_OF + timedelta(days=offset)


def choices(*often_and_values: tuple[int, Sequence[Any]]) -> list[Any]:
    """Return values to draw one from, those of each part as often as the number before them."""
    return [value for often, values in often_and_values for value in values for _ in range(often)]


# What a milestone or a link has is drawn at once, from all that it can have: to draw each
# attribute by itself takes most of the time of a test. The simplest stands first, so that an
# example that fails gets simple.
NONE = [None]
DATES = [day(offset) for offset in (0, *range(1, 15), *range(-1, -7, -1))]
MAYBE_DATES = st.sampled_from(choices((len(DATES), NONE), (1, DATES)))
RARE_DATES = choices((2 * len(DATES), NONE), (1, DATES))
PAST = [day(-offset) for offset in range(10)]
FUTURE = choices((8, NONE), (1, [day(5)]))
STATES = ["incomplete"] * 5 + ["unknown", "complete", "complete"]
DURATIONS = choices((6, NONE), (1, range(6)))
STANDINGS = st.sampled_from(
    [
        (state, completed, duration)
        for state in STATES
        for completed in (choices((len(PAST), NONE), (1, PAST)) if state == "complete" else FUTURE)
        for duration in DURATIONS
    ]
)
RARE_PAIRS = st.sampled_from([*product(RARE_DATES, repeat=2)])
LAGS = choices((10, [0]), (1, (0, *range(1, 6), *range(-1, -5, -1))))
DOUBT = (Query("Really?"),)
RELATIONS = st.sampled_from([*product(LINK_TYPES, LAGS, ((), (), DOUBT))])
MAYBE_CALENDAR = st.sampled_from(
    choices((len(CALENDARS), NONE), (1, [calendar.name for calendar in CALENDARS]))
)


@st.composite
def milestones(draw: st.DrawFn, code: str, *, calendars: bool = False) -> Milestone:
    state, completed, duration = draw(STANDINGS)
    forecast, not_before = draw(RARE_PAIRS)
    return Milestone(
        code,
        due=draw(MAYBE_DATES),
        forecast=forecast,
        completed=completed,
        duration=duration,
        not_before=not_before,
        state=state,
        calendar=draw(MAYBE_CALENDAR) if calendars else None,
    )


@st.composite
def links(draw: st.DrawFn, prerequisite: str, dependent: str, *, calendars: bool = False) -> Link:
    type_, lag, queries = draw(RELATIONS)
    calendar = draw(MAYBE_CALENDAR) if calendars else None
    return Link(prerequisite, dependent, type=type_, lag=lag, calendar=calendar, queries=queries)


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
