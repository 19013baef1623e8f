"""The dates of milestones in successive schedules, and the words for what they do."""

from datetime import date, timedelta

import pytest

from depgraph.analysis.movements import Dated, movements, trend_word
from depgraph.analysis.scheduled import with_scheduled
from depgraph.model import Graph, Milestone
from depgraph.model.classification import Classification
from depgraph.model.schedules import Revision

START = date(2020, 1, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def schedule(as_of: int, **dues: int) -> Revision:
    milestones = {code: Milestone(code, due=day(due)) for code, due in dues.items()}
    return Revision(f"s{as_of}.yaml", day(as_of), milestones)


def follow(*schedules: Revision, graph: Graph | None = None):
    whole = with_scheduled(graph or Graph(()), schedules, lambda _: Classification())
    return movements(whole, schedules, [each.id for each in whole.milestones])


def dated(*days: int | str | None, elapsed: tuple[int, ...] | None = None) -> list[Dated]:
    """A day number is a date, None none, "-" not in the schedule; "5!" complete at day 5."""
    found = []
    for n, each in enumerate(days):
        as_of = day(elapsed[n] if elapsed else n * 100)
        if each == "-":
            found.append(Dated(as_of=as_of, is_there=False, date=None, is_complete=False))
        else:
            done = isinstance(each, str)
            number = int(each.rstrip("!")) if isinstance(each, str) else each
            there = None if number is None else day(number)
            found.append(Dated(as_of=as_of, is_there=True, date=there, is_complete=done))
    return found


@pytest.mark.parametrize(
    ("days", "word"),
    [
        ((10, 10, 10), "stable"),
        ((10, 20), "slipping"),
        ((10, 20, 30), "slipping"),
        ((10, 20, 31), "accelerating slip"),
        ((10, 30, 40), "slipping"),
        ((10, 5, 40), "slipping"),
        ((10, 20, 20), "slipped"),
        ((10, 20, 15), "recovering"),
        ((10, 20, 5), "recovering"),
        ((10, 20, 10), "recovering"),
        ((10, 20, 10, 10), "recovered"),
        ((10, 5), "pulled forward"),
        ((10, 5, 5), "pulled forward"),
        ((10, "12!"), "completed late"),
        ((10, "8!"), "completed early"),
        ((10, 40, "10!"), "completed on time"),
        (("10!", "10!"), "complete"),
        (("-", "-", 10), "new"),
        (("-", "10!"), "new"),
        ((10, 20, "-"), "vanished"),
        ((10, None), "undated"),
        ((None, None), "undated"),
        ((None, 10), "newly dated"),
        (("-", 10, 20), "slipping"),
        ((10, "-", 20), "slipping"),
    ],
)
def test_the_word_for_a_trend(days, word):
    assert trend_word(dated(*days)) == word


def test_a_slip_accelerates_by_days_for_each_day_between_the_schedules():
    assert trend_word(dated(0, 20, 50, elapsed=(0, 100, 400))) == "slipping"
    assert trend_word(dated(0, 20, 35, elapsed=(0, 100, 150))) == "accelerating slip"
    assert trend_word(dated(0, 20, 50, elapsed=(0, 0, 400))) == "accelerating slip"


def test_the_biggest_movers_come_first():
    found = follow(schedule(0, A=10, B=10, C=10, D=10), schedule(50, A=12, B=3, D=10, E=9))
    assert [(each.code, each.total) for each in found.movements] == [
        *(("B", -7), ("A", 2), ("D", 0)),
        *(("C", None), ("E", None)),
    ]


def test_a_date_is_compared_with_the_last_one_that_is_known():
    found = follow(schedule(0, A=10), schedule(50, B=1), schedule(99, A=15))
    (moved,) = (each for each in found.movements if each.code == "A")
    assert moved.moves == (None, 5)
    assert moved.total == 5


def test_other_codes_are_the_same_milestone():
    later = Revision("b", day(9), {"NEW": Milestone("NEW", due=day(4), aka=("OLD",))})
    (moved,) = follow(schedule(0, OLD=1), later).movements
    assert (moved.code, moved.total) == ("NEW", 3)
    plan = Graph([Milestone("PLAN", name="ours", aka=("OLD", "NEW"))])
    (moved,) = follow(schedule(0, OLD=1), later, graph=plan).movements
    assert (moved.code, moved.milestone.name, moved.total) == ("PLAN", "ours", 3)


def test_what_no_schedule_has_is_told():
    found = follow(schedule(0, A=1), schedule(1, A=1), graph=Graph([Milestone("X")]))
    assert found.elsewhere == ("X",)


def test_schedules_are_named_by_dates_where_these_differ():
    assert follow(schedule(0, A=1), schedule(1, A=1)).labels == ("2020-01-01", "2020-01-02")
    same = schedule(0, A=1)._replace(shown="other.yaml")
    assert follow(schedule(0, A=1), same).labels == ("s0.yaml", "other.yaml")
