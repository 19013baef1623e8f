"""XER files read without Java: what stands in the tables, and what is wrong in them."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from depgraph import Graph, load, project
from depgraph.errors import LoadError, Problem
from depgraph.sources.formats import read_source
from depgraph.sources.merge import merge
from depgraph.sources.mpxj_network import NetworkReader
from depgraph.sources.network_file import network_file
from depgraph.sources.reading import ReadingOptions
from depgraph.sources.xer_tables import moment_of_text

from ..analysis.mpxj_process import asked_of_mpxj, moment
from ..analysis.schedule_files import EXCEPTIONS, START, WEEKS, Plan, Task, Tie, random_plan, xer

PLAN = Plan(
    [
        Task("GO", "TT_Mile", hours=0),
        Task("A", hours=40),
        Task("B", hours=16, calendar="12 x 7"),
        Task("END", "TT_FinMile", hours=0),
    ],
    [Tie("GO", "A"), Tie("A", "B", "SS", 8), Tie("B", "END")],
)


AS_XML = {"kind": "xer", "as_xml": True, "schedule": False}


def graph_of(text: str | bytes, folder: Path, name: str = "plan.xer") -> Graph:
    path, problems = folder / name, []
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    graph_file = read_source(path, name, ReadingOptions(activities=True), problems)
    return merge([graph_file], problems=problems)


def told(text: str | bytes, folder: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        graph_of(text, folder)
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\r\n"), 1) if line.startswith(start))


def with_field(text: str, table: str, row: int, column: str, value: str) -> str:
    """The text with another value in a field of a table."""
    lines = text.split("\r\n")
    first = lines.index(f"%T\t{table}") + 1
    place = lines[first].split("\t").index(column)
    fields = lines[first + row].split("\t")
    fields[place] = value
    lines[first + row] = "\t".join(fields)
    return "\r\n".join(lines)


@pytest.mark.parametrize(
    ("table", "column", "value", "wrong"),
    [
        ("TASK", "cstr_date", "2020-02-30 08:00", "'2020-02-30 08:00' is no day of the calendar"),
        ("TASK", "early_end_date", "soon 08:00", "'soon 08:00' is no date"),
        ("TASK", "act_start_date", "2024-01-08 25:00", "has a time of day that no day has"),
        ("TASK", "act_start_date", "2024-01-08 noon", "has no time of day that is read"),
        ("TASK", "act_start_date", "1024-01-08 08:00", "expected a year from 1900 to 2199"),
        ("TASK", "remain_drtn_hr_cnt", "many", "'many' is no number of hours"),
        ("TASK", "task_type", "TT_Odd", "'TT_Odd' is no type that is known"),
        ("TASK", "cstr_type", "CS_ODD", "'CS_ODD' is no constraint that is known"),
        ("TASK", "clndr_id", "77", "there is no calendar '77'"),
        ("TASKPRED", "lag_hr_cnt", "x", "'x' is no number of hours"),
        ("TASKPRED", "lag_hr_cnt", "9" * 30, "is no number of hours"),
        ("TASKPRED", "lag_hr_cnt", "9999999", "expected at most"),
        ("TASKPRED", "pred_task_id", "777", "there is no activity '777'"),
        ("TASKPRED", "pred_type", "PR_XX", "'PR_XX' is no type of relationship"),
        ("PROJECT", "last_recalc_date", "2019-02-30 00:00", "is no day of the calendar"),
        ("SCHEDOPTIONS", "sched_calendar_on_relationship_lag", "rcal_Odd", "'rcal_Odd' is no"),
        ("CALENDAR", "clndr_data", "(0||CalendarData()())", "the days of the week are missing"),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_row(
    table: str, column: str, value: str, wrong: str, tmp_path: Path
) -> None:
    text = with_field(xer(PLAN), table, 1, column, value)
    messages = told(text, tmp_path)
    line = line_of(text, f"%T\t{table}") + 2
    assert any(
        message.startswith(f"plan.xer:{line}:") and table in message and wrong in message
        for message in messages
    ), messages


def test_a_row_that_is_cut_short_or_has_a_tab_too_many_is_an_error(tmp_path: Path) -> None:
    text = xer(PLAN)
    row = line_of(text, "%T\tTASK") + 2
    lines = text.split("\r\n")
    lines[row - 1] = "\t".join(lines[row - 1].split("\t")[:12])
    [message] = [m for m in told("\r\n".join(lines), tmp_path) if "cut short" in m]
    assert message.startswith(f"plan.xer:{row}:")
    lines = text.split("\r\n")
    lines[row - 1] = lines[row - 1].replace("GO\tGO", "GO\tGO\tmore")
    assert any("fields for" in message for message in told("\r\n".join(lines), tmp_path))


def test_a_relationship_with_a_project_that_is_not_in_the_file_is_told(tmp_path: Path) -> None:
    text = with_field(xer(PLAN), "TASKPRED", 1, "pred_task_id", "777")
    text = with_field(text, "TASKPRED", 1, "pred_proj_id", "2")
    graph = graph_of(text, tmp_path)
    [notice] = [notice for notice in graph.notices if "777" in notice.text]
    assert notice.is_warning
    assert notice.position is not None
    assert notice.position.line == line_of(text, "%T\tTASKPRED") + 2
    assert [link.dependent for link in graph.links] == ["B", "END"]


def test_a_calendar_that_lacks_a_day_of_the_week_is_told(tmp_path: Path) -> None:
    text = xer(PLAN).replace("(0||3()", "(0||X()", 1)
    [notice] = [n for n in graph_of(text, tmp_path).notices if "days of the week" in n.text]
    assert "has the days of the week 124567, and not each of 1 to 7 once" in notice.text
    assert notice.is_warning


def test_an_activity_without_a_calendar_is_told_wherever_it_stands(tmp_path: Path) -> None:
    text = with_field(xer(PLAN), "TASK", 2, "clndr_id", "")
    line = line_of(text, "%T\tTASK") + 3
    for number, taken in (("1", "that of the project"), ("", "Monday to Friday")):
        whole = with_field(text, "PROJECT", 1, "clndr_id", number)
        [notice] = [n for n in graph_of(whole, tmp_path).notices if "has no calendar" in n.text]
        assert f"A has no calendar: {taken} is taken" in notice.text
        assert notice.position is not None
        assert notice.position.line == line


def test_a_file_without_its_end_is_not_read(tmp_path: Path) -> None:
    text = xer(PLAN)
    assert (
        "the mark of its end, %E, is missing"
        in told(text[: text.index("%T\tTASKPRED")], tmp_path)[0]
    )


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-07 08:30",
        "2024-03-07T08:30",
        "2024-03-07 08:30:59",
        "2024-03-07T08:30:00.000",
        "07-MAR-24 08:30",
        "7-Mar-2024 08:30:00",
    ],
)
def test_dates_are_read_in_the_forms_in_use(text: str) -> None:
    assert moment_of_text(text) == date(2024, 3, 7).toordinal() * 1440 + 510


def test_a_date_without_a_time_is_midnight() -> None:
    assert moment_of_text("2024-03-07") == date(2024, 3, 7).toordinal() * 1440
    assert moment_of_text("07-MAR-99") == date(1999, 3, 7).toordinal() * 1440


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_are_read_in_the_encodings_of_files(encoding: str, tmp_path: Path) -> None:
    text = with_field(xer(PLAN), "TASK", 2, "task_name", "Übergabe")
    assert graph_of(text.encode(encoding), tmp_path)["A"].name == "Übergabe"


CODE_PAGES = {
    "cp1251": "Земляные работы",
    "cp1253": "Εκσκαφή και σκυροδέτηση",
    "cp1256": "حفر الموقع وصب الأساس",
    "cp932": "基礎工事の完了",
    "cp1250": "čtvrť, žluťoučký kůň",
    "cp1252": "Aushub für Süd: Fundament, dépôt n° 3 “prêt”",
}


@pytest.mark.parametrize("encoding", CODE_PAGES)
def test_code_pages_are_told_by_the_words_and_doubted_until_they_are_named(
    encoding: str, tmp_path: Path
) -> None:
    name = CODE_PAGES[encoding]
    text = with_field(xer(PLAN), "TASK", 2, "task_name", name).encode(encoding)
    path = tmp_path / "plan.xer"
    path.write_bytes(text)
    graph = load(path)
    assert name in {str(m.name) for m in (graph.network or graph).milestones}
    (doubt,) = [notice for notice in graph.notices if "the file is not UTF-8" in notice.text]
    assert doubt.is_warning
    assert f"'encoding: {encoding}'" in doubt.text
    assert doubt.position is not None
    assert text.split(b"\n")[doubt.position.line - 1].count(name.encode(encoding)) == 1
    config = tmp_path / "depgraph.yaml"
    config.write_text(f"graph: {{file: plan.xer, encoding: {encoding}}}\n")
    named = load(config=config)
    assert name in {str(m.name) for m in (named.network or named).milestones}
    assert not [notice for notice in named.notices if "UTF-8" in notice.text]
    config.write_text("graph: {file: plan.xer, encoding: ascii}\n")
    with pytest.raises(LoadError, match="this file is not ascii, as the configuration says"):
        load(config=config)


def test_calendars_have_their_shifts_exceptions_and_worked_days(tmp_path: Path) -> None:
    graph = graph_of(xer(PLAN), tmp_path)
    office = graph.calendars["8 x 5"]
    assert office.shifts is not None
    assert office.shifts[0] == ((480, 720), (780, 1020))
    assert office.shifts[5] == ()
    assert office.holidays == {date(2024, 1, 17), date(2024, 3, 29)}
    assert office.extra == {date(2024, 2, 10)}
    assert dict(office.changed)[date(2024, 2, 10)] == ((480, 720),)


def test_nothing_is_due_without_a_baseline_and_that_is_told(tmp_path: Path) -> None:
    graph = graph_of(xer(PLAN), tmp_path)
    assert {milestone.due for milestone in graph} == {None}
    assert any("so nothing is due" in notice.text for notice in graph.notices)


def test_an_earlier_export_says_what_is_due(tmp_path: Path) -> None:
    def stated(finish: int) -> Plan:
        tasks = [
            task._replace(early=(finish, finish)) if task.code == "END" else task
            for task in PLAN.tasks
        ]
        return PLAN._replace(tasks=tasks)

    (tmp_path / "month-1.xer").write_text(xer(stated(START + 11 * 1440 + 1020)), newline="")
    (tmp_path / "month-2.xer").write_text(xer(stated(START + 39 * 1440 + 1020)), newline="")
    (tmp_path / "depgraph.yaml").write_text("graph: {file: month-2.xer, baseline: month-1.xer}\n")
    plan = load(tmp_path)
    assert plan["END"].due == date(2024, 1, 19)
    assert project(plan).slip("END") == 28
    texts = [notice.text for notice in plan.notices]
    assert any("due by the baseline month-1.xer" in text for text in texts)
    assert not any("nothing is due" in text for text in texts)


def test_a_baseline_in_the_file_is_named_or_numbered(tmp_path: Path) -> None:
    text = xer(PLAN)
    lines = text.split("\r\n")
    project_row = lines.index("%T\tPROJECT") + 2
    lines[project_row - 1] += "\torig_proj_id"
    other = lines[project_row].replace("%R\t1\tP\tY", "%R\t2\tFirst plan\tN") + "\t1"
    lines[project_row] += "\t"
    lines.insert(project_row + 1, other)
    last = next(n for n, line in enumerate(lines) if line.startswith("%R\t4\t1\t10"))
    of_baseline = lines[last].replace("%R\t4\t1", "%R\t14\t2", 1)
    lines.insert(last + 1, of_baseline)
    text = with_field("\r\n".join(lines), "TASK", 5, "early_end_date", "2024-01-12 17:00")
    (tmp_path / "plan.xer").write_text(text, newline="")
    config = tmp_path / "depgraph.yaml"
    for name in ("First plan", "1"):
        config.write_text(f"graph: {{file: plan.xer, baseline: {name}}}\n")
        assert load(tmp_path)["END"].due == date(2024, 1, 12)
    config.write_text("graph: {file: plan.xer, baseline: Last plan}\n")
    with pytest.raises(
        LoadError, match="there is no baseline 'Last plan' in it: it has First plan"
    ):
        load(tmp_path)


def hours_by_day(graph: Graph, name: str) -> list[str]:
    """The hours of work of a calendar on some days, as `mpxj_files` gives them."""
    calendar = graph.calendars[name]
    changed = dict(calendar.changed)
    assert calendar.shifts is not None
    hours = []
    for n in range(120):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + n)
        spans = changed.get(day, calendar.shifts[day.weekday()])
        hours.append(f"{sum(end - begin for begin, end in spans) / 60:g}")
    return hours


def same_as_mpxj(text: str, answer: dict, folder: Path) -> tuple[int, int]:
    graph = graph_of(text, folder)
    tasks = answer["tasks"]
    for milestone in graph:
        work, says = milestone.work, tasks[milestone.id]
        assert work is not None
        assert work.started == (says["actual_start"] and moment(says["actual_start"]))
        assert work.completed == (says["actual_finish"] and moment(says["actual_finish"]))
        if work.completed is None and not work.is_milestone:
            assert work.minutes == says["remaining"]
        if milestone.calendar == says["calendar"]:  # names may be told apart by a number
            assert hours_by_day(graph, says["calendar"]) == says["worked"]
    ours = sorted((*link.ends, link.type, float(link.lag_minutes or 0)) for link in graph.links)
    kept = {milestone.id for milestone in graph}
    theirs = sorted(tuple(each) for each in answer["relations"] if {each[0], each[1]} <= kept)
    assert ours == theirs
    shown = {milestone.id for milestone in graph if milestone.forecast}
    assert dates_of(graph_of_facts(answer["facts"]), shown) == dates_of(graph, shown)
    return len(graph), len(graph.links)


def graph_of_facts(facts: Any) -> Graph:
    """The same project as MPXJ reads it in the XML of P6."""
    problems: list[Problem] = []
    network = NetworkReader(facts, "plan.xml", "0", problems).network(8.0)
    assert not problems
    return merge([network_file(network, activities=True)])


def dates_of(graph: Graph, shown: set[str]) -> dict[str, list[object]]:
    """What a project has of each activity, and where that leads.

    What has no dates in XER has those in XML that MPXJ makes up: only others are `shown`.
    """
    projection = project(graph)
    fields = "due completed started duration remaining calendar not_before not_after progress"
    return {
        m.id: [
            *(getattr(m, field) for field in fields.split()),
            *(projection.date(m.id), projection.slip(m.id), projection.free_float(m.id)),
            m.forecast if m.id in shown else None,
        ]
        for m in graph
    }


@pytest.mark.slow
def test_mpxj_reads_the_same_activities_relationships_and_calendars(tmp_path: Path) -> None:
    texts = [xer(random_plan(seed)) for seed in range(3)]
    answers = asked_of_mpxj([{**AS_XML, "text": t} for t in texts])
    counts = [same_as_mpxj(t, a, tmp_path) for t, a in zip(texts, answers, strict=True)]
    assert sum(links for _, links in counts) > 150
    assert set(EXCEPTIONS) < set(WEEKS)


@pytest.mark.slow
def test_mpxj_reads_the_same_of_real_files(real_schedules: list[Path], tmp_path: Path) -> None:
    texts = [path.read_bytes().decode("cp1252", errors="replace") for path in real_schedules]
    answers = asked_of_mpxj([{**AS_XML, "text": t} for t in texts])
    counts = [same_as_mpxj(t, a, tmp_path) for t, a in zip(texts, answers, strict=True)]
    assert sum(activities for activities, _ in counts) > 50


def test_a_plan_of_activities_has_the_lines_of_the_file(tmp_path: Path) -> None:
    text = xer(PLAN)
    position = graph_of(text, tmp_path)["B"].position
    assert position is not None
    assert re.search(r"\tB\tB\t", text.split("\r\n")[position.line - 1])


@pytest.mark.parametrize("has_start", [True, False])
def test_a_file_of_which_nothing_dated_is_left_says_so(tmp_path: Path, *, has_start: bool) -> None:
    text = xer(PLAN)
    if not has_start:
        for column in ("last_recalc_date", "plan_start_date"):
            text = with_field(text, "PROJECT", 1, column, "")
    [told] = [notice for notice in graph_of(text, tmp_path).notices if "dated" in notice.text]
    assert told.text.startswith("nothing dated is left of it: none of its 4 activities has")
    assert told.is_warning
    assert told.text.endswith("begins at its data date") is has_start
    dated = with_field(text, "TASK", 2, "early_end_date", "2024-02-01 17:00")
    assert not [notice for notice in graph_of(dated, tmp_path).notices if "dated" in notice.text]
