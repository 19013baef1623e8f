"""The least float to all deadlines, against the total floats to each of them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depgraph.analysis.deadline_floats import deadline_floats
from depgraph.analysis.floats import total_floats
from depgraph.analysis.health.assess import assess
from depgraph.analysis.projection import project
from depgraph.errors import CycleError
from depgraph.model import Graph, Link, Milestone

from .random_plans import MAYBE_DATES, ladders, plans


@st.composite
def with_deadlines(draw: st.DrawFn, graphs: st.SearchStrategy[Graph]) -> Graph:
    plan = draw(graphs)
    dates = st.sampled_from(MAYBE_DATES)
    return plan.with_parts(milestones=[m._replace(not_after=draw(dates)) for m in plan.milestones])


@pytest.mark.parametrize(
    "graphs", [plans(), plans(calendars=True), ladders()], ids=["plans", "calendars", "ladders"]
)
@pytest.mark.parametrize("limit", ["not_after", "due"])
def test_it_is_the_least_of_the_floats_to_each_deadline(graphs, limit) -> None:
    @settings(deadline=None, max_examples=60)
    @given(with_deadlines(graphs))
    def holds(plan: Graph) -> None:
        try:
            projection = project(plan)
        except CycleError:
            return
        expected: dict[str, dict[str, int]] = {}
        for milestone in plan.milestones:
            deadline = getattr(milestone, limit)
            if deadline is not None:
                floats = total_floats(projection, milestone.id, deadline=deadline)
                for code, days in floats.items():
                    expected.setdefault(code, {})[milestone.id] = days
        answers = deadline_floats(projection, limit)
        assert answers.keys() == expected.keys()
        for code, answer in answers.items():
            assert answer.days == min(expected[code].values())
            assert expected[code][answer.milestone.id] == answer.days

    holds()


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


HANDOVER = Graph(
    [
        Milestone("DOC", due=day(5)),
        Milestone("CONTRACT", due=day(5), not_after=day(10)),
        Milestone("PERMIT", due=day(20), forecast=day(25), not_after=day(15)),
        Milestone("TEST", due=day(10, 4)),
        Milestone("END", due=day(30, 4)),
    ],
    [
        Link("DOC", "CONTRACT"),
        Link("CONTRACT", "TEST"),
        Link("PERMIT", "TEST"),
        Link("TEST", "END"),
    ],
    as_of=day(1),
)


def test_an_intermediate_deadline_is_nearer_than_the_end() -> None:
    floats = deadline_floats(project(HANDOVER))
    assert {code: (float_.days, float_.milestone.id) for code, float_ in floats.items()} == {
        "CONTRACT": (5, "CONTRACT"),
        "DOC": (5, "CONTRACT"),
        "PERMIT": (-10, "PERMIT"),
    }
    due = deadline_floats(project(HANDOVER), "due")
    assert (due["PERMIT"].days, due["PERMIT"].milestone.id) == (-5, "PERMIT")
    assert (due["TEST"].days, due["TEST"].milestone.id) == (0, "TEST")


def test_the_health_of_a_schedule_counts_the_same_deadlines() -> None:
    floats = deadline_floats(project(HANDOVER))
    (negative,) = (check for check in assess(HANDOVER).points if check.name == "negative_float")
    missed = tuple(code for code, float_ in floats.items() if float_.days < 0)
    assert negative.result.cases == missed == ("PERMIT",)
