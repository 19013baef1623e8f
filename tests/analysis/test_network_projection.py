"""Schedule networks projected in minutes: cases by hand, and real files as their program did."""

from datetime import date
from pathlib import Path

import pytest

from depgraph import Graph, critical_path, project, total_floats, what_if
from depgraph.analysis.moments.late import late_finishes
from depgraph.analysis.moments.logic import logic_of
from depgraph.analysis.moments.schedule import scheduled
from depgraph.errors import CycleError
from depgraph.model.changes import Move
from depgraph.sources.formats import read_source
from depgraph.sources.merge import merge
from depgraph.sources.reading import ReadingOptions

from .schedule_files import Plan, Task, Tie, xer

DAY = 1440
MONDAY = date(2024, 1, 8).toordinal() * DAY
EIGHT, ONE, FIVE = 8 * 60, 13 * 60, 17 * 60


def at(day: int, minute: int = EIGHT) -> int:
    """A moment so many days behind Monday, 8 January 2024."""
    return MONDAY + day * DAY + minute


def graph_of(plan: Plan, folder: Path, *, activities: bool = True) -> Graph:
    path, problems = folder / "plan.xer", []
    path.write_text(xer(plan), encoding="utf-8", newline="")
    graph_file = read_source(path, "plan.xer", ReadingOptions(activities=activities), problems)
    return merge([graph_file], problems=problems)


def dates(plan: Plan, folder: Path) -> dict[str, str]:
    graph = graph_of(plan, folder)
    projection = project(graph)
    return {milestone.id: str(projection.date(milestone.id))[5:] for milestone in graph}


def test_what_is_left_begins_at_the_data_date(tmp_path: Path) -> None:
    dig = Task("DIG", hours=40, started=at(-7), remaining=16 * 60)
    plan = Plan(
        [dig, Task("POUR", hours=16), Task("READY", "TT_FinMile", hours=0)],
        [Tie("DIG", "POUR"), Tie("POUR", "READY")],
        data_date=at(2, ONE),
    )
    # Half of Wednesday, Thursday, half of Friday; then from there two days.
    assert dates(plan, tmp_path) == {"DIG": "01-12", "POUR": "01-16", "READY": "01-16"}


OUT_OF_SEQUENCE = Plan(
    [Task("A", hours=80), Task("B", hours=40, started=at(-3), remaining=24 * 60)],
    [Tie("A", "B")],
    data_date=at(0),
)


def test_retained_logic_counts_all_links_and_override_none_from_open_work(tmp_path: Path) -> None:
    # A takes two weeks. What is left of B follows it, or begins at once: three days.
    assert dates(OUT_OF_SEQUENCE, tmp_path) == {"A": "01-22", "B": "01-25"}
    override = OUT_OF_SEQUENCE._replace(
        options={"sched_retained_logic": "N", "sched_progress_override": "Y"}
    )
    assert dates(override, tmp_path) == {"A": "01-22", "B": "01-10"}
    graph = graph_of(override, tmp_path)
    assert project(graph).driver("B").driver == "as-of date"
    assert project(graph).link_slack(0) is None
    assert "A" not in total_floats(project(graph), "B")


def test_what_was_completed_out_of_sequence_hands_on_what_holds_it(tmp_path: Path) -> None:
    # B was completed although A before it is open: C still waits for A.
    plan = Plan(
        [
            Task("A", hours=80),
            Task("B", hours=8, started=at(-3), completed=at(-3, FIVE)),
            Task("C", hours=8),
            Task("D", hours=8),
        ],
        [Tie("A", "B"), Tie("B", "C"), Tie("D", "B", "FF")],
        data_date=at(0),
    )
    assert dates(plan, tmp_path) == {"A": "01-22", "B": "01-05", "C": "01-23", "D": "01-08"}
    graph = graph_of(plan, tmp_path)
    projection = project(graph)
    assert total_floats(projection, "C") == {"A": 0, "C": 0, "D": 9}
    assert critical_path(graph, "C").codes == ("C", "B", "A")
    assert [step.total_float for step in critical_path(graph, "C").steps] == [0, None, 0]
    assert projection.driver("B").driver == "completed"
    override = plan._replace(options={"sched_retained_logic": "N", "sched_progress_override": "Y"})
    assert dates(override, tmp_path)["C"] == "01-08"
    assert critical_path(graph_of(override, tmp_path), "C").codes == ("C",)


def test_a_schedule_by_actual_dates_is_told_and_taken_for_retained_logic(tmp_path: Path) -> None:
    actual = OUT_OF_SEQUENCE._replace(options={"sched_retained_logic": "N"})
    assert dates(actual, tmp_path)["B"] == "01-25"
    texts = [notice.text for notice in graph_of(actual, tmp_path).notices]
    assert any("scheduled by actual dates" in text for text in texts)


@pytest.mark.parametrize(
    ("early_start", "day"),
    [
        ("Y", "01-12"),  # Thursday and the last 8 hours: the end of Thursday, so B has Friday
        ("N", "01-09"),  # Wednesday and 32 hours: the end of Monday, so B has Tuesday
    ],
)
def test_the_lag_of_ss_counts_from_the_early_or_the_actual_start(
    early_start: str, day: str, tmp_path: Path
) -> None:
    # A began on Wednesday; three of the four days of the lag are over on Monday, the data date.
    # What is left of A goes on on Thursday, behind X.
    plan = Plan(
        [
            Task("X", hours=24),
            Task("A", hours=40, started=at(-5), remaining=24 * 60),
            Task("B", hours=8),
        ],
        [Tie("X", "A"), Tie("A", "B", "SS", 32)],
        data_date=at(0),
        options={"sched_lag_early_start_flag": early_start},
    )
    assert dates(plan, tmp_path)["B"] == day


@pytest.mark.parametrize(
    ("option", "day"),
    [
        ("rcal_Predecessor", "01-17"),  # 16 hours of two 8-hour days: Monday and Tuesday
        ("rcal_Successor", "01-15"),  # of the 12-hour days of a Saturday and a Sunday
        ("rcal_24Hour", "01-14"),
        ("rcal_ProjDefault", "01-17"),
    ],
)
def test_lags_count_in_the_calendar_of_the_option(option: str, day: str, tmp_path: Path) -> None:
    plan = Plan(
        [Task("A", hours=40), Task("B", calendar="12 x 7", hours=12)],
        [Tie("A", "B", lag=16)],
        data_date=at(0),
        lag_calendar=option,
    )
    assert dates(plan, tmp_path)["B"] == day


def test_a_worked_saturday_and_a_holiday_count(tmp_path: Path) -> None:
    # 10 February 2024 is a Saturday with four hours; 17 January is a holiday.
    plan = Plan([Task("A", hours=40)], [], data_date=at(28))
    assert dates(plan, tmp_path)["A"] == "02-09"
    more = Plan([Task("A", hours=44)], [], data_date=at(28))
    assert dates(more, tmp_path)["A"] == "02-10"
    holiday = Plan([Task("A", hours=40)], [], data_date=at(7))
    assert dates(holiday, tmp_path)["A"] == "01-22"


def test_a_start_milestone_is_shown_when_work_begins_and_takes_no_day(tmp_path: Path) -> None:
    plan = Plan(
        [
            Task("A", hours=40),
            Task("GO", "TT_Mile", hours=0),
            Task("B", hours=40),
            Task("END", "TT_FinMile", hours=0),
        ],
        [Tie("A", "GO"), Tie("GO", "B"), Tie("B", "END")],
        data_date=at(0),
    )
    expected = {"A": "01-12", "GO": "01-15", "B": "01-22", "END": "01-22"}
    assert dates(plan, tmp_path) == expected  # with a holiday in the second week
    floats = total_floats(project(graph_of(plan, tmp_path)), "END")
    assert set(floats.values()) == {0}


def test_the_float_of_a_milestone_is_that_through_the_work_behind_it(tmp_path: Path) -> None:
    plan = Plan(
        [
            Task("FREEZE", "TT_FinMile", hours=0),
            Task("LONG", hours=160),
            Task("M1", "TT_FinMile", hours=0),
            Task("SHORT", hours=40),
            Task("END", "TT_FinMile", hours=0),
        ],
        [
            Tie("FREEZE", "LONG"),
            Tie("LONG", "M1"),
            Tie("M1", "END"),
            Tie("FREEZE", "SHORT"),
            Tie("SHORT", "END"),
        ],
        data_date=at(0),
    )
    view = graph_of(plan, tmp_path, activities=False)
    path = critical_path(view, "END")
    assert path.codes == ("END", "M1", "FREEZE")
    assert [step.total_float for step in path.steps] == [0, 0, 0]
    later = critical_path(view, "END", deadline=date(2024, 3, 29))
    # 38 days and the half of a Saturday.
    step = later.steps[0]
    assert (step.total_float, step.total_float_minutes) == (38, 38 * 480 + 240)
    assert total_floats(project(view), "END")["SHORT"] == 15


def test_what_if_moves_the_work_behind_a_milestone(tmp_path: Path) -> None:
    plan = Plan(
        [
            Task("M", "TT_FinMile", hours=0),
            Task("WORK", hours=40),
            Task("END", "TT_FinMile", hours=0),
        ],
        [Tie("M", "WORK"), Tie("WORK", "END")],
        data_date=at(0),
    )
    graph = graph_of(plan, tmp_path)
    impact = what_if(graph, [Move("M", to=date(2024, 1, 22))])
    assert str(impact.of("END").absorbed.after) == "2024-01-26"


def test_activities_that_wait_on_each_other_are_refused(tmp_path: Path) -> None:
    plan = Plan([Task("A"), Task("B")], [Tie("A", "B", "SS"), Tie("B", "A", "FF")])
    graph = graph_of(plan, tmp_path)
    with pytest.raises(CycleError, match="wait on each other in a cycle") as caught:
        project(graph)
    assert "A waits on B FF" in str(caught.value)


def with_stated_dates(plan: Plan, folder: Path, **later: int) -> Plan:
    """The plan as its program writes it after scheduling; some activities start later."""
    graph = graph_of(plan, folder)
    assert graph.rules is not None
    assert graph.as_of is not None
    moments, _ = scheduled(logic_of(graph, graph.rules, graph.as_of))
    stated = {
        milestone.id: (
            moments.start[n] + later.get(milestone.id, 0),
            moments.finish[n] + later.get(milestone.id, 0),
        )
        for n, milestone in enumerate(graph.milestones)
    }
    return plan._replace(tasks=[task._replace(early=stated[task.code]) for task in plan.tasks])


CHAIN = Plan([Task("A"), Task("B"), Task("C")], [Tie("A", "B"), Tie("B", "C")], data_date=at(0))


def test_a_consistent_file_has_no_residual(tmp_path: Path) -> None:
    graph = graph_of(with_stated_dates(CHAIN, tmp_path), tmp_path)
    assert [notice.text.split(":")[0] for notice in graph.notices] == [
        "there is no baseline, so nothing is due",
        "PROJWBS",
    ]
    assert all(milestone.work.held is None for milestone in graph)


def test_what_its_program_starts_later_than_its_links_say_is_kept_and_told(tmp_path: Path) -> None:
    levelled = with_stated_dates(CHAIN, tmp_path, B=DAY, C=DAY)
    graph = graph_of(levelled, tmp_path)
    assert dates(levelled, tmp_path) == {"A": "01-08", "B": "01-10", "C": "01-11"}
    [held] = [notice.text for notice in graph.notices if "later than its links" in notice.text]
    assert held.startswith("TASK: B: its start, 2024-01-10 08:00,")
    assert project(graph).driver("B").driver == "own date"


def test_a_driving_link_that_is_dropped_moves_what_it_drove(tmp_path: Path) -> None:
    plan = with_stated_dates(CHAIN, tmp_path)
    graph = graph_of(plan, tmp_path)
    without = graph.with_links(link for link in graph.links if link.dependent != "C")
    assert str(project(without).date("C")) == "2024-01-08"


def test_a_file_that_was_not_scheduled_again_is_projected_by_its_logic(tmp_path: Path) -> None:
    stale = with_stated_dates(CHAIN, tmp_path)._replace(data_date=at(7))
    assert dates(stale, tmp_path) == {"A": "01-15", "B": "01-16", "C": "01-18"}
    texts = [notice.text for notice in graph_of(stale, tmp_path).notices]
    assert any("was not scheduled again" in text for text in texts)


def unheld(graph: Graph) -> Graph:
    """The graph by logic alone."""
    return graph.with_parts(
        milestones=[
            milestone._replace(work=milestone.work and milestone.work._replace(held=None))
            for milestone in graph
        ]
    )


@pytest.mark.parametrize("by_logic_alone", [False, True])
def test_real_schedules_are_projected_as_their_program_did(
    by_logic_alone: bool,  # noqa: FBT001
    real_schedules: list[Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    finishes = late = floats = number = 0
    for path in real_schedules:
        problems: list = []
        read = read_source(path, path.name, ReadingOptions(activities=True), problems)
        graph = merge([read], problems=problems)
        graph = unheld(graph) if by_logic_alone else graph
        assert graph.rules is not None
        assert graph.as_of is not None
        logic = logic_of(graph, graph.rules, graph.as_of)
        moments, forward = scheduled(logic)
        last = late_finishes(logic, moments, forward)
        for n, work in enumerate(logic.works):
            if work.completed is not None or None in (work.finish, work.late_finish):
                continue
            times = logic.times[n]
            number += 1
            finish, latest = times.work(moments.finish[n]), times.work(last[n])
            finishes += finish == times.work(work.finish)
            late += latest == times.work(work.late_finish)
            floats += latest - finish == work.float_minutes
    assert number, "no file in DEPGRAPH_REAL_DATA has activities with a data date that are open"
    shares = [100 * count / number for count in (finishes, late, floats)]
    parts = ("finishes", "late finishes", "floats")
    words = ", ".join(f"{share:.1f} % of {what}" for share, what in zip(shares, parts, strict=True))
    how = "by logic alone" if by_logic_alone else "with what the program holds"
    with capsys.disabled():
        print(f"\nreal schedules, {how}: of {number} open activities, {words}")  # noqa: T201
    assert min(shares) >= 99
