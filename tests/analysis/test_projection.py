"""The forward pass: each link type, each kind of date, ladders, and what always holds."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import depgraph
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import project
from depgraph.errors import CycleError, NoAsOfDateError
from depgraph.model import LINK_TYPES, Calendar, Graph, Link, Milestone, Position, Query

from ..drawing import Draws, choices, drawn
from .random_plans import AS_OF, day

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


def milestone(code: str, due: int | None = None, **fields: Any) -> Milestone:
    return Milestone(code, due=None if due is None else day(due), **fields)


def done(code: str, completed: int, **fields: Any) -> Milestone:
    return Milestone(code, completed=day(completed), state="complete", **fields)


def projected(graph: Graph, *, as_of: date = AS_OF) -> dict[str, int | None]:
    """The projected dates as days after the as-of date of these tests."""
    projection = project(graph, as_of=as_of)
    dates = {m.id: projection.date(m.id) for m in graph.milestones}
    return {code: None if at is None else (at - AS_OF).days for code, at in dates.items()}


# -- a slow reference: the formula, applied to all until nothing changes -----------------


def reference(graph: Graph) -> dict[str, int | None] | None:
    """Return the projected dates as days after the as-of date; None if they never settle."""
    finish: dict[str, int | None] = dict.fromkeys((m.id for m in graph.milestones), None)
    for _ in range(len(graph) + 2):
        after = {m.id: _formula(graph, m, finish) for m in graph.milestones}
        if after == finish:
            return finish
        finish = after
    return None


def _formula(graph: Graph, m: Milestone, finish: dict[str, int | None]) -> int | None:
    if m.state == "complete":
        return (m.completed - AS_OF).days
    own = m.completed or m.forecast or m.due
    bounds = [(at - AS_OF).days for at in (own, m.not_before) if at is not None]
    for link in graph.links:
        before = finish[link.prerequisite]
        if link.dependent != m.id or before is None:
            continue
        start = before - (graph[link.prerequisite].duration or 0)
        work = m.duration or 0
        bounds.append(
            {
                "FS": before + link.lag + work,
                "SS": start + link.lag + work,
                "FF": before + link.lag,
                "SF": start + link.lag,
            }[link.type]
        )
    return max(0, *bounds) if bounds else None


NEAR = [day(offset) for offset in range(-20, 21)]


def random_milestone(draw: Draws, code: str) -> Milestone:
    is_complete = draw.flip(4)
    late = draw.flip(10)
    completed = day(draw.number(-20, 0)) if is_complete else day(7) if late else None
    return Milestone(
        code,
        due=draw.maybe(NEAR),
        forecast=draw.maybe(NEAR),
        completed=completed,
        duration=draw.maybe(range(6)),
        not_before=draw.maybe(NEAR),
        state="complete" if is_complete else draw.of(["incomplete", "unknown"]),
    )


def random_link(draw: Draws, prerequisite: str, dependent: str) -> Link:
    kind = draw.of(LINK_TYPES)
    return Link(prerequisite, dependent, type=kind, lag=draw.number(-4, 6))


@drawn
def plans(draw: Draws, *, ordered: bool = True) -> Graph:
    """Small plans; `ordered` ones without cycles, whose order is not that of the codes."""
    codes = draw.order("ABCDEFG")[: draw.number(2, 7)]
    pairs = [
        (before, after)
        for n, before in enumerate(codes)
        for m, after in enumerate(codes)
        if (n < m if ordered else n != m)
    ]
    chosen = draw.some(pairs, most=10)
    return Graph(
        [random_milestone(draw, code) for code in codes],
        [random_link(draw, *pair) for pair in chosen],
        as_of=AS_OF,
    )


# -- what the formula says ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        # P finishes on day 20 and takes 5 days; D takes 3 days.
        ("FS", 0, 23),
        ("FS", 4, 27),
        ("FS", -2, 21),
        ("SS", 0, 18),
        ("SS", 4, 22),
        ("SS", -2, 16),
        ("FF", 0, 20),
        ("FF", 4, 24),
        ("FF", -2, 18),
        ("SF", 0, 15),
        ("SF", 4, 19),
        ("SF", -2, 13),
    ],
)
def test_each_link_type_holds_the_dependent(kind: Any, lag: int, expected: int) -> None:
    plan = Graph(
        [milestone("P", 20, duration=5), milestone("D", duration=3)],
        [Link("P", "D", type=kind, lag=lag)],
    )
    assert projected(plan) == {"P": 20, "D": expected}


@pytest.mark.parametrize("kind", LINK_TYPES)
def test_without_durations_all_link_types_say_the_same(kind: Any) -> None:
    plan = Graph([milestone("P", 20), milestone("D")], [Link("P", "D", type=kind, lag=2)])
    assert projected(plan)["D"] == 22


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"due": day(9)}, 9),
        ({"due": day(-9)}, 0),
        ({"due": day(9), "forecast": day(12)}, 12),
        ({"due": day(9), "forecast": day(4)}, 4),
        ({"due": day(9), "not_before": day(12)}, 12),
        ({"due": day(9), "not_before": day(4)}, 9),
        ({"not_before": day(4)}, 4),
        ({"due": day(9), "completed": day(3)}, 3),
        ({"due": day(9), "completed": day(-3), "state": "complete"}, -3),
        ({"completed": day(-3), "not_before": day(5), "state": "complete"}, -3),
        ({"due": day(9), "state": "complete"}, None),
        ({"due": day(9), "state": "unknown"}, 9),
        ({"duration": 5}, None),
        ({"due": day(9), "duration": 5}, 9),
    ],
)
def test_a_milestone_without_links(fields: dict[str, Any], expected: int | None) -> None:
    assert projected(Graph([Milestone("A", **fields)])) == {"A": expected}


@pytest.mark.parametrize(("due", "expected"), [(None, 10), (3, 10), (10, 10), (15, 15)])
def test_a_gap_absorbs_a_slip(due: int | None, expected: int) -> None:
    plan = Graph([milestone("P", 10), milestone("D", due)], [Link("P", "D")])
    assert projected(plan)["D"] == expected


def test_no_link_moves_what_is_complete() -> None:
    plan = Graph([milestone("P", 10), done("D", -5)], [Link("P", "D")])
    assert projected(plan) == {"P": 10, "D": -5}


def test_what_follows_a_completion_is_not_before_the_as_of_date() -> None:
    plan = Graph([done("P", -5), milestone("D")], [Link("P", "D", lag=2)])
    assert projected(plan)["D"] == 0


def test_an_undated_milestone_constrains_nothing() -> None:
    plan = Graph(
        [milestone("P"), milestone("D", 4), milestone("E")], [Link("P", "D"), Link("P", "E")]
    )
    assert projected(plan) == {"P": None, "D": 4, "E": None}


def test_a_date_goes_through_a_milestone_without_one() -> None:
    plan = Graph(
        [milestone("P", 7), milestone("D"), milestone("E", 5)], [Link("P", "D"), Link("D", "E")]
    )
    assert projected(plan) == {"P": 7, "D": 7, "E": 7}


def test_the_as_of_date_can_be_given() -> None:
    plan = Graph([milestone("A", 3)], as_of=day(100))
    assert project(plan).as_of == day(100)
    assert projected(plan, as_of=day(5)) == {"A": 5}


def test_an_as_of_date_is_needed() -> None:
    with pytest.raises(NoAsOfDateError, match="a projection needs an as-of date"):
        project(Graph([milestone("A", 3)]))


def test_slip_is_counted_from_the_due_date() -> None:
    plan = Graph(
        [
            milestone("P", 10),
            milestone("D", 4),
            milestone("E"),
            milestone("F", 9, forecast=day(5)),
            milestone("N"),
        ],
        [Link("P", "D"), Link("P", "E")],
        as_of=AS_OF,
    )
    projection = project(plan)
    assert [projection.slip(code) for code in "PDEFN"] == [0, 6, None, -4, None]


@pytest.mark.parametrize(
    ("dependent", "pairs", "driver", "by"),
    [
        (milestone("D", 10), ["P"], "own date", None),
        (milestone("D", 4), ["P"], "link", "P"),
        (milestone("D"), ["P"], "link", "P"),
        (milestone("D", 9), ["Q"], "own date", None),
        (milestone("D"), ["Q", "P"], "link", "P"),
        (milestone("D"), ["Q"], "link", "Q"),
        (milestone("D"), ["C"], "as-of date", None),
        (milestone("D", -4), [], "as-of date", None),
        (milestone("D", 2, not_before=day(12)), ["P"], "not before", None),
        (milestone("D", 2, forecast=day(12)), ["P"], "own date", None),
        (milestone("D"), ["N"], "undated", None),
        (done("D", -3), ["P"], "completed", None),
    ],
)
def test_the_driver_is_what_sets_the_date(
    dependent: Milestone, pairs: list[str], driver: str, by: str | None
) -> None:
    plan = Graph(
        [dependent, milestone("P", 8), milestone("Q", 8), done("C", -9), milestone("N")],
        [Link(code, "D") for code in pairs],
        as_of=AS_OF,
    )
    found, link = project(plan).driver("D")
    assert found == driver
    assert (link and link.prerequisite) == by


# -- what always holds --------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(plans())
def test_the_pass_agrees_with_the_formula_applied_until_nothing_changes(plan: Graph) -> None:
    assert projected(plan) == reference(plan)


@settings(deadline=None, max_examples=150)
@given(plans(ordered=False))
def test_ladders_agree_with_the_formula_applied_until_nothing_changes(plan: Graph) -> None:
    events = nx.DiGraph((("S", m.id), ("F", m.id)) for m in plan.milestones)
    events.add_edges_from(
        ((link.type[0], link.prerequisite), (link.type[1], link.dependent)) for link in plan.links
    )
    expected = reference(plan)
    if not nx.is_directed_acyclic_graph(events):
        with pytest.raises(CycleError, match="a projection needs an order"):
            project(plan)
    elif expected is None:
        with pytest.raises(CycleError, match="there are none"):
            project(plan)
    else:
        assert projected(plan) == expected


@settings(deadline=None, max_examples=150)
@given(plans(), choices())
def test_the_order_of_the_input_does_not_matter(plan: Graph, draw: Draws) -> None:
    other = Graph(
        draw.order(plan.milestones),
        draw.order(plan.links),
        as_of=AS_OF,
    )
    assert project(other).finish == project(plan).finish
    assert other.links == plan.links
    assert [project(other).driver(m.id) for m in plan.milestones] == [
        project(plan).driver(m.id) for m in plan.milestones
    ]


@settings(deadline=None, max_examples=150)
@given(plans(), choices(), st.integers(1, 15))
def test_nothing_gets_earlier_when_a_date_or_a_lag_grows(
    plan: Graph, draw: Draws, days: int
) -> None:
    moved = list(plan.milestones)
    links = list(plan.links)
    as_of = 0
    n = draw.number(0, len(moved) - 1)
    field = draw.of(["due", "forecast", "completed", "not_before", "lag", "A"])
    if field == "A":
        as_of = days
    elif field == "lag":
        assume(links)
        number = n % len(links)
        links[number] = links[number]._replace(lag=links[number].lag + days)
    else:
        value = getattr(moved[n], field)
        assume(value is not None)
        moved[n] = moved[n]._replace(**{field: value + timedelta(days=days)})
    before = projected(plan)
    after = projected(Graph(moved, links), as_of=day(as_of))
    for code, at in before.items():
        later = after[code]
        assert (at is None) == (later is None)
        if at is not None and later is not None:
            assert later >= at


@settings(deadline=None, max_examples=150)
@given(plans())
def test_no_link_into_an_incomplete_milestone_is_broken(plan: Graph) -> None:
    projection = project(plan)
    for number, link in enumerate(plan.links):
        slack = projection.link_slack(number)
        ends = [projection.date(link.prerequisite), projection.date(link.dependent)]
        assert (slack is None) == (None in ends)
        if slack is not None and not plan[link.dependent].is_complete:
            assert slack >= 0


@settings(deadline=None, max_examples=150)
@given(plans())
def test_link_slack_is_how_far_the_prerequisite_can_move_alone(plan: Graph) -> None:
    projection = project(plan)
    for number, link in enumerate(plan.links):
        slack = projection.link_slack(number)
        if slack is None or plan[link.dependent].is_complete:
            continue
        # The prerequisite as history, that many days later, then a day more.
        for days, moves in ((slack, False), (slack + 1, True)):
            at = projection.date(link.prerequisite) + timedelta(days=days)
            fixed = plan[link.prerequisite]._replace(completed=at, state="complete")
            rest = [fixed if m.id == fixed.id else m for m in plan.milestones]
            held = project(Graph(rest, [link], as_of=AS_OF)).date(link.dependent)
            assert (held > projection.date(link.dependent)) is moves


@settings(deadline=None, max_examples=150)
@given(plans())
def test_without_its_driver_a_milestone_would_be_earlier(plan: Graph) -> None:
    projection = project(plan)
    for m in plan.milestones:
        driver, link = projection.driver(m.id)
        at = projection.date(m.id)
        assert (link is not None) == (driver == "link")
        if link is not None:
            assert link.dependent == m.id
            rest = [x for x in plan.links_into(m.id) if projection.link_slack(_at(plan, x)) != 0]
            others = [x for x in plan.links if x.dependent != m.id]
            alone = project(plan.with_links([*others, *rest])).date(m.id)
            # At the as-of date both the link and that date hold it.
            assert alone is None or alone < at or alone == AS_OF
        elif driver == "own date":
            assert at == (m.completed or m.forecast or m.due)
        elif driver == "not before":
            assert at == m.not_before
        elif driver == "completed":
            assert at == m.completed
        elif driver == "as-of date":
            assert at == AS_OF
        else:
            assert at is None


def _at(plan: Graph, link: Link) -> int:
    return plan.links.index(link)


# -- ladders ------------------------------------------------------------------------------


def ladder(x: int, y: int, work_a: int, work_b: int, **fields: Any) -> Graph:
    return Graph(
        [milestone("A", 10, duration=work_a), milestone("B", duration=work_b, **fields)],
        [Link("A", "B", type="SS", lag=x), Link("B", "A", type="FF", lag=y)],
        as_of=AS_OF,
    )


@settings(deadline=None, max_examples=150)
@given(st.integers(-3, 8), st.integers(-3, 8), st.integers(0, 12), st.integers(0, 8))
def test_a_ladder_is_feasible_exactly_when_it_fits_into_the_longer_activity(
    x: int, y: int, work_a: int, work_b: int
) -> None:
    plan = ladder(x, y, work_a, work_b)
    if x + work_b + y <= work_a:
        assert projected(plan) == {"A": 10, "B": max(0, 10 - work_a + x + work_b)}
    else:
        with pytest.raises(CycleError, match=f"{x + work_b + y - work_a} days too many"):
            project(plan)


@settings(deadline=None, max_examples=150)
@given(plans(ordered=False))
def test_drivers_never_go_round_in_a_circle(plan: Graph) -> None:
    try:
        projection = project(plan)
    except CycleError:
        return
    for m in plan.milestones:
        driven, seen = m.id, {m.id}
        driver, link = projection.driver(driven)
        while link is not None:
            assert projection.link_slack(_at(plan, link)) == 0
            driven = link.prerequisite
            assert driven not in seen
            seen.add(driven)
            driver, link = projection.driver(driven)
        assert driver != "link"


def test_a_complete_milestone_breaks_a_ladder_that_has_no_dates() -> None:
    plan = ladder(5, 5, 1, 1)
    (first, second) = plan.milestones
    started = Graph(
        [first, second._replace(completed=day(-2), state="complete")], plan.links, as_of=AS_OF
    )
    assert projected(started) == {"A": 10, "B": -2}


def test_a_ladder_without_dates_is_undated() -> None:
    plan = Graph(
        [milestone("A", duration=1), milestone("B", duration=9)],
        [Link("A", "B", type="SS"), Link("B", "A", type="FF")],
    )
    assert projected(plan) == {"A": None, "B": None}


def test_what_follows_a_ladder_waits_on_it() -> None:
    plan = Graph(
        [
            *(milestone("A", 10, duration=8), milestone("B", duration=5)),
            *(milestone("C"), milestone("Z", 12)),
        ],
        [
            *(Link("A", "B", type="SS", lag=1), Link("B", "A", type="FF", lag=2)),
            *(Link("A", "C", lag=4), Link("Z", "B", type="FF")),
        ],
    )
    assert projected(plan) == {"A": 14, "B": 12, "C": 18, "Z": 12}


def test_the_message_names_the_links_that_no_dates_satisfy() -> None:
    plan = Graph(
        [
            *(milestone("A", 1, duration=3), milestone("B", duration=4)),
            *(milestone("C", 50), milestone("D", 60)),
        ],
        [
            Link("A", "B", type="SS", lag=2, position=Position("plan.yaml", 7, 5)),
            Link("B", "A", type="FF", queries=(Query("Really?"),)),
            Link("C", "D"),
            Link("D", "A"),
        ],
        as_of=AS_OF,
    )
    with pytest.raises(CycleError) as caught:
        project(plan)
    assert str(caught.value).splitlines() == [
        "a projection needs dates that satisfy all links, and there are none: round a cycle, "
        "lags and durations add up to 3 days too many:",
        "  A -> B -> A",
        "    B waits on A SS +2 d (plan.yaml:7)",
        "    A waits on B FF, queried",
        "correct the type or the lag of a link of it, or a duration",
    ]


@pytest.mark.parametrize(
    "links",
    [
        [Link("A", "A")],
        [Link("A", "A", type="SF")],
        [Link("A", "B"), Link("B", "A")],
        [Link("A", "B", type="FF"), Link("B", "A", type="FF", lag=-1)],
    ],
)
def test_a_cycle_is_refused(links: list[Link]) -> None:
    with pytest.raises(CycleError, match="a projection needs an order"):
        project(Graph([milestone("A", 1), milestone("B", 1)], links, as_of=AS_OF))


# -- the shipped plan, and large ones -----------------------------------------------------


def test_the_shipped_plan() -> None:
    plan = depgraph.load(GRAPHS)
    projection = project(plan)
    assert projection.as_of == date(2019, 4, 30)
    assert {code: str(projection.date(code)) for code in ("LDM-503-17", "LDM-503-11b")} == {
        "LDM-503-17": "2022-09-30",
        "LDM-503-11b": "2020-11-06",
    }
    # The optical ghost model is due later than the release that waits on it.
    assert projection.slip("LDM-503-11b") == 324
    driver, link = projection.driver("LDM-503-11b")
    assert (driver, link.prerequisite) == ("link", "DM-DRP-10")
    assert projection.driver("DM-DRP-11")[0] == "as-of date"
    assert projection.date("LDM-503-07") == date(2019, 1, 17)
    assert projection.date("DM-SUIT-15") is None


MANY = 20_000


def code(n: int) -> str:
    return f"M-{n:06d}"


def test_a_long_chain() -> None:
    plan = Graph(
        [milestone(code(n), 0 if n == 0 else None, duration=1) for n in range(MANY)],
        [Link(code(n), code(n + 1)) for n in range(MANY - 1)],
        as_of=AS_OF,
    )
    assert project(plan).date(code(MANY - 1)) == day(MANY - 1)


def test_a_wide_fan() -> None:
    plan = Graph(
        [milestone("T"), *(milestone(code(n), n) for n in range(MANY))],
        [Link(code(n), "T", lag=1) for n in range(MANY)],
        as_of=AS_OF,
    )
    projection = project(plan)
    assert projection.date("T") == day(MANY)
    driver, link = projection.driver("T")
    assert (driver, link.prerequisite) == ("link", code(MANY - 1))


@pytest.mark.parametrize("step", [1, -1])
def test_a_long_ladder(step: int) -> None:
    # Each rung starts a day after the one before, and ends a day before it.
    codes = [code(n) for n in range(MANY)][::step]
    pairs = list(pairwise(codes))
    plan = Graph(
        [milestone(each, n if n == 0 else None, duration=3) for n, each in enumerate(codes)],
        [
            *(Link(before, after, type="SS", lag=1) for before, after in pairs),
            *(Link(after, before, type="FF", lag=-1) for before, after in pairs),
        ],
        as_of=AS_OF,
    )
    projection = project(plan)
    assert projection.date(codes[-1]) == day(MANY - 1)
    # One rung that cannot be climbed is found among all.
    wrong = plan.with_links([*plan.links, Link(codes[50], codes[51], type="SS", lag=3)])
    rung = " -> ".join([*sorted(codes[50:52]), min(codes[50:52])])
    with pytest.raises(CycleError, match=re.escape(rung)):
        project(wrong)


def test_a_ladder_that_calendars_make_endless_is_refused():
    sundays = Calendar("sundays", frozenset({6}))
    plan = Graph(
        [
            Milestone("A"),
            Milestone("C"),
            Milestone("E", duration=4, calendar="sundays"),
            Milestone("Y", completed=date(2019, 12, 25), state="complete"),
        ],
        [
            Link("Y", "A"),
            Link("A", "C", type="SS", lag=4),
            Link("C", "A", type="FF"),
            Link("C", "E", type="SS"),
            Link("E", "C", type="SF"),
        ],
        as_of=date(2020, 1, 1),
        calendars=[sundays],
    )
    with pytest.raises(CycleError, match="there are none"):
        project(plan)


def test_a_ladder_somewhere_does_not_slow_a_chain_of_starts_and_finishes():
    number = 20_000
    names = [f"M{n:05}" for n in range(number)]
    links = [
        Link(a, b, type="FF" if n % 2 else "SS", lag=1) for n, (a, b) in enumerate(pairwise(names))
    ]
    links += [Link("X", "Y", type="SS"), Link("Y", "X", type="FF")]
    plan = Graph(
        [Milestone(names[0], due=date(2020, 1, 1)), *map(Milestone, [*names[1:], "X", "Y"])],
        links,
        as_of=date(2020, 1, 1),
    )
    assert project(plan).date(names[-1]) == date(2020, 1, 1) + timedelta(number - 1)


def begun(**more: object) -> Graph:
    """A takes 10 days and has begun; B behind it takes 2, and C begins two days behind A."""
    return Graph(
        [
            Milestone("A", duration=10, started=day(1), **more),
            Milestone("B", duration=2),
            Milestone("C", duration=1),
        ],
        [Link("A", "B"), Link("A", "C", type="SS", lag=2)],
        as_of=day(4),
    )


@pytest.mark.parametrize(
    ("more", "a"),
    [
        ({"remaining": 3}, 7),  # the three days behind the as-of date
        ({"remaining": 0}, 4),
        ({}, 10),  # ten days from the day on which it started
        ({"remaining": 3, "forecast": day(9)}, 9),
    ],
)
def test_what_is_left_of_a_milestone_is_done_behind_the_as_of_date(more: dict, a: int) -> None:
    projection = project(begun(**more))
    assert projection.date("A") == day(a)
    assert projection.date("B") == day(a + 2)
    assert total_floats(projection, "B")["A"] == 0
    assert projection.driver("B").link is not None
    if "forecast" not in more:
        assert projection.driver("A").driver == "as-of date"


def test_the_start_of_what_has_begun_is_history() -> None:
    # C begins two days behind the first; A may end when it will.
    projection = project(begun(remaining=30))
    assert projection.date("C") == day(4)
    assert project(begun(remaining=30), as_of=day(1)).date("C") == day(3)
    link = next(n for n, link in enumerate(projection.graph.links) if link.type == "SS")
    assert projection.link_slack(link) is None
    assert "A" not in total_floats(projection, "C")


def test_links_into_what_has_begun_hold_what_is_left() -> None:
    plan = begun(remaining=2)
    held = plan.with_parts(
        milestones=[*plan.milestones, Milestone("X", duration=3)], links=[Link("X", "A")]
    )
    # X has no date but the as-of date by itself; with one it is at day 8.
    dated = held.with_parts(
        milestones=[m._replace(forecast=day(8)) if m.id == "X" else m for m in held.milestones]
    )
    assert project(dated).date("A") == day(10)


def test_what_starts_behind_the_as_of_date_has_not_begun() -> None:
    graph = Graph([Milestone("A", duration=10, started=day(9), remaining=3)], as_of=day(4))
    assert project(graph).date("A") is None


def test_a_day_of_work_outside_of_the_week_counts() -> None:
    saturday = date(2020, 1, 11)
    office = Calendar("office", extra=frozenset({saturday}))
    graph = Graph(
        [
            Milestone("A", due=date(2020, 1, 9), calendar="office"),
            Milestone("B", duration=2, calendar="office"),
        ],
        [Link("A", "B")],
        as_of=date(2020, 1, 6),
        calendars=[office],
    )
    assert project(graph).date("B") == saturday
