"""Small random plans: every kind of date, link, lag, state and calendar, in narrow ranges.

The ranges are narrow so that dates often meet: equal dates, drivers that are all but late,
links without slack.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from depgraph.model import LINK_TYPES, Calendar, Graph, Link, Milestone, Query

from ..drawing import Draws, drawn

AS_OF = date(2020, 1, 1)
CALENDARS = (
    Calendar("office", frozenset(range(5)), frozenset({date(2020, 1, 6), date(2020, 1, 20)})),
    Calendar("sundays", frozenset({6})),
    Calendar("site", frozenset(range(7)), frozenset({date(2020, 1, 2), date(2020, 1, 3)})),
)


def day(offset: int) -> date:
    return AS_OF + timedelta(days=offset)


def weighted(*often_and_values: tuple[int, Sequence[Any]]) -> list[Any]:
    """Return values to draw one from, those of each part as often as the number before them."""
    return [value for often, values in often_and_values for value in values for _ in range(often)]


# The simplest stands first, so that an example that fails gets simple.
NONE = [None]
DATES = [day(offset) for offset in (0, *range(1, 15), *range(-1, -7, -1))]
MAYBE_DATES = weighted((len(DATES), NONE), (1, DATES))
RARE_DATES = weighted((2 * len(DATES), NONE), (1, DATES))
PAST = [day(-offset) for offset in range(10)]
FUTURE = weighted((8, NONE), (1, [day(5)]))
STATES = ["incomplete"] * 5 + ["unknown", "complete", "complete"]
DURATIONS = weighted((6, NONE), (1, range(6)))
MAYBE_PAST = weighted((len(PAST), NONE), (1, PAST))
LAGS = weighted((10, [0]), (1, (0, *range(1, 6), *range(-1, -5, -1))))
DOUBTS = [(), (), (Query("Really?"),)]
MAYBE_CALENDAR = weighted((len(CALENDARS), NONE), (1, [calendar.name for calendar in CALENDARS]))


def milestone(draw: Draws, code: str, *, calendars: bool = False) -> Milestone:
    state = draw.of(STATES)
    return Milestone(
        code,
        due=draw.of(MAYBE_DATES),
        forecast=draw.of(RARE_DATES),
        completed=draw.of(MAYBE_PAST if state == "complete" else FUTURE),
        duration=draw.of(DURATIONS),
        not_before=draw.of(RARE_DATES),
        state=state,
        calendar=draw.of(MAYBE_CALENDAR) if calendars else None,
    )


def link(draw: Draws, prerequisite: str, dependent: str, *, calendars: bool = False) -> Link:
    type_, lag = draw.of(LINK_TYPES), draw.of(LAGS)
    calendar = draw.of(MAYBE_CALENDAR) if calendars else None
    return Link(
        prerequisite, dependent, type=type_, lag=lag, calendar=calendar, queries=draw.of(DOUBTS)
    )


@drawn
def plans(draw: Draws, *, calendars: bool = False, most: int = 6) -> Graph:
    """Plans without ladders, whose order is not that of the codes."""
    codes = draw.order("ABCDEFGH"[:most])[: draw.number(2, most)]
    pairs = draw.some(list(combinations(codes, 2)), most=9)
    return Graph(
        [milestone(draw, code, calendars=calendars) for code in codes],
        [link(draw, *pair, calendars=calendars) for pair in pairs],
        as_of=AS_OF,
        calendars=CALENDARS if calendars else (),
    )


@drawn
def ladders(draw: Draws, *, calendars: bool = False) -> Graph:
    """Plans in which milestones wait on the starts and the finishes of each other.

    Starts wait on starts of what comes before, finishes on what comes behind; so no event
    waits on itself, but dates that satisfy all links may not exist. ``Y`` comes before the
    ladder, and ``Z`` after it.
    """
    codes = draw.order("ABCDE")[: draw.number(2, 5)]
    pairs = list(combinations(codes, 2))
    chosen = [(*pair, "SS") for pair in draw.some(pairs, 1, most=5)]
    chosen += [(b, a, draw.of(["FF", "SF"])) for a, b in draw.some(pairs, 1, most=4)]
    chosen += [("Y", code, "FS") for code in draw.some(codes, most=1)]
    chosen += [(code, "Z", "FS") for code in draw.some(codes, most=1)]
    return Graph(
        [milestone(draw, code, calendars=calendars) for code in [*codes, "Y", "Z"]],
        [link(draw, a, b, calendars=calendars)._replace(type=kind) for a, b, kind in chosen],
        as_of=AS_OF,
        calendars=CALENDARS if calendars else (),
    )
