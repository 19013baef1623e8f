"""Spreadsheet exports of Primavera P6: what is read of them, and what is wrong with them."""

import itertools
import struct
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from depgraph.analysis.cycles import find_cycles
from depgraph.config import Config
from depgraph.errors import LoadError, MissingToolError
from depgraph.model import Graph, Notice, Witness
from depgraph.plans.loading import load, load_graph
from depgraph.plans.selection import Selection
from depgraph.sources import workbook as workbook_module
from depgraph.sources.reading import ReadingOptions

Rows = list[list[object]]

TASK = ["task_code", "status_code", "task_name", "base_end_date", "act_end_date", "end_date"]
TASK_CAPTIONS = ["Activity ID", "Activity Status", "Name", "BL Finish", "Actual Finish", "Finish"]
PRED = ["pred_task_id", "task_id", "pred_type", "lag_hr_cnt"]
PRED_CAPTIONS = ["Predecessor", "Successor", "Relationship Type", "Lag(h)"]

A = ["A", "Completed", "Alpha", "7/16/2019 8:00:00 AM", "7/18/2019", "7/18/2019"]
B = ["B", "Not Started", "Beta", "8/1/2019 5:00:00 PM", "", "8/20/2019 5:00:00 PM"]
A_B = ["A", "B", "FS", "0"]


def sheets(tasks: Rows, links: Rows = [A_B], **others: Rows) -> dict[str, Rows]:  # noqa: B006
    return {
        "TASK": [TASK, TASK_CAPTIONS, *tasks],
        "TASKPRED": [PRED, PRED_CAPTIONS, *links],
        **others,
    }


def table(fields: dict[str, str], *rows: Sequence[object]) -> Rows:
    """Return a sheet with these fields and captions."""
    return [[*fields], [*fields.values()], *map(list, rows)]


def problems(path: Path, **options: Any) -> list[str]:
    with pytest.raises(LoadError) as error:
        read(path, **options)
    return [str(each).replace(str(path), path.name) for each in error.value.problems]


def read(path: Path, **options: Any) -> Graph:
    config = Config(reading=ReadingOptions(**options))
    return load_graph(Selection(graph=(path,), activities=options.get("activities", False)), config)


def texts(graph: Graph, rule: str = "source-notice") -> list[str]:
    return [notice.text for notice in graph.notices if notice.rule == rule]


def placed(notices: Sequence[Notice]) -> list[tuple[int, int]]:
    return [(each.position.line, each.position.column) for each in notices if each.position]


# -- what is read -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.xls", "plan.xlsx", "PLAN.XLSX"])
def test_both_formats_are_read(workbook, name):
    path = workbook(name.lower(), sheets([A, B]))
    path = path.rename(path.with_name(name))
    graph = load(path)
    assert [m.id for m in graph.milestones] == ["A", "B"]
    alpha, beta = graph.milestones
    assert (alpha.name, alpha.due, alpha.completed) == (
        "Alpha",
        date(2019, 7, 16),
        date(2019, 7, 18),
    )
    assert (alpha.state, alpha.forecast) == ("complete", None)
    assert (beta.due, beta.forecast, beta.completed) == (
        date(2019, 8, 1),
        date(2019, 8, 20),
        None,
    )
    assert [link[:4] for link in graph.links] == [("A", "B", "FS", 0)]
    assert str(beta.position) == f"{path}[TASK]:4"
    assert str(graph.links[0].position) == f"{path}[TASKPRED]:3"


def test_what_the_file_is_is_told_by_its_content(workbook):
    path = workbook("plan.xlsx", sheets([A, B]))
    assert len(load(path.rename(path.with_suffix(".xls")))) == 2


def test_columns_and_sheets_stand_in_any_order(workbook):
    book = {
        "USERDATA": [["user_data"], ["Do Not Edit"], ["DateFormat=dd-mmm-yy"]],
        "taskpred": table(
            {"lag_hr_cnt": "", "task_id": "", "x": "", "pred_type": "", "pred_task_id": ""},
            ["", "B", "?", "PR_FF", "A"],
        ),
        "Task ": table({"wbs_id": "WBS", "task_code": "Activity ID"}, ["W.1", "B"], ["W.2", " A "]),
    }
    graph = load(workbook("plan.xlsx", book))
    assert [(m.id, m.name, m.due) for m in graph.milestones] == [
        ("A", None, None),
        ("B", None, None),
    ]
    assert [link[:4] for link in graph.links] == [("A", "B", "FF", 0)]


def test_a_row_of_data_is_not_taken_for_captions(workbook):
    book = {"TASK": [TASK, A, B], "TASKPRED": [PRED, A_B]}
    graph = load(workbook("plan.xlsx", book))
    assert (len(graph), len(graph.links)) == (2, 1)
    assert graph.milestones[0].position.line == 2


def test_blank_rows_and_codes_that_are_numbers(workbook):
    book = sheets([["1000", *A[1:]], [], [2000, *B[1:]]], [[], [1000, 2000.0, "FS", None]])
    graph = load(workbook("plan.xlsx", book))
    assert [m.id for m in graph.milestones] == ["1000", "2000"]
    assert [link[:3] for link in graph.links] == [("1000", "2000", "FS")]
    assert graph.links[0].position.line == 4


@pytest.mark.parametrize(
    "written",
    [
        datetime(2019, 7, 18, 17),  # noqa: DTZ001 - cells have no time zone
        date(2019, 7, 18),
        "7/18/2019",
        "7/18/2019 5:00:00 PM",
        "07/18/19 17:00",
        "2019-07-18",
        "2019-07-18T17:00:00",
        "2019/07/18 17:00",
        "18-Jul-19",
        "18-Jul-2019 17:00",
        "18-Jul-19 A",
        "18-Jul-19 17:00*",
        "18 July 2019",
        "Jul-18-19",
        "July 18, 2019",
        "18.07.2019 17:00",
        "18.7.19",
        "18/07/2019",
    ],
)
def test_forms_of_dates(workbook, written):
    row = ["A", "Completed", "", "", written, ""]
    graph = load(workbook("plan.xlsx", sheets([row], [])))
    assert graph["A"].completed == date(2019, 7, 18)


def test_dates_of_cells_in_old_workbooks(workbook):
    moved = [*B[:5], datetime(2019, 8, 21, 17)]  # noqa: DTZ001
    assert load(workbook("plan.xls", sheets([A, moved])))["B"].forecast == date(2019, 8, 21)


def test_the_order_of_day_and_month_is_that_of_the_other_dates(workbook):
    rows = [["A", "", "", "3/4/2019", "", ""], ["B", "", "", "14/4/2019", "", ""]]
    graph = load(workbook("plan.xlsx", sheets(rows)))
    assert graph["A"].due == date(2019, 4, 3)
    assert not texts(graph)


def test_dates_that_do_not_tell_their_order(workbook):
    path = workbook("plan.xlsx", sheets([["A", "", "", "3/4/2019", "", ""]], []))
    (notice,) = load(path).notices
    assert load(path)["A"].due == date(2019, 3, 4)
    assert "3/4/2019 is read with the month first" in notice.text
    assert placed([notice]) == [(3, 4)]
    assert notice.is_warning
    told = read(path, date_order="day-first")
    assert (told["A"].due, told.notices) == (date(2019, 4, 3), ())


def test_start_milestones_have_a_start_in_place_of_a_finish(workbook):
    fields = {
        "task_code": "",
        "status_code": "",
        "start_date": "",
        "act_start_date": "",
        "end_date": "",
    }
    rows = [
        ["OPEN", "Not Started", "2019-09-01", "", ""],
        ["DONE", "Completed", "2019-05-01", "", ""],
        ["SURE", "Completed", "2019-05-02", "2019-05-03", ""],
        ["WORK", "In Progress", "2019-05-02", "2019-05-03", "2019-09-03"],
    ]
    graph = load(
        workbook(
            "plan.xlsx",
            {
                "TASK": table(fields, *rows),
                "TASKPRED": [PRED, PRED_CAPTIONS, ["DONE", "OPEN", "FS", ""]],
            },
        )
    )
    dates = {m.id: (m.forecast, m.completed) for m in graph.milestones}
    assert dates == {
        "OPEN": (date(2019, 9, 1), None),
        "DONE": (None, date(2019, 5, 1)),
        "SURE": (None, date(2019, 5, 3)),
    }
    (taken,) = [text for text in texts(graph) if "without an actual date" in text]
    assert taken.startswith("DONE is Completed")
    assert "the planned date, 2019-05-01, is taken" in taken


def test_without_types_what_takes_time_is_no_milestone(workbook):
    fields = {
        "task_code": "",
        "status_code": "",
        "start_date": "",
        "act_start_date": "",
        "end_date": "",
        "target_drtn_hr_cnt": "Original Duration(d)",
    }
    rows = [
        ["M", "Not Started", "2019-09-01", "", "2019-09-01", "0"],
        ["x", "In Progress", "2019-05-02", "2019-05-02", "2019-09-03", ""],
        ["y", "Not Started", "", "", "2019-09-03", "5"],
    ]
    links = [["M", "x", "FS", ""], ["x", "y", "FS", ""]]
    book = {"TASK": table(fields, *rows), "TASKPRED": [PRED, PRED_CAPTIONS, *links]}
    path = workbook("plan.xlsx", book)
    assert [m.id for m in load(path).milestones] == ["M"]
    whole = read(path, activities=True)
    assert (whole["x"].completed, whole["x"].forecast) == (None, date(2019, 9, 3))
    assert whole["y"].duration == 5


def test_statuses_that_do_not_go_with_dates_are_told(workbook):
    rows = [
        ["A", "Completed", "", "", "", ""],
        ["B", "Not Started", "", "", "2019-01-01", ""],
        ["C", "Abgeschlossen", "", "", "", "2019-01-01"],
        ["D", "", "", "", "", "01-Jan-19 A"],
    ]
    graph = load(workbook("plan.xlsx", sheets(rows)))
    assert [m.id for m in graph.milestones if m.is_complete] == ["B", "D"]
    told = " ".join(texts(graph))
    for words in (
        "A is Completed without any date: it is taken as not complete",
        "B is 'Not Started', but with an actual date, 2019-01-01: it is complete",
        "C is 'Abgeschlossen', which is none of Not Started, In Progress and Completed",
        "give --as-of; the latest actual date in it is 2019-01-01",
    ):
        assert words in told


TYPED = {
    "task_code": "Activity ID",
    "task_type": "Activity Type",
    "end_date": "Finish",
    "target_drtn_hr_cnt": "Original Duration(h)",
    "remain_drtn_hr_cnt": "Remaining Duration(h)",
    "cstr_type": "Primary Constraint",
    "cstr_date": "Primary Constraint Date",
}
TYPED_ROWS = [
    ["A", "Start Milestone", "2019-01-07", "0", "0", "Start On or After", "2019-01-07"],
    ["x", "Task Dependent", "2019-01-25", "80", "20", "Finish On or Before", "2019-02-01"],
    ["y", "TT_LOE", "2019-01-25", "800", "800", "CS_MEOB", "2019-02-01"],
    ["z", "Resource Dependent", "", "100d", "", "Start On or After", "2019-02-01"],
    ["B", "TT_FinMile", "2019-02-15", "", "", "Mandatory Finish", "2019-02-15"],
]
TYPED_LINKS = [["A", "x", "FS", "4"], ["x", "B", "SS", "8"], ["A", "z", "FS", ""]]
TYPED_LINKS += [["A", "y", "FS", ""], ["y", "B", "FS", ""]]


def test_types_tell_milestones_from_activities(workbook):
    book = {"TASK": table(TYPED, *TYPED_ROWS), "TASKPRED": [PRED, PRED_CAPTIONS, *TYPED_LINKS]}
    path = workbook("plan.xlsx", book)
    graph = load(path)
    assert [m.id for m in graph.milestones] == ["A", "B"]
    (link,) = graph.links
    assert (link.type, link.lag, link.calendar) == ("FS", 2, "P6 work week")
    assert link.witness == Witness(("x",), 12.0)
    assert (graph["A"].not_before, graph["A"].not_after) == (date(2019, 1, 7), None)
    assert (graph["B"].not_before, graph["B"].not_after) == (date(2019, 2, 15),) * 2

    whole = read(path, activities=True)
    assert whole.network is None
    assert [m.id for m in whole.milestones] == ["A", "B", "x", "z"]
    assert {m.id: (m.duration, m.calendar) for m in whole.milestones} == {
        "A": (None, None),
        "B": (None, None),
        "x": (3, "P6 work week"),  # what remains: 20 hours
        "z": (100, "P6 work week"),
    }
    assert whole["x"].not_after == date(2019, 2, 1)
    why = "y, which is level of effort, which holds nothing up"
    assert [notice.text for notice in whole.notices if "nothing up" in notice.text] == [
        f"the relationship A -> y is left out with {why}",
        f"the relationship y -> B is left out with {why}",
        "the activity y is level of effort, which holds nothing up: the row is left out",
    ]
    assert whole["z"].not_before is None  # this is about its start


@pytest.mark.parametrize(
    ("cell", "why"),
    [("#VALUE!", ""), ("=B3+1", ""), ("2019-02-30", ", which is no day of the calendar")],
)
def test_a_cell_with_an_error_or_a_formula_without_a_value_is_not_blank(workbook, cell, why):
    rows = [["A", "Not Started", "2019-01-01"], ["B", "Not Started", cell]]
    fields = dict.fromkeys(("task_code", "status_code", "end_date"), "")
    path = workbook("plan.xlsx", {"TASK": table(fields, *rows), "TASKPRED": [PRED, PRED_CAPTIONS]})
    with pytest.raises(LoadError) as caught:
        load(path)
    assert f"4:3: end_date: expected a date, got '{cell}'{why}" in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"end_date": "2019-01-03"}, "start_date: 2019-01-07 of A is behind its finish"),
        ({"act_start_date": "2019-01-02"}, "act_start_date: A has begun on 2019-01-02"),
        ({"cstr_type": "Finish On"}, "cstr_type: 'finish on' has no date"),
        ({"cstr_date": "2019-02-01"}, "cstr_date: of A, stands without a cstr_type"),
        ({"task_type": "TT_FinMile"}, "'40' of A is left out, as a milestone has none"),
    ],
)
def test_what_a_sheet_contradicts_or_is_taken_in_part_is_told(workbook, fields, told):
    of_row = {"task_code": "A", "task_type": "TT_Task", "start_date": "2019-01-07"}
    of_row |= {"end_date": "2019-01-11", "act_start_date": "", "remain_drtn_hr_cnt": "40"}
    of_row |= {"cstr_type": "", "cstr_date": ""} | fields
    sheets = {
        "TASK": table(dict.fromkeys(of_row, ""), [*of_row.values()]),
        "TASKPRED": [PRED, PRED_CAPTIONS],
    }
    notices = read(workbook("plan.xlsx", sheets)).notices
    assert [n.position.line for n in notices if told in n.text] == [3]


def test_a_code_without_a_row_is_an_activity(workbook):
    fields = {
        "pred_task_id": "",
        "task_id": "",
        "pred_type": "",
        "PREDTASK__task_name": "",
        "TASK__task_name": "",
    }
    links = [["A", "x", "FS", "Alpha", "Something "], ["x", "B", "FS", "Something ", "Beta"]]
    path = workbook("plan.xlsx", {**sheets([A, B]), "TASKPRED": table(fields, *links)})
    assert load(path).links[0].witness == Witness(("x",), 0.0)
    activity = read(path, activities=True)["x"]
    assert (activity.name, activity.position.line) == ("Something", 3)


def test_in_a_whole_export_a_code_without_a_row_is_told(workbook):
    links = [*TYPED_LINKS, ["x", "nowhere", "FS", ""]]
    book = {"TASK": table(TYPED, *TYPED_ROWS), "TASKPRED": [PRED, PRED_CAPTIONS, *links]}
    (text,) = [each for each in texts(load(workbook("plan.xlsx", book))) if "name" in each]
    assert text == "a relationship names nowhere, which the sheet of activities does not have"


@pytest.mark.parametrize(
    ("caption", "written", "hours_per_day", "days"),
    [
        ("Lag(h)", "16", 8, 2),
        ("Lag(h)", 16.0, 8, 2),
        ("Lag(h)", "-20", 8, -3),
        ("Lag(h)", "20", 10, 2),
        ("Lag(h)", "12,5", 10, 1),
        ("Lag(d)", "2", 8, 2),
        ("Lag", "24", 8, 3),
        ("Lag(h)", "3d", 8, 3),
        ("Lag(h)", "1w", 8, 5),
        ("Lag(h)", "", 8, 0),
        ("Lag(h)", "0h", 8, 0),
    ],
)
def test_units_of_lags(workbook, caption, written, hours_per_day, days):
    book = sheets([A, B])
    book["TASKPRED"] = [PRED, [*PRED_CAPTIONS[:3], caption], ["A", "B", "FS", written]]
    (link,) = read(workbook("plan.xlsx", book), hours_per_day=hours_per_day).links
    assert (link.lag, link.calendar) == (days, "P6 work week" if days else None)


def test_rows_marked_for_deletion_are_left_out_and_told_one_by_one(workbook):
    book = {
        "TASK": table(
            {"task_code": "", "status_code": "", "delete_record_flag": ""},
            ["A", "Not Started", ""],
            ["B", "Not Started", "N"],
            ["C", "Not Started", "D"],
        ),
        "TASKPRED": table(
            dict.fromkeys((*PRED, "delete_record_flag"), ""),
            ["A", "B", "FS", "", ""],
            ["B", "A", "FS", "", "Y"],
            ["A", "C", "FS", "", ""],
        ),
    }
    graph = load(workbook("plan.xlsx", book))
    assert [m.id for m in graph.milestones] == ["A", "B"]
    assert [link[:2] for link in graph.links] == [("A", "B")]
    lost = [notice for notice in graph.notices if "left out" in notice.text]
    assert [(notice.text.partition(" is ")[0], notice.position.line) for notice in lost] == [
        ("the relationship B -> A", 4),
        ("the relationship A -> C", 5),
        ("the activity C", 5),
    ]


def test_a_code_that_is_cut_short_is_found(workbook):
    fields = dict.fromkeys((*PRED, "PREDTASK__task_name", "TASK__task_name"), "")
    tasks = [
        ["M-01", *A[1:]],
        ["M-09", "", "Test report: all", "", "", ""],
        ["M-10", "", "End", "", "", ""],
    ]
    links = [
        ["M-01", "M-0", "FS", "", "Alpha", "Test repor"],
        ["M-0", "M-10", "FS", "", "Test repor", "End"],
    ]
    path = workbook("plan.xlsx", {**sheets(tasks), "TASKPRED": table(fields, *links)})
    (notice,) = [each for each in load(path).notices if each.rule == "suspicious-id"]
    assert (notice.milestone, placed([notice])) == ("M-09", [(3, 2)])
    assert notice.text.startswith("M-0 looks like M-09, cut short: M-09 has no relationship at all")
    assert (
        "M-0, named 'Test repor', has 2 (1 as the successor, 1 as the predecessor; rows 3-4"
        in notice.text
    )

    links[0][5] = links[1][4] = "Other work"  # a name that does not fit
    path = workbook("plan.xlsx", {**sheets(tasks), "TASKPRED": table(fields, *links)})
    assert not texts(load(path), "suspicious-id")


@pytest.mark.parametrize("activities", [False, True])
@pytest.mark.parametrize("order", [1, -1])
def test_relationships_of_a_code_that_is_cut_short_are_taken_with_an_aka(
    workbook, activities, order
):
    fields = dict.fromkeys((*PRED, "PREDTASK__task_name", "TASK__task_name"), "")
    tasks = [["M-01", *A[1:]], ["M-09", "", "Test report", "", "", ""], ["M-10", *B[1:]]]
    links = [
        ["M-01", "M-0", "FS", "", "", "Test"],
        ["M-0", "M-10", "FS", "", "Test", ""],
    ]
    export = workbook("plan.xlsx", {**sheets(tasks), "TASKPRED": table(fields, *links)})
    overlay = export.with_name("overlay.yaml")
    overlay.write_text("milestones: {M-09: {aka: M-0}}")
    paths = (export, overlay)[::order]
    graph = load_graph(Selection(graph=paths, activities=activities), Config())
    assert [m.id for m in graph.milestones] == ["M-01", "M-09", "M-10"]
    assert [link[:2] for link in graph.links] == [("M-01", "M-09"), ("M-09", "M-10")]
    assert not texts(graph, "suspicious-id")

    # What no activity of the export has is a milestone, as the plan says.
    overlay.write_text("milestones: {M-77: {aka: M-0}}")
    graph = load_graph(Selection(graph=paths, activities=activities), Config())
    assert {link[:2] for link in graph.links} == {("M-01", "M-77"), ("M-77", "M-10")}

    # A code that an activity has is not taken from it.
    overlay.write_text("milestones: {M-09: {aka: M-01}}")
    with pytest.raises(LoadError, match="'M-01' is the code of a milestone of its own"):
        load_graph(Selection(graph=paths, activities=activities), Config())


def test_a_query_of_a_link_of_an_export_is_no_second_link(workbook):
    export = workbook("plan.xlsx", sheets([A, B], [["A", "B", "FS", "16"]]))
    overlay = export.with_name("overlay.yaml")
    overlay.write_text("milestones: {B: {requires: [{id: A, query: Why?}]}}")
    (link,) = load_graph(Selection(graph=(export, overlay)), Config()).links
    assert (link.lag, [query.text for query in link.queries]) == (2, ["Why?"])


# -- what is wrong in the sheets ------------------------------------------------------------


def test_everything_wrong_is_told_with_sheet_row_and_column(workbook):
    tasks = [
        A,
        ["", "Completed", "No code", "", "", ""],
        ["A", "Completed", "Twice", "", "", ""],
        ["B", "Not Started", "", "2/30/2019", "", "soon"],
        ["C", "Not Started", "", "7/16/2519", "", 43_000.0],
    ]
    links = [
        ["A", "", "FS", "0"],
        ["A", "A", "FS", "0"],
        ["A", "B", "FX", "0"],
        ["A", "B", "FS", "some"],
        ["A", "B", "FS", "5mo"],
        ["A", "B", "FS", "1e9"],
        ["A", "B", "FS", "9999999"],
        ["A", "B\n", "fs", "1,2,34"],
    ]
    assert problems(workbook("p.xlsx", sheets(tasks, links))) == [
        "p.xlsx[TASKPRED]:3:2: task_id: the relationship leads nowhere: the code is missing",
        "p.xlsx[TASKPRED]:4:2: task_id: A has a relationship to itself",
        "p.xlsx[TASKPRED]:5:3: pred_type: expected one of FS, SS, FF, SF, got 'FX'",
        "p.xlsx[TASKPRED]:6:4: lag_hr_cnt: expected a number of hours, got 'some'",
        "p.xlsx[TASKPRED]:7:4: lag_hr_cnt: expected hours (h), days (d) or weeks (w), got 'mo': "
        "choose hours as the unit of time, and export again",
        "p.xlsx[TASKPRED]:8:4: lag_hr_cnt: expected a number of hours, got '1e9'",
        "p.xlsx[TASKPRED]:9:4: lag_hr_cnt: expected at most 292200 hours, got 9999999",
        "p.xlsx[TASKPRED]:10:4: lag_hr_cnt: expected a number of hours, got '1,2,34'",
        "p.xlsx[TASK]:4:1: task_code: the code is missing",
        "p.xlsx[TASK]:5:1: task_code: A is there twice: also in row 3",
        "p.xlsx[TASK]:6:4: base_end_date: expected a date, got '2/30/2019' (read with the month "
        "first, as in the other dates)",
        "p.xlsx[TASK]:6:6: end_date: expected a date, got 'soon'",
        "p.xlsx[TASK]:7:4: base_end_date: expected a year from 1900 to 2199, got '7/16/2519'",
    ]


def test_dates_in_two_orders(workbook):
    rows = [["A", "", "", "13/4/2019", "", ""], ["B", "", "", "4/13/2019", "", ""]]
    found = problems(workbook("p.xlsx", sheets(rows)))
    assert found[0] == (
        "p.xlsx[TASK]:4:4: base_end_date: 4/13/2019 and 13/4/2019 (row 3) have day and month in "
        "different orders: correct the dates, or export again with one form"
    )


def test_of_many_problems_of_one_kind_the_first_are_told(workbook):
    links = [["A", "B", "?", ""] for _ in range(50)]
    found = problems(workbook("p.xlsx", sheets([A, B], links)))
    assert len(found) == 21
    assert found[0] == "p.xlsx[TASKPRED]: pred_type: 30 more problems like these"


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (
            {"TASK": [["x"]], "Sheet 1": [["x"]]},
            [
                "p.xlsx: there is no sheet 'TASKPRED' (did you mean 'TASK'?): the sheets are "
                "'TASK', 'Sheet 1'; export the activity relationships too",
                "p.xlsx[TASK]:1:1: there is no column 'task_code': there are 'x'; the first row "
                "must have the names of fields, as Primavera P6 exports them",
            ],
        ),
        (
            {"TASK": [], "TASKPRED": [PRED, PRED_CAPTIONS]},
            [
                "p.xlsx[TASK]: the table is empty",
            ],
        ),
        (
            {"TASK": [["task_cod"], ["A"]], "TASKPRED": [["Before", "After"], A_B]},
            [
                "p.xlsx[TASKPRED]:1:1: there is no column 'pred_task_id' and no 'task_id' and no "
                "'pred_type': there are 'Before', 'After'; the first row must have the names of "
                "fields, as Primavera P6 exports them",
                "p.xlsx[TASK]:1:1: there is no column 'task_code' (did you mean 'task_cod'?): "
                "there are 'task_cod'",
            ],
        ),
        (
            {
                "TASK": table({"task_code": "", "task_type": ""}, ["A", "Meilenstein"]),
                "TASKPRED": [PRED, PRED_CAPTIONS, A_B],
            },
            [
                "p.xlsx[TASK]:3:2: task_type: expected one of Start Milestone, Finish Milestone, "
                "Task Dependent, Resource Dependent, Level of Effort, WBS Summary, got "
                "'Meilenstein'"
            ],
        ),
        (
            {"TASK": [["task_code"] * 2, ["Activity ID"] * 2, ["A", "B"]], "TASKPRED": [PRED, A_B]},
            ["p.xlsx[TASK]:1:2: the column 'task_code' is there twice: also column 1"],
        ),
    ],
    ids=["sheets", "empty", "columns", "types", "twice"],
)
def test_wrong_sheets(workbook, book, expected):
    assert problems(workbook("p.xlsx", book)) == expected


# -- what is wrong with the file ------------------------------------------------------------


def test_files_that_are_no_spreadsheets(tmp_path):
    cases = {
        b"": "the file is empty",
        b"<html><table><tr><td>TASK</td></tr></table></html>": "it is a web page",
        b"<?xml version='1.0'?><Workbook/>": "it is an XML file",
        b"\xef\xbb\xbftask_code,status_code\nA,Completed\n": "name it .csv where it is one",
        b"\x7fELF\0\0\0": "this is no .xls or .xlsx spreadsheet; export it again",
    }
    for content, words in cases.items():
        path = tmp_path / "p.xls"
        path.write_bytes(content)
        (problem,) = problems(path)
        assert problem.startswith("p.xls: ")
        assert words in problem


def test_a_missing_file_and_a_directory(tmp_path):
    assert problems(tmp_path / "p.xls") == ["p.xls: there is no such file"]
    (tmp_path / "q.xlsx").mkdir()
    assert "no graph file" in problems(tmp_path / "q.xlsx")[0]


def test_passwords(workbook, tmp_path):
    encrypted = tmp_path / "p.xlsx"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    encrypted.write_bytes(header + "EncryptedPackage".encode("utf-16-le") + bytes(480))
    (problem,) = problems(encrypted)
    assert problem.startswith("p.xlsx: the spreadsheet is password-protected: save it without")

    old = workbook("old.xls", sheets([A, B]))
    content = bytearray(old.read_bytes())
    # The first record after that which begins the workbook, made the one that tells a password.
    begin = content.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    following = begin + 20
    content[following : following + 2] = struct.pack("<H", 0x002F)
    old.write_bytes(content)
    (problem,) = problems(old)
    assert "password-protected" in problem or "damaged" in problem


@pytest.mark.parametrize("name", ["p.xls", "p.xlsx"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut(workbook, name, kept):
    path = workbook(name, sheets([A, B]))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    (problem,) = problems(path)
    assert problem.startswith(f"{name}: the spreadsheet is damaged or not complete (")


def test_a_workbook_on_which_the_library_ends_its_process(workbook, capfd):
    path = workbook("p.xls", sheets([A, B]))
    content = bytearray(path.read_bytes())
    extent = content.index(struct.pack("<HH", 0x0200, 14)) + 4
    content[extent : extent + 8] = struct.pack("<II", 0, 0x7FFFFFFF)
    path.write_bytes(content)
    (problem,) = problems(path)
    assert problem.startswith("p.xls: the spreadsheet is damaged or not complete (nothing could")
    assert capfd.readouterr() == ("", "")


def test_a_workbook_on_which_the_library_panics(workbook, capfd):
    path = workbook("p.xls", sheets([A, B]))
    content = bytearray(path.read_bytes())
    content[76:80] = b"\xff\xff\xff\xff"  # the first sector of the table of sectors
    path.write_bytes(content)
    (problem,) = problems(path)
    assert problem.startswith("p.xls: the spreadsheet is damaged or not complete (")
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "p.xls"
    with path.open("wb") as file:
        file.write(bytes.fromhex("d0cf11e0a1b11ae1"))
        file.truncate(200 * 2**20)
    assert problems(path) == [
        "p.xls: the file has 200 MB, and spreadsheets of at most 100 MB are read: keep only the "
        "sheets that are needed"
    ]


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of an .xlsx file in which one part is another one."""
    target = path.with_name("p.xlsx")
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, change(content) if name == part else content)
    return target


def test_a_zip_bomb(workbook):
    path = workbook("small.xlsx", sheets([A, B]))
    bomb = rewritten(path, "xl/styles.xml", lambda xml: xml + b" " * (450 * 2**20))
    assert bomb.stat().st_size < 2**20
    (problem,) = problems(bomb)
    assert problem.startswith("p.xlsx: the spreadsheet unpacks to 450 MB, and at most 400 MB")


def test_a_zip_bomb_that_lies(workbook):
    path = workbook("small.xlsx", sheets([A, B]))
    bomb = rewritten(path, "xl/styles.xml", lambda xml: xml + b" " * (20 * 2**20))
    with zipfile.ZipFile(bomb) as archive:
        true = archive.getinfo("xl/styles.xml").file_size
    bomb.write_bytes(bomb.read_bytes().replace(struct.pack("<I", true), struct.pack("<I", 400)))
    (problem,) = problems(bomb)
    assert problem.startswith("p.xlsx: the spreadsheet is damaged or not complete (Bad CRC-32")


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='xfd1048576'><v>1</v></c></row>",
        b"<row>" + b"<c/>" * 20_000 + b"</row>" + b"<row/>" * 20_000,
    ],
    ids=["corner", "quotes", "implicit"],
)
def test_a_sheet_that_spans_too_much(workbook, cells):
    path = workbook("small.xlsx", sheets([A, B]))
    huge = rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"),
    )
    (problem,) = problems(huge)
    assert problem.startswith("p.xlsx: a sheet spans ")
    assert "at most 10,000,000 cells are read" in problem


def test_an_archive_that_is_none_of_a_workbook(tmp_path):
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (problem,) = problems(path)
    assert problem.startswith("p.xlsx: this is a zip archive, but no .xlsx spreadsheet")


def test_without_the_library_it_is_said_what_to_install(workbook, monkeypatch):
    path = workbook("p.xlsx", sheets([A, B]))
    monkeypatch.delitem(sys.modules, "python_calamine", raising=False)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(MissingToolError, match=r"pip install 'depgraph\[primavera\]'"):
        load(path)


def test_a_reader_that_does_not_come_to_an_end_is_given_up(workbook, monkeypatch):
    path = workbook("p.xlsx", sheets([A, B]))
    monkeypatch.setattr(workbook_module, "_PATIENCE", 0.0001)
    (problem,) = problems(path)
    assert "nothing was read in 0.0001 seconds" in problem


# -- a real export --------------------------------------------------------------------------


def test_the_skeleton_of_a_real_export(real_export):
    graph = load(real_export)
    network = graph.network
    assert network is not None
    assert (len(graph), len(network), len(network.links)) == (386, 8298, 14039)
    pairs = {(link.prerequisite, link.dependent): link for link in graph.links}
    assert len(pairs) == len(graph.links) == 1448
    direct = [link for link in graph.links if link.witness and link.witness.hops == 1]
    assert len(direct) == 362
    assert nx.transitive_reduction(nx.DiGraph(pairs.keys())).number_of_edges() == 814
    assert not find_cycles(graph)

    milestones = {m.id for m in graph.milestones}
    lags: dict[tuple[str, str], int] = {}
    whole = nx.DiGraph()
    for row in workbook_rows(real_export, "TASKPRED")[2:]:
        pair = (row[4], row[5])
        lags[pair] = max(lags.get(pair, -(10**9)), int(row[9] or 0))
        whole.add_edge(*pair)
    inside = whole.subgraph(set(whole) - milestones)
    for (first, last), link in pairs.items():
        chain = (first, *link.witness.activities, last)
        assert not milestones & set(link.witness.activities)
        assert sum(lags[pair] for pair in itertools.pairwise(chain)) == link.witness.lag_hours
        reach = nx.subgraph_view(
            whole, filter_node=lambda n, ends=(first, last): n in inside or n in ends
        )
        assert nx.shortest_path_length(reach, first, last) == link.witness.hops


def test_the_circles_of_a_real_export(real_export):
    network = load(real_export).network
    cycles = find_cycles(network)
    assert sorted(len(cycle.milestones) for cycle in cycles) == [4, 42]
    assert sum(len(cycle.cut) for cycle in cycles) == 2
    cut = {link for cycle in cycles for link in cycle.cut}
    rest = network.with_links(link for link in network.links if link not in cut)
    assert not find_cycles(rest)


def test_what_is_told_of_a_real_export(real_export):
    graph = load(real_export)
    told = {notice.text: notice for notice in graph.notices}
    (cut,) = [notice for notice in graph.notices if notice.rule == "suspicious-id"]
    rows = workbook_rows(real_export, "TASKPRED")
    into = sum(row[5] == "LDM-503-0" for row in rows)
    out_of = sum(row[4] == "LDM-503-0" for row in rows)
    assert cut.milestone == "LDM-503-09"
    assert f"has {into + out_of} ({into} as the successor, {out_of} as the predecessor" in cut.text
    assert sum("is Completed without an actual date" in text for text in told) == 7
    assert sum(m.is_complete for m in graph.milestones) == 231


def test_the_links_of_the_cut_code_of_a_real_export_are_taken_with_an_aka(real_export, tmp_path):
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text("milestones: {LDM-503-09: {aka: LDM-503-0}}")
    graph = load_graph(Selection(graph=(real_export, overlay)), Config())
    assert {"DM-NCSA-16", "DM-SQRE-2", "LDM-503-07"} <= {*graph.predecessors("LDM-503-09")}
    assert graph.successors("LDM-503-09") == ("LDM-503-11",)
    assert not texts(graph, "suspicious-id")


PEOPLE_TASK = ["Activity ID", "Activity Status", "Activity Name", "(*)Finish", "Actual Finish"]
PEOPLE_ROWS = [
    ["A", "Completed", "Alpha", "3/7/2019", "4/7/2019"],
    ["B", "Not Started", "Beta", "8/9/2019", ""],
]


@pytest.mark.parametrize(
    ("tasks", "links"),
    [
        (
            [[field.upper() for field in TASK], TASK_CAPTIONS, A, B],
            [[field.upper() for field in PRED], PRED_CAPTIONS, A_B],
        ),
        (
            [["The telescope"], [], TASK, TASK_CAPTIONS, A, B],
            [["Links"], PRED, PRED_CAPTIONS, A_B],
        ),
        (
            [PEOPLE_TASK, *PEOPLE_ROWS],
            [PRED_CAPTIONS, ["A", "B", "Finish to Start", "1,160"]],
        ),
    ],
    ids=["capitals", "titles", "captions"],
)
def test_fields_in_capitals_titles_and_captions_alone(workbook, tasks, links):
    graph = load(workbook("p.xlsx", {"TASK": tasks, "TASKPRED": links}))
    assert [(m.id, m.name) for m in graph.milestones] == [("A", "Alpha"), ("B", "Beta")]
    (link,) = graph.links
    assert (link.ends, link.type, link.lag) == (("A", "B"), "FS", 145 if links[-1][3] != "0" else 0)


@pytest.mark.parametrize(
    ("date_format", "day", "is_told"),
    [
        ("dd'-'mmm'-'yy", date(2019, 9, 8), False),
        ("m/d/yyyy", date(2019, 8, 9), False),
        ("", date(2019, 8, 9), True),
    ],
)
def test_the_settings_of_an_export_say_the_order_of_day_and_month(
    workbook, date_format, day, is_told
):
    book = {
        "TASK": [PEOPLE_TASK, *PEOPLE_ROWS],
        "TASKPRED": [PRED_CAPTIONS, A_B],
        "USERDATA": [["user_data"], [f"DurationQtyType=QT_Hour\r\nDateFormat={date_format}\r\n"]],
    }
    graph = load(workbook("p.xlsx", book))
    assert graph["B"].forecast == day
    told = [notice.text for notice in graph.notices if "day or month" in notice.text]
    assert bool(told) == is_told


def workbook_rows(path: Path, sheet: str) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
