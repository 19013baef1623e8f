"""Float to a target and the critical path, against the enumeration of all chains."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import depgraph
from depgraph.analysis.critical_path import CriticalPath, critical_path
from depgraph.analysis.floats import total_floats
from depgraph.analysis.projection import Projection, project
from depgraph.errors import CycleError, NoAsOfDateError, UnknownMilestoneError
from depgraph.model import LINK_TYPES, Calendar, Graph, Link, Milestone, Query

from ..drawing import Draws, choices, drawn
from .random_plans import AS_OF, day
from .test_projection import done, milestone

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


def plan_of(dates: dict[str, int | None], *links: str | Link) -> Graph:
    """A plan of due dates and links; ``"AB"`` stands for a plain link from A to B."""
    return Graph(
        [milestone(code, due) for code, due in dates.items()],
        [Link(link[0], link[1]) if type(link) is str else link for link in links],
        as_of=AS_OF,
    )


def steps(path: CriticalPath) -> list[tuple[str, int | None, int | None]]:
    return [(step.milestone.id, step.link_slack, step.total_float) for step in path.steps]


# -- obvious references -------------------------------------------------------------------


def chains(projection: Projection, code: str, target: str) -> list[int]:
    """The sums of slacks of all chains of open links from a milestone to the target."""
    if code == target:
        return [0]
    return [
        projection.link_slack(number) + rest
        for number, link in enumerate(projection.graph.links)
        if link.prerequisite == code and counts(projection, number)
        for rest in chains(projection, link.dependent, target)
    ]


def counts(projection: Projection, number: int) -> bool:
    link = projection.graph.links[number]
    ends = [projection.graph[link.prerequisite], projection.graph[link.dependent]]
    return not any(m.is_complete or projection.date(m.id) is None for m in ends)


def path_by_definition(projection: Projection, target: str) -> list[str]:
    """Step back by least slack, then code, until nothing is left."""
    path = [target]
    while True:
        found = sorted(
            (projection.link_slack(n), link)
            for n, link in enumerate(projection.graph.links)
            if link.dependent == path[-1] and counts(projection, n)
        )
        if not found:
            return path
        path.append(found[0][1].prerequisite)


@drawn
def plans(draw: Draws) -> Graph:
    codes = draw.order("ABCDEFG")[: draw.number(2, 7)]
    pairs = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
    return Graph(
        [
            done(code, -3)
            if draw.flip(7)
            else milestone(code, draw.maybe(range(-5, 13)), duration=draw.number(0, 3))
            for code in codes
        ],
        [
            Link(*pair, type=draw.of(LINK_TYPES), lag=draw.number(-2, 3))
            for pair in draw.some(pairs, least=1, most=12)
        ],
        as_of=AS_OF,
    )


@settings(deadline=None, max_examples=150)
@given(plans(), st.none() | st.integers(-10, 30))
def test_total_float_is_the_smallest_sum_of_slacks_over_all_chains(
    plan: Graph, deadline: int | None
) -> None:
    projection = project(plan)
    for target in plan.milestones:
        floats = total_floats(
            projection, target.id, deadline=None if deadline is None else day(deadline)
        )
        at = projection.date(target.id)
        if target.is_complete or at is None:
            assert floats == {}
            continue
        shift = 0 if deadline is None else (day(deadline) - at).days
        expected = {m.id: chains(projection, m.id, target.id) for m in plan.milestones}
        assert floats == {code: min(sums) + shift for code, sums in expected.items() if sums}
        assert list(floats) == sorted(floats)


@settings(deadline=None, max_examples=150)
@given(plans())
def test_the_critical_path_is_the_one_of_its_definition(plan: Graph) -> None:
    projection = project(plan)
    for target in plan.milestones:
        if target.is_complete or projection.date(target.id) is None:
            continue
        path = critical_path(plan, target.id)
        assert list(path.codes) == path_by_definition(projection, target.id)
        floats = total_floats(projection, target.id)
        assert [step.total_float for step in path.steps] == [floats[code] for code in path.codes]


@settings(deadline=None, max_examples=150)
@given(plans(), st.integers(1, 20))
def test_the_target_moves_by_what_exceeds_the_total_float(plan: Graph, days: int) -> None:
    projection = project(plan)
    target = plan.milestones[-1].id
    for code, margin in total_floats(projection, target).items():
        held = Link("~", code, lag=0)
        late = milestone("~", (projection.date(code) - AS_OF).days + days)
        slipped = Graph(
            [*(m._replace(duration=m.duration) for m in plan.milestones), late],
            [*plan.links, held._replace(type="FF")],
            as_of=AS_OF,
        )
        moved = (project(slipped).date(target) - projection.date(target)).days
        assert moved == max(0, days - margin)


@settings(deadline=None, max_examples=100)
@given(plans(), choices())
def test_the_order_of_the_input_does_not_matter(plan: Graph, draw: Draws) -> None:
    other = Graph(
        draw.order(plan.milestones),
        draw.order(plan.links),
        as_of=AS_OF,
    )
    for target in plan.milestones:
        assert critical_path(plan, target.id).paths == critical_path(other, target.id).paths


# -- by example ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "links", "expected"),
    [
        # The least slack, not the least float behind it.
        (
            {"T": 10, "A": 8, "B": 7, "C": 7},
            ["AT", "BT", "CB"],
            [("T", None, 0), ("A", 2, 2)],
        ),
        # The same slack: the smaller code, whatever the dates are (through a lag).
        (
            {"T": 10, "A": 6, "B": 8},
            [Link("A", "T", lag=2), "BT"],
            [("T", None, 0), ("A", 2, 2)],
        ),
        ({"T": 10, "B": 8, "A": 8}, ["BT", "AT"], [("T", None, 0), ("A", 2, 2)]),
        # Two links from one milestone: that with less slack.
        (
            {"T": 10, "A": 5},
            ["AT", Link("A", "T", type="FF", lag=4)],
            [("T", None, 0), ("A", 1, 1)],
        ),
        # The chain goes on through positive slack, and float adds up.
        (
            {"T": 10, "A": 10, "B": 7, "C": 7},
            ["AT", "BA", "CB"],
            [("T", None, 0), ("A", 0, 0), ("B", 3, 3), ("C", 0, 3)],
        ),
        # A shorter way round gives a step less float than the path adds up to.
        (
            {"T": 10, "A": 9, "B": 7},
            ["AT", "BA", Link("B", "T", lag=2)],
            [("T", None, 0), ("A", 1, 1), ("B", 2, 1)],
        ),
        # Nothing incomplete behind it.
        ({"T": 10}, [], [("T", None, 0)]),
        # What has no date has no say.
        ({"T": 10, "A": None, "B": 3}, ["AT", "BT"], [("T", None, 0), ("B", 7, 7)]),
    ],
)
def test_the_path(
    dates: dict[str, int | None],
    links: list[str | Link],
    expected: list[tuple[str, int | None, int | None]],
) -> None:
    assert steps(critical_path(plan_of(dates, *links), "T")) == expected


def test_every_step_says_by_which_link_it_holds_the_step_before() -> None:
    path = critical_path(plan_of({"T": 10, "A": 10, "B": 7}, "AT", "BA"), "T")
    assert [step.link for step in path.steps] == [None, Link("A", "T"), Link("B", "A")]
    assert [step.projected for step in path.steps] == [day(10), day(10), day(7)]
    assert [step.is_driving for step in path.steps] == [False, True, False]
    # Its own date drives it as much as A does, and comes first.
    assert [step.milestone.id for step in path.driving_steps] == ["T"]


def test_a_complete_prerequisite_is_on_no_path() -> None:
    plan = Graph(
        [milestone("T", 10), done("C", -1), milestone("A", 2), milestone("B", 1)],
        [Link("C", "T"), Link("A", "C"), Link("B", "T")],
        as_of=AS_OF,
    )
    assert steps(critical_path(plan, "T")) == [("T", None, 0), ("B", 9, 9)]
    assert total_floats(project(plan), "T") == {"B": 9, "T": 0}


@pytest.mark.parametrize(
    ("not_after", "deadline", "floats", "shown"),
    [
        (None, None, [0, 3], None),
        (None, 12, [2, 5], 12),
        (None, 10, [0, 3], 10),
        (None, 4, [-6, -3], 4),
        (8, None, [-2, 1], 8),
        (8, 12, [2, 5], 12),
    ],
)
def test_float_is_counted_to_the_deadline(
    not_after: int | None, deadline: int | None, floats: list[int], shown: int | None
) -> None:
    target = milestone("T", 10, not_after=None if not_after is None else day(not_after))
    plan = Graph([target, milestone("A", 7)], [Link("A", "T")], as_of=AS_OF)
    path = critical_path(plan, "T", deadline=None if deadline is None else day(deadline))
    assert [step.total_float for step in path.steps] == floats
    assert [step.link_slack for step in path.steps] == [None, 3]
    assert path.deadline == (None if shown is None else day(shown))
    assert path.projected == day(10)


def test_a_complete_target_shows_the_chain_of_the_latest_completions() -> None:
    plan = Graph(
        [
            *(done("T", -10), done("A", -20), done("B", -15), done("C", -12)),
            *(milestone("N", 5), done("Z", -15)),
        ],
        [Link("A", "T"), Link("B", "T"), Link("Z", "T"), Link("C", "B"), Link("N", "T")],
        as_of=AS_OF,
    )
    path = critical_path(plan, "T")
    assert steps(path) == [("T", None, None), ("B", 5, None), ("C", -3, None)]
    assert [step.projected for step in path.steps] == [day(-10), day(-15), day(-12)]
    assert total_floats(path.projection, "T") == {}


def test_an_undated_target_has_a_path_of_its_own_only() -> None:
    path = critical_path(plan_of({"T": None, "A": None, "B": None}, "AT", "BA"), "T")
    assert steps(path) == [("T", None, None)]
    assert path.projected is None
    assert path.undated == ("A", "B")


def test_what_has_no_date_behind_the_target_is_listed() -> None:
    plan = Graph(
        [
            *(milestone("T", 10), milestone("A"), milestone("B", 4), milestone("C")),
            *(done("D", -2), milestone("E"), milestone("X")),
        ],
        [Link("A", "T"), Link("B", "A"), Link("C", "B"), Link("D", "T"), Link("E", "D")],
        as_of=AS_OF,
    )
    # A takes the date of B; E stands behind a completion; X behind nothing.
    assert critical_path(plan, "T").undated == ("C",)


def test_the_links_in_doubt_can_be_left_out() -> None:
    doubted = Link("A", "T", queries=(Query(""),))
    plan = plan_of({"T": 4, "A": 9, "B": 3}, doubted, "BT")
    assert steps(critical_path(plan, "T")) == [("T", None, 0), ("A", 0, 0)]
    without = critical_path(plan, "T", without_queries=True)
    assert steps(without) == [("T", None, 0), ("B", 1, 1)]
    assert (without.projected, without.projection.graph.queried_links) == (day(4), ())


def test_the_path_through_a_ladder_ends() -> None:
    plan = Graph(
        [milestone("A", 10, duration=8), milestone("B", duration=5), milestone("P", 4)],
        [
            Link("A", "B", type="SS", lag=1),
            Link("B", "A", type="FF", lag=2),
            Link("P", "A"),
        ],
        as_of=AS_OF,
    )
    # P 4 -> A 12 (8 days of work) -> B starts a day after A; A ends two days after B at least.
    path = critical_path(plan, "A")
    assert steps(path) == [("A", None, 0), ("P", 0, 0)]
    assert path.projected == day(12)
    assert total_floats(path.projection, "A") == {"A": 0, "B": 0, "P": 0}


def test_another_code_for_the_target_will_do() -> None:
    plan = Graph([milestone("T", 3, aka=("OLD-1",))], as_of=AS_OF)
    assert critical_path(plan, "OLD-1").target.id == "T"


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(UnknownMilestoneError, match=r"unknown milestone 'LDM-1' \(did you mean"):
        critical_path(plan_of({"LDM-10": 3}), "LDM-1")
    with pytest.raises(UnknownMilestoneError):
        total_floats(project(plan_of({"A": 3})), "B")


def test_a_cycle_anywhere_is_refused() -> None:
    with pytest.raises(CycleError, match="A -> B -> A"):
        critical_path(plan_of({"T": 3, "A": 1, "B": 2}, "AB", "BA"), "T")


def test_an_as_of_date_is_needed() -> None:
    plan = Graph([milestone("T", 3)])
    with pytest.raises(NoAsOfDateError):
        critical_path(plan, "T")
    assert critical_path(plan, "T", as_of=day(7)).projected == day(7)


# -- the shipped plan, and large ones -----------------------------------------------------


def test_the_path_to_the_final_rehearsal() -> None:
    plan = depgraph.load(GRAPHS)
    path = critical_path(plan, "LDM-503-17")
    assert steps(path) == [
        ("LDM-503-17", None, 0),
        ("LDM-503-17a", 30, 30),
        ("LDM-503-15a", 307, 337),
        ("DM-AP-16", 0, 337),
    ]
    assert path.projected == date(2022, 9, 30)
    assert path.driving_steps == path.steps[:1]
    assert steps(critical_path(plan, "LDM-503-17", without_queries=True)) == steps(path)
    assert steps(critical_path(plan, "LDM-503-17", deadline=date(2022, 9, 1)))[-1] == (
        *("DM-AP-16", 0),
        337 - 29,
    )


def test_the_path_to_a_complete_milestone_is_history() -> None:
    path = critical_path(depgraph.load(GRAPHS), "LDM-503-07")
    assert path.codes[:2] == ("LDM-503-07", "LDM-503-01")
    assert all(step.milestone.is_complete for step in path.steps)


MANY = 20_000


def code(n: int) -> str:
    return f"M-{n:06d}"


def test_a_driving_link_goes_before_one_without_slack() -> None:
    # On Sundays only, A cannot move by a day of work for either link; only one sets the date.
    plan = Graph(
        [
            Milestone(id="A", due=date(2020, 1, 5), calendar="sundays"),
            Milestone(id="B"),
        ],
        [Link("A", "B"), Link("A", "B", lag=1)],
        as_of=date(2020, 1, 1),
        calendars=[Calendar("sundays", weekdays=frozenset({6}))],
    )
    path = critical_path(plan, "B")
    assert [(step.milestone.id, step.projected) for step in path.driving_steps] == [
        ("B", date(2020, 1, 6)),
        ("A", date(2020, 1, 5)),
    ]


def test_a_long_chain() -> None:
    plan = Graph(
        [milestone(code(n), 2 * n) for n in range(MANY)],
        [Link(code(n), code(n + 1)) for n in range(MANY - 1)],
        as_of=AS_OF,
    )
    path = critical_path(plan, code(MANY - 1))
    assert len(path.steps) == MANY
    assert steps(path)[-1] == (code(0), 2, 2 * (MANY - 1))


def test_a_wide_fan() -> None:
    plan = Graph(
        [milestone("T", MANY), *(milestone(code(n), n) for n in range(MANY))],
        [Link(code(n), "T") for n in range(MANY)],
        as_of=AS_OF,
    )
    path = critical_path(plan, "T")
    assert steps(path) == [("T", None, 0), (code(MANY - 1), 1, 1)]
    assert len(total_floats(path.projection, "T")) == MANY + 1


def test_a_long_ladder() -> None:
    plan = Graph(
        [milestone(code(n), 0, duration=3) for n in range(MANY)],
        [
            *(Link(code(n), code(n + 1), type="SS", lag=1) for n in range(MANY - 1)),
            *(Link(code(n + 1), code(n), type="FF", lag=-1) for n in range(MANY - 1)),
        ],
        as_of=AS_OF,
    )
    path = critical_path(plan, code(MANY - 1))
    assert path.projected == day(MANY - 1)
    assert len(path.driving_steps) == MANY
