"""What successive schedules likely have under another code."""

from datetime import date

from depgraph.analysis.schedule_recoding import (
    likely_recoded_sentence,
    recoded_in_schedules,
)
from depgraph.model import Graph, Milestone
from depgraph.model.schedules import Revision

EMPTY = Graph(())


def schedule(month: int, **names: str | None) -> Revision:
    """A schedule in which everything is due in its month."""
    milestones = {
        code: Milestone(code, name=name, due=date(2026, month, 9)) for code, name in names.items()
    }
    return Revision(f"{month}.yaml", date(2026, month, 1), milestones)


def pairs(graph: Graph, *schedules: Revision, scope: set[str] | None = None) -> list[str]:
    recoded = recoded_in_schedules(graph, schedules, scope)
    return [f"{pair.before.id} {pair.after.id} {pair.days}" for pair in recoded]


def test_what_vanishes_and_comes_under_one_name_is_likely_one() -> None:
    first = schedule(1, A="Integrated alerts", B="First images", C="Camera")
    second = schedule(2, A2="Integrated alerts", B="First images", D="Camera 2")
    third = schedule(3, A3="Integrated alerts", B="First images")
    assert pairs(EMPTY, first, second, third) == ["A A2 31", "A2 A3 28"]
    assert pairs(EMPTY, first, second, third, scope={"A3"}) == ["A2 A3 28"]
    assert pairs(EMPTY, first, third) == ["A A3 59"]
    assert pairs(EMPTY, second, second) == []


def test_what_comes_back_is_not_recoded() -> None:
    there, gone = schedule(1, A="Integrated alerts"), schedule(2, B="Integrated alerts")
    assert pairs(EMPTY, there, gone, schedule(3, A="Integrated alerts")) == []


def test_a_plan_that_says_so_is_certain_and_gives_names() -> None:
    first, second = schedule(1, A=None), schedule(2, B="Integrated alerts")
    assert pairs(EMPTY, first, second) == []
    assert pairs(Graph([Milestone("A", name="Integrated alerts")]), first, second) == ["A B 31"]
    assert pairs(Graph([Milestone("B", aka=("A",), name="Integrated alerts")]), first, second) == []


def test_the_sentence() -> None:
    recoded = recoded_in_schedules(EMPTY, [schedule(1, A="Alerts"), schedule(2, B="Alerts")])
    assert likely_recoded_sentence(recoded) == (
        "1 milestone likely has another code, by the name: A -> B (31 days later); 'aka' in the "
        "plan says so for certain"
    )
    assert likely_recoded_sentence(()) == ""
