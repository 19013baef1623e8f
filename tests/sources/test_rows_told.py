"""Nothing is lost: each row of a file is taken, or an error or a notice is at its line.

The rows of a file are read here by a small reader of its own.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from depgraph import Graph
from depgraph.errors import LoadError, Problem
from depgraph.sources.formats import read_source
from depgraph.sources.merge import merge
from depgraph.sources.reading import ReadingOptions
from depgraph.sources.schedule_xml import notices_of_lost, read_rows
from depgraph.sources.schedule_xml_fields import FORMATS

from ..analysis.schedule_files import random_plan, xer
from .test_xer import PLAN as SMALL

TEXTS = {"task_code", "task_name", "proj_short_name", "clndr_name", "export_flag", "orig_proj_id"}
"""Columns that may hold anything."""


def rows_of(text: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The rows of an XER file: their tables, lines and fields."""
    name, columns = "", list[str]()
    for number, line in enumerate(text.split("\r\n"), start=1):
        mark, *fields = line.split("\t")
        if mark == "%T":
            name = fields[0]
        elif mark == "%F":
            columns = fields
        elif mark == "%R":
            yield name, number, dict(zip(columns, fields, strict=True))


def read(text: str, folder: Path, name: str = "plan.xer") -> tuple[Graph | None, set[int]]:
    """The plan, if it is one, and the lines that errors or notices are at."""
    path, problems = folder / name, list[Problem]()
    path.write_text(text, encoding="utf-8", newline="")
    try:
        graph_file = read_source(path, name, ReadingOptions(activities=True), problems)
        graph = merge([graph_file], problems=problems)
    except LoadError as error:
        return None, {problem.line for problem in error.problems}
    return graph, {notice.position.line for notice in graph.notices if notice.position}


@pytest.mark.parametrize("seed", range(3))
def test_each_row_of_xer_is_taken_or_told(seed: int, tmp_path: Path) -> None:
    plan = random_plan(seed)
    kinds = {0: "TT_LOE", 7: "TT_WBS"}
    tasks = [
        task._replace(kind=kinds.get(n % 11, task.kind)) if task.kind == "TT_Task" else task
        for n, task in enumerate(plan.tasks)
    ]
    text = xer(plan._replace(tasks=tasks))
    graph, told = read(text, tmp_path)
    assert graph is not None
    rows = [row for row in rows_of(text) if row[0] in ("TASK", "TASKPRED")]
    links = {link.position.line for link in graph.links if link.position}
    taken = {m.position.line for m in graph.milestones if m.position} | links
    assert {line for _, line, _ in rows} <= taken | told
    left_out = sum(fields.get("task_type") in ("TT_LOE", "TT_WBS") for _, _, fields in rows)
    assert len(graph) == sum(name == "TASK" for name, _, _ in rows) - left_out
    assert len(rows) == len(graph) + len(graph.links) + sum(
        notice.text.startswith(("TASK: ", "TASKPRED: ")) and "left out" in notice.text
        for notice in graph.notices
    )


def test_each_wrong_field_of_xer_is_an_error_or_a_notice_at_its_row(tmp_path: Path) -> None:
    from depgraph.sources.xer import _COLUMNS

    text, silent = xer(SMALL), set[str]()
    _, before = read(text, tmp_path)
    tables = {name: line for name, line, _ in reversed([*rows_of(text)])}
    for name, line in tables.items():
        lines = text.split("\r\n")
        columns = lines[line - 2].split("\t")[1:]
        for column in sorted(_COLUMNS.get(name, set()) - TEXTS):
            changed = lines.copy()
            fields = [*changed[line - 1].split("\t")]
            if column in columns:
                fields[columns.index(column) + 1] = "none"
                changed[line - 1] = "\t".join(fields)
            else:
                for at in range(line - 2, len(lines)):
                    if at > line - 2 and not lines[at].startswith("%R"):
                        break
                    value = column if at == line - 2 else "none" if at == line - 1 else ""
                    changed[at] += f"\t{value}"
            graph, told = read("\r\n".join(changed), tmp_path)
            if graph is not None and line not in told - before:
                silent.add(f"{name}.{column}")
    assert silent == SILENT


SILENT = {
    # That the project has no options is told at its own row.
    "SCHEDOPTIONS.proj_id",
    # These count where an activity says that its per cent are of them.
    *("TASK.phys_complete_pct", "TASK.act_work_qty", "TASK.act_equip_qty"),
    *("TASK.remain_work_qty", "TASK.remain_equip_qty"),
}


MICROSOFT = """<Project xmlns="http://schemas.microsoft.com/project">
<ScheduleFromStart>1</ScheduleFromStart><StatusDate>NA</StatusDate><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><BaseCalendarUID>-1</BaseCalendarUID><WeekDays><WeekDay>
<DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>
<FromTime>08:00:00</FromTime><ToTime>16:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
</WeekDays></Calendar></Calendars><Tasks>
<Task><UID>1</UID><Milestone>1</Milestone><PercentComplete>50</PercentComplete></Task>
<Task><UID>2</UID><Start>2024-01-08T08:00:00</Start><CalendarUID>1</CalendarUID>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag>
<LagFormat>7</LagFormat></PredecessorLink></Task></Tasks></Project>
"""
PRIMAVERA = """<APIBusinessObjects><Calendar><ObjectId>1</ObjectId><StandardWorkWeek>
<StandardWorkHours><DayOfWeek>Monday</DayOfWeek><WorkTime><Start>08:00:00</Start>
<Finish>16:00:00</Finish></WorkTime></StandardWorkHours></StandardWorkWeek></Calendar>
<Project><DataDate>2024-01-08T08:00:00</DataDate>
<Activity><ObjectId>1</ObjectId><Id>A</Id><Type>Task Dependent</Type><Status>Not Started</Status>
<CalendarObjectId>1</CalendarObjectId><PlannedDuration>8</PlannedDuration></Activity>
<Activity><ObjectId>2</ObjectId><Id>B</Id><Type>Finish Milestone</Type></Activity>
<Relationship><Type>Finish to Start</Type><Lag>0</Lag>
<PredecessorActivityObjectId>1</PredecessorActivityObjectId>
<SuccessorActivityObjectId>2</SuccessorActivityObjectId></Relationship></Project>
</APIBusinessObjects>
"""


@pytest.mark.parametrize(("kind", "text"), [("mspdi", MICROSOFT), ("pmxml", PRIMAVERA)])
def test_each_wrong_field_of_xml_is_told(kind: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"

    def told(text: str) -> int:
        problems: list[Problem] = []
        path.write_text(text)
        rows = read_rows(kind, path, "plan.xml", problems)
        assert rows is not None
        return len(problems) + len(rows.notices)

    assert told(text) == 0
    format_ = FORMATS[kind]
    names = {field for of in (format_.tables, format_.doubts) for t in of.values() for field in t}
    names |= {*format_.ends, *format_.names_calendar.values()}
    there = [name for name in sorted(names) if f"<{name}>" in text]
    assert len(there) > 10
    for name in there:
        head, _, rest = text.partition(f"<{name}>")
        assert told(f"{head}<{name}>none<{rest.partition('<')[2]}") > 0, name


def facts(*numbers: int, links: tuple[tuple[int, int], ...] = ()) -> Any:
    relations = [{"prerequisite": a, "dependent": b, "external": None} for a, b in links]
    activities = [{"uid": number, "code": None} for number in numbers]
    return [{"activities": activities, "relations": relations}]


def test_a_row_of_xml_that_mpxj_does_not_have_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text(MICROSOFT)
    rows = read_rows("mspdi", path, "plan.xml", [])
    assert rows is not None
    assert notices_of_lost(rows, facts(1, 2, links=((1, 2),)), "plan.xml") == []
    told = notices_of_lost(rows, facts(1), "plan.xml")
    assert [(notice.text[:27], notice.position and notice.position.line) for notice in told] == [
        ("Task 2 (UID 2): MPXJ does n", 8),
        ("PredecessorLink 1 of Task 2", 9),
    ]


def test_each_row_of_a_list_is_taken_or_told(tmp_path: Path) -> None:
    lines = ["ID,Name,Status,Finished,Due,Depends on"]
    lines += ["A,first,Done,,2026-01-01,", "B,second,Odd,,2026-01-02,A", "C,third,Open,2026-01-03"]
    lines += ["D,fourth,,,,first", "E,fifth,Closed,,,'nobody'", "F,sixth,,,,A FS+1.4d"]
    graph, told = read("\n".join(lines), tmp_path, "plan.csv")
    assert graph is not None
    assert [m.id for m in graph] == [row["ID"] for row in csv.DictReader(lines)]
    assert told >= {2, 3, 4, 5, 6, 7}
