"""The health of schedule networks: exports of Primavera P6, counted once more from their cells."""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

import depgraph
from depgraph.analysis.health.assess import Health, assess
from depgraph.analysis.health.measures import Measured, NotComputed

AS_OF = date(2019, 4, 30)
Row = dict[str, str]


def results(health: Health) -> dict[str, tuple[int, int, bool | None] | str]:
    """Return numbers and verdict of each check, or why it cannot be computed."""
    return {
        check.name: check.result.reason
        if isinstance(check.result, NotComputed)
        else (check.result.part, check.result.of, check.passed)
        for check in health.checks
    }


LISTS = """\
task_code,task_name,task_type,end_date,pred_list,succ_list{head}
A,First,TT_Mile,2020-01-05,,B{cells}
B,Second,TT_Mile,2020-02-05,A,{cells}
"""
NOTES = "LDM-1: One\n==========\n\n- LDM-2: Two\n"
PLAN = "milestones: {A: {due: 2020-01-05}, B: {due: 2020-02-05, requires: [A]}}\n"
OF_LINKS = ("leads", "lags", "relationship_types", "dangling")
OF_STATES = ("invalid_dates", "missed_tasks", "bei", "out_of_order")


def told(write, *, graph: str, schedule: str | None = None, **texts: str) -> dict[str, object]:
    files = {name: write(name.replace("_", "."), text) for name, text in texts.items()}
    loaded = depgraph.load(
        files[graph], schedule=schedule and files[schedule], as_of=date(2020, 3, 1)
    )
    return results(assess(loaded))


def reasons(found: dict[str, object], names: tuple[str, ...]) -> set[object]:
    return {found[name] if isinstance(found[name], str) else "computed" for name in names}


def test_what_a_source_cannot_tell_passes_nothing(write):
    no_links = {"the lists tell no types and no lags"}
    no_states = {"the export tells no status and no actual date"}
    bare = LISTS.format(head="", cells="")
    stated = LISTS.format(head=",status_code", cells=",Not Started")
    found = told(write, graph="a_csv", a_csv=bare)
    assert reasons(found, OF_LINKS) == no_links
    assert reasons(found, OF_STATES) == no_states
    found = told(write, graph="a_csv", a_csv=stated)
    assert reasons(found, OF_LINKS) == no_links
    assert found["invalid_dates"] == (2, 2, False)
    found = told(write, graph="a_rst", a_rst=NOTES)
    assert reasons(found, OF_LINKS) == {"the notes tell no types and no lags"}
    # The links are those of the graph, and the states those of the schedule.
    found = told(write, graph="b_yaml", schedule="a_csv", a_csv=bare, b_yaml=PLAN)
    assert (found["leads"], found["relationship_types"]) == ((0, 1, True), (1, 1, True))
    assert reasons(found, OF_STATES) == no_states
    found = told(write, graph="a_csv", schedule="b_yaml", a_csv=bare, b_yaml=PLAN)
    assert reasons(found, OF_LINKS) == no_links
    assert found["invalid_dates"] == (2, 2, False)


def test_statuses_of_activities_that_only_relationships_name(workbook):
    tasks = [
        ["task_code", "status_code", "base_end_date"],
        ["Activity ID", "Activity Status", "BL Finish"],
        ["M", "Not Started", "7/16/2019"],
    ]
    fields = ["pred_task_id", "task_id", "pred_type", "lag_hr_cnt"]
    fields += ["PREDTASK__status_code", "TASK__status_code"]
    relationships = [
        fields,
        ["Predecessor", "Successor", "Relationship Type", "Lag(h)", "Status", "Status"],
        ["A", "B", "FS", "-3", "Completed", "Completed"],
        ["B", "C", "FF", "3", "Completed", "In Progres"],
        ["C", "M", "FS", "0", "In Progres", "Not Starte"],
        ["D", "M", "FS", "0", "", "Not Starte"],
    ]
    path = workbook("plan.xlsx", {"TASK": tasks, "TASKPRED": relationships})
    graph = depgraph.load(path, as_of=AS_OF)
    assert graph.network is not None
    assert {each.id: each.state for each in graph.network.milestones} == {
        "A": "complete",
        "B": "complete",
        "C": "incomplete",
        "D": "unknown",
        "M": "incomplete",
    }
    health = assess(graph)
    logic = health.points[0].result
    assert isinstance(logic, Measured)
    assert logic.population.words.endswith("of 5; the status of 4 is known")
    found = results(health)
    assert found["logic"] == (2, 3, False)
    assert found["leads"] == (0, 3, True), "that of 3 hours is history"
    assert found["lags"] == (1, 3, False), "3 hours"
    assert found["dangling"] == (1, 2, False), "nothing holds the start of C"


@pytest.fixture
def sheets(real_export: Path) -> tuple[list[Row], list[Row]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(real_export)

    def rows(name: str) -> list[Row]:
        fields, _, *rest = book.get_sheet_by_name(name).to_python()
        return [dict(zip(map(str, fields), map(str, row), strict=True)) for row in rest]

    return rows("TASK"), rows("TASKPRED")


def day(text: str) -> date | None:
    return datetime.strptime(text.split(maxsplit=1)[0], "%m/%d/%Y").date() if text else None  # noqa: DTZ007


def test_a_real_export(real_export: Path, sheets: tuple[list[Row], list[Row]]) -> None:
    found = results(assess(depgraph.load(real_export, as_of=AS_OF)))
    tasks, relationships = sheets
    status = {row["task_id"]: row["TASK__status_code"] for row in relationships}
    status |= {row["pred_task_id"]: row["PREDTASK__status_code"] for row in relationships}
    status |= {row["task_code"]: row["status_code"] for row in tasks}
    open_ = {code for code, word in status.items() if word != "Completed"}
    assert (len(status), len(open_)) == (8298, 2955)

    before, after = defaultdict(set), defaultdict(set)
    for row in relationships:
        before[row["task_id"]].add((row["pred_task_id"], row["pred_type"]))
        after[row["pred_task_id"]].add((row["task_id"], row["pred_type"]))
    into_open = [row for row in relationships if row["task_id"] in open_]
    lags = [float(row["lag_hr_cnt"] or 0) for row in into_open]
    finish_to_start = sum(row["pred_type"] == "FS" for row in into_open)
    lacking = sum(not before[code] or not after[code] for code in open_)
    assert found["logic"] == (lacking, 2955, True) == (23, 2955, True)
    assert found["leads"] == (sum(lag < 0 for lag in lags), len(lags), False) == (10, 5966, False)
    assert found["lags"] == (sum(lag > 0 for lag in lags), len(lags), True) == (190, 5966, True)
    assert found["relationship_types"] == (finish_to_start, len(lags), True) == (5557, 5966, True)

    milestones = {row["task_code"] for row in tasks}
    work = open_ - milestones
    loose = {
        code
        for code in work
        if (before[code] and all(type_[1] == "F" for _, type_ in before[code]))
        or (after[code] and all(type_[0] == "S" for _, type_ in after[code]))
    }
    assert found["dangling"][:2] == (len(loose), len(work))
    leading, queue = {"LSST-1620"}, ["LSST-1620"]
    for code in queue:
        new = {each for each, _ in before[code]} - leading
        leading |= new
        queue += new
    assert found["horizontal"][:2] == (len(open_ - leading), 2955)
    assert found["circles"] == (42 + 4, 8298, False)

    due = {row["task_code"]: day(row["base_end_date"]) for row in tasks}
    planned = {row["task_code"]: day(row["end_date"]) or day(row["start_date"]) for row in tasks}
    actual = {row["task_code"]: day(row["act_end_date"]) for row in tasks}
    finish = {
        code: max(planned[code] or AS_OF, AS_OF) if code in open_ else actual[code] or planned[code]
        for code in milestones
    }
    was_due = {code: on for code, on in due.items() if on is not None and on <= AS_OF}
    missed = sum(finish[code] > on for code, on in was_due.items())
    assert found["missed_tasks"] == (missed, len(was_due), False) == (161, 262, False)
    without = sum(on is None for on in due.values())
    assert found["bei"] == (231, len(was_due) + without, False)
    assert found["baseline"] == (without, 386, True)
    past = sum(planned[code] < AS_OF for code in milestones & open_)
    assert found["invalid_dates"] == (past, 386, True)

    for name, reason in (
        ("hard_constraints", "the export states no constraint"),
        ("negative_float", "no milestone has a latest date"),
        ("high_duration", "no activity that is not complete has a duration"),
        ("resources", "neither resources nor costs"),
        ("cpli", "the end, LSST-1620, has neither a due date"),
    ):
        assert reason in str(found[name])
