"""Files of Primavera P6 and Microsoft Project, read with MPXJ.

One program with Java reads the files of most tests: to start it takes half a second each time.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from depgraph.errors import LoadError
from depgraph.model import Graph
from depgraph.sources import scheduling_program
from depgraph.sources.files import read_files
from depgraph.sources.merge import merge
from depgraph.sources.reading import ReadingOptions


def is_java_here() -> bool:
    jpype = pytest.importorskip("jpype")
    pytest.importorskip("mpxj")
    try:
        return Path(jpype.getDefaultJVMPath()).exists()
    except (OSError, jpype.JVMNotFoundException):
        return False


pytestmark = [
    pytest.mark.skipif(not is_java_here(), reason="there is no Java"),
    pytest.mark.usefixtures("_one_program"),
    pytest.mark.slow,
]

WEEK = "".join(
    f"(0||{day}()({'(0||0(s|08:00|f|16:00)())' if 1 < day < 7 else ''}))" for day in range(1, 8)
)
CALENDAR = f"(0||CalendarData()((0||DaysOfWeek()({WEEK}))(0||Exceptions()((0||0(d|43650)())))))"
# 43650 is 2019-07-04 in the days of a spreadsheet.

READERS = """
import json, os, sys
from depgraph.sources.mpxj_program import answer

answers = os.fdopen(os.dup(1), "w", encoding="ascii")
os.dup2(2, 1)
for line in sys.stdin:
    print(answer(*json.loads(line)), file=answers, flush=True)
"""


@pytest.fixture(scope="module")
def java() -> Iterator[subprocess.Popen[str]]:
    """A program that reads one file after the other."""
    with subprocess.Popen(
        [sys.executable, "-c", READERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        yield program
        program.stdin.close()


@pytest.fixture
def _one_program(java: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(kind: str, path: Path, _shown: str) -> object:
        java.stdin.write(json.dumps([kind, str(path.absolute())]) + "\n")
        java.stdin.flush()
        return json.loads(java.stdout.readline())

    monkeypatch.setattr(scheduling_program, "_mpxj_answer", answer)


Row = dict[str, object]


def xer(*tables: tuple[str, list[Row]]) -> str:
    lines = ["ERMHDR\t19.12\t2019-05-20\tProject\tadmin\tadmin\tdb\tProject Management\tUSD"]
    for name, rows in tables:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        lines += [f"%T\t{name}", "\t".join(["%F", *columns])]
        lines += ["\t".join(["%R", *(str(row.get(each, "")) for each in columns)]) for row in rows]
    return "\r\n".join([*lines, "%E", ""])


def project(number: int = 1, **more: object) -> Row:
    return {
        "proj_id": number,
        "proj_short_name": f"PLAN{number}",
        "export_flag": "Y",
        "clndr_id": 7,
        "last_recalc_date": "2019-05-20 00:00",
        "plan_start_date": "2019-01-07 08:00",
    } | more


def task(number: int, code: str, kind: str, day: str, hours: int = 0, **more: object) -> Row:
    return {
        "task_id": number,
        "proj_id": 1,
        "wbs_id": 10,
        "clndr_id": 7,
        "task_code": code,
        "task_name": f"Name of {code}",
        "task_type": kind,
        "status_code": "TK_NotStart",
        "complete_pct_type": "CP_Drtn",
        "duration_type": "DT_FixedDrtn",
        "remain_drtn_hr_cnt": hours,
        "target_drtn_hr_cnt": hours,
        "target_start_date": f"{day} 08:00",
        "target_end_date": f"{day} 16:00",
        "early_start_date": f"{day} 08:00",
        "early_end_date": f"{day} 16:00",
    } | more


def link(number: int, before: int, after: int, kind: str = "FS", lag: int = 0) -> Row:
    return {
        "task_pred_id": number,
        "task_id": after,
        "pred_task_id": before,
        "proj_id": 1,
        "pred_proj_id": 1,
        "pred_type": f"PR_{kind}",
        "lag_hr_cnt": lag,
    }


TASKS = [
    task(1, "START", "TT_Mile", "2019-01-07", act_start_date="2019-01-07 08:00")
    | {"status_code": "TK_Complete", "act_end_date": "2019-01-07 08:00"},
    task(2, "LDM-503-09", "TT_FinMile", "2019-10-01"),
    task(
        3, "A1000", "TT_Task", "2019-11-01", 80, cstr_type="CS_MSOA", cstr_date="2019-10-07 08:00"
    ),
    task(4, "LOE", "TT_LOE", "2019-11-01", 800),
    task(5, "LDM-503-11", "TT_FinMile", "2019-12-10", cstr_type="CS_MEOB")
    | {"cstr_date": "2019-12-18 16:00"},
]
LINKS = [
    link(1, 1, 2),
    link(2, 2, 3, lag=44),
    link(3, 3, 5, "FF", 16),
    link(4, 2, 4, "SS"),
    link(5, 4, 5, "FF"),
]


def plan(tasks: list[Row] = TASKS, links: list[Row] = LINKS, *projects: Row) -> str:
    calendar: Row = {"clndr_id": 7, "default_flag": "Y", "clndr_name": "Five days"}
    calendar |= {"clndr_type": "CA_Base", "day_hr_cnt": 8, "week_hr_cnt": 40}
    calendar |= {"month_hr_cnt": 172, "year_hr_cnt": 2000, "clndr_data": CALENDAR}
    wbs = [
        {"wbs_id": 10 * number, "proj_id": number, "proj_node_flag": "Y", "wbs_short_name": "PLAN"}
        | {"wbs_name": "Plan", "seq_num": 0, "status_code": "WS_Open"}
        for number in range(1, 1 + max(1, len(projects)))
    ]
    return xer(
        ("CALENDAR", [calendar]),
        ("PROJECT", list(projects or (project(),))),
        ("PROJWBS", wbs),
        ("TASK", tasks),
        ("TASKPRED", links),
    )


def load(tmp_path: Path, text: str | bytes, name: str = "plan.xer", **options: bool) -> Graph:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("cp1252"))
    problems: list = []
    files = read_files([path], problems, ReadingOptions(**options))
    return merge(files, problems=problems)


def messages(tmp_path: Path, text: str | bytes, name: str = "plan.xer") -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(tmp_path, text, name)
    return [problem.message for problem in caught.value.problems]


def test_milestones_of_an_xer_file_have_their_dates_and_lines(tmp_path: Path) -> None:
    graph = load(tmp_path, plan())
    assert graph.as_of == date(2019, 5, 20)
    assert [milestone.id for milestone in graph.milestones] == ["LDM-503-09", "LDM-503-11", "START"]
    start, last = graph["START"], graph["LDM-503-11"]
    assert (start.state, start.completed) == ("complete", date(2019, 1, 7))
    assert (last.name, last.forecast, last.not_after) == (
        "Name of LDM-503-11",
        date(2019, 12, 10),
        date(2019, 12, 18),
    )
    assert last.position is not None
    lines = plan().splitlines()
    assert "LDM-503-11" in lines[last.position.line - 1]


def test_activities_make_links_with_the_lags_along_the_chain(tmp_path: Path) -> None:
    [behind] = load(tmp_path, plan()).links_into("LDM-503-11")
    assert (behind.prerequisite, behind.type, behind.lag) == ("LDM-503-09", "FS", 8)
    assert behind.calendar == "Five days"
    assert behind.witness is not None
    assert behind.witness.activities == ("A1000",)
    assert behind.witness.lag_hours == 60


def test_a_chain_through_a_level_of_effort_makes_no_link_and_a_notice(tmp_path: Path) -> None:
    graph = load(tmp_path, plan(TASKS, LINKS[3:]))
    assert not graph.links
    lost = [notice for notice in graph.notices if "left out" in notice.text]
    assert [notice.text.partition(" is left out")[0] for notice in lost] == [
        "TASK: LOE is level of effort, which holds nothing up: the activity",
        "TASKPRED: LDM-503-09 -> LOE",
        "TASKPRED: LOE -> LDM-503-11",
    ]
    assert not any(notice.is_warning for notice in lost)
    lines = plan(TASKS, LINKS[3:]).splitlines()
    places = [notice.position.line for notice in lost if notice.position is not None]
    assert [lines[place - 1].split("\t")[1] for place in places] == ["4", "4", "5"]


def test_all_activities_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    graph = load(tmp_path, plan(), activities=True)
    work = graph["A1000"]
    assert work.duration == 10
    # Two weeks of work from Monday, 7 October, on.
    assert work.not_before == date(2019, 10, 18)
    [link_in] = graph.links_into("A1000")
    assert (link_in.lag, link_in.type) == (6, "FS")
    assert [(each.type, each.lag) for each in graph.links_into("LDM-503-11")] == [("FF", 2)]


def test_a_calendar_has_its_week_and_holidays(tmp_path: Path) -> None:
    calendar = load(tmp_path, plan()).calendars["Five days"]
    assert calendar.weekdays == frozenset(range(5))
    assert calendar.holidays == {date(2019, 7, 4)}


def test_a_milestone_of_another_project_is_kept_with_its_link(tmp_path: Path) -> None:
    other = task(6, "EXT-1", "TT_FinMile", "2019-09-01") | {"proj_id": 2, "wbs_id": 20}
    outside = link(6, 6, 2) | {"pred_proj_id": 2}
    text = plan([*TASKS, other], [*LINKS, outside], project(), project(2, export_flag="N"))
    graph = load(tmp_path, text)
    assert "EXT-1" in graph.predecessors("LDM-503-09")
    assert graph["EXT-1"].forecast == date(2019, 9, 1)


def test_several_projects_are_named_and_not_mixed(tmp_path: Path) -> None:
    other = task(6, "OTHER-1", "TT_FinMile", "2019-09-01") | {"proj_id": 2, "wbs_id": 20}
    [message] = messages(tmp_path, plan([*TASKS, other], LINKS, project(), project(2)))
    assert message == (
        "has 2 projects ('PLAN1', 'PLAN2'): name one by --project, or beside the file in the "
        "configuration, as 'project: PLAN1', or all by 'project: all', or export each into a "
        "file of its own"
    )


def test_names_beyond_ascii_are_read_in_both_encodings(tmp_path: Path) -> None:
    tasks = [*TASKS, task(6, "M-1", "TT_FinMile", "2019-09-01", task_name="Übergabe")]
    for encoding in ("cp1252", "utf-8"):
        graph = load(tmp_path, plan(tasks).encode(encoding))
        assert graph["M-1"].name == "Übergabe"


def test_a_file_that_is_cut_short_is_not_read(tmp_path: Path) -> None:
    text = plan()
    assert messages(tmp_path, text[: text.index("LDM-503-11")]) == [
        "is cut short: the mark of its end, %E, is missing"
    ]


def test_a_code_that_stands_twice_is_told(tmp_path: Path) -> None:
    tasks = [*TASKS, task(6, "START", "TT_FinMile", "2019-09-01")]
    assert messages(tmp_path, plan(tasks)) == ["TASK: the code START stands twice"]


MSPDI = """<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project">
<Name>Plan</Name><StatusDate>2019-05-20T17:00:00</StatusDate><CalendarUID>1</CalendarUID>
<MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
<WeekDays>{week}</WeekDays></Calendar></Calendars>
<Tasks>{tasks}</Tasks></Project>
"""
DAY = """<WeekDay><DayType>{}</DayType><DayWorking>{}</DayWorking><WorkingTimes><WorkingTime>
<FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""


def mspdi(*tasks: str) -> str:
    week = "".join(
        DAY.format(day, 1) if 1 < day < 7 else f"<WeekDay><DayType>{day}</DayType></WeekDay>"
        for day in range(1, 8)
    )
    return MSPDI.format(week=week, tasks="".join(tasks))


def mspdi_task(uid: int, row: int, finish: str, *more: str, milestone: bool = True) -> str:
    return (
        f"<Task><UID>{uid}</UID><ID>{row}</ID><Name>Task {uid}</Name><Active>1</Active>"
        f"<Milestone>{milestone:d}</Milestone><Start>{finish}T08:00:00</Start>"
        f"<Finish>{finish}T16:00:00</Finish><CalendarUID>-1</CalendarUID>{''.join(more)}</Task>"
    )


def mspdi_link(uid: int, lag: int, unit: int) -> str:
    """A link from a task; the lag is in tenths of minutes."""
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{unit}</LagFormat></PredecessorLink>"
    )


def test_microsoft_project_has_unique_ids_as_codes_and_rows_as_lines(tmp_path: Path) -> None:
    baseline = "<Baseline><Number>0</Number><Finish>2019-09-02T16:00:00</Finish></Baseline>"
    deadline = "<Deadline>2019-12-18T16:00:00</Deadline>"
    text = mspdi(
        mspdi_task(11, 1, "2019-10-01", deadline, baseline), mspdi_task(12, 2, "2019-11-01")
    )
    graph = load(tmp_path, text, "plan.xml")
    first = graph["11"]
    assert (first.due, first.forecast, first.not_after) == (
        date(2019, 9, 2),
        date(2019, 10, 1),
        date(2019, 12, 18),
    )
    position = graph["12"].position
    assert position is not None
    assert position.line == 2


def test_a_lag_of_working_days_has_a_calendar_and_an_elapsed_one_none(tmp_path: Path) -> None:
    working, elapsed = mspdi_link(11, 3 * 4800, 7), mspdi_link(11, 3 * 14400, 8)
    text = mspdi(
        mspdi_task(11, 1, "2019-10-01"),
        mspdi_task(12, 2, "2019-11-01", working),
        mspdi_task(13, 3, "2019-11-01", elapsed),
    )
    graph = load(tmp_path, text, "plan.xml")
    found = {link.dependent: (link.lag, link.calendar) for link in graph.links}
    assert found == {"12": (3, "Standard"), "13": (3, None)}


def test_links_of_a_summary_task_are_those_of_what_is_below_it(tmp_path: Path) -> None:
    summary = "<Summary>1</Summary><OutlineLevel>1</OutlineLevel>"
    inner = "<OutlineLevel>2</OutlineLevel>"
    text = mspdi(
        mspdi_task(10, 1, "2019-10-01", summary, milestone=False),
        mspdi_task(11, 2, "2019-10-01", inner),
        mspdi_task(12, 3, "2019-11-01", "<OutlineLevel>1</OutlineLevel>", mspdi_link(11, 0, 7)),
    )
    assert "10" not in load(tmp_path, text, "plan.xml", activities=True)
    linked = text.replace("<PredecessorUID>11<", "<PredecessorUID>10<")
    graph = load(tmp_path, linked, "plan.xml", activities=True)
    assert graph.predecessors("12") == ("11",)


PMXML = """<?xml version="1.0" encoding="UTF-8"?>
<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects">
<Project><ObjectId>1</ObjectId><Id>PLAN</Id><Name>Plan</Name>
<DataDate>2019-05-20T00:00:00</DataDate>
{activities}{links}</Project></APIBusinessObjects>
"""
PMXML_ACTIVITY = """<Activity><ObjectId>{number}</ObjectId><Id>{code}</Id><Name>{code}</Name>
<ProjectObjectId>1</ProjectObjectId><Type>Finish Milestone</Type><Status>Not Started</Status>
<PlannedFinishDate>{day}T16:00:00</PlannedFinishDate><PlannedStartDate>{day}T16:00:00</PlannedStartDate>
<FinishDate>{day}T16:00:00</FinishDate></Activity>"""
PMXML_LINK = """<Relationship><ObjectId>1</ObjectId><Lag>0</Lag>
<PredecessorActivityObjectId>1</PredecessorActivityObjectId><PredecessorProjectObjectId>1</PredecessorProjectObjectId>
<SuccessorActivityObjectId>2</SuccessorActivityObjectId><SuccessorProjectObjectId>1</SuccessorProjectObjectId>
<Type>Finish to Start</Type></Relationship>"""


def test_xml_of_p6_has_activity_ids_as_codes(tmp_path: Path) -> None:
    activities = "".join(
        PMXML_ACTIVITY.format(number=number, code=code, day=day)
        for number, code, day in ((1, "LDM-503-09", "2019-10-01"), (2, "LDM-503-11", "2019-12-10"))
    )
    graph = load(tmp_path, PMXML.format(activities=activities, links=PMXML_LINK), "plan.pmxml")
    assert graph.as_of == date(2019, 5, 20)
    assert graph.predecessors("LDM-503-11") == ("LDM-503-09",)
    assert graph["LDM-503-11"].forecast == date(2019, 12, 10)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.xer", b"", "the file is empty"),
        ("plan.xer", b"hello", "this is no XER file"),
        ("plan.mpp", b"hello", "this is no MPP file"),
        ("plan.xml", b"hello", "is no XML"),
        ("plan.xml", b"<a/>", "no schedule (its root is 'a'): expected XER or XML of Primavera P6"),
        ("plan.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "has a DOCTYPE"),
        ("plan.xml", "<!DOCTYPE a []><a/>".encode("utf-16"), "has a DOCTYPE"),
        ("plan.mpp", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "cannot be read by MPXJ"),
        ("plan.xml", mspdi().encode()[:-20], "is no XML: unclosed token"),
    ],
)
def test_what_is_no_schedule_is_told_without_a_trace(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    [message] = messages(tmp_path, data, name)
    assert said in message
    assert "Exception" not in message
    assert "\n" not in message


def test_nothing_of_java_is_printed(tmp_path: Path) -> None:
    (tmp_path / "plan.xer").write_text(plan(), encoding="cp1252", newline="")
    done = subprocess.run(
        [sys.executable, "-m", "depgraph", "critical-path", "LDM-503-11", "--graph", "plan.xer"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "through A1000" in done.stdout


def test_two_files_are_read_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # each with a program of its own, as users have it
    (tmp_path / "a.xer").write_text(plan(), encoding="cp1252", newline="")
    (tmp_path / "b.xml").write_text(mspdi(mspdi_task(11, 1, "2019-10-01")), encoding="utf-8")
    problems: list = []
    files = read_files([tmp_path / "a.xer", tmp_path / "b.xml"], problems)
    assert not problems
    assert {"11", "START"} <= {code for each in files for code in each.milestones}


def test_an_activity_without_its_number_is_told(tmp_path: Path) -> None:
    nameless = plan([*TASKS[:2], TASKS[2] | {"task_id": ""}, *TASKS[3:]])
    assert messages(tmp_path, nameless) == [
        "TASK: task_id: an activity has no number",
        "TASKPRED: task_id: there is no activity '3'",
        "TASKPRED: pred_task_id: there is no activity '3'",
    ]


@pytest.mark.parametrize("encoding", ["UTF-99", "shift_jis"])
def test_xml_in_a_strange_encoding_is_told(encoding: str, tmp_path: Path) -> None:
    text = mspdi().replace("UTF-8", encoding)
    assert encoding in text
    [message] = messages(tmp_path, text, "plan.xml")
    assert message.startswith("is XML in an encoding that is not read: ")
