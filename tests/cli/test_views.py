"""Commands on an export of a scheduling program: milestones, with dates of all activities."""

import csv
import json

import pytest

from ..analysis.schedule_files import START, Plan, Task, Tie, xer

DAY = 1440
MILESTONE = "TT_FinMile"
PLAN = Plan(
    [
        Task("FREEZE", MILESTONE, hours=0, constraint=("CS_MSOA", START + 4 * DAY + 1020)),
        Task("DIG", hours=80),
        Task("POUR", hours=40),
        Task("M1", MILESTONE, hours=0),
        Task("SHORT", hours=8),
        Task("M2", MILESTONE, hours=0),
        Task("END", MILESTONE, hours=0),
    ],
    [
        Tie("FREEZE", "DIG"),
        Tie("DIG", "POUR", lag=8),
        Tie("POUR", "M1"),
        Tie("FREEZE", "SHORT"),
        Tie("SHORT", "M2"),
        Tie("M1", "END"),
        Tie("M2", "END"),
    ],
    START + 480,
)
QUERY = "milestones:\n  M1: {requires: [{id: FREEZE, query: Really?}]}\n"


@pytest.fixture
def export(write):
    return write("plan.xer", xer(PLAN))


@pytest.fixture
def doubted(write, export):
    """The same with a file of the plan that doubts what lies between FREEZE and M1."""
    return "--graph", export, "--graph", write("queries.yaml", QUERY)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_a_step_says_through_what_it_leads(json_of, run, export):
    text = run("critical-path", "END", "--graph", export).stdout
    assert "through DIG, POUR (2 activities, 15 wd work, 1 wd lag)" in text
    data = json_of("critical-path", "END", "--graph", export)
    (path,) = data["paths"]
    assert [step["id"] for step in path["steps"]] == ["END", "M1", "FREEZE"]
    freeze = path["steps"][-1]
    assert freeze["through"] == ["DIG", "POUR"]
    assert (freeze["work_days"], freeze["lag_days"], freeze["wait_days"]) == (15, 1, 0)
    assert (freeze["total_float_days"], freeze["link_slack_days"]) == (0, 0)
    assert path["begins"] is None
    rows = table(run("critical-path", "END", "--graph", export, "--format", "csv").stdout)
    assert [(row["id"], row["work_days"]) for row in rows][-1] == ("FREEZE", "15")


def test_waiting_on_a_chain_is_told(json_of, run, export):
    text = run("why", "FREEZE", "END", "--graph", export).stdout
    assert "FREEZE -> M2 (through SHORT (1 wd work))" in text
    data = json_of("why", "FREEZE", "END", "--graph", export)
    (hop,) = [hop for hop in data["hops"] if hop["dependent"] == "M1"]
    (link,) = hop["links"]
    assert (link["through"], link["work_days"]) == (["DIG", "POUR"], 15)


def test_without_the_query_the_path_begins_in_work(run, doubted):
    text = run("critical-path", "M1", *doubted, "--without-queries").stdout
    assert "The path begins in work: with DIG (for M1)" in text.replace("\N{NO-BREAK SPACE}", " ")
    arguments = ("critical-path", "M1", *doubted, "--without-queries", "--format", "json")
    begins = json.loads(run(*arguments).stdout)["paths"][0]["begins"]
    assert begins["name"] == "DIG"
    assert begins["why"] == "as-of date"
    assert begins["through"] == ["POUR"]


def test_what_moves_is_counted_with_the_work(json_of, run, export):
    text = run("slip", "FREEZE", "7", "--graph", export).stdout
    assert "; with them 3 activities of work." in text
    data = json_of("slip", "FREEZE", "7", "--graph", export)
    assert (data["moved"]["milestones"], data["moved"]["activities"]) == (4, 3)


def test_dropping_the_query_frees_the_one_milestone(json_of, run, doubted):
    text = run("what-if", "--drop", "FREEZE", "M1", "--target", "M1", "--target", "M2", *doubted)
    assert "M1 no longer waits on FREEZE (queried: Really?)" in text.stdout
    rows = json_of("what-if", "--drop", "FREEZE", "M1", *doubted)["milestones"]
    assert {row["id"] for row in rows} == {"M1", "END"}


def test_an_activity_is_named_as_one(run, export):
    done = run("critical-path", "DIG", "--graph", export)
    assert "'DIG' is an activity of the schedule, no milestone: give --activities" in done.stderr
    assert run("critical-path", "DIG", "--graph", export, "--activities").returncode == 0


def test_an_activity_that_a_link_of_the_plan_names_is_shown(json_of, run, write, export):
    remark = write("remark.yaml", QUERY.replace("FREEZE", "POUR"))
    plan = ("--graph", export, "--graph", remark)
    rows = table(run("list", "--format", "csv", *plan).stdout)
    assert {row["code"] for row in rows} == {"FREEZE", "POUR", "M1", "M2", "END"}
    assert "M1 no longer waits on POUR" in run("what-if", "--drop", "POUR", "M1", *plan).stdout
    (query,) = json_of("queries", *plan)["queries"]
    assert (query["prerequisite"], query["dependent"]) == ("POUR", "M1")
    assert "POUR: Really?" in run("show", "M1", *plan).stdout
    assert run("check", "--graph", remark, "--graph", export).returncode == 0


def test_cycles_of_activities_are_cut(run, write):
    back = write("cycle.xer", xer(PLAN._replace(ties=[*PLAN.ties, Tie("POUR", "DIG")])))
    assert "in a cycle" in run("list", "--graph", back).stdout
    columns = ("--columns", "code,projected", "--format", "csv")
    done = run("list", *columns, "--cut-cycles", "--graph", back)
    assert "left out:" in done.stderr
    assert all(row["projected"] for row in table(done.stdout))


@pytest.mark.parametrize(
    "command",
    [
        ["slips"],
        ["highlights"],
        ["chart", "trend"],
        ["report", "-o", "report.html"],
        ["show", "M1"],
        ["render", "--since", "2024-01-08", "-o", "plan.svg"],
        ["health"],
        ["status", "END"],
    ],
)
def test_the_calendar_of_a_schedule_counts_for_it(printed, write, command, tmp_path):
    """A plan whose dates are in exports, which bring calendars that the plan does not name."""
    for day in (0, 7):
        later = PLAN._replace(data_date=START + day * DAY + 480)
        write(f"month-{day}.xer", xer(later))
    write("plan.yaml", "milestones:\n  M1:\n  END: {requires: [M1]}\n")
    write(
        "depgraph.yaml",
        "graph: plan.yaml\nschedule: month-7.xer\nschedules: [month-0.xer, month-7.xer]\n",
    )
    printed(*command, cwd=tmp_path)
